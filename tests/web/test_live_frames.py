"""A filter changes the whole of a live page in one frame, and takes nothing from its reader.

A sampler looks at the page in every frame that the browser draws. Each thing that is relied on
inside Dash for this is named in assets/live/page.js.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.addresses import LIVE_ADDRESSES

pytestmark = pytest.mark.browser

# Everything of a page that a filter changes, as it is in one frame. A chart that is there and has
# neither lines nor bars nor words is blank.
SAMPLE = """
const seen = window.frames_seen = [];
const look = () => {
  if (window.frames_seen !== seen) return;  // another sampler looks from now on
  const charts = [...document.querySelectorAll("main .live-chart__graph")];
  seen.push({
    blank: charts.filter((one) => !one.querySelector(".main-svg path, .main-svg text")).length,
    charts: charts.map((one) => one.textContent).join("\\n"),
    table: [...document.querySelectorAll("main td")].map((one) => one.textContent).join("|"),
    words: [...document.querySelectorAll("main h2, main .exhibit__finding")]
      .map((one) => one.textContent).join("\\n"),
    address: location.search,
    title: document.title,
    choices: [...document.querySelectorAll("main select")].map((one) => one.value).join("|"),
    scrolled: scrollY,
  });
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
SLOW_DRAWING = """
const draw = Plotly.react;
Plotly.react = (element, ...rest) => {
  Plotly.purge(element);
  return new Promise((drawn) => setTimeout(() => drawn(draw(element, ...rest)), 200));
};
"""
CHANGED_BY_THE_READER = "choices"  # who sees at once what they chose
FRAMES_UNTIL_DRAWN = 24  # in which a quiet machine shows 0.4 seconds


@dataclass(frozen=True, slots=True)
class Frames:
    """What was seen, frame by frame."""

    seen: list[dict[str, Any]]

    def blank(self) -> int:
        return sum(frame["blank"] > 0 for frame in self.seen)

    def states(self) -> list[dict[str, Any]]:
        """Return each state that the page was in, in order, once for all frames that show it."""
        states: list[dict[str, Any]] = []
        for frame in self.seen:
            state = {k: v for k, v in frame.items() if k != CHANGED_BY_THE_READER}
            if not states or states[-1] != state:
                states.append(state)
        return states


@pytest.fixture
def tab(page: Page) -> Page:
    return page


def open_live(tab: Page, url: str) -> None:
    tab.goto(url)
    tab.evaluate("document.querySelector('main [data-explore]')?.click()")
    tab.wait_for_selector(".live:not(.live--waiting)", state="attached")


def options(tab: Page, number: int) -> list[str]:
    """Return what a filter offers besides what it stands at: the next value, and the last."""
    select = tab.locator("main form select").nth(number)
    if not select.count():
        return []
    at = select.input_value()
    values: list[str] = select.evaluate("one => [...one.options].map((option) => option.value)")
    others = [value for value in values if value != at]
    return list(dict.fromkeys([others[0], others[-1]]))


def change(tab: Page, number: int, value: str) -> Frames:
    """Set a filter, and give the frames from just before until a while after."""
    return act(tab, lambda: tab.locator("main form select").nth(number).select_option(value))


def tick(tab: Page, number: int) -> Frames:
    """Tick a box or take its tick away, without moving focus."""
    box = tab.locator("main form [type=checkbox]").nth(number)
    return act(tab, lambda: box.evaluate("one => one.click()"))


def act(tab: Page, choose: Callable[[], object]) -> Frames:
    expect(tab.locator("body > [role=status]")).not_to_have_text("")
    tab.evaluate("document.querySelector('body > [role=status]').textContent = ''")
    tab.evaluate(f"(() => {{ {SAMPLE} }})()")
    choose()
    return seen_until_drawn(tab)


def seen_until_drawn(tab: Page) -> Frames:
    """Wait until it is said that the page is another, and for what may still be drawn then."""
    expect(tab.locator("body > [role=status]")).to_contain_text("Updated.")
    tab.wait_for_function(
        "number => frames_seen.length >= number",
        arg=tab.evaluate("frames_seen.length") + FRAMES_UNTIL_DRAWN,
    )
    return Frames(tab.evaluate("frames_seen"))


def test_a_blank_frame_and_a_piecemeal_change_are_seen(tab: Page, dashboard_url: str) -> None:
    open_live(tab, f"{dashboard_url}/completion")
    tab.evaluate(f"(() => {{ {SLOW_DRAWING} }})()")
    frames = tick(tab, 0)
    assert frames.blank() > 0
    assert len(frames.states()) > 2


@pytest.mark.parametrize("address", ["/referrals", "/ages", "/completion", "/outcomes"])
def test_boxes_change_the_page_in_one_frame_and_keep_focus(
    tab: Page, dashboard_url: str, address: str
) -> None:
    open_live(tab, dashboard_url + address)
    tab.locator("#filter-areas-sandwell").focus()
    for number, asked in (
        (0, "areas=kirklees,nottingham,sandwell"),
        (1, "areas=kirklees,sandwell"),
    ):
        frames = tick(tab, number)
        before, after = frames.states()
        assert frames.blank() == 0
        assert asked in after["address"]
        assert asked not in before["address"]
        assert tab.evaluate("document.activeElement.id") == "filter-areas-sandwell"
    for number, asked in ((2, "area=sandwell"), (3, "area=programme"), (3, "area=sandwell")):
        assert asked in tick(tab, number).states()[-1]["address"]
    boxes = tab.locator("main form [name=areas][type=checkbox]").all()
    assert [box.is_checked() for box in boxes] == [False, False, False, True]


@pytest.mark.parametrize("address", [a for a in LIVE_ADDRESSES if not a.startswith("/areas/")])
def test_each_filter_changes_the_page_in_one_frame(
    tab: Page, dashboard_url: str, address: str
) -> None:
    open_live(tab, dashboard_url + address)
    for number in range(tab.locator("main form select").count()):
        for value in options(tab, number):  # none where another filter's value took this away
            frames = change(tab, number, value)
            assert frames.blank() == 0
            before, after = frames.states()
            assert before["address"] != after["address"]
            assert f"={value}" in after["address"]
            assert before["scrolled"] == after["scrolled"]


def test_back_and_forward_change_the_page_in_one_frame_too(tab: Page, dashboard_url: str) -> None:
    open_live(tab, f"{dashboard_url}/outcomes")
    (before, after) = change(tab, 0, options(tab, 0)[1]).states()
    for go, shown in ((tab.go_back, before), (tab.go_forward, after)):
        tab.evaluate("document.querySelector('body > [role=status]').textContent = ''")
        tab.evaluate(f"(() => {{ {SAMPLE} }})()")
        go()
        frames = seen_until_drawn(tab)
        assert frames.blank() == 0
        assert frames.states()[-1] == shown
        # The browser itself changes the address before it tells anyone: all else is one change.
        assert len(frames.states()) <= 3
        assert all(
            s | {"address": ""} in [x | {"address": ""} for x in (before, after)]
            for s in frames.states()
        )


def test_nothing_that_a_reader_holds_is_taken_away(tab: Page, dashboard_url: str) -> None:
    open_live(tab, f"{dashboard_url}/outcomes")
    tab.evaluate(
        """() => {
          window.held = document.querySelector("main #filter-areas-sandwell");
          held.focus();
          window.chart = document.querySelector("main .live-chart__graph");
          const lede = document.querySelector("main .lede").firstChild;
          getSelection().setBaseAndExtent(lede, 3, lede, 12);
          scrollTo({ top: 100, behavior: "instant" });
        }"""
    )
    selected = tab.evaluate("getSelection().toString()")
    frames = tick(tab, 0)
    assert len(selected) == 9
    assert tab.evaluate("getSelection().toString()") == selected
    assert tab.evaluate("document.activeElement === held && held.isConnected")
    assert tab.evaluate("chart.isConnected")
    assert {frame["scrolled"] for frame in frames.seen} == {100}
