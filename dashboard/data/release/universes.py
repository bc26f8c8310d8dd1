"""Which columns of which tables count the same children, as their words say."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.data.release.model import Catalogue, Column, StatisticalTable

Family = tuple[str, str]  # a universe and a column


def universe_of(table: StatisticalTable) -> str:
    """Return whose children a table counts; capitals, blanks and a full stop make no difference."""
    return _plain(table.universe) or table.name


def family_of(catalogue: Catalogue, table: StatisticalTable, column: str) -> Family:
    """Return whom a column counts: a universe, and its first column of the same name or label."""
    universe, own = universe_of(table), table.column(column)
    if own is None or not own.whole:
        return universe, column
    tables = [
        [one for one in other.columns if one.whole]
        for other in catalogue.tables
        if universe_of(other) == universe
    ]
    every = [one for columns in tables for one in columns]
    names = _called_alike(every, own)
    if any(sum(one.name in names for one in columns) > 1 for columns in tables):
        return universe, column  # what one table tells apart is not one set
    return universe, next((one.name for one in every if one.name in names), column)


def _called_alike(columns: Sequence[Column], own: Column) -> set[str]:
    """Return the names of columns that have the name or label of one, or of another of these."""
    names, before = {own.name}, set[str]()
    while names != before:
        before = names
        labels = {_plain(one.label) for one in columns if one.name in names} - {""}
        names = names | {one.name for one in columns if _plain(one.label) in labels}
    return names


def _plain(words: str) -> str:
    return " ".join(words.casefold().split()).rstrip(". ")
