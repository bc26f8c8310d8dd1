"""No answer says a number that the release suppresses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pandas as pd

from dashboard.data.queries import QUESTIONS, ask, choices
from dashboard.data.queries.view import View
from dashboard.data.release.model import Marker
from dashboard.data.store.releases import Store
from tests.data.queries.conftest import Serve
from tests.data.queries.releases import (
    ANSWERS,
    POINTS,
    Figure,
    count,
    make_release,
    share_of_known,
    towns,
)

NUMBERS = ["value", "numerator", "denominator", "lower", "upper", "due"]


def every_view(store: Store, question: str) -> Iterator[View]:
    """Ask a question with every value that it offers, all keys crossed but area and period."""
    catalogue = store.catalogue()
    free = [key for key in choices(catalogue, question, {}) if key not in {"area", "period"}]

    def widen(query: dict[str, str], keys: list[str]) -> Iterator[dict[str, str]]:
        if not keys:
            yield query
            return
        for value, _ in choices(catalogue, question, query)[keys[0]].options:
            yield from widen({**query, keys[0]: value}, keys[1:])

    for query in widen({}, free):
        offered = choices(catalogue, question, query)
        areas = [v for v, _ in offered["area"].options] if "area" in offered else [""]
        periods = [v for v, _ in offered["period"].options[:2]] if "period" in offered else [""]
        for area, period in product(areas, periods):
            places = {"area": area} if area else {}
            spans = {"period": period} if period else {}
            offered = choices(catalogue, question, {**query, **places, **spans})
            chosen = {**query, **places, **spans}
            if query.get("beside") or not all(offered[k].allows(chosen[k]) for k in chosen):
                continue
            yield ask(store, question, {**query, **places, **spans})


def test_nothing_is_said_beside_a_marker(illustrative_store: Store) -> None:
    for question in QUESTIONS:
        for view in every_view(illustrative_store, question):
            present = [name for name in NUMBERS if name in view.frame]
            hidden = view.frame[view.frame["marker"].notna()]
            assert hidden[present].isna().all(axis=None), (question, view.query)
            if question != "matrix":
                shown = view.frame[view.frame["marker"].isna()]
                assert shown["value"].notna().all()
            assert view.markers == tuple(sorted({Marker(m) for m in hidden["marker"]}))


def test_a_secret_denominator_is_nowhere_in_any_answer(serve: Serve) -> None:
    secret = 90_817  # published as "Known", of which "Yes" is hidden: not to be said beside it

    def figure(area: str, period: str, groups: dict[str, str]) -> Figure:
        if groups["answer"] == "Known":
            return secret
        return 3 if groups["answer"] == "Not known" else "c"

    store = serve(
        make_release(
            figure,
            areas=towns(3),
            breakdowns=(ANSWERS, POINTS),
            measures=(share_of_known(breakdown="point", headline=1), count(headline=2)),
        )
    )
    asked = 0
    for question in ("trend", "followup", "comparison", "figure", "headlines", "matrix"):
        for view in every_view(store, question):
            if view.measure.key == "home":
                asked += 1
                said = [view.title, view.subtitle, *view.notes, view.frame.to_csv()]
                said += [str(view.pooled), str(view.funnel), str(view.trends)]
                assert not any(str(secret) in text or f"{secret:,}" in text for text in said)
    assert asked > 0


def test_frames_hold_numbers_as_floats_and_words_as_objects(illustrative_store: Store) -> None:
    frame = ask(illustrative_store, "comparison", {"measure": "living_at_home"}).frame
    assert all(frame[name].dtype == "float64" for name in NUMBERS)
    assert frame["marker"].map(lambda m: m is None or isinstance(m, Marker)).all()
    assert not frame["area_name"].map(pd.isna).any()
