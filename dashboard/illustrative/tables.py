"""Which tables and breakdowns does the illustrative release have, and how are they linked?"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from dashboard.data.release.model import (
    TOTAL,
    Breakdown,
    BreakdownKind,
    CellReference,
    Column,
    Group,
    Identity,
    PeriodType,
    StatisticalTable,
)

SOCIAL_CARE, YOUTH_OFFENDING = "Children's Social Care", "Youth Offending Team or Service"
ROUTES = (
    SOCIAL_CARE,
    YOUTH_OFFENDING,
    "Think Family and edge of care",
    "Specialist exploitation hub or panel",
    "Pupil Referral Unit",
    "Police",
)
STAGES = ("Referred", "Eligible", "Consented", "Started", "Closed", "Completed")
YOUNGER, OLDER = "10-13", "14-15"
AGES = {YOUNGER: ("10", "11", "12", "13"), OLDER: ("14", "15")}
FEMALE, MALE = "Female", "Male"
FULL_COURSE = "With opportunity for a full course"
NO_FULL_COURSE = "Without opportunity for a full course"
COMPLETED = "Completed by agreement"
NOT_ENGAGED = "Lack of engagement"
PLACED = "Placed for an event during treatment"
PLACED_EARLIER = "Placed for an earlier event"
MOVED = "Moved away"
ADMINISTRATIVE = "Administrative closure"
REASONS = {
    FULL_COURSE: (COMPLETED, NOT_ENGAGED, PLACED),
    NO_FULL_COURSE: (PLACED_EARLIER, MOVED, ADMINISTRATIVE),
}
HOME, LEARNING, NO_ARRESTS = "Living at home", "In school or working", "No new arrests"
OUTCOMES = (HOME, LEARNING, NO_ARRESTS)
AT_CLOSURE = "At closure"
POINTS = {AT_CLOSURE: 0, "6 months": 6, "12 months": 12, "18 months": 18}
INSTRUMENTAL = (
    "Parenting skills",
    "Family relations",
    "Network of supports",
    "Educational or vocational success",
    "Prosocial peers",
    "Changes sustained",
)
KNOWN, YES, NO, NOT_KNOWN = "Known", "Yes", "No", "Not known"

_STAGE_DEFINITIONS = (
    "The family was put forward to the scheme.",
    "The team agreed that the child met the scheme’s criteria.",
    "The family agreed to take part.",
    "The family had its first session. Referral or consent alone is not a start.",
    "The case has been closed, for any reason.",
    "The case was closed as completed by agreement.",
)
_REASON_DEFINITIONS = {
    COMPLETED: "The family and the team agreed that treatment was complete.",
    NOT_ENGAGED: "The case was closed because the family did not take part enough to go on.",
    PLACED: "The child was placed away from home for something that happened during treatment.",
    PLACED_EARLIER: "The child was placed for something that happened before treatment.",
    MOVED: "The family moved out of the team’s area.",
    ADMINISTRATIVE: "Funding or the programme was withdrawn, or a similar reason.",
}


def _tree(tree: Mapping[str, tuple[str, ...]], labels: Mapping[str, str]) -> list[Group]:
    found = [Group(TOTAL, "All")]
    for parent, children in tree.items():
        found.append(Group(parent, labels.get(parent, parent), TOTAL))
        found += [
            Group(child, labels.get(child, child), parent, _REASON_DEFINITIONS.get(child, ""))
            for child in children
        ]
    return found


_AGE_LABELS = {YOUNGER: "Aged 10 to 13", OLDER: "Aged 14 to 15"} | {
    str(age): f"Aged {age}" for age in range(10, 16)
}
_REASON_LABELS = {
    FULL_COURSE: "With an opportunity for a full course",
    NO_FULL_COURSE: "Without an opportunity for a full course",
}

BREAKDOWNS = (
    Breakdown(
        "route",
        "Referral route",
        BreakdownKind.PARTS,
        TOTAL,
        (Group(TOTAL, "All routes"), *(Group(r, r.replace("'", "’"), TOTAL) for r in ROUTES)),
        "Who referred the family",
    ),
    Breakdown(
        "stage",
        "Stage reached",
        BreakdownKind.STAGES,
        STAGES[0],
        tuple(
            Group(name, name, STAGES[i - 1] if i else "", _STAGE_DEFINITIONS[i])
            for i, name in enumerate(STAGES)
        ),
        "Each stage is some of the one before",
    ),
    Breakdown("age", "Age at start", BreakdownKind.PARTS, TOTAL, tuple(_tree(AGES, _AGE_LABELS))),
    Breakdown(
        "sex",
        "Sex",
        BreakdownKind.PARTS,
        TOTAL,
        (Group(TOTAL, "All"), Group(FEMALE, "Female", TOTAL), Group(MALE, "Male", TOTAL)),
    ),
    Breakdown(
        "reason",
        "Reason for closure",
        BreakdownKind.PARTS,
        TOTAL,
        tuple(_tree(REASONS, _REASON_LABELS)),
    ),
    Breakdown(
        "outcome",
        "Outcome",
        BreakdownKind.SEPARATE,
        HOME,
        tuple(Group(name, name) for name in OUTCOMES),
    ),
    Breakdown(
        "instrumental",
        "Change made by discharge",
        BreakdownKind.SEPARATE,
        INSTRUMENTAL[0],
        tuple(Group(name, name) for name in INSTRUMENTAL),
    ),
    Breakdown(
        "point",
        "When asked",
        BreakdownKind.SEPARATE,
        AT_CLOSURE,
        (
            Group(AT_CLOSURE, "At closure"),
            *(Group(name, f"{name} after closure") for name in list(POINTS)[1:]),
        ),
    ),
    Breakdown(
        "answer",
        "Answer",
        BreakdownKind.PARTS,
        TOTAL,
        (
            Group(TOTAL, "All asked about"),
            Group(KNOWN, "Known", TOTAL),
            Group(YES, "Yes", KNOWN),
            Group(NO, "No", KNOWN),
            Group(NOT_KNOWN, "Not known", TOTAL),
        ),
    ),
)

_CHILDREN = (Column("children", "Number of children", whole=True, unit="children"),)


def _table(
    name: str, title: str, description: str, universe: str, *filters: str
) -> StatisticalTable:
    return StatisticalTable(
        name, title, description, universe, f"data/{name}.csv", filters, _CHILDREN
    )


_CLOSED = "Children whose case closed"
TABLES = (
    _table(
        "referrals",
        "Referrals by area, period and route",
        "Children referred to the scheme, by who referred them, in the period of referral.",
        "Children referred",
        "route",
    ),
    _table(
        "stages",
        "How far referred children have come",
        "Children referred in a period, by the furthest stage they had reached by the end of "
        "June 2026. Each stage is some of the one before it.",
        "Children referred, by period of referral",
        "stage",
    ),
    _table(
        "starts_by_age",
        "Starts by age",
        "Children who had a first session, by age at that session.",
        "Children who started",
        "age",
    ),
    _table(
        "starts_by_sex",
        "Starts by sex",
        "Children who had a first session, by sex.",
        "Children who started",
        "sex",
    ),
    _table(
        "closures",
        "Closures by reason",
        "Children whose case closed, by reason, in the period of closure.",
        _CLOSED,
        "reason",
    ),
    StatisticalTable(
        "delivery",
        "Length of stay and therapist adherence",
        "Reported figures about closed cases, each with its number of cases.",
        _CLOSED,
        "data/delivery.csv",
        (),
        (
            Column("closed_cases", "Closed cases", whole=True, unit="children"),
            Column("mean_length_of_stay", "Mean length of stay", whole=False, unit="days"),
            Column(
                "families_with_adherence",
                "Families who answered about adherence",
                whole=True,
                unit="children",
            ),
            Column(
                "mean_adherence",
                "Mean therapist adherence (TAM-R)",
                whole=False,
                unit="score from 0 to 1",
                decimals=2,
            ),
            Column(
                "adherent_families",
                "Families with adherence above 0.61",
                whole=True,
                unit="children",
            ),
        ),
    ),
    _table(
        "outcomes",
        "Outcomes at closure and at follow-up",
        "Children whose case closed in the period and who were due to be asked about by the end "
        "of June 2026: at closure, and 6, 12 and 18 months after it.",
        "Children closed and due to be asked about",
        "outcome",
        "point",
        "answer",
    ),
    _table(
        "instrumental",
        "Changes made by discharge",
        "Children whose case closed, by whether the therapist saw each of six changes at "
        "discharge.",
        "Children closed, asked about at discharge",
        "instrumental",
        "answer",
    ),
)
QUARTERLY = frozenset({"referrals"})


def cells(table: str, column: str = "children", **groups: str) -> CellReference:
    """Name the cells of a column; filters not given stand at their default."""
    return CellReference(table, column, tuple(groups.items()))


def _follow_ups() -> list[Identity]:
    points = list(POINTS)
    closed = cells("closures")
    found = [
        Identity(cells("outcomes", outcome=outcome, point=AT_CLOSURE), "equals", closed)
        for outcome in OUTCOMES
    ]
    for earlier, point in pairwise(points):
        asked = cells("outcomes", outcome=HOME, point=point)
        found.append(Identity(asked, "part_of", cells("outcomes", outcome=HOME, point=earlier)))
        found += [
            Identity(cells("outcomes", outcome=outcome, point=point), "equals", asked)
            for outcome in OUTCOMES[1:]
        ]
    return found


def _discharges() -> list[Identity]:
    first = INSTRUMENTAL[0]
    found = [Identity(cells("instrumental", instrumental=first), "equals", cells("closures"))]
    for other in INSTRUMENTAL[1:]:
        found += [
            Identity(
                cells("instrumental", instrumental=other, answer=answer),
                "equals",
                cells("instrumental", instrumental=first, answer=answer),
            )
            for answer in (TOTAL, KNOWN)
        ]
    return found


_NOT_AT_HOME = cells("outcomes", outcome=HOME, point=AT_CLOSURE, answer=NO)
IDENTITIES = (
    Identity(cells("referrals"), "equals", cells("stages")),
    Identity(cells("starts_by_age"), "equals", cells("starts_by_sex")),
    Identity(
        cells("stages", stage="Started"), "equals", cells("starts_by_age"), PeriodType.TO_DATE
    ),
    Identity(cells("stages", stage="Closed"), "equals", cells("closures"), PeriodType.TO_DATE),
    Identity(
        cells("stages", stage="Completed"),
        "equals",
        cells("closures", reason=COMPLETED),
        PeriodType.TO_DATE,
    ),
    Identity(cells("delivery", "closed_cases"), "equals", cells("closures")),
    Identity(cells("delivery", "families_with_adherence"), "part_of", cells("closures")),
    Identity(
        cells("delivery", "adherent_families"),
        "part_of",
        cells("delivery", "families_with_adherence"),
    ),
    Identity(cells("closures", reason=PLACED), "part_of", _NOT_AT_HOME),
    Identity(cells("closures", reason=PLACED_EARLIER), "part_of", _NOT_AT_HOME),
    *_follow_ups(),
    *_discharges(),
)
