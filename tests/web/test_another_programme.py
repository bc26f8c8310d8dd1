"""A release of another programme shows no word of the one that this was first made for."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from flask.testing import FlaskClient
from pypdf import PdfReader

from dashboard.data.queries import QUESTIONS
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from dashboard.settings import Settings
from dashboard.web.application import create_app
from tests.releases import edit_descriptor, write_release
from tests.web.crawling import follow

Edit = Callable[[dict[str, str]], None]

# Words that only a release may bring: of the programme, its partners, places, methods and study.
TERMS = re.compile(
    r"\bMST|multisystemic|therap|treatment|\bTAM-R|adheren|Birmingham|Nottingham|Kirklees|Sandwell"
    r"|Warwick|Youth Endowment|exploitation|Routes, stages|quotes[^.]* are real",
    re.IGNORECASE,
)
STYLES = re.compile(r"(?s)<style.*?</style>")
WORDS = """\
page,label,title,lead
outcomes,Results,What became of it,How things stood at the last meeting.
referrals,Requests,Requests for a mentor,A request is made by a school.
"""


def everywhere(texts: dict[str, str]) -> None:
    """Put a measure on every page; the others have their quotes, studies and notes already."""
    head, *rows = texts["measures.csv"].splitlines()
    cells = next(row for row in rows if row.startswith("referrals,"))
    more = [
        cells.replace("referrals,Children referred,Referred", f"{key},{key} met,{key}", 1)
        .replace(",were referred,referrals,", f",were met,{key},", 1)
        .removesuffix(",1")
        + ","
        for key in ("ages", "completion", "outcomes", "delivery")
    ]
    texts["measures.csv"] = "\n".join([head, *rows, *more]) + "\n"


def named(texts: dict[str, str]) -> None:
    everywhere(texts)
    texts["pages.csv"] = WORDS
    edit_descriptor(texts, status="Official statistics")


def client_of(folder: Path, edit: Edit) -> FlaskClient:
    release = write_release(folder / "release", edit=edit)
    url = f"sqlite:///{folder / 'store.sqlite'}"
    with closing(Store.open(url, read_only=False)) as writer:
        writer.publish(import_release(release))
    client: FlaskClient = create_app(
        Store.open(url), Settings(database_url=url)
    ).server.test_client()
    return client


def text_of(data: bytes) -> str:
    """Return the text of a response: of a zip, a workbook or a PDF, that of all that it holds."""
    if data.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if not data.startswith(b"PK"):
        return data.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        return "\n".join(text_of(files.read(name)) for name in files.namelist())


def test_no_page_or_file_of_another_programme_has_a_word_of_this_one(tmp_path: Path) -> None:
    client = client_of(tmp_path, everywhere)
    answers = {
        address: text_of(answer.data)
        for address, answer in follow(
            client, *(f"/figures/{question}.csv" for question in QUESTIONS)
        )
        if answer.status_code == 200
    }
    kinds = {address.partition("?")[0].rpartition(".")[2] for address in answers}
    assert {"csv", "json", "svg", "pdf", "xlsx", "zip", "atom", "xml"} <= kinds
    assert "Harbour Families" in answers["/areas/eastport.pdf"]
    said = {address: TERMS.findall(STYLES.sub("", text)) for address, text in answers.items()}
    assert {address: found for address, found in said.items() if found} == {}, (
        "only a release may bring these words: see docs/how-to/add-a-page.md"
    )


def test_a_release_names_its_pages_and_their_order(tmp_path: Path) -> None:
    client = client_of(tmp_path, named)
    page = client.get("/outcomes").text
    assert "<title>What became of it | Harbour Families</title>" in page
    assert "<h1>What became of it</h1>" in page
    assert "How things stood at the last meeting." in page
    menu = page.split("</ul>")[0]
    assert re.findall(r">(Results|Requests)</a>", menu) == ["Results", "Requests"]


def test_the_kind_of_statistics_is_the_release_s_own(tmp_path: Path) -> None:
    client = client_of(tmp_path, named)
    for address in ("/", "/about", "/figures/trend.csv", "/data/referrals.csv"):
        with client.get(address) as response:
            assert "Official statistics" in response.get_data(as_text=True)
            assert "not official" not in response.get_data(as_text=True)


def test_a_page_without_content_is_nowhere(tmp_path: Path) -> None:
    def bare(texts: dict[str, str]) -> None:
        for path in ("quotes.csv", "studies.csv", "statements.csv"):
            del texts[path]

    client = client_of(tmp_path, bare)
    sitemap = client.get("/sitemap.xml").text
    assert "/completion" in sitemap
    for path in ("/ages", "/voices", "/evidence"):
        assert client.get(path).status_code == 404
        assert path not in sitemap
        assert f'href="{path}"' not in client.get("/").text
