"""The words of docs/glossary.md: what the product does not say, and what it says instead."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import PROJECT

GLOSSARY = PROJECT / "docs" / "glossary.md"

# These hold words that a text may have, and that say nothing by themselves.
LEFT_OUT = (
    "dashboard/data/release/checks/ordinary_words.py",
    "dashboard/data/release/checks/identifying.py",
    "docs/decisions/",  # as they were taken
)
# In the format's documentation the rules of checks are copied from the checks themselves.
RULE_OF_A_CHECK = re.compile(r"^- \*\*\w+\*\*: .*$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\([^)]*\)")
COMMENT_OF_A_SCRIPT = re.compile(r"^\s*(?://|/\*|\*|#).*$", re.MULTILINE)

# Each pattern is a whole word or phrase. A word that has a use of its own elsewhere ("place" as in
# "take place") is a matter for review, not for this list.
SAY_INSTEAD = {
    "nought|noughts": "zero",
    "mend|mends|mended|mending": "fix",
    "afresh|anew": "again, from scratch",
    "beside": "next to, alongside, with",
    "at once": "together, immediately",
    "of (?:its|their|his|her|our|your|one's) own": "separate, own",
    "whoever": "anyone who",
    "whatever": "any, all, everything that",
    "dear|dearer|dearest": "expensive",
    "journey|journeys": "round trip",
    "witness|witnesses": "alternative table",
    "tour|tours|toured|touring|detour|detours": "search",
    "windows": "part, range",
    "enclosures?|crews?": "the thing's name in the glossary",
    "shun|shunned|betray|betrays|betrayed": "unprotected, disclosed",
}
BANNED = re.compile(rf"\b(?:{'|'.join(SAY_INSTEAD)})\b", re.IGNORECASE)


def said_in_python(source: str) -> Iterator[str]:
    """Yield the comments together, then each string that is more than one word."""
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    yield " ".join(t.string.lstrip("# ") for t in tokens if t.type == tokenize.COMMENT)
    yield from (t.string for t in tokens if t.type == tokenize.STRING and " " in t.string)


def said_in(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        yield from said_in_python(text)
    elif path.suffix == ".md":
        yield LINK.sub("]", RULE_OF_A_CHECK.sub("", FENCE.sub("", text)))
    else:
        yield " ".join(line.strip(" #/*") for line in COMMENT_OF_A_SCRIPT.findall(text))


def banned(text: str) -> list[str]:
    """Return each banned word of a text with the words around it."""
    flat = " ".join(text.split())
    return [flat[max(0, m.start() - 30) : m.end() + 30] for m in BANNED.finditer(flat)]


def product_texts() -> list[Path]:
    """List what the product says: documents, code, commands, scripts and its release's texts."""
    found = [
        *(path for path in PROJECT.glob("*.md") if path.name != "CHANGELOG.md"),
        PROJECT / "app.py",
        *(path for path in (PROJECT / "bin").iterdir() if path.is_file()),
        *(PROJECT / "docs").rglob("*.md"),
        *(PROJECT / "dashboard").rglob("*.py"),
        *(PROJECT / "dashboard").rglob("*.md"),
        *(path for path in (PROJECT / "assets").rglob("*.js")),
        *(path for path in (PROJECT / "assets").rglob("*.css")),
    ]
    return sorted(
        path
        for path in found
        if path != GLOSSARY and not path.relative_to(PROJECT).as_posix().startswith(LEFT_OUT)
    )


@pytest.mark.parametrize(
    "text", ["A Nought is shown.", "all at\n    once", "# of its own", "two toured", "whatever"]
)
def test_a_banned_word_is_seen(text: str) -> None:
    assert banned(text)


@pytest.mark.parametrize("text", ["detoured", "besides", "amended", "once, at", "its own"])
def test_a_word_that_only_looks_like_one_is_not(text: str) -> None:
    assert banned(text) == []


def test_names_in_code_are_not_prose_but_comments_docstrings_and_messages_are() -> None:
    source = 'beside = {"beside": 1}  # beside\n\ndef f():\n    """Beside it."""\n    say("a beside b")\n'
    assert [len(banned(text)) for text in said_in_python(source)] == [1, 1, 1]


def test_the_product_says_what_the_glossary_says() -> None:
    found = {
        path.relative_to(PROJECT).as_posix(): words
        for path in product_texts()
        if (words := [word for text in said_in(path) for word in banned(text)])
    }
    assert found == {}


def test_the_glossary_names_every_banned_word_with_what_to_say() -> None:
    rows = GLOSSARY.read_text("utf-8").split("\n## Words not used\n")[1].splitlines()
    for pattern, instead in SAY_INSTEAD.items():
        said = [row for row in rows if row.endswith(f" | {instead} |")]
        assert len(said) == 1, instead
        named = said[0].split("|")[1].strip().split(", ")
        assert all(re.fullmatch(pattern, word) for word in named), pattern


def test_a_term_has_one_entry() -> None:
    text = GLOSSARY.read_text("utf-8").split("\n## Words not used\n")[0]
    terms = re.findall(r"^\| (.+?) \| .+ \|$", text, re.MULTILINE)
    named = [term for row in terms for term in row.split(", ") if row != "Term"]
    assert [term for term in named if named.count(term) > 1] == []
