"""Which illustrative releases are there? One, and a second some time later, after two corrections.

Corrections are of enough children each that the difference of two releases tells of no small number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from dashboard.data.preparing.policy import Span
from dashboard.data.release.context import Change
from dashboard.illustrative import groups
from dashboard.illustrative.children import Child
from dashboard.illustrative.draft import DRAFT
from dashboard.illustrative.periods import LAST_DAY

LAUNCHED = Change(DRAFT.published, "release", "First illustrative release.")


@dataclass(frozen=True, slots=True)
class Correction:
    """The first so many of the children it finds, and what their records should have said."""

    children: int
    finds: Callable[[Child], bool]
    corrected: Callable[[Child], Child]

    def apply(self, everyone: Iterable[Child]) -> Iterator[Child]:
        """Yield every child, some of them corrected."""
        remaining = self.children
        for child in everyone:
            wrong = remaining > 0 and self.finds(child)
            remaining -= wrong
            yield self.corrected(child) if wrong else child


@dataclass(frozen=True, slots=True)
class Edition:
    """What sets one illustrative release apart; `periods` are added to the policy of the first."""

    version: str
    last_day: date
    published: date
    changes: tuple[Change, ...]
    periods: tuple[tuple[str, Span], ...] = ()
    corrections: tuple[Correction, ...] = ()


def _now_learning(child: Child) -> Child:
    return replace(
        child,
        answers=tuple(
            (o, p, groups.YES if _is_learning(o, p) else answer) for o, p, answer in child.answers
        ),
    )


def _is_learning(outcome: str, point: str) -> bool:
    return (outcome, point) == (groups.LEARNING, groups.AT_CLOSURE)


_LEARNING = Correction(
    6,
    lambda child: (
        child.area == "nottingham"
        and child.closed is not None
        and child.closed.year in (2023, 2024)
        and (groups.LEARNING, groups.AT_CLOSURE, groups.NO) in child.answers
    ),
    _now_learning,
)
_ROUTE = Correction(
    7,
    lambda child: (
        child.area == "kirklees"
        and child.referred.year == 2022
        and child.route == groups.SOCIAL_CARE
    ),
    lambda child: replace(child, route=groups.YOUTH_OFFENDING),
)

FIRST = Edition("1.0.0", LAST_DAY, LAUNCHED.on, (LAUNCHED,))
_SECOND_ON = date(2028, 3, 21)
SECOND = Edition(
    "2.0.0",
    date(2027, 12, 31),
    _SECOND_ON,
    (
        LAUNCHED,
        Change(_SECOND_ON, "release", "Second illustrative release, to December 2027."),
        Change(
            _SECOND_ON,
            "correction",
            "Nottingham, 2023 to 2024: six children who were in school or working at closure had been "
            "recorded as not.",
        ),
        Change(
            _SECOND_ON,
            "correction",
            "Kirklees, 2022: seven referrals from the youth offending team had been recorded as from "
            "children’s social care.",
        ),
    ),
    (("202627", Span(date(2026, 7, 1), date(2027, 12, 31))),),
    (_LEARNING, _ROUTE),
)
