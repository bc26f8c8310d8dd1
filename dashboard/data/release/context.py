"""What a release says around its figures: of its programme, in whose words, by what evidence.

Each is a row of a list that `format` describes, but for the programme, which the descriptor has.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date


class Voice(enum.StrEnum):
    """Whose words a quote is."""

    FAMILY = "family"
    PROFESSIONAL = "professional"


class ReturnStatus(enum.StrEnum):
    """How a place's data return for a period arrived."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True)
class NotSum:
    """A sum that all printed figures fit, named as the check names it, and that does not hold."""

    sum: str
    because: str


@dataclass(frozen=True, slots=True)
class Programme:
    """What is being reported on."""

    name: str
    short_name: str
    summary: str
    cohort: str
    whole: str  # slug of the area that is the programme (or nation) as a whole
    comparison: str  # what that area is called in comparisons: "all four sites"


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation and what it does in the programme."""

    name: str
    role: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class PageWords:
    """What a release calls one of the site's pages, and what stands under its heading."""

    page: str
    label: str = ""
    title: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Someone's words, with role only. `consent` is `recorded` or `published_source`.

    `checked_words` are what the check of quotes questions and a person let pass; who that was and
    why (`checked_by`, `check_reason`) is for those who hold the release, never for readers.
    """

    key: str
    voice: Voice
    text: str
    role: str
    source: str
    source_url: str
    consent: str
    consent_recorded_on: date | None = None
    consent_expires: date | None = None
    checked_words: str = ""
    checked_by: str = ""
    checked_on: date | None = None
    check_reason: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence quoted word for word, or a status line, with who said it. `page` is a section key.

    Only where `verbatim` is true does it stand between quotation marks.
    """

    key: str
    page: str
    text: str
    attribution: str
    url: str = ""
    note: str = ""
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Study:
    """One piece of research, as a row of the evidence table."""

    key: str
    study: str
    design: str
    people: str
    result: str
    source: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class LocalNote:
    """What is particular to a place. `kind` is `route`, `note` or `partner`."""

    area: str
    kind: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class ContextFigure:
    """A published figure about a place that is not about the programme's children."""

    area: str
    key: str
    label: str
    value: float
    decimals: int
    unit: str
    period: str
    source: str


@dataclass(frozen=True, slots=True)
class DataReturn:
    """Whether one place's data for one period arrived, and when."""

    area: str
    period: str
    status: ReturnStatus
    due: date
    received: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """An entry in the release's log of revisions and corrections; what it is of may be blank."""

    on: date
    kind: str
    text: str
    area: str = ""
    measure: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened in a year, a month or on a day (2020, 2021-02, 2021-08-06), and who says so."""

    on: str
    label: str
    source: str
    until: str = ""
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class CheckedWords:
    """Words of a text, not of a quote, that a person let pass; never shown to readers."""

    file: str
    column: str
    words: str
    checked_by: str
    checked_on: date
    check_reason: str
