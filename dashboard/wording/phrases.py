"""Dates, areas and periods as they stand in a sentence."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from dashboard.data.queries.view import Row, View
from dashboard.data.release.model import TOTAL, Area
from dashboard.data.release.sentences import open_lower

MOST_DAYS_OF_YEAR = 366
NO_STATUS = "Management information, not official statistics"
_COUNTED = ("All ", "Both ")  # how a name begins that is no proper one
_LONGER_PART = re.compile(r"(?:h[12]|-autumn|-spring|-summer|-two-terms)$")
_QUARTER = re.compile(r"(\d{4})(?:-(\d{2}))?q([1-4])")


def format_date(day: date) -> str:
    """Write a date: 22 September 2026."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def format_moment(on: str, until: str = "") -> str:
    """Write a year, a month or a day, and when it ended: 2020, February 2021 to 31 May 2022."""
    return " to ".join(_moment(one) for one in (on, until) if one)


def _moment(written: str) -> str:
    year, *rest = written.split("-")
    month = [calendar.month_name[int(rest[0])]] if rest else []
    return " ".join([*(str(int(day)) for day in rest[1:]), *month, year])


def opening_words(area: Area) -> str:
    """Write when an area opened, no more exactly than it is known: in 2020, on 1 February 2021."""
    if area.opened_words or area.opened is None:
        return area.opened_words
    return f"on {format_date(area.opened)}"


def life_words(area: Area, successors: Sequence[Area] = ()) -> str:
    """Write when an area opened, when it closed and which took its place; blank if nothing is known."""
    opened = f"opened {opening_words(area)}" if area.opened else ""
    closed = f"closed on {format_date(area.closed)}" if area.closed else ""
    after = f"succeeded by {listed([other.name for other in successors])}" if successors else ""
    return ", ".join(filter(None, (opened, closed, after)))


def where(area_name: str) -> str:
    """Put a place into a sentence: in Nottingham, in the Vale of Belvoir, across all four sites."""
    return f"{'across' if area_name.startswith(_COUNTED) else 'in'} {name_within(area_name)}"


def figure_for(area_name: str) -> str:
    """Write whose figure it is: the figure for all four sites."""
    return f"the figure for {name_within(area_name)}"


def name_within(area_name: str) -> str:
    """Write a place's name inside a sentence: all four sites, both towns."""
    return open_lower(area_name) if area_name.startswith((*_COUNTED, "The ")) else area_name


def when(row: Row) -> str:
    """Put a row's period into a sentence: in 2024, from January to March 2024."""
    label = row.period_label
    spans = "q" in row.period or "to-" in row.period
    return f"from {label}" if spans and " to " in label else f"in {label}"


def in_span(label: str) -> str:
    """Put the label of a period into a sentence, without its length: from 2020 to 2022."""
    return f"{'from' if ' to ' in label else 'in'} {without_length(label)}"


def shared_period(rows: Iterable[Row]) -> str:
    """Return the label of the one period that rows have; blank where they have several or none."""
    labels = {row.period: row.period_label for row in rows}
    return next(iter(labels.values())) if len(labels) == 1 else ""


def since_until(first: str, last: str) -> str:
    """Join two period labels into one span: from 2020 to 2025, between May to June and July."""
    if first == last:
        return f"in {first}"
    if " to " in f"{first}{last}":
        return f"between {first} and {last}"
    return f"from {first} to {last}"


def short_period(row: Row) -> str:
    """Write a period for an axis, lines parted by a line feed: 2024, or Q1 over 2024.

    A longer one stands over its length.
    """
    if quarter := _QUARTER.fullmatch(row.period):
        year, end, number = quarter.groups()
        return f"Q{number}\n{year}" + (f"-{end}" if end else "")
    if _LONGER_PART.search(row.period):
        return "\n".join(row.period_label.rsplit(" ", 1))
    name, _, length = row.period_label.partition(" (")
    if is_part_period(row):
        return f"{name}\npart year"
    if not is_long(row):
        return row.period_label
    first, to, last = name.rpartition(" to ")
    lines = [f"{first}{to}".rstrip(), last, length.rstrip(")")]
    return "\n".join(line for line in lines if line)


def without_length(label: str) -> str:
    """Write the label of a period without its length: 2020 to 2022."""
    return label.partition(" (")[0]


def is_long(row: Row) -> bool:
    """Return True if a row's period is longer than a year."""
    return (row.ends - row.starts).days > MOST_DAYS_OF_YEAR


def yearly(row: Row, view: View) -> str:
    """Return " a year" where a count is one a year; of one whole year that is not said."""
    return " a year" if view.a_year and (is_long(row) or is_part_period(row)) else ""


def counted_words(row: Row, view: View) -> str:
    """Write what a count counts: children a year were referred."""
    return f"{view.measure.universe}{yearly(row, view)} {view.measure.phrase}".strip()


def is_part_period(row: Row) -> bool:
    """Return True if a row's period is not over, by its days: a label may say anything."""
    return row.part


def is_open_group(row: Row) -> bool:
    """Return True if a row tells of one group rather than of all children."""
    return row.group not in ("", TOTAL) and row.group_label != ""


def line_namer(view: View) -> Callable[[Row], str]:
    """Return what names the line of a row: its area, or its group where all are of one area."""
    several = len(set(view.columns["area"])) > 1

    def name(row: Row) -> str:
        return row.group_label if is_open_group(row) and not several else row.area_name

    return name


def open_upper(text: str) -> str:
    """Begin text in upper case."""
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str]) -> str:
    """Join names as in running text: Kirklees, Sandwell and Nottingham."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def status_words(status: str) -> str:
    """Write what kind of statistics a release is, by its own words where it has some."""
    return status or NO_STATUS
