"""The still and the live chart show the same points, at the same places, in the same words.

Plotly draws each figure in Chromium, and what it drew is measured and compared with the still:
every point, bar end, tick, text and gap.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from importlib.resources import files
from itertools import accumulate
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Page

from dashboard.charts import GRAPH_CONFIG, PICTURES
from dashboard.data.queries.view import View
from tests.charts import samples
from tests.charts.drawing import draw, read

pytestmark = pytest.mark.browser

Place = tuple[float, float]
Said = tuple[str, float, float]
WIDTHS = (340, 720)
TOLERANCE_PX = 1.5
TEXT_TOLERANCE_PX = 6  # typefaces differ by their metrics
MEASURE = """
() => {
  const origin = document.getElementById('chart').getBoundingClientRect();
  const middle = node => {
    const box = node.getBoundingClientRect();
    return [box.x - origin.x + box.width / 2, box.y - origin.y + box.height / 2];
  };
  const all = query => [...document.querySelectorAll(query)];
  return {
    points: all('.scatterlayer .points path.point').map(middle),
    bars: all('.barlayer .point path').map(node => node.getBoundingClientRect())
      .filter(box => box.width && box.height)  // that of a zero has none, and a still leaves it out
      .map(box => [box.right - origin.x, box.y - origin.y + box.height / 2]),
    texts: all(
      '.annotation-text, [class$="tick"] text, .shape-label text').flatMap(node => {
      const lines = [...node.querySelectorAll('tspan.line')];
      return (lines.length ? lines : [node]).map(line => [line.textContent, ...middle(line)]);
    }).filter(([text]) => text),
  };
}
"""


@pytest.fixture(scope="module")
def canvas(browser: Browser) -> Iterator[Page]:
    """Yield a page with Plotly on it."""
    page = browser.new_page(viewport={"width": 800, "height": 1400})
    page.set_content('<body style="margin:0;font-family:Arial"><div id="chart"></div></body>')
    script = files("plotly").joinpath("package_data", "plotly.min.js").read_text("utf-8")
    page.add_script_tag(content=script)
    yield page
    page.close()


def draw_live(page: Page, figure: dict[str, Any], width: int) -> dict[str, Any]:
    layout = {**figure["layout"], "width": width}
    page.evaluate(
        "([data, layout, config]) => Plotly.newPlot('chart', data, layout, config)",
        json.loads(json.dumps([figure["data"], layout, {**GRAPH_CONFIG, "responsive": False}])),
    )
    measured: dict[str, Any] = page.evaluate(MEASURE)
    return measured


def draw_still(page: Page, figure: dict[str, Any], width: int) -> dict[str, Any]:
    svg = draw(figure, width)
    root = read(svg)
    page.evaluate("svg => { document.getElementById('chart').innerHTML = svg; }", svg)
    texts = page.evaluate(
        """
        () => {
          const origin = document.querySelector('svg').getBoundingClientRect();
          return [...document.querySelectorAll('svg text')].flatMap(node => {
            const spans = [...node.querySelectorAll('tspan')];
            return (spans.length ? spans : [node]).map(line => {
              const box = line.getBoundingClientRect();
              return [line.textContent, box.x - origin.x + box.width / 2,
                      box.y - origin.y + box.height / 2];
            });
          });
        }
        """
    )
    return {"points": still_points(root), "bars": still_bars(root), "texts": texts}


def still_points(root: ET.Element) -> list[Place]:
    """The middles of all signs: closed paths with a ring or whole circles."""
    found = []
    for path in root.iter("path"):
        if (
            path.get("stroke")
            and path.get("fill") not in (None, "none")
            and not path.get("opacity")
        ):
            found += [sign_middle(part) for part in signs(path.get("d", ""))]
    return found


def signs(path: str) -> list[str]:
    return [f"M{part}" for part in path.split("M") if part]


def sign_middle(path: str) -> Place:
    """The middle of the box round a sign, from the four kinds of path that stills have."""
    numbers = [float(n) for n in re.findall(r"-?(?:\d+(?:\.\d+)?|\.\d+)", path)]
    x, y = numbers[:2]
    if "a" in path:
        return (x + numbers[2], y)
    if "h" in path:
        return (x + numbers[2] / 2, y + numbers[2] / 2)
    xs, ys = list(accumulate(numbers[::2])), list(accumulate(numbers[1::2]))
    return ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)


def still_bars(root: ET.Element) -> list[Place]:
    found = []
    for path in root.iter("path"):
        for part in re.findall(r"M([\d.]+) ([\d.]+)H([\d.]+)V([\d.]+)H[\d.]+z", path.get("d", "")):
            _, top, right, foot = (float(number) for number in part)
            found.append((right, (top + foot) / 2))
    return found


def nearest(place: Place, others: list[Place]) -> float:
    return min((max(abs(place[0] - x), abs(place[1] - y)) for x, y in others), default=1e9)


def assert_same_places(live: list[Place], still: list[Place]) -> None:
    assert len(live) == len(still)
    assert all(nearest(place, still) < TOLERANCE_PX for place in live)
    assert all(nearest(place, live) < TOLERANCE_PX for place in still)


def assert_same_texts(live: list[Said], still: list[Said]) -> None:
    assert sorted(text for text, _, _ in live) == sorted(text for text, _, _ in still)
    for text, x, y in live:
        others = [(ox, oy) for other, ox, oy in still if other == text]
        assert nearest((x, y), others) < TEXT_TOLERANCE_PX, text


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("picture", "name", "view"), samples.CASES, ids=samples.CASE_NAMES)
def test_still_and_live_show_the_same(
    canvas: Page, picture: str, name: str, view: View, width: int
) -> None:
    figure = PICTURES[picture](view)
    live = draw_live(canvas, figure, width)
    canvas.evaluate("Plotly.purge('chart')")
    still = draw_still(canvas, figure, width)
    assert_same_places(live["points"], still["points"])
    assert_same_places(live["bars"], still["bars"])
    assert_same_texts(live["texts"], still["texts"])


def test_a_moved_point_is_noticed(canvas: Page) -> None:
    figure = PICTURES["trend"](samples.share_trend())
    live = draw_live(canvas, figure, 720)
    canvas.evaluate("Plotly.purge('chart')")
    figure["data"][-2]["y"][0] += 3
    still = draw_still(canvas, figure, 720)
    with pytest.raises(AssertionError):
        assert_same_places(live["points"], still["points"])


def test_every_point_of_the_view_is_drawn(canvas: Page) -> None:
    view = samples.share_trend()
    live = draw_live(canvas, PICTURES["trend"](view), 720)
    canvas.evaluate("Plotly.purge('chart')")
    assert len(live["points"]) == sum(1 for _ in view.rows())


def test_no_markup_in_a_name_is_obeyed(canvas: Page) -> None:
    view = samples.single()
    rows = [row._replace(area_name="<b>A</b> & B") for row in view.rows()]
    figure = PICTURES["trend"](samples.view(rows))
    live = draw_live(canvas, figure, 720)
    canvas.evaluate("Plotly.purge('chart')")
    assert unescape("&lt;b&gt;A&lt;/b&gt; &amp; B") in [text for text, _, _ in live["texts"]]
