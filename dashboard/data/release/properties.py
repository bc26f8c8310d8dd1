"""The properties of a release's descriptor, datapackage.json."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashboard.data.release.fields import FieldType, Reads


@dataclass(frozen=True, slots=True)
class Property:
    """A property of datapackage.json. A dot means an object within: `programme.name`.

    A `sparse` one is written only where it says something.
    """

    name: str
    meaning: str
    type: FieldType = FieldType.STRING
    required: bool = True
    reads: Reads = Reads.PROSE
    sparse: bool = False

    @property
    def place(self) -> tuple[str, str]:
        """Return the object that it is in, blank for none, and its own name in a catalogue."""
        within, _, name = self.name.rpartition(".")
        return within, re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", name)


PROPERTIES: tuple[Property, ...] = (
    Property("name", "Short name of the series: small letters, digits, `-`."),
    Property("title", "The release's title."),
    Property("description", "One paragraph about it."),
    Property("version", "Your own number of this release: `2026.2`."),
    Property("created", "When the files were made.", required=False),
    Property("formatVersion", 'The version of this format: "1".'),
    Property(
        "illustrative", "`true` where the figures are invented; pages say so.", FieldType.BOOLEAN
    ),
    Property(
        "status",
        "What kind of statistics it is: `Official statistics`. Left out: management information, "
        "not official statistics.",
        required=False,
        reads=Reads.TITLE,
        sparse=True,
    ),
    Property("producer", "Who publishes it.", reads=Reads.TITLE),
    Property("contact", "An email address or page for questions."),
    Property("published", "The day it is published.", FieldType.DATE),
    Property("lastUpdated", "The day its figures were last changed.", FieldType.DATE),
    Property("nextUpdate", "The day of the next release, or null.", FieldType.DATE, required=False),
    Property("nextUpdateNote", "Words next to that date.", required=False),
    Property("programme.name", "The programme's full name.", reads=Reads.TITLE),
    Property("programme.shortName", "A name that fits a heading.", reads=Reads.TITLE),
    Property("programme.summary", "One sentence about it."),
    Property("programme.cohort", "Whose children it is for."),
    Property("programme.whole", "Slug of the area that is the programme as a whole."),
    Property("programme.comparison", "What that area is called in comparisons: `all four sites`."),
    Property(
        "disclosure.threshold",
        "Counts from 1 to one below it are hidden: 3 or more; 1 hides none.",
        FieldType.INTEGER,
    ),
    Property(
        "disclosure.rounding",
        "Counts are rounded to this base, from 3 on; 1 is exact.",
        FieldType.INTEGER,
    ),
    Property("disclosure.statement", "The rule in words, for readers."),
    Property(
        "disclosure.dominancePerCent",
        "No place whose count is hidden may surely be more than this part of a whole that places "
        "add up to; 0 or left out: not tested.",
        FieldType.INTEGER,
        required=False,
    ),
    Property(
        "disclosure.levels",
        'Levels of area with a separate rule: `{"Regional": {"rounding": 5}}`.',
        FieldType.OBJECT,
        required=False,
        sparse=True,
    ),
    Property(
        "disclosure.tables",
        "Tables with a separate rule, by name, which goes before that of a level: "
        '`{"referrals": {"threshold": 10}}`.',
        FieldType.OBJECT,
        required=False,
        sparse=True,
    ),
    Property(
        "disclosure.halvesUp",
        "`true` where readers know that a count halfway between two multiples of an even base goes "
        "up; left out, it may have gone either way.",
        FieldType.BOOLEAN,
        required=False,
        sparse=True,
    ),
    Property(
        "disclosure.hiddenCells", "How many cells are hidden.", FieldType.INTEGER, required=False
    ),
    Property(
        "disclosure.tablesWithHiddenCells", "In how many tables.", FieldType.INTEGER, required=False
    ),
    Property("disclosure.verdict", "What the disclosure check found.", required=False),
    Property(
        "disclosure.verdictHash", "The verdict's fingerprint.", required=False, reads=Reads.CHECKED
    ),
    Property("disclosure.verdictOn", "The day of the verdict.", FieldType.DATE, required=False),
)
