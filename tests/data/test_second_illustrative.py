"""The second illustrative release follows the first: safe with it, and no point lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from pathlib import Path

import pytest

from dashboard.data.linking.audit import audit_release
from dashboard.data.preparing.following import with_next_period
from dashboard.data.preparing.policy import OwnLevel, Policy, Span
from dashboard.data.release.model import Catalogue, Cell, Marker, PeriodType
from dashboard.data.release.points import points_of, printed_in
from dashboard.data.release.reading import import_release
from dashboard.data.release.writing import write_release_whole
from dashboard.exceptions import InvalidRelease
from dashboard.illustrative import SECOND as EDITION
from dashboard.illustrative import count_illustrative, make_illustrative, policy_of
from dashboard.illustrative.catalogue import COVERED
from dashboard.illustrative.children import invent_children
from dashboard.illustrative.draft import SITES
from dashboard.illustrative.periods import LAST_DAY
from tests.conftest import ILLUSTRATIVE, SECOND
from tests.releases import check_release

Read = tuple[Catalogue, dict[str, tuple[Cell, ...]]]
NEW = Span(date(2026, 7, 1), date(2027, 12, 31))


@cache
def read(folder: Path) -> Read:
    release = import_release(folder)
    return release.catalogue, {
        t.name: tuple(release.cells(t.name)) for t in release.catalogue.tables
    }


def test_it_passes_every_check_and_the_audit_next_to_the_first() -> None:
    assert check_release(SECOND) == ()
    catalogue, cells = read(SECOND)
    verdict = audit_release(catalogue, cells, [read(ILLUSTRATIVE)])
    assert verdict.passed
    rule = catalogue.disclosure
    assert (verdict.text, verdict.digest) == (rule.verdict, rule.verdict_hash)


def test_making_it_again_gives_the_same_bytes(tmp_path: Path) -> None:
    again = tmp_path / "again"
    made = make_illustrative(EDITION, [read(ILLUSTRATIVE)])
    write_release_whole(again, made.catalogue, made.cells)
    files = [path for path in SECOND.rglob("*") if path.is_file()]
    assert len(files) == sum(path.is_file() for path in again.rglob("*"))
    for path in files:
        assert (again / path.relative_to(SECOND)).read_bytes() == path.read_bytes(), path.name


def test_its_words_reach_to_its_own_last_day() -> None:
    """No definition, text or description of it still ends where the first release ends."""
    ends = f"end of {EDITION.last_day:%B %Y}"
    said = {path.name: path.read_text("utf-8") for path in words_of(SECOND)}
    assert sum(ends in text for text in said.values()) >= 2
    assert not [name for name, text in said.items() if f"end of {LAST_DAY:%B %Y}" in text]
    assert not [name for name, text in said.items() if COVERED in text]


def words_of(folder: Path) -> Iterator[Path]:
    for pattern in ("*.json", "*.csv", "text/*.md"):
        yield from folder.glob(pattern)


def test_it_has_one_closed_period_more_and_drops_none() -> None:
    before, after = (
        {p.key: (p.starts, p.ends) for p in read(folder)[0].periods if p.type in CLOSED}
        for folder in (ILLUSTRATIVE, SECOND)
    )
    assert before.items() <= after.items()
    assert [after[key] for key in after.keys() - before.keys()] == [NEW.days]


CLOSED = (PeriodType.YEAR, PeriodType.PERIOD)


def test_no_point_is_lost_and_every_line_has_one_more() -> None:
    needs = policy_of(EDITION).needs
    before, after = (
        points_of(read(folder)[0], printed_in(*read(folder)), needs)
        for folder in (ILLUSTRATIVE, SECOND)
    )
    for old, new in zip(before, after, strict=True):
        assert (old.level, old.measure, old.lines) == (new.level, new.measure, new.lines)
        assert new.visible == new.points == old.points + old.lines
        assert old.visible == old.points


def test_what_the_first_prints_of_closed_periods_is_printed_again() -> None:
    """All but a few counts, which would now tell of others."""
    hidden = list(newly_hidden())
    _, cells = read(ILLUSTRATIVE)
    assert len(hidden) <= 0.01 * sum(map(len, cells.values()))


def newly_hidden() -> Iterator[Cell]:
    catalogue, cells = read(SECOND)
    keys = {p.key for p in catalogue.periods if p.type is not PeriodType.TO_DATE}
    for name, before in read(ILLUSTRATIVE)[1].items():
        now = {(c.column, c.area, c.period, c.groups): c for c in cells[name]}
        for cell in before:
            place = cell.column, cell.area, cell.period, cell.groups
            if cell.period in keys and cell.value is not None and now[place].value is None:
                yield cell


def test_two_corrections_are_told_and_change_counts_of_closed_periods() -> None:
    catalogue, cells = read(SECOND)
    assert [change.kind for change in catalogue.changes].count("correction") == 2

    def learning(read_from: Read, area: str, period: str) -> float | None:
        groups = (
            ("outcome", "In school or working"),
            ("point", "At closure"),
            ("answer", "Yes"),
        )
        (found,) = (
            c.value
            for c in read_from[1]["outcomes"]
            if (c.area, c.period) == (area, period) and set(c.groups) == set(groups)
        )
        return found

    first, second = read(ILLUSTRATIVE), read(SECOND)
    changed = {
        site.slug: (learning(second, site.slug, key) or 0) - (learning(first, site.slug, key) or 0)
        for site in SITES
        for key in ["2023-to-2024"]
    }
    assert changed == {"birmingham": 0, "nottingham": 6, "kirklees": 0, "sandwell": 0}
    assert any(c.value is not None for c in cells["outcomes"])


def test_at_most_one_cell_in_twenty_is_suppressed() -> None:
    markers = [cell.marker for cells in read(SECOND)[1].values() for cell in cells]
    assert 20 <= markers.count(Marker.CONFIDENTIAL) <= 0.05 * len(markers)


def test_what_was_known_of_children_stays_so() -> None:
    first, later = list(invent_children(2020)), list(invent_children(2020, EDITION.last_day))
    since = {site.slug: [c for c in later if c.area == site.slug] for site in SITES}
    for child in first:
        now = since[child.area].pop(0)
        assert (now.referred, now.route, now.age, now.sex) == (
            child.referred,
            child.route,
            child.age,
            child.sex,
        )
        for was, is_now in ((child.started, now.started), (child.closed, now.closed)):
            assert is_now == was or (was is None and is_now is not None and is_now > LAST_DAY)
        assert child.closed is None or now.reason == child.reason
        assert set(child.answers) <= set(now.answers)
    assert all(c.referred > LAST_DAY for children in since.values() for c in children)


def test_a_policy_is_followed_by_the_next_period_wherever_one_ended_the_day_before() -> None:
    levels = {
        "Programme": OwnLevel(periods=["2024", "202526", "to_date"]),
        "Site": OwnLevel(periods=["202022"]),
    }
    spans = {"202022": Span(), "202526": Span(date(2025, 1, 1), date(2026, 6, 30))}
    found = with_next_period(Policy(periods=spans, levels=levels), "202627", NEW)
    assert found.levels["Programme"].periods == ["2024", "202526", "202627", "to_date"]
    assert found.levels["Site"].periods == ["202022"]
    assert found.periods == {**spans, "202627": NEW}
    with pytest.raises(InvalidRelease, match="ends before 2026-08-01"):
        with_next_period(Policy(periods=spans), "202627", Span(date(2026, 8, 1), NEW.ends))


def test_a_policy_is_followed_by_a_year_that_is_over() -> None:
    years = {str(n): (date(n, 1, 1), date(n, 12, 31)) for n in (2024, 2025)}
    policy = Policy(levels={"Site": OwnLevel(periods=["2024", "to_date"])})
    follow = partial(with_next_period, policy, span=Span(), years=years, last=date(2025, 12, 31))
    assert follow("2025") == Policy(levels={"Site": OwnLevel(periods=["2024", "2025", "to_date"])})
    pooled = with_next_period(policy, "202526", Span(), years=years)
    assert pooled.periods == {"202526": Span()}
    assert pooled.levels["Site"].periods == ["2024", "202526", "to_date"]
    for name, expected in (
        ("2024", "that it does not have"),
        ("2026", "a year of the release, or a reporting period"),
        ("202526", "over by 2025-12-31"),
        ("202223", "ends before 2022-01-01"),
    ):
        with pytest.raises(InvalidRelease, match=expected):
            follow(name)
    with pytest.raises(InvalidRelease, match="a year or more"):
        with_next_period(
            policy, "2025", Span(), years={"2025": (date(2025, 1, 1), date(2025, 6, 30))}
        )


def test_its_truth_is_what_it_prints() -> None:
    _, truth = count_illustrative(edition=EDITION)
    for name, cells in read(SECOND)[1].items():
        for true, printed in zip(truth[name], cells, strict=True):
            if printed.marker is not Marker.CONFIDENTIAL:
                assert (true.value, true.marker) == (printed.value, printed.marker)
