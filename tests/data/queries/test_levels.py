"""The periods and groups offered are those that the areas asked for have."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest

from dashboard.data.queries import ask, choices
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from tests.releases import pool_authorities, to_csv, write_release

CLOSED = ["2024-to-2024", "2023-to-2023"]


def by_level(texts: dict[str, str]) -> None:
    """Leave towns two closed periods; of answers, the first only, and no "Not known"."""
    pool_authorities(texts, named=("202323", "202424"))
    rows = list(csv.DictReader(io.StringIO(texts["data/endings.csv"])))
    towns = [r for r in rows if r["geographic_level"] == "Local authority"]
    gone = [r for r in towns if r["answer"] == "Not known"]
    gone += [r for r in towns if r["time_period"] in {"202424", "202324"}]
    texts["data/endings.csv"] = to_csv(r for r in rows if r not in gone)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("levels")
    found = Store.open(f"sqlite:///{folder / 'store.sqlite'}", read_only=False)
    found.publish(import_release(write_release(folder / "release", edit=by_level)))
    yield found
    found.close()


def offered(store: Store, question: str, key: str, **query: str) -> list[str]:
    found = choices(store.catalogue(), question, query)
    return [value for value, _ in found[key].options]


def test_an_authority_is_offered_its_own_periods(store: Store) -> None:
    town = offered(store, "figure", "period", measure="referrals", area="eastport")
    assert town == ["to-date", *CLOSED]
    whole = offered(store, "figure", "period", measure="referrals", area="harbour")
    assert [key for key in whole if key not in CLOSED][:3] == ["to-date", "2024", "2023"]
    assert offered(store, "comparison", "period", measure="referrals") == ["to-date", *CLOSED]


def test_a_trend_is_offered_by_the_lengths_that_areas_have(store: Store) -> None:
    assert offered(store, "trend", "every", measure="referrals", area="eastport") == ["period"]
    whole = offered(store, "trend", "every", measure="referrals", area="harbour")
    assert whole == ["year", "period", "quarter"]
    view = ask(store, "trend", {"measure": "referrals", "area": "eastport"})
    assert [row.period for row in view.rows()] == ["2023-to-2023", "2024-to-2024"]
    assert {row.marker for row in view.rows()} == {None}


def test_a_share_may_have_fewer_periods_than_other_tables(store: Store) -> None:
    (share,) = (m.key for m in store.catalogue().measures if m.section == "outcomes")
    town = offered(store, "figure", "period", measure=share, area="eastport")
    assert town == ["2023-to-2023"]
    view = ask(store, "trend", {"measure": share, "area": "eastport"})
    assert [row.period for row in view.rows()] == ["2023-to-2023"]


def test_what_a_level_does_not_have_is_not_there(store: Store) -> None:
    """No row, so no marker: the whole's days cannot be pooled, and it has those of its level."""
    (days,) = (m.key for m in store.catalogue().measures if m.kind == "reported")
    view = ask(store, "trend", {"measure": days})
    assert {row.area for row in view.rows()} == {"eastport", "westport", "harbour"}
    assert "x" not in {row.marker for row in view.rows()}


def test_headlines_are_those_that_an_area_has_for_a_period(store: Store) -> None:
    view = ask(store, "headlines", {"area": "eastport", "period": "2024-to-2024"})
    assert [row.group for row in view.rows()] == ["referrals"]
    state = ask(store, "matrix", {"period": "2024-to-2024"})
    assert "referrals" in set(state.columns["measure"])
    assert not {m.key for m in store.catalogue().measures if m.section == "outcomes"} & set(
        state.columns["measure"]
    )
