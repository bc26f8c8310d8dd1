"""The map of areas: whether each is where it lies, can be told from the next, and leads to its briefing."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from dashboard.components.map_drawing import (
    FILLED,
    HIGH,
    MOST_NAMED,
    OUTLINE,
    WIDE,
    AreaMap,
    Name,
    Spot,
    area_map,
    on_map,
    outline,
    place_names,
)
from dashboard.data.release.model import Area, Level
from dashboard.illustrative.draft import DRAFT, SITES
from dashboard.web.permalinks import rebase
from dashboard.web.prerendering import properties, render
from tests.components import outline as making

MOST_BYTES = 6_000
SCOTLAND = Area("lerwick", "Lerwick", Level.LOCAL_AUTHORITY, latitude=60.15, longitude=-1.14)
CORNWALL = Area("truro", "Truro", Level.LOCAL_AUTHORITY, latitude=50.26, longitude=-5.05)


def drawn(*areas: Area) -> AreaMap:
    found = area_map(areas)
    assert found is not None
    return found


def marks_of(areas: AreaMap) -> list[tuple[str, str, Spot, Name | None]]:
    marks: list[tuple[str, str, Spot, Name | None]] = properties(areas)["marks"]
    return marks


def names_of(areas: AreaMap) -> dict[str, Name]:
    return {words: name for _, words, _, name in marks_of(areas) if name}


def dots_of(areas: AreaMap) -> dict[str, Spot]:
    return {words: dot for _, words, dot, _ in marks_of(areas)}


def towns(number: int, seed: int = 1) -> list[Area]:
    """Invent towns, a few kilometres from each other."""
    random = Random(seed)
    return [
        Area(
            f"town-{n}",
            f"Town {n}",
            Level.LOCAL_AUTHORITY,
            latitude=52 + random.random(),
            longitude=-2 + random.random(),
        )
        for n in range(number)
    ]


def test_all_four_sites_have_a_name_though_two_lie_eight_kilometres_apart() -> None:
    four = drawn(*SITES)
    assert set(names_of(four)) == {"Birmingham", "Nottingham", "Kirklees", "Sandwell"}
    dots = dots_of(four)
    assert dots["Kirklees"].y < dots["Nottingham"].y < dots["Birmingham"].y
    assert dots["Sandwell"].x < dots["Birmingham"].x < dots["Nottingham"].x
    assert all(0 < dot.x < WIDE and 0 < dot.y < HIGH for dot in dots.values())


@pytest.mark.parametrize("seed", range(20))
def test_no_name_stands_over_another_or_over_a_dot(seed: int) -> None:
    areas = towns(MOST_NAMED, seed)
    found = drawn(*areas)
    names, dots = names_of(found), dots_of(found)
    assert len(names) > MOST_NAMED / 3
    for area, name in names.items():
        assert name.is_within
        assert not any(name.touches(other) for town, other in names.items() if town != area)
        assert not any(name.covers(dot) for town, dot in dots.items() if town != area)


def test_names_that_touch_are_seen_to() -> None:
    name = Name(100, 100, 60)
    assert name.touches(Name(159, 110, 60))
    assert not name.touches(Name(161, 100, 60))
    assert not name.touches(Name(100, 117, 60))
    assert name.covers(Spot(130, 95))
    assert not name.covers(Spot(130, 120))
    assert place_names(["A" * 99], [Spot(200, 200)]) == [None]


def test_areas_far_apart_all_lie_within_the_drawing() -> None:
    north, south = dots_of(drawn(SCOTLAND, CORNWALL)).values()
    assert north.y == pytest.approx(HIGH * (1 - FILLED) / 2)
    assert south.y == pytest.approx(HIGH * (1 + FILLED) / 2)
    assert 0 < south.x < north.x < WIDE


def test_each_area_is_a_link_to_its_briefing_and_many_are_dots_that_keys_pass_over() -> None:
    few, many = render(drawn(*SITES)), render(drawn(*towns(MOST_NAMED + 1)))
    for site in SITES:
        assert re.search(
            rf'<a href="/areas/{site.slug}"><text [^>]*>{site.name}</text><circle', few
        )
    assert "tabindex" not in few
    assert 'role="group" aria-label="Map of the areas"' in few
    links = re.findall(r'<a href="/areas/(town-\d+)" tabindex="-1"><title>Town \d+</title>', many)
    assert len(links) == many.count("<circle") == MOST_NAMED + 1
    assert "<text" not in many
    assert '<a href="/releases/0123456789ab/areas/sandwell">' in rebase(
        few, "/releases/0123456789ab"
    )


def test_a_name_cannot_leave_its_letters() -> None:
    html = render(drawn(replace(SITES[0], name="</text><script>")))
    assert "<script" not in html
    assert "&lt;/text&gt;&lt;script&gt;" in html


def test_no_map_is_drawn_where_no_area_has_coordinates() -> None:
    assert area_map([replace(site, latitude=None, longitude=None) for site in SITES]) is None
    assert area_map(DRAFT.areas[:1]) is None


def test_the_outline_is_small_and_says_where_it_is_from() -> None:
    assert OUTLINE.stat().st_size <= MOST_BYTES
    assert outline() == {**making.SAID, "path": outline()["path"]}
    assert "Natural Earth" in outline()["source"]
    assert "public domain" in outline()["source"]
    assert re.fullmatch(r"(?:M-?\d+ -?\d+l[\d -]+z)+", outline()["path"])


def rings() -> list[list[Spot]]:
    """Follow the committed outline, in kilometres."""
    found = []
    for start, steps in re.findall(r"M(-?\d+ -?\d+)l([\d -]+)z", outline()["path"]):
        x, y = map(int, start.split())
        ring = [Spot(x, y)]
        numbers = list(map(int, re.findall(r"-?\d+", steps)))
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            ring.append(Spot(x, y))
        found.append(ring)
    return found


def is_on_land(spot: Spot) -> bool:
    def crossings(ring: list[Spot]) -> int:
        return sum(
            (a.y > spot.y) != (b.y > spot.y)
            and spot.x < (b.x - a.x) * (spot.y - a.y) / (b.y - a.y) + a.x
            for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
        )

    return any(crossings(ring) % 2 for ring in rings())


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        *((site.latitude, site.longitude) for site in SITES),
        (51.5, -0.12),
        (54.6, -6.6),
        (53.3, -6.5),
        (57.5, -4.5),
    ],
)
def test_towns_lie_on_land(latitude: float, longitude: float) -> None:
    assert is_on_land(on_map(latitude, longitude))


@pytest.mark.parametrize(("latitude", "longitude"), [(56.0, 2.0), (53.9, -5.4), (52.48, 1.90)])
def test_the_sea_is_no_land(latitude: float, longitude: float) -> None:
    assert not is_on_land(on_map(latitude, longitude))


SQUARE = [[0, 0], [100, 0], [1, 50], [-1, 50], [-100, 0], [0, -100]]  # hundredths of a degree


def topology(*arcs: list[list[int]], **countries: list[list[int]]) -> dict[str, Any]:
    return {
        "transform": {"scale": [0.01, 0.01], "translate": [-2, 52]},
        "arcs": arcs,
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "arcs": [numbers], "properties": {"name": name}}
                    for name, (numbers,) in countries.items()
                ]
            }
        },
    }


def test_an_outline_has_the_countries_asked_for_without_small_bends_and_small_islands() -> None:
    islet = [[500, 500], [1, 0], [0, 1], [-1, -1]]
    read = topology(SQUARE, islet, Ours=[[0]], Islet=[[1]], Theirs=[[0]])
    path = making.outline(read, ["Ours", "Islet"])
    assert path.count("M") == 1
    assert path.startswith("M-129 -5782l")
    assert path.count("z") == 1
    assert len(re.findall(r"-?\d+", path)) == 2 * 5  # four corners, and back at the first


def test_the_border_of_two_countries_is_simplified_alike_for_both() -> None:
    wiggly = [[0, 0], *([1, 5] if n % 2 else [-1, 5] for n in range(20))]
    west, east = [[0, 100], [-100, 0], [0, -100], [100, 0]], [[0, 0], [100, 0], [0, 100], [-100, 0]]
    read = topology(wiggly, west, east, West=[[0, 1]], East=[[2, ~0]])
    both = making.outline(read, ["West", "East"])
    assert len(re.findall(r"-?\d+", both)) == 2 * 2 * 5
