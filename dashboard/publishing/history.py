"""The command that tells what was done to releases, when, by whom and why."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing

from dashboard.data.store.history import Action, Change
from dashboard.data.store.releases import Store
from dashboard.publishing.commands import Command, Told, ask_nothing
from dashboard.publishing.times import in_london
from dashboard.settings import Settings


def _run(_arguments: Namespace, settings: Settings) -> Told:
    with closing(Store.open(settings.database_url)) as store:
        changes = store.history()
    for change in changes:
        print(describe(change))
    return {"changes": [_told(change) for change in changes]}


def _told(change: Change) -> Told:
    return {
        "number": change.number,
        "action": change.action.value,
        "release": change.release,
        "quote": change.quote or None,
        "takes_effect": change.takes_effect.isoformat() + "Z" if change.takes_effect else None,
        "recorded_at": f"{change.recorded_at.isoformat()}Z",
        "who": change.who,
        "why": change.why,
        "undoes": change.undoes,
    }


def describe(change: Change) -> str:
    """Write a change on one line: when, what, from when on, by whom and why."""
    what = f"{change.action} {change.quote} of {change.release}"
    if change.action is not Action.WITHDRAW_QUOTE:
        what = f"{change.action} {change.release}"
    parts = [f"{change.number}. {in_london(change.recorded_at)}  {what}"]
    if change.takes_effect:
        parts.append(f"from {in_london(change.takes_effect)}")
    if change.undoes:
        parts.append(f"change {change.undoes}")
    if change.who:
        parts.append(f"by {change.who}")
    return "  ".join(parts) + (f": {change.why}" if change.why else "")


COMMAND = Command("history", "tell what was done, when, by whom and why", ask_nothing, _run)
