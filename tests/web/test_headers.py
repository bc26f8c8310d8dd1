"""Every response carries the promises that it should."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.addresses import NO_PAGE

ANSWERS = [
    "/",
    "/outcomes?area=kirklees",
    NO_PAGE,
    "/figures/trend.csv",
    "/figures/trend.csv?measure=nothing",
    "/figures/trend.svg",
    "/data/referrals.csv",
    "/api/catalogue.json",
    "/figures/trend.png",
    "/data/referrals.csv-metadata.json",
    "/data",
    "/_live/start?page=/ages",
    "/_live/_dash-layout",
    "/healthz",
    "/robots.txt",
]


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_carries_the_strict_policy(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "camera=()" in response.headers["Permissions-Policy"]
        assert "Set-Cookie" not in response.headers
        shared = path.startswith(("/figures/", "/data/", "/api/"))
        policy = "cross-origin" if shared else "same-origin"
        assert response.headers["Cross-Origin-Resource-Policy"] == policy
        assert response.headers.get("Access-Control-Allow-Origin") == ("*" if shared else None)


def test_a_page_may_run_its_own_scripts_alone(client: FlaskClient) -> None:
    policy = dict(
        part.split(" ", 1)
        for part in client.get("/").headers["Content-Security-Policy"].split("; ")
    )
    assert policy["script-src"] == policy["connect-src"] == policy["font-src"] == "'self'"
    assert all(
        source == "'self'" or source.startswith("'sha256-")
        for source in policy["style-src"].split()
    )


def test_only_the_embed_route_may_be_framed(client: FlaskClient) -> None:
    policy = client.get("/embed/anything").headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy


@pytest.mark.parametrize(("scheme", "promised"), [("https", True), ("http", False)])
def test_secure_transport_is_promised_behind_tls_only(
    client: FlaskClient, scheme: str, promised: bool
) -> None:
    response = client.get("/healthz", headers={"X-Forwarded-Proto": scheme})
    assert ("Strict-Transport-Security" in response.headers) is promised
