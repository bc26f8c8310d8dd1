"""How does a later release keep to a design? Its policy has one closed period more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import msgspec

from dashboard.data.preparing.policy import Policy, Span
from dashboard.data.release.model import PeriodType
from dashboard.data.release.periods import REPORTING_PERIOD, read_period
from dashboard.exceptions import InvalidRelease

TO_DATE = PeriodType.TO_DATE.value


def with_next_period(policy: Policy, name: str, span: Span) -> Policy:
    """Return a policy with a reporting period added wherever one has it that ended the day before.

    Raises InvalidRelease where no period of the policy ends then: nothing is to be left out.
    """
    starts, _ = _days(name, span)
    before = {
        other for other, own in policy.periods.items() if _days(other, own)[1] == starts - _DAY
    }
    if not before:
        raise InvalidRelease(f"policy: periods: expected one that ends before {starts} begins.")
    words = _followed(msgspec.to_builtins(policy), before, name)
    words["periods"] = dict(sorted({**words["periods"], name: msgspec.to_builtins(span)}.items()))
    return msgspec.convert(words, Policy)


_DAY = timedelta(days=1)


def _days(name: str, span: Span) -> tuple[date, date]:
    named = read_period(name, REPORTING_PERIOD)
    return span.days or (named.starts, named.ends)


def _followed(words: Any, before: Collection[str], name: str) -> Any:
    """Add a period to every list of periods, at any depth, that has one of those before it."""
    if isinstance(words, dict):
        return {key: _followed(value, before, name) for key, value in words.items()}
    if not isinstance(words, list) or not any(one in before for one in words):
        return words
    own = [one for one in words if one != TO_DATE]
    return [*own, name, *words[len(own) :]]
