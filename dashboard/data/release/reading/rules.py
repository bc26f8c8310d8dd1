"""The rule for small counts that the descriptor gives, and those that levels and tables have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dashboard.data.release.findings import Findings
from dashboard.data.release.format import DESCRIPTOR
from dashboard.data.release.model import DisclosureRule, OwnRule
from dashboard.data.release.reading.descriptor import CHECK, Descriptor

OWN = "an object with a whole number as threshold, rounding or both"


def read_rule(descriptor: Descriptor, findings: Findings) -> DisclosureRule:
    """Read the rule in force; note what cannot be understood of it, and leave that out."""
    return DisclosureRule(
        descriptor.whole("disclosure.threshold", 1),
        descriptor.whole("disclosure.rounding", 1),
        descriptor.text("disclosure.statement"),
        descriptor.whole("disclosure.hiddenCells"),
        descriptor.whole("disclosure.tablesWithHiddenCells"),
        descriptor.text("disclosure.verdict"),
        descriptor.text("disclosure.verdictHash"),
        descriptor.date("disclosure.verdictOn"),
        descriptor.whole("disclosure.dominancePerCent"),
        tuple(_own_rules(descriptor, "levels", findings)),
        tuple(_own_rules(descriptor, "tables", findings)),
        descriptor.properties.get("disclosure.halvesUp") is True,
    )


def _own_rules(descriptor: Descriptor, kind: str, findings: Findings) -> Iterator[OwnRule]:
    written = descriptor.object(f"disclosure.{kind}")
    for name, own in written.items():
        if _is_own(own):
            yield OwnRule(name, own.get("threshold"), own.get("rounding"))
        else:
            findings.add(CHECK, DESCRIPTOR, OWN, column=f"disclosure.{kind}.{name}")


def _is_own(own: Any) -> bool:
    if not isinstance(own, Mapping) or not own or not own.keys() <= {"threshold", "rounding"}:
        return False
    return all(isinstance(n, int) and not isinstance(n, bool) for n in own.values())
