"""What those who run the dashboard see: of requests, of failures, of a database that is gone."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from dashboard.exceptions import StoreError
from dashboard.settings import Settings
from dashboard.web import current
from dashboard.web.application import create_app
from dashboard.web.live import CALLBACK
from dashboard.web.logs import JsonLines
from tests.releases import write_release
from tests.serving import PROJECT, served

TOKEN = "0123456789abcdef" * 2


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    writer = Store.open(url, read_only=False)
    writer.publish(import_release(write_release(tmp_path / "release")))
    writer.close()
    reader = Store.open(url)
    yield reader
    reader.close()


@pytest.fixture
def client(store: Store) -> FlaskClient:
    settings = Settings(metrics_token=TOKEN, log_requests=True)
    made: Flask = create_app(store, settings).server
    return made.test_client()


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [JsonLines().format(record) for record in caplog.records]


def test_a_request_is_one_line_without_its_query_or_its_reader(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    headers = {"User-Agent": "Secretive/1", "X-Request-Id": "from-the-proxy-1"}
    client.get("/referrals?area=eastport&name=Jane+Doe", headers=headers)
    client.get("/jane-doe-of-eastport")
    page, missing = lines(caplog)
    for line in (page, missing):
        assert not [
            w for w in ("jane", "doe", "eastport", "secretive", "127.0") if w in line.lower()
        ]
    told = json.loads(page)
    assert (told["path"], told["status"], told["method"]) == ("/referrals", 200, "GET")
    assert told["request"] == "from-the-proxy-1"
    assert json.loads(missing)["status"] == 404


def test_a_failure_is_logged_by_its_place_and_told_by_its_number(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("a count of Eastport is 3")

    monkeypatch.setattr("dashboard.pages.about._sections", fail)
    answer = client.get("/about", headers={"X-Request-Id": "<script>"})
    number = answer.headers["X-Request-Id"]
    assert number in answer.text
    assert "<script>" not in answer.text
    logged = "\n".join(lines(caplog))
    assert number in logged
    assert "ValueError" in logged
    assert "about.py" in logged
    assert "Eastport" not in logged


def test_prometheus_is_told_by_route_and_only_with_the_token(
    client: FlaskClient, store: Store
) -> None:
    client.get("/data/referrals.csv?x=1").close()
    client.get("/no/such/page")
    for wrong in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Bearer \udcff"}):
        assert client.get("/metrics", headers=wrong).status_code == 404
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.headers["Cache-Control"] == "no-store"
    counted = 'dashboard_request_seconds_count{route="/data/<table>.csv",status="200"} 1.0'
    assert counted in answer.text
    assert "such" not in answer.text
    without = create_app(store, Settings()).server.test_client()
    assert without.get("/metrics").status_code == 404


def test_what_is_kept_is_served_for_a_while_without_the_database(
    client: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("dashboard.web.current.time.monotonic", lambda: now[0])
    kept = client.get("/about")

    def gone(*_: object) -> None:
        raise StoreError("The database cannot be reached.")

    def broken(*_: object) -> None:
        raise ValueError("Jane")

    monkeypatch.setattr(store, "standing", broken)
    now[0] += 1
    assert client.get("/about").status_code == 500  # and another time it is asked again

    monkeypatch.setattr(store, "standing", gone)
    now[0] += 60
    assert client.get("/about").text == kept.text
    assert "without its database" in client.get("/readyz").text
    now[0] += current.SERVE_WITHOUT_SECONDS
    assert client.get("/about").status_code == 503
    assert client.get("/readyz").status_code == 503
    monkeypatch.undo()
    assert client.get("/about").status_code == 200
    assert client.get("/readyz").text == "ready\n"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "http", "PORT: expected a number"),
        ("PUBLIC_URL", "https://figures.example/mst", "PUBLIC_URL: expected a scheme and a host"),
        ("DATABASE_URL", "mysql://u:very-secret@h/d", "SQLite or PostgreSQL only"),
        ("METRICS_TOKEN", "very-secret", "METRICS_TOKEN: expected 32"),
        ("LOG_REQUESTS", "maybe", "LOG_REQUESTS: expected yes or no"),
    ],
)
def test_an_impossible_setting_is_told_before_anything_starts(
    name: str, value: str, said: str
) -> None:
    command = [sys.executable, "-m", "gunicorn", "app:server", "--check-config"]
    environment = {"PATH": "/usr/bin:/bin", name: value}
    done = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "very-secret" not in done.stderr


def test_workers_log_lines_of_json_and_count_together(store: Store, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with served(store.url, log, LOG_REQUESTS="yes", METRICS_TOKEN=TOKEN) as site:
        for _ in range(20):
            urllib.request.urlopen(f"{site}/about?name=Jane").close()
        request = urllib.request.Request(  # our own server
            f"{site}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}
        )
        with urllib.request.urlopen(request) as answer:
            counted = answer.read().decode()
        refused = [said(site, *parts) for parts in NO_REQUESTS]
        named = said(
            site, b"GET /about HTTP/1.1\r\nHost: x\r\nSCRIPT_NAME: //evil.example\r\n", END
        )
        in_hand = said_when_stopped(site, log)
    assert 'dashboard_request_seconds_count{route="/<path:path>",status="200"} 20.0' in counted
    assert all(text.startswith("HTTP/1.1 400") for text in refused), refused
    assert named.startswith("HTTP/1.1 200")
    assert "evil" not in named
    assert in_hand.startswith("HTTP/1.1 200")
    written = [json.loads(line) for line in log.read_text().splitlines()]
    assert sum(line.get("path") == "/about" for line in written) == 21
    assert not [line for line in written if "Jane" in str(line) or "127.0.0.1'" in str(line)]
    assert sum("was refused" in line["message"] for line in written) == 3
    assert not [line for line in written if line["level"] == "error"]


END = b"Connection: close\r\n\r\n"
CHUNKED = b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nHost: x\r\n"
CALL = json.dumps(
    {
        "output": "address.answer",
        "outputs": {"id": "address", "property": "answer"},
        "inputs": [{"id": "address", "property": "search", "value": "?name=Jane"}],
        "state": [{"id": "address", "property": "pathname", "value": "/about"}],
    }
).encode()
NO_REQUESTS = (
    (b"GET /about?name=Jane\r\n", END),
    (b"GET /about?name=Jane HTTP/1.1\r\nHost: x\r\nCookie Jane\r\n", END),
    (b"GET /about?name=Jane HTTP/9.9\r\n", END),
    (f"POST {CALLBACK}?name=Jane HTTP/1.1\r\n".encode(), CHUNKED, END, b"Jane\r\n"),
)


def said(site: str, *parts: bytes) -> str:
    """Return what a server answers to bytes, as they are."""
    with connected(site) as connection:
        connection.sendall(b"".join(parts))
        return read_all(connection)


def said_when_stopped(site: str, log: Path) -> str:
    """Ask for half of something, have the server stopped, ask for the rest, and return the answer."""
    length = f"Content-Type: application/json\r\nContent-Length: {len(CALL)}\r\nHost: x\r\n"
    with connected(site) as connection:
        head = f"POST {CALLBACK} HTTP/1.1\r\n{length}".encode() + END
        connection.sendall(head + CALL[:20])
        time.sleep(2)  # until a worker has it in hand, which nothing tells
        os.kill(int(re.findall(r"Listening at: \S+ \((\d+)\)", log.read_text())[0]), signal.SIGTERM)
        time.sleep(0.5)
        connection.sendall(CALL[20:])
        return read_all(connection)


def connected(site: str) -> socket.socket:
    port = int(site.rpartition(":")[2])
    return socket.create_connection(("127.0.0.1", port), timeout=60)


def read_all(connection: socket.socket) -> str:
    return b"".join(iter(lambda: connection.recv(65_536), b"")).decode(errors="replace")
