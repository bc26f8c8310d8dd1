"""The figures of a live chart can be read by pointer, by finger, by keys, by screen reader."""

from __future__ import annotations

import time
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.addresses import LIVE_ADDRESSES
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

WIDTHS = (1280, 375)
STATUS = "body > [role=status]"
BOX = ".reading:not([hidden])"
SECONDS_TO_ASK = 20.0
LIVE = ".live:not(.live--waiting)"
NOT_IDLE = "window.requestIdleCallback = () => 0"
PLOTLY = "**/plotly*.js"
MOST_STEPS = 60  # of a key on a page
SEVERAL = "/completion?area="
TREND = "/referrals?area="
# Every sign and bar that Plotly drew, where it drew it, with the line and period that it is of.
DRAWN = """graph => [...graph.querySelectorAll('.subplot')].flatMap(plot => {
  const axes = plot.classList[1];
  const traces = graph.data.filter(trace => trace.xaxis + trace.yaxis === axes);
  const groups = kind => [...plot.querySelectorAll(`.${kind}layer .trace`)];
  return ['scatter', 'bar'].flatMap(kind =>
    traces.filter(trace => trace.type === kind).flatMap((trace, number) => {
      const told = (trace.customdata ?? []).filter((_, i) => trace.y[i] !== null);
      const signs = [...groups(kind)[number]?.querySelectorAll('.point') ?? []];
      return told.map(([period, line], i) => {
        const box = (signs[i].querySelector('path') ?? signs[i]).getBoundingClientRect();
        const x = kind === 'bar' ? box.right : box.x + box.width / 2;
        return {x: x + scrollX, y: box.y + box.height / 2 + scrollY, period, line, axes};
      });
    }));
})"""
SHOWN = """() => {
  const box = document.querySelector('.reading:not([hidden])');
  if (!box) return null;
  const {left, right, top, bottom} = box.getBoundingClientRect();
  return {
    period: box.querySelector('p').textContent,
    lines: [...box.querySelectorAll('strong')].map(one => one.textContent.slice(0, -1)),
    line: box.querySelector('.reading__on strong').textContent.slice(0, -1),
    said: box.querySelector('.reading__on').textContent,
    left: left + scrollX, right: right + scrollX, top: top + scrollY, bottom: bottom + scrollY,
    wide: box.scrollWidth > box.clientWidth,
    page: document.documentElement.clientWidth,
  };
}"""


# Along each line and back, then on to the next.
WALK = f"""([lines, points]) => {{
  const shown = {SHOWN};
  const press = key =>
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{key, bubbles: true}}));
  const reached = [];
  for (let line = 0; line < lines; line++) {{
    for (const key of ['ArrowRight', 'ArrowLeft'])
      for (let i = 0; i < points; i++) {{
        press(key);
        reached.push([shown().line, shown().period]);
      }}
    press('ArrowDown');
  }}
  return reached;
}}"""
# Pointing at each of them: in the page, for a message to the browser for each takes minutes.
POINTED = f"""graph => {{
  const shown = {SHOWN};
  graph.scrollIntoView({{block: 'center', behavior: 'instant'}});
  return ({DRAWN})(graph).map(point => {{
    const at = {{clientX: point.x - scrollX, clientY: point.y - scrollY, bubbles: true}};
    graph.dispatchEvent(new PointerEvent('pointermove', at));
    return [point, shown()];
  }});
}}"""


def point_at_each(page: Page, chart: int) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Point at each point of a chart, and give with it what was shown."""
    page.locator(".live-chart .main-svg").nth(chart).wait_for()
    found: list[tuple[dict[str, Any], dict[str, Any]]]
    found = page.locator(".live-chart__graph").nth(chart).evaluate(POINTED)
    return found


def is_same_place(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(abs(one["x"] - other["x"]) < 1 and abs(one["y"] - other["y"]) < 1)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", [TREND, SEVERAL, "/compare", "/areas/sandwell"])
def test_each_point_gives_its_own_line_in_a_box_that_covers_neither(
    open_live: OpenPage, address: str, width: int
) -> None:
    with open_live(address, width) as page:
        for chart in range(page.locator(".live-chart__graph").count()):
            pointed = point_at_each(page, chart)
            for point, shown in pointed:
                here = [other for other, _ in pointed if is_same_place(point, other)]
                assert (shown["line"], shown["period"]) in [(o["line"], o["period"]) for o in here]
                assert shown["left"] >= 0
                assert shown["right"] <= shown["page"]
                assert not shown["wide"]
                told = (shown["line"], point["axes"])
                own = [other for other, _ in pointed if (other["line"], other["axes"]) == told]
                assert not [other for other in own if is_under(shown, other)]


def is_under(box: dict[str, Any], point: dict[str, Any]) -> bool:
    across = box["left"] < point["x"] < box["right"]
    return bool(across and box["top"] < point["y"] < box["bottom"])


def test_the_mouse_shows_the_box_and_takes_it_away(open_live: OpenPage) -> None:
    with open_live(TREND) as page:
        (point, shown) = point_at_each(page, 0)[-1]
        page.mouse.move(point["x"], point["y"] - page.evaluate("scrollY"))
        assert page.evaluate(SHOWN) == shown
        page.mouse.move(0, 0)
        expect(page.locator(BOX)).to_have_count(0)


@pytest.mark.parametrize("address", [TREND, SEVERAL])
def test_one_box_tells_of_every_area_in_the_order_of_the_table(
    open_live: OpenPage, address: str
) -> None:
    with open_live(address) as page:
        exhibit = page.locator(".exhibit", has=page.locator(".live-chart")).first
        (_, shown) = point_at_each(page, 0)[0]
        table = exhibit.locator("table")
        heads = table.locator("thead th:not(:first-child), tbody th").all_text_contents()
    named = [head for head in heads if head in shown["lines"]]
    assert named == shown["lines"]
    assert len(named) > 3


def test_arrow_keys_step_through_points_and_say_what_the_box_says(open_live: OpenPage) -> None:
    with open_live(TREND) as page:
        page.locator(".live-chart").first.focus()
        told = []
        for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowUp", "ArrowLeft"):
            page.keyboard.press(key)
            shown = page.evaluate(SHOWN)
            name, _, figure = shown["said"].partition(": ")
            expect(page.locator(STATUS)).to_have_text(f"{name}, {shown['period']}: {figure}")
            told.append((shown["line"], shown["period"]))
        page.keyboard.press("Escape")
        expect(page.locator(BOX)).to_have_count(0)
    first, second, other, back, start = told
    assert first[0] == second[0] != other[0]
    assert first[1] != second[1] == other[1]
    assert (back, start) == (second, first)


def test_the_arrows_reach_every_point(open_live: OpenPage) -> None:
    with open_live(TREND) as page:
        drawn = {(point["line"], point["period"]) for point, _ in point_at_each(page, 0)}
        page.locator(".live-chart").first.focus()
        page.keyboard.press("Escape")
        lines = len({line for line, _ in drawn})
        reached = page.evaluate(WALK, [lines, len(drawn)])
    assert {tuple(one) for one in reached} == drawn


@pytest.mark.parametrize("address", LIVE_ADDRESSES)
def test_a_live_chart_keeps_its_role_name_and_description(
    open_still: OpenPage, open_live: OpenPage, address: str
) -> None:
    with open_still(address) as page:
        charts = page.locator(".still:visible > svg[role=img]").evaluate_all(
            "all => all.map(one => [...one.querySelectorAll(':scope > title, :scope > desc')]"
            ".map(part => part.textContent))"
        )
    with open_live(address) as page:
        live = page.locator(".live-chart__graph")
        expect(live).to_have_count(len(charts))
        for number, (name, description) in enumerate(charts):
            expect(live.nth(number)).to_have_role("img")
            expect(live.nth(number)).to_have_accessible_name(name)
            expect(live.nth(number)).to_have_accessible_description(description)


def tab_until(page: Page, reached: str) -> Any:
    """Press Tab until a script about what has the focus gives something, and return that."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if found := page.evaluate(reached):
            return found
    raise AssertionError(f"{MOST_STEPS} steps do not reach {reached}")


def test_after_the_filters_enter_on_explore_makes_the_page_live(
    page: Page, dashboard_url: str
) -> None:
    held: list[Route] = []

    def hold(script: Route) -> None:
        held.append(script)

    page.add_init_script(NOT_IDLE)
    page.route(PLOTLY, hold)
    page.goto(f"{dashboard_url}/referrals")
    page.locator("main select").first.focus()
    page.wait_for_function("() => window.starting")
    name = tab_until(page, "document.activeElement.dataset.explore")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_text("Loading…")
    until = time.monotonic() + SECONDS_TO_ASK
    while not held and time.monotonic() < until:  # it may be asked for only now
        page.wait_for_timeout(50)
    assert held
    for script in held:
        script.continue_()
    page.locator(LIVE).wait_for(state="attached")
    expect(page.locator(STATUS)).to_have_text("The charts on this page are live.")
    reader = page.locator(":focus")
    expect(reader).to_have_id(f"{name}-frame")
    expect(reader).to_have_role("application")
    expect(reader).not_to_have_accessible_name("")


def test_a_page_drawn_while_its_filters_were_in_use_is_live_once_they_are_left(
    page: Page, dashboard_url: str
) -> None:
    page.add_init_script(NOT_IDLE)
    page.goto(f"{dashboard_url}/referrals")
    page.locator("main select").first.focus()
    page.locator(".live--waiting .main-svg").first.wait_for(state="attached")
    expect(page.locator("main select").first).to_be_focused()
    tab_until(page, "!document.activeElement.form")
    page.locator(LIVE).wait_for(state="attached")
    expect(page.locator(STATUS)).to_have_text("The charts on this page are live.")
    assert page.evaluate("!!document.activeElement.closest('.live')")


@pytest.mark.parametrize("kind", ["main a[href]", "main summary", "main .scroll"])
def test_focus_stays_on_what_has_it_while_the_page_becomes_live(
    page: Page, dashboard_url: str, kind: str
) -> None:
    page.add_init_script("window.requestIdleCallback = (work) => { window.begin = work; }")
    page.goto(f"{dashboard_url}/outcomes")
    focused = "document.activeElement.outerHTML"
    page.wait_for_function("() => window.begin")
    chosen = page.locator(kind).last
    chosen.evaluate("one => one.closest('details')?.setAttribute('open', '')")
    chosen.focus()
    before = page.evaluate(focused)
    page.evaluate("begin()")
    page.locator(LIVE).wait_for(state="attached")
    assert page.evaluate(focused) == before


OPACITIES = "graph => graph.data.map(t => [[t.customdata ?? []].flat()[0]?.[1], t.opacity ?? 1])"


def faded(page: Page) -> set[str]:
    """Return the names of the lines of the first chart that are faded."""
    told = page.locator(".live-chart__graph").first.evaluate(OPACITIES)
    return {line for line, opacity in told if line and opacity < 1}


def test_a_name_shows_its_line_and_a_press_keeps_it(open_live: OpenPage) -> None:
    with open_live(TREND) as page:
        name = page.locator(".live-chart").first.get_by_role("button").last
        line = name.get_attribute("aria-label")
        name.hover()
        others = faded(page)
        assert len(others) == 3
        assert line not in others
        page.mouse.move(0, 0)
        assert faded(page) == set()
        name.click()
        page.mouse.move(0, 0)
        assert faded(page) == others
        expect(name).to_have_attribute("aria-pressed", "true")
        page.locator(".live-chart").first.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        assert len(faded(page)) == 3
        assert line in faded(page)


def test_rows_light_their_lines_and_points_their_cells(open_live: OpenPage) -> None:
    with open_live(TREND) as page:
        exhibit = page.locator(".exhibit", has=page.locator(".live-chart")).first
        exhibit.locator("details:has(table) > summary").click()
        row = exhibit.locator("tbody tr").nth(1)
        row.locator("td").first.hover()
        assert len(faded(page)) == 3
        assert row.locator("th").inner_text() not in faded(page)
        (point, _) = point_at_each(page, 0)[-1]
        lit = exhibit.locator(".lit")
        expect(lit).to_have_count(1)
        head = lit.evaluate("one => one.closest('tr').cells[0].textContent")
        assert head == point["line"]
