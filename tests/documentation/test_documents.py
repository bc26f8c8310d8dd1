"""Everything that one can run, set or open is written down, and every link leads somewhere."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

import pytest

from dashboard import settings
from dashboard.pages import PAGES
from dashboard.publishing.__main__ import COMMANDS
from tests.serving import PROJECT

README = (PROJECT / "README.md").read_text("utf-8")
DOCUMENTS = [
    *sorted(PROJECT.glob("*.md")),
    *sorted((PROJECT / "docs").rglob("*.md")),
]
SHARED_BY_COMMANDS = "environment"
WORDS_OF_TWO_PAGES = 1_500  # of A4, in 10 points

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)


def commands() -> list[str]:
    return [p.name for p in sorted((PROJECT / "bin").iterdir()) if p.name != SHARED_BY_COMMANDS]


def anchors(text: str) -> set[str]:
    """List the anchors that a page of Markdown has on the usual sites: its headings, slugged."""
    return {
        "".join(
            c
            for c in heading.lower().replace(" ", "-")
            if c in "-_" or unicodedata.category(c)[0] in "LN"
        )
        for heading in _HEADING.findall(_FENCE.sub("", text))
    }


def broken_links(document: Path) -> list[str]:
    """List the links of a document to files or headings of the project that are not there."""
    broken = []
    for link in _LINK.findall(_FENCE.sub("", document.read_text("utf-8"))):
        target, _, anchor = link.partition("#")
        if ":" in target:
            continue
        path = (document.parent / target) if target else document
        if not path.exists() or (anchor and anchor not in anchors(path.read_text("utf-8"))):
            broken.append(link)
    return broken


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    document = tmp_path / "a.md"
    document.write_text("# One, two\n[a](b.md) [b](#one-two) [c](#three) [d](https://x.example/)\n")
    assert broken_links(document) == ["b.md", "#three"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.relative_to(PROJECT).as_posix())
def test_every_link_leads_somewhere(document: Path) -> None:
    assert broken_links(document) == []


def absent_modules(text: str) -> list[str]:
    """List the modules that a text names by a path and that are not there, but those it says to write."""
    named = {*re.findall(r"`([\w/-]+/[\w-]+\.py)`", text)}
    there = [path.as_posix() for path in PROJECT.rglob("*.py") if ".venv" not in path.parts]
    found = {name for name in named for path in there if f"/{path}".endswith(f"/{name}")}
    to_write = {*re.findall(r"Write [^\n]*?`([\w/-]+/[\w-]+\.py)`", text)}
    return sorted(named - found - to_write)


def test_a_module_that_is_not_there_is_seen() -> None:
    text = "`data/gate.py` `publishing/gate.py`. Write `dashboard/pages/stay.py`:"
    assert absent_modules(text) == ["data/gate.py"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.relative_to(PROJECT).as_posix())
def test_every_module_that_a_document_names_is_there(document: Path) -> None:
    assert absent_modules(document.read_text("utf-8")) == []


def test_every_command_is_in_the_readme_and_can_be_run() -> None:
    assert set(re.findall(r"\bbin/(\w+)", README.replace(".venv/bin/", ""))) == set(commands())
    assert [name for name in commands() if not os.access(PROJECT / "bin" / name, os.X_OK)] == []


def test_every_publishing_command_is_in_the_readme() -> None:
    written = re.findall(r"\bbin/releases (\w+)", README)
    assert set(written) == {command.name for command in COMMANDS}


def test_every_setting_is_in_the_readme() -> None:
    assert re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE) == list(settings.NAMES)


def test_every_page_is_in_the_readme() -> None:
    assert re.findall(r"^\| `(/[^`]*)` \|", README, re.MULTILINE) == [p.path for p in PAGES]


def test_every_room_is_in_the_readme() -> None:
    rooms = {
        path.name
        for path in (PROJECT / "dashboard").iterdir()
        if path.is_dir() and not path.name.startswith("_")
    }
    assert rooms == set(re.findall(r"^  (\w+)/ ", README, re.MULTILINE))


def test_each_decision_has_its_number_a_status_and_a_line_in_the_index() -> None:
    folder = PROJECT / "docs" / "decisions"
    index = (folder / "README.md").read_text("utf-8")
    names = [path.name for path in sorted(folder.glob("[0-9]*.md"))]
    assert re.findall(r"^- \d+\. \[.+\]\((.+)\)$", index, re.MULTILINE) == names
    for name in names:
        title, _, status, _, body = (folder / name).read_text("utf-8").split("\n", 4)
        number = re.fullmatch(r"# (\d+)\. (.+)", title)
        assert number is not None
        assert name.startswith(f"{int(number[1]):04d}-")
        assert f"- {number[1]}. [{number[2]}]({name})" in index.splitlines()
        replaced = re.fullmatch(r"Status: (?:in force|replaced by \[\d+\]\((.+)\))", status)
        assert replaced is not None
        assert replaced[1] is None or replaced[1] in names
        assert "**Decision.**" in body


def test_the_disclosure_method_is_told_in_two_pages() -> None:
    text = (PROJECT / "docs" / "disclosure.md").read_text("utf-8")
    assert len(text.split()) <= WORDS_OF_TWO_PAGES
    for heading in ("The claim", "The audit", "The suppression", "How good it is", "Limits"):
        assert f"\n## {heading}\n" in text
