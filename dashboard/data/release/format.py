"""The files that a release may hold, and the columns of each.

This is the release format as data: importing reads by it, validation checks by it, sealing
writes table schemas from it, and docs/release-format.md is tested against it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dashboard.data.release import context
from dashboard.data.release.aims import Direction
from dashboard.data.release.fields import (
    Field,
    FieldType,
    File,
    Reads,
    day,
    decimals,
    degrees,
    key,
    link,
    moment,
    required,
)
from dashboard.data.release.model import BreakdownKind, MeasureKind, PeriodType

FORMAT_VERSION = "1"
DESCRIPTOR = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
META_SUFFIX = ".meta.csv"
TEXT_FOLDER = "text"
STATISTICS_KIND = "statistics"
TEXT_KIND = "text"

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


AREAS = File(
    "areas.csv",
    "The places, in order of display.",
    ("slug",),
    (
        key("slug", "Short name in addresses: `harbour`. Never change it."),
        required("name", "The name as people read it.", reads=Reads.TITLE),
        required(
            "level", "`Programme`, `National`, `Regional`, `Local authority` or your own word."
        ),
        Field("code", "The nine-character code of the Office for National Statistics."),
        Field("old_code", "The Department for Education's three-digit code."),
        Field("region_code", "Code of the region that the place is in."),
        Field("region_name", "Name of that region.", reads=Reads.TITLE),
        Field("part_of", "Slug of the area whose counts include this one's. Blank: no sum holds."),
        day("opened", "The day it opened. Its periods that end earlier must be marked `z`."),
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
        degrees(
            "latitude",
            "Of its middle or main town, in degrees north: the map shows it there.",
            49,
            61,
        ),
        degrees("longitude", "Of the same place, in degrees east; west is negative: -1.9.", -11, 2),
    ),
    required=True,
)

PERIODS = File(
    "periods.csv",
    "Labels and notes of periods, only where you want your own; days of reporting years and periods.",
    ("time_period", "time_identifier"),
    (
        required("time_period", "As in the tables: `2024`, `202425`."),
        required("time_identifier", "As in the tables: `Calendar year`, `Financial year Q1`."),
        Field("label", "What people read instead of the usual label."),
        Field("note", "What people should know about this period."),
        day(
            "starts", "The first day of a reporting year or period, if not that of a calendar year."
        ),
        day("ends", "The last day of a reporting year or period."),
    ),
)

BREAKDOWNS = File(
    "breakdowns.csv",
    "The ways that children are divided: one row for each filter column of the tables.",
    ("breakdown",),
    (
        required("breakdown", "The filter column's name: `route`.", reads=Reads.TITLE),
        required("label", "What people read: `Referral route`."),
        required(
            "kind",
            "`parts` (groups add up), `stages` (each within the one before) or `separate`.",
            choices=tuple(BreakdownKind),
        ),
        required("default", "The group that stands when nobody chooses: `Total`."),
        Field("hint", "A sentence of help."),
    ),
    required=True,
)

GROUPS = File(
    "groups.csv",
    "The groups of each breakdown, in order of display.",
    ("breakdown", "group"),
    (
        required("breakdown", "The breakdown it belongs to."),
        required("group", "What the tables write: `Police`."),
        required("label", "What people read."),
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
        key("measure", "Short name in addresses: `referrals`. Never change it."),
        required("title", "The figure's full name."),
        required("short_title", "A name that fits a table heading."),
        required("definition", "What is counted, in plain English."),
        required("universe", "Whose children are counted: `children who started`."),
        Field("phrase", 'Completes "34 of 40 children ...": `completed the course`.'),
        required("section", "The page it belongs to.", choices=SECTIONS),
        required(
            "kind",
            "`count`, `share` (worked out from two counts) or `reported` (shown as it is).",
            choices=tuple(MeasureKind),
        ),
        required("unit", "`children`, `per cent`, `days` and so on."),
        decimals("decimals", "How many decimals people see, 0 to 6.", required=True),
        required("direction", "Which way is better.", choices=tuple(Direction)),
        required("numerator", "The cells to read: see References.", reads=Reads.LINKS),
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
        required(
            "left", "A reference, or several that add up, with `+` between them.", reads=Reads.LINKS
        ),
        required(
            "relation", "`equals`, or `part_of` (the left is within the right).", choices=RELATIONS
        ),
        required("right", "A reference.", reads=Reads.LINKS),
        Field("period_type", "Only periods of this type; blank: all.", choices=tuple(PeriodType)),
    ),
)

NOT_SUMS = File(
    "not_sums.csv",
    "Sums that all printed figures fit, and that do not hold.",
    ("sum",),
    (
        required("sum", "The sum, as `check` calls it.", reads=Reads.TITLE),
        required("because", "Why it holds by chance only."),
    ),
)

PARTNERS = File(
    "partners.csv",
    "The organisations behind the programme.",
    ("name",),
    (
        required("name", "The organisation.", reads=Reads.TITLE),
        required("role", "What it does here."),
        link("url", "Its own page."),
    ),
)

PAGES_FILE = File(
    "pages.csv",
    "What the pages are called, in the order of the menu, and what stands under their headings.",
    ("page",),
    (
        required("page", "The page, by its address.", choices=PAGES, reads=Reads.LINKS),
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
        key("key", "Short name."),
        required("voice", "Whose words.", choices=tuple(context.Voice)),
        required("text", "The words. Redact names in square brackets: `[mum]`.", reads=Reads.QUOTE),
        required("role", "Role only, never a name.", reads=Reads.QUOTE),
        required("source", "Where it was said or published.", reads=Reads.QUOTE),
        link("source_url", "Address of the source."),
        required("consent", "What allows it to be shown.", choices=CONSENTS),
        day("consent_recorded_on", "When consent was recorded; needed for `recorded`."),
        day("consent_expires", "The last day it may be shown; needed for `recorded`."),
        Field(
            "checked_words",
            "Words that the check questions and a person lets pass: see Quotes. `;` between several.",
            reads=Reads.CHECKED,
        ),
        Field("checked_by", "Who let them pass. Never shown to readers.", reads=Reads.TITLE),
        day("checked_on", "The day they did."),
        Field("check_reason", "Why nobody can be found by them. Never shown to readers."),
    ),
)

STATEMENTS = File(
    "statements.csv",
    "Sentences quoted word for word, and status lines, with who said them.",
    ("key",),
    (
        key("key", "Short name."),
        required("page", "Where it is shown: a section, or `summary`, `evidence`."),
        required("text", "The words."),
        required("attribution", "Who said it, where."),
        link("url", "Address of the source."),
        Field("note", "What must be said with it."),
        Field("verbatim", "`true` where the words are quoted as they stand.", FieldType.BOOLEAN),
    ),
)

STUDIES = File(
    "studies.csv",
    "The research, one study a row.",
    ("key",),
    (
        key("key", "Short name."),
        required("study", "Its name.", reads=Reads.TITLE),
        required("design", "What kind of study."),
        required("people", "Who took part, and how many."),
        required("result", "What it found, both ways."),
        required("source", "Where it is published.", reads=Reads.TITLE),
        link("url", "Address."),
    ),
)

LOCAL_NOTES = File(
    "local_notes.csv",
    "What is particular to a place.",
    ("area", "kind", "text"),
    (
        required("area", "Slug of the area."),
        required("kind", "What the note is about.", choices=NOTE_KINDS),
        required("text", "The note."),
        required("source", "Where it comes from."),
    ),
)

CONTEXT = File(
    "context.csv",
    "Published figures about a place that are not about the programme's children.",
    ("area", "key", "period"),
    (
        required("area", "Slug of the area."),
        key("key", "Short name of the figure."),
        required("label", "What it is."),
        required("value", "The figure.", kind=FieldType.NUMBER),
        decimals("decimals", "How many decimals people see, 0 to 6.", required=True),
        required("unit", "Its unit."),
        required("period", "When it was so, as people read it."),
        required(
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
        required("time_period", "As in the tables."),
        required("time_identifier", "As in the tables."),
        required("area", "Slug of the area."),
        required("status", "How it arrived.", choices=tuple(context.ReturnStatus)),
        day("due", "When it was due.", required=True),
        day("received", "When it came; blank while it has not."),
    ),
)

CHANGES = File(
    "changes.csv",
    "Revisions and corrections, the newest first.",
    ("on", "text"),
    (
        day("on", "The day.", required=True),
        required("kind", "`release`, `revision` or `correction`."),
        required("text", "What changed and why."),
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
        moment("on", "A year, a month or a day, as exactly as the source has it.", required=True),
        moment("until", "The year, month or day on which it ended, if it took some time."),
        required("label", "What happened, in a few words."),
        Field("text", "A sentence or two about it."),
        required("source", "Who says so.", reads=Reads.TITLE),
        link("url", "Address of the source."),
    ),
)

CHECKED_WORDS = File(
    "checked_words.csv",
    "Words of any text but a quote that the check questions and a person lets pass.",
    ("file", "column", "words"),
    (
        required("file", "The file that they stand in, as `check` names it."),
        Field("column", "The column or property, as `check` names it; blank in `text/`."),
        required("words", "The words, as they stand there.", reads=Reads.CHECKED),
        required("checked_by", "Who let them pass. Never shown to readers.", reads=Reads.TITLE),
        day("checked_on", "The day they did.", required=True),
        required("check_reason", "Why nobody can be found by them. Never shown to readers."),
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

# Lists whose items are as their rows say, by their name in a catalogue: the file, and what an item is.
AS_WRITTEN: Mapping[str, tuple[File, Callable[..., Any]]] = {
    "not_sums": (NOT_SUMS, context.NotSum),
    "partners": (PARTNERS, context.Partner),
    "pages": (PAGES_FILE, context.PageWords),
    "quotes": (QUOTES, context.Quote),
    "statements": (STATEMENTS, context.Statement),
    "studies": (STUDIES, context.Study),
    "local_notes": (LOCAL_NOTES, context.LocalNote),
    "context": (CONTEXT, context.ContextFigure),
    "changes": (CHANGES, context.Change),
    "events": (EVENTS, context.Event),
    "checked_words": (CHECKED_WORDS, context.CheckedWords),
}

# Columns that are for those who hold a release, and never for readers.
PRIVATE_COLUMNS = frozenset({"checked_by", "check_reason"})
