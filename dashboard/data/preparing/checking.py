"""Checks that a policy fits the release whose tables it is to fill.

Everything that does not is told together. A policy holds names of columns and groups, and no
entry of a record.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from dashboard.data.preparing.coarsening import names_of, rule_of
from dashboard.data.preparing.entries import counted_groups
from dashboard.data.preparing.policy import Breadth, Count, Need, Part, Policy, Source
from dashboard.data.preparing.pooling import with_periods
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import (
    BreakdownKind,
    Catalogue,
    Limits,
    StatisticalTable,
)
from dashboard.data.release.periods import REPORTING_PERIOD, UnknownPeriod, read_period
from dashboard.data.release.references import reference_fault

CHECK = "policy"
Fault = tuple[str, str]  # the place in the policy, and what was expected there


def check_policy(policy: Policy, catalogue: Catalogue, name: str) -> list[Finding]:
    """List what in a policy does not fit a catalogue; `name` is the policy's file."""
    faults = list(_periods(policy))
    catalogue = catalogue if faults else with_periods(catalogue, policy)
    faults += _rule(policy, catalogue)
    faults += _own_levels(policy, catalogue)
    faults += _breadths(policy, catalogue)
    for level, need in policy.needs.items():
        faults += [
            (f"needs.{level}", expected) for expected in _need(level, need, policy, catalogue)
        ]
    for file, records in policy.records.items():
        for number, count in enumerate(records.counts, start=1):
            place = f"records.{file}.counts, number {number}"
            faults += [(f"{place}, {at}", expected) for at, expected in _count(count, catalogue)]
    return [Finding(CHECK, name, None, place, expected) for place, expected in faults]


def _rule(policy: Policy, catalogue: Catalogue) -> Iterator[Fault]:
    rule = rule_of(catalogue.disclosure, policy)
    yield from _rounds("", rule.general)
    for name in policy.levels:
        yield from _rounds(f"levels.{name}.", rule.of(name, ""))
    if rule != catalogue.disclosure and not policy.statement:
        yield "statement", "the rule in words, for threshold or rounding are not the release's"
    measures = {measure.key for measure in catalogue.measures}
    for key in policy.sensitive or ():
        if key not in measures:
            yield "sensitive", "keys of measures.csv"
    for reference in policy.kept():
        if fault := reference_fault(catalogue, reference):
            yield "keep", fault


def _rounds(place: str, limits: Limits) -> Iterator[Fault]:
    """Find a threshold that would be rounded to less than itself; halves go up."""
    if 0 < 2 * (limits.threshold % limits.rounding) < limits.rounding:
        expected = f"a number that rounds to no less than itself, to base {limits.rounding}"
        yield f"{place}threshold", expected


def _breadths(policy: Policy, catalogue: Catalogue) -> Iterator[Fault]:
    tables = {table.name: table for table in catalogue.tables}
    for name in policy.leave_out:
        if name not in tables:
            yield "leaveOut", "tables of the release"
    if tables and set(policy.leave_out) >= set(tables):
        yield "leaveOut", "some tables, not all"
    for name, breadth in policy.tables.items():
        if name not in tables:
            yield f"tables.{name}", "a table of the release"
        else:
            yield from _breadth(breadth, tables[name], catalogue)


def _breadth(breadth: Breadth, table: StatisticalTable, catalogue: Catalogue) -> Iterator[Fault]:
    place = f"tables.{table.name}"
    yield from _part(place, breadth, table.filters, catalogue, f"filters of {table.name}")
    for level, part in breadth.levels.items():
        at = f"{place}.levels.{level}"
        if level.casefold() not in _levels(catalogue):
            yield at, "the level of an area"
        yield from _part(at, part, table.filters, catalogue, f"filters of {table.name}")


def _need(level: str, need: Need, policy: Policy, catalogue: Catalogue) -> Iterator[str]:
    shares = {m.key: m for m in catalogue.measures if m.is_share}
    if level.casefold() not in _levels(catalogue):
        yield "the level of an area"
    if not shares.keys() >= set(need.measures):
        yield "measures that are shares, by their keys in measures.csv"
    own = [shares[key] for key in need.measures if key in shares]
    tables = {r.table for m in own for r in (m.numerator, m.denominator) if r is not None}
    if tables & set(policy.leave_out):
        yield "measures of tables that are not left out"


def _own_levels(policy: Policy, catalogue: Catalogue) -> Iterator[Fault]:
    names = [breakdown.name for breakdown in catalogue.breakdowns]
    for level, own in policy.levels.items():
        at = f"levels.{level}"
        if level.casefold() not in _levels(catalogue):
            yield at, "the level of an area"
        yield from _part(at, own, names, catalogue, "breakdowns of the release")


def _levels(catalogue: Catalogue) -> set[str]:
    return {area.level.casefold() for area in catalogue.areas}


def _part(
    place: str, part: Part, filters: Collection[str], catalogue: Catalogue, expected: str
) -> Iterator[Fault]:
    known = [names_of(period) for period in catalogue.periods]
    if not set().union(*known) >= set(part.periods):
        types = sorted({period.type for period in catalogue.periods})
        yield f"{place}.periods", f"some of: {', '.join(types)}, or periods of the release"
    for name, choice in part.groups.items():
        breakdown = catalogue.breakdown(name)
        if name not in filters or breakdown is None:
            yield f"{place}.groups", expected
        elif isinstance(choice, list):
            if not {group.name for group in breakdown.groups} >= set(choice) or not choice:
                yield f"{place}.groups", f"groups of {name}"
        elif breakdown.kind is not BreakdownKind.PARTS:
            yield f"{place}.groups", "only filters whose groups add up, or a list of groups"
    yield from _periods_of(f"{place}.periodsOf", part, filters, catalogue, expected)


def _periods_of(
    place: str, part: Part, filters: Collection[str], catalogue: Catalogue, expected: str
) -> Iterator[Fault]:
    known = set[str]().union(*map(names_of, catalogue.periods))
    for name, own in part.periods_of.items():
        breakdown = catalogue.breakdown(name)
        if name not in filters or breakdown is None:
            yield place, expected
        elif not {group.name for group in breakdown.groups} >= own.keys():
            yield place, f"groups of {name}"
        if not known >= set[str]().union(*own.values()):
            yield place, "periods of the release"


def _periods(policy: Policy) -> Iterator[Fault]:
    for name, span in policy.periods.items():
        at = f"periods.{name}"
        try:
            named = read_period(name, REPORTING_PERIOD)
        except UnknownPeriod as error:
            yield at, str(error)
            continue
        if span.days is None:
            if (span.starts, span.ends) != (None, None):
                yield at, "both a first and a last day, or neither"
        elif (span.days[0].year, span.days[1].year) != (named.starts.year, named.ends.year):
            yield at, "days of the first and last year that it names"
        elif span.days[1] < span.days[0]:
            yield at, "a last day that is not before the first"


def _count(count: Count, catalogue: Catalogue) -> Iterator[Fault]:
    table = catalogue.table(count.table)
    if table is None:
        yield "table", "a table of the release"
        return
    column = table.column(count.column)
    if column is None:
        yield "column", f"a column of {table.name}"
    elif column.whole is not (count.mean is None):
        yield "mean", "a column to average for reported figures, and none for counts"
    if set(count.filters) != set(table.filters):
        yield "filters", f"every filter of {table.name}: {', '.join(table.filters) or 'none'}"
    for name, source in count.filters.items():
        breakdown = catalogue.breakdown(name)
        if breakdown is not None and name in table.filters:
            yield from _source(name, source, counted_groups(breakdown))


def _source(name: str, source: str | Source, groups: Collection[str]) -> Iterator[Fault]:
    if isinstance(source, str):
        if not source:
            yield f"filters.{name}", "a column"
    elif bool(source.column) is bool(source.group):
        yield f"filters.{name}", "either a column or a group"
    elif not {*source.groups.values(), source.group} - {""} <= {*groups}:
        yield f"filters.{name}", "groups of this breakdown that are no sum of others"
