"""A policy is read as it is documented, and a bad one refused in words that help."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pytest

from dashboard.data.preparing.checking import check_policy
from dashboard.data.preparing.coarsening import groups_to, narrow
from dashboard.data.preparing.policy import WORDS, Policy, read_policy
from dashboard.data.release.model import BreakdownKind, Catalogue, CellReference, Group, PeriodType
from dashboard.data.release.reading import import_release
from dashboard.exceptions import UnreadableRelease
from tests.data.preparing.harbour import FILE, POLICY, write_policy, write_skeleton
from tests.releases import write_release
from tests.serving import PROJECT

GUIDE = (PROJECT / "docs" / "preparing.md").read_text("utf-8")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return import_release(write_skeleton(tmp_path_factory.mktemp("skeleton"))).catalogue


def policy_of(folder: Path, words: Any) -> Policy:
    return read_policy(write_policy(folder / "policy.json", words))


def faults(folder: Path, catalogue: Catalogue, words: Any) -> list[str]:
    found = check_policy(policy_of(folder, words), catalogue, "policy.json")
    return [str(finding).removeprefix("[policy] policy.json, column ") for finding in found]


def documented() -> dict[str, dict[str, str]]:
    """Read the tables of words: section -> word -> meaning."""
    sections = re.split(r"^### ", GUIDE, flags=re.MULTILINE)[1:]
    return {
        section.splitlines()[0].strip("`"): dict(
            re.findall(r"^\| `(\w+)` \| (.+) \|$", section, re.MULTILINE)
        )
        for section in sections
    }


def test_every_word_is_documented_and_no_other() -> None:
    words = {}
    for place, struct in WORDS.items():
        hints = get_type_hints(struct, include_extras=True)
        words[place or "The policy"] = {
            field.encode_name: hints[field.name].__metadata__[-1].description
            for field in msgspec.structs.fields(struct)
        }
    assert documented() == words


def test_the_example_of_the_guide_is_a_policy(tmp_path: Path) -> None:
    (example,) = re.findall(
        r"^```json\n(\{\n  \"threshold.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE
    )
    policy = policy_of(tmp_path, json.loads(example))
    assert policy.records
    shipped = import_release(PROJECT / "dashboard" / "data" / "releases" / "illustrative")
    assert check_policy(policy, shipped.catalogue, "policy.json") == []


def test_nothing_said_is_as_the_release_has_it(tmp_path: Path) -> None:
    release = import_release(write_release(tmp_path / "release"))
    cells = {t.name: tuple(release.cells(t.name)) for t in release.catalogue.tables}
    narrowed = narrow(release.catalogue, cells, policy_of(tmp_path, {}))
    assert (narrowed.catalogue, narrowed.cells) == (release.catalogue, cells)


def test_a_policy_names_cells(tmp_path: Path) -> None:
    words = {"keep": ["table=referrals; column=children; route=Total"]}
    kept = policy_of(tmp_path, words).kept()
    assert kept == (CellReference("referrals", "children", (("route", "Total"),)),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "\N{SNOWMAN}",
        '{"keep": ["table=a"]}',
        '{"keep": [], "x": 1}',
        '{"threshold": 1}',
        '{"threshold": "5"}',
        '{"mostHidden": 1.5}',
        '{"tables": {"a": {"periods": "week"}}}',
        '{"levels": {"Regional": {"threshold": 2}}}',
        '{"periods": {"202022": {"starts": "2020"}}}',
        '{"records": {"a.csv": {"area": "site", "counts": []}}}',
        '{"records": {"a.csv": {"area": "site", "counts": [{"table": "a"}]}}}',
    ],
)
def test_a_policy_that_says_something_else_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "policy.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableRelease, match=r"^policy\.json: .*lists what a policy may say"):
        read_policy(path)


def test_a_policy_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableRelease, match="cannot be read"):
        read_policy(tmp_path / "policy.json")


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({"rounding": 10, "threshold": 4, "statement": "s"}, "threshold: expected a number that"),
        ({"levels": {"Programme": {"rounding": 5}}}, "statement: expected the rule in words"),
        (
            {"levels": {"Programme": {"rounding": 10, "threshold": 4}}, "statement": "s"},
            "levels.Programme.threshold: expected a number that",
        ),
        ({"levels": {"Regional": {}}}, "levels.Regional: expected the level of an area"),
        ({"levels": {"Programme": {"periods": ["week"]}}}, "levels.Programme.periods: expected"),
        ({"levels": {"Programme": {"groups": {"age": "total"}}}}, "levels.Programme.groups: ex"),
        (
            {"levels": {"Programme": {"groups": {"route": ["Aunt"]}}}},
            "levels.Programme.groups: expected groups of route",
        ),
        (
            {"tables": {"endings": {"levels": {"Regional": {}}}}},
            "tables.endings.levels.Regional: expected the level of an area",
        ),
        ({"tables": {"endings": {"periods": ["202022"]}}}, "tables.endings.periods: expected"),
        ({"periods": {"2020": {}}}, "periods.2020: expected six digits"),
        ({"periods": {"202022": {"starts": "2020-01-01"}}}, "periods.202022: expected both"),
        (
            {"periods": {"202022": {"starts": "2020-01-01", "ends": "2021-12-31"}}},
            "periods.202022: expected days of the first and last year",
        ),
        ({"rounding": 5, "threshold": 6, "statement": "s"}, "threshold: expected a number that"),
        ({"rounding": 5}, "statement: expected the rule in words"),
        ({"threshold": 8}, "statement: expected the rule in words"),
        ({"sensitive": ["nothing"]}, "sensitive: expected keys of measures.csv"),
        ({"keep": ["table=a; column=b"]}, "keep: expected the name of a statistical table"),
        ({"keep": ["table=referrals; column=b"]}, "keep: expected a column of data/referrals.csv"),
        ({"keep": ["table=referrals; column=children; age=x"]}, "keep: expected only filters of"),
        ({"keep": ["table=referrals; column=children; route=x"]}, "keep: expected for route a gr"),
        ({"leaveOut": ["a"]}, "leaveOut: expected tables of the release"),
        ({"leaveOut": ["referrals", "endings", "delivery"]}, "leaveOut: expected some tables"),
        ({"tables": {"a": {}}}, "tables.a: expected a table of the release"),
        ({"tables": {"endings": {"groups": {"age": "bands"}}}}, "tables.endings.groups: expected"),
    ],
)
def test_what_does_not_fit_the_release_is_told(
    tmp_path: Path, catalogue: Catalogue, words: Any, fault: str
) -> None:
    found = faults(tmp_path, catalogue, words)
    assert len(found) == 1
    assert found[0].startswith(fault)


@pytest.mark.parametrize(
    ("number", "changes", "fault"),
    [
        (0, {"table": "a"}, "table: expected a table of the release"),
        (2, {"column": "a"}, "column: expected a column of delivery"),
        (2, {"mean": "days"}, "mean: expected a column to average for reported figures"),
        (3, {"mean": None}, "mean: expected a column to average for reported figures"),
        (0, {"filters": {}}, "filters: expected every filter of referrals: route"),
        (2, {"filters": {"route": "route"}}, "filters: expected every filter of delivery: none"),
        (0, {"filters": {"route": {}}}, "filters.route: expected either a column or a group"),
        (0, {"filters": {"route": ""}}, "filters.route: expected a column"),
        (0, {"filters": {"route": {"group": "x"}}}, "filters.route: expected groups of this"),
        (0, {"filters": {"route": {"group": "Total"}}}, "filters.route: expected groups of this"),
        (
            1,
            {"filters": {"answer": {"column": "home", "groups": {"K": "Known"}}}},
            "filters.answer: expected groups of this",
        ),
    ],
)
def test_a_count_that_does_not_fit_is_told_by_its_number(
    tmp_path: Path, catalogue: Catalogue, number: int, changes: Any, fault: str
) -> None:
    counts = [dict(count) for count in POLICY["records"][FILE]["counts"]]
    counts[number] |= changes
    found = faults(tmp_path, catalogue, {"records": {FILE: {"area": "site", "counts": counts}}})
    assert found[0].startswith(f"records.{FILE}.counts, number {number + 1}, {fault}")


def test_tables_periods_and_groups_are_left_out_with_what_needs_them(tmp_path: Path) -> None:
    release = import_release(write_release(tmp_path / "release"))
    cells = {t.name: tuple(release.cells(t.name)) for t in release.catalogue.tables}
    words = {
        "leaveOut": ["delivery"],
        "tables": {
            "referrals": {"periods": ["year", "to_date"], "groups": {"route": "total"}},
            "endings": {"groups": {"answer": "bands"}},
        },
    }
    narrowed = narrow(release.catalogue, cells, policy_of(tmp_path, words))
    assert list(narrowed.cells) == ["referrals", "endings"]
    assert narrowed.dropped == ("Living at home at the end", "Mean length of stay")
    assert [m.key for m in narrowed.catalogue.measures] == ["referrals"]
    assert len(narrowed.catalogue.identities) == 1
    assert {c.groups[0][1] for c in narrowed.cells["referrals"]} == {"Total"}
    types = {p.key: p.type for p in narrowed.catalogue.periods}
    assert PeriodType.QUARTER not in {types[c.period] for c in narrowed.cells["referrals"]}
    answer = narrowed.catalogue.breakdown("answer")
    assert answer is not None
    assert [g.name for g in answer.groups] == ["Total", "Known", "Not known"]


def test_the_rule_and_what_is_sensitive_are_the_policys(tmp_path: Path) -> None:
    release = import_release(write_release(tmp_path / "release"))
    cells = {t.name: tuple(release.cells(t.name)) for t in release.catalogue.tables}
    words = {"threshold": 8, "rounding": 5, "statement": "Eight.", "sensitive": ["referrals"]}
    narrowed = narrow(release.catalogue, cells, policy_of(tmp_path, words)).catalogue
    rule = narrowed.disclosure
    assert (rule.threshold, rule.rounding, rule.statement) == (8, 5, "Eight.")
    assert [m.key for m in narrowed.measures if m.sensitive] == ["referrals"]


def test_bands_leave_out_the_finest_groups_only(catalogue: Catalogue) -> None:
    answer = catalogue.breakdown("answer")
    assert answer is not None
    assert answer.kind is BreakdownKind.PARTS
    assert groups_to(answer, "bands") == {"Total", "Known", "Not known"}
    assert groups_to(answer, "total") == {"Total"}
    route = catalogue.breakdown("route")
    assert route is not None
    assert groups_to(route, "bands") == {group.name for group in route.groups}
    assert all(isinstance(group, Group) for group in route.groups)


def test_periods_of_a_group_are_those_of_the_release(tmp_path: Path) -> None:
    catalogue = import_release(PROJECT / "dashboard/data/releases/illustrative").catalogue

    def of(name: str, group: str, periods: list[str]) -> list[str]:
        own = {"periodsOf": {name: {group: periods}}}
        return faults(tmp_path, catalogue, {"tables": {"closures": own}})

    assert of("reason", "Moved away", ["to_date", "202022"]) == []
    assert "periods of the release" in of("reason", "Moved away", ["1999"])[0]
    assert "groups of reason" in of("reason", "Lost", ["to_date"])[0]
    assert "filters of closures" in of("age", "10", ["to_date"])[0]


SHARES = "measures that are shares, by their keys in measures.csv"


@pytest.mark.parametrize(
    ("level", "measure", "expected"),
    [
        ("Local authorities", "living_at_home", "the level of an area"),
        ("Local authority", "at_home", SHARES),
        ("Local authority", "referrals", SHARES),
        ("local authority", "living_at_home", None),
    ],
)
def test_needs_are_shares_of_a_level_that_the_release_has(
    tmp_path: Path, catalogue: Catalogue, level: str, measure: str, expected: str | None
) -> None:
    needs = {level: {"measures": [measure]}}
    wanted = [] if expected is None else [f"needs.{level}: expected {expected}"]
    assert faults(tmp_path, catalogue, {"needs": needs}) == wanted
    if expected is None:
        (fault,) = faults(tmp_path, catalogue, {"needs": needs, "leaveOut": ["endings"]})
        assert fault.endswith("expected measures of tables that are not left out")
