"""Makes a release that may be published from unsuppressed tables or from records."""

from __future__ import annotations

import contextlib
import datetime as dt
from argparse import Namespace
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

from dashboard.data.preparing import Prepared, as_declared, prepare
from dashboard.data.preparing.alternatives import Tried, try_alternatives
from dashboard.data.preparing.checking import check_policy
from dashboard.data.preparing.choosing import Desk
from dashboard.data.preparing.coarsening import Narrowed, narrow
from dashboard.data.preparing.following import later_years
from dashboard.data.preparing.policy import Policy, read_policy
from dashboard.data.preparing.pooling import pool_cells, with_periods
from dashboard.data.preparing.records import count_records
from dashboard.data.preparing.summary import Account
from dashboard.data.release.checks import examine_draft
from dashboard.data.release.findings import Finding, told
from dashboard.data.release.model import Catalogue
from dashboard.data.release.points import Points, points_of, printed_in, usual
from dashboard.data.release.reading import FileRelease, Reading, read_release
from dashboard.data.release.writing import write_release_whole
from dashboard.exceptions import DisclosureError, InvalidRelease, UnreadableRelease
from dashboard.publishing.choosing import choose, require_choice, with_period, write_policy
from dashboard.publishing.commands import Told
from dashboard.publishing.earlier import Earlier, Tables, cells_of, earlier_releases
from dashboard.publishing.progress import progress
from dashboard.publishing.reporting import compared, offer, refused, report, shown_of
from dashboard.publishing.visible import account, lost, require_visible
from dashboard.settings import Settings

Coarser: TypeAlias = Callable[[Collection[str]], Iterable[Tried]]


def make(arguments: Namespace, settings: Settings) -> Told:
    """Make a release as the command line asks; print what became of it, and return the same."""
    if arguments.folder.exists():
        raise UnreadableRelease(f"{arguments.folder.name}: is there already; name a new folder.")
    reading = read_release(arguments.source)
    release = reading.release()
    today = dt.datetime.now(dt.UTC).date()
    policy = _settled_policy(arguments, settings, reading, today)
    catalogue = with_periods(release.catalogue, policy)
    with _quiet(arguments.choose):
        counted = _count(release, catalogue, policy, arguments.records)
    cells = pool_cells(catalogue, counted, policy.periods)
    narrowed = narrow(catalogue, cells, policy)
    with _quiet(arguments.choose):
        earlier = earlier_releases(arguments, settings, narrowed.catalogue, narrowed.cells)
    _tell_left_out(catalogue, narrowed)

    def coarser(tables: Collection[str]) -> list[Tried]:
        with progress("Trying coarser forms"):
            return list(
                try_alternatives(catalogue, cells, policy, tables, earlier=earlier, on=today)
            )

    prepared = _made(narrowed, earlier, today, coarser)
    _tell_visible(arguments.policy, policy, (prepared.catalogue, prepared.cells), earlier)
    if not arguments.dry_run:
        _write(arguments, policy, prepared)
    summary = report(narrowed.cells, prepared)
    print(compared(earlier, prepared.cells), end="")
    _offer_for_costly(summary, policy, coarser)
    return {"cells": summary.cells, "hidden": summary.hidden, "audit": prepared.verdict.text}


def _quiet(chosen: bool) -> contextlib.AbstractContextManager[object]:
    """Print nothing of what was told before, where a design was chosen."""
    return contextlib.redirect_stdout(None) if chosen else contextlib.nullcontext()


def _made(
    narrowed: Narrowed,
    earlier: Sequence[Earlier],
    on: dt.date,
    coarser: Coarser,
) -> Prepared:
    """Suppress and audit. Where no form is safe, tell what coarser ones cost, and raise why."""
    release = narrowed.catalogue, narrowed.cells
    try:
        with progress("Suppressing and auditing"):
            return prepare(*release, earlier, on=on, keep=narrowed.keep)
    except DisclosureError as error:
        print("No safe form of the release was found. Coarser forms, each tried:")
        offer(coarser(narrowed.cells))
        raise DisclosureError("\n".join(refused(str(error), release, earlier))) from error


def _write(arguments: Namespace, policy: Policy, prepared: Prepared) -> None:
    """Write the release, and its policy where a period was added to it."""
    write_release_whole(arguments.folder, prepared.catalogue, prepared.cells)
    if arguments.add_period:
        write_policy(arguments.policy, policy)
        print(f"{arguments.add_period} is written into {arguments.policy.name}.")


def _offer_for_costly(summary: Account, policy: Policy, coarser: Coarser) -> None:
    """Print what coarser forms cost of the tables that hide more than the policy finds tolerable."""
    costly = [t.table for t in summary.tables if t.share_hidden > policy.most_hidden]
    if costly:
        print(
            f"More than {policy.most_hidden:.0%} of the cells are hidden in: {', '.join(costly)}. "
            f"Coarser forms, each tried (now {shown_of(summary)}):"
        )
        offer(coarser(costly))


def _tell_left_out(catalogue: Catalogue, narrowed: Narrowed) -> None:
    for title in narrowed.dropped:
        print(f"The measure {title!r} is left out with the figures that it needs.")
    for level, years in later_years(catalogue, narrowed.cells).items():
        late = ", ".join(years)
        print(f"{level}: no closed period has {late}; --add-period adds one that is over.")


def _settled_policy(
    arguments: Namespace, settings: Settings, reading: Reading, today: dt.date
) -> Policy:
    """Read the policy, and choose the design that it asks for where one is to be chosen."""
    path, release = arguments.policy, reading.release()
    policy = read_policy(path) if path else Policy()
    _require_fit(policy, reading, path)
    if arguments.add_period:
        policy = with_period(policy, arguments.add_period, release.catalogue)
        _require_fit(policy, reading, path)
    if not arguments.choose:
        return policy
    require_choice(policy, path)
    counted = _count(release, release.catalogue, policy, arguments.records)
    earlier = earlier_releases(arguments, settings, release.catalogue, counted)
    desk = Desk(release.catalogue, counted, earlier, today)
    return choose(desk, policy, path, dry_run=arguments.dry_run)


def _require_fit(policy: Policy, reading: Reading, path: Path | None) -> None:
    """Raise InvalidRelease with all that a policy and a draft name, and the draft does not have."""
    findings = check_policy(policy, reading.catalogue, path.name) if path else []
    if not findings:
        findings += examine_draft(reading, as_declared(reading.catalogue, policy))
    if findings:
        raise InvalidRelease(told(findings))


def _tell_visible(
    path: Path | None, policy: Policy, release: Earlier, earlier: Sequence[Earlier]
) -> None:
    """Print which trends can be followed, and which no longer; raise where they are too few."""
    points = _visible(policy, *release)
    for line in account(points):
        print(line)
    for before in earlier:
        for line in lost(before[0].version, _visible(policy, *before), points):
            print(line)
    require_visible(policy, points, path.name if path else "policy")


def _visible(policy: Policy, catalogue: Catalogue, cells: Tables) -> tuple[Points, ...]:
    return points_of(catalogue, printed_in(catalogue, cells), policy.needs or usual(catalogue))


def _count(
    release: FileRelease, catalogue: Catalogue, policy: Policy, paths: Sequence[Path]
) -> Tables:
    """Count records into the tables that the policy names; the others are as they stand."""
    _, cells = cells_of(release)
    if paths or policy.records:
        with progress("Counting"):
            counted = count_records(catalogue, policy, paths)
        for outcomes in counted.outcomes:
            print(outcomes)
        cells |= counted.cells
    _require_figures(catalogue, cells, policy)
    return cells


def _require_figures(catalogue: Catalogue, cells: Tables, policy: Policy) -> None:
    expected = "rows, a count of the policy for it, or its name in leaveOut"
    empty = [
        Finding("policy", table.path, None, "", expected)
        for table in catalogue.tables
        if not cells[table.name] and table.name not in policy.leave_out
    ]
    if empty:
        raise InvalidRelease(told(empty))
