"""Someone who reads everything the site sends finds no count that a release suppresses."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Set
from dataclasses import dataclass

import pytest
from werkzeug.exceptions import MethodNotAllowed

from dashboard.data.store.releases import Store
from dashboard.pages import PAGES
from dashboard.settings import Settings
from dashboard.web.application import create_app
from tests.conftest import publish
from tests.hostile.reader import Answer, read_everything
from tests.hostile.release import DECIMALS, PLANTED, SITES, Secrets, write_hidden_release
from tests.serving import served

# Without figures, or made of what is read in another form.
WORKBOOKS = {
    f"/{of}.{kind}" for of in ("figures/<question>", "<path:path>") for kind in ("xlsx", "ods")
}
NOT_READ = {
    "/favicon.ico",
    "/figures/<question>.png",
    "/cards/<path:path>.png",
    "/<path:path>.pdf",
    "/healthz",
    "/readyz",
} | WORKBOOKS

# A whole number as people or programs write it, and not a part of a longer name or number.
_COUNT = re.compile(r"(?<![\w.])(\d+)(?:\.0+)?(?!\.?\w)")
_GROUPED = re.compile(r"(?<![\w.])(?<!\d,)(\d{1,3}(?:,\d{3})+)(?:\.0+)?(?!\.?\w)")
_SHARE = re.compile(rf"(?<![\w.])\d{{1,3}}\.\d{{{DECIMALS}}}")


def counts_in(text: str) -> set[int]:
    """Read every whole number; where commas may part fields or thousands, read both ways."""
    found = [*_COUNT.findall(text), *_GROUPED.findall(text)]
    return {int(number.replace(",", "")) for number in found}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a site, and what should not have been."""

    store_url: str
    secrets: Secrets
    answers: list[Answer]
    counts: list[set[int]]  # the whole numbers of each answer

    def leaks(self, counts: Set[int], shares: Set[str] = frozenset()) -> dict[str, list[str]]:
        """List the addresses whose answer holds one of these, and those it holds."""
        found = {}
        for answer, read in zip(self.answers, self.counts, strict=True):
            held = [f"{count:,}" for count in sorted(read & counts)]
            if shares:
                held += sorted(set(_SHARE.findall(answer.text)) & shares)
            if held:
                found[answer.address] = held
        return found

    def paths(self) -> set[str]:
        return {answer.address.partition("?")[0] for answer in self.answers}


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    folder = tmp_path_factory.mktemp("hostile")
    secrets = write_hidden_release(folder / "release")
    store_url = f"sqlite:///{folder / 'store.sqlite'}"
    publish(folder / "release", store_url)
    with served(store_url, folder / "log") as site:
        answers = read_everything(site)
    texts = {text: counts_in(text) for text in {answer.text for answer in answers}}
    counts = [counts_in(answer.headers) | texts[answer.text] for answer in answers]
    return Reading(store_url, secrets, answers, counts)


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
    assert refused == {}


def test_every_page_route_and_published_figure_was_read(reading: Reading) -> None:
    assert {page.path for page in PAGES if page.label} <= reading.paths()
    assert {f"/areas/{site}" for site in SITES} <= reading.paths()
    assert reading.secrets.published <= set().union(*reading.counts)


def test_no_route_was_left_unread(reading: Reading) -> None:
    store = Store.open(reading.store_url)
    routes = create_app(store, Settings()).server.url_map.bind("site.example")
    read = set()
    for path in reading.paths():
        with contextlib.suppress(MethodNotAllowed):
            read.add(routes.match(path)[0])
    store.close()
    left = {rule.rule for rule in routes.map.iter_rules() if rule.endpoint not in read}
    assert {rule for rule in left if not rule.startswith("/_live/")} == NOT_READ


def test_no_hidden_count_is_found(reading: Reading) -> None:
    assert len(reading.secrets.counts) > 500
    assert len(reading.secrets.shares) > 50
    assert reading.leaks(reading.secrets.counts, reading.secrets.shares) == {}


def test_a_planted_count_is_found(reading: Reading) -> None:
    assert "/data" in reading.leaks({PLANTED})
