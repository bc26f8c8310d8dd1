"""Which files may a release hold, and which columns has each?

This is the release format as data: importing reads by it, validation checks by it, sealing
writes table schemas from it, and docs/release-format.md is tested against it.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from dashboard.data.release.model import (
    BreakdownKind,
    Direction,
    Marker,
    MeasureKind,
    PeriodType,
    ReturnStatus,
    Voice,
)

DESCRIPTOR = "datapackage.json"
META_SUFFIX = ".meta.csv"
TEXT_FOLDER = "text"
STATISTICS_KIND = "statistics"
# A percentage of up to a million children moves by 0.0001 with one child; no figure about children
# has more digits to show, and a number of the computer's has only fifteen.
MOST_DECIMALS = 6
TEXT_KIND = "text"
LARGEST_VALUE = 1e15  # beyond this a double no longer tells neighbouring whole numbers apart

SECTIONS = ("referrals", "ages", "completion", "outcomes", "delivery")
PAGES = (
    "summary",
    "referrals",
    "ages",
    "completion",
    "outcomes",
    "compare",
    "areas",
    "voices",
    "evidence",
    "data",
    "about",
)
NOTE_KINDS = ("route", "partner", "note")
CONSENTS = ("recorded", "published_source")
RELATIONS = ("equals", "part_of")
TEXT_BLOCKS = (
    "what",
    "why",
    "how",
    "cannot_tell",
    "evidence",
    "ages_context",
    "methods",
    "strengths",
    "limitations",
    "revisions",
    "accessibility",
    "privacy",
    "removal",
    "contact",
)


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


def _key(name: str, meaning: str) -> Field:
    return Field(
        name,
        meaning,
        required=True,
        pattern=r"[a-z0-9][a-z0-9_-]*",
        pattern_words="small letters, digits, - and _",
        reads=Reads.TITLE,
    )


def _required(
    name: str,
    meaning: str,
    *,
    kind: FieldType = FieldType.STRING,
    choices: tuple[str, ...] = (),
    reads: Reads = Reads.PROSE,
) -> Field:
    return Field(name, meaning, kind, required=True, choices=choices, reads=reads)


def _link(name: str, meaning: str) -> Field:
    return Field(
        name,
        meaning,
        pattern=r"(https://\S+)?",
        pattern_words="an address that begins https://",
        reads=Reads.TITLE,
    )


def _date(name: str, meaning: str, *, required: bool = False) -> Field:
    return Field(name, meaning, FieldType.DATE, required)


def _moment(name: str, meaning: str, *, required: bool = False) -> Field:
    return Field(
        name,
        meaning,
        required=required,
        pattern=r"([12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?",
        pattern_words="a year, a month or a day, such as 2020, 2021-02 or 2021-08-06",
        reads=Reads.TITLE,
    )


def _decimals(name: str, meaning: str, *, required: bool = False) -> Field:
    return Field(name, meaning, FieldType.INTEGER, required, most=MOST_DECIMALS)


def _degrees(name: str, meaning: str, least: int, most: int) -> Field:
    """Return a column of coordinates within the British Isles, of which there is an outline."""
    return Field(name, meaning, FieldType.NUMBER, least=least, most=most, sparse=True)


INDICATOR_DECIMALS = _decimals("indicator_dp", "How many decimals the column has, 0 to 6.")


def _values(choices: type[enum.StrEnum]) -> tuple[str, ...]:
    return tuple(choice.value for choice in choices)


AREAS = File(
    "areas.csv",
    "The places, in order of display.",
    ("slug",),
    (
        _key("slug", "Short name in addresses: `harbour`. Never change it."),
        _required("name", "The name as people read it.", reads=Reads.TITLE),
        _required(
            "level", "`Programme`, `National`, `Regional`, `Local authority` or your own word."
        ),
        Field("code", "The nine-character code of the Office for National Statistics."),
        Field("old_code", "The Department for Education's three-digit code."),
        Field("region_code", "Code of the region that the place is in."),
        Field("region_name", "Name of that region.", reads=Reads.TITLE),
        Field("part_of", "Slug of the area whose counts include this one's. Blank: no sum holds."),
        _date("opened", "The day it opened. Its periods that end earlier must be marked `z`."),
        Field("opened_words", "Where the day is not known, what people read of it: `in 2020`."),
        Field(
            "closed",
            "The day it closed. Its periods that begin later must be marked `z`.",
            FieldType.DATE,
            sparse=True,
        ),
        Field("similar", "Slugs of areas to compare it with, `;` between.", sparse=True),
        Field("succeeded_by", "Slugs of the areas that took its place, `;` between.", sparse=True),
        Field(
            "earlier_codes",
            "Codes that it had before, `;` between: rows under them are its own.",
            sparse=True,
        ),
        _degrees(
            "latitude",
            "Of its middle or main town, in degrees north: the map shows it there.",
            49,
            61,
        ),
        _degrees(
            "longitude", "Of the same place, in degrees east; west is negative: -1.9.", -11, 2
        ),
    ),
    required=True,
)

PERIODS = File(
    "periods.csv",
    "Labels and notes of periods, only where you want your own; days of reporting years and periods.",
    ("time_period", "time_identifier"),
    (
        _required("time_period", "As in the tables: `2024`, `202425`."),
        _required("time_identifier", "As in the tables: `Calendar year`, `Financial year Q1`."),
        Field("label", "What people read instead of the usual label."),
        Field("note", "What people should know about this period."),
        _date(
            "starts", "The first day of a reporting year or period, if not that of a calendar year."
        ),
        _date("ends", "The last day of a reporting year or period."),
    ),
)

BREAKDOWNS = File(
    "breakdowns.csv",
    "The ways that children are divided: one row for each filter column of the tables.",
    ("breakdown",),
    (
        _required("breakdown", "The filter column's name: `route`.", reads=Reads.TITLE),
        _required("label", "What people read: `Referral route`."),
        _required(
            "kind",
            "`parts` (groups add up), `stages` (each within the one before) or `separate`.",
            choices=_values(BreakdownKind),
        ),
        _required("default", "The group that stands when nobody chooses: `Total`."),
        Field("hint", "A sentence of help."),
    ),
    required=True,
)

GROUPS = File(
    "groups.csv",
    "The groups of each breakdown, in order of display.",
    ("breakdown", "group"),
    (
        _required("breakdown", "The breakdown it belongs to."),
        _required("group", "What the tables write: `Police`."),
        _required("label", "What people read."),
        Field("part_of", "The group of the same breakdown that includes it; blank at the top."),
        Field("definition", "What it means."),
    ),
    required=True,
)

MEASURES = File(
    "measures.csv",
    "The figures that pages show, in order of display.",
    ("measure",),
    (
        _key("measure", "Short name in addresses: `referrals`. Never change it."),
        _required("title", "The figure's full name."),
        _required("short_title", "A name that fits a table heading."),
        _required("definition", "What is counted, in plain English."),
        _required("universe", "Whose children are counted: `children who started`."),
        Field("phrase", 'Completes "34 of 40 children ...": `completed the course`.'),
        _required("section", "The page it belongs to.", choices=SECTIONS),
        _required(
            "kind",
            "`count`, `share` (worked out from two counts) or `reported` (shown as it is).",
            choices=_values(MeasureKind),
        ),
        _required("unit", "`children`, `per cent`, `days` and so on."),
        _decimals("decimals", "How many decimals people see, 0 to 6.", required=True),
        _required("direction", "Which way is better.", choices=_values(Direction)),
        _required("numerator", "The cells to read: see References.", reads=Reads.LINKS),
        Field(
            "denominator",
            "For a share, the cells to divide by; else the number behind it.",
            reads=Reads.LINKS,
        ),
        Field("target_low", "Aim for at least this.", FieldType.NUMBER),
        Field("target_high", "Aim for at most this.", FieldType.NUMBER),
        Field("target_label", "The target in words."),
        Field("target_source", "Who set the target.", reads=Reads.TITLE),
        Field("breakdown", "The breakdown that pages may open."),
        Field("sensitive", "`true` where all or none of a group would tell.", FieldType.BOOLEAN),
        Field("collected_by", "Who collected the figure."),
        Field("headline", "Place among the headline numbers; blank: none.", FieldType.INTEGER),
        Field(
            "breaks",
            "Periods, as in addresses and `;` between, each the first by another definition.",
        ),
        Field(
            "counted",
            "Of a reported percentage or rate: the counts that it is worked out from.",
            reads=Reads.LINKS,
        ),
    ),
    required=True,
)

IDENTITIES = File(
    "identities.csv",
    "Cells of different tables that count the same children, or some of them.",
    ("left", "relation", "right", "period_type"),
    (
        _required(
            "left", "A reference, or several that add up, with `+` between them.", reads=Reads.LINKS
        ),
        _required(
            "relation", "`equals`, or `part_of` (the left is within the right).", choices=RELATIONS
        ),
        _required("right", "A reference.", reads=Reads.LINKS),
        Field("period_type", "Only periods of this type; blank: all.", choices=_values(PeriodType)),
    ),
)

NOT_SUMS = File(
    "not_sums.csv",
    "Sums that all printed figures fit, and that do not hold.",
    ("sum",),
    (
        _required("sum", "The sum, as `check` calls it.", reads=Reads.TITLE),
        _required("because", "Why it holds by chance only."),
    ),
)

PARTNERS = File(
    "partners.csv",
    "The organisations behind the programme.",
    ("name",),
    (
        _required("name", "The organisation.", reads=Reads.TITLE),
        _required("role", "What it does here."),
        _link("url", "Its own page."),
    ),
)

PAGES_FILE = File(
    "pages.csv",
    "What the pages are called, in the order of the menu, and what stands under their headings.",
    ("page",),
    (
        _required("page", "The page, by its address.", choices=PAGES, reads=Reads.LINKS),
        Field("label", "Its name in the menu; blank: the usual one.", reads=Reads.TITLE),
        Field("title", "Its heading; blank: the usual one.", reads=Reads.TITLE),
        Field("lead", "A sentence or two under the heading; blank: the usual one."),
    ),
)

QUOTES = File(
    "quotes.csv",
    "What people said, word for word.",
    ("key",),
    (
        _key("key", "Short name."),
        _required("voice", "Whose words.", choices=_values(Voice)),
        _required(
            "text", "The words. Redact names in square brackets: `[mum]`.", reads=Reads.QUOTE
        ),
        _required("role", "Role only, never a name.", reads=Reads.QUOTE),
        _required("source", "Where it was said or published.", reads=Reads.QUOTE),
        _link("source_url", "Address of the source."),
        _required("consent", "What allows it to be shown.", choices=CONSENTS),
        _date("consent_recorded_on", "When consent was recorded; needed for `recorded`."),
        _date("consent_expires", "The last day it may be shown; needed for `recorded`."),
        Field(
            "checked_words",
            "Words that the check questions and a person lets pass: see Quotes. `;` between several.",
            reads=Reads.CHECKED,
        ),
        Field("checked_by", "Who let them pass. Never shown to readers.", reads=Reads.TITLE),
        _date("checked_on", "The day they did."),
        Field("check_reason", "Why nobody can be found by them. Never shown to readers."),
    ),
)

STATEMENTS = File(
    "statements.csv",
    "Sentences quoted word for word, and status lines, with who said them.",
    ("key",),
    (
        _key("key", "Short name."),
        _required("page", "Where it is shown: a section, or `summary`, `evidence`."),
        _required("text", "The words."),
        _required("attribution", "Who said it, where."),
        _link("url", "Address of the source."),
        Field("note", "What must be said with it."),
        Field("verbatim", "`true` where the words are quoted as they stand.", FieldType.BOOLEAN),
    ),
)

STUDIES = File(
    "studies.csv",
    "The research, one study a row.",
    ("key",),
    (
        _key("key", "Short name."),
        _required("study", "Its name.", reads=Reads.TITLE),
        _required("design", "What kind of study."),
        _required("people", "Who took part, and how many."),
        _required("result", "What it found, both ways."),
        _required("source", "Where it is published.", reads=Reads.TITLE),
        _link("url", "Address."),
    ),
)

LOCAL_NOTES = File(
    "local_notes.csv",
    "What is particular to a place.",
    ("area", "kind", "text"),
    (
        _required("area", "Slug of the area."),
        _required("kind", "What the note is about.", choices=NOTE_KINDS),
        _required("text", "The note."),
        _required("source", "Where it comes from."),
    ),
)

CONTEXT = File(
    "context.csv",
    "Published figures about a place that are not about the programme's children.",
    ("area", "key", "period"),
    (
        _required("area", "Slug of the area."),
        _key("key", "Short name of the figure."),
        _required("label", "What it is."),
        _required("value", "The figure.", kind=FieldType.NUMBER),
        _decimals("decimals", "How many decimals people see, 0 to 6.", required=True),
        _required("unit", "Its unit."),
        _required("period", "When it was so, as people read it."),
        _required(
            "source",
            "Who published it.",
            reads=Reads.TITLE,
        ),
    ),
)

RETURNS = File(
    "returns.csv",
    "Whether each place's data arrived, and when.",
    ("time_period", "time_identifier", "area"),
    (
        _required("time_period", "As in the tables."),
        _required("time_identifier", "As in the tables."),
        _required("area", "Slug of the area."),
        _required("status", "How it arrived.", choices=_values(ReturnStatus)),
        _date("due", "When it was due.", required=True),
        _date("received", "When it came; blank while it has not."),
    ),
)

CHANGES = File(
    "changes.csv",
    "Revisions and corrections, the newest first.",
    ("on", "text"),
    (
        _date("on", "The day.", required=True),
        _required("kind", "`release`, `revision` or `correction`."),
        _required("text", "What changed and why."),
        Field("area", "Slug of the one area whose figures changed for it.", sparse=True),
        Field(
            "measure", "The one measure whose figures did, as `measures.csv` names it.", sparse=True
        ),
        Field("period", "The one period, as in addresses: 2024, 2024-25, 2024q1.", sparse=True),
    ),
)

EVENTS = File(
    "events.csv",
    "What happened when, for the line of time on /about and on the summary.",
    ("on", "label"),
    (
        _moment("on", "A year, a month or a day, as exactly as the source has it.", required=True),
        _moment("until", "The year, month or day on which it ended, if it took some time."),
        _required("label", "What happened, in a few words."),
        Field("text", "A sentence or two about it."),
        _required("source", "Who says so.", reads=Reads.TITLE),
        _link("url", "Address of the source."),
    ),
)

CHECKED_WORDS = File(
    "checked_words.csv",
    "Words of any text but a quote that the check questions and a person lets pass.",
    ("file", "column", "words"),
    (
        _required("file", "The file that they stand in, as `check` names it."),
        Field("column", "The column or property, as `check` names it; blank in `text/`."),
        _required("words", "The words, as they stand there.", reads=Reads.CHECKED),
        _required("checked_by", "Who let them pass. Never shown to readers.", reads=Reads.TITLE),
        _date("checked_on", "The day they did.", required=True),
        _required("check_reason", "Why nobody can be found by them. Never shown to readers."),
    ),
)

FILES: tuple[File, ...] = (
    AREAS,
    PERIODS,
    BREAKDOWNS,
    GROUPS,
    MEASURES,
    IDENTITIES,
    NOT_SUMS,
    PARTNERS,
    PAGES_FILE,
    QUOTES,
    STATEMENTS,
    STUDIES,
    LOCAL_NOTES,
    CONTEXT,
    RETURNS,
    CHANGES,
    EVENTS,
    CHECKED_WORDS,
)

# Columns that are for those who hold a release, and never for readers.
PRIVATE_COLUMNS = frozenset({"checked_by", "check_reason"})

GEOGRAPHY_COLUMNS = (
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
    "old_la_code",
    "new_la_code",
    "la_name",
)
# The department's columns of other places than those above. Rows are never of them.
OTHER_GEOGRAPHY = (
    *("lad", "pcon", "ward", "local_enterprise_partnership", "lsip", "english_devolved_area"),
    *("opportunity_area", "rsc_region", "rsc_region_lead", "planning_area", "police_force_area"),
    *("mayoral_combined_authority", "school", "school_laestab", "school_urn", "provider"),
    *("provider_ukprn", "institution", "institution_id", "sponsor", "sponsor_id", "trust"),
    *("trust_id", "academy_sponsor_group", "multi_academy_trust", "pfa", "bua"),
)
META_COLUMNS = (
    "col_name",
    "col_type",
    "label",
    "indicator_grouping",
    "indicator_unit",
    "indicator_dp",
    "filter_hint",
    "filter_grouping_column",
    "filter_default",
)
META_FILTER = "Filter"
META_INDICATOR = "Indicator"

MARKER_MEANINGS: dict[Marker, str] = {
    Marker.BREAK: "break in the series",
    Marker.CONFIDENTIAL: "confidential: suppressed",
    Marker.ESTIMATED: "estimated",
    Marker.FORECAST: "forecast",
    Marker.ROUNDS_TO_ZERO: "rounds to 0, but is not 0",
    Marker.ROUNDS_TO_ZERO_DFE: "rounds to 0, but is not 0 (the sign of older files)",
    Marker.PROVISIONAL: "provisional",
    Marker.REVISED: "revised",
    Marker.LOW_RELIABILITY: "low reliability",
    Marker.NONE_RECORDED: "none recorded in the survey",
    Marker.NOT_AVAILABLE: "not available",
    Marker.NOT_APPLICABLE: "not applicable",
}


@dataclass(frozen=True, slots=True)
class Property:
    """A property of datapackage.json. A dot means an object within: `programme.name`."""

    name: str
    meaning: str
    type: FieldType = FieldType.STRING
    required: bool = True
    reads: Reads = Reads.PROSE


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
    ),
    Property(
        "disclosure.tables",
        "Tables with a separate rule, by name, which goes before that of a level: "
        '`{"referrals": {"threshold": 10}}`.',
        FieldType.OBJECT,
        required=False,
    ),
    Property(
        "disclosure.halvesUp",
        "`true` where readers know that a count halfway between two multiples of an even base goes "
        "up; left out, it may have gone either way.",
        FieldType.BOOLEAN,
        required=False,
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
