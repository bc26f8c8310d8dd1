"""The invented children whom Harbour Families has in tests of counting records."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.releases import PERIODS, write_release

Entries = dict[str, str]
COLUMNS = ("id", "name", "site", "route", "referred_on", "started_on", "closed_on", "home")
FILE = "children.csv"
POLICY: dict[str, Any] = {
    "records": {
        FILE: {
            "area": "site",
            "counts": [
                {
                    "table": "referrals",
                    "date": "referred_on",
                    "filters": {
                        "route": {
                            "column": "route",
                            "groups": {"SC": "Social care", "POL": "Police"},
                        }
                    },
                },
                {
                    "table": "endings",
                    "date": "closed_on",
                    "filters": {
                        "answer": {
                            "column": "home",
                            "groups": {"Y": "Yes", "N": "No", "": "Not known"},
                        }
                    },
                },
                {"table": "delivery", "date": "closed_on"},
                {
                    "table": "delivery",
                    "column": "mean_days",
                    "date": "closed_on",
                    "mean": {"since": "started_on", "until": "closed_on"},
                },
            ],
        }
    }
}
FIRST = {"eastport": date(2023, 1, 9), "westport": date(2024, 1, 9)}
LAST = date(2024, 12, 20)


def children(seed: int = 1, number: int = 260) -> list[Entries]:
    """Invent records, each with a name, an identifier and days of its own."""
    random = Random(seed)
    found = []
    for index in range(number):
        site = random.choice(tuple(FIRST))
        referred = FIRST[site] + timedelta(days=random.randrange((LAST - FIRST[site]).days))
        started = referred + timedelta(days=random.randint(5, 30))
        closed = started + timedelta(days=random.randint(90, 160))
        done = closed <= LAST
        found.append(
            {
                "id": f"RX{index:04}Q{random.randrange(10**6):06}",
                "name": f"Zebedee Quill{index}",
                "site": random.choice((site, site.capitalize(), f"E0900010{1 + (site[0] == 'w')}")),
                "route": random.choice(("SC", "SC", "SC", "POL")),
                "referred_on": referred.isoformat(),
                "started_on": f"{started:%d/%m/%Y}" if done else "",
                "closed_on": closed.isoformat() if done else "",
                "home": random.choice(("Y", "Y", "Y", "N", "")) if done else "",
            }
        )
    return found


def write_records(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """Write records as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_policy(path: Path, policy: Mapping[str, Any]) -> Path:
    """Write a policy."""
    path.write_text(json.dumps(policy), encoding="utf-8")
    return path


def write_skeleton(folder: Path) -> Path:
    """Write the release folder with lists and words, and tables that have a header only."""

    def empty(texts: dict[str, str]) -> None:
        for name in ("referrals", "endings", "delivery"):
            path = f"data/{name}.csv"
            texts[path] = texts[path].splitlines()[0] + "\n"
        lines = [f"{period},{identifier},," for period, identifier in PERIODS]
        texts["periods.csv"] = "\n".join(["time_period,time_identifier,label,note", *lines, ""])

    return write_release(folder, edit=empty)
