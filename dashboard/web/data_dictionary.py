"""What does each file, column, group and letter of a release mean? In Markdown, to read and to search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dashboard.data.queries.titles import catalogue_stamp
from dashboard.data.release.format import FILES, PRIVATE_COLUMNS
from dashboard.data.release.model import Catalogue, StatisticalTable
from dashboard.data.release.table_columns import MARKER_MEANINGS
from dashboard.web.provenance import release_lines

PLACE_AND_TIME = (
    ("time_period", "The period: `2024`, or the years that it spans."),
    ("time_identifier", "What kind of period it is."),
    ("geographic_level", "The level of the area."),
    ("country_code, country_name", "The country, with its code (Office for National Statistics)."),
    ("region_code, region_name", "The region, with its code, where there is one."),
    ("old_la_code, new_la_code, la_name", "The authority, with its codes."),
)


def data_dictionary(identifier: str, catalogue: Catalogue) -> str:
    """Write the dictionary of a release."""
    lines = [
        f"# Data dictionary: {catalogue.title}, version {catalogue.version}",
        *release_lines(catalogue_stamp(identifier, catalogue)),
        catalogue.description,
        catalogue.disclosure.statement,
        "## Letters in place of numbers",
        _table(("Marker", "Meaning"), ((f"`{m}`", t) for m, t in MARKER_MEANINGS.items())),
        "## Columns of every table",
        _table(("Column", "Meaning"), PLACE_AND_TIME),
        *(line for table in catalogue.tables for line in _statistical_table(catalogue, table)),
        "## Groups",
        *(line for part in _breakdowns(catalogue) for line in part),
        "## Measures",
        _table(
            ("Measure", "Title", "Definition", "Unit"),
            ((f"`{m.key}`", m.title, m.definition, m.unit) for m in catalogue.measures),
        ),
        "## The other files",
        "A release has those that it needs.",
        *(line for part in _other_files() for line in part),
    ]
    return "\n\n".join(line for line in lines if line) + "\n"


def _statistical_table(catalogue: Catalogue, table: StatisticalTable) -> Iterator[str]:
    yield f"## {table.title} (`{table.path}`)"
    yield table.description
    yield f"Counts: {table.universe}."
    known = {breakdown.name: breakdown.label for breakdown in catalogue.breakdowns}
    filters = [(f"`{name}`", f"{known.get(name, name)}: see Groups", "") for name in table.filters]
    columns = [(f"`{c.name}`", c.label, c.unit) for c in table.columns]
    yield _table(("Column", "Meaning", "Unit"), [*filters, *columns])


def _breakdowns(catalogue: Catalogue) -> Iterator[Sequence[str]]:
    for breakdown in catalogue.breakdowns:
        rows = [(f"`{g.name}`", g.label, g.definition) for g in breakdown.groups]
        heading = f"### {breakdown.label} (`{breakdown.name}`)"
        yield heading, breakdown.hint, _table(("Group", "Name", "Definition"), rows)


def _other_files() -> Iterator[Sequence[str]]:
    for file in FILES:
        fields = [(f"`{f.name}`", f.meaning) for f in file.fields if f.name not in PRIVATE_COLUMNS]
        yield f"### `{file.path}`", file.meaning, _table(("Column", "Meaning"), fields)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(map(_entry, line))} |" for line in lines)


def _entry(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
