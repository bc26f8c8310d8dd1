"""How does a reader choose what a page shows?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html

from dashboard.components.accessible import aria
from dashboard.data.queries import Choice
from dashboard.wording import open_lower


@dataclass(frozen=True)
class Filter:
    """One choice on a page: its label, and what may be chosen under which key in the address."""

    label: str
    choice: Choice

    @property
    def key(self) -> str:
        return self.choice.key


@dataclass(frozen=True)
class Chosen:
    """What the address asks for once it has been read, and what had to be put right."""

    values: Mapping[str, str]
    notices: tuple[str, ...]

    def __getitem__(self, key: str) -> str:
        return self.values[key]


def read_filters(filters: Sequence[Filter], query: Mapping[str, str]) -> Chosen:
    """Take each filter's value from a query, or its default with a notice; ignore the rest."""
    values: dict[str, str] = {}
    messages: list[str] = []
    for item in filters:
        asked = query.get(item.key)
        if asked is not None and item.choice.allows(asked):
            values[item.key] = asked
            continue
        values[item.key] = item.choice.default
        if asked:
            shown = dict(item.choice.options).get(item.choice.default, item.choice.default)
            messages.append(
                f"The {open_lower(item.label)} in this page’s address is not one that it knows, "
                f"so it shows “{shown}”."
            )
    return Chosen(values, tuple(messages))


def filter_form(path: str, filters: Sequence[Filter], chosen: Chosen) -> html.Form:
    """An ordinary form that asks for this page again, so that it works without JavaScript."""
    fields = [
        html.Div(
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
        for item in filters
        if len(item.choice.options) > 1
    ]
    return html.Form(
        [*fields, html.Button("Show", type="submit", className="button")],
        id="filters",
        className="filters",
        method="get",
        action=path,
        **aria(label="Choose what this page shows"),
    )
