"""Measures how fast a release of a million rows is checked, loaded and asked, and in how much memory.

    python -m benchmarks.importing

Makes invented releases with a fixed seed in a temporary folder: 150 areas and a million rows,
and 4 areas of the same tables. Checks, audits and loads each in processes of their own, whose peak
memory is measured: into SQLite, and into PostgreSQL where TEST_POSTGRES_URL can be reached. Then
times the questions of pages. `publish` does all three; the audit's helper processes hold some 50 MB
each beside what is printed.
"""

from __future__ import annotations

import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from dashboard.data.release.checks import examine_release, is_publishable
from dashboard.data.release.fields import File
from dashboard.data.release.format import AREAS, BREAKDOWNS, GROUPS, MEASURES
from dashboard.data.release.reading import read_release
from dashboard.data.release.table_columns import GEOGRAPHY_COLUMNS as PLACE
from dashboard.data.release.table_columns import META_COLUMNS
from dashboard.data.release.writing.seal import seal_release
from dashboard.data.store.releases import Store
from dashboard.publishing.gate import audit

SEED = 20_260_922
YEARS = tuple(range(2020, 2025))
QUARTERS = len(YEARS) * 4
PERIODS = QUARTERS + len(YEARS) + 1
ROUTES = 16  # Total among them
AGES = 16  # likewise: 151 places x 26 periods x 16 x 16 groups are a million rows
AREA_NUMBERS = (4, 150)
RARE = 3  # routes, and ages, that few children come by: where two meet, counts are hidden
QUESTION_RUNS = 21
QUERIES: dict[str, dict[str, str]] = {
    "trend: one area": {"measure": "share", "area": "area-1"},
    "trend: as the page opens": {"measure": "share", "area": ""},
    "trend: one area, quarters": {"measure": "share", "area": "area-1", "every": "quarter"},
    "comparison: every area": {"measure": "share"},
    "breakdown: one area": {"measure": "starts", "area": "area-1"},
    "breakdown: every area": {"measure": "starts", "area": "all"},
}
POSTGRES_URL = os.environ.get(
    "TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)


def write_release(folder: Path, areas: int, *, suppressed: bool = True) -> int:
    """Write a release whose sums hold, with what is rare hidden or not; return its rows."""
    (folder / "data").mkdir(parents=True)
    counts = _counts(areas)
    hidden = np.zeros(counts.shape, dtype=bool)
    hidden[:-1, :QUARTERS, -RARE:, -RARE:] = suppressed
    with (folder / "data" / "starts.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*PLACE, "route", "age", "children"])
        for area in range(areas + 1):
            place = _place(area, areas)
            for number, period in enumerate(_periods()):
                for route in range(ROUTES):
                    for age in range(AGES):
                        where = area, number, route, age
                        count = "c" if hidden[where] else counts[where]
                        writer.writerow([*period, *place, _group(route), _group(age), count])
    _write_lists(folder, areas)
    seal_release(folder)
    return int(counts.size)


def _counts(areas: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Return counts by area, period, route and age; the last area and the first groups are sums."""
    numbers = np.random.default_rng(SEED)
    counts = np.zeros((areas + 1, PERIODS, ROUTES, AGES), dtype=np.int64)
    base = numbers.integers(8, 40, size=(areas, QUARTERS, ROUTES - 1, AGES - 1))
    base[:, :, -RARE:, -RARE:] = numbers.integers(2, 9, size=(areas, QUARTERS, RARE, RARE))
    counts[:-1, :QUARTERS, 1:, 1:] = base
    years = counts[:, :QUARTERS].reshape(areas + 1, len(YEARS), 4, ROUTES, AGES).sum(axis=2)
    counts[:, QUARTERS:-1] = years
    counts[:, -1] = years.sum(axis=1)
    counts[:, :, 0] = counts[:, :, 1:].sum(axis=2)
    counts[:, :, :, 0] = counts[:, :, :, 1:].sum(axis=3)
    counts[-1] = counts[:-1].sum(axis=0)
    return counts


def _periods() -> list[tuple[str, str]]:
    quarters = [(str(y), f"Calendar year Q{q}") for y in YEARS for q in (1, 2, 3, 4)]
    years = [(str(y), "Calendar year") for y in YEARS]
    return [*quarters, *years, (f"{YEARS[0]}{YEARS[-1] % 100}", "To date")]


def _place(area: int, areas: int) -> list[str]:
    country = ["E92000001", "England"]
    if area == areas:
        return ["National", *country, "", "", "", "", ""]
    code, old = f"E09{area:06d}", str(100 + area)
    return ["Local authority", *country, "E12000099", "Everywhere", old, code, f"Area {area}"]


def _group(number: int) -> str:
    return f"Group {number}" if number else "Total"


def _write_lists(folder: Path, areas: int) -> None:
    whole = {"slug": "england", "name": "England", "level": "National", "code": "E92000001"}
    places = [
        {
            "slug": f"area-{area}",
            "name": f"Area {area}",
            "level": "Local authority",
            "code": f"E09{area:06d}",
            "old_code": str(100 + area),
            "region_code": "E12000099",
            "region_name": "Everywhere",
            "part_of": "england",
        }
        for area in range(areas)
    ]
    sizes = {"route": ROUTES, "age": AGES}
    lists: dict[File, list[dict[str, str]]] = {
        AREAS: [whole, *places],
        BREAKDOWNS: [
            {"breakdown": name, "label": name, "kind": "parts", "default": "Total"}
            for name in sizes
        ],
        GROUPS: [
            {
                "breakdown": name,
                "group": _group(number),
                "label": _group(number),
                "part_of": "Total" if number else "",
            }
            for name, size in sizes.items()
            for number in range(size)
        ],
        MEASURES: [
            _measure("starts", "count", "children", ""),
            _measure("share", "share", "per cent", "table=starts; column=children"),
        ],
    }
    for file, entries in lists.items():
        _write_table(folder / file.path, [field.name for field in file.fields], entries)
    meta = [{"col_name": name, "col_type": "Filter", "label": name} for name in sizes]
    meta.append({"col_name": "children", "col_type": "Indicator", "label": "Children"})
    _write_table(folder / "data" / "starts.meta.csv", list(META_COLUMNS), meta)
    (folder / "datapackage.json").write_text(json.dumps(_descriptor()), encoding="utf-8")


def _measure(key: str, kind: str, unit: str, denominator: str) -> dict[str, str]:
    return {
        "measure": key,
        "title": "Children who started",
        "short_title": "Started",
        "definition": "Invented.",
        "universe": "children",
        "phrase": "started",
        "section": "referrals",
        "kind": kind,
        "unit": unit,
        "decimals": "0",
        "direction": "neither",
        "numerator": "table=starts; column=children" + ("; age=Group 1" if denominator else ""),
        "denominator": denominator,
        "breakdown": "route",
    }


def _write_table(path: Path, names: list[str], entries: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, restval="")
        writer.writeheader()
        writer.writerows(entries)


def _descriptor() -> dict[str, object]:
    said = dict.fromkeys(("name", "shortName", "summary", "cohort", "comparison"), "Benchmark")
    return {
        **dict.fromkeys(("title", "description", "version", "producer", "contact"), "Benchmark"),
        "name": "benchmark",
        "formatVersion": "1",
        "illustrative": True,
        "published": "2025-02-01",
        "lastUpdated": "2025-02-01",
        "licenses": [{"name": "CC0-1.0", "title": "CC0 1.0"}],
        "programme": said | {"whole": "england"},
        "disclosure": {"threshold": 5, "rounding": 1, "statement": "Invented."},
        "resources": [
            {
                "name": "starts",
                "path": "data/starts.csv",
                "kind": "statistics",
                "title": "Starts",
                "universe": "children",
            }
        ],
    }


def check(folder: str, _url: str) -> None:
    """Read and check the release."""
    if not is_publishable(examine_release(read_release(folder))):
        raise SystemExit("the benchmark's release is not valid")


def examine(folder: str, _url: str) -> None:
    """Read and audit the release."""
    if not audit(read_release(folder).release(), None).passed:
        raise SystemExit(f"{folder}: does not pass the audit")


def publish(folder: str, url: str) -> None:
    """Read the release and load it, already checked."""
    store = Store.open(url, read_only=False)
    store.publish(read_release(folder).release())
    store.close()


STEPS = {"check": check, "audit": examine, "publish": publish}


def measure(step: str, folder: Path, url: str) -> tuple[float, float]:
    """Run a step in a process of its own; return its seconds and its peak memory in MB."""
    command = [sys.executable, "-m", "benchmarks.importing", "--step", step, str(folder), url]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, megabytes = answer.splitlines()[-1].split()  # the solver says its name before
    return float(seconds), float(megabytes)


def run_step(step: str, folder: str, url: str) -> None:
    """Do a step and print its seconds and this process's peak memory in MB."""
    start = time.perf_counter()
    STEPS[step](folder, url)
    print(time.perf_counter() - start, peak_megabytes())


def peak_megabytes() -> float:
    """Return the most memory that this process has held, by Linux's account of it.

    getrusage would not do: a new process begins there with its parent's peak.
    """
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


@contextmanager
def postgresql_database() -> Iterator[str]:
    """Make a database and drop it; yields blank text where no server answers."""
    server = create_engine(POSTGRES_URL, isolation_level="AUTOCOMMIT")
    name = f"dashboard_benchmark_{uuid.uuid4().hex}"
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        yield ""
        return
    try:
        yield make_url(POSTGRES_URL).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def time_questions(url: str) -> None:
    """Print how long each question of a page takes, from asking to its View."""
    # Imported here, or pandas would weigh in the memory of checking and loading.
    from dashboard.data.queries import ask  # noqa: PLC0415  # only this step needs it

    store = Store.open(url)
    store.catalogue()  # a process reads it once
    for name, query in QUERIES.items():
        question, _, rest = name.partition(":")
        times = []
        for _ in range(QUESTION_RUNS):
            start = time.perf_counter()
            rows = len(ask(store, question, query).frame)
            times.append(time.perf_counter() - start)
        middle, worst = statistics.median(times) * 1000, max(times) * 1000
        print(f"  {question + ',' + rest:38}{rows:6} rows{middle:9.1f} ms{worst:9.1f} ms")
    store.close()


def measure_release(folder: Path, areas: int, postgresql: str) -> None:
    """Print the steps and questions of one release."""
    rows = write_release(folder, areas)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    sqlite = folder.parent / f"{folder.name}.sqlite"
    print(f"\n{areas} areas: {rows:,} rows, {size / 1e6:,.0f} MB of files")
    print(f"  {'step':28}{'seconds':>10}{'rows/s':>12}{'peak MB':>10}")
    stores = {"SQLite": f"sqlite:///{sqlite}"}
    if postgresql:
        stores["PostgreSQL"] = postgresql
    for step in ("check", "audit"):
        print_step(step, rows, measure(step, folder, "none"))
    for name, url in stores.items():
        print_step(f"load into {name}", rows, measure("publish", folder, url))
    print(f"  SQLite file: {sqlite.stat().st_size / 1e6:,.0f} MB")
    for name, url in stores.items():
        print(f"  {'question, ' + name:38}{'answer':>11}{'median':>12}{'worst':>12}")
        time_questions(url)


def print_step(name: str, rows: int, measured: tuple[float, float]) -> None:
    """Print one line of the table of steps."""
    seconds, megabytes = measured
    print(f"  {name:28}{seconds:10.1f}{rows / seconds:12,.0f}{megabytes:10.0f}")


def main() -> None:
    """Print the tables, for 4 and for 150 areas."""
    parser = ArgumentParser(description="Import benchmark")
    parser.add_argument("--step", nargs=3, help="for the benchmark's own processes")
    arguments = parser.parse_args()
    if arguments.step:
        run_step(*arguments.step)
        return
    with tempfile.TemporaryDirectory() as temporary:
        for areas in AREA_NUMBERS:
            with postgresql_database() as postgresql:
                measure_release(Path(temporary) / f"areas-{areas}", areas, postgresql)


if __name__ == "__main__":
    main()
