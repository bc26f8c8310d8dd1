"""Every page shows what a release has, and only that, with its caveats."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape
from pathlib import Path

import pytest

from dashboard.components.contents import MANY
from dashboard.components.measures import has_bands
from dashboard.components.overview import SECTION_PAGES
from dashboard.components.page import Page, areas_with_pages
from dashboard.data.release import format as release_format
from dashboard.data.release.format import SECTIONS
from dashboard.data.release.model import MeasureKind
from dashboard.data.release.openings import own_breakdown
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from dashboard.pages import (
    PAGES,
    about,
    ages,
    area,
    areas,
    compare,
    completion,
    evidence,
    find,
    menu,
    outcomes,
    referrals,
    show,
    show_not_found,
    summary,
    voices,
)
from dashboard.web.prerendering import render
from tests.conftest import SECOND, publish
from tests.published import write_convictions_release
from tests.releases import edit_descriptor, to_csv, write_release

CASE_STUDY_SENTENCE = (
    "Over 60 per cent of young people receiving MST in this scheme have been aged 10-13 years old "
    "(Unpublished data provided by MST UK & I)"
)


def page_path(page: Page) -> str:
    return page.path


def page_html(page: Page, store: Store, **query: str) -> str:
    if page is area.PAGE and "area" not in query:
        query["area"] = areas_with_pages(store.catalogue())[0].slug
    return render(show(page, store, **query))


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def text_of(html: str) -> str:
    """What a reader reads: no tags, entities resolved, spaces folded."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def published(folder: Path, write: Callable[[Path], Path]) -> Store:
    release = write(folder / "release")
    url = f"sqlite:///{folder / 'store.sqlite'}"
    with_writing = Store.open(url, read_only=False)
    with_writing.publish(import_release(release))
    with_writing.close()
    return Store.open(url)


@pytest.fixture(scope="module")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = published(tmp_path_factory.mktemp("small"), write_release)
    yield store
    store.close()


@pytest.fixture(scope="module")
def authorities_store(tmp_path_factory: pytest.TempPathFactory, tables: Path) -> Iterator[Store]:
    write = partial(write_convictions_release, tables=tables)
    store = published(tmp_path_factory.mktemp("authorities"), write)
    yield store
    store.close()


@pytest.mark.parametrize("page", PAGES, ids=page_path)
def test_every_page_says_on_top_that_illustrative_data_are_not_real(
    page: Page, illustrative_store: Store
) -> None:
    shown = text_of(page_html(page, illustrative_store))
    assert shown.index("Illustrative data.") < shown.index("Summary")


@pytest.mark.parametrize("page", PAGES, ids=page_path)
def test_no_page_of_a_real_release_calls_it_illustrative(
    page: Page, authorities_store: Store
) -> None:
    if page.is_served(authorities_store.catalogue()):
        assert "llustrative" not in page_html(page, authorities_store)


@pytest.mark.parametrize("page", PAGES, ids=page_path)
def test_every_exhibit_has_a_heading_a_finding_a_table_and_a_source(
    page: Page, illustrative_store: Store
) -> None:
    html = page_html(page, illustrative_store)
    exhibits = re.findall(r'<section id="[^"]+" class="exhibit".*?</section>', html, re.DOTALL)
    if page.sections or page in (compare.PAGE, area.PAGE):
        assert exhibits
    for exhibit in exhibits:
        assert "<h2>" in exhibit
        if page is not area.PAGE:  # its headings say what was found
            assert re.search(r'class="exhibit__finding">[^<]{20,}', exhibit)
        assert "<caption>" in exhibit
        assert 'scope="row"' in exhibit
        assert "Source: " in exhibit
        assert "Illustrative data, not real" in exhibit


@pytest.mark.parametrize("page", PAGES, ids=page_path)
def test_markers_are_explained_before_the_table_they_stand_in(
    page: Page, illustrative_store: Store
) -> None:
    html = page_html(page, illustrative_store)
    for details in re.findall(r'<details class="table" id=.*?</details>', html, re.DOTALL):
        table = details.index("<table")
        for marker in set(re.findall(r"\[[a-z]+\]", details[table:])):
            assert marker in details[:table]


@pytest.mark.parametrize("page", PAGES, ids=page_path)
def test_pages_have_one_first_heading_and_skip_no_level(
    page: Page, illustrative_store: Store
) -> None:
    levels = [int(n) for n in re.findall(r"<h([1-6])", page_html(page, illustrative_store))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("page", PAGES, ids=page_path)
def test_another_release_shows_itself_on_every_page(
    page: Page, small_store: Store, authorities_store: Store
) -> None:
    for store in (small_store, authorities_store):
        if not page.is_served(store.catalogue()):
            continue
        html = unescape(page_html(page, store))
        assert store.catalogue().programme.short_name in html
        of_it = {area.name for area in store.catalogue().areas}
        assert "Nottingham" not in text_of(html) or "Nottingham" in of_it


def test_groups_in_bands_are_columns_and_others_bars(illustrative_store: Store) -> None:
    html = unescape(page_html(ages.PAGE, illustrative_store))
    pictures = re.findall(r"/figures/breakdown\?([^\"]*)", html)
    drawn = {asked.partition("&")[0]: "picture=columns" in asked for asked in pictures}
    catalogue = illustrative_store.catalogue()
    banded = {
        f"measure={measure.key}": has_bands(own_breakdown(catalogue, measure))
        for measure in catalogue.measures
    }
    assert set(drawn.values()) == {True, False}
    assert drawn == {asked: banded[asked] for asked in drawn}


@pytest.mark.parametrize("page", [p for p in PAGES if p.sections], ids=page_path)
def test_a_long_page_begins_with_a_list_of_its_exhibits(
    page: Page, illustrative_store: Store, small_store: Store
) -> None:
    for store in (illustrative_store, small_store):
        html = page_html(page, store)
        exhibits = re.findall(r'<section id="([^"]+)" class="exhibit"', html)
        (listed, *_) = [*re.findall(r'<nav aria-label="On this page">.*?</nav>', html), ""]
        links = re.findall(r'<a href="#([^"]*)">([^<]+)</a>', listed)
        assert [anchor for anchor, _ in links] == (exhibits if len(exhibits) >= MANY else [])
        assert len({name for _, name in links}) == len(links)


def test_every_page_but_that_of_one_area_is_in_the_menu(illustrative_store: Store) -> None:
    offered = [page.path for page in menu(illustrative_store.catalogue())]
    assert offered == [page.path for page in PAGES if page is not area.PAGE]


def test_a_release_can_name_every_page_of_the_menu() -> None:
    keys = [page.key for page in PAGES if page.label]
    assert keys == list(release_format.PAGES), "see `pages.csv` in docs/how-to/add-a-page.md"


def test_a_page_without_measures_to_show_is_not_in_the_menu(small_store: Store) -> None:
    catalogue = small_store.catalogue()
    sections = {measure.section for measure in catalogue.measures}
    offered = [page.path for page in menu(catalogue)]
    assert sections < set(SECTIONS)
    for page in PAGES:
        if page.sections:
            assert (page.path in offered) is bool(sections.intersection(page.sections))


def test_every_section_of_measures_has_one_page() -> None:
    assert sorted(s for page in PAGES for s in page.sections) == sorted(SECTIONS)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_measure_of_any_kind_is_shown_on_the_page_of_its_section(
    tmp_path: Path, section: str
) -> None:
    def edit(texts: dict[str, str]) -> None:
        rows = [row | {"section": section} for row in read_csv(texts["measures.csv"])]
        plain = rows[0] | {"measure": "asked", "title": "Asked for help", "breakdown": ""}
        texts["measures.csv"] = to_csv([*rows, plain | {"headline": ""}])

    store = published(tmp_path, lambda folder: write_release(folder, edit=edit))
    page = next(page for page in PAGES if section in page.sections)
    measures = store.catalogue().measures
    assert {(m.kind, bool(m.breakdown)) for m in measures} == {
        (MeasureKind.COUNT, True),
        (MeasureKind.COUNT, False),
        (MeasureKind.SHARE, False),
        (MeasureKind.REPORTED, False),
    }
    for measure in measures:
        html = page_html(page, store, measure=measure.key)
        titles = re.findall(r"<caption>([^<]*)<", html)
        assert any(title.startswith(measure.title) for title in titles), measure.key


def test_paths_lead_to_their_pages_and_no_other_path_does(illustrative_store: Store) -> None:
    catalogue = illustrative_store.catalogue()
    for page in PAGES:
        for path in page.paths(catalogue):
            found = find(path, catalogue)
            assert found is not None
            assert found[0].path == page.path
    assert find("/areas/sandwell", catalogue) == (area.PAGE, {"area": "sandwell"})
    for path in ("/areas/sandwell/more", "/areas/programme", "/areas/", "sandwell", "/nowhere"):
        assert find(path, catalogue) is None


def test_the_title_of_a_page_of_one_area_names_it_once(illustrative_store: Store) -> None:
    catalogue = illustrative_store.catalogue()
    assert area.PAGE.title_of(catalogue, area="sandwell") == "Sandwell: area briefing"


def test_the_page_for_no_page_offers_the_pages_there_are(illustrative_store: Store) -> None:
    html = render(show_not_found(illustrative_store))
    body = html[html.index("<main") :]
    assert all(f'href="{page.path}"' in body for page in menu(illustrative_store.catalogue()))


def test_the_case_study_sentence_is_quoted_word_for_word_apart_from_the_own_figure(
    illustrative_store: Store,
) -> None:
    html = page_html(ages.PAGE, illustrative_store)
    statement = re.search(r'<div class="statement">.*?</div>', html, re.DOTALL)
    assert statement is not None
    said = text_of(statement[0])
    assert f"“{CASE_STUDY_SENTENCE}”" in said
    assert "Local Government Association" in said
    assert "61%" not in said
    assert "67.5%" in text_of(html)


def test_both_halves_of_the_evidence_stand_in_one_block(illustrative_store: Store) -> None:
    html = page_html(evidence.PAGE, illustrative_store)
    halves = [b for b in re.findall(r"<blockquote>.*?</blockquote>", html) if "25%" in b]
    assert halves
    assert all("mixed evidence from studies in the UK" in text_of(half) for half in halves)


def test_family_and_professional_voices_stand_apart(illustrative_store: Store) -> None:
    html = page_html(voices.PAGE, illustrative_store)
    families = html[html.index("<h2>Families</h2>") : html.index("<h2>Professionals</h2>")]
    professionals = html[html.index("<h2>Professionals</h2>") :]
    assert families.count("<figure") == professionals.count("<figure") == 2
    assert "grandmother" in families
    assert "Horizons" in professionals
    assert "not representative" in html


def test_birmingham_before_it_opened_is_not_applicable_and_never_nought(
    illustrative_store: Store,
) -> None:
    html = page_html(referrals.PAGE, illustrative_store, area="", every="quarter")
    table = html[html.index('scope="col">Birmingham</th>') :]
    row = re.search(r'<th scope="row">January to March 2020</th>(<td>.*?</td>)', table)
    assert row is not None
    assert text_of(row[1]).strip() == "[z]"


def test_the_form_of_a_page_keeps_what_was_chosen(illustrative_store: Store) -> None:
    html = page_html(completion.PAGE, illustrative_store, area="kirklees")
    boxes = re.findall(r'<input id="filter-areas-(\w+)"([^>]*)>', html)
    assert [slug for slug, given in boxes if " checked" in given] == ["kirklees"]
    assert len(boxes) == 4
    assert "in Kirklees" in text_of(html)


@pytest.mark.parametrize("page", [referrals.PAGE, ages.PAGE, completion.PAGE, outcomes.PAGE])
def test_the_whole_stands_next_to_one_area(illustrative_store: Store, page: Page) -> None:
    html = page_html(page, illustrative_store, area="sandwell")
    table = html[html.index("<table") : html.index("</table>")]
    assert "Sandwell" in table
    assert illustrative_store.catalogue().areas[0].name in table
    assert "Kirklees" not in table


def test_a_briefing_shows_its_own_notes_and_no_other_area_s(illustrative_store: Store) -> None:
    sandwell = text_of(page_html(area.PAGE, illustrative_store, area="sandwell"))
    kirklees = text_of(page_html(area.PAGE, illustrative_store, area="kirklees"))
    assert "joint protocol" in sandwell
    assert "joint protocol" not in kirklees


def test_of_many_areas_those_that_differ_are_counted(authorities_store: Store) -> None:
    html = page_html(compare.PAGE, authorities_store)
    seen = re.search(r'<section id="overview".*?</section>', html, re.DOTALL)
    assert seen is not None
    assert "Areas that differ" in seen.group()
    assert len(re.findall('<th scope="col">', seen.group())) == 3
    assert len(re.findall("<tr>", seen.group())) < 30


def test_a_briefing_says_at_first_sight_what_is_below_its_target(illustrative_store: Store) -> None:
    html = page_html(area.PAGE, illustrative_store, area="sandwell")
    seen = text_of(html[html.index('id="overview"') : html.index('class="briefing')])
    assert "Sandwell against targets: clearly below on" in seen
    assert "On every measure, the gap between Sandwell and all four sites could be chance." in seen
    assert re.search(r"In school or working Target 90%.*?no clear change", seen)


def test_every_figure_of_an_overview_leads_to_its_trend(illustrative_store: Store) -> None:
    html = page_html(compare.PAGE, illustrative_store)
    seen = html[html.index('id="overview"') : html.index('id="filters"')]
    links = {unescape(link) for link in re.findall(r'<a href="(/[^"]+)"', seen)}
    assert len(links) > 50
    for link in links:
        address, anchor = link.split("#")
        path, query = address.split("?")
        page, _ = find(path, illustrative_store.catalogue()) or pytest.fail(path)
        asked = dict(part.split("=") for part in query.split("&"))
        assert f'id="{anchor}"' in page_html(page, illustrative_store, **asked), link


def test_the_summary_follows_a_hundred_and_sets_outcomes_against_targets(
    illustrative_store: Store,
) -> None:
    text = text_of(page_html(summary.PAGE, illustrative_store))
    flow = re.search(r"Of 100 children referred: 82 eligible, .*? 40 completed", text)
    assert flow is not None
    assert "Eligible 82 18 fewer 1,249" in text
    assert "3 of 3 outcomes miss their target by more than chance would explain" in text
    assert text.count("Below the 90% target, by more than chance would explain") == 3
    assert text.count("Selected by the programme, not representative") == 1


def test_each_section_s_trends_are_on_its_page() -> None:
    pages = {section: page.path for page in PAGES for section in page.sections}
    assert {section: path for section, (path, _) in SECTION_PAGES.items()} == pages


def test_late_and_missing_returns_are_named_with_their_due_dates(illustrative_store: Store) -> None:
    html = page_html(compare.PAGE, illustrative_store)
    returns = html[html.index('<section id="returns"') :]
    heading = re.search(r"<h2[^>]*>(.*?)</h2>", returns)
    assert heading is not None
    assert re.fullmatch(r"Data returns: \w+ \d+ late, \w+ \d+ missing; others .*", heading.group(1))
    assert f'<a href="#returns">{heading.group(1)}</a>' in html
    assert len(re.findall(r"\(due \d+ \w+ \d{4}", returns)) == 13


def test_the_markers_of_counts_by_group_are_explained_above_them(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    publish(SECOND, url)  # counts of the first are all shown
    store = Store.open(url)
    html = page_html(area.PAGE, store, area="kirklees")
    store.close()
    counts = html[html.index("Counts by group") :]
    above, _, tables = counts.partition("<table")
    assert "[c]" in text_of(tables)
    assert "[c] confidential: suppressed" in text_of(above)


def test_partners_of_one_role_are_named_together(illustrative_store: Store) -> None:
    text = text_of(page_html(summary.PAGE, illustrative_store))
    assert text.count("Local authority and site of the scheme.") == 1
    assert "Birmingham, Nottingham, Kirklees and Sandwell : Local authority" in text


def test_a_period_that_a_heading_names_is_not_said_again_below_it(
    illustrative_store: Store,
) -> None:
    text = text_of(page_html(summary.PAGE, illustrative_store))
    assert "So far, 2020 to June 2026 Illustrative data, not real. 1,526 children" in text


def test_figures_about_few_areas_are_whole_on_a_telephone(illustrative_store: Store) -> None:
    html = page_html(areas.PAGE, illustrative_store)
    assert 'data-column="Children aged 10 to 15, mid-2020"' in html
    assert "94,518" in html


def test_a_figure_that_one_area_lacks_is_said_to_be_missing(small_store: Store) -> None:
    html = page_html(areas.PAGE, small_store)
    rows = dict(re.findall(r'role="rowheader"[^>]*>([^<]+)</th><td[^>]*><div>([^<]*)</div>', html))
    assert rows == {"Eastport": "22,334", "Westport": "not available"}


def test_figures_about_many_areas_stay_one_table_to_scan() -> None:
    rows = [(f"Place {i}", "12") for i in range(areas.FEW + 1)]
    few, many = (
        render(areas.context_table("Figures", ("Area", "Children"), chosen))
        for chosen in (rows[: areas.FEW], rows)
    )
    assert 'data-column="Children"' in few
    assert "data-column" not in many
    assert 'aria-label="Table: figures"' in many
    assert many.count("<td") == len(rows)


def test_methods_and_footer_tell_the_rules_of_levels_and_tables(tmp_path: Path) -> None:
    def edit(texts: dict[str, str]) -> None:
        rule = json.loads(texts["datapackage.json"])["disclosure"]
        rule |= {"levels": {"Programme": {"rounding": 10}}, "tables": {"endings": {"threshold": 3}}}
        edit_descriptor(texts, disclosure=rule)

    own = published(tmp_path / "own", lambda folder: write_release(folder, edit=edit))
    text = text_of(page_html(about.PAGE, own))
    assert "Programme Counts are rounded to the nearest 10" in text
    assert "Where children lived at the end Counts from 1 to 2 are suppressed" in text
    assert "rounded to the nearest" not in text_of(
        page_html(about.PAGE, published(tmp_path / "one", write_release))
    )


def test_each_figure_names_its_own_period_where_they_differ(tmp_path: Path) -> None:
    def edit(texts: dict[str, str]) -> None:
        rows = read_csv(texts["measures.csv"])
        closed = rows[0] | {
            "measure": "closed",
            "title": "Cases closed",
            "numerator": "table=endings; column=children",
            "breakdown": "answer",
            "headline": "",
        }
        texts["measures.csv"] = to_csv([*rows, closed])
        lines = texts["data/endings.csv"].splitlines()
        kept = [line for line in lines if not line.startswith("202324")]
        texts["data/endings.csv"] = "\n".join([*kept, ""])

    store = published(tmp_path, lambda folder: write_release(folder, edit=edit))
    text = text_of(page_html(area.PAGE, store, area="eastport"))
    assert "Routes, stages, ages and reasons, 2023" not in text
    assert "Cases closed, 2024 Cases closed by living at home" in text
    assert "Children referred, 2023 to 2024 Children referred by referral route" in text
    assert "What stands out, 2023" not in text
    assert re.search(r"At home, 2024 Target|, 2024 Target", text)
    front = text_of(page_html(summary.PAGE, store))
    outcomes, others = front.split("So far, 2023 to 2024")
    assert "Illustrative data, not real. 2024. Targets: " in outcomes
    assert "were living at home" in outcomes
    assert "children referred were referred" in others
