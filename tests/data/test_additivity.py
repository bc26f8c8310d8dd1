"""The sums that hold, by what a release declares."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dashboard.data.release.additivity import (
    Span,
    Sum,
    area_sums,
    areas_holding,
    group_sums,
    groups_holding,
    span_of,
    subsets,
    subsets_within,
    tilings,
)
from dashboard.data.release.model import Breakdown, BreakdownKind, Group
from dashboard.data.release.periods import derive_periods
from tests.data.disclosure.small import WHOLE, catalogue, parts, quarter, stages, year

NESTED = Breakdown(
    "answer",
    "Answer",
    BreakdownKind.PARTS,
    "Total",
    (
        Group("Total", "All"),
        Group("Known", "Known", "Total"),
        Group("Yes", "Yes", "Known"),
        Group("No", "No", "Known"),
        Group("Not known", "Not known", "Total"),
    ),
)
FIRST = date(2024, 1, 1)
MIDDLES_OF_QUARTERS = [date(n, month, 15) for n in range(2020, 2025) for month in (2, 5, 8, 11)]


def span(first: int, after: int) -> Span:
    return FIRST + timedelta(days=first), FIRST + timedelta(days=after - 1)


def test_areas_and_groups_add_up_as_part_of_says() -> None:
    release = catalogue(sites=("east", "west"), periods=[year(2024)])
    assert area_sums(release) == (Sum(WHOLE, ("east", "west")),)
    assert areas_holding(release, "east") == ("east", WHOLE)
    assert group_sums(NESTED) == (
        Sum("Total", ("Known", "Not known")),
        Sum("Known", ("Yes", "No")),
    )
    assert groups_holding(NESTED, "No") == ("No", "Known", "Total")


def test_stages_are_subsets_and_add_up_to_nothing() -> None:
    breakdown = stages("stage", "referred", "started", "closed")
    assert group_sums(breakdown) == ()
    assert subsets(breakdown) == (("referred", "started"), ("started", "closed"))
    assert groups_holding(breakdown, "closed") == ("closed",)
    assert subsets(parts("route", "a")) == ()
    assert set(subsets_within(breakdown)) == {*subsets(breakdown), ("referred", "closed")}
    assert subsets_within(parts("route", "a")) == ()


def test_a_span_is_tiled_by_the_fewest_shorter_ones_of_any_length() -> None:
    quarters = [span(n, n + 1) for n in range(6)]
    to_date, last_year = span(0, 6), span(2, 6)
    assert tilings([to_date, last_year, *quarters]) == {
        to_date: (quarters[0], quarters[1], last_year),
        last_year: tuple(quarters[2:]),
    }


def test_days_that_no_period_fills_are_a_span_of_their_own() -> None:
    assert tilings([span(0, 9), span(2, 5)]) == {span(0, 9): (span(0, 2), span(2, 5), span(5, 9))}


def test_spans_that_overlap_are_cut_at_each_others_ends() -> None:
    assert tilings([span(0, 3), span(1, 4)]) == {
        span(0, 3): (span(0, 1), span(1, 3)),
        span(1, 4): (span(1, 3), span(3, 4)),
    }


def test_years_and_their_quarters_are_read_from_periods() -> None:
    periods = [year(2024), *(quarter(2024, n) for n in range(1, 5))]
    spans = [(p.starts, p.ends) for p in periods]
    assert tilings(spans) == {spans[0]: tuple(spans[1:])}


ends = st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: pair[0] < pair[1])


@given(st.sets(ends, min_size=1, max_size=7))
def test_every_equation_between_spans_follows_from_the_tilings(pairs: set[tuple[int, int]]) -> None:
    given_spans = [span(*pair) for pair in sorted(pairs)]
    assert_every_equation_follows(given_spans, [FIRST + timedelta(days=d) for d in range(6)])


MIXED = (
    *((str(n), "Calendar year") for n in range(2020, 2025)),
    *((str(n), f"Calendar year Q{q}") for n in (2020, 2024) for q in (1, 2, 3, 4)),
    *((f"{a}{b - 2000}", "Reporting period") for a in range(2020, 2025) for b in range(a, 2025)),
    ("202024", "To date"),
)


@given(st.sets(st.sampled_from(MIXED), min_size=1, max_size=12))
def test_every_equation_between_periods_of_any_kinds_follows(pairs: set[tuple[str, str]]) -> None:
    spans = [span_of(period) for period in derive_periods(sorted(pairs))]
    assert_every_equation_follows(sorted(set(spans)), MIDDLES_OF_QUARTERS)


def test_a_total_is_a_sum_of_closed_periods_beside_years() -> None:
    periods = derive_periods(
        [
            ("202022", "Reporting period"),
            ("202324", "Reporting period"),
            ("2023", "Calendar year"),
            ("202024", "To date"),
        ]
    )
    year_2023, first, second, to_date = map(span_of, periods)
    year_2024 = (date(2024, 1, 1), date(2024, 12, 31))
    assert tilings([year_2023, first, second, to_date]) == {
        to_date: (first, second),
        second: (year_2023, year_2024),
    }


def assert_every_equation_follows(given_spans: list[Span], marks: list[date]) -> None:
    """Counting by days is the oracle: rows by days have the same rank as the tilings leave free."""
    rows = tilings(given_spans)
    every = sorted({*given_spans, *(piece for pieces in rows.values() for piece in pieces)})
    days = np.array([[s <= mark <= e for mark in marks] for s, e in every])
    equations = np.zeros((len(rows), len(every)), dtype=int)
    for number, (total, pieces) in enumerate(rows.items()):
        equations[number, every.index(total)] = 1
        for piece in pieces:
            equations[number, every.index(piece)] -= 1
    assert not (equations @ days.astype(int)).any()  # each holds
    free = len(every) - (np.linalg.matrix_rank(equations) if len(rows) else 0)
    assert free == np.linalg.matrix_rank(days.astype(int))  # and none is missing


@given(st.sets(ends, min_size=1, max_size=7))
def test_what_is_cut_is_cut_to_the_end(pairs: set[tuple[int, int]]) -> None:
    given_spans = [span(*pair) for pair in sorted(pairs)]
    rows = tilings(given_spans)
    pieces = {piece for pieces in rows.values() for piece in pieces}
    uncut = (pieces | set(given_spans)) - set(rows)
    for one, other in combinations(uncut, 2):
        assert one[1] < other[0] or other[1] < one[0]
