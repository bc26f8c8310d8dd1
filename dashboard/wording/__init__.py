"""How do numbers, dates, markers and findings read to people? Words only, made from a View."""

from dashboard.data.release.sentences import open_lower
from dashboard.wording.alternatives import alternative_text
from dashboard.wording.changes import direction_words, way_words
from dashboard.wording.findings import finding, row_sentence
from dashboard.wording.headlines import headline, headline_phrase, subtitle
from dashboard.wording.markers import MarkerText, marker_state, marker_text, markers_legend
from dashboard.wording.numbers import (
    agree,
    format_count,
    format_few,
    format_number,
    format_quantity,
    format_share,
)
from dashboard.wording.phrases import (
    figure_for,
    format_date,
    format_moment,
    is_long,
    is_open_group,
    is_part_period,
    life_words,
    line_namer,
    listed,
    open_upper,
    shared_period,
    short_period,
    status_words,
    when,
    where,
)
from dashboard.wording.reading import depth_of_group
from dashboard.wording.values import (
    about,
    basis,
    dots_out_of_100,
    format_interval,
    format_value,
    in_all,
    out_of_100,
    share_of_whole,
    unit_heading,
    value_and_basis,
)

__all__ = [
    "MarkerText",
    "about",
    "agree",
    "alternative_text",
    "basis",
    "depth_of_group",
    "direction_words",
    "dots_out_of_100",
    "figure_for",
    "finding",
    "format_count",
    "format_date",
    "format_few",
    "format_interval",
    "format_moment",
    "format_number",
    "format_quantity",
    "format_share",
    "format_value",
    "headline",
    "headline_phrase",
    "in_all",
    "is_long",
    "is_open_group",
    "is_part_period",
    "life_words",
    "line_namer",
    "listed",
    "marker_state",
    "marker_text",
    "markers_legend",
    "open_lower",
    "open_upper",
    "out_of_100",
    "row_sentence",
    "share_of_whole",
    "shared_period",
    "short_period",
    "status_words",
    "subtitle",
    "unit_heading",
    "value_and_basis",
    "way_words",
    "when",
    "where",
]
