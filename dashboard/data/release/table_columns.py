"""The columns of statistical tables and of their companions, and the signs in them.

The names are those of the Department for Education's open data standards.
"""

from __future__ import annotations

from dashboard.data.release.fields import decimals
from dashboard.data.release.model import Marker

LARGEST_VALUE = 1e15  # beyond this a double no longer tells neighbouring whole numbers apart
INDICATOR_DECIMALS = decimals("indicator_dp", "How many decimals the column has, 0 to 6.")

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
# Of an area, by the column of its code.
NAME_COLUMNS = {
    "country_code": "country_name",
    "region_code": "region_name",
    "new_la_code": "la_name",
}
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
