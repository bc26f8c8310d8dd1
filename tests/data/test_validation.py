"""Every fault is found, and told by its file, row and column, and never by its value."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.data.release.checks import (
    CHECKS,
    Check,
    NotApplicable,
    Outcome,
    Result,
    examine_release,
    failures,
    is_publishable,
)
from dashboard.data.release.checks.check import Subject, run_check
from dashboard.data.release.findings import LINES, Finding, Findings, told
from dashboard.data.release.reading import read_release
from dashboard.exceptions import InvalidRelease, UnreadableRelease
from tests.releases import (
    check_release,
    edit_descriptor,
    import_checked,
    pool_authorities,
    replace_once,
    write_release,
)

Texts = dict[str, str]
REFERRALS = "data/referrals.csv"
ENDINGS = "data/endings.csv"
DELIVERY = "data/delivery.csv"
BEHIND = "table=delivery; column=children"
EASTPORT_2023 = "E12000091,Coast,901,E09000101,Eastport,"


def swap(path: str, old: str, new: str) -> Callable[[Texts], None]:
    return lambda texts: replace_once(texts, path, old, new)


def without(path: str) -> Callable[[Texts], None]:
    def edit(texts: Texts) -> None:
        del texts[path]

    return edit


def describe(**changes: Any) -> Callable[[Texts], None]:
    return lambda texts: edit_descriptor(texts, **changes)


def rule(**changes: Any) -> Callable[[Texts], None]:
    def edit(texts: Texts) -> None:
        said = json.loads(texts["datapackage.json"])["disclosure"]
        edit_descriptor(texts, disclosure=said | changes)

    return edit


def first_row(path: str, start: str, new: str) -> Callable[[Texts], None]:
    """Replace the first row that begins so."""

    def edit(texts: Texts) -> None:
        lines = texts[path].splitlines()
        place = next(number for number, line in enumerate(lines) if line.startswith(start))
        lines[place] = new
        texts[path] = "\n".join(line for line in lines if line) + "\n"

    return edit


def stages(texts: Texts) -> None:
    """Make the routes stages: referred, then within it two more."""
    replace_once(texts, "breakdowns.csv", "Referral route,parts", "Referral route,stages")
    replace_once(texts, "groups.csv", "asked\nanswer", "asked\nanswer")
    lines = texts[REFERRALS].splitlines()
    place = next(n for n, line in enumerate(lines) if line.endswith("Police,11"))
    lines[place] = lines[place].removesuffix("11") + "26"
    texts[REFERRALS] = "\n".join(lines) + "\n"


def reported_per_cent(texts: Texts) -> None:
    replace_once(texts, "data/delivery.meta.csv", "Mean days,,days", "Mean days,,per cent")
    resources = json.loads(texts["datapackage.json"])["resources"]
    resources[2]["schema"] = {"fields": [{"name": "mean_days", "type": "number"}]}
    edit_descriptor(texts, resources=resources)


def measured(numerator: str, denominator: str, breakdown: str) -> Callable[[Texts], None]:
    """Add a share as the last measure."""

    def edit(texts: Texts) -> None:
        texts["measures.csv"] += (
            "more,More,More,More.,children,were more,outcomes,share,per cent,0,high,"
            f"{numerator},{denominator},,,,,{breakdown},,Each town,\n"
        )

    return edit


# The denominator's table lacks the breakdown: every group would be out of everybody.
opened_beside_a_plain_table = measured(
    "table=endings; column=children", "table=delivery; column=children", "answer"
)
# The denominator leaves the breakdown open and the numerator does not, as documents write it.
fixed_in_the_numerator_alone = measured(
    "table=endings; column=children; answer=Yes", "table=endings; column=children", "answer"
)


def separate_with_a_suppressed_count(texts: Texts) -> None:
    """Declare that routes do not add up, with a count suppressed that their sum would give away."""
    replace_once(
        texts, "breakdowns.csv", "route,Referral route,parts", "route,Referral route,separate"
    )
    lines = texts["data/referrals.csv"].splitlines()
    lines[-1] = f"{lines[-1].rsplit(',', 1)[0]},c"
    texts["data/referrals.csv"] = "\n".join(lines) + "\n"


def larger_in_a_group(texts: Texts) -> None:
    """Divide by a second column, as large in all, but smaller where the answer is known."""
    lines = texts[ENDINGS].splitlines()
    smaller = [f"{lines[0]},asked"]
    for line in lines[1:]:
        figure = line.rsplit(",", 1)[1]
        less = (
            figure.isdigit() and line.startswith("2023,Calendar year,Programme") and "Known" in line
        )
        smaller.append(f"{line},{int(figure) - 1 if less else figure}")
    texts[ENDINGS] = "\n".join(smaller) + "\n"
    texts["data/endings.meta.csv"] += "asked,Indicator,Asked,,,0,,,\n"
    resources = json.loads(texts["datapackage.json"])["resources"]
    resources[1]["schema"] = {"fields": [{"name": "asked", "type": "integer"}]}
    edit_descriptor(texts, resources=resources)
    measured("table=endings; column=children", "table=endings; column=asked", "answer")(texts)


Q1 = "2023,Calendar year Q1,"
EASTPORT_Q1 = f"{Q1}Local authority,E92000001,England,{EASTPORT_2023}"
HARBOUR_Q1 = f"{Q1}Programme,E92000001,England,,,,,,"


def redefined(periods: str) -> Callable[[Texts], None]:
    """Return an edit that declares, by measure, in which periods another definition begins."""

    def edit(texts: Texts) -> None:
        header, *lines = texts["measures.csv"].splitlines()
        told = [f"{header},breaks", *(f"{line},{periods}" for line in lines)]
        texts["measures.csv"] = "\n".join([*told, ""])

    return edit


def report_a_rate(*, counted: str = "", of: str = BEHIND) -> Callable[[Texts], None]:
    """Report the mean as a rate of those in `of`, worked out from those that are `counted`."""

    def edit(texts: Texts) -> None:
        replace_once(texts, "data/delivery.meta.csv", "Mean days,,days", "Rate,,per 10")
        mean = f"reported,days,0,between,table=delivery; column=mean_days,{BEHIND}"
        assert mean in texts["measures.csv"]
        rate = f"reported,per 10,0,between,table=delivery; column=mean_days,{of}"
        header, *lines = texts["measures.csv"].replace(mean, rate).splitlines()
        ends = [f"{line},{counted if rate in line else ''}" for line in lines]
        texts["measures.csv"] = "\n".join([f"{header},counted", *ends, ""])

    return edit


# check, where it is found, and the fault. Every check of CHECKS stands here at least once.
FAULTS: list[tuple[str, str, int | None, str, Callable[[Texts], None]]] = [
    ("descriptor", "datapackage.json", None, "producer", describe(producer="")),
    ("descriptor", "datapackage.json", None, "published", describe(published="4/2/2025")),
    ("descriptor", "datapackage.json", None, "illustrative", describe(illustrative="yes")),
    ("descriptor", "datapackage.json", None, "formatVersion", describe(formatVersion="2")),
    ("descriptor", "datapackage.json", None, "licenses", describe(licenses=[])),
    ("descriptor", "datapackage.json", None, "disclosure.rounding", rule(rounding="1")),
    ("structure", "areas.csv", 1, "part", swap("areas.csv", "part_of,opened", "part,opening")),
    ("structure", "groups.csv", None, "", without("groups.csv")),
    ("structure", "changes.csv", 2, "", swap("changes.csv", " added.", " added, too.")),
    ("structure", REFERRALS, 3, "", first_row(REFERRALS, Q1, f"{HARBOUR_Q1}Total,14\n{Q1}")),
    ("structure", REFERRALS, 1, "", swap(REFERRALS, "country_code", "code_of_country")),
    ("structure", REFERRALS, 1, "code_of_la", swap(REFERRALS, "new_la_code", "code_of_la")),
    ("structure", "text/limits.md", None, "", lambda t: t.update({"text/limits.md": "?"})),
    ("entries", "areas.csv", 3, "opened", swap("areas.csv", "2023-01-01", "01/01/2023")),
    (
        "entries",
        "measures.csv",
        2,
        "kind",
        swap("measures.csv", "referrals,count", "referrals,sum"),
    ),
    ("entries", "measures.csv", 2, "title", swap("measures.csv", "Children referred,R", ",R")),
    ("entries", "measures.csv", 4, "decimals", swap("measures.csv", "days,0,", "days,none,")),
    ("entries", "measures.csv", 4, "target_high", swap("measures.csv", ",100,140,", ",140,100,")),
    ("strays", "children.csv", None, "", lambda t: t.update({"children.csv": "name,born\n"})),
    ("strays", "data/Raw.XLSX", None, "", lambda t: t.update({"data/Raw.XLSX": "x"})),
    ("strays", "old.meta.csv", None, "", lambda t: t.update({"old.meta.csv": "x"})),
    ("entries", "measures.csv", 4, "decimals", swap("measures.csv", "days,0,", "days,-1,")),
    ("entries", "measures.csv", 4, "decimals", swap("measures.csv", "days,0,", "days,7,")),
    ("entries", "context.csv", 2, "decimals", swap("context.csv", "22334,0,", "22334,40,")),
    ("entries", "measures.csv", 3, "sensitive", swap("measures.csv", ",true,", ",perhaps,")),
    ("entries", "measures.csv", 3, "denominator", swap("measures.csv", "answer=Known", "answer")),
    ("entries", "groups.csv", 2, "breakdown", swap("groups.csv", "route,Total", "road,Total")),
    (
        "keys",
        "partners.csv",
        3,
        "name",
        swap("partners.csv", "example/\n", "example/\nHarbour Partnership,Again,\n"),
    ),
    (
        "keys",
        REFERRALS,
        3,
        "",
        first_row(REFERRALS, Q1, f"{HARBOUR_Q1}Total,25\n{HARBOUR_Q1}Total,25"),
    ),
    ("areas", "areas.csv", 4, "code", swap("areas.csv", "E09000102", "E09000101 / E09000102")),
    ("areas", "areas.csv", 4, "code", swap("areas.csv", "E09000102", "E09000101")),
    ("areas", "areas.csv", 4, "name", swap("areas.csv", "westport,Westport", "westport,Eastport")),
    ("areas", "areas.csv", 4, "old_code", swap("areas.csv", ",902,", ",9O2,")),
    ("areas", "areas.csv", 3, "part_of", swap("areas.csv", "harbour,2023", "haven,2023")),
    (
        "areas",
        "areas.csv",
        2,
        "part_of",
        swap("areas.csv", "Programme,,,,,,", "Programme,,,,,eastport,"),
    ),
    (
        "areas",
        REFERRALS,
        5,
        "la_name",
        first_row(
            REFERRALS, EASTPORT_Q1, EASTPORT_Q1.replace("Eastport", "East Port") + "Total,25"
        ),
    ),
    (
        "areas",
        REFERRALS,
        5,
        "new_la_code",
        first_row(
            REFERRALS,
            EASTPORT_Q1,
            EASTPORT_Q1.replace("E09000101", "E09000101 / E09000102") + "Total,25",
        ),
    ),
    (
        "areas",
        REFERRALS,
        5,
        "region_name",
        first_row(REFERRALS, EASTPORT_Q1, EASTPORT_Q1.replace("Coast", "Inner Coast") + "Total,25"),
    ),
    (
        "areas",
        REFERRALS,
        2,
        "geographic_level",
        first_row(REFERRALS, HARBOUR_Q1, HARBOUR_Q1.replace("Programme", "Scheme") + "Total,25"),
    ),
    (
        "periods",
        REFERRALS,
        2,
        "time_period",
        first_row(REFERRALS, HARBOUR_Q1, HARBOUR_Q1.replace("2023,", "202324,", 1) + "Total,25"),
    ),
    (
        "periods",
        REFERRALS,
        2,
        "time_identifier",
        first_row(
            REFERRALS, HARBOUR_Q1, HARBOUR_Q1.replace("Calendar year Q1", "Spring") + "Total,25"
        ),
    ),
    ("groups", REFERRALS, 2, "route", first_row(REFERRALS, HARBOUR_Q1, f"{HARBOUR_Q1}All,25")),
    (
        "groups",
        "breakdowns.csv",
        2,
        "default",
        swap("breakdowns.csv", "parts,Total,Who", "parts,All,Who"),
    ),
    (
        "groups",
        "groups.csv",
        3,
        "group",
        swap("groups.csv", "Social care,Child", "Care; other,Child"),
    ),
    ("names", "breakdowns.csv", 2, "breakdown", swap("breakdowns.csv", "route,Ref", "table,Ref")),
    ("labels", "groups.csv", 4, "label", swap("groups.csv", "Police,Police", "Police,All routes")),
    ("groups", "groups.csv", 3, "part_of", swap("groups.csv", "care,Total,A", "care,All,A")),
    ("groups", "groups.csv", 3, "part_of", swap("groups.csv", "care,Total,A", "care,,A")),
    (
        "closed_periods",
        REFERRALS,
        35,
        "time_period",
        lambda texts: pool_authorities(texts, named=["202325"]),
    ),
    (
        "opening",
        REFERRALS,
        8,
        "children",
        first_row(
            REFERRALS,
            f"{Q1}Local authority,E92000001,England,E12000091,Coast,902",
            EASTPORT_Q1.replace("901", "902")
            .replace("E09000101", "E09000102")
            .replace("Eastport", "Westport")
            + "Total,0",
        ),
    ),
    ("markers", REFERRALS, 2, "children", first_row(REFERRALS, HARBOUR_Q1, f"{HARBOUR_Q1}Total,")),
    (
        "markers",
        REFERRALS,
        2,
        "children",
        first_row(REFERRALS, HARBOUR_Q1, f'{HARBOUR_Q1}Total,"1,025"'),
    ),
    (
        "markers",
        REFERRALS,
        2,
        "children",
        first_row(REFERRALS, HARBOUR_Q1, f"{HARBOUR_Q1}Total,nan"),
    ),
    ("markers", REFERRALS, 2, "children", first_row(REFERRALS, HARBOUR_Q1, f"{HARBOUR_Q1}Total,*")),
    (
        "impossible_values",
        REFERRALS,
        2,
        "children",
        first_row(REFERRALS, HARBOUR_Q1, f"{HARBOUR_Q1}Total,-25"),
    ),
    (
        "impossible_values",
        REFERRALS,
        2,
        "children",
        first_row(REFERRALS, HARBOUR_Q1, f"{HARBOUR_Q1}Total,25.5"),
    ),
    (
        "impossible_values",
        REFERRALS,
        2,
        "children",
        first_row(REFERRALS, HARBOUR_Q1, f"{HARBOUR_Q1}Total,{'9' * 20}"),
    ),
    ("disclosure_rule", "datapackage.json", None, "disclosure.threshold", rule(threshold=2)),
    (
        "column_types",
        DELIVERY,
        None,
        "mean_days",
        swap("data/delivery.meta.csv", "Mean days,,days,0", "Mean days,,pupils,1"),
    ),
    ("reported_shares", DELIVERY, 2, "mean_days", reported_per_cent),
    (
        "small_counts",
        REFERRALS,
        4,
        "children",
        first_row(REFERRALS, f"{HARBOUR_Q1}Police", f"{HARBOUR_Q1}Police,4"),
    ),
    ("rounding", REFERRALS, 3, "children", rule(rounding=5)),
    ("matrix", REFERRALS, None, "", first_row(REFERRALS, f"{EASTPORT_Q1}Police", "")),
    (
        "area_sums",
        REFERRALS,
        2,
        "children",
        first_row(REFERRALS, HARBOUR_Q1, f"{HARBOUR_Q1}Total,26"),
    ),
    (
        "period_sums",
        REFERRALS,
        74,
        "children",
        first_row(
            REFERRALS,
            "2023,Calendar year,Programme",
            "2023,Calendar year,Programme,E92000001,England,,,,,,Total,99",
        ),
    ),
    (
        "group_sums",
        REFERRALS,
        2,
        "children",
        first_row(REFERRALS, HARBOUR_Q1, f"{HARBOUR_Q1}Total,24"),
    ),
    (
        "empty_wholes",
        REFERRALS,
        2,
        "children",
        first_row(REFERRALS, HARBOUR_Q1, f"{HARBOUR_Q1}Total,z"),
    ),
    ("stages", REFERRALS, 4, "children", stages),
    (
        "references",
        "measures.csv",
        2,
        "numerator",
        swap("measures.csv", "table=referrals", "table=arrivals"),
    ),
    (
        "references",
        "measures.csv",
        3,
        "denominator",
        swap("measures.csv", "answer=Known", "answer=Knowing"),
    ),
    (
        "references",
        "measures.csv",
        3,
        "denominator",
        swap("measures.csv", "table=endings; column=children; answer=Known", ""),
    ),
    (
        "references",
        "measures.csv",
        2,
        "denominator",
        swap("measures.csv", ",,,,,,route,,Each", ",,,,,,route,true,Each"),
    ),
    (
        "means",
        "data/delivery.csv",
        2,
        "mean_days",
        swap("measures.csv", "mean_days,table=delivery; column=children", "mean_days,"),
    ),
    (
        "reported_figures",
        "data/delivery.csv",
        None,
        "mean_days",
        swap("data/delivery.meta.csv", "Mean days,,days", "Mean days,,rank"),
    ),
    (
        "references",
        "measures.csv",
        2,
        "breakdown",
        swap("measures.csv", "route,,Each", "answer,,Each"),
    ),
    ("references", "measures.csv", 2, "breaks", redefined("2024; 2031")),
    (
        "references",
        "measures.csv",
        3,
        "breakdown",
        swap("measures.csv", "The partnership,,true", "The partnership,answer,true"),
    ),
    (
        "references",
        "measures.csv",
        2,
        "breakdown",
        swap(
            "measures.csv",
            "table=referrals; column=children,",
            "table=referrals; column=children; route=Police,",
        ),
    ),
    ("references", "measures.csv", 5, "breakdown", opened_beside_a_plain_table),
    ("references", "measures.csv", 5, "breakdown", fixed_in_the_numerator_alone),
    (
        "references",
        "identities.csv",
        2,
        "left",
        swap("identities.csv", "column=children,equals", "column=cases,equals"),
    ),
    (
        "share_parts",
        ENDINGS,
        4,
        "children",
        swap("measures.csv", "answer=Known", "answer=Not known"),
    ),
    ("share_parts", ENDINGS, 3, "children", larger_in_a_group),
    (
        "undeclared_sums",
        "breakdowns.csv",
        2,
        "kind",
        separate_with_a_suppressed_count,
    ),
    (
        "identities",
        DELIVERY,
        2,
        "children",
        first_row(
            DELIVERY,
            "2023,Calendar year,Programme",
            "2023,Calendar year,Programme,E92000001,England,,,,,,40,118",
        ),
    ),
    ("share_denominators", DELIVERY, 2, "mean_days", report_a_rate(of="")),
    ("share_numerators", DELIVERY, 2, "mean_days", report_a_rate(counted=BEHIND)),
    ("quotes", "quotes.csv", 2, "consent_expires", swap("quotes.csv", "2099-06-01", "2025-02-03")),
    ("quotes", "quotes.csv", 2, "consent_recorded_on", swap("quotes.csv", "2024-06-01", "")),
    ("quotes", "quotes.csv", 2, "consent_expires", swap("quotes.csv", "2099-06-01", "")),
    (
        "quotes",
        "quotes.csv",
        3,
        "source_url",
        swap("quotes.csv", "https://harbour.example/report", ""),
    ),
    ("quotes", "quotes.csv", 2, "text", swap("quotes.csv", "[my son]", "my 12 year old")),
    ("quotes", "quotes.csv", 2, "text", swap("quotes.csv", "and me", "in Eastport")),
    ("quotes", "quotes.csv", 2, "text", swap("quotes.csv", "[my son]", "[my son")),
    ("wording", "local_notes.csv", 2, "text", swap("local_notes.csv", "directly", "two boys")),
    ("wording", "text/what.md", 1, "", swap("text/what.md", "**at home**", "such as Kevin")),
    ("wording", "datapackage.json", None, "description", describe(description="Ask Kevin.")),
    ("texts", "text/what.md", 1, "", swap("text/what.md", "**at home**", "<b>at home</b>")),
    ("texts", "text/what.md", 1, "", swap("text/what.md", "**at home**", "[home](javascript:x)")),
    ("texts", "text/what.md", 1, "", swap("text/what.md", "**at home**", "[home](//host/x)")),
    ("texts", "text/what.md", 1, "", swap("text/what.md", "**at home**", "[home](/\\\\host/x)")),
    (
        "notes",
        "local_notes.csv",
        2,
        "area",
        swap("local_notes.csv", "westport,route", "north,route"),
    ),
    (
        "notes",
        "changes.csv",
        2,
        "measure",
        swap(
            "changes.csv",
            "on,kind,text\n",
            'on,kind,text,area,measure,period\n2025-02-04,correction,"Why.",eastport,gone,2023\n',
        ),
    ),
    ("dates", "returns.csv", 2, "received", swap("returns.csv", "2024-10-30", "2024-11-30")),
    (
        "dates",
        "returns.csv",
        5,
        "received",
        swap("returns.csv", "2025-01-31,\n", "2025-01-31,2025-01-30\n"),
    ),
    ("dates", "datapackage.json", None, "nextUpdate", describe(nextUpdate="2025-01-01")),
    ("contact", "datapackage.json", None, "contact", describe(contact="The public repository")),
    ("contact", "datapackage.json", None, "contact", describe(contact="https://nowhere")),
]


def test_valid_release_has_no_findings(release_folder: Path) -> None:
    assert check_release(release_folder) == ()


@pytest.mark.parametrize(
    ("check", "file", "row", "column", "edit"),
    FAULTS,
    ids=[f"{n}-{f[0]}" for n, f in enumerate(FAULTS)],
)
def test_fault_is_found_where_it_is(
    *,
    tmp_path: Path,
    check: str,
    file: str,
    row: int | None,
    column: str,
    edit: Callable[[Texts], None],
) -> None:
    findings = check_release(write_release(tmp_path / "r", edit=edit))
    places = [(f.check, f.file, f.row, f.column) for f in findings]
    assert (check, file, row, column) in places
    with pytest.raises(InvalidRelease):
        import_checked(tmp_path / "r")


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("Knowing", "for answer a group of groups.csv, spelt as it is there"),
        ("Unasked", "groups that occur together in data/endings.csv"),
    ],
)
def test_a_reference_to_a_group_that_is_not_there_is_told_apart(
    tmp_path: Path, group: str, expected: str
) -> None:
    def edit(texts: Texts) -> None:
        texts["groups.csv"] += "answer,Unasked,Not asked,Total,\n"
        replace_once(texts, "measures.csv", "answer=Known", f"answer={group}")

    findings = check_release(write_release(tmp_path / "r", edit=edit))
    assert expected in [f.expected for f in findings if f.check == "references"]


def test_every_check_is_seen_to_fail() -> None:
    unsealed = {"fingerprints", "package"}  # tested below, as sealing would mend them
    assert {check.name for check in CHECKS} == {fault[0] for fault in FAULTS} | unsealed


def test_every_check_says_its_rule_in_sentences() -> None:
    for check in CHECKS:
        assert check.rule.endswith(".")
        assert len(check.rule) > 30


@pytest.mark.parametrize(
    ("path", "column"),
    [("data/referrals.csv", "hash"), ("text/what.md", "bytes"), ("areas.csv", "hash")],
)
def test_file_changed_after_sealing_is_found(tmp_path: Path, path: str, column: str) -> None:
    folder = write_release(tmp_path / "r")
    content = (folder / path).read_text()
    changed = content.replace("Harbour", "Harbours") if column == "bytes" else content[::-1]
    (folder / path).write_text(changed)
    found = [f for f in check_release(folder) if f.check == "fingerprints"]
    assert [(f.file, f.column) for f in found] == [("datapackage.json", column)]
    assert path in found[0].expected


def test_file_added_after_sealing_is_found(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "r", edit=without("quotes.csv"))
    (folder / "quotes.csv").write_text("key\n")
    assert "fingerprints" in {f.check for f in check_release(folder)}


def test_departure_from_the_data_package_standard_is_found(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "r")
    path = folder / "datapackage.json"
    raw = json.loads(path.read_text())
    raw["contributors"] = "Harbour Partnership"
    raw["resources"][0]["schema"]["fields"][0] = {"type": "string"}
    path.write_text(json.dumps(raw))
    assert [f.file for f in check_release(folder) if f.check == "package"] == [
        "datapackage.json"
    ] * 2


def test_small_table_is_read_by_its_own_schema(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "r")
    path = folder / "datapackage.json"
    raw = json.loads(path.read_text())
    areas = next(r for r in raw["resources"] if r["path"] == "areas.csv")
    areas["schema"]["fields"][1]["constraints"] = {"maxLength": 8}
    path.write_text(json.dumps(raw))
    found = [(f.file, f.row, f.column) for f in check_release(folder) if f.check == "package"]
    assert found == [("areas.csv", 2, "name")]


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    def edit(texts: Texts) -> None:
        replace_once(texts, "areas.csv", "slug,name,level", "slug,title,rank")
        replace_once(texts, "quotes.csv", "2099-06-01", "2025-02-03")
        replace_once(texts, "text/what.md", "**at home**", "<b>at home</b>")
        edit_descriptor(texts, producer="", contact="")

    findings = check_release(write_release(tmp_path / "r", edit=edit))
    assert any("name, level" in f.expected for f in findings)
    assert {"descriptor", "structure", "quotes", "texts"} <= {f.check for f in findings}
    assert {"producer", "contact"} <= {f.column for f in findings}


def test_findings_never_tell_a_value(tmp_path: Path) -> None:
    def edit(texts: Texts) -> None:
        texts[REFERRALS] = texts[REFERRALS].replace("Total,25", "Total,98765.4321")
        texts[ENDINGS] = texts[ENDINGS].replace(",66\n", ",-98765\n").replace("c\n", "98765 c\n")
        texts["areas.csv"] = texts["areas.csv"].replace("2024-01-01", "98765")

    findings = check_release(write_release(tmp_path / "r", edit=edit))
    assert len(findings) > 5
    assert not [f for f in findings if "98765" in str(f)]


def test_many_findings_of_a_kind_are_counted(tmp_path: Path) -> None:
    def edit(texts: Texts) -> None:
        for figure in (",z\n", "Police,12\n", "Total,90\n"):  # fifteen, four and two of them
            texts[REFERRALS] = texts[REFERRALS].replace(figure, ",n/a\n")

    findings = [
        f for f in check_release(write_release(tmp_path / "r", edit=edit)) if f.check == "markers"
    ]
    assert len(findings) == 21
    rows = ", ".join(str(f.row) for f in findings[:4])
    assert told(findings).startswith(f"[markers] {REFERRALS}, rows {rows} and 17 more, column ")
    assert told(findings).count("\n") == 0


def test_findings_of_many_kinds_are_one_screen_that_says_how_many_it_leaves_out() -> None:
    many = [Finding("areas", "a.csv", n, "c", f"{n}") for n in range(LINES)]
    lines = told([*many, Finding("keys", "b.csv", 7, "", "a key")]).splitlines()
    assert len(lines) == 6
    assert lines[4] == "[keys] b.csv, row 7: expected a key"
    assert lines[5].startswith(f"... and {LINES - 4} more: `check FOLDER --findings FILE.csv`")


def test_hidden_parts_may_not_exceed_their_whole(tmp_path: Path) -> None:
    edit = first_row(
        ENDINGS,
        "2024,Calendar year,Local authority,E92000001,England,E12000091,Coast,901,E09000101,Eastport,Known",
        "2024,Calendar year,Local authority,E92000001,England,E12000091,Coast,901,E09000101,Eastport,Known,c",
    )

    def hide_and_exceed(texts: Texts) -> None:
        edit(texts)
        texts[ENDINGS] = texts[ENDINGS].replace("Eastport,Not known,6", "Eastport,Not known,47")

    found = check_release(write_release(tmp_path / "r", edit=hide_and_exceed))
    assert ("group_sums", ENDINGS) in {(f.check, f.file) for f in found}


def test_rounded_counts_may_miss_their_sum_by_what_rounding_does(tmp_path: Path) -> None:
    def edit(texts: Texts) -> None:
        rule(rounding=5)(texts)
        for path in (REFERRALS, ENDINGS, DELIVERY):
            lines = [line.rsplit(",", 1) for line in texts[path].splitlines()]
            if path == DELIVERY:
                lines = [line.rsplit(",", 2) for line in texts[path].splitlines()]
            texts[path] = "".join(
                ",".join([line[0], _round(line[1]), *line[2:]]) + "\n" for line in lines
            )

    found = check_release(write_release(tmp_path / "r", edit=edit))
    assert [f for f in found if f.check != "small_counts"] == []


def _round(text: str) -> str:
    return str(5 * round(int(text) / 5)) if text.isdigit() else text


def test_stock_need_not_add_over_time(tmp_path: Path) -> None:
    def edit(texts: Texts) -> None:
        texts[REFERRALS] = "".join(
            f"{line}\n"
            for line in texts[REFERRALS].splitlines()
            if "To date" not in line and ("Calendar year," not in line)
        ) + "".join(
            line.replace(" Q4", "") + "\n"
            for line in texts[REFERRALS].splitlines()
            if " Q4" in line
        )
        resources = json.loads(texts["datapackage.json"])["resources"]
        resources[0]["addsOverTime"] = stock
        edit_descriptor(texts, resources=resources)
        replace_once(
            texts,
            "identities.csv",
            "table=endings; column=children,part_of,table=referrals; column=children,to_date\n",
            "",
        )

    for stock, expected in ((True, {"period_sums"}), (False, set())):
        found = check_release(write_release(tmp_path / str(stock), edit=edit))
        assert {f.check for f in found} == expected


def test_table_too_sparse_to_lay_out_is_refused_and_not_laid_out(tmp_path: Path) -> None:
    names = [f"Route {number}" for number in range(8_000)]

    def edit(texts: Texts) -> None:
        groups = "".join(f"route,{name},{name},,\n" for name in names)
        replace_once(texts, "groups.csv", "answer,Total", f"{groups}answer,Total")
        texts[REFERRALS] += "".join(f"{HARBOUR_Q1}{name},9\n" for name in names)

    found = check_release(write_release(tmp_path / "r", edit=edit))
    assert ("matrix", REFERRALS) in {(f.check, f.file) for f in found}


def test_check_that_does_not_apply_says_why(release_folder: Path) -> None:
    results = {r.check.name: r for r in examine_release(read_release(release_folder))}
    assert results["stages"].outcome is Outcome.NOT_APPLICABLE
    assert results["stages"].reason == "no table has stages"


def test_examining_twice_finds_the_same(tmp_path: Path) -> None:
    edit = first_row(REFERRALS, HARBOUR_Q1, f"{HARBOUR_Q1}Total,*")
    reading = read_release(write_release(tmp_path / "r", edit=edit))
    assert examine_release(reading) == examine_release(reading)


def test_unknown_outcome_does_not_pass() -> None:
    check = CHECKS[0]
    good = Result(check, Outcome.PASS)
    odd = Result(check, "passed")  # type: ignore[arg-type]  # what must be refused
    assert is_publishable([good])
    assert not is_publishable([good, odd])
    assert not is_publishable([])
    assert [f.check for f in failures([good, odd])] == [check.name]


def test_check_that_breaks_down_stops_the_release(release_folder: Path) -> None:
    def broken(subject: Subject) -> list[Finding]:
        raise ZeroDivisionError

    subject = Subject(read_release(release_folder), {}, Findings())
    with pytest.raises(ZeroDivisionError):
        run_check(Check("broken", broken), subject)


def test_finding_names_its_place_as_a_spreadsheet_does() -> None:
    findings = Findings()
    findings.add("markers", "data/a.csv", "a number", row=3, column="children")
    findings.add("structure", "groups.csv", "this file")
    assert [str(f) for f in findings.all()] == [
        "[markers] data/a.csv, row 3, column children: expected a number",
        "[structure] groups.csv: expected this file",
    ]


def test_reason_is_needed_for_not_applicable() -> None:
    def idle(subject: Subject) -> list[Finding]:
        raise NotApplicable("nothing of the kind")

    result = run_check(Check("idle", idle), Subject.__new__(Subject))
    assert (result.outcome, result.reason) == (Outcome.NOT_APPLICABLE, "nothing of the kind")


@pytest.mark.parametrize("decimals", ["-1", "7", "40"])
def test_decimals_of_a_column_are_few(tmp_path: Path, decimals: str) -> None:
    edit = swap("data/delivery.meta.csv", "days,0,", f"days,{decimals},")
    with pytest.raises(
        UnreadableRelease, match="indicator_dp: expected a whole number from 0 to 6"
    ):
        write_release(tmp_path, edit=edit)
