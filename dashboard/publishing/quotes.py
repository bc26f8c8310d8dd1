"""The commands for quotes: which there are, and to withdraw one from every release."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import closing

from dashboard.data.release import clock
from dashboard.data.release.context import Quote
from dashboard.data.store.history import ReleaseRecord, Standing, words_of
from dashboard.data.store.releases import Store
from dashboard.exceptions import StoreError
from dashboard.publishing.changing import add_reason, open_to_change, reason_of
from dashboard.publishing.commands import Command, Told, add_json
from dashboard.settings import Settings

FIRST_LETTERS = 60
Held = tuple[ReleaseRecord, Quote]


def _add_arguments(parser: ArgumentParser) -> None:
    words = parser.add_subparsers(required=True, metavar="list | withdraw")
    listing = words.add_parser("list", help="list the quotes of every release")
    listing.set_defaults(act=_list)
    withdrawn = words.add_parser("withdraw", help="show a quote no longer, in any release")
    withdrawn.add_argument("quote", metavar="ID", help="its key in quotes.csv")
    withdrawn.add_argument(
        "--of", default="", metavar="NAME", help="the name in datapackage.json, if several have it"
    )
    add_reason(withdrawn)
    for word in (listing, withdrawn):
        add_json(word, default=SUPPRESS)  # or it would undo the same word before `list`
    withdrawn.set_defaults(act=_withdraw)


def _run(arguments: Namespace, settings: Settings) -> Told:
    report: Told = arguments.act(arguments, settings)
    return report


def _list(_arguments: Namespace, settings: Settings) -> Told:
    with closing(Store.open(settings.database_url)) as store:
        standing = store.standing()
        held = [*_held(store)]
        for record, quote in held:
            print(
                f"{record.identifier}  {record.name}  {quote.key}  {_state(record, quote, standing)}  "
                f"{_consent(quote)}{_check(quote)}  {quote.text[:FIRST_LETTERS]}"
            )
    return {
        "quotes": [
            {"key": q.key, "release": r.identifier, "state": _state(r, q, standing)}
            for r, q in held
        ]
    }


def _state(record: ReleaseRecord, quote: Quote, standing: Standing) -> str:
    if not standing.allows(record.name, quote):
        return "withdrawn"
    if quote.consent_expires and quote.consent_expires < clock.today():
        return "expired"
    return "shown"


def _consent(quote: Quote) -> str:
    recorded = f" on {quote.consent_recorded_on}" if quote.consent_recorded_on else ""
    expires = f" until {quote.consent_expires}" if quote.consent_expires else ""
    return f"consent {quote.consent}{recorded}{expires}"


def _check(quote: Quote) -> str:
    return f"  checked by {quote.checked_by} on {quote.checked_on}" if quote.checked_by else ""


def _withdraw(arguments: Namespace, settings: Settings) -> Told:
    with open_to_change(arguments, settings) as store:
        held = _named(store, arguments.quote, arguments.of)
        newest = held[0][0].identifier
        words = {words_of(quote) for _, quote in held}
        store.withdraw_quote(newest, arguments.quote, words, reason_of(arguments))
        releases = ", ".join(record.identifier for record, _ in held)
        print(f"The quote {arguments.quote} is withdrawn from {releases}.")
    return {
        "quote": arguments.quote,
        "releases": [record.identifier for record, _ in held],
        "dry_run": arguments.dry_run,
    }


def _named(store: Store, key: str, name: str) -> list[Held]:
    """Find a quote in every release of one name that holds it, the last loaded first."""
    held = [h for h in _held(store) if h[1].key == key and name in ("", h[0].name)]
    names = sorted({record.name for record, _ in held})
    if not held:
        raise StoreError(f"No release in the store has a quote {key!r}: see `quotes list`.")
    if len(names) > 1:
        raise StoreError(f"Quotes of several names have this ID: add --of, one of {names}.")
    return held


def _held(store: Store) -> Iterator[Held]:
    for record in store.releases():
        for quote in store.catalogue(record.identifier).quotes:
            yield record, quote


COMMAND = Command(
    "quotes",
    "list quotes, or withdraw one from every release",
    _add_arguments,
    _run,
    example="quotes withdraw family-1",
)
