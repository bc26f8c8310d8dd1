"""docs/release-format.md says what the program does.

The lines that repeat what the program knows are made from it here and looked for in the
document, and its example is written to a folder, sealed and checked.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.data.release.checks import CHECKS
from dashboard.data.release.fields import Field, File
from dashboard.data.release.format import FILES, TEXT_BLOCKS
from dashboard.data.release.periods import IDENTIFIERS
from dashboard.data.release.properties import PROPERTIES
from dashboard.data.release.reading import import_release
from dashboard.data.release.table_columns import GEOGRAPHY_COLUMNS, MARKER_MEANINGS, META_COLUMNS
from dashboard.data.release.writing.seal import seal_release
from tests.releases import check_release

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "release-format.md"


def file_lines(file: File) -> list[str]:
    need = "required" if file.required else "optional"
    return [f"### {file.path} ({need})", file.meaning, *(field_line(f) for f in file.fields)]


def field_line(field: Field) -> str:
    choices = f" One of: {', '.join(f'`{choice}`' for choice in field.choices)}."
    need = "yes" if field.required else ""
    type_ = {"string": "text", "boolean": "true or false"}.get(field.type, str(field.type))
    said = field.meaning + (choices if field.choices else "")
    return f"| `{field.name}` | {type_} | {need} | {said} |"


def property_lines() -> list[str]:
    return [
        f"| `{p.name}` | {'yes' if p.required else ''} | {p.meaning.replace('|', '')} |"
        for p in PROPERTIES
    ]


def marker_lines() -> list[str]:
    return [f"| `{marker.value}` | {meaning} |" for marker, meaning in MARKER_MEANINGS.items()]


def check_lines() -> list[str]:
    return [f"- **{check.name}**: {' '.join(check.rule.split())}" for check in CHECKS]


def example_files() -> dict[str, str]:
    """Read the example: each file's name in bold, then its content in a fenced block."""
    found = re.findall(
        r"^\*\*(\S+)\*\*\n\n```\w*\n(.*?)^```$", DOCUMENT.read_text(), re.MULTILINE | re.DOTALL
    )
    return dict(found)


def missing(lines: list[str]) -> list[str]:
    written = set(DOCUMENT.read_text().splitlines())
    return [line for line in lines if line not in written]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_column_of_every_file_is_documented(file: File) -> None:
    assert missing(file_lines(file)) == []


def test_every_property_of_the_descriptor_is_documented() -> None:
    assert missing(property_lines()) == []


def test_every_marker_is_documented() -> None:
    assert missing(marker_lines()) == []


def test_every_check_is_documented_with_its_rule() -> None:
    assert missing(check_lines()) == []


def test_columns_periods_and_texts_are_named() -> None:
    text = DOCUMENT.read_text()
    for name in (*GEOGRAPHY_COLUMNS, *META_COLUMNS, *TEXT_BLOCKS):
        assert f"`{name}`" in text
    for identifier in IDENTIFIERS:
        assert identifier.split(" Q")[0] in text


def test_no_file_is_documented_that_does_not_exist() -> None:
    headings = re.findall(r"^### (\S+\.csv)", DOCUMENT.read_text(), re.MULTILINE)
    assert headings == [file.path for file in FILES]


def test_example_is_a_release_that_passes(tmp_path: Path) -> None:
    files = example_files()
    assert "datapackage.json" in files
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    seal_release(tmp_path)
    assert check_release(tmp_path) == ()
    assert len(list(import_release(tmp_path).cells("referrals"))) == 6
