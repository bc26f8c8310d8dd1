"""Describes a column of a release's lists: what it may hold, and what it is read for."""

from __future__ import annotations

import enum
from dataclasses import dataclass

# A percentage of up to a million children moves by 0.0001 with one child; no figure about children
# has more digits to show, and a number of the computer's has only fifteen.
MOST_DECIMALS = 6


class FieldType(enum.StrEnum):
    """How the text of a field is read. The names are Table Schema's."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    OBJECT = "object"


class Reads(enum.Enum):
    """What a text is read for, so that nobody is found by it.

    A text is read as prose unless its field says otherwise, so no new field is left out.
    """

    PROSE = "names of people, schools and streets, how to reach someone, ages and small counts"
    TITLE = "small counts, how to reach someone, and people it is about; it may name authors"
    QUOTE = "read by the check of quotes, for all that"
    LINKS = "names of tables, columns and groups, which another check finds in the release"
    CHECKED = "words that stand in another text, which is read"


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a file. `required` means that every row must fill it.

    Entries are read as one of the `choices`, which may be those of an enumeration.
    It holds numbers from `least` to `most`, or any number where `most` is None.
    A `sparse` one is written only where some row fills it.
    """

    name: str
    meaning: str
    type: FieldType = FieldType.STRING
    required: bool = False
    choices: tuple[str, ...] = ()
    pattern: str = ""
    pattern_words: str = ""
    least: int = 0
    most: int | None = None
    reads: Reads = Reads.PROSE
    sparse: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file of fixed name. A release must hold the `required` ones."""

    path: str
    meaning: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    required: bool = False

    @property
    def name(self) -> str:
        return self.path.removesuffix(".csv")


def key(name: str, meaning: str) -> Field:
    """Return the column of a short name, as addresses have it."""
    return Field(
        name,
        meaning,
        required=True,
        pattern=r"[a-z0-9][a-z0-9_-]*",
        pattern_words="small letters, digits, - and _",
        reads=Reads.TITLE,
    )


def required(
    name: str,
    meaning: str,
    *,
    kind: FieldType = FieldType.STRING,
    choices: tuple[str, ...] = (),
    reads: Reads = Reads.PROSE,
) -> Field:
    """Return a column that every row must fill."""
    return Field(name, meaning, kind, required=True, choices=choices, reads=reads)


def link(name: str, meaning: str) -> Field:
    """Return a column of addresses, which may be blank."""
    return Field(
        name,
        meaning,
        pattern=r"(https://\S+)?",
        pattern_words="an address that begins https://",
        reads=Reads.TITLE,
    )


def day(name: str, meaning: str, *, required: bool = False) -> Field:
    """Return a column of days."""
    return Field(name, meaning, FieldType.DATE, required)


def moment(name: str, meaning: str, *, required: bool = False) -> Field:
    """Return a column of years, months or days."""
    return Field(
        name,
        meaning,
        required=required,
        pattern=r"([12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?",
        pattern_words="a year, a month or a day, such as 2020, 2021-02 or 2021-08-06",
        reads=Reads.TITLE,
    )


def decimals(name: str, meaning: str, *, required: bool = False) -> Field:
    """Return a column that says how many decimals a figure is shown with."""
    return Field(name, meaning, FieldType.INTEGER, required, most=MOST_DECIMALS)


def degrees(name: str, meaning: str, least: int, most: int) -> Field:
    """Return a column of coordinates within the British Isles, of which there is an outline."""
    return Field(name, meaning, FieldType.NUMBER, least=least, most=most, sparse=True)
