"""What can programs ask, at addresses that stay? The read-only API, version 1, and what came before."""

from flask import Flask

from dashboard.web.api.before import register_earlier_api
from dashboard.web.api.description import register_description
from dashboard.web.api.resources import register_resources
from dashboard.web.site import Site

__all__ = ["register_api"]


def register_api(server: Flask, site: Site) -> None:
    """Add everything below /api."""
    register_earlier_api(server, site)
    register_resources(server, site)
    register_description(server, site)
