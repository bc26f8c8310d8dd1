"""What stands in the lists of a release: areas, measures, quotes and the rest?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from dashboard.data.release import (
    Area,
    Breakdown,
    Catalogue,
    CellReference,
    Identity,
    Measure,
    Period,
)

Rows = Iterable[Sequence[object]]


def format_reference(reference: CellReference) -> str:
    """Write a reference to cells as releases do: "table=...; column=...; filter=group"."""
    parts = (("table", reference.table), ("column", reference.column), *reference.groups)
    return "; ".join(f"{name}={value}" for name, value in parts)


_PERIOD_HEADER = ("time_period", "time_identifier", "label", "note")
_AREA_HEADER = (
    "slug",
    "name",
    "level",
    "code",
    "old_code",
    "region_code",
    "region_name",
    "part_of",
    "opened",
)
_MEASURE_HEADER = (
    "measure",
    "title",
    "short_title",
    "definition",
    "universe",
    "phrase",
    "section",
    "kind",
    "unit",
    "decimals",
    "direction",
    "numerator",
    "denominator",
    "target_low",
    "target_high",
    "target_label",
    "target_source",
    "breakdown",
    "sensitive",
    "collected_by",
    "headline",
)


def lists_of(catalogue: Catalogue) -> dict[str, tuple[Sequence[str], Rows]]:
    """Return the lists of a release: by name, a header and rows; empty ones left out."""
    periods = {period.key: period for period in catalogue.periods}
    every: dict[str, tuple[Sequence[str], list[Sequence[object]]]] = {
        "areas": (_AREA_HEADER, [_area_row(a) for a in catalogue.areas]),
        "periods": (_PERIOD_HEADER, [_period_row(p) for p in catalogue.periods]),
        "breakdowns": (
            ("breakdown", "label", "kind", "default", "hint"),
            [(b.name, b.label, b.kind, b.default, b.hint) for b in catalogue.breakdowns],
        ),
        "groups": (
            ("breakdown", "group", "label", "part_of", "definition"),
            [row for b in catalogue.breakdowns for row in _group_rows(b)],
        ),
        "measures": (_MEASURE_HEADER, [_measure_row(m) for m in catalogue.measures]),
        "identities": (
            ("left", "relation", "right", "period_type"),
            [_identity_row(i) for i in catalogue.identities],
        ),
        "partners": (
            ("name", "role", "url"),
            [(p.name, p.role, p.url) for p in catalogue.partners],
        ),
        "quotes": (
            (
                "key",
                "voice",
                "text",
                "role",
                "source",
                "source_url",
                "consent",
                "consent_recorded_on",
                "consent_expires",
            ),
            [
                (
                    q.key,
                    q.voice,
                    q.text,
                    q.role,
                    q.source,
                    q.source_url,
                    q.consent,
                    _iso(q.consent_recorded_on),
                    _iso(q.consent_expires),
                )
                for q in catalogue.quotes
            ],
        ),
        "statements": (
            ("key", "page", "text", "attribution", "url", "note", "verbatim"),
            [
                (s.key, s.page, s.text, s.attribution, s.url, s.note, _truth(s.verbatim))
                for s in catalogue.statements
            ],
        ),
        "studies": (
            ("key", "study", "design", "people", "result", "source", "url"),
            [
                (s.key, s.study, s.design, s.people, s.result, s.source, s.url)
                for s in catalogue.studies
            ],
        ),
        "local_notes": (
            ("area", "kind", "text", "source"),
            [(n.area, n.kind, n.text, n.source) for n in catalogue.local_notes],
        ),
        "context": (
            ("area", "key", "label", "value", "decimals", "unit", "period", "source"),
            [
                (
                    c.area,
                    c.key,
                    c.label,
                    f"{c.value:.{c.decimals}f}",
                    c.decimals,
                    c.unit,
                    c.period,
                    c.source,
                )
                for c in catalogue.context
            ],
        ),
        "returns": (
            ("time_period", "time_identifier", "area", "status", "due", "received"),
            [
                (
                    periods[r.period].time_period,
                    periods[r.period].time_identifier,
                    r.area,
                    r.status,
                    _iso(r.due),
                    _iso(r.received),
                )
                for r in catalogue.returns
            ],
        ),
        "changes": (
            ("on", "kind", "text"),
            [(_iso(c.on), c.kind, c.text) for c in catalogue.changes],
        ),
    }
    required = {"areas", "periods", "breakdowns", "groups", "measures"}
    return {
        name: (header, rows) for name, (header, rows) in every.items() if rows or name in required
    }


def _area_row(area: Area) -> Sequence[object]:
    return (
        area.slug,
        area.name,
        area.level,
        area.code,
        area.old_code,
        area.region_code,
        area.region_name,
        area.part_of,
        _iso(area.opened),
    )


def _period_row(period: Period) -> Sequence[object]:
    return (period.time_period, period.time_identifier, period.label, period.note)


def _group_rows(breakdown: Breakdown) -> Iterator[Sequence[object]]:
    for group in breakdown.groups:
        yield (breakdown.name, group.name, group.label, group.part_of, group.definition)


def _measure_row(measure: Measure) -> Sequence[object]:
    target = measure.target
    return (
        measure.key,
        measure.title,
        measure.short_title,
        measure.definition,
        measure.universe,
        measure.phrase,
        measure.section,
        measure.kind,
        measure.unit,
        measure.decimals,
        measure.direction,
        format_reference(measure.numerator),
        format_reference(measure.denominator) if measure.denominator else "",
        _number(target.low) if target else "",
        _number(target.high) if target else "",
        target.label if target else "",
        target.source if target else "",
        measure.breakdown,
        _truth(measure.sensitive),
        measure.collected_by,
        measure.headline or "",
    )


def _identity_row(identity: Identity) -> Sequence[object]:
    return (
        format_reference(identity.left),
        identity.relation,
        format_reference(identity.right),
        identity.period_type,
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
