"""Can someone who reads everything the site sends find a count that a release hides?"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, replace

import pytest
from werkzeug.exceptions import MethodNotAllowed

from dashboard.data.store import Store
from dashboard.pages import PAGES
from dashboard.settings import Settings
from dashboard.web.application import create_app
from tests.conftest import publish
from tests.hostile.reader import Answer, read_everything
from tests.hostile.release import DECIMALS, PLANTED, SITES, Secrets, write_hidden_release
from tests.serving import served

pytestmark = pytest.mark.xdist_group("hostile")

NOT_ABOUT_FIGURES = {"/favicon.ico", "/healthz", "/readyz"}

# A whole number as people or programs write it, and not a part of a longer name or number.
_COUNT = re.compile(r"(?<![\w.])(\d+)(?:\.0+)?(?!\.?\w)")
_GROUPED = re.compile(r"(?<![\w.])(?<!\d,)(\d{1,3}(?:,\d{3})+)(?:\.0+)?(?!\.?\w)")
_SHARE = re.compile(rf"(?<![\w.])\d{{1,3}}\.\d{{{DECIMALS}}}")


def counts_in(text: str) -> set[int]:
    """Read every whole number; where commas may part fields or thousands, read both ways."""
    found = [*_COUNT.findall(text), *_GROUPED.findall(text)]
    return {int(number.replace(",", "")) for number in found}


def leaks(answers: list[Answer], secrets: Secrets) -> dict[str, list[str]]:
    """List the answers that hold a secret, and those they hold."""
    found = {}
    for answer in answers:
        text = f"{answer.headers}\n{answer.text}"
        held = [f"{count:,}" for count in sorted(counts_in(text) & secrets.counts)]
        held += sorted(set(_SHARE.findall(text)) & secrets.shares)
        if held:
            found[answer.address] = held
    return found


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a site, and what should not have been."""

    store_url: str
    secrets: Secrets
    answers: list[Answer]

    def paths(self) -> set[str]:
        return {answer.address.partition("?")[0] for answer in self.answers}


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    folder = tmp_path_factory.mktemp("hostile")
    secrets = write_hidden_release(folder / "release")
    store_url = f"sqlite:///{folder / 'store.sqlite'}"
    publish(folder / "release", store_url)
    with served(store_url, folder / "log") as site:
        return Reading(store_url, secrets, read_everything(site))


@pytest.mark.parametrize(
    "text",
    [
        "7301849",
        "7,301,849",
        "y:7301849}",
        "7301849.0",
        ">7,301,849<",
        "of 7,301,849.",
        "[1,7301849,2]",
        "a,7301849,b",
        "-7301849",
    ],
)
def test_a_count_is_seen_however_it_is_written(text: str) -> None:
    assert 7_301_849 in counts_in(text)


@pytest.mark.parametrize(
    "text", ["a7301849b", "17,301,849", "73,018,49", "0.7301849", "7301849.5", "7301849px"]
)
def test_a_part_of_something_else_is_no_count(text: str) -> None:
    assert 7_301_849 not in counts_in(text)


def test_every_address_answers(reading: Reading) -> None:
    refused = {a.address: a.status for a in reading.answers if a.status != 200}
    # Not every figure has a picture of its own name.
    assert {a: s for a, s in refused.items() if not (s == 400 and ".svg" in a)} == {}


def test_every_page_route_and_published_figure_was_read(reading: Reading) -> None:
    assert {page.PATH for page in PAGES if hasattr(page, "PATH")} <= reading.paths()
    assert {f"/areas/{site}" for site in SITES} <= reading.paths()
    read = set().union(*(counts_in(answer.text) for answer in reading.answers))
    assert reading.secrets.published <= read


def test_no_route_was_left_unread(reading: Reading) -> None:
    store = Store.open(reading.store_url)
    routes = create_app(store, Settings()).server.url_map.bind("site.example")
    read = set()
    for path in reading.paths():
        with contextlib.suppress(MethodNotAllowed):
            read.add(routes.match(path)[0])
    store.close()
    left = {rule.rule for rule in routes.map.iter_rules() if rule.endpoint not in read}
    assert {rule for rule in left if not rule.startswith("/_live/")} == NOT_ABOUT_FIGURES


def test_no_hidden_count_is_found(reading: Reading) -> None:
    assert len(reading.secrets.counts) > 500
    assert len(reading.secrets.shares) > 50
    assert leaks(reading.answers, reading.secrets) == {}


def test_a_planted_count_is_found(reading: Reading) -> None:
    planted = replace(reading.secrets, counts=frozenset({PLANTED}), shares=frozenset())
    assert "/data" in leaks(reading.answers, planted)
