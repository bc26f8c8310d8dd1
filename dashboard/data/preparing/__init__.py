"""How do unsuppressed tables become a release that may be published?

For an analyst's own machine, offline. Records and unsuppressed counts are held in memory, used
and dropped: nothing of them is written, logged or kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.grids import Tables
from dashboard.data.linking.protect import Suppressed, protect_release
from dashboard.data.linking.verdict import Verdict
from dashboard.data.release.model import Catalogue, Cell, CellReference
from dashboard.exceptions import DisclosureError, InvalidRelease


@dataclass(frozen=True, slots=True)
class Prepared:
    """A release that passed its audit, and what was done to make it pass."""

    catalogue: Catalogue
    cells: Mapping[str, tuple[Cell, ...]]
    suppressed: Suppressed
    verdict: Verdict


ONE_RULE = (
    "datapackage.json: disclosure.levels, disclosure.tables: expected neither: prepare works by one "
    "threshold and one rounding, so rules of a level or a table are for tables suppressed elsewhere"
)


def prepare(
    catalogue: Catalogue,
    cells: Tables,
    earlier: Sequence[tuple[Catalogue, Tables]] = (),
    *,
    on: date,
    keep: Sequence[CellReference] = (),
) -> Prepared:
    """Suppress unsuppressed tables, audit the result, and write the verdict into the catalogue.

    `keep` names cells that must stay visible unless they are small themselves.

    Raises InvalidRelease where a level or a table has a rule of its own, and DisclosureError when
    no safe form is found, or the audit does not pass.
    """
    if not catalogue.disclosure.is_uniform:
        raise InvalidRelease(ONE_RULE)
    suppressed = protect_release(catalogue, cells, earlier, keep)
    verdict = audit_release(catalogue, suppressed.cells, earlier)
    if not verdict.passed:
        raise DisclosureError("\n".join(str(leak) for leak in verdict.leaks))
    rule = replace(
        catalogue.disclosure,
        hidden_cells=verdict.hidden_cells,
        tables_with_hidden_cells=verdict.tables_with_hidden_cells,
        verdict=verdict.text,
        verdict_hash=verdict.digest,
        verdict_on=on,
    )
    return Prepared(replace(catalogue, disclosure=rule), suppressed.cells, suppressed, verdict)
