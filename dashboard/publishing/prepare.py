"""How does an analyst turn unsuppressed tables into a release that may be published?"""

from __future__ import annotations

import contextlib
import datetime as dt
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.data.release.findings import Finding, told
from dashboard.data.release.model import Catalogue
from dashboard.data.release.points import Points, points_of, printed_in, usual
from dashboard.data.release.reading import FileRelease, import_release
from dashboard.data.release.writing import write_release_whole
from dashboard.exceptions import DisclosureError, InvalidRelease, UnreadableRelease
from dashboard.publishing.changing import NOTHING_DONE, add_dry_run
from dashboard.publishing.choosing import choose, require_choice, with_period, write_policy
from dashboard.publishing.commands import Command, Told
from dashboard.publishing.earlier import add_earlier, cells_of, earlier_releases
from dashboard.publishing.progress import progress
from dashboard.publishing.reporting import Tables, compared, offer, refused, report, shown_of
from dashboard.publishing.visible import account, lost, require_visible
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.data.preparing import Prepared
    from dashboard.data.preparing.alternatives import Tried
    from dashboard.data.preparing.coarsening import Narrowed
    from dashboard.data.preparing.policy import Policy
    from dashboard.data.preparing.summary import Account

    Coarser = Callable[[Collection[str]], Iterable[Tried]]

Release = tuple[Catalogue, Tables]


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "source", help="a sealed release folder with every count in it, or to count records into"
    )
    parser.add_argument("folder", type=Path, help="a new folder for the release to publish")
    parser.add_argument(
        "--policy", type=Path, help="the rule, what to publish, and how records are counted"
    )
    parser.add_argument(
        "--records",
        action="append",
        default=[],
        type=Path,
        metavar="FILE.csv",
        help="children's records, to be counted as the policy says; may be given again",
    )
    add_earlier(parser)
    parser.add_argument(
        "--choose",
        action="store_true",
        help="choose closed periods and a form of each table for what the policy needs, and write "
        "the choice into the policy, once",
    )
    parser.add_argument(
        "--add-period",
        default="",
        metavar="PERIOD[:FIRST:LAST]",
        help="a closed period since the policy was written, as 2025, 202526 or "
        "202526:2025-07-01:2026-06-30; it is written into the policy after the period before it",
    )
    add_dry_run(parser)


def _run(arguments: Namespace, settings: Settings) -> Told:
    # Here, not above: no other command should wait for the solver, or print its banner.
    from dashboard.data.preparing.alternatives import (  # noqa: PLC0415  # see above
        try_alternatives,
    )
    from dashboard.data.preparing.coarsening import narrow  # noqa: PLC0415  # see above
    from dashboard.data.preparing.pooling import pool_cells, with_periods  # noqa: PLC0415  # see above

    if arguments.folder.exists():
        raise UnreadableRelease(f"{arguments.folder.name}: is there already; name a new folder.")
    release = import_release(arguments.source)
    today = dt.datetime.now(dt.UTC).date()
    policy = _settled_policy(arguments, settings, release, today)
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
    if arguments.dry_run:
        print(NOTHING_DONE)
    return {"cells": summary.cells, "hidden": summary.hidden, "audit": prepared.verdict.text}


def _quiet(chosen: bool) -> contextlib.AbstractContextManager[object]:
    """Print nothing of what was told before, where a design was chosen."""
    return contextlib.redirect_stdout(None) if chosen else contextlib.nullcontext()


def _made(
    narrowed: Narrowed,
    earlier: Sequence[Release],
    on: dt.date,
    coarser: Coarser,
) -> Prepared:
    """Suppress and audit. Where no form is safe, tell what coarser ones cost, and raise why."""
    from dashboard.data.preparing import prepare  # noqa: PLC0415  # see _run

    made = narrowed.catalogue, narrowed.cells
    try:
        with progress("Suppressing and auditing"):
            return prepare(*made, earlier, on=on, keep=narrowed.keep)
    except DisclosureError as error:
        print("No safe form of the release was found. Coarser forms, each tried:")
        offer(coarser(narrowed.cells))
        raise DisclosureError("\n".join(refused(str(error), made, earlier))) from error


def _write(arguments: Namespace, policy: Policy, prepared: Prepared) -> None:
    """Write the release, and its policy where a period was added to it."""
    write_release_whole(arguments.folder, prepared.catalogue, prepared.cells)
    if arguments.add_period:
        write_policy(arguments.policy, policy)
        print(f"{arguments.add_period} is written into {arguments.policy.name}.")


def _offer_for_costly(summary: Account, policy: Policy, coarser: Coarser) -> None:
    """Tell what coarser forms cost of the tables that hide more than the policy finds tolerable."""
    costly = [t.table for t in summary.tables if t.share_hidden > policy.most_hidden]
    if costly:
        print(
            f"More than {policy.most_hidden:.0%} of the cells are hidden in: {', '.join(costly)}. "
            f"Coarser forms, each tried (now {shown_of(summary)}):"
        )
        offer(coarser(costly))


def _tell_left_out(catalogue: Catalogue, narrowed: Narrowed) -> None:
    from dashboard.data.preparing.following import later_years  # noqa: PLC0415  # see _run

    for title in narrowed.dropped:
        print(f"The measure {title!r} is left out with the figures that it needs.")
    for level, years in later_years(catalogue, narrowed.cells).items():
        late = ", ".join(years)
        print(f"{level}: no closed period has {late}; --add-period adds one that is over.")


def _settled_policy(
    arguments: Namespace, settings: Settings, release: FileRelease, today: dt.date
) -> Policy:
    """Read the policy, and choose the design that it asks for where one is to be chosen."""
    from dashboard.data.preparing.choosing import Desk  # noqa: PLC0415  # see _run

    policy = _read_policy(arguments.policy, release.catalogue)
    if arguments.add_period:
        policy = with_period(policy, arguments.add_period, release.catalogue)
        _require_fit(policy, release.catalogue, arguments.policy)
    if not arguments.choose:
        return policy
    require_choice(policy, arguments.policy)
    counted = _count(release, release.catalogue, policy, arguments.records)
    earlier = earlier_releases(arguments, settings, release.catalogue, counted)
    desk = Desk(release.catalogue, counted, earlier, today)
    return choose(desk, policy, arguments.policy, dry_run=arguments.dry_run)


def _tell_visible(
    path: Path | None, policy: Policy, made: Release, earlier: Sequence[Release]
) -> None:
    """Tell which trends can be followed, and which no longer; raise where they are too few."""
    points = _visible(policy, *made)
    for line in account(points):
        print(line)
    for before in earlier:
        for line in lost(before[0].version, _visible(policy, *before), points):
            print(line)
    require_visible(policy, points, path.name if path else "policy")


def _visible(policy: Policy, catalogue: Catalogue, cells: Tables) -> tuple[Points, ...]:
    return points_of(catalogue, printed_in(catalogue, cells), policy.needs or usual(catalogue))


def _read_policy(path: Path | None, catalogue: Catalogue) -> Policy:
    from dashboard.data.preparing.policy import Policy, read_policy  # noqa: PLC0415  # see _run

    if path is None:
        return Policy()
    policy = read_policy(path)
    _require_fit(policy, catalogue, path)
    return policy


def _require_fit(policy: Policy, catalogue: Catalogue, path: Path | None) -> None:
    from dashboard.data.preparing.checking import check_policy  # noqa: PLC0415  # see _run

    if findings := check_policy(policy, catalogue, path.name if path else "policy"):
        raise InvalidRelease(told(findings))


def _count(
    release: FileRelease, catalogue: Catalogue, policy: Policy, paths: Sequence[Path]
) -> Tables:
    """Count records into the tables that the policy names; the others are as they stand."""
    from dashboard.data.preparing.records import count_records  # noqa: PLC0415  # see _run

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


COMMAND = Command(
    "prepare",
    "make a release of unsuppressed tables or of records, offline",
    _add_arguments,
    _run,
    example="prepare counts/ release/ --policy policy.json --records children.csv",
)
