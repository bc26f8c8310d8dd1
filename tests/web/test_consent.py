"""A quote is gone from everything that is served on the day after its consent ends."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.data.release import clock
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from dashboard.settings import Settings
from dashboard.web.application import create_app
from dashboard.web.current import CurrentRelease
from dashboard.web.page_routes import page_paths
from tests.releases import replace_once, write_release
from tests.serving import PROJECT

LAST_DAY = dt.date(2027, 6, 1)
FAMILY, PROFESSIONAL = "It helped", "A colleague we trust"
WHO, WHY, WORDS = "Nobody Staff", "Because staff say so", "colleague we"
# Where an answer is made once and kept, or made for each request; none may hold a quote too long.
ADDRESSES = (
    "/figures/trend.csv",
    "/figures/trend.json",
    "/figures/trend.svg",
    "/data/referrals.csv",
    "/data/referrals.csv-metadata.json",
    "/api/releases.json",
    "/api/catalogue.json",
    "/sitemap.xml",
    "/nothing-here",
)

At = Callable[..., None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Return a way to set the clock to a day, at noon if no time is told."""
    zone = clock.now().tzinfo

    def set_clock(day: dt.date, time: dt.time = dt.time(12)) -> None:
        moment = dt.datetime.combine(day, time, zone)
        monkeypatch.setattr(clock, "now", lambda: moment)

    return set_clock


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    def edit(texts: dict[str, str]) -> None:
        replace_once(texts, "quotes.csv", "consent_expires\n", f"consent_expires{OVERRIDE}\n")
        replace_once(texts, "quotes.csv", "2099-06-01", f"{LAST_DAY},,,,")
        replace_once(
            texts,
            "quotes.csv",
            "published_source,,",
            f"published_source,,,{WORDS},{WHO},2026-01-01,{WHY}",
        )

    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    writer = Store.open(url, read_only=False)
    writer.publish(import_release(write_release(tmp_path / "r", edit=edit)))
    writer.close()
    reader = Store.open(url)
    yield reader
    reader.close()


OVERRIDE = ",checked_words,checked_by,checked_on,check_reason"


@pytest.fixture
def visitor(store: Store) -> FlaskClient:
    client: FlaskClient = create_app(store, Settings()).server.test_client()
    return client


def everything(visitor: FlaskClient, store: Store) -> dict[str, str]:
    pages = page_paths(CurrentRelease(store).store())
    live = [f"/_live/start?page={path}" for path in pages]
    return {path: visitor.get(path).text for path in (*pages, *live, *ADDRESSES)}


def test_nothing_that_is_served_holds_a_quote_after_its_last_day(
    visitor: FlaskClient, store: Store, at: At
) -> None:
    at(LAST_DAY)
    before = everything(visitor, store)
    assert {p for p, text in before.items() if FAMILY in text} == {
        *("/", "/voices"),
        *("/_live/start?page=/", "/_live/start?page=/voices"),
    }
    at(LAST_DAY + dt.timedelta(days=1))
    after = everything(visitor, store)
    assert {path for path, text in after.items() if FAMILY in text} == set()
    assert PROFESSIONAL in after["/voices"]


def test_who_holds_yesterdays_page_is_sent_todays(visitor: FlaskClient, at: At) -> None:
    at(LAST_DAY)
    held = visitor.get("/voices")
    again = {"If-None-Match": held.headers["ETag"]}
    assert visitor.get("/voices", headers=again).status_code == 304
    at(LAST_DAY + dt.timedelta(days=1))
    new = visitor.get("/voices", headers=again)
    assert new.status_code == 200
    assert FAMILY in held.text
    assert FAMILY not in new.text


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (dt.time(23, 53, 59), "public, max-age=4, must-revalidate"),
        (dt.time(23, 59, 55), "public, max-age=4, must-revalidate"),
        (dt.time(23, 59, 58), "public, max-age=2, must-revalidate"),
        (dt.time(23, 59, 59, 999_999), "public, max-age=0, must-revalidate"),
    ],
)
def test_no_shared_cache_may_hold_an_answer_into_the_next_day(
    visitor: FlaskClient, at: At, time: dt.time, expected: str
) -> None:
    at(LAST_DAY)
    first = visitor.get("/voices")
    at(LAST_DAY, time)
    assert visitor.get("/voices").headers["Cache-Control"] == expected
    held = {"If-None-Match": first.headers["ETag"]}
    again = visitor.get("/voices", headers=held)
    assert (again.status_code, again.headers["Cache-Control"]) == (304, expected)


def test_the_number_let_pass_is_told_and_never_who_or_why(
    visitor: FlaskClient, store: Store, at: At
) -> None:
    at(LAST_DAY)
    served = everything(visitor, store)
    assert "In 1 of 2 quotes shown a person let a word pass" in served["/voices"]
    at(LAST_DAY + dt.timedelta(days=1))
    assert "In 1 of 1 quotes shown a person let a word pass" in visitor.get("/voices").text
    for text in served.values():
        assert WHO not in text
        assert WHY not in text
        assert "checked_by" not in text


def readings(source: str) -> list[int]:
    """List the lines that read quotes of a catalogue for themselves."""
    nodes = ast.walk(ast.parse(source))
    return [n.lineno for n in nodes if isinstance(n, ast.Attribute) and n.attr == "quotes"]


def test_all_that_is_served_asks_which_quotes_may_be_shown() -> None:
    assert readings("for quote in catalogue.quotes:\n    pass") == [1]
    dashboard = PROJECT / "dashboard"
    rooms = ("web", "pages", "components", "figures", "wording", "data/queries")
    found = {
        path.name: lines
        for room in rooms
        for path in (dashboard / room).rglob("*.py")
        if (lines := readings(path.read_text("utf-8")))
    }
    assert found == {}
