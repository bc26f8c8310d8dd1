"""A tree is written as the HTML that a browser would build from it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from dash import dcc, html
from dash.development.base_component import Component
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.components.accessible import aria
from dashboard.components.drawing import Drawing
from dashboard.web.prerendering import find_main, properties, render

# What is written out of the tree and read back: (tag, attributes, children) and text.
Read = tuple[str, dict[str, str | None], list[Any]]

VISIBLE = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
TAGS = (html.Div, html.P, html.Span, html.Section, html.Td, html.A)
ATTRIBUTES = ("id", "className", "title", "data-note", "aria-label", "lang")


def element(attributes: dict[str, Any]) -> html.Div:
    return html.Div("x", **attributes)


def anything(children: object) -> Any:
    """Return children of a kind that Dash's own types do not allow, though Dash does."""
    return children


class Reader(HTMLParser):
    """Read HTML back as a tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: list[Any] = []
        self._open: list[list[Any]] = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node: Read = (tag, dict(attrs), [])
        self._open[-1].append(node)
        self._open.append(node[2])

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  # the parser gives it
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].append(data)


def read(text: str) -> list[Any]:
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader.root


def expected(node: Any) -> list[Any]:
    if isinstance(node, str):
        return [node] if node else []
    given = dict(node.to_plotly_json()["props"])
    children = given.pop("children")
    attributes = {{"className": "class"}.get(name, name): value for name, value in given.items()}
    return [(type(node).__name__.lower(), attributes, joined(children))]


def joined(children: list[Any]) -> list[Any]:
    """Return the children as they are read back: neighbouring texts are one."""
    found: list[Any] = []
    for child in (part for node in children for part in expected(node)):
        if isinstance(child, str) and found and isinstance(found[-1], str):
            found[-1] += child
        else:
            found.append(child)
    return found


def elements(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda tag, inside, attributes: tag(inside, **attributes),
        st.sampled_from(TAGS),
        st.lists(children, max_size=3),
        st.dictionaries(st.sampled_from(ATTRIBUTES), VISIBLE, max_size=3),
    )


# How fast inputs are made says nothing of what is tested, and a busy machine makes them slowly.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.recursive(VISIBLE, elements, max_leaves=12))
def test_any_text_and_attribute_reads_back_as_it_was(tree: Any) -> None:
    assert read(render(tree)) == joined([tree])


@given(st.text())
def test_no_text_can_open_an_element(text: str) -> None:
    written = render(html.P(text, title=text))
    assert written.count("<") == 2
    assert len(written.encode("utf-8", "replace")) > 0


@pytest.mark.parametrize(
    ("component", "written"),
    [
        (html.Label("Area", htmlFor="a"), '<label for="a">Area</label>'),
        (html.Div("x", tabIndex=-1), '<div tabindex="-1">x</div>'),
        (html.Td("x", colSpan=2), '<td colspan="2">x</td>'),
        (html.Option("x", value="v", selected=True), '<option selected value="v">x</option>'),
        (html.Option("x", value="", selected=False), '<option value="">x</option>'),
        (html.Details("x", open=True), "<details open>x</details>"),
        (html.A("x", href="/a?b=1&c=2", download=""), '<a download="" href="/a?b=1&amp;c=2">x</a>'),
        (html.Br(), "<br>"),
        (element({"aria-hidden": "true"}), '<div aria-hidden="true">x</div>'),
        (element({"data-n": "1"}), '<div data-n="1">x</div>'),
        (html.Div(anything([0, 1.5, None, ["a", ("b",)]])), "<div>01.5ab</div>"),
        (html.Pre("\nx"), "<pre>\n\nx</pre>"),
        (html.Div("x", n_clicks=3, disable_n_clicks=True, key="k"), "<div>x</div>"),
    ],
)
def test_properties_become_the_attributes_of_html(component: Component, written: str) -> None:
    assert render(component) == written


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,x"],
)
def test_an_address_that_is_a_script_is_left_out(address: str) -> None:
    assert render(html.A("x", href=address)) == "<a>x</a>"


def test_a_drawing_is_svg_with_a_name_and_nothing_in_it_runs() -> None:
    paths = [('x"><script>', 'M0 0"/><script>')]
    drawn = render(Drawing(className="spark", width=40, height=16, label='"<b>', paths=paths))
    assert drawn.count("<") == 3
    assert 'role="img" aria-label="&quot;&lt;b&gt;"' in drawn
    assert 'viewBox="0 0 40 16"' in drawn
    assert render(html.Img(src="data:image/svg+xml,%3Csvg%3E", alt="")) == '<img alt="">'


@pytest.mark.parametrize("address", ["https://x.example/", "/a", "#b", "a:b/c"[2:], "mailto:a@b"])
def test_an_ordinary_address_stays(address: str) -> None:
    assert render(html.A("x", href=address)) == f'<a href="{address}">x</a>'


@pytest.mark.parametrize(
    "component",
    [
        html.Div("x", style={"color": "red"}),
        html.Script("alert(1)"),
        html.Br("x"),
        element({"data-a b": "1"}),
    ],
)
def test_what_a_page_may_not_hold_is_refused(component: Component) -> None:
    with pytest.raises(ValueError, match=r".+"):
        render(component)


@pytest.mark.parametrize(
    "component",
    [dcc.Dropdown(id="d"), dcc.Location(id="l"), html.Div(anything([{"a": 1}]))],
)
def test_what_has_no_finished_form_is_refused(component: Component) -> None:
    with pytest.raises(TypeError):
        render(component)


def test_main_is_found_wherever_it_is() -> None:
    main = html.Main("x")
    assert find_main(html.Div(anything([html.P("a"), [html.Div(main)]]))) is main
    assert find_main(html.Div("x")) is None


@pytest.mark.parametrize(
    "component",
    [
        html.Div("a", id="x", className="y", **aria(label="z")),
        html.Option("a", value="b", selected=False),
        html.Td(0, colSpan=2),
        html.MapEl("a"),
        dcc.Graph(id="g", figure={"data": []}, config={"staticPlot": True}, responsive=True),
    ],
)
def test_properties_are_those_that_dash_itself_would_write(component: Component) -> None:
    written = component.to_plotly_json()  # type: ignore[no-untyped-call]  # Dash types nothing
    assert properties(component) == written["props"]
