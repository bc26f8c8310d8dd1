"""Which numbers may no reader find? A release whose hidden counts only this file knows.

Every count of an invented programme is made up here, and those below a threshold of ten million
are hidden from the release's files. Nothing else is: so many hidden counts follow from published
ones by a subtraction, which a careless page might do for its reader (a remainder, a complement, a
share). What it must not show is each hidden count, each difference between it and a published
total, and each share that rests on it. The counts are absurdly large so that a number of theirs
stands nowhere by accident: not on a scale, in a drawing, as a year or in a name.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from dashboard.data.release.table_columns import META_COLUMNS
from tests.releases import DESCRIPTOR, SMALL_FILES, edit_descriptor, place, to_csv, write_release

SEED = 20_260_922
THRESHOLD = 10_000_000
COUNTS = range(200_000, 4_000_000)  # of one site, quarter and group
PLANTED = 7_301_849  # given away by the release's own words, to see that it is found
LEAST_SOUGHT = 1_000_000
DECIMALS = 6  # so many that two shares are the same by no accident

WHOLE = "harbour"
SITES = ("eastport", "westport")
YEARS = (2021, 2022, 2023, 2024, 2025)
TO_DATE = ("202125", "To date")
SINGLE_AGES = (10, 11, 12, 13, 14, 15)
POINTS = ("At closure", "6 months")

Groups = tuple[str, ...]
Key = tuple[str, str, tuple[str, str], Groups]  # table, area, period, groups


@dataclass(frozen=True, slots=True)
class Plan:
    """A table: its filters, and for each group of them what it is part of (blank: nothing)."""

    name: str
    filters: tuple[str, ...]
    part_of: Mapping[Groups, Groups | None]
    quarters: bool = False


def _tree(name: str, filters: tuple[str, ...], part_of: dict[str, str], **more: bool) -> Plan:
    parts: dict[Groups, Groups | None] = {
        (group,): (parent,) if parent else None for group, parent in part_of.items()
    }
    return Plan(name, filters, parts, **more)


_ROUTES = {"Total": "", "Social care": "Total", "Police": "Total", "School": "Total"}
_STAGES = {"Referred": "", "Eligible": "Referred", "Started": "Eligible", "Completed": "Started"}
_AGES = {"Total": "", "10-13": "Total", "14-15": "Total"} | {
    str(age): "10-13" if age < 14 else "14-15" for age in SINGLE_AGES
}
_REASONS = {
    "Total": "",
    "With opportunity": "Total",
    "Completed": "With opportunity",
    "Not engaged": "With opportunity",
    "Moved away": "Total",
}
_ANSWERS = {"Total": "", "Known": "Total", "Yes": "Known", "No": "Known", "Not known": "Total"}
PLANS = (
    _tree("referrals", ("route",), _ROUTES, quarters=True),
    _tree("stages", ("stage",), _STAGES),
    _tree("starts_by_age", ("age",), _AGES),
    _tree("closures", ("reason",), _REASONS),
    Plan(
        "outcomes",
        ("point", "answer"),
        {
            (point, answer): (point, parent) if parent else None
            for point in POINTS
            for answer, parent in _ANSWERS.items()
        },
    ),
)
# Each share by its numerator and its denominator.
SHARES = (
    ("starts_by_age", ("10-13",), ("Total",)),
    ("closures", ("Completed",), ("Total",)),
    ("closures", ("Not engaged",), ("With opportunity",)),
    *(("outcomes", (point, "Yes"), (point, "Known")) for point in POINTS),
)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What no answer may hold: whole numbers, and shares in per cent to DECIMALS places."""

    counts: frozenset[int]
    shares: frozenset[str]
    published: frozenset[int]


def write_hidden_release(folder: Path) -> Secrets:
    """Write the release and tell its secrets."""
    truth = dict(_truth())

    def edit(texts: dict[str, str]) -> None:
        for name in ("endings", "delivery", "referrals"):
            del texts[f"data/{name}.csv"], texts[f"data/{name}.meta.csv"]
        texts |= _descriptions()
        for plan in PLANS:
            texts[f"data/{plan.name}.csv"] = _table(plan, truth)
            texts[f"data/{plan.name}.meta.csv"] = _meta(plan)
        edit_descriptor(texts, resources=_resources(), disclosure=_disclosure())
        texts["changes.csv"] += f'2025-02-05,correction,"It was {PLANTED:,}, and no fewer."\n'

    write_release(folder, edit=edit)
    return _secrets(truth)


def _is_hidden(count: int) -> bool:
    return 0 < count < THRESHOLD


def _truth() -> Iterator[tuple[Key, int]]:
    """Make every count up, each total the sum of its parts."""
    invented = random.Random(SEED)
    for plan in PLANS:
        leaves = {g for g in plan.part_of if g not in plan.part_of.values()}
        counts: dict[Key, int] = {}
        for site, quarter, groups in product(SITES, _quarters(), plan.part_of):
            # A stage has a rest of its own: those who did not reach the next.
            if groups in leaves or "stage" in plan.filters:
                leaf = (plan.name, site, quarter, groups)
                _add(counts, plan, leaf, invented.choice(COUNTS))
        yield from counts.items()


def _add(counts: dict[Key, int], plan: Plan, leaf: Key, count: int) -> None:
    """Add a count to a leaf and to every total that it is part of."""
    table, site, quarter, _ = leaf
    periods = [(quarter[0], "Calendar year"), TO_DATE, *([quarter] if plan.quarters else [])]
    groups: Groups | None = leaf[3]
    while groups is not None:
        for area, period in product((site, WHOLE), periods):
            key = (table, area, period, groups)
            counts[key] = counts.get(key, 0) + count
        groups = plan.part_of[groups]


def _quarters() -> list[tuple[str, str]]:
    return [(str(year), f"Calendar year Q{number}") for year in YEARS for number in (1, 2, 3, 4)]


def _secrets(truth: Mapping[Key, int]) -> Secrets:
    hidden = {key: count for key, count in truth.items() if _is_hidden(count)}
    published = frozenset(count for count in truth.values() if not _is_hidden(count))
    differences = {
        truth[total] - count
        for key, count in hidden.items()
        for total in _totals(key)
        if not _is_hidden(truth[total])
    }
    sought = {*hidden.values(), *differences} - published
    return Secrets(
        counts=frozenset(count for count in sought if count >= LEAST_SOUGHT),
        shares=frozenset(_hidden_shares(truth)),
        published=published,
    )


def _totals(key: Key) -> Iterator[Key]:
    """List the cells that a cell is part of, each one step or more above it."""
    table, area, period, groups = key
    plan = next(plan for plan in PLANS if plan.name == table)
    above = plan.part_of[groups]
    while above is not None:
        yield table, area, period, above
        above = plan.part_of[above]
    if area != WHOLE:
        yield table, WHOLE, period, groups
    if period != TO_DATE:
        yield table, area, TO_DATE, groups
    if " Q" in period[1]:
        yield table, area, (period[0], "Calendar year"), groups


def _hidden_shares(truth: Mapping[Key, int]) -> Iterator[str]:
    for table, above, below in SHARES:
        for key in [k for k in truth if k[0] == table and k[3] == above]:
            numerator, denominator = truth[key], truth[*key[:3], below]
            if _is_hidden(numerator) or _is_hidden(denominator):
                share = 100 * numerator / denominator
                yield f"{share:.{DECIMALS}f}"
                yield f"{100 - share:.{DECIMALS}f}"


def _table(plan: Plan, truth: Mapping[Key, int]) -> str:
    rows = []
    for (table, area, period, groups), count in truth.items():
        if table == plan.name:
            shown = {"children": "c" if _is_hidden(count) else str(count)}
            rows.append(place(area, *period) | dict(zip(plan.filters, groups, strict=True)) | shown)
    return to_csv(rows)


def _meta(plan: Plan) -> str:
    rows = [("children", "Indicator", "Children")]
    rows += [(name, "Filter", name.capitalize()) for name in plan.filters]
    blank = dict.fromkeys(META_COLUMNS, "") | {"indicator_dp": "0"}
    return to_csv(
        blank | dict(zip(("col_name", "col_type", "label"), row, strict=True)) for row in rows
    )


def _resources() -> list[dict[str, str]]:
    kept = [
        resource for resource in DESCRIPTOR["resources"] if resource.get("kind") != "statistics"
    ]
    return kept + [
        {
            "name": plan.name,
            "path": f"data/{plan.name}.csv",
            "kind": "statistics",
            "title": f"Children, by {' and '.join(plan.filters)}",
            "description": "Invented.",
            "universe": "children",
        }
        for plan in PLANS
    ]


def _disclosure() -> dict[str, object]:
    return {
        "threshold": THRESHOLD,
        "rounding": 1,
        "statement": "Smaller counts are hidden.",
    }


def _descriptions() -> dict[str, str]:
    """Describe areas, breakdowns, groups and measures; partners, quotes and text stay as they are."""
    breakdowns = ["breakdown,label,kind,default,hint"]
    breakdowns += ["route,Referral route,parts,Total,", "stage,Stage reached,stages,Referred,"]
    breakdowns += ["age,Age at start,parts,Total,", "reason,Reason for closure,parts,Total,"]
    breakdowns += ["point,When asked,separate,At closure,", "answer,Answer,parts,Total,"]
    groups = ["breakdown,group,label,part_of,definition"]
    trees = {"route": _ROUTES, "stage": _STAGES, "age": _AGES, "reason": _REASONS}
    for breakdown, tree in {**trees, "answer": _ANSWERS}.items():
        groups += [f"{breakdown},{group},{group},{parent}," for group, parent in tree.items()]
    groups += [f"point,{point},{point},," for point in POINTS]
    return {
        "areas.csv": SMALL_FILES["areas.csv"].replace("2024-01-01", "2021-01-01"),
        "breakdowns.csv": "\n".join([*breakdowns, ""]),
        "groups.csv": "\n".join([*groups, ""]),
        "measures.csv": _measures(),
        "identities.csv": "left,relation,right,period_type\n",
    }


def _measures() -> str:
    blank = dict.fromkeys(SMALL_FILES["measures.csv"].partition("\n")[0].split(","), "")
    return to_csv(blank | _words(measure) | measure for measure in _MEASURES)


def _words(measure: Mapping[str, str]) -> dict[str, str]:
    key = measure["measure"]
    share = "denominator" in measure
    return {
        "title": f"Measure {key}",
        "short_title": f"Short {key}",
        "definition": "Children, and nothing but invented.",
        "universe": "children",
        "phrase": "were counted",
        "kind": "share" if share else "count",
        "unit": "per cent" if share else "children",
        "decimals": str(DECIMALS) if share else "0",
        "direction": "neither",
    }


def _cells(table: str, groups: str = "") -> str:
    return f"table={table}; column=children" + (f"; {groups}" if groups else "")


_MEASURES = (
    {
        "measure": "referrals",
        "section": "referrals",
        "numerator": _cells("referrals"),
        "breakdown": "route",
        "headline": "1",
    },
    {
        "measure": "stages",
        "section": "referrals",
        "numerator": _cells("stages"),
        "breakdown": "stage",
    },
    {
        "measure": "starts",
        "section": "ages",
        "numerator": _cells("starts_by_age"),
        "breakdown": "age",
        "headline": "2",
    },
    {
        "measure": "closures",
        "section": "completion",
        "numerator": _cells("closures"),
        "breakdown": "reason",
    },
    {
        "measure": "aged_10_13",
        "section": "ages",
        "numerator": _cells("starts_by_age", "age=10-13"),
        "denominator": _cells("starts_by_age"),
        "headline": "3",
    },
    {
        "measure": "completed_all",
        "section": "completion",
        "numerator": _cells("closures", "reason=Completed"),
        "denominator": _cells("closures"),
        "headline": "4",
    },
    {
        "measure": "not_engaged",
        "section": "completion",
        "numerator": _cells("closures", "reason=Not engaged"),
        "denominator": _cells("closures", "reason=With opportunity"),
    },
    {
        "measure": "living_at_home",
        "section": "outcomes",
        "numerator": _cells("outcomes", "answer=Yes"),
        "denominator": _cells("outcomes", "answer=Known"),
        "breakdown": "point",
        "headline": "5",
    },
)
