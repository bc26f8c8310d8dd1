"""What the library of disclosure control raises, as the product's own errors."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from dashboard.disclosure.errors import CannotProtect
from dashboard.exceptions import DisclosureError


@contextlib.contextmanager
def as_disclosure_error() -> Iterator[None]:
    """Raise DisclosureError with the same words wherever CannotProtect is raised."""
    try:
        yield
    except CannotProtect as error:
        raise DisclosureError(str(error)) from error
