"""A sum that nobody declared, and that all figures fit, is asked about."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.data.release.findings import Finding
from dashboard.data.release.reading import read_release
from dashboard.data.release.table_columns import GEOGRAPHY_COLUMNS
from dashboard.data.release.writing.lists import lists_of
from dashboard.publishing.gate import audit
from tests.releases import check_release, edit_descriptor, to_csv, write_release

CHECK = "undeclared_sums"
Edit = Callable[[dict[str, str]], None]


def rows_of(texts: dict[str, str], path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(texts[path])))


def setting(path: str, column: str, value: str, **where: str) -> Edit:
    """Return an edit that sets a column of the rows that have these entries."""

    def edit(texts: dict[str, str]) -> None:
        rows = rows_of(texts, path)
        for row in rows:
            if all(row[name] == entry for name, entry in where.items()):
                row[column] = value
        texts[path] = to_csv(rows)

    return edit


def both(*edits: Edit) -> Edit:
    def edit(texts: dict[str, str]) -> None:
        for one in edits:
            one(texts)

    return edit


def hide_a_line(texts: dict[str, str]) -> None:
    """Suppress every count of Eastport in the last period of each table: a sum may give it away."""
    for path in [p for p in texts if p.startswith("data/") and not p.endswith(".meta.csv")]:
        rows = rows_of(texts, path)
        last = rows[-1]["time_period"], rows[-1]["time_identifier"]
        counts = set(rows[0]) - {*GEOGRAPHY_COLUMNS, "route", "answer", "mean_days"}
        for row in rows:
            if (row["time_period"], row["time_identifier"], row["la_name"]) == (*last, "Eastport"):
                row.update(dict.fromkeys(counts, "c"))
        texts[path] = to_csv(rows)


def found_in(folder: Path, *edits: Edit) -> list[Finding]:
    return asked_of(folder, *edits, hide_a_line)


def asked_of(folder: Path, *edits: Edit) -> list[Finding]:
    write_release(folder, edit=both(*edits))
    return [finding for finding in check_release(folder) if finding.check == CHECK]


def test_a_release_that_declares_its_sums_is_asked_nothing(tmp_path: Path) -> None:
    assert found_in(tmp_path) == []


UNDECLARED: list[tuple[str, str, Edit]] = [
    ("areas.csv", "areas: harbour", setting("areas.csv", "part_of", "")),
    (
        "breakdowns.csv",
        "breakdown route: Total",
        setting("breakdowns.csv", "kind", "separate", breakdown="route"),
    ),
]


@pytest.mark.parametrize(("file", "name", "edit"), UNDECLARED, ids=[u[1] for u in UNDECLARED])
def test_a_sum_that_all_figures_fit_is_asked_about(
    tmp_path: Path, file: str, name: str, edit: Edit
) -> None:
    found = found_in(tmp_path, edit)
    assert [finding.file for finding in found] == [file]
    assert f"`{name}`" in found[0].expected


def test_a_sum_whose_every_count_is_printed_is_asked_about_nowhere(tmp_path: Path) -> None:
    """Nothing follows from it; where a table beside it hides a count, it is asked about all the same."""
    same = [only(("2023", "Calendar year"), ("2024", "Calendar year"))]

    def twice(texts: dict[str, str]) -> None:
        add_visits(texts, lambda n: n)

    assert asked_of(tmp_path / "printed", twice, *same) == []
    assert len(found_in(tmp_path / "hidden", twice, *same)) == 1
    rounding = setting_rounding(3)
    assert len(asked_of(tmp_path / "rounded", twice, *same, rounding)) == 1


def setting_rounding(base: int) -> Edit:
    def edit(texts: dict[str, str]) -> None:
        rule = json.loads(texts["datapackage.json"])["disclosure"]
        edit_descriptor(texts, disclosure=rule | {"rounding": base})

    return edit


def denying(name: str) -> Edit:
    def deny(texts: dict[str, str]) -> None:
        texts["not_sums.csv"] = to_csv([{"sum": name, "because": "It fits by chance."}])

    return deny


def only(*periods: tuple[str, str]) -> Edit:
    """Return an edit that leaves all tables with some periods alone."""

    def edit(texts: dict[str, str]) -> None:
        for path in [p for p in texts if p.startswith("data/") and not p.endswith(".meta.csv")]:
            rows = rows_of(texts, path)
            own = [r for r in rows if (r["time_period"], r["time_identifier"]) in periods]
            texts[path] = to_csv(own)
        texts["returns.csv"] = texts["returns.csv"].splitlines()[0] + "\n"

    return edit


@pytest.mark.parametrize(("file", "name", "edit"), UNDECLARED, ids=[u[1] for u in UNDECLARED])
def test_a_sum_that_many_lines_show_cannot_be_denied(
    tmp_path: Path, file: str, name: str, edit: Edit
) -> None:
    found = found_in(tmp_path, edit, denying(name))
    assert [finding.file for finding in found] == [file]
    assert f"no line in not_sums.csv can deny `{name}`" in found[0].expected


def add_visits(texts: dict[str, str], numbers: Callable[[int], int]) -> None:
    """Add a table of another universe that counts every place and period of the endings."""
    rows = rows_of(texts, "data/referrals.csv")
    totals = [
        {k: v for k, v in row.items() if k != "route"} for row in rows if row["route"] == "Total"
    ]
    visits = []
    for row in totals:
        figure = row.pop("children")
        visits.append(row | {"visits": str(numbers(int(figure))) if figure.isdigit() else figure})
    texts["data/visits.csv"] = to_csv(visits)
    resource = {
        "name": "visits",
        "path": "data/visits.csv",
        "kind": "statistics",
        "title": "Visits",
        "description": "By the day of the visit.",
        "universe": "children visited",
    }
    resources = json.loads(texts["datapackage.json"])["resources"]
    edit_descriptor(texts, resources=[*resources, resource])
    texts["data/visits.meta.csv"] = to_csv(
        [
            {
                "col_name": "visits",
                "col_type": "Indicator",
                "label": "Visits",
                "indicator_grouping": "",
                "indicator_unit": "children",
                "indicator_dp": "0",
                "filter_hint": "",
                "filter_grouping_column": "",
            }
        ]
    )


def add_columns(texts: dict[str, str], **columns: Callable[[int], int]) -> None:
    """Add a table of visits, six for each referral, with columns that are made of their number."""
    add_visits(texts, lambda n: 6 * n)
    rows = rows_of(texts, "data/visits.csv")
    for row in rows:
        figure = row["visits"]
        for name, number in columns.items():
            row[name] = str(number(int(figure))) if figure.isdigit() else figure
    texts["data/visits.csv"] = to_csv(rows)
    about = rows_of(texts, "data/visits.meta.csv")
    more = [about[0] | {"col_name": name, "label": name.capitalize()} for name in columns]
    texts["data/visits.meta.csv"] = to_csv([*about, *more])


def test_tables_whose_totals_are_always_the_same_are_asked_about(tmp_path: Path) -> None:
    name = "table=referrals; column=children and table=visits; column=visits"
    found = found_in(tmp_path / "same", lambda texts: add_visits(texts, lambda n: n))
    assert [finding.file for finding in found] == ["identities.csv"]
    assert f"`{name}`" in found[0].expected
    assert found_in(tmp_path / "other", lambda texts: add_visits(texts, lambda n: 2 * n)) == []


def test_a_declared_identity_is_not_asked_about(tmp_path: Path) -> None:
    def declare(texts: dict[str, str]) -> None:
        add_visits(texts, lambda n: n)
        line = "table=referrals; column=children,equals,table=visits; column=visits,\n"
        texts["identities.csv"] += line

    assert found_in(tmp_path, declare) == []


def test_a_table_whose_quarters_add_up_to_its_years_is_asked_about(tmp_path: Path) -> None:
    def lasting(texts: dict[str, str]) -> None:
        resources = json.loads(texts["datapackage.json"])["resources"]
        resources[0]["addsOverTime"] = False
        edit_descriptor(texts, resources=resources)

    found = found_in(tmp_path, lasting)
    assert [(f.file, f.column) for f in found] == [
        ("datapackage.json", "resource referrals, addsOverTime")
    ]


def test_columns_of_one_table_that_are_always_the_same_are_asked_about(tmp_path: Path) -> None:
    found = found_in(tmp_path, lambda texts: add_columns(texts, seen=lambda n: n))
    assert len(found) == 1
    assert "`table=visits; column=seen and table=visits; column=visits`" in found[0].expected


BOYS = "table=visits; column=boys"
GIRLS = "table=visits; column=girls"
VISITS = "table=visits; column=visits"


def by_sex(texts: dict[str, str]) -> None:
    add_columns(texts, boys=lambda n: n // 3, girls=lambda n: n - n // 3)


def declaring(line: str) -> Edit:
    def declare(texts: dict[str, str]) -> None:
        texts["identities.csv"] += f"{line}\n"

    return declare


def test_columns_that_add_up_to_another_are_asked_about(tmp_path: Path) -> None:
    found = found_in(tmp_path, by_sex)
    assert [finding.file for finding in found] == ["identities.csv"]
    assert f"{BOYS} + {GIRLS} equals {VISITS}" in found[0].expected


def test_columns_that_do_not_add_up_are_not_asked_about(tmp_path: Path) -> None:
    def edit(texts: dict[str, str]) -> None:
        add_columns(texts, boys=lambda n: n // 3, girls=lambda n: n - n // 3 - 1)

    assert found_in(tmp_path, edit) == []


def test_a_declared_sum_of_columns_is_checked_and_not_asked_about(tmp_path: Path) -> None:
    declare = declaring(f"{BOYS} + {GIRLS},equals,{VISITS},")
    assert found_in(tmp_path / "right", by_sex, declare) == []

    def edit(texts: dict[str, str]) -> None:
        by_sex(texts)
        declare(texts)
        rows = rows_of(texts, "data/visits.csv")
        rows[0]["girls"] = str(int(rows[0]["girls"]) + 1)
        texts["data/visits.csv"] = to_csv(rows)

    write_release(tmp_path / "wrong", edit=edit)
    found = [f for f in check_release(tmp_path / "wrong") if f.check == "identities"]
    assert [(finding.file, finding.row) for finding in found] == [("data/visits.csv", 2)]


def test_a_declared_sum_of_columns_is_written_as_it_was_read(tmp_path: Path) -> None:
    left = f"{BOYS} + {GIRLS}"
    found_in(tmp_path, by_sex, declaring(f"{left},equals,{VISITS},"))
    _, rows = lists_of(read_release(tmp_path).catalogue)["identities"]
    assert [list(row) for row in rows][-1] == [left, "equals", VISITS, ""]


def test_only_what_equals_another_is_a_sum_of_several(tmp_path: Path) -> None:
    declare = declaring(f"{BOYS} + {GIRLS},part_of,{VISITS},")
    release = write_release(tmp_path, edit=both(by_sex, declare))
    found = [f for f in check_release(release) if f.file == "identities.csv" and f.row]
    assert [finding.column for finding in found] == ["left"]


def test_every_reference_of_a_sum_must_name_cells_that_are_there(tmp_path: Path) -> None:
    declare = declaring(f"{BOYS} + table=visits; column=men,equals,{VISITS},")
    release = write_release(tmp_path, edit=both(by_sex, declare))
    found = [f for f in check_release(release) if f.check == "references"]
    assert [(finding.file, finding.column) for finding in found] == [("identities.csv", "left")]


def test_the_total_of_one_table_may_be_the_sum_of_two_others(tmp_path: Path) -> None:
    def split(texts: dict[str, str]) -> None:
        by_sex(texts)
        rows = rows_of(texts, "data/visits.csv")
        meta = rows_of(texts, "data/visits.meta.csv")
        resources = json.loads(texts["datapackage.json"])["resources"]
        for place, name in enumerate(("boys", "girls"), start=1):
            others = {"visits", "boys", "girls"} - {name}
            texts[f"data/{name}.csv"] = to_csv(
                [{k: v for k, v in row.items() if k not in others} for row in rows]
            )
            texts[f"data/{name}.meta.csv"] = to_csv([meta[place]])
            own = {"name": name, "path": f"data/{name}.csv", "title": name, "universe": name}
            resources.append(resources[-1] | own)
        edit_descriptor(texts, resources=resources)
        texts["data/visits.csv"] = to_csv(
            [{k: v for k, v in row.items() if k not in ("boys", "girls")} for row in rows]
        )
        texts["data/visits.meta.csv"] = to_csv(meta[:1])

    found = found_in(tmp_path, split)
    line = "table=boys; column=boys + table=girls; column=girls equals table=visits; column=visits"
    assert [line in finding.expected for finding in found] == [True]


@pytest.mark.parametrize(
    "line",
    [
        "table=referrals; column=children,equals,table=visits; column=visits,to_date",
        "table=referrals; column=children,part_of,table=visits; column=visits,",
    ],
    ids=["of some periods", "one within another"],
)
def test_an_identity_that_says_less_is_no_declaration(tmp_path: Path, line: str) -> None:
    found = found_in(tmp_path, lambda texts: add_visits(texts, lambda n: n), declaring(line))
    assert [finding.file for finding in found] == ["identities.csv"]


def test_an_identity_of_all_periods_that_two_tables_share_is_a_declaration(tmp_path: Path) -> None:
    line = "table=referrals; column=children,equals,table=visits; column=visits,to_date"

    def late(texts: dict[str, str]) -> None:
        rows = rows_of(texts, "data/visits.csv")
        texts["data/visits.csv"] = to_csv(
            [row for row in rows if row["time_identifier"] == "To date"]
        )

    add = [lambda texts: add_visits(texts, lambda n: n), late]
    assert found_in(tmp_path, *add, declaring(line)) == []


def test_one_line_with_a_large_total_is_asked_about_and_may_be_denied(tmp_path: Path) -> None:
    edits = [by_sex, only(("2023", "Calendar year"))]  # Westport has none: harbour and Eastport
    found = found_in(tmp_path / "asked", *edits)
    name = f"{VISITS} = {BOYS} + {GIRLS}"
    assert [f"`{name}`" in finding.expected for finding in found] == [True]
    assert found_in(tmp_path / "denied", *edits, denying(name)) == []


def test_groups_without_a_complete_line_are_asked_about_where_one_is_the_default(
    tmp_path: Path,
) -> None:
    def everyone(texts: dict[str, str]) -> None:
        for path in ("data/referrals.csv", "groups.csv", "breakdowns.csv"):
            texts[path] = texts[path].replace("Total", "Everyone")
        texts["breakdowns.csv"] = texts["breakdowns.csv"].replace(
            "answer,Living at home,parts,Everyone", "answer,Living at home,parts,Total"
        )
        groups = [
            row | {"group": "Total"} if row["breakdown"] == "answer" == row["label"] else row
            for row in rows_of(texts, "groups.csv")
        ]
        for row in groups:
            if row["breakdown"] == "answer":
                row["group"] = row["group"].replace("Everyone", "Total")
                row["part_of"] = row["part_of"].replace("Everyone", "Total")
        texts["groups.csv"] = to_csv(groups)

    separate = setting("breakdowns.csv", "kind", "separate", breakdown="route")
    hidden = setting("data/referrals.csv", "children", "c", route="Police")
    found = found_in(tmp_path, everyone, separate, hidden)
    assert ["`breakdown route: Everyone`" in finding.expected for finding in found] == [True]


def add_area(
    texts: dict[str, str], slug: str, numbers: Callable[[int], int], **entries: str
) -> None:
    """Add an area whose every figure is made of that of the whole."""
    areas = rows_of(texts, "areas.csv")
    blank = dict.fromkeys(areas[0], "")
    texts["areas.csv"] = to_csv([*areas, blank | {"slug": slug, "name": slug} | entries])
    for path in [p for p in texts if p.startswith("data/") and not p.endswith(".meta.csv")]:
        rows = rows_of(texts, path)
        more = []
        for row in (r for r in rows if r["geographic_level"] == "Programme"):
            own = row | {"geographic_level": entries["level"]}
            if entries["level"] == "Regional":
                own |= {"region_code": entries["code"], "region_name": slug}
            for column in ("children", "visits"):
                if own.get(column, "").isdigit():
                    own[column] = str(numbers(int(own[column])))
            more.append(own)
        texts[path] = to_csv([*rows, *more])


def known_from_figures(folder: Path, *edits: Edit) -> int:
    """Return how many sums the audit takes from the figures of a release that is asked nothing."""
    assert found_in(folder, *edits) == []
    return audit(read_release(folder).release(), None).counted.get("found", 0)


def coast(texts: dict[str, str]) -> None:
    add_area(texts, "Coast", lambda n: n, level="Regional", code="E12000091")
    for path in [p for p in texts if p.startswith("data/") and not p.endswith(".meta.csv")]:
        texts[path] = texts[path].replace("coast", "Coast")
    texts["areas.csv"] = texts["areas.csv"].replace("Coast,Coast,Regional", "coast,Coast,Regional")


def test_areas_of_a_region_are_a_sum_beside_that_of_the_whole(tmp_path: Path) -> None:
    assert known_from_figures(tmp_path / "declared") == 0
    assert known_from_figures(tmp_path / "region", coast) > 0


def test_a_stray_area_among_parts_of_another_is_asked_about(tmp_path: Path) -> None:
    def stray(texts: dict[str, str]) -> None:
        rows = rows_of(texts, "areas.csv")
        rows[1]["part_of"], rows[2]["part_of"] = "north", ""
        north = dict.fromkeys(rows[0], "") | {"slug": "north", "name": "North", "level": "North"}
        texts["areas.csv"] = to_csv([*rows, north])
        for path in [p for p in texts if p.startswith("data/") and not p.endswith(".meta.csv")]:
            own = rows_of(texts, path)
            more = [
                row
                | {"geographic_level": "North"}
                | dict.fromkeys(
                    ("region_code", "region_name", "old_la_code", "new_la_code", "la_name"), ""
                )
                for row in own
                if row["la_name"] == "Eastport"
            ]
            texts[path] = to_csv([*own, *more])

    found = found_in(tmp_path, stray)
    assert ["part_of harbour for westport, north" in finding.expected for finding in found] == [
        True
    ]


def test_a_table_that_does_not_fit_does_not_silence_the_others(tmp_path: Path) -> None:
    def odd(texts: dict[str, str]) -> None:
        add_visits(texts, lambda n: 2 * n + 7)  # 7 more at each place: they do not add up

    undeclared = setting("areas.csv", "part_of", "")
    assert known_from_figures(tmp_path, undeclared, odd) > 0


def test_what_figures_show_is_audited(tmp_path: Path) -> None:
    """A count that nothing declared gives away is found from the columns beside it."""

    def hide(texts: dict[str, str]) -> None:
        rows = rows_of(texts, "data/visits.csv")
        for row in rows:
            if row["time_period"] != "2024":
                row["boys"] = "c" if row["boys"].isdigit() else row["boys"]
        texts["data/visits.csv"] = to_csv(rows)

    def leaks(folder: Path, *edits: Edit) -> list[str]:
        found_in(folder, *edits)
        every = audit(read_release(folder).release(), None).leaks
        return [leak.cell for leak in every if "March 2023, Boys" in leak.cell]

    assert leaks(tmp_path / "printed", by_sex) == []
    assert leaks(tmp_path / "hidden", by_sex, hide) != []
    denied = denying(f"{VISITS} = {BOYS} + {GIRLS}")
    assert leaks(tmp_path / "denied", by_sex, hide, denied) != []


def hiding(column: str, path: str) -> Edit:
    """Return an edit that leaves a column of one table with no figure at all."""

    def hide(texts: dict[str, str]) -> None:
        rows = rows_of(texts, path)
        for row in rows:
            row[column] = "c" if row[column].isdigit() else row[column]
        texts[path] = to_csv(rows)

    return hide


def leaks_of(folder: Path) -> list[str]:
    return [str(leak) for leak in audit(read_release(folder).release(), None).leaks]


def with_few_left(few: int) -> Edit:
    return lambda texts: add_columns(texts, seen=lambda n: n - few, unseen=lambda _: few)


def test_a_sum_that_would_leave_few_to_what_is_always_suppressed_is_asked_about(
    tmp_path: Path,
) -> None:
    """No line prints referred, seen and not seen; readers subtract all the same."""
    hide = both(hiding("unseen", "data/visits.csv"), only(("2023", "Calendar year")))
    name = f"{VISITS} = table=visits; column=seen + table=visits; column=unseen"
    found = asked_of(tmp_path / "few", with_few_left(3), hide)
    assert [f"`{name}`" in finding.expected for finding in found] == [True]
    assert any("Unseen" in leak for leak in leaks_of(tmp_path / "few"))
    assert asked_of(tmp_path / "denied", with_few_left(3), hide, denying(name)) == []
    assert leaks_of(tmp_path / "denied") == []
    assert asked_of(tmp_path / "many", with_few_left(5), hide) == []


def test_areas_and_groups_that_are_always_suppressed_are_asked_about(tmp_path: Path) -> None:
    def few(texts: dict[str, str]) -> None:
        rows = [row for row in rows_of(texts, "data/referrals.csv") if row["route"] != "Total"]
        for row in rows:
            if row["children"].isdigit():
                police = row["route"] == "Police"
                row["children"] = "c" if police else "30"
        totals = [
            row | {"route": "All", "children": "33"} for row in rows if row["children"] == "30"
        ]
        zeros = [
            row | {"route": "All"}
            for row in rows
            if row["children"] == "z" and row["route"] == "Police"
        ]
        texts["data/referrals.csv"] = to_csv([*rows, *totals, *zeros])
        texts["groups.csv"] = texts["groups.csv"].replace("route,Total,", "route,All,")

    default = setting("breakdowns.csv", "default", "Police", breakdown="route")
    separate = setting("breakdowns.csv", "kind", "separate", breakdown="route")
    blank = setting("groups.csv", "part_of", "", breakdown="route")
    found = found_in(tmp_path, few, default, separate, blank)
    assert any("`breakdown route: All`" in finding.expected for finding in found)
