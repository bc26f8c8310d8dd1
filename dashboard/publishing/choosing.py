"""Choosing a design at an analyst's desk: how far it is, what each costs, and what was taken.

For the analyst alone. Kinds of count are named, never a value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.data.release.findings import Finding
from dashboard.exceptions import InvalidRelease, UnreadableRelease
from dashboard.publishing.progress import progress
from dashboard.publishing.visible import require_visible

if TYPE_CHECKING:
    from dashboard.data.preparing.choosing import Desk, Trial
    from dashboard.data.preparing.choosing.screening import Screened
    from dashboard.data.preparing.policy import Policy

TRIED = 3


def require_choice(policy: Policy, path: Path | None) -> None:
    """Raise InvalidRelease unless a policy says what is needed and has no design yet."""
    name = "policy" if path is None else path.name
    if path is None or not policy.needs:
        raise InvalidRelease(str(Finding("policy", name, None, "needs", "what --choose is for")))
    if policy.periods or policy.tables or any(own.periods for own in policy.levels.values()):
        expected = "none, as --choose writes them once; later releases keep to the choice"
        place = "periods, levels and tables"
        raise InvalidRelease(str(Finding("policy", name, None, place, expected)))


def choose(desk: Desk, policy: Policy, path: Path) -> Policy:
    """Try designs, print what each costs, and write the best into the policy.

    Raises DisclosureError where none is safe, and InvalidRelease where the best shows too little.
    """
    from dashboard.data.preparing.choosing import best_of, trials  # noqa: PLC0415  # see prepare.py

    made = []
    with progress("Trying designs") as advance:
        for trial in trials(desk, policy):
            made.append(trial)
            if advance:
                advance(len(made), TRIED)
    made.sort(key=lambda trial: (-trial.complete, -trial.score))
    for line in table_of(made):
        print(line)
    best = best_of(made)
    for line in in_the_way(best):
        print(line)
    require_visible(policy, best.points, path.name)
    _write(path, best.policy)
    print(f"Design 1 is written into {path.name}. Keep to it: add closed periods, change none.")
    return best.policy


def table_of(made: Sequence[Trial]) -> Iterator[str]:
    """Yield a Markdown table of designs, then the words of the policy for each."""
    levels = list(made[0].design.levels) if made else []
    heads = ["design", *(f"points, {name}" for name in levels), "lines complete", "hidden", "s"]
    yield f"| {' | '.join(heads)} |"
    yield "|---|" + "--:|" * (len(heads) - 1)
    for number, trial in enumerate(made, start=1):
        yield f"| {number} | {' | '.join(_row(trial, levels))} |"
    for number, trial in enumerate(made, start=1):
        for name, partition in trial.design.partitions.items():
            yield f"{number}. {name}: {', '.join(partition.labels)}"
            for key, screened in trial.design.levels[name].items():
                if screened.partition.cuts != partition.cuts:
                    yield f"   - {key} only: {periods_of(screened)}"
        yield f"   policy: {_words(trial)}"


def _row(trial: Trial, levels: Sequence[str]) -> Iterator[str]:
    for name in levels:
        own = [points for points in trial.points if points.level == name]
        seen, there = sum(p.visible for p in own), sum(p.points for p in own)
        yield f"{seen} of {there} ({seen / there:.0%})" if there else "no safe form"
    lines = sum(points.lines for points in trial.points)
    yield f"{trial.complete} of {lines}"
    yield f"{trial.hidden:,} of {trial.cells:,}"
    yield f"{trial.seconds:.0f}"


def _words(trial: Trial) -> str:
    """Write the periods and levels of a policy; its tables are in the file."""
    import msgspec  # noqa: PLC0415  # with the policy's own module, see prepare.py

    words = msgspec.to_builtins(trial.policy)
    kept = {name: words[name] for name in ("periods", "levels") if name in words}
    return msgspec.json.encode(kept).decode()


def in_the_way(trial: Trial) -> Iterator[str]:
    """Say what is out of reach, and which kinds of count are in the way."""
    for name, chosen in trial.design.levels.items():
        yearly = trial.design.years[name]
        for key, screened in chosen.items():
            kinds = Counter(yearly[key].obstacles)
            if kinds:
                named = ", ".join(kind.value for kind, _ in kinds.most_common())
                has = periods_of(screened)
                yield f"Out of reach, {name}: {key} by year ({named}). It has {has}."


def periods_of(screened: Screened) -> str:
    """Return the periods that a measure has, as readers see them."""
    return ", ".join(screened.partition.labels) or "no period but to date"


def _write(path: Path, policy: Policy) -> None:
    from dashboard.data.preparing.policy import policy_text  # noqa: PLC0415  # see prepare.py

    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(policy_text(policy))
        partial.replace(path)
    except OSError as error:
        raise UnreadableRelease(f"{path.name}: cannot be written ({error.strerror}).") from None
