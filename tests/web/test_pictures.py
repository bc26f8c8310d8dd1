"""A chart that leaves the site takes along what it shows, and whether that is real."""

from __future__ import annotations

import contextlib
import re
import struct
import threading
from collections.abc import Iterator
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.etree import ElementTree as ET

import brotli
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from dashboard import wording
from dashboard.charts import PICTURES
from dashboard.data.queries import ask
from dashboard.data.store.releases import Store
from dashboard.web.pictures import FONTS, SHARPNESS, rasterise
from tests.addresses import LIVE_ADDRESSES, area_addresses

PICTURED = (
    ("trend", "trend"),
    ("trend", "small_multiples"),
    ("breakdown", "breakdown"),
    ("comparison", "intervals"),
    ("comparison", "funnel"),
    ("followup", "followup"),
)
SVG = "{http://www.w3.org/2000/svg}"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_EMBEDDED_BYTES = 20_000
every_picture = pytest.mark.parametrize(("question", "picture"), PICTURED)


def exhibits(client: FlaskClient) -> list[str]:
    """Return every address that the pages offer a chart at."""
    found: set[str] = set()
    for path in [*LIVE_ADDRESSES, area_addresses()[0]]:
        links = re.findall(r'href="(/(?:figures|embed)/[^"]*)"', client.get(path).text)
        found |= {unescape(link) for link in links}
    return sorted(found)


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(PNG_SIGNATURE)
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_whatever_a_page_offers_can_be_had(client: FlaskClient) -> None:
    offered = {*exhibits(client)}
    for page in [address for address in offered if re.match(r"/figures/\w+\?", address)][:6]:
        offered |= set(
            map(unescape, re.findall(r'href="(/(?:figures|embed)/[^"]+)"', client.get(page).text))
        )
    for ending in (".csv", ".json", ".svg", ".png"):
        assert any(f"{ending}?" in address for address in offered)
    assert any(address.startswith("/embed/") for address in offered)
    for address in offered:
        if not re.search(r"\.(?:png|xlsx|ods)", address):
            assert client.get(address).status_code == 200, address


@every_picture
def test_a_picture_carries_its_words_and_its_mark(
    client: FlaskClient, illustrative_store: Store, question: str, picture: str
) -> None:
    view = ask(illustrative_store, question, {})
    response = client.get(f"/figures/{question}.svg?picture={picture}")
    root = ET.fromstring(response.data)  # noqa: S314  # our own
    words = " ".join(" ".join(root.itertext()).split())
    assert wording.headline(view) in words
    assert view.title in words
    assert "Illustrative data, not real" in words
    for word in view.source.split():
        assert word in words
    assert response.headers["Content-Type"].startswith("image/svg+xml")


@every_picture
def test_a_png_is_its_svg_larger(client: FlaskClient, question: str, picture: str) -> None:
    address = f"/figures/{question}.{{}}?picture={picture}"
    svg = ET.fromstring(client.get(address.format("svg")).data)  # noqa: S314  # our own
    response = client.get(address.format("png"), headers={"Accept-Encoding": "br"})
    shape = (float(svg.get("width", 0)), float(svg.get("height", 0)))
    assert size_of(response.data) == tuple(round(side * SHARPNESS) for side in shape)
    assert response.headers["Content-Type"] == "image/png"
    assert "Content-Encoding" not in response.headers


def test_a_png_has_letters_in_both_weights() -> None:
    def drawn(text: str, weight: int) -> bytes:
        return rasterise(
            '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40">'
            f'<text x="5" y="30" font-family="Source Sans 3" font-weight="{weight}">{text}</text></svg>'
        )

    assert len(FONTS) == 2
    assert len({drawn("", 400), drawn("Kirklees", 400), drawn("Kirklees", 700)}) == 3


# What the languages spoken in the United Kingdom are written with in Latin, Greek and Cyrillic
# letters, and the signs that units and labels need.
LETTERS = {
    "Welsh": "ÂÊÎÔÛŴŶâêîôûŵŷäëïöüẅÿẁỳẃý",
    "Gaelic and Irish": "ÀÈÌÒÙàèìòùÁÉÍÓÚáéíóúṁ",
    "Polish": "ĄĆĘŁŃÓŚŹŻąćęłńóśźż",
    "Romanian": "ĂÂÎȘȚăâîșțŞŢşţ",
    "Lithuanian and Latvian": "ĄČĘĖĮŠŲŪŽąčęėįšųūžāēģīķļņ",
    "Turkish": "ÇĞİÖŞÜçğıöşü",
    "Czech, Slovak and Hungarian": "ČĎĚŇŘŠŤŮŽčďěňřšťůžĺľŕôőű",
    "Portuguese, Spanish and French": "ÃÕÇãõçñáéíóúêœæÿ¿¡ªº",
    "German and Scandinavian": "ÄÖÜßäöüÅÆØåæøÐÞðþ",
    "Yoruba and Vietnamese": "ẸỌṢẹọṣăđơưếộ",
    "Greek": "ΑΒΓΔΩαβγδω",
    "Ukrainian and Bulgarian": "АБВГҐЄІЇЯабвгґєіїя",
    "signs": "≥≤≠≈±×÷\u2212²³¼½¾‰€£%°µ†‡§–—‘’“”…•→",
}


@pytest.mark.parametrize("weight", [400, 700])
@pytest.mark.parametrize("letters", LETTERS.values(), ids=LETTERS)
def test_a_png_has_every_letter_of_the_languages_of_readers(letters: str, weight: int) -> None:
    def drawn(text: str) -> bytes:
        return rasterise(
            '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
            f'<text x="5" y="30" font-size="24" font-weight="{weight}" '
            f'font-family="Source Sans 3">{text}</text></svg>'
        )

    unknown = {drawn("\u3042"), drawn("")}  # a letter that no font has is a box
    assert [letter for letter in letters if drawn(letter) in unknown] == []


@pytest.mark.parametrize("form", ["/figures/trend.svg", "/figures/trend.png", "/embed/trend"])
def test_a_picture_of_no_kind_we_know_is_refused(client: FlaskClient, form: str) -> None:
    response = client.get(f"{form}?picture=nothing")
    assert response.status_code == 400
    for name in PICTURES:
        assert name in response.get_json()["error"]
    assert client.get(form.replace("trend", "nothing")).status_code == 404


@every_picture
def test_an_embedded_page_is_small_framable_and_runs_nothing(
    client: FlaskClient, question: str, picture: str
) -> None:
    response = client.get(f"/embed/{question}?picture={picture}", headers={"Accept-Encoding": "br"})
    text = brotli.decompress(response.data).decode()
    assert "/static/" not in text
    assert len(response.data) + len(str(response.headers)) < MOST_EMBEDDED_BYTES
    policy = response.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "<script" not in text
    assert "<button" not in text
    assert 'name="robots" content="noindex"' in text
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_an_embedded_page_says_what_it_shows_and_leads_back(
    client: FlaskClient, illustrative_store: Store
) -> None:
    query = {"measure": "completed_all", "area": "kirklees"}
    view = ask(illustrative_store, "trend", query)
    text = unescape(client.get("/embed/trend", query_string=query).text)
    assert wording.finding(view) in text
    assert f"Source: {view.source}" in text
    assert "Illustrative data." in text
    back = re.findall(r'href="(/completion\?[^"]*)"', text)
    assert len(back) == 1
    assert "Kirklees" in client.get(back[0]).text


@contextlib.contextmanager
def another_site(text: str) -> Iterator[str]:
    """Serve one page from another origin."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.browser
def test_another_site_can_show_pictures_and_read_files(page: Page, dashboard_url: str) -> None:
    addresses = [f"{dashboard_url}/figures/trend.{e}?measure=referrals" for e in ("png", "svg")]
    pictures = "".join(f'<img src="{address}">' for address in addresses)
    files = [
        *addresses,
        f"{dashboard_url}/figures/trend.json",
        f"{dashboard_url}/data/referrals.csv",
        f"{dashboard_url}/api/catalogue.json",
    ]
    with another_site(pictures) as address:
        page.goto(address, wait_until="load")
        widths = page.evaluate("[...document.images].map(image => image.naturalWidth)")
        read = page.evaluate(
            "files => Promise.all(files.map(f => fetch(f).then(r => r.text()).then(t => t.length)))",
            files,
        )
    assert all(width > 100 for width in widths)
    assert all(length > 100 for length in read)
    assert (len(widths), len(read)) == (len(addresses), len(files))


@pytest.mark.browser
def test_another_site_can_show_an_embedded_chart_and_no_page(
    page: Page, dashboard_url: str
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    frames = "".join(
        f'<iframe src="{dashboard_url}{p}"></iframe>' for p in ("/embed/trend", "/ages")
    )
    with another_site(frames) as address:
        page.goto(address)
        embedded = page.frame_locator("iframe").first
        expect(embedded.locator("svg:visible")).to_have_count(1)
        expect(embedded.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")
    assert len(complaints) == 1
    assert "frame-ancestors" in complaints[0]
