"""What changed from release to release, for programs: an Atom feed, and every figure as JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Flask, Response

from dashboard.components.changed import ALL_CHANGES, FEED
from dashboard.data.queries.changed import ChangedFigure, Comparison, since_before
from dashboard.data.queries.derive import Figure
from dashboard.data.queries.titles import catalogue_stamp
from dashboard.data.store.history import ReleaseRecord, State
from dashboard.data.store.releases import PinnedStore, Store
from dashboard.web.addresses import Query
from dashboard.web.downloads import add_download
from dashboard.web.provenance import release_lines
from dashboard.web.response_cache import JSON, CachedResponse
from dashboard.web.robots import respond_naming_site
from dashboard.web.site import Site
from dashboard.wording import format_date, open_upper
from dashboard.wording.changed import how_many_changed

ATOM = "application/atom+xml; charset=utf-8"
NAMESPACE = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 20
MOST_REASONS = 5
ILLUSTRATIVE = "Illustrative data: figures were made up, and describe no real child."


def register_feed(server: Flask, site: Site) -> None:
    """Add the feed of releases, and the list of what changed since the release before."""
    server.add_url_rule(FEED, "feed", lambda: _feed(site))
    add_download(server, site, ALL_CHANGES, _changes)


def _feed(site: Site) -> Response:
    store = site.current.store()
    return respond_naming_site(
        site, store, FEED, lambda root: CachedResponse.make(_write(store, root), ATOM)
    )


def _write(store: PinnedStore, root: str) -> bytes:
    catalogue = store.catalogue()
    records = sorted(store.standing().public, key=_newest_last, reverse=True)[:MOST_ENTRIES]
    feed = Element("feed", xmlns=NAMESPACE)
    _add(feed, "title", f"{catalogue.programme.name}: releases and corrections")
    _add(feed, "id", f"{root}{FEED}")
    _add(feed, "updated", _moment(_since(records[0])))
    SubElement(feed, "link", href=f"{root}{FEED}", rel="self")
    SubElement(feed, "link", href=f"{root}/data")
    _add(SubElement(feed, "author"), "name", catalogue.producer)
    for record in records:
        _entry(SubElement(feed, "entry"), record, store, root)
    return tostring(feed, encoding="unicode").encode("utf-8", "replace")


def _entry(entry: Element, record: ReleaseRecord, store: Store, root: str) -> None:
    address = f"{root}/releases/{record.identifier}/"
    withdrawn = "Withdrawn: " if record.state is State.WITHDRAWN else ""
    _add(entry, "title", f"{withdrawn}{record.title}, version {record.version}")
    _add(entry, "id", address)
    _add(entry, "updated", _moment(_since(record)))
    SubElement(entry, "link", href=address)
    _add(entry, "summary", " ".join(_summary(record, store)))


def _summary(record: ReleaseRecord, store: Store) -> list[str]:
    lines = [ILLUSTRATIVE] if record.illustrative else []
    if record.state is State.WITHDRAWN:
        return [*lines, f"Its figures are no longer shown. Reason: {record.reason}"]
    since = since_before(store, record.identifier)
    if since is None:
        return [*lines, f"Published {format_date(record.published)}."]
    before, comparison = since
    changed = f"{open_upper(how_many_changed(comparison))} since version {before.version}."
    reasons = [reason.text for reason in comparison.reasons]
    if len(reasons) > MOST_REASONS:
        reasons[MOST_REASONS:] = [f"Further reasons given: {len(reasons) - MOST_REASONS}."]
    return [*lines, changed, *reasons]


def _newest_last(record: ReleaseRecord) -> tuple[dt.datetime, int]:
    return _since(record), record.order


def _since(record: ReleaseRecord) -> dt.datetime:
    return record.since or record.loaded_at


def _moment(moment: dt.datetime) -> str:
    return f"{moment.isoformat(timespec='seconds')}Z"


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _changes(store: Store, _query: Query) -> CachedResponse:
    since = since_before(store, store.latest())
    catalogue = store.catalogue()
    fields = {
        "illustrative": catalogue.illustrative,
        "provenance": release_lines(catalogue_stamp(store.latest(), catalogue)),
        "release": store.latest(),
        "since": since.before.identifier if since else None,
        **listed_changes(since.comparison if since else Comparison((), (), ())),
    }
    text = json.dumps(fields, ensure_ascii=False, allow_nan=False, indent=1)
    return CachedResponse.make(f"{text}\n".encode("utf-8", "replace"), JSON)


def listed_changes(comparison: Comparison) -> dict[str, Any]:
    """Write a comparison for programs."""
    return {
        "reasons": [
            {
                "on": reason.on.isoformat(),
                "kind": reason.kind,
                "text": reason.text,
                "measure": reason.measure or None,
                "area": reason.area or None,
                "period": reason.period or None,
            }
            for reason in comparison.reasons
        ],
        "incomparable": [measure.key for measure in comparison.incomparable],
        "figures": [_listed(figure) for figure in comparison.figures],
    }


def _listed(figure: ChangedFigure) -> dict[str, Any]:
    return {
        "measure": figure.measure.key,
        "unit": figure.measure.unit,
        "area": figure.area.slug,
        "period": figure.period.key,
        "group": figure.group.name if figure.group else None,
        "was": _numbers(figure.before),
        "is": _numbers(figure.after),
        "why": list(figure.why),
    }


def _numbers(figure: Figure) -> dict[str, Any]:
    return {
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
    }
