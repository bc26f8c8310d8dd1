"""Invents the children of the illustrative release, and what happens to them.

The records exist only in memory, are counted once and dropped. Every chance in here is the
project's own choice: near published figures where there are some, a copy of none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from dashboard.illustrative import groups
from dashboard.illustrative.draft import SITES
from dashboard.illustrative.periods import LAST_DAY, quarters_to

REFERRALS_A_QUARTER = {"birmingham": 17.5, "nottingham": 16.0, "kirklees": 17.0, "sandwell": 15.5}
EARLY_QUARTERS = (0.3, 0.4, 0.5, 0.6, 0.8, 0.9)  # of full strength, while Covid-19 slowed it
EARLY_QUARTERS_LATE_SITE = (0.4, 0.8)
ROUTE_WEIGHTS = {
    "birmingham": (46, 24, 12, 9, 5, 4),
    "nottingham": (44, 27, 10, 10, 6, 3),
    "kirklees": (48, 22, 14, 8, 5, 3),
    "sandwell": (42, 24, 9, 13, 4, 8),
}
AGE_WEIGHTS = {10: 10, 11: 14, 12: 18, 13: 23, 14: 20, 15: 15}
FEMALE = 0.35
ELIGIBLE, CONSENTED, STARTED = 0.81, 0.83, 0.84
REASON_WEIGHTS = {
    groups.COMPLETED: 78,
    groups.NOT_ENGAGED: 6,
    groups.PLACED: 5,
    groups.PLACED_EARLIER: 2,
    groups.MOVED: 4,
    groups.ADMINISTRATIVE: 5,
}
AT_HOME, LEARNING, NOT_ARRESTED = 0.92, 0.74, 0.82  # at closure; at home: of those not placed
STILL_SO, BECAME_SO = 0.95, 0.25  # at each later point, of those for whom it was so and was not
NOT_ARRESTED_SINCE = (
    0.87,
    0.55,
)  # by the first follow-up, of those not arrested before and those who were
STILL_NOT_ARRESTED = 0.95
NOT_KNOWN = {"6 months": 0.19, "12 months": 0.27, "18 months": 0.35}
REVIEWED = 0.76  # discharge review returned
CHANGES = (0.74, 0.71, 0.68, 0.60, 0.57, 0.64)
ANSWERED = 0.78  # families asked about adherence
ADHERENCE_MEAN, ADHERENCE_SPREAD = 0.73, 0.14
LATER = 7  # the course of what comes after LAST_DAY that ships


@dataclass(frozen=True, slots=True)
class Child:
    """An invented child's way through the scheme. Blank and None are stages not reached."""

    area: str
    referred: date
    route: str
    age: int
    sex: str
    eligible: bool
    consented: bool
    started: date | None = None
    closed: date | None = None
    reason: str = ""
    adherence: float | None = None
    answers: tuple[tuple[str, str, str], ...] = ()  # outcome, point, answer
    changes: tuple[tuple[str, str], ...] = ()  # instrumental outcome, answer


def invent_children(seed: int, last_day: date = LAST_DAY, later: int = LATER) -> Iterator[Child]:
    """Yield every invented child, site by site, as known on a last day; the same for the same seed.

    What was known by LAST_DAY stays so on later days; `later` is the source of chance of the rest.
    """
    every = quarters_to(last_day)
    for site in SITES:
        random = Random(f"{seed} {site.slug}")
        course = _Course(random, Random(f"{seed} {site.slug} later {later}"), last_day)
        opened = site.opened or every[0].starts
        quarters = [quarter for quarter in every if quarter.ends >= opened]
        ramp = EARLY_QUARTERS if quarters[0] == every[0] else EARLY_QUARTERS_LATE_SITE
        for number, quarter in enumerate(quarters):
            strength = ramp[number] if number < len(ramp) else 1.0
            first = max(quarter.starts, opened)
            for _ in range(_demand(random, REFERRALS_A_QUARTER[site.slug] * strength)):
                days = random.randrange((quarter.ends - first).days + 1)
                yield _invent(course, site.slug, first + timedelta(days=days))


@dataclass(frozen=True, slots=True)
class _Course:
    """Where chance comes from, for what is known by LAST_DAY and what comes later, to a last day."""

    first: Random
    later: Random
    last_day: date

    def by(self, day: date) -> Random:
        """Return what decides what happens from a day on."""
        return self.first if day <= LAST_DAY else self.later


def _invent(course: _Course, area: str, referred: date) -> Child:
    random, last_day = course.first, course.last_day
    (route,) = random.choices(groups.ROUTES, ROUTE_WEIGHTS[area])
    (age,) = random.choices(tuple(AGE_WEIGHTS), tuple(AGE_WEIGHTS.values()))
    sex = groups.FEMALE if random.random() < FEMALE else groups.MALE
    decided = referred + timedelta(days=random.randint(3, 14))
    agreed = decided + timedelta(days=random.randint(3, 21))
    first_session = agreed + timedelta(days=random.randint(3, 21))
    eligible = random.random() < ELIGIBLE and decided <= last_day
    consented = eligible and course.by(decided).random() < CONSENTED and agreed <= last_day
    started = consented and course.by(agreed).random() < STARTED and first_session <= last_day
    if not started:
        return Child(area, referred, route, age, sex, eligible, consented)
    random = course.by(first_session)
    (reason,) = random.choices(tuple(REASON_WEIGHTS), tuple(REASON_WEIGHTS.values()))
    days = random.gauss(128, 18) if reason == groups.COMPLETED else random.gauss(80, 25)
    closed = first_session + timedelta(days=round(min(max(days, 20), 170)))
    if closed > last_day:
        return Child(area, referred, route, age, sex, eligible, consented, first_session)
    return Child(
        area,
        referred,
        route,
        age,
        sex,
        eligible,
        consented,
        first_session,
        closed,
        reason,
        _adherence(course.by(closed)),
        tuple(_answers(course, closed, reason)),
        tuple(_changes(course.by(closed), reason)),
    )


def _adherence(random: Random) -> float | None:
    if random.random() >= ANSWERED:
        return None
    return round(min(max(random.gauss(ADHERENCE_MEAN, ADHERENCE_SPREAD), 0.0), 1.0), 2)


def _answers(course: _Course, closed: date, reason: str) -> Iterator[tuple[str, str, str]]:
    placed = reason in (groups.PLACED, groups.PLACED_EARLIER)
    chances = (0.0 if placed else AT_HOME, LEARNING, NOT_ARRESTED)
    for outcome, chance in zip(groups.OUTCOMES, chances, strict=True):
        so = course.by(closed).random() < chance
        for point, months in groups.POINTS.items():
            due = _months_after(closed, months)
            random = course.by(due)
            if due > course.last_day:
                continue
            if months:
                so = random.random() < _chance_later(outcome, months, so)
            known = random.random() >= NOT_KNOWN.get(point, 0.0)
            answer = (groups.YES if so else groups.NO) if known else groups.NOT_KNOWN
            yield outcome, point, answer


def _chance_later(outcome: str, months: int, so: bool) -> float:
    if outcome != groups.NO_ARRESTS:
        return STILL_SO if so else BECAME_SO
    if months == groups.POINTS[groups.SIX_MONTHS]:
        return NOT_ARRESTED_SINCE[0] if so else NOT_ARRESTED_SINCE[1]
    return STILL_NOT_ARRESTED if so else 0.0


def _changes(random: Random, reason: str) -> Iterator[tuple[str, str]]:
    reviewed = random.random() < REVIEWED
    boost = 0.08 if reason == groups.COMPLETED else -0.3
    for change, chance in zip(groups.INSTRUMENTAL, CHANGES, strict=True):
        changed = random.random() < chance + boost
        yield change, (groups.YES if changed else groups.NO) if reviewed else groups.NOT_KNOWN


def _months_after(day: date, months: int) -> date:
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, min(day.day, 28))


def _demand(random: Random, mean: float) -> int:
    """A team takes what it can hold, so demand varies less than chance alone would have it."""
    return max(0, round(mean) + random.randint(-2, 2))
