"""Which measures does the illustrative release define, with which targets?"""

from __future__ import annotations

from dashboard.data.release.aims import Direction, Target
from dashboard.data.release.model import CellReference, Measure, MeasureKind
from dashboard.illustrative.tables import (
    COMPLETED,
    FULL_COURSE,
    HOME,
    INSTRUMENTAL,
    KNOWN,
    LEARNING,
    NO_ARRESTS,
    NOT_ENGAGED,
    PLACED,
    YES,
    YOUNGER,
    cells,
)

_CSI = "MST youth services outcomes page (csi-online.org)"
_SITE_TEAMS = "the four site teams"
_THERAPISTS = "the child’s therapist, reported at discharge"
_FOLLOW_UP = "the child’s therapist at discharge; the site teams at follow-up"
_FAMILIES = "telephone calls to families (TAM-R)"


def _target(low: float | None, high: float | None, label: str) -> Target:
    return Target(low, high, label, _CSI)


def _count(
    key: str,
    title: str,
    short_title: str,
    *,
    definition: str,
    universe: str,
    phrase: str,
    section: str,
    numerator: CellReference,
    breakdown: str = "",
    headline: int = 0,
) -> Measure:
    return Measure(
        key,
        title,
        short_title,
        definition,
        universe,
        phrase,
        section,
        MeasureKind.COUNT,
        "children",
        0,
        Direction.NEITHER,
        numerator,
        breakdown=breakdown,
        collected_by=_SITE_TEAMS,
        headline=headline,
    )


_COUNTS = (
    _count(
        "referrals",
        "Children referred to the scheme",
        "Referrals",
        definition="Children put forward to the scheme in the period, by any route. One child is one "
        "referral; a referral is not yet a start.",
        universe="children",
        phrase="were referred",
        section="referrals",
        numerator=cells("referrals"),
        breakdown="route",
        headline=1,
    ),
    _count(
        "stages",
        "Stages reached by children referred",
        "Stages",
        definition="Children referred in the period, by the stages they had reached by the end of "
        "{covered}. Children referred recently have had less time to reach the later stages.",
        universe="children referred",
        phrase="reached this stage",
        section="referrals",
        numerator=cells("stages"),
        breakdown="stage",
    ),
    _count(
        "starts",
        "Children who started treatment",
        "Starts",
        definition="Children who had a first session in the period. Referral or consent alone is "
        "not a start.",
        universe="children",
        phrase="started treatment",
        section="referrals",
        numerator=cells("starts_by_age"),
        headline=2,
    ),
    _count(
        "starts_by_age",
        "Children who started treatment, by age",
        "Starts by age",
        definition="Children who had a first session in the period, by age on that day.",
        universe="children",
        phrase="started treatment",
        section="ages",
        numerator=cells("starts_by_age"),
        breakdown="age",
    ),
    _count(
        "starts_by_sex",
        "Children who started treatment, by sex",
        "Starts by sex",
        definition="Children who had a first session in the period, by sex.",
        universe="children",
        phrase="started treatment",
        section="ages",
        numerator=cells("starts_by_sex"),
        breakdown="sex",
    ),
    _count(
        "closures",
        "Cases closed, by reason",
        "Closures",
        definition="Children whose case closed in the period, for any reason.",
        universe="children",
        phrase="had their case closed",
        section="completion",
        numerator=cells("closures"),
        breakdown="reason",
    ),
)


def _share(
    key: str,
    title: str,
    short_title: str,
    *,
    definition: str,
    universe: str,
    phrase: str,
    section: str,
    direction: Direction,
    numerator: CellReference,
    denominator: CellReference,
    target: Target | None = None,
    breakdown: str = "",
    sensitive: bool = False,
    collected_by: str = _SITE_TEAMS,
    headline: int = 0,
) -> Measure:
    return Measure(
        key,
        title,
        short_title,
        definition,
        universe,
        phrase,
        section,
        MeasureKind.SHARE,
        "per cent",
        0,
        direction,
        numerator,
        denominator,
        target,
        breakdown,
        sensitive,
        collected_by,
        headline,
    )


_FULL = "children closed with an opportunity for a full course"
_COMPLETION = (
    _share(
        "completed_all",
        "Completed treatment, of all cases closed",
        "Completed, of all closed",
        definition="Children whose case was closed as completed by agreement, out of all children whose "
        "case closed in the period.",
        universe="children whose case closed",
        phrase="completed treatment",
        section="completion",
        direction=Direction.HIGH,
        numerator=cells("closures", reason=COMPLETED),
        denominator=cells("closures"),
        headline=4,
    ),
    _share(
        "completed_opportunity",
        "Completed treatment, of cases with an opportunity for a full course",
        "Completed, with opportunity",
        definition="Children whose case was closed as completed by agreement, out of those with an "
        "opportunity for a full course: it leaves out those who moved away, were placed for an "
        "earlier event, or were closed for administrative reasons.",
        universe=_FULL,
        phrase="completed treatment",
        section="completion",
        direction=Direction.HIGH,
        numerator=cells("closures", reason=COMPLETED),
        denominator=cells("closures", reason=FULL_COURSE),
        target=_target(85, None, "85% or more"),
    ),
    _share(
        "not_engaged",
        "Closed for lack of engagement",
        "Lack of engagement",
        definition="Children whose case was closed for lack of engagement, out of those with an "
        "opportunity for a full course.",
        universe=_FULL,
        phrase="were closed for lack of engagement",
        section="completion",
        direction=Direction.LOW,
        numerator=cells("closures", reason=NOT_ENGAGED),
        denominator=cells("closures", reason=FULL_COURSE),
        target=_target(None, 5, "under 5%"),
    ),
    _share(
        "placed",
        "Placed away from home during treatment",
        "Placed during treatment",
        definition="Children whose case was closed because they were placed away from home for something "
        "that happened during treatment, out of those with an opportunity for a full course.",
        universe=_FULL,
        phrase="were placed away from home during treatment",
        section="completion",
        direction=Direction.LOW,
        numerator=cells("closures", reason=PLACED),
        denominator=cells("closures", reason=FULL_COURSE),
        target=_target(None, 10, "under 10%"),
    ),
)

_AGED = _share(
    "aged_10_13",
    "Aged 10 to 13 when treatment started",
    "Aged 10 to 13",
    definition="Children aged 10, 11, 12 or 13 at their first session, out of all who started in the "
    "period. It is a share of those who started, not of those referred.",
    universe="children who started",
    phrase="were aged 10 to 13",
    section="ages",
    direction=Direction.NEITHER,
    numerator=cells("starts_by_age", age=YOUNGER),
    denominator=cells("starts_by_age"),
    headline=3,
)


def _outcome(
    key: str,
    title: str,
    outcome: str,
    phrase: str,
    definition: str,
    *,
    sensitive: bool,
    headline: int,
) -> Measure:
    return _share(
        key,
        title,
        outcome,
        definition=definition
        + " Out of those whose answer is known; the period is that of closure.",
        universe="children with a known answer",
        phrase=phrase,
        section="outcomes",
        direction=Direction.HIGH,
        numerator=cells("outcomes", outcome=outcome, answer=YES),
        denominator=cells("outcomes", outcome=outcome, answer=KNOWN),
        target=_target(90, None, "90% or more at closure"),
        breakdown="point",
        sensitive=sensitive,
        collected_by=_FOLLOW_UP,
        headline=headline,
    )


_OUTCOMES = (
    _outcome(
        "living_at_home",
        "Living at home",
        HOME,
        "were living at home",
        "Children living at home, at closure or at the follow-up chosen.",
        sensitive=False,
        headline=5,
    ),
    _outcome(
        "in_school_or_working",
        "In school or working",
        LEARNING,
        "were in school or working",
        "Children attending school or training, or working, at closure or at the follow-up chosen.",
        sensitive=False,
        headline=0,
    ),
    _outcome(
        "no_new_arrests",
        "No new arrests",
        NO_ARRESTS,
        "had no new arrests",
        "Children with no arrest for a new offence: during treatment, or between closure and "
        "the follow-up chosen.",
        sensitive=True,
        headline=0,
    ),
)

# What the therapist reported of a child, after "reported at discharge that" and after "79%".
_CHANGES = {
    "Parenting skills": (
        "the parent or carer had the skills to handle later problems",
        "were reported to have a parent or carer with the skills to handle later problems",
    ),
    "Family relations": (
        "family relations had improved",
        "were reported to have improved family relations",
    ),
    "Network of supports": (
        "the family had a network of informal supports",
        "were reported to have a family with a network of informal supports",
    ),
    "Educational or vocational success": (
        "the child was succeeding in school, training or work",
        "were reported to be succeeding in school, training or work",
    ),
    "Prosocial peers": (
        "the child was involved with peers who are a good influence",
        "were reported to be involved with peers who are a good influence",
    ),
    "Changes sustained": (
        "changes had been sustained for some weeks",
        "were reported to have sustained changes for some weeks",
    ),
}


def _change(name: str) -> Measure:
    key = "instrumental_" + name.lower().replace(" ", "_")
    reported, phrase = _CHANGES[name]
    return _share(
        key,
        f"{name}: change seen at discharge",
        name,
        definition=f"Children whose therapist reported at discharge that {reported}, out of "
        "those for whom the discharge review was returned.",
        universe="children closed with a discharge review",
        phrase=phrase,
        section="outcomes",
        direction=Direction.HIGH,
        numerator=cells("instrumental", instrumental=name, answer=YES),
        denominator=cells("instrumental", instrumental=name, answer=KNOWN),
        collected_by=_THERAPISTS,
    )


_DELIVERY = (
    Measure(
        "length_of_stay",
        "Mean length of stay",
        "Length of stay",
        "The mean number of days from first session to closure, of cases closed in the period.",
        "children whose case closed",
        "",
        "completion",
        MeasureKind.REPORTED,
        "days",
        0,
        Direction.BETWEEN,
        cells("delivery", "mean_length_of_stay"),
        cells("delivery", "closed_cases"),
        _target(100, 140, "100 to 140 days"),
        collected_by=_SITE_TEAMS,
    ),
    Measure(
        "mean_adherence",
        "Mean therapist adherence",
        "Adherence",
        "The mean score, from 0 to 1, that families gave for how closely the therapist kept to "
        "MST (Therapist Adherence Measure, revised: TAM-R), of cases closed in the period. In this "
        "illustration scores are kept from 2023; before, only whether they were above 0.61.",
        "families who answered about adherence",
        "",
        "delivery",
        MeasureKind.REPORTED,
        "score from 0 to 1",
        2,
        Direction.HIGH,
        cells("delivery", "mean_adherence"),
        cells("delivery", "families_with_adherence"),
        _target(0.61, None, "0.61 or more"),
        collected_by=_FAMILIES,
    ),
    _share(
        "adherent",
        "Families with adherence above 0.61",
        "Adherence above 0.61",
        definition="Families whose TAM-R score was above 0.61, out of those who answered, of cases closed "
        "in the period.",
        universe="families who answered about adherence",
        phrase="had a score above 0.61",
        section="delivery",
        direction=Direction.HIGH,
        numerator=cells("delivery", "adherent_families"),
        denominator=cells("delivery", "families_with_adherence"),
        target=_target(80, None, "80% or more"),
        collected_by=_FAMILIES,
    ),
)

MEASURES = (
    *_COUNTS[:3],
    _AGED,
    *_COUNTS[3:],
    *_COMPLETION,
    *_OUTCOMES,
    *(_change(name) for name in INSTRUMENTAL),
    *_DELIVERY,
)
