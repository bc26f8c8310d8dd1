"""The questions by name, and whether something is one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.data.queries import parameters as keys
from dashboard.data.queries import places
from dashboard.data.queries.asked import Answer, Asked
from dashboard.data.queries.breakdown import breakdown, breakdown_trend, followup
from dashboard.data.queries.comparison import comparison
from dashboard.data.queries.data_returns import returns
from dashboard.data.queries.fetch import Cells, fetch_cells
from dashboard.data.queries.figure import figure
from dashboard.data.queries.headlines import headlines
from dashboard.data.queries.matrix import matrix
from dashboard.data.queries.numbers import SHOW
from dashboard.data.queries.parameters import Choice, Chooser
from dashboard.data.queries.periods import had
from dashboard.data.queries.statement import release_keys
from dashboard.data.queries.trend import trend
from dashboard.data.queries.view import View
from dashboard.data.release.model import Area, Catalogue, Measure
from dashboard.data.release.reserved import SEVERAL_AREAS
from dashboard.data.store.releases import Store
from dashboard.exceptions import UnknownQuestion


def _always(_catalogue: Catalogue, _measure: object) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Question:
    """A question by name: what answers it, and its keys in the order they depend on one another."""

    name: str
    answer: Callable[[Asked], Answer]
    keys: Mapping[str, Chooser]
    applies: Callable[[Catalogue, Measure], bool] = _always


class Parameters(NamedTuple):
    """A question and a value, which a release knows, for each of its keys."""

    question: str
    values: Mapping[str, str]


def _of_measures(
    name: str,
    answer: Callable[[Asked], Answer],
    applies: Callable[[Catalogue, Measure], bool],
    choosers: Mapping[str, Chooser],
) -> Question:
    """Return a question that is put to one of the measures to which it applies."""
    return Question(name, answer, {"measure": keys.measure_key(applies), **choosers}, applies)


QUESTIONS: Mapping[str, Question] = {
    question.name: question
    for question in (
        _of_measures(
            "trend",
            trend,
            keys.has_history,
            {
                "area": keys.all_or_area_key,
                SEVERAL_AREAS: keys.several_areas_key,
                "beside": keys.beside_key,
                "group": keys.group_key,
                "every": keys.every_key,
                SHOW: keys.show_key,
            },
        ),
        _of_measures(
            "breakdown",
            breakdown,
            keys.can_open,
            {
                "by": keys.by_key,
                "area": keys.area_or_all_key,
                "period": keys.period_key,
            },
        ),
        _of_measures(
            "breakdown_trend",
            breakdown_trend,
            keys.can_open_over_time,
            {
                "by": keys.by_key,
                "area": keys.area_key,
                "every": keys.every_of_groups_key,
            },
        ),
        _of_measures(
            "followup",
            followup,
            keys.has_separate_groups,
            {
                "by": keys.separate_by_key,
                "area": keys.area_key,
                "period": keys.period_key,
            },
        ),
        _of_measures(
            "comparison",
            comparison,
            _always,
            {
                "group": keys.group_key,
                "period": keys.period_key,
                "among": keys.among_key,
            },
        ),
        _of_measures(
            "figure",
            figure,
            _always,
            {
                "group": keys.group_key,
                "area": keys.area_key,
                "beside": keys.beside_region_key,
                "period": keys.period_key,
            },
        ),
        Question("headlines", headlines, {"area": keys.area_key, "period": keys.period_of_any_key}),
        Question("matrix", matrix, {"period": keys.period_of_any_key}),
        Question("returns", returns, {"area": keys.returning_area_key}),
    )
}


def ask(store: Store, question: str, query: Mapping[str, str], release: str | None = None) -> View:
    """Answer a question of a release, the one being served when none is named.

    A key left out, or blank, stands at its default. Raises UnknownQuestion, naming the key and
    what it may be, for a question, key or value that this release does not know.
    """
    identifier = store.latest() if release is None else release
    return ask_all(store, [read(store.catalogue(identifier), question, query)], identifier)[0]


def ask_all(
    store: Store, parameters: Sequence[Parameters], release: str | None = None
) -> list[View]:
    """Answer several questions of a release, all that a page asks, by one or two statements."""
    identifier = store.latest() if release is None else release
    catalogue = store.catalogue(identifier)
    answers = [
        _question(name).answer(Asked(name, values, identifier, catalogue))
        for name, values in parameters
    ]
    needs = [next(answer) for answer in answers]
    numbers = release_keys(store, identifier)
    with store.connect() as connection:
        cells = fetch_cells(connection, numbers, catalogue, needs)
    return [_finish(answer, cells) for answer in answers]


def _finish(answer: Answer, cells: Cells) -> View:
    """Send a question the cells that it asked for, and return its view."""
    try:
        answer.send(cells)
    except StopIteration as ended:
        view: View = ended.value
        return view
    raise RuntimeError("a question asks for its cells once")


def choices(catalogue: Catalogue, question: str, query: Mapping[str, str]) -> Mapping[str, Choice]:
    """Return what each key of a question may be, in the order of its keys.

    What later keys may be depends on the earlier ones in `query`; a value there that is not
    allowed counts as left out.
    """
    by_key: dict[str, Choice] = {}
    chosen: dict[str, str] = {}
    for key, choose in _question(question).keys.items():
        choice = by_key[key] = choose(catalogue, chosen)
        chosen[key] = choice.nearest(query.get(key, ""))
    return by_key


def applies(catalogue: Catalogue, question: str, measure: Measure) -> bool:
    """Return True if a question can be asked of a measure: a trend needs years or quarters, say."""
    return _question(question).applies(catalogue, measure)


def is_published_for(catalogue: Catalogue, measure: Measure, area: Area) -> bool:
    """Return True if a release has figures, or markers, of a measure at the level of an area."""
    return bool(had(catalogue, measure, (area,)))


def divides_over_time(catalogue: Catalogue, measure: Measure, by: str, area: str = "") -> bool:
    """Return True if groups of a breakdown have more than one period, besides to date."""
    place = catalogue.area(area) or places.whole(catalogue)
    periods = keys.periods_of_groups(catalogue, measure, by, place)
    return sum(period.type in keys.EVERY.values() for period in periods) > 1


def fit(catalogue: Catalogue, question: str, query: Mapping[str, str]) -> Parameters:
    """Take from a query what a question has keys for and what they may be, and defaults else.

    For a page that puts one choice to several measures, of which one may lack the period asked.
    """
    chosen: dict[str, str] = {}
    for key, choose in _question(question).keys.items():
        chosen[key] = choose(catalogue, chosen).nearest(query.get(key, ""))
    return Parameters(question, chosen)


def read(catalogue: Catalogue, question: str, query: Mapping[str, str]) -> Parameters:
    """Take each key's value from a query or its default. Raises UnknownQuestion as `ask` does."""
    chosen: dict[str, str] = {}
    for key, choose in _question(question).keys.items():
        choice = choose(catalogue, chosen)
        chosen[key] = choice.require(query.get(key, ""), f"{key!r} of {question!r}")
    for key in query:
        if key not in chosen:
            raise UnknownQuestion(
                f"{question!r} has no key {key!r}; it has {', '.join(chosen) or 'none'}"
            )
    return Parameters(question, chosen)


def _question(name: str) -> Question:
    if name not in QUESTIONS:
        raise UnknownQuestion(f"no question is named {name!r}; there are {', '.join(QUESTIONS)}")
    return QUESTIONS[name]
