"""Suppresses with another program for disclosure control.

Runs in an environment of its own. Reads problems as JSON from standard input, and writes, for
each, the cells hidden, or null where the program has no way to take the problem or gives up.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sys
import tempfile
from collections.abc import Callable
from typing import Any

Problem = dict[str, Any]
UNDER = 0.001  # in place of nought, which gconfid does not take


def hide_with_gconfid(problem: Problem) -> list[int] | None:
    """Hide with Statistics Canada's G-Confid: a heuristic over any linear sums."""
    import gconfid  # noqa: PLC0415  # only one of the two programs is there
    import pandas as pd  # noqa: PLC0415  # see above

    logging.disable(logging.CRITICAL)
    threshold, values = problem["threshold"], problem["values"]
    cells = [
        {
            "CellId": number + 1,
            "TotalNoise": float(value) or UNDER,
            "Size": float(value) or UNDER,
            "Sensitivity": float(threshold - 1) if 0 < value < threshold else -1.0,
            "Status": "S" if 0 < value < threshold else "V",
            "Type": "C",
        }
        for number, value in enumerate(values)
    ]
    sums = [
        {"ConstraintId": number + 1, "CellId": cell + 1, "Coefficient": 1.0 if place else -1.0}
        for number, row in enumerate(problem["sums"])
        for place, cell in enumerate(row)
    ]
    done = gconfid.Suppression(incell=pd.DataFrame(cells), inconstraint=pd.DataFrame(sums))
    found = done.outsuppress.to_pandas()
    return [int(row.CellId) - 1 for row in found.itertuples() if row.OutStatus in ("X", "S")]


def hide_with_pytauargus(problem: Problem) -> list[int] | None:
    """Hide with tau-Argus by way of pytauargus: its optimal method, on single tables."""
    from pytauargus import protect  # noqa: PLC0415  # only one of the two programs is there

    if not problem["leaves"]:
        return None
    names = [f"d{i}" for i in range(len(problem["leaves"][0][0]))]
    rows: dict[str, list[Any]] = {name: [] for name in [*names, "one"]}
    for place, value in problem["leaves"]:
        for name, group in zip(names, place, strict=True):
            rows[name] += [group] * value
        rows["one"] += [1] * value
    rule = f"FREQ({problem['threshold']},100)"
    with tempfile.TemporaryDirectory() as folder:
        done = protect(rows, names, "one", safety_rules=rule, suppress="OPT(1)", workdir=folder)
    (table,) = done.tables
    places = {tuple(place): cell for place, cell in problem["places"]}
    return [
        places[tuple(str(row[name]).strip() for name in names)]
        for row, status in zip(table.rows, table.status(), strict=True)
        if status in ("U", "M")
    ]


PROGRAMS: dict[str, Callable[[Problem], list[int] | None]] = {
    "gconfid": hide_with_gconfid,
    "pytauargus": hide_with_pytauargus,
}


def main() -> None:
    """Answer every problem with one program; what else it prints goes to standard error."""
    hide = PROGRAMS[sys.argv[1]]
    answers = []
    with contextlib.redirect_stdout(sys.stderr):
        for problem in json.load(sys.stdin):
            try:
                answers.append(hide(problem))
            except Exception as error:  # noqa: BLE001  # whatever a foreign program raises
                print(type(error).__name__, error)
                answers.append(None)
    sys.stdout.write("\nANSWERS" + json.dumps(answers))


if __name__ == "__main__":
    main()
