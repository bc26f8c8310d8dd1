"""Names of files, from which anyone who finds one in a folder knows what it holds.

A name has the measure, how it is divided, the area and the years, such as
`living-at-home-by-area-2020-2026.csv`. A file of invented figures says so in its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dashboard.data.queries.view import View
from dashboard.data.release.model import Catalogue, StatisticalTable

LONGEST = 120  # characters of a name: some systems give a whole path 260
_NO_WORD = re.compile(r"[^a-z0-9]+")
_YEAR = re.compile(r"\d{4}")


def view_filename(view: View, catalogue: Catalogue) -> str:
    """Return the name of a file of a view, without an ending."""
    query = dict(view.query)
    areas = set(view.columns["area"])
    groups = {label for label in view.columns["group_label"] if label}
    divided = query.get("by", "")
    return _name(
        [
            query.get("measure", view.question),
            *([f"by {divided}"] if divided else groups if len(groups) == 1 else []),
            "by area" if len(areas) > 1 else next(iter(areas), ""),
            _years(set(view.columns["period"]), catalogue),
        ],
        catalogue,
    )


def table_filename(table: StatisticalTable, catalogue: Catalogue) -> str:
    """Return the name of a file of a whole table, without an ending."""
    keys = {key for scope in table.scopes for key in scope.periods}
    return _name([table.name, _years(keys, catalogue)], catalogue)


def page_filename(path: str, catalogue: Catalogue) -> str:
    """Return the name of a file of what a page shows, without an ending."""
    return _name([catalogue.programme.short_name, path.strip("/") or "summary"], catalogue)


def release_filename(catalogue: Catalogue) -> str:
    """Return the name of a file of a whole release, without an ending."""
    return _name([catalogue.name, catalogue.version.replace(".", "-")], catalogue)


def attachment(name: str) -> tuple[str, str]:
    """Return the header by which a browser saves a response under a name."""
    return "Content-Disposition", f'attachment; filename="{name}"'


def _years(keys: set[str], catalogue: Catalogue) -> str:
    """Return the first and the last year of some periods: `2020-2026`, or one year alone."""
    periods = [period for period in catalogue.periods if period.key in keys]
    years = {str(day.year) for period in periods for day in (period.starts, period.ends)}
    years |= set() if periods else {year for key in keys for year in _YEAR.findall(key)[:1]}
    return "-".join(sorted({min(years), max(years)})) if years else ""


def _name(parts: Iterable[str], catalogue: Catalogue) -> str:
    words = (_NO_WORD.sub("-", part.casefold()).strip("-") for part in parts)
    name = "-".join(word for word in words if word)[:LONGEST].strip("-")
    marked = catalogue.illustrative and "illustrative" not in name
    return f"{name}-illustrative" if marked else name
