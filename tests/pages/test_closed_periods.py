"""Pages of a release whose areas have closed periods of several years beside a whole by years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from dashboard.components.page import Page
from dashboard.data.store.releases import Store
from dashboard.pages import about, area, compare, completion, outcomes, referrals, show
from dashboard.web.prerendering import render
from tests.data.queries.closed import CLOSED, PERIODS, mixed
from tests.data.queries.releases import answers, count, make_release, share_of_known

COMPLETED = replace(share_of_known("completed"), section="completion", short_title="Completed")
MEASURES = (share_of_known(headline=1), COMPLETED, count(headline=2))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path_factory.mktemp('closed') / 'store.sqlite'}"
    writer = Store.open(url, read_only=False)
    writer.publish(mixed(measures=MEASURES, yes={CLOSED[0]: 30, CLOSED[2]: 50}))
    writer.close()
    reader = Store.open(url)
    yield reader
    reader.close()


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_outcomes_say_in_which_area_a_share_has_changed(store: Store) -> None:
    text = text_of(render(show(outcomes.PAGE, store)))
    assert "At home: higher in Town 1 by more than chance would explain" in text
    assert "clearly higher" in text
    assert re.search(r"No clear change in Town 2 \(from \d+ points lower to \d+ higher\)", text)


def test_completion_says_it_too(store: Store) -> None:
    text = text_of(render(show(completion.PAGE, store)))
    assert "Completed: higher in Town 1 by more than chance would explain" in text


def test_one_area_stands_beside_the_whole(store: Store) -> None:
    html = render(show(outcomes.PAGE, store, area="town-2"))
    assert "At home in Town 2: 67% then 67%, no clear change" in text_of(html)
    assert "beside=whole" in html


def test_compare_and_the_briefing_say_which_way_each_area_goes(store: Store) -> None:
    compared = text_of(render(show(compare.PAGE, store)))
    assert "At home: higher in Town 1 by more than chance would explain" in compared
    briefing = text_of(render(show(area.PAGE, store, area="town-1")))
    assert re.search(r"At home in Town 1: \d+% then \d+%, clearly higher", briefing)
    assert "Children a year" in briefing
    assert re.search(r"Compared with [^:]+: higher on “at home”", briefing)


def test_counts_are_given_a_year_with_what_they_are_in_all(store: Store) -> None:
    text = text_of(render(show(referrals.PAGE, store, area="town-1")))
    assert "Children a year" in text
    assert "60 in all" in text


def test_no_page_speaks_of_periods_that_a_level_does_not_have(store: Store) -> None:
    for page in (outcomes, completion, referrals):
        html = render(show(page.PAGE, store))
        assert "not available" not in html
        assert "[x]" not in html


def test_about_says_how_children_are_protected(store: Store) -> None:
    text = text_of(render(show(about.PAGE, store)))
    assert "So that no child can be recognised, a number of children from 1 to 4" in text
    assert "periods of several years let more figures be shown safely" in text


@pytest.mark.parametrize("page", [outcomes.PAGE, completion.PAGE])
def test_years_or_longer_periods_are_chosen_where_a_release_has_both(
    tmp_path: Path, page: Page
) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    both = make_release(
        lambda _area, _period, groups: {**answers(40, 20), "Total": 60}[groups["answer"]],
        periods=PERIODS,
        measures=MEASURES,
    )
    writer = Store.open(url, read_only=False)
    writer.publish(both)
    writer.close()
    reader = Store.open(url)
    assert "Years or longer periods" in text_of(render(show(page, reader)))
    longer = render(show(page, reader, every="period"))
    years = render(show(page, reader, every="year"))
    reader.close()
    assert re.search(r"selected value=\"period\"", longer)
    assert "2023 to 2024 (2 years)" in text_of(longer)
    assert "2023 to 2024 (2 years)" not in text_of(years)


def test_no_lengths_are_offered_where_there_is_one(illustrative_store: Store) -> None:
    assert 'name="every"' not in render(show(outcomes.PAGE, illustrative_store))
