"""The command that says which printed figures differ between two releases of one name."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import closing

from dashboard.data.queries.changed import ChangedFigure, Comparison, compare_releases
from dashboard.data.queries.derive import Figure
from dashboard.data.release.model import Measure
from dashboard.data.release.rounding import round_half_up
from dashboard.data.store.history import Standing
from dashboard.data.store.releases import Store
from dashboard.exceptions import StoreError, UnknownRelease
from dashboard.publishing.commands import Command, Told
from dashboard.publishing.progress import progress
from dashboard.settings import Settings


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "release", nargs="?", default="", help="the later one (default: the current release)"
    )
    parser.add_argument(
        "earlier", nargs="?", default="", help="default: the one that readers had before it"
    )


def _run(arguments: Namespace, settings: Settings) -> Told:
    with closing(Store.open(settings.database_url)) as store:
        standing = store.standing()
        later = arguments.release or standing.require_current()
        earlier = arguments.earlier or _before(standing, later)
        _require_one_name(standing, earlier, later)
        with progress("Comparing"):
            comparison = compare_releases(store, earlier, later)
    print(f"From {earlier} to {later}, {len(comparison.figures)} figures that both print differ.")
    for line in _lines(comparison):
        print(line)
    return {
        "earlier": earlier,
        "later": later,
        "figures": [_told(figure) for figure in comparison.figures],
        "reasons": [reason.text for reason in comparison.reasons],
        "incomparable": [measure.key for measure in comparison.incomparable],
    }


def _told(changed: ChangedFigure) -> Told:
    return {
        "measure": changed.measure.key,
        "area": changed.area.slug,
        "period": changed.period.key,
        "group": changed.group.name if changed.group else None,
        "was": changed.before.value,
        "is": changed.after.value,
        "why": list(changed.why),
    }


def _before(standing: Standing, identifier: str) -> str:
    before = standing.before(identifier)
    if before is None:
        raise StoreError(f"No release of the same name was before {identifier}: name two.")
    return before.identifier


def _require_one_name(standing: Standing, *identifiers: str) -> None:
    records = [standing.record(identifier) for identifier in identifiers]
    for identifier, record in zip(identifiers, records, strict=True):
        if record is None:
            raise UnknownRelease(f"The store holds no release named {identifier!r}.")
    if len({(r.name, r.illustrative) for r in records if r}) > 1:
        raise StoreError("The two releases are of different names, and count other things.")


def _lines(comparison: Comparison) -> list[str]:
    return [
        *(_figure(figure) for figure in comparison.figures),
        *(f"Why: {reason.text}" for reason in comparison.others(comparison.figures)),
        *(f"Not compared, as it counts otherwise: {m.title}" for m in comparison.incomparable),
    ]


def _figure(changed: ChangedFigure) -> str:
    group = f": {changed.group.label}" if changed.group else ""
    was, now = (_write(changed.measure, figure) for figure in (changed.before, changed.after))
    what = f"{changed.measure.title}{group}, {changed.area.name}, {changed.period.label}"
    why = "".join(f" ({text})" for text in changed.why)
    return f"{what}: {was} -> {now} {changed.measure.unit}{why}"


def _write(measure: Measure, figure: Figure) -> str:
    value = str(round_half_up(figure.value or 0, measure.decimals))
    if not measure.is_share:
        return value
    return f"{value} ({figure.numerator} of {figure.denominator})"


COMMAND = Command("diff", "say which printed figures two releases differ in", _add_arguments, _run)
