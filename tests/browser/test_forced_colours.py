"""Every word in a chart can be read where a reader has forced their own colours, light or dark."""

from __future__ import annotations

import re

import pytest

from dashboard.charts.style import MARK
from tests.addresses import area_addresses
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

LEAST_CONTRAST = 4.5
DIGITS = re.compile(r"\d+")
# Of each drawn path of an overview: its colour, and that of words next to it.
DRAWN = """() => [...document.querySelectorAll('#overview svg path')].map(one =>
  [getComputedStyle(one).stroke, getComputedStyle(one.closest('section')).color])"""
# Of each visible word of each chart: the word, its colour, and the ground that lies behind it.
WORDS = """() => [...document.querySelectorAll('.still svg text, .live-chart__plot text, .map text')]
  .filter(one => one.checkVisibility() && one.textContent.trim())
  .map(one => {
    let ground = one;
    while (ground && /rgba\\(.*, 0\\)/.test(getComputedStyle(ground).backgroundColor))
      ground = ground.parentElement;
    const behind = getComputedStyle(ground ?? document.documentElement).backgroundColor;
    return [one.textContent, getComputedStyle(one).fill, behind];
  })"""


def luminance(colour: str) -> float:
    """Return the relative luminance of "rgb(1, 2, 3)", as WCAG defines it."""
    parts = [int(part) / 255 for part in DIGITS.findall(colour)[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def is_mark(colour: str) -> bool:
    """Return True if a colour is that of the illustrative mark, which is to stay behind the data."""
    return DIGITS.findall(colour)[:3] == DIGITS.findall(MARK)[:3]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "address", ["/outcomes?area=", "/compare", "/areas/sandwell", "/referrals"]
)
def test_every_word_of_a_chart_stands_out(
    open_still: OpenPage, open_live: OpenPage, address: str, scheme: str
) -> None:
    for open_page in (open_still, open_live):
        with open_page(address, forced_colors="active", color_scheme=scheme) as page:
            if open_page is open_live:
                page.locator(".live-chart .main-svg").first.wait_for()
            words = [word for word in page.evaluate(WORDS) if not is_mark(word[1])]
        assert len(words) > 10
        assert [word for word in words if contrast(*word[1:]) < LEAST_CONTRAST] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("forced", ["active", "none"])
def test_every_name_on_the_map_stands_out(open_still: OpenPage, scheme: str, forced: str) -> None:
    with open_still("/areas", forced_colors=forced, color_scheme=scheme) as page:
        words = page.evaluate(WORDS)
    assert len(words) == len(area_addresses())
    assert [word for word in words if contrast(*word[1:]) < LEAST_CONTRAST] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_drawn_in_an_overview_takes_the_colour_of_words(
    open_still: OpenPage, scheme: str
) -> None:
    with open_still("/compare", forced_colors="active", color_scheme=scheme) as page:
        drawn = page.evaluate(DRAWN)
    assert len(drawn) > 100
    assert [pair for pair in drawn if pair[0] != pair[1]] == []
