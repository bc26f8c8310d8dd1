"""How does a later release keep to a design? Its policy has one closed period more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import msgspec

from dashboard.data.linking.grids import Tables
from dashboard.data.preparing.policy import Policy, Span
from dashboard.data.release.model import Catalogue, PeriodType
from dashboard.data.release.periods import REPORTING_PERIOD, UnknownPeriod, read_period
from dashboard.exceptions import InvalidRelease

TO_DATE = PeriodType.TO_DATE.value
Ends = tuple[date, date]


def with_next_period(
    policy: Policy,
    name: str,
    span: Span,
    *,
    years: Mapping[str, Ends] = MappingProxyType({}),
    last: date = date.max,
) -> Policy:
    """Return a policy with a period added wherever one is named that ended the day before.

    It is one of the `years`, by what a policy calls them, or else a reporting period; it is over by
    the `last` day. Raises InvalidRelease where it is not, or is of less than a year, or where no
    period that is named ends the day before: nothing is to be left out.
    """
    known = {**years, **{other: _days(other, own) for other, own in policy.periods.items()}}
    starts, ends = known.get(name) or _days(name, span)
    if ends > last or ends - starts < _LEAST:
        raise InvalidRelease(
            f"policy: periods: expected one of a year or more that is over by {last}, not {name}."
        )
    before = {other for other, (_, ends) in known.items() if ends == starts - _DAY}
    words = msgspec.to_builtins(policy)
    parts = {part: words[part] for part in ("levels", "tables") if part in words}
    followed = _followed(parts, before, name)
    if name in {*policy.periods, *_named(parts)}:
        raise InvalidRelease(f"policy: periods: expected one that it does not have, not {name}.")
    if followed == parts and not before & policy.periods.keys():
        raise InvalidRelease(f"policy: periods: expected one that ends before {starts} begins.")
    words |= followed
    if name not in years:
        words["periods"] = dict(
            sorted({**words.get("periods", {}), name: msgspec.to_builtins(span)}.items())
        )
    return msgspec.convert(words, Policy)


def later_years(catalogue: Catalogue, cells: Tables) -> dict[str, list[str]]:
    """Return, by level, the labels of years that begin after the last period that it publishes.

    `cells` are what a policy leaves; a level that has figures to date alone is meant to.
    """
    kinds = (PeriodType.YEAR, PeriodType.PERIOD)
    closed = {p.key: p for p in catalogue.periods if p.type in kinds}
    levels = {area.slug: area.level for area in catalogue.areas}
    published: dict[str, set[str]] = defaultdict(set)
    for rows in cells.values():
        for cell in rows:
            published[levels[cell.area]] |= {cell.period} & closed.keys()
    later = {}
    for level, keys in published.items():
        last = max((closed[key].ends for key in keys), default=date.max)
        years = [p for p in closed.values() if p.type is PeriodType.YEAR and p.starts > last]
        if years:
            later[level] = [year.label for year in years]
    return later


_DAY, _LEAST = timedelta(days=1), timedelta(days=364)


def _days(name: str, span: Span) -> Ends:
    try:
        named = read_period(name, REPORTING_PERIOD)
    except UnknownPeriod:
        expected = "a year of the release, or a reporting period such as 202526"
        raise InvalidRelease(f"policy: periods: expected {expected}, not {name}.") from None
    return span.days or (named.starts, named.ends)


def _named(words: Any) -> Iterator[str]:
    """Yield every text in a list, at any depth."""
    if isinstance(words, dict):
        for value in words.values():
            yield from _named(value)
    elif isinstance(words, list):
        yield from words


def _followed(words: Any, before: Collection[str], name: str) -> Any:
    """Add a period to every list of periods, at any depth, that has one of those before it."""
    if isinstance(words, dict):
        return {key: _followed(value, before, name) for key, value in words.items()}
    if not isinstance(words, list) or not any(one in before for one in words):
        return words
    own = [one for one in words if one != TO_DATE]
    return [*own, name, *words[len(own) :]]
