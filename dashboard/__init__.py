"""A public dashboard of Multisystemic Therapy outcomes, from aggregated and suppressed releases."""

__version__ = "0.1.0"
