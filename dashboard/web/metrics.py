"""What Prometheus is told: how many requests each route answered, how, and in what time.

Only with the token that the settings name. gunicorn.conf.py says where workers keep their numbers; without
such a place they are those of this process alone.
"""

from __future__ import annotations

import hmac

from flask import Flask, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from dashboard.web.logs import route, seconds
from dashboard.web.response_cache import NOT_KEPT

METRICS = "/metrics"
BUCKETS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)  # seconds


def register_metrics(server: Flask, token: str) -> None:
    """Count requests, and answer those who have the token with the counts."""
    registry = CollectorRegistry()
    labels = ["route", "status"]
    requests = Histogram(
        "dashboard_request_seconds", "Requests.", labels, buckets=BUCKETS, registry=registry
    )

    def count(response: Response) -> Response:
        requests.labels(route(), response.status_code).observe(seconds())
        return response

    server.after_request(count)
    server.add_url_rule(METRICS, "metrics", lambda: _metrics(registry, token))


def _metrics(registry: CollectorRegistry, token: str) -> Response:
    authorization = request.headers.get("Authorization", "")
    if not hmac.compare_digest(
        authorization.encode("utf-8", "replace"), f"Bearer {token}".encode()
    ):
        abort(404)
    text = generate_latest(_of_all_workers() or registry)
    response = Response(text, content_type=CONTENT_TYPE_LATEST)
    response.headers["Cache-Control"] = NOT_KEPT
    return response


def _of_all_workers() -> CollectorRegistry | None:
    registry = CollectorRegistry()
    try:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library gives it no types
    except ValueError:  # no place for the numbers of several processes
        return None
    return registry
