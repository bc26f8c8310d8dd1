"""Does a policy fit the release whose tables it is to fill?

Everything that does not is told at once. A policy holds names of columns and groups, and no
entry of a record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dashboard.data.preparing.policy import Breadth, Count, Policy, Source
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import BreakdownKind, Catalogue, CellReference, StatisticalTable

CHECK = "policy"
Fault = tuple[str, str]  # the place in the policy, and what was expected there


def check_policy(policy: Policy, catalogue: Catalogue, name: str) -> list[Finding]:
    """List what in a policy does not fit a catalogue; `name` is the policy's file."""
    faults = [*_rule(policy, catalogue), *_breadths(policy, catalogue)]
    for file, records in policy.records.items():
        for number, count in enumerate(records.counts, start=1):
            place = f"records.{file}.counts, number {number}"
            faults += [(f"{place}, {at}", said) for at, said in _count(count, catalogue)]
    return [Finding(CHECK, name, None, place, expected) for place, expected in faults]


def _rule(policy: Policy, catalogue: Catalogue) -> Iterator[Fault]:
    own = catalogue.disclosure
    threshold = own.threshold if policy.threshold is None else policy.threshold
    rounding = own.rounding if policy.rounding is None else policy.rounding
    if rounding % 2 == 0:
        yield "rounding", "an odd number, so that no count lies halfway"
    elif 0 < threshold % rounding <= rounding // 2:
        yield "threshold", f"a number that rounds to no less than itself, to base {rounding}"
    if (threshold, rounding) != (own.threshold, own.rounding) and not policy.statement:
        yield "statement", "the rule in words, for threshold or rounding are not the release's"
    measures = {measure.key for measure in catalogue.measures}
    for key in policy.sensitive or ():
        if key not in measures:
            yield "sensitive", "keys of measures.csv"
    for reference in policy.kept():
        if fault := _reference(reference, catalogue):
            yield "keep", fault


def _reference(reference: CellReference, catalogue: Catalogue) -> str:
    table = catalogue.table(reference.table)
    if table is None or table.column(reference.column) is None:
        return "a table of the release and one of its columns"
    for name, group in reference.groups:
        breakdown = catalogue.breakdown(name)
        if name not in table.filters or breakdown is None or breakdown.group(group) is None:
            return f"filters of {table.name}, and their groups"
    return ""


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
    types = {period.type for period in catalogue.periods}
    place = f"tables.{table.name}"
    if not types >= set(breadth.periods):
        yield f"{place}.periods", f"some of: {', '.join(sorted(types))}"
    for name in breadth.groups:
        breakdown = catalogue.breakdown(name)
        if name not in table.filters or breakdown is None:
            yield f"{place}.groups", f"filters of {table.name}"
        elif breakdown.kind is not BreakdownKind.PARTS:
            yield f"{place}.groups", "only filters whose groups add up"


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
            names = {group.name for group in breakdown.groups}
            yield from _source(name, source, names)


def _source(name: str, source: str | Source, groups: set[str]) -> Iterator[Fault]:
    if isinstance(source, str):
        if not source:
            yield f"filters.{name}", "a column"
    elif bool(source.column) is bool(source.group):
        yield f"filters.{name}", "either a column or a group"
    elif not _named(source.groups, source.group) <= groups:
        yield f"filters.{name}", "groups of this breakdown"


def _named(mapping: Mapping[str, str], group: str) -> set[str]:
    return {*mapping.values(), *([group] if group else [])}
