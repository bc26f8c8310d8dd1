"""Measures whether a second release finds a safe form next to the first, in several courses of events.

Prints one row a course: the illustrative programme as it might have gone on after its first release,
with the second release's closed period and two corrections. Course 7 is the one that ships.

    python -m benchmarks.courses          courses 0 to 12
    python -m benchmarks.courses 2 11     these alone

Seconds are of one processor.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable

from dashboard.data.linking.grids import Tables
from dashboard.data.preparing import prepare
from dashboard.data.preparing.coarsening import narrow
from dashboard.data.preparing.pooling import with_periods
from dashboard.data.release.model import Catalogue
from dashboard.data.release.points import points_of, printed_in
from dashboard.data.release.reading import import_release
from dashboard.exceptions import DisclosureError
from dashboard.illustrative import SECOND, SEED, policy_of
from dashboard.illustrative.catalogue import build_catalogue
from dashboard.illustrative.children import Child, invent_children
from dashboard.illustrative.counting import count_children
from tests.conftest import ILLUSTRATIVE

COURSES = range(13)
Release = tuple[Catalogue, Tables]


def first_release() -> Release:
    """Return the first illustrative release as it is published."""
    release = import_release(ILLUSTRATIVE)
    return release.catalogue, {
        table.name: tuple(release.cells(table.name)) for table in release.catalogue.tables
    }


def second_release(course: int) -> Release:
    """Return the second release of a course, with every count in it."""
    policy = policy_of(SECOND)
    catalogue = with_periods(build_catalogue(SEED, SECOND), policy)
    children: Iterable[Child] = invent_children(SEED, SECOND.last_day, course)
    for correction in SECOND.corrections:
        children = correction.apply(children)
    narrowed = narrow(catalogue, count_children(catalogue, children), policy)
    return narrowed.catalogue, narrowed.cells


def measure(course: int, first: Release) -> str:
    """Prepare a course's second release; return its row."""
    began = time.process_time()
    needs = policy_of(SECOND).needs
    try:
        made = prepare(*second_release(course), [first], on=SECOND.published)
    except DisclosureError as refused:
        first_line = str(refused).splitlines()[0]
        return f"| {course} | refused: {first_line} | | {time.process_time() - began:.0f} |"
    points = points_of(made.catalogue, printed_in(made.catalogue, made.cells), needs)
    visible = f"{sum(p.visible for p in points)} of {sum(p.points for p in points)}"
    return f"| {course} | safe | {visible} | {time.process_time() - began:.0f} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("courses", nargs="*", type=int, default=list(COURSES))
    first = first_release()
    print("| course | second release | points visible | s |\n|--:|---|--:|--:|")
    for course in parser.parse_args().courses:
        print(measure(course, first), flush=True)


if __name__ == "__main__":
    main()
