"""The filters of a page, by which a reader chooses what it shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dash import html
from dash.development.base_component import Component

from dashboard.charts.switches import INTERVALS, SCALE, SWITCHES
from dashboard.components.accessible import aria
from dashboard.components.field import Field
from dashboard.data.queries import Choice, can_pick_areas
from dashboard.data.queries.numbers import NUMBER, SHOW
from dashboard.data.queries.parameters import IN_NUMBERS
from dashboard.data.release.model import Catalogue, Measure
from dashboard.wording import open_lower

FORM = "filters"  # what scripts know the form of a page by
MOST_LISTED = 20  # areas in a list; among more, a reader types a name


class Picker(NamedTuple):
    """Boxes in place of a choice, of which any may be ticked.

    `none` is the value of the choice that is shown where none is; "" is all of them.
    """

    choice: Choice
    legend: str
    none: str


@dataclass(frozen=True)
class Filter:
    """One choice on a page: its label, and what may be chosen under which key in the address.

    A `switch` is a box to tick: its choice has the value of the box next to the default.
    """

    label: str
    choice: Choice
    picker: Picker | None = None
    switch: bool = False

    @property
    def key(self) -> str:
        return self.choice.key

    @property
    def choices(self) -> tuple[Choice, ...]:
        return (self.choice, self.picker.choice) if self.picker else (self.choice,)


@dataclass(frozen=True)
class Chosen:
    """What the address asks for once it has been read, and what had to be put right."""

    values: Mapping[str, str]
    notices: tuple[str, ...]

    def __getitem__(self, key: str) -> str:
        return self.values[key]


def area_filter(catalogue: Catalogue, offered: Mapping[str, Choice]) -> Filter:
    """Offer the areas of a trend: each with a box where they are few, else one at a time."""
    if not can_pick_areas(catalogue):
        return Filter("Area", offered["area"])
    programme = catalogue.programme
    legend = f"Areas, alongside {programme.comparison}"
    return Filter("Area", offered["area"], Picker(offered["areas"], legend, programme.whole))


def lengths_filter(every: Choice) -> Filter:
    """Offer the lengths of periods that a release has, named by what they are: "Years or quarters"."""
    *first, last = [label for _, label in every.options] or ["Periods"]
    return Filter(f"{', '.join(first)} or {last}".capitalize() if first else last, every)


def switches(measures: Iterable[Measure], query: Mapping[str, str]) -> list[Filter]:
    """Offer numbers in place of shares over time, or to draw shares otherwise, where there are any."""
    if not any(measure.is_share for measure in measures):
        return []
    in_numbers = Filter("Numbers in place of shares", IN_NUMBERS, switch=True)
    if query.get(SHOW) == NUMBER:  # counts begin at zero, and have no intervals
        return [in_numbers]
    return [
        in_numbers,
        Filter("Scale fitted to the figures", SWITCHES[SCALE], switch=True),
        Filter("Intervals left out", SWITCHES[INTERVALS], switch=True),
    ]


def read_filters(filters: Sequence[Filter], query: Mapping[str, str]) -> Chosen:
    """Take each filter's value from a query, or its default with a notice; ignore the rest."""
    values: dict[str, str] = {}
    messages: list[str] = []
    for label, choice in ((item.label, choice) for item in filters for choice in item.choices):
        asked = query.get(choice.key)
        if asked is not None and choice.allows(asked):
            values[choice.key] = asked
            continue
        values[choice.key] = choice.default
        if asked:
            default_label = dict(choice.options).get(choice.default, choice.default)
            messages.append(
                f"The {open_lower(label)} in this page’s address is not one that it knows, "
                f"so it shows “{default_label}”."
            )
    return Chosen(values, tuple(messages))


def filter_form(path: str, filters: Sequence[Filter], chosen: Chosen) -> list[html.Form]:
    """Make an ordinary form that asks for this page again, so that it works without JavaScript.

    There is none where there is nothing to choose.
    """
    fields = [
        _boxes(item.choice, item.picker, chosen) if item.picker else _select(item, chosen)
        for item in filters
        if len(item.choice.options) > 1 and not item.switch
    ]
    fields += _switches([item for item in filters if item.switch], chosen)
    form = html.Form(
        [*fields, html.Button("Show", type="submit", className="button")],
        id=FORM,
        className="filters",
        method="get",
        action=path,
        **aria(label="Choose what this page shows"),
    )
    return [form] if fields else []


def search_box(key: str, label: str, names: Sequence[str], value: str = "") -> html.Div:
    """Make a box in which a name is typed, with the names as the browser's own list below it."""
    listed = f"names-{key}"
    return html.Div(
        [
            html.Label(label, htmlFor=f"filter-{key}"),
            Field(id=f"filter-{key}", list=listed, name=key, type="search", value=value),
            html.Datalist([html.Option(value=name) for name in names], id=listed),
        ],
        className="filters__field",
    )


def _select(item: Filter, chosen: Chosen) -> Component:
    if item.key == "area" and len(item.choice.options) > MOST_LISTED:
        names = dict(item.choice.options)
        label = f"{item.label}: type a name"
        return search_box(item.key, label, [*names.values()], names[chosen[item.key]])
    return html.Div(
        [
            html.Label(item.label, htmlFor=f"filter-{item.key}"),
            html.Select(
                [
                    html.Option(label, value=value, selected=value == chosen[item.key])
                    for value, label in item.choice.options
                ],
                id=f"filter-{item.key}",
                name=item.key,
            ),
        ],
        className="filters__field",
    )


def _boxes(choice: Choice, picker: Picker, chosen: Chosen) -> Component:
    key = picker.choice.key
    offered = [(value, label) for value, label in choice.options if value not in ("", picker.none)]
    ticked = chosen[choice.key] or chosen[key] or ",".join(value for value, _ in offered)
    return html.Fieldset(
        [
            html.Legend(picker.legend),
            Field(type="hidden", name=key, value=picker.none),
            *(
                html.Label([_box(key, value, checked=value in ticked.split(",")), label])
                for value, label in offered
            ),
        ],
        className="filters__boxes",
    )


def _switches(items: Sequence[Filter], chosen: Chosen) -> list[Component]:
    boxes = [
        html.Label([_box(item.key, value, checked=chosen[item.key] == value), item.label])
        for item in items
        for value, _ in item.choice.options
        if value != item.choice.default
    ]
    legend = html.Legend("Shares over time")
    kind = "filters__boxes filters__switches"
    return [html.Fieldset([legend, *boxes], className=kind)] if boxes else []


def _box(key: str, value: str, *, checked: bool) -> Field:
    return Field(
        id=f"filter-{key}-{value}", type="checkbox", name=key, value=value, checked=checked
    )
