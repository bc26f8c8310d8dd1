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
    properties = {"threshold": 1, "rounding": 1} | descriptor.said("disclosure")
    for kind in ("levels", "tables"):
        properties[kind] = tuple(_own_rules(properties.get(kind, {}), kind, findings))
    return DisclosureRule(**properties)


def _own_rules(written: Mapping[str, Any], kind: str, findings: Findings) -> Iterator[OwnRule]:
    for name, own in written.items():
        if _is_own(own):
            yield OwnRule(name, own.get("threshold"), own.get("rounding"))
        else:
            findings.add(CHECK, DESCRIPTOR, OWN, column=f"disclosure.{kind}.{name}")


def _is_own(own: Any) -> bool:
    if not isinstance(own, Mapping) or not own or not own.keys() <= {"threshold", "rounding"}:
        return False
    return all(isinstance(n, int) and not isinstance(n, bool) for n in own.values())
