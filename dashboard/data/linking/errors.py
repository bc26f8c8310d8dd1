"""What the library of disclosure control raises, as the product's own errors."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from dashboard.data.linking.figures import LinkedProblem
from dashboard.data.linking.naming import name_unknown
from dashboard.data.release.model import Catalogue
from dashboard.disclosure.errors import CannotProtect
from dashboard.exceptions import DisclosureError


@contextlib.contextmanager
def as_disclosure_error(catalogue: Catalogue) -> Iterator[None]:
    """Raise DisclosureError wherever CannotProtect is raised, with its words and the count's name."""
    try:
        yield
    except CannotProtect as error:
        words = str(error)
        if error.unknown is not None and isinstance(error.problem, LinkedProblem):
            words += f" One is {name_unknown(catalogue, error.problem, error.unknown)}."
        raise DisclosureError(words) from error
