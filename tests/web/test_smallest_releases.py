"""A release of next to nothing reads sensibly, and everything that it links to exists."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from dashboard.data.release.writing.seal import seal_release
from tests.releases import DESCRIPTOR, check_release, place, table_meta, to_csv
from tests.web.crawling import follow, published

LISTS = {
    "areas.csv": "slug,name,level,code,old_code,region_code,region_name,part_of\n"
    "harbour,Both towns,Programme,,,,,\n",
    "breakdowns.csv": "breakdown,label,kind,default,hint\n",
    "groups.csv": "breakdown,group,label,part_of,definition\n",
}
TOWN = "eastport,Eastport,Local authority,E09000101,901,E12000091,Coast,harbour\n"
HEAD = (
    "measure,title,short_title,definition,universe,phrase,section,kind,unit,decimals,direction,"
    "numerator,denominator\n"
)
COUNT = (
    "referrals,Children referred,Referred,By day of referral.,children,were referred,referrals,"
    "count,children,0,neither,table=referrals; column=children,\n"
)
REPORTED = (
    "wait,Mean wait,Wait,Mean days from referral.,children,,outcomes,reported,days,0,neither,"
    "table=referrals; column=wait,table=referrals; column=children\n"
)
# What stands on a page without what it is about: a list, table, form or heading of nothing.
EMPTY = re.compile(
    r"<(ul|ol|tbody|tr|h[1-6]|figure|select|section)\b[^>]*></\1>"
    r"|<form[^>]*><button|>None<|\bnan\b"
)


SHARE = (
    "staying,Still there in June,Staying,By day of referral.,children,were still there,outcomes,"
    "share,per cent,0,high,table=referrals; column=stayed,table=referrals; column=children\n"
)


def write_smallest(folder: Path, areas: tuple[str, ...], figures: Mapping[str, str]) -> Path:
    """Write a release of one period, with `figures` for its columns in each area."""
    _, *more = figures
    measure = {"wait": REPORTED, "stayed": SHARE}[more[0]] if more else COUNT
    units = {"wait": "days"}
    columns = [(name, name.capitalize(), units.get(name, ""), "0") for name in figures]
    rows = [place(area, "2023", "Calendar year") | dict(figures) for area in areas]
    resources = DESCRIPTOR["resources"][:1]
    texts = LISTS | {
        "areas.csv": LISTS["areas.csv"] + (TOWN if "eastport" in areas else ""),
        "measures.csv": HEAD + measure,
        "data/referrals.csv": to_csv(rows),
        "data/referrals.meta.csv": table_meta([], columns),
        "datapackage.json": json.dumps(DESCRIPTOR | {"resources": resources}),
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    seal_release(folder)
    return folder


@pytest.mark.parametrize(
    ("areas", "figures"),
    [
        (("harbour",), {"children": "31"}),
        (("harbour", "eastport"), {"children": "c"}),
        (("harbour", "eastport"), {"children": "31", "wait": "12"}),
        (("harbour", "eastport"), {"children": "31", "stayed": "20"}),
    ],
    ids=["one figure", "one area, suppressed", "one area, reported", "one area, a share"],
)
def test_a_release_of_next_to_nothing_reads_sensibly(
    tmp_path: Path, areas: tuple[str, ...], figures: Mapping[str, str]
) -> None:
    folder = write_smallest(tmp_path / "release", areas, figures)
    assert list(check_release(folder)) == []
    with published(folder, f"sqlite:///{tmp_path / 'store.sqlite'}") as (client, _):
        answers = dict(follow(client))
    assert {asked: one.status for asked, one in answers.items() if one.status_code != 200} == {}
    towns = len(areas) - 1
    assert len([address for address in answers if address.endswith(".pdf")]) == towns
    assert ("/compare" in answers) == (len(areas) > 1)
    assert {"/data/release.xlsx", "/data/referrals.csv"} <= answers.keys()
    pages = {
        asked: one.get_data(as_text=True)
        for asked, one in answers.items()
        if one.mimetype == "text/html"
    }
    assert {a: m[0] for a, text in pages.items() if (m := EMPTY.search(text))} == {}
    said = " ".join(re.sub(r"<[^>]+>", " ", text) for text in pages.values())
    can_compare = "more than chance" in said.replace("is larger than chance", "")
    assert can_compare == ("stayed" in figures)
    assert "cannot be compared with" not in said
    # One period is no time: nothing is drawn over it where the areas are side by side already.
    assert not any('id="over-time"' in text for at, text in pages.items() if at == "/compare")
    assert not any("Thin lines" in text or ">Over time<" in text for text in pages.values())
    assert "in Both" not in said
    *_, figure = figures.values()
    shown = {"c": "[c]", "20": "65<"}.get(figure, figure)
    assert f'number__figure">{shown}' in pages["/"]


@pytest.mark.parametrize(
    ("areas", "side_by_side"), [(("harbour", "eastport"), 1), (("harbour",), 0)]
)
def test_areas_of_one_period_stand_side_by_side_in_place_of_lines(
    tmp_path: Path, areas: tuple[str, ...], side_by_side: int
) -> None:
    figures = {"children": "31", "stayed": "20"}
    folder = write_smallest(tmp_path / "release", areas, figures)
    with published(folder, f"sqlite:///{tmp_path / 'store.sqlite'}") as (client, _):
        page = client.get("/outcomes").text
    assert page.count("a line over time needs two") == 1
    assert page.count("its line, the 95% interval") == side_by_side
