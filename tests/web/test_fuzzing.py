"""Anything that can be sent to a server is answered, briefly and without a failure of ours."""

from __future__ import annotations

import re
import socket
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.web.live import CALLBACK

ANSWER_SECONDS = 10.0
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW")
PATHS = (
    *("/", "/about", "/areas/kirklees", "/areas/kirklees.pdf", "/figures/trend.csv", CALLBACK),
    *("/data/release.zip", "/api/v1/figures?measure=referrals", "/_live/start?page=/", "/metrics"),
    *("/releases/0123456789ab/", "/preview/x/", "/cards/outcomes.png", "//", "/%00", "/%ff", "*"),
)
HEADERS = (
    *("Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Content-Length", "Cookie"),
    *(
        "Content-Type",
        "Expect",
        "Forwarded",
        "Host",
        "If-Modified-Since",
        "If-None-Match",
        "Origin",
    ),
    *("Range", "Referer", "Script-Name", "Transfer-Encoding", "Upgrade", "X-Forwarded-Host"),
    *("X-Forwarded-Proto", "X-HTTP-Method-Override", "X-Request-Id"),
)
VALUES = ("", "*", "-1", "9" * 400, "a" * 9000, "chunked", "gzip;q=x", "bytes=9-,1-2,-0", "[::1")
REFUSED = ("501", "505")  # by gunicorn, of what is no request
STATUS = re.compile(r"HTTP/1\.1 (\d{3})")

text = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=60)
headers = st.lists(st.tuples(st.sampled_from(HEADERS), st.sampled_from(VALUES) | text), max_size=4)
bodies = st.sampled_from([b"", b"{}", b"[" * 5000, b"x" * 70_000]) | st.binary(max_size=300)


def said(site: str, content: bytes) -> str:
    """Return all that is answered to bytes; blank where the connection is closed without an answer."""
    address = ("127.0.0.1", int(site.rpartition(":")[2]))
    parts = []
    with socket.create_connection(address, timeout=ANSWER_SECONDS) as connection:
        try:
            connection.sendall(content)
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(65_536):
                parts.append(part)
        except TimeoutError:
            raise
        except OSError:
            pass  # it hung up before all was sent
    return b"".join(parts).decode("latin-1")


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    method=st.sampled_from(METHODS),
    path=st.sampled_from(PATHS) | text.map(lambda words: f"/{words}"),
    sent=headers,
    body=bodies,
)
def test_anything_sent_is_answered_without_a_failure(
    dashboard_url: str, method: str, path: str, sent: list[tuple[str, str]], body: bytes
) -> None:
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent)]
    head = "\r\n".join([*lines, f"Content-Length: {len(body)}", "Connection: close", "", ""])
    require_answer(dashboard_url, head.encode("latin-1") + body)


@pytest.mark.parametrize(
    "path", ["/about", "/figures/trend.csv", "/data/referrals.csv", "/metrics"]
)
def test_no_header_makes_what_is_there_fail(dashboard_url: str, path: str) -> None:
    for name in HEADERS:
        for value in VALUES:
            head = f"GET {path} HTTP/1.1\r\n{name}: {value}\r\nConnection: close\r\n\r\n"
            require_answer(dashboard_url, head.encode())


def require_answer(site: str, content: bytes) -> None:
    """Send bytes; fail if what is answered takes long, or is a failure of ours."""
    began = time.monotonic()
    answer = said(site, content)
    assert time.monotonic() - began < ANSWER_SECONDS
    statuses = STATUS.findall(answer)
    assert all(status < "500" or status in REFUSED for status in statuses), (content, answer[:500])
    assert "Traceback" not in answer
