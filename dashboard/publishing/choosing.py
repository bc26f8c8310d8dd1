"""Choosing a design at an analyst's desk: how far it is, what each costs, and what was taken.

For the analyst alone. Kinds of count are named, never a value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec

from dashboard.data.preparing.choosing import Desk, Trial, best_of, trials
from dashboard.data.preparing.choosing_designs import MOST_TRIED
from dashboard.data.preparing.choosing_screening import Screened
from dashboard.data.preparing.following import with_next_period
from dashboard.data.preparing.policy import Policy, Span, policy_text
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import Catalogue, PeriodType
from dashboard.data.release.points import Points, points_of, printed_in
from dashboard.data.release.writing.files import replace_file
from dashboard.exceptions import InvalidRelease, SettingsError, UnreadableRelease
from dashboard.publishing.progress import progress
from dashboard.publishing.visible import gone_of, require_visible

PERIOD_EXPECTED = "a period, and perhaps its first and last day, as in 202526:2025-07-01:2026-06-30"
Shown = tuple[str, Sequence[Points]]  # a version, and its points


def require_choice(policy: Policy, path: Path | None) -> None:
    """Raise InvalidRelease unless a policy says what is needed and has no design yet."""
    name = "policy" if path is None else path.name
    if path is None or not policy.needs:
        expected = "the measures that each level needs, for --choose to choose by"
        raise InvalidRelease(str(Finding("policy", name, None, "needs", expected)))
    if policy.periods or policy.tables or any(own.periods for own in policy.levels.values()):
        expected = "none, as --choose writes them once; later releases keep to the choice"
        place = "periods, levels and tables"
        raise InvalidRelease(str(Finding("policy", name, None, place, expected)))


def choose(desk: Desk, policy: Policy, path: Path, *, dry_run: bool = False) -> Policy:
    """Try designs, print what each costs, and write the best into the policy.

    A dry run leaves the policy's file as it is.

    Raises DisclosureError where none is safe, and InvalidRelease where the best shows too little.
    """
    designs: list[Trial] = []
    with progress("Trying designs") as advance:
        for trial in trials(desk, policy):
            designs.append(trial)
            if advance is not None:
                advance(len(designs), MOST_TRIED)
    designs.sort(key=lambda trial: trial.rank)
    before = [
        (catalogue.version, points_of(catalogue, printed_in(catalogue, cells), policy.needs))
        for catalogue, cells in desk.earlier
    ]
    for line in table_of(designs, before):
        print(line)
    best = best_of(designs)
    for line in in_the_way(best):
        print(line)
    require_visible(policy, best.points, path.name)
    if not dry_run:
        write_policy(path, best.policy)
        print(f"Design 1 is written into {path.name}. Keep to it: add closed periods, change none.")
    return best.policy


def table_of(made: Sequence[Trial], before: Sequence[Shown] = ()) -> Iterator[str]:
    """Yield a Markdown table of designs, then the words of the policy for each.

    `before` are the points of earlier releases: it is told how many of them each design loses.
    """
    levels = list(made[0].design.levels) if made else []
    heads = ["design", *(f"points, {name}" for name in levels), "lines complete", "hidden"]
    heads += [*(f"lost of {version}" for version, _ in before), "s"]
    yield f"| {' | '.join(heads)} |"
    yield "|---|" + "--:|" * (len(heads) - 1)
    for number, trial in enumerate(made, start=1):
        yield f"| {number} | {' | '.join(_row(trial, levels, before))} |"
    for number, trial in enumerate(made, start=1):
        for name, partition in trial.design.partitions.items():
            yield f"{number}. {name}: {', '.join(partition.labels)}"
            for key, screened in trial.design.levels[name].items():
                if screened.partition.cuts != partition.cuts:
                    yield f"   - {key} only: {periods_of(screened)}"
        yield f"   policy: {_words(trial)}"


def _row(trial: Trial, levels: Sequence[str], before: Sequence[Shown]) -> Iterator[str]:
    for name in levels:
        own = [points for points in trial.points if points.level == name]
        seen, there = sum(p.visible for p in own), sum(p.points for p in own)
        none = "none" if trial.cells else "no safe form"
        yield f"{seen} of {there} ({seen / there:.0%})" if there else none
    lines = sum(points.lines for points in trial.points)
    yield f"{trial.complete} of {lines}"
    yield f"{trial.hidden:,} of {trial.cells:,}"
    for _, points in before:
        yield f"{sum(gone_of(points, trial.points).values())}" if trial.points else "-"
    yield f"{trial.seconds:.0f}"


def _words(trial: Trial) -> str:
    """Write all that a design puts into a policy."""
    words = msgspec.to_builtins(trial.policy)
    parts = {name: words[name] for name in ("periods", "levels", "tables") if name in words}
    return msgspec.json.encode(parts).decode()


def in_the_way(trial: Trial) -> Iterator[str]:
    """Write what is out of reach, and which kinds of count are in the way."""
    for name, chosen in trial.design.levels.items():
        yearly, points = trial.design.years[name], trial.policy.needs[name].points
        for key, screened in chosen.items():
            if (number := len(screened.partition.cuts)) < points:
                yield f"Fewer points than needed, {name}: {key} has {number} of {points}."
            kinds = Counter(yearly[key].obstacles)
            if kinds:
                named = ", ".join(kind.value for kind, _ in kinds.most_common())
                has = periods_of(screened)
                yield f"Out of reach, {name}: {key} by year ({named}). It has {has}."


def periods_of(screened: Screened) -> str:
    """Return the periods that a measure has, as readers see them."""
    return ", ".join(screened.partition.labels) or "no period but to date"


def with_period(policy: Policy, words: str, catalogue: Catalogue) -> Policy:
    """Return a policy with a closed period added, given as PERIOD or PERIOD:FIRST:LAST.

    Raises SettingsError where it is not so given, and InvalidRelease where it does not follow a
    period of the policy or is not over.
    """
    name, *days = words.split(":")
    try:
        span = Span(*map(date.fromisoformat, days)) if days else Span()
        if days and span.days is None:
            raise ValueError
    except (TypeError, ValueError):
        raise SettingsError(f"--add-period: expected {PERIOD_EXPECTED}") from None
    years = {p.key: (p.starts, p.ends) for p in catalogue.periods if p.type is PeriodType.YEAR}
    last = max((p.ends for p in catalogue.periods), default=date.max)
    return with_next_period(policy, name, span, years=years, last=last)


def write_policy(path: Path, policy: Policy) -> None:
    """Replace a policy's file; raise UnreadableRelease where that cannot be done."""
    try:
        replace_file(path, policy_text(policy))
    except OSError as error:
        raise UnreadableRelease(f"{path.name}: cannot be written ({error.strerror}).") from None
