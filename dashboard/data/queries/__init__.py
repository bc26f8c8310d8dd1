"""The questions that can be asked of a release, and their answers.

One question a file; every answer is a View made from published cells alone.
"""

from dashboard.data.queries.parameters import (
    REGION,
    Choice,
    area_called,
    can_pick_areas,
    settle_areas,
)
from dashboard.data.queries.questions import (
    QUESTIONS,
    Parameters,
    Question,
    applies,
    ask,
    ask_all,
    choices,
    divides_over_time,
    fit,
    is_published_for,
    read,
)
from dashboard.data.queries.tables import table_header, table_rows

__all__ = [
    "QUESTIONS",
    "REGION",
    "Choice",
    "Parameters",
    "Question",
    "applies",
    "area_called",
    "ask",
    "ask_all",
    "can_pick_areas",
    "choices",
    "divides_over_time",
    "fit",
    "is_published_for",
    "read",
    "settle_areas",
    "table_header",
    "table_rows",
]
