"""What may be told of an error that a database reports.

Drivers quote rows in their messages, so only the error's kind and code and the name of the
constraint are passed on, and the driver's error is not kept as a cause.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from dashboard.exceptions import StoreError


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """Turn SQLAlchemy's errors into ours."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(describe(error.orig)) from None
    except SQLAlchemyError as error:
        raise StoreError(f"The database refused ({type(error).__name__}).") from None


def describe(error: BaseException | None) -> str:
    """Write what a driver's error is, without its own words."""
    code = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
    details = ", ".join(str(part) for part in (type(error).__name__, code, constraint) if part)
    if code is None:
        return f"The database cannot be reached or opened ({details})."
    return f"The database refused ({details})."
