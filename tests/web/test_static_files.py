"""Static files come small, under names that change with their content, and for good."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import unquote

import brotli
import pytest
from flask.testing import FlaskClient

from dashboard.web.static_files import STATIC_FOLDER, StaticFiles
from dashboard.web.vendored_scripts import Package


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    folder = tmp_path / "assets"
    (folder / "fonts").mkdir(parents=True)
    (folder / "fonts" / "text.woff2").write_bytes(b"letters")
    (folder / "b.css").write_text('@font-face { src: url("fonts/text.woff2"); }')
    (folder / "a.css").write_text("p { margin: 0 }")
    (folder / "boot.js").write_text("let a;")
    (folder / "live").mkdir()
    (folder / "live" / "b.js").write_text("begin();")
    (folder / "live" / "a.js").write_text("// Why\nconst begin = 1;")
    (folder / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" fill="#fff"/>\n')
    return folder


@pytest.mark.parametrize("name", ["boot.js", "live.js", "dash.js", "plotly.js"])
def test_a_file_may_be_kept_for_ever_and_comes_compressed(client: FlaskClient, name: str) -> None:
    stem, _, ending = name.partition(".")
    found = re.search(rf"/static/{stem}\.[0-9a-f]{{12}}\.{ending}", client.get("/outcomes").text)
    assert found
    address = found.group()
    with client.get(address, headers={"Accept-Encoding": "br"}) as response:
        content = (STATIC_FOLDER / address.rpartition("/")[2]).read_bytes()
        assert "immutable" in response.headers["Cache-Control"]
        assert response.headers["Content-Encoding"] == "br"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Origin" not in response.headers
        assert brotli.decompress(response.data) == content


def test_a_change_is_a_new_name_and_fonts_are_named_by_theirs(assets: Path, tmp_path: Path) -> None:
    first = StaticFiles.prepare(tmp_path / "static", assets)
    styles = first.sheet("site.css")
    assert styles.startswith("p{margin:0}")
    assert f'url("{first.address("text.woff2")}")' in styles
    (assets / "a.css").write_text("p { margin: 1px }")
    second = StaticFiles.prepare(tmp_path / "static", assets)
    assert second.sheet("site.css") != first.sheet("site.css")
    assert second.sheet_hashes() != first.sheet_hashes()
    assert second.address("boot.js") == first.address("boot.js")
    assert second.fingerprint() != first.fingerprint()


def test_what_only_we_read_is_left_out(assets: Path, tmp_path: Path) -> None:
    (assets / "a.css").write_text("/* Why:\n   so */\np {\n  margin: 0;\n}\n")
    (assets / "boot.js").write_text('// Why\nlet a = "http://x"; // so\n  f();\n')
    files = StaticFiles.prepare(tmp_path / "static", assets)

    def text(name: str) -> str:
        return (tmp_path / "static" / files.address(name).rpartition("/")[2]).read_text()

    assert files.sheet("site.css").startswith("p{margin:0}")
    assert text("boot.js") == 'let a = "http://x"; // so\nf();'


def test_the_scripts_of_the_live_page_are_one_that_no_other_sees_into(
    assets: Path, tmp_path: Path
) -> None:
    (assets / "live" / "live.css").write_text("p {\n  margin: 0;\n}\n")
    address = StaticFiles.prepare(tmp_path / "static", assets).address("live.js")
    content = (tmp_path / "static" / address.rpartition("/")[2]).read_text()
    assert (
        content
        == '(() => {\n"use strict";\nconst STYLES = "p{margin:0}";\nconst begin = 1;\nbegin();\n})();'
    )


def test_a_style_sheet_cannot_end_its_place_in_a_page(assets: Path, tmp_path: Path) -> None:
    (assets / "a.css").write_text("p::before { content: '</style>' }")
    with pytest.raises(ValueError, match=r"site\.css"):
        StaticFiles.prepare(tmp_path / "static", assets)


def test_a_page_holds_the_styles_that_its_policy_names(client: FlaskClient) -> None:
    for path in ("/", "/embed/trend", "/no-such-page"):
        response = client.get(path)
        sheets = re.findall("<style>(.*?)</style>", response.text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(sheets[0].encode()).digest()).decode()
        assert len(sheets) == 1
        assert f"'sha256-{digest}'" in response.headers["Content-Security-Policy"]


def test_a_small_picture_can_be_written_into_a_page(assets: Path, tmp_path: Path) -> None:
    address = StaticFiles.prepare(tmp_path / "static", assets).inline("icon.svg")
    kind, _, written = address.partition(",")
    assert kind == "data:image/svg+xml"
    assert unquote(written) == (assets / "icon.svg").read_text().strip()
    assert not set(written) & set('"#<>')


def test_what_is_prepared_is_not_prepared_again(assets: Path, tmp_path: Path) -> None:
    StaticFiles.prepare(tmp_path / "static", assets)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "static").iterdir()}
    StaticFiles.prepare(tmp_path / "static", assets)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "static").iterdir()} == before


def test_what_was_fetched_is_used_only_if_it_is_what_was_pinned(tmp_path: Path) -> None:
    stand_in = tmp_path / "stand-in.js"
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"  # of "x"
    package = Package("name", "1.0", "package/x.js", digest, stand_in)
    assert package.source(tmp_path) == stand_in
    package.fetched(tmp_path).write_text("changed on the way")
    assert package.source(tmp_path) == stand_in
    package.fetched(tmp_path).write_text("x")
    assert package.source(tmp_path) == package.fetched(tmp_path)
