"""What an illustrative release says that is no count: areas, measures, sources, texts.

It stands in a folder of the release format, as an analyst hands one to `prepare`: tables without
rows, lists and texts, not sealed. Only its quotes, statements, studies, events and published
figures are real; quotes and statements are word for word, their punctuation alone cleaned.
"""

from __future__ import annotations

from pathlib import Path

from dashboard.data.preparing.drafting import read_draft

FOLDER = Path(__file__).with_name("draft")
DRAFT = read_draft(FOLDER)
SITES = tuple(area for area in DRAFT.areas if area.part_of == DRAFT.programme.whole)
