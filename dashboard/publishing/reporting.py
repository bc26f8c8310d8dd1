"""Reports to analysts what was suppressed and why, what is left, and what would cost less.

For the analyst alone: shares of children and gaps are not for publication.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from dashboard.data.preparing import Prepared
from dashboard.data.preparing.alternatives import Tried
from dashboard.data.preparing.corrections import small_corrections
from dashboard.data.preparing.summary import Account, account_for
from dashboard.data.release.model import Cell, Marker
from dashboard.publishing.earlier import Earlier, Tables

NAMED_AT_MOST = 8


def report(truth: Tables, prepared: Prepared) -> Account:
    """Print what was hidden and why, how much is left, and the verdict."""
    account, done = account_for(truth, prepared), prepared.suppressed
    hidden = done.primary + done.secondary
    print(f"{account.small:,} cells are hidden because they are small.")
    print(f"{account.telling:,} are zeros that would tell of everyone in a sensitive group.")
    print(f"{account.protecting:,} are hidden because those could be worked out from them.")
    print(f"{account.reported:,} are reported figures that rest on a hidden number.")
    print(f"{hidden:,} counts are hidden; the fewest possible is not known.")
    for table in account.tables:
        share = table.share_of_children
        children = "" if share is None else f", with {share:.0%} of the children it counts"
        visible = table.cells - table.hidden
        print(f"{table.table}: {visible:,} of {table.cells:,} cells are shown{children}.")
    print(f"The audit {prepared.verdict.text}.")
    return account


def compared(earlier: Sequence[Earlier], cells: Tables) -> str:
    """Return what follows for readers of the last release, the first of these: what changes or is hidden."""
    if not earlier:
        return ""
    (catalogue, cells_before), *_ = earlier
    before, now = _by_place(cells_before), _by_place(cells)
    both = [(before[place], cell) for place, cell in now.items() if place in before]
    hidden = [(_is_hidden(was), _is_hidden(cell)) for was, cell in both]
    changed = sum(
        None not in (was.value, cell.value) and was.value != cell.value for was, cell in both
    )
    return (
        f"For readers of version {catalogue.version}: {changed:,} printed counts and figures change, "
        f"{hidden.count((False, True)):,} are hidden now, {hidden.count((True, False)):,} are shown "
        f"again, {len(now) - len(both):,} are new, and {len(before) - len(both):,} are gone.\n"
    )


def _by_place(tables: Tables) -> dict[tuple[object, ...], Cell]:
    return {
        (cell.table, cell.column, cell.area, cell.period, frozenset(cell.groups)): cell
        for cells in tables.values()
        for cell in cells
    }


def _is_hidden(cell: Cell) -> bool:
    return cell.marker is Marker.CONFIDENTIAL


def refused(reason: str, made: Earlier, earlier: Sequence[Earlier]) -> Iterator[str]:
    """Yield why no form is safe, and next to earlier releases which counts changed by too little.

    `made` is the release with every count. Places are named, never a value.
    """
    reasons = reason.splitlines()
    yield from reasons[:NAMED_AT_MOST]
    if (more := len(reasons) - NAMED_AT_MOST) > 0:
        yield f"... and {more:,} more"
    for before in earlier:
        places = list(small_corrections(made, before))
        if not places:
            continue
        rest = len(places) - NAMED_AT_MOST
        version = before[0].version
        yield (
            f"Readers have version {version}. Of the counts that it prints, these change by fewer "
            "children than the rule hides:"
        )
        yield from (f"- {place}" for place in places[:NAMED_AT_MOST])
        if rest > 0:
            yield f"- and {rest:,} more"
        yield (
            "Where such a count has to be hidden now, both releases together tell of others. Take a "
            "coarser form that passed, or publish the correction together with others, in a release "
            "in which more children change; until then changes.csv can announce it."
        )


def offer(tried: Iterable[Tried]) -> None:
    """Print what each alternative costs, and the words of a policy that take it."""
    for one in tried:
        cost = "no safe form was found" if one.account is None else shown_of(one.account)
        print(f"- {one.alternative.words}: {cost}.")
        print(f"  policy: {json.dumps(one.alternative.additions)}")


def shown_of(account: Account) -> str:
    """Return how many cells of a release that passed are shown, in words."""
    visible = account.cells - account.hidden
    return f"{visible:,} of {account.cells:,} cells shown, {account.hidden:,} hidden, passed"
