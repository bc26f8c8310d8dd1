"""The figures that changed from one release to the next are found, and nothing else gets out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from dashboard.data.queries.changed import ChangedFigure, Comparison, compare_releases
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from tests.releases import (
    CORRECTION,
    WHY,
    Edit,
    correct,
    correct_by_area,
    correct_endings,
    edit_descriptor,
    replace_once,
    write_release,
)

Compare = Callable[..., Comparison]


@pytest.fixture
def compare(store_url: str, tmp_path: Path) -> Iterator[Compare]:
    """Yield what publishes two releases, of which each may be edited, and compares them."""
    store = Store.open(store_url, read_only=False)

    def publish(later: Edit, earlier: Edit | None = None) -> Comparison:
        folders = (
            write_release(tmp_path / f"{number}", edit=edit)
            for number, edit in enumerate((earlier, later))
        )
        before, after = (store.publish(import_release(folder)) for folder in folders)
        return compare_releases(store, before, after)

    yield publish
    store.close()


def named(figure: ChangedFigure) -> tuple[str, str, str]:
    return figure.measure.key, figure.area.slug, figure.period.key


def test_a_corrected_share_is_told_with_both_its_counts_and_why(compare: Compare) -> None:
    comparison = compare(correct)
    assert [named(f) for f in comparison.figures] == [
        ("living_at_home", "harbour", "2023"),
        ("living_at_home", "harbour", "to-date"),
        ("living_at_home", "eastport", "2023"),
    ]
    eastport = next(f for f in comparison.figures if f.area.slug == "eastport")
    counts = [(f.numerator, f.denominator) for f in (eastport.before, eastport.after)]
    assert counts == [(30, 36), (29, 36)]
    assert [reason.text for reason in comparison.reasons] == [WHY]
    assert not comparison.incomparable
    assert not any(figure.why for figure in comparison.figures)


def test_a_reason_is_given_for_the_figures_that_it_says_it_is_of(compare: Compare) -> None:
    comparison = compare(correct_by_area)
    why = {named(figure)[1:]: figure.why for figure in comparison.figures}
    assert why == {
        ("harbour", "2023"): (WHY,),  # of which Eastport is a part
        ("harbour", "to-date"): (),
        ("eastport", "2023"): (WHY,),
    }
    assert comparison.others(comparison.figures) == []
    assert [reason.text for reason in comparison.others(comparison.figures[1:2])] == [WHY]


@pytest.mark.parametrize("swapped", [False, True])
def test_what_either_release_suppresses_is_left_out(compare: Compare, *, swapped: bool) -> None:
    hidden: Mapping[tuple[str, str, str], str] = dict.fromkeys(CORRECTION, "c")

    def hide(texts: dict[str, str]) -> None:
        edit_descriptor(texts, version="2")
        correct_endings(texts, hidden)

    earlier, later = (hide, correct) if swapped else (correct, hide)
    assert compare(later, earlier).figures == ()


def test_a_figure_to_date_goes_on_and_is_no_correction(compare: Compare) -> None:
    def a_year_more(texts: dict[str, str]) -> None:
        edit_descriptor(texts, version="2")
        for path in ("data/referrals.csv", "data/endings.csv", "data/delivery.csv"):
            texts[path] = texts[path].replace("\n2024,", "\n2025,").replace("202324", "202325")
        texts["returns.csv"] = texts["returns.csv"].replace("2024,Cal", "2025,Cal")

    assert not [f for f in compare(a_year_more).figures if f.period.type == "to_date"]


def test_measures_that_count_otherwise_are_named_and_not_compared(compare: Compare) -> None:
    def redefine(texts: dict[str, str]) -> None:
        correct(texts)
        replace_once(
            texts, "measures.csv", "children; answer=Known,90", "children; answer=Total,90"
        )

    comparison = compare(redefine)
    assert comparison.figures == ()
    assert [measure.key for measure in comparison.incomparable] == ["living_at_home"]


def test_another_rounding_is_no_correction(compare: Compare) -> None:
    def round_otherwise(texts: dict[str, str]) -> None:
        correct(texts)
        edit_descriptor(
            texts, disclosure={"threshold": 5, "rounding": 5, "statement": "Rounded to 5."}
        )

    comparison = compare(round_otherwise)
    assert comparison.figures == ()
    assert len(comparison.incomparable) == 3


def test_a_group_that_changed_is_named(compare: Compare) -> None:
    def one_more(texts: dict[str, str]) -> None:
        edit_descriptor(texts, version="2")
        replace_once(
            texts,
            "data/referrals.csv",
            "2024,Calendar year Q1,Local authority,E92000001,England,E12000091,Coast,901,E09000101,"
            "Eastport,Police,11",
            "2024,Calendar year Q1,Local authority,E92000001,England,E12000091,Coast,901,E09000101,"
            "Eastport,Police,12",
        )

    (figure,) = compare(one_more).figures
    assert figure.group is not None
    assert (figure.group.name, figure.before.value, figure.after.value) == ("Police", 11, 12)
