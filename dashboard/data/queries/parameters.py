"""The keys of questions: which values a release allows for each, and the default."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.data.queries import periods, places
from dashboard.data.queries.numbers import NUMBER, SHOW
from dashboard.data.release.additivity import root_of
from dashboard.data.release.model import (
    Area,
    Breakdown,
    BreakdownKind,
    Catalogue,
    CellReference,
    Measure,
    Period,
    PeriodType,
)
from dashboard.data.release.openings import openable, own_breakdown
from dashboard.data.release.periods import family_of
from dashboard.data.release.reserved import EVERY_AREA, SEVERAL_AREAS
from dashboard.exceptions import UnknownQuestion

REGION = "region"  # to set the area that an area is in, and the whole, alongside it
VALUES_NAMED = 12  # an error names no more allowed values than these
MOST_SIDE_BY_SIDE = 8  # lines in one chart that a reader can still tell apart
EVERY = {
    "year": PeriodType.YEAR,
    "period": PeriodType.PERIOD,
    "quarter": PeriodType.QUARTER,
}
EVERY_LABELS = {"year": "Years", "period": "Longer periods"}
PARTS_LABELS = {3: "Quarters", 4: "Terms", 6: "Half-years", 8: "Pairs of terms"}  # by their months


@dataclass(frozen=True, slots=True)
class Choice:
    """The values that one key may take as (value, label) pairs, and its default.

    A default of "" with no options means that this release has nothing to choose from. Of `several`
    any may be chosen together: in alphabetical order, with commas between.
    """

    key: str
    options: tuple[tuple[str, str], ...]
    default: str
    several: bool = False

    def allows(self, value: str) -> bool:
        asked = value.split(",") if self.several and value else [value]
        known = {option for option, _ in self.options} - ({""} if value else set())
        return known.issuperset(asked) and asked == sorted(set(asked))

    def nearest(self, value: str) -> str:
        """Return a value if it is allowed, and the default if not."""
        return value if self.allows(value) else self.default

    def require(self, value: str, name: str) -> str:
        """Return a value that is allowed, or the default for none.

        Raises UnknownQuestion, with the name of what is asked and what it may be, for any other.
        """
        value = value or self.default
        if not self.allows(value):
            raise UnknownQuestion(f"{name} must be {self._one_of()}")
        return value

    def _one_of(self) -> str:
        if not self.options:
            return "left out: this release has nothing to choose from"
        named = ", ".join(value or '""' for value, _ in self.options[:VALUES_NAMED])
        rest = len(self.options) - VALUES_NAMED
        some = "some, in alphabetical order with commas between, of" if self.several else "one of"
        return f"{some} {named}" + (f" and {rest} more" if rest > 0 else "")


IN_NUMBERS = Choice(SHOW, (("", "Shares"), (NUMBER, "Numbers")), "")

# What is chosen for the keys before this one decides what this one may be.
Chooser = Callable[[Catalogue, Mapping[str, str]], Choice]


def measure_key(applies: Callable[[Catalogue, Measure], bool]) -> Chooser:
    """Offer the measures to which a question applies."""

    @functools.lru_cache(maxsize=8)  # a page asks a question of each of its measures
    def offered(catalogue: Catalogue) -> Choice:
        measures = [m for m in catalogue.measures if applies(catalogue, m)]
        return _choice("measure", [(m.key, m.short_title) for m in measures])

    return lambda catalogue, _: offered(catalogue)


def has_history(catalogue: Catalogue, measure: Measure) -> bool:
    """Return True if a measure has years, quarters or reporting periods."""
    return any(p.type in EVERY.values() for p in periods.covered(catalogue, measure))


def can_open(catalogue: Catalogue, measure: Measure) -> bool:
    """Return True if a measure can be split."""
    return bool(openable(catalogue, measure))


def can_open_over_time(catalogue: Catalogue, measure: Measure) -> bool:
    """Return True if a measure can be split and has periods to follow it through."""
    return can_open(catalogue, measure) and has_history(catalogue, measure)


def has_separate_groups(catalogue: Catalogue, measure: Measure) -> bool:
    """Return True if a measure can be opened into groups that are separate universes."""
    return bool(_separate(catalogue, measure))


def area_key(catalogue: Catalogue, _: Mapping[str, str]) -> Choice:
    """Offer every area, the whole by default."""
    return _choice("area", _areas(catalogue))


def area_or_all_key(catalogue: Catalogue, _: Mapping[str, str]) -> Choice:
    """Offer every area, and all of them together; the whole by default."""
    return _choice("area", [*_areas(catalogue), (EVERY_AREA, _side_by_side(catalogue))])


def all_or_area_key(catalogue: Catalogue, _: Mapping[str, str]) -> Choice:
    """Offer all areas together, by default, and each; where they are too many, only each."""
    few = 0 < len(places.sites(catalogue)) <= MOST_SIDE_BY_SIDE
    several = [("", _side_by_side(catalogue))] if few else []
    return _choice("area", [*several, *_areas(catalogue)])


def several_areas_key(catalogue: Catalogue, chosen: Mapping[str, str]) -> Choice:
    """Offer some of the areas that are side by side, where no area has been chosen alone."""
    areas = places.sites(catalogue) if can_pick_areas(catalogue) and not chosen["area"] else ()
    options = [("", _side_by_side(catalogue)), *((area.slug, area.name) for area in areas)]
    return Choice(SEVERAL_AREAS, tuple(options), "", several=True)


def can_pick_areas(catalogue: Catalogue) -> bool:
    """Return True if any of the areas may be set side by side: few, and all of one level."""
    sites = places.sites(catalogue)
    alike = len(sites) == len(places.others(catalogue))
    return alike and 1 < len(sites) <= MOST_SIDE_BY_SIDE


def settle_areas(catalogue: Catalogue, query: Mapping[str, str]) -> dict[str, str]:
    """Write several areas in the one way that asks for them: one as `area`, all as none.

    The whole stands next to them in any case; alone, it is the one area. An area may be called by its
    name, as people type it.
    """
    settled = dict(query)
    if settled.get("area"):
        settled["area"] = area_called(catalogue, settled["area"])
    asked = [slug for slug in settled.pop(SEVERAL_AREAS, "").split(",") if slug]
    if not asked:
        return settled
    settled.pop("area", None)
    some = [slug for slug in asked if slug != places.whole(catalogue).slug] or asked
    if len(some) == 1:
        settled["area"] = some[0]
    elif {*some} != {area.slug for area in places.sites(catalogue)}:
        settled[SEVERAL_AREAS] = ",".join(some)
    return settled


def area_called(catalogue: Catalogue, text: str) -> str:
    """Return the slug of the area that is called so; or of the one with the words in its name.

    The text itself, where there is no such area or more than one.
    """
    if catalogue.area(text) is not None:
        return text
    words = " ".join(text.casefold().split())
    names = {slug: " ".join(name.casefold().split()) for slug, name in _areas(catalogue)}
    alike = [slug for slug, name in names.items() if name == words]
    alike = alike or [slug for slug, name in names.items() if words and words in name]
    return alike[0] if len(alike) == 1 else text


def returning_area_key(catalogue: Catalogue, _: Mapping[str, str]) -> Choice:
    """Offer all areas together, by default, and each that has data returns."""
    returning = {item.area for item in catalogue.returns}
    areas = [(area.slug, area.name) for area in catalogue.areas if area.slug in returning]
    return _choice("area", [("", "Every area"), *areas])


def among_key(catalogue: Catalogue, _: Mapping[str, str]) -> Choice:
    """Offer every area, the areas of each group, and those that the release calls similar to one."""
    return _among(catalogue)


@functools.lru_cache(maxsize=8)  # a page asks it for each group of a measure
def _among(catalogue: Catalogue) -> Choice:
    listed = places.sites(catalogue)
    groups = {group: None for a in listed if (group := places.group_of(catalogue, a))}
    options = [("", "Every area")]
    options += [(group.slug, f"Areas of {group.name}") for group in groups]
    options += [(a.slug, f"{a.name} and similar areas") for a in listed if a.alike]
    return _choice("among", options)


def beside_key(catalogue: Catalogue, chosen: Mapping[str, str]) -> Choice:
    """Offer to set the whole alongside the one area that was chosen."""
    options = [("", "On its own")]
    if chosen.get("area") not in ("", catalogue.programme.whole):
        options.append(("whole", f"Alongside {catalogue.programme.comparison}"))
    return _choice("beside", options)


def beside_region_key(catalogue: Catalogue, chosen: Mapping[str, str]) -> Choice:
    """Offer the same, and the region of the area as well, where the release has it."""
    choice = beside_key(catalogue, chosen)
    area = catalogue.area(chosen.get("area", ""))
    region = places.group_of(catalogue, area) if area is not None else None
    more = [(REGION, f"Alongside {region.name} and the whole")] if region else []
    return _choice("beside", [*choice.options, *more])


def period_key(catalogue: Catalogue, chosen: Mapping[str, str]) -> Choice:
    """Offer the periods of the chosen measure, newest first: to date by default, or the latest.

    They are those of the level of the chosen area, or of the areas that are set side by side;
    the whole may be pooled for any period of its parts.
    """
    measure = _measure(catalogue, chosen)
    areas = chosen_areas(catalogue, chosen)
    known = catalogue.periods if measure is None else periods.covered(catalogue, measure, areas)
    return _choice("period", [(p.key, p.label) for p in periods.newest_first(known)])


def period_of_any_key(catalogue: Catalogue, chosen: Mapping[str, str]) -> Choice:
    """Offer the periods that any measure has."""
    areas = chosen_areas(catalogue, chosen)
    known = {p.key for m in catalogue.measures for p in periods.covered(catalogue, m, areas)}
    offered = [p for p in periods.newest_first(catalogue.periods) if p.key in known]
    return _choice("period", [(p.key, p.label) for p in offered])


def every_key(catalogue: Catalogue, chosen: Mapping[str, str]) -> Choice:
    """Offer years, quarters and longer periods, those that the chosen measure and areas have.

    Longer periods are not offered with years where both give the same run.
    """
    measure = _measure(catalogue, chosen)
    if measure is None:
        return _choice("every", [])
    areas = chosen_areas(catalogue, chosen)
    runs = {k: periods.run_of(catalogue, measure, t, areas) for k, t in EVERY.items()}
    if not any(runs.values()):
        runs = {k: periods.run_of(catalogue, measure, t) for k, t in EVERY.items()}
    offered = [k for k, run in runs.items() if run and (k == "year" or run != runs["year"])]
    return _choice("every", [(k, EVERY_LABELS.get(k) or _parts_label(runs[k])) for k in offered])


def show_key(catalogue: Catalogue, chosen: Mapping[str, str]) -> Choice:
    """Offer the numbers of children that shares are made of."""
    measure = _measure(catalogue, chosen)
    is_share = measure is not None and measure.is_share
    return IN_NUMBERS if is_share else _choice(SHOW, [("", "As it is")])


def _parts_label(run: Sequence[Period]) -> str:
    """Return the label of parts of a year, by how long they are meant to be."""
    return PARTS_LABELS[family_of(run[0])[1]]


def every_of_groups_key(catalogue: Catalogue, chosen: Mapping[str, str]) -> Choice:
    """Offer the lengths of periods for which some group of the chosen breakdown has rows."""
    area = catalogue.area(chosen.get("area", "")) or places.whole(catalogue)
    choice = every_key(catalogue, {**chosen, "area": area.slug})
    measure, name = _measure(catalogue, chosen), chosen.get("by", "")
    if measure is None or not name:
        return choice
    types = {period.type for period in periods_of_groups(catalogue, measure, name, area)}
    offered = [option for option in choice.options if EVERY[option[0]] in types]
    return _choice("every", offered or choice.options)


def periods_of_groups(catalogue: Catalogue, measure: Measure, name: str, area: Area) -> set[Period]:
    """Return the periods for which some group of a breakdown has rows at the level of an area."""
    breakdown = catalogue.breakdown(name)
    if breakdown is None:
        return set()
    root = root_of(breakdown)
    groups = [group.name for group in breakdown.groups if group.name != root]
    opened = (_opened_at(measure, name, group) for group in groups)
    return {period for one in opened for period in periods.had(catalogue, one, (area,))}


def _opened_at(measure: Measure, name: str, group: str) -> Measure:
    def at(reference: CellReference) -> CellReference:
        others = (pair for pair in reference.groups if pair[0] != name)
        return replace(reference, groups=(*others, (name, group)))

    below = None if measure.denominator is None else at(measure.denominator)
    return replace(measure, numerator=at(measure.numerator), denominator=below)


def chosen_areas(catalogue: Catalogue, chosen: Mapping[str, str]) -> tuple[Area, ...]:
    """Return the areas whose periods a question offers: the one chosen, or those side by side."""
    area = catalogue.area(chosen.get("area", ""))
    return (area,) if area is not None else places.sites(catalogue)


def by_key(catalogue: Catalogue, chosen: Mapping[str, str]) -> Choice:
    """Offer the breakdowns that the chosen measure can be split by, its own first."""
    measure = _measure(catalogue, chosen)
    breakdowns = openable(catalogue, measure) if measure else []
    return _choice("by", [(b.name, b.label) for b in breakdowns])


def separate_by_key(catalogue: Catalogue, chosen: Mapping[str, str]) -> Choice:
    """Offer the breakdowns of the chosen measure whose groups are separate universes."""
    measure = _measure(catalogue, chosen)
    breakdowns = _separate(catalogue, measure) if measure else []
    return _choice("by", [(b.name, b.label) for b in breakdowns])


def group_key(catalogue: Catalogue, chosen: Mapping[str, str]) -> Choice:
    """Offer the groups of the breakdown that the chosen measure opens; "" where there is none."""
    measure = _measure(catalogue, chosen)
    breakdown = own_breakdown(catalogue, measure) if measure else None
    if breakdown is None:
        return _choice("group", [("", "All")])
    options = tuple((group.name, group.label) for group in breakdown.groups)
    return Choice("group", options, breakdown.default)


def _separate(catalogue: Catalogue, measure: Measure) -> list[Breakdown]:
    return [b for b in openable(catalogue, measure) if b.kind is BreakdownKind.SEPARATE]


def _level(catalogue: Catalogue, chosen: Mapping[str, str]) -> str:
    area = catalogue.area(chosen.get("area", "")) or next(iter(places.sites(catalogue)), None)
    return "" if area is None or area is places.whole(catalogue) else area.level


def _measure(catalogue: Catalogue, chosen: Mapping[str, str]) -> Measure | None:
    return catalogue.measure(chosen.get("measure", ""))


def _areas(catalogue: Catalogue) -> list[tuple[str, str]]:
    first = places.whole(catalogue)
    rest = [area for area in catalogue.areas if area is not first]
    return [(area.slug, area.name) for area in (first, *rest)]


def _side_by_side(catalogue: Catalogue) -> str:
    return f"Every area and {catalogue.programme.comparison}"


def _choice(key: str, options: Iterable[tuple[str, str]]) -> Choice:
    """Offer options whose first is the default."""
    values = tuple(options)
    return Choice(key, values, values[0][0] if values else "")
