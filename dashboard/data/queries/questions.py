"""Which questions can be asked, and is this one of them?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard.data.queries import choosing as keys
from dashboard.data.queries.answering import Asked
from dashboard.data.queries.breakdown import breakdown, breakdown_trend, followup
from dashboard.data.queries.cells import release_keys
from dashboard.data.queries.choosing import Choice, Chooser
from dashboard.data.queries.comparison import comparison
from dashboard.data.queries.figure import figure
from dashboard.data.queries.headlines import headlines
from dashboard.data.queries.matrix import matrix
from dashboard.data.queries.returns import returns
from dashboard.data.queries.trend import trend
from dashboard.data.release import Catalogue, Measure
from dashboard.data.store import Store
from dashboard.data.view import View
from dashboard.exceptions import UnknownQuestion

VALUES_NAMED = 12  # an error names no more allowed values than these


@dataclass(frozen=True, slots=True)
class Question:
    """A question by name: what answers it, and its keys in the order they depend on one another."""

    name: str
    answer: Callable[[Asked], View]
    keys: Mapping[str, Chooser]


def _always(_catalogue: Catalogue, _measure: object) -> bool:
    return True


QUESTIONS: Mapping[str, Question] = {
    question.name: question
    for question in (
        Question(
            "trend",
            trend,
            {
                "measure": keys.measure_key(keys.has_history),
                "area": keys.all_or_area_key,
                "beside": keys.beside_key,
                "group": keys.group_key,
                "every": keys.every_key,
            },
        ),
        Question(
            "breakdown",
            breakdown,
            {
                "measure": keys.measure_key(keys.can_open),
                "by": keys.by_key,
                "area": keys.area_or_all_key,
                "period": keys.period_key,
            },
        ),
        Question(
            "breakdown_trend",
            breakdown_trend,
            {
                "measure": keys.measure_key(keys.can_open_over_time),
                "by": keys.by_key,
                "area": keys.area_key,
                "every": keys.every_key,
            },
        ),
        Question(
            "followup",
            followup,
            {
                "measure": keys.measure_key(keys.has_separate_groups),
                "by": keys.separate_by_key,
                "area": keys.area_key,
                "period": keys.period_key,
            },
        ),
        Question(
            "comparison",
            comparison,
            {
                "measure": keys.measure_key(_always),
                "group": keys.group_key,
                "period": keys.period_key,
            },
        ),
        Question(
            "figure",
            figure,
            {
                "measure": keys.measure_key(_always),
                "group": keys.group_key,
                "area": keys.area_key,
                "beside": keys.beside_key,
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
    catalogue = store.catalogue(identifier)
    asked = _read(catalogue, _question(question), query)
    with store.connect() as connection:
        return _question(question).answer(
            Asked(
                question, asked, identifier, catalogue, release_keys(store, identifier), connection
            )
        )


def choices(catalogue: Catalogue, question: str, query: Mapping[str, str]) -> Mapping[str, Choice]:
    """Give what each key of a question may be, in the order of its keys.

    What later keys may be depends on the earlier ones in `query`; a value there that is not
    allowed counts as left out.
    """
    found: dict[str, Choice] = {}
    chosen: dict[str, str] = {}
    for choose in _question(question).keys.values():
        choice = choose(catalogue, chosen)
        asked = query.get(choice.key, "")
        chosen[choice.key] = asked if choice.allows(asked) else choice.default
        found[choice.key] = choice
    return found


def applies(catalogue: Catalogue, question: str, measure: Measure) -> bool:
    """Whether a question can be asked of a measure: a trend needs years or quarters, say."""
    return choices(catalogue, question, {})["measure"].allows(measure.key)


def fit(catalogue: Catalogue, question: str, query: Mapping[str, str]) -> dict[str, str]:
    """Keep of a query the keys that a question has and the values that they may take.

    For a page that puts one choice to several measures, of which one may lack the period asked.
    """
    offered = choices(catalogue, question, query)
    return {k: v for k, v in query.items() if k in offered and offered[k].allows(v)}


def _read(catalogue: Catalogue, question: Question, query: Mapping[str, str]) -> dict[str, str]:
    """Take each key's value from a query or its default, and refuse what is not known."""
    chosen: dict[str, str] = {}
    for choose in question.keys.values():
        choice = choose(catalogue, chosen)
        value = query.get(choice.key, "") or choice.default
        if not choice.allows(value):
            raise UnknownQuestion(
                f"{choice.key!r} of {question.name!r} must be {_one_of(choice.options)}"
            )
        chosen[choice.key] = value
    for key in query:
        if key not in chosen:
            raise UnknownQuestion(
                f"{question.name!r} has no key {key!r}; it has {', '.join(chosen) or 'none'}"
            )
    return chosen


def _question(name: str) -> Question:
    if name not in QUESTIONS:
        raise UnknownQuestion(f"no question is named {name!r}; there are {', '.join(QUESTIONS)}")
    return QUESTIONS[name]


def _one_of(options: tuple[tuple[str, str], ...]) -> str:
    if not options:
        return "left out: this release has nothing to choose from"
    named = ", ".join(value or '""' for value, _ in options[:VALUES_NAMED])
    rest = len(options) - VALUES_NAMED
    return f"one of {named}" + (f" and {rest} more" if rest > 0 else "")
