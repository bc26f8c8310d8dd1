"""Every address is answered with what it should be: a page, a true 404, or a plain refusal."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlencode

import dash
import plotly
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from dashboard.settings import Settings
from dashboard.web.application import create_app
from tests.addresses import NO_PAGE, area_addresses, page_addresses
from tests.releases import write_release

PAGES = sorted({*page_addresses(), *area_addresses()} - {NO_PAGE})
KEYS = ("measure", "area", "period", "by", "group", "every", "beside", "store", "query", "self")


class Facts(HTMLParser):
    """What of a document search engines and screen readers go by."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.title = ""
        self.language: str | None = ""
        self.canonical: str | None = ""
        self.description: str | None = ""
        self.headings: list[str] = []
        self.ids: list[str] = []
        self.attributes: set[str] = set()
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.attributes |= given.keys()
        self._in_title = tag == "title" and not self.title
        if tag == "html":
            self.language = given["lang"]
        if given.get("rel") == "canonical":
            self.canonical = given["href"]
        if given.get("name") == "description":
            self.description = given["content"]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        if given.get("id"):
            self.ids.append(str(given["id"]))

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title = data
            self._in_title = False


class Choices(HTMLParser):
    """The (key, value) pairs that a page's filters offer."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.offered: list[tuple[str, str]] = []
        self._key = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "select":
            self._key = str(given["name"])
        if tag == "option":
            self.offered.append((self._key, str(given["value"])))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_a_finished_document(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    facts = Facts(response.text)
    assert response.status_code == 200
    assert response.content_type == "text/html; charset=utf-8"
    assert facts.language == "en-GB"
    assert facts.canonical == path
    assert facts.description
    assert facts.headings[0] == "h1"
    assert facts.headings.count("h1") == 1
    assert "style" not in facts.attributes
    assert not any(name.startswith("on") for name in facts.attributes)
    assert len(facts.ids) == len(set(facts.ids))


def test_every_page_has_a_title_of_its_own(client: FlaskClient) -> None:
    titles = [Facts(client.get(path).text).title for path in PAGES]
    assert len(set(titles)) == len(PAGES)


@pytest.mark.parametrize("path", [*PAGES, NO_PAGE])
def test_no_page_tells_which_versions_made_it(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    told = response.text + str(response.headers)
    assert not re.search(r"python|werkzeug|flask|gunicorn", told, re.IGNORECASE)
    for version in (dash.__version__, plotly.__version__):
        assert version not in told


@pytest.mark.parametrize(
    "path",
    [
        NO_PAGE,
        "/areas/atlantis",
        "/areas/programme",
        "/areas/birmingham/x",
        "/assets/site.css",
        "/static/no.css",
        "/static/../app.py",
        "/%00",
        "/_live/",
        "/_live/_dash-layout",
        "/_live/_dash-dependencies",
        "/_live/_reload-hash",
        "/_live/_dash-component-suites/dash/deps/react@18.3.1.min.js",
        "/_dash-layout",
        "/figures/nothing.csv",
        "/data/nothing.csv",
        "/embed/nothing",
    ],
)
def test_what_is_not_there_is_a_true_404(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers


def test_the_404_page_offers_the_pages_there_are(client: FlaskClient) -> None:
    assert 'href="/referrals"' in client.get(NO_PAGE).text


@pytest.mark.parametrize("path", [*PAGES, NO_PAGE, "/figures/trend.csv", "/healthz"])
def test_head_answers_as_get_does_without_a_body(client: FlaskClient, path: str) -> None:
    got, asked = client.get(path), client.head(path)
    assert asked.status_code == got.status_code
    assert asked.headers == got.headers
    assert asked.data == b""


@pytest.mark.parametrize("path", ["/", "/ages", "/figures/trend.json", "/healthz"])
def test_no_page_takes_anything(client: FlaskClient, path: str) -> None:
    response = client.post(path, data={"a": "b"})
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize(
    "value",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "' OR 1=1 --",
        "../../etc/passwd",
        "\x00\x1b[31m",
        "%",
        "a" * 3000,
        "\N{FULLWIDTH LATIN SMALL LETTER A}\N{RIGHT-TO-LEFT OVERRIDE}\U0001f9e0",
    ],
)
def test_a_hostile_value_gets_the_page_at_its_default(client: FlaskClient, value: str) -> None:
    for path in PAGES:
        response = client.get(f"{path}?{urlencode(dict.fromkeys(KEYS, value))}")
        assert response.status_code == 200
        assert "<script>alert" not in response.text
        assert "<img src=x" not in response.text


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    path=st.sampled_from(PAGES),
    pairs=st.lists(st.tuples(st.sampled_from(KEYS) | st.text(max_size=9), st.text(max_size=30))),
    raw=st.text(
        st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="#"), max_size=40
    ),
)
def test_any_query_gets_a_page(
    client: FlaskClient, path: str, pairs: list[tuple[str, str]], raw: str
) -> None:
    query = urlencode([(k, v.encode("utf-8", "replace")) for k, v in pairs], errors="replace")
    answer = client.get(f"{path}?{query}&{raw}", follow_redirects=True)  # an area's name leads on
    assert answer.status_code == 200
    assert answer.request.path.startswith(path)


@pytest.mark.parametrize("path", PAGES)
def test_every_choice_that_a_page_offers_gets_a_page(client: FlaskClient, path: str) -> None:
    choices = Choices(client.get(path).text).offered
    refused = [
        f"{key}={value}"
        for key, value in choices
        if client.get(f"{path}?{urlencode({key: value})}").status_code != 200
    ]
    assert refused == []


def test_unknown_keys_are_no_part_of_the_canonical_address(client: FlaskClient) -> None:
    text = client.get("/completion?utm_source=x&area=kirklees&fbclid=1").text
    assert Facts(text).canonical == "/completion?area=kirklees"


def test_canonical_addresses_are_whole_where_the_public_address_is_known(
    illustrative_store: Store,
) -> None:
    site = create_app(illustrative_store, Settings(public_url="https://mst.example")).server
    client = site.test_client()
    assert Facts(client.get("/ages").text).canonical == "https://mst.example/ages"
    assert "<loc>https://mst.example/areas/kirklees</loc>" in client.get("/sitemap.xml").text
    robots = client.get("/robots.txt", base_url="https://other.example")
    assert "Sitemap: https://mst.example/sitemap.xml" in robots.text
    assert robots.headers["Cache-Control"].startswith("public")


def test_an_empty_store_says_how_to_fill_it(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path / 's.sqlite'}", read_only=False).close()
    store = Store.open(f"sqlite:///{tmp_path / 's.sqlite'}")
    client = create_app(store, Settings()).server.test_client()
    for path in ("/", "/figures/trend.csv", "/_live/start?page=/"):
        response = client.get(path)
        assert response.status_code == 503
        assert "python -m dashboard.publishing publish" in response.text
        assert response.headers["Cache-Control"] == "no-store"
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
    store.close()


def test_a_store_that_comes_later_is_served_without_a_restart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    store = Store.open(url, wait=True)
    client = create_app(store, Settings()).server.test_client()
    assert client.get("/").status_code == 503
    assert "python -m dashboard.publishing publish" in client.get("/about").text
    writer = Store.open(url, read_only=False)
    writer.publish(import_release(write_release(tmp_path / "release")))
    writer.close()
    assert client.get("/").status_code == 200
    assert client.get("/readyz").status_code == 200
    store.close()


def test_a_failed_page_says_nothing_of_why(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("a secret count is 3")

    monkeypatch.setattr("dashboard.pages.about._sections", fail)
    response = client.get(f"/about?period={quote('made to miss the cache')}")
    assert response.status_code == 500
    assert "secret" not in response.text


def test_health_tells_a_process_from_a_store(client: FlaskClient) -> None:
    assert client.get("/healthz").text == "alive\n"
    assert client.get("/readyz").text == "ready\n"
