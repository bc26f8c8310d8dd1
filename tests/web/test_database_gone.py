"""What readers get while PostgreSQL hangs up, refuses or says nothing, and once it is back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from flask.testing import FlaskClient
from sqlalchemy import make_url

from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from dashboard.settings import Settings
from dashboard.web import current
from dashboard.web.application import create_app
from tests.proxies import Proxy, proxy_to
from tests.releases import write_release

pytestmark = pytest.mark.services
KEPT, NEW = "/about", "/referrals"


@pytest.fixture
def proxy(postgres_url: str, tmp_path: Path) -> Iterator[Proxy]:
    writer = Store.open(postgres_url, read_only=False)
    writer.publish(import_release(write_release(tmp_path / "release")))
    writer.close()
    address = make_url(postgres_url)
    with proxy_to(address.host or "127.0.0.1", address.port or 5432) as opened:
        yield opened


@pytest.fixture
def client(
    postgres_url: str, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FlaskClient]:
    monkeypatch.setattr(current, "TRY_AGAIN_SECONDS", 0.2)
    monkeypatch.setattr(current, "ASK_AGAIN_SECONDS", 0.0)
    url = make_url(postgres_url).set(host="127.0.0.1", port=proxy.port)
    store = Store.open(url.render_as_string(hide_password=False))
    yield create_app(store, Settings()).server.test_client()
    store.close()


def test_connections_that_a_database_ends_are_opened_again(
    client: FlaskClient, postgres_url: str
) -> None:
    assert client.get(KEPT).status_code == 200
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()
    assert ended
    assert client.get(NEW).status_code == 200
    assert client.get("/readyz").text == "ready\n"


@pytest.mark.parametrize("how", ["closed", "silent"])
def test_what_is_kept_is_served_soon_while_a_database_is_gone(
    client: FlaskClient, proxy: Proxy, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = client.get(KEPT)
    monkeypatch.setattr(current, "ANSWER_SECONDS", 0.3)
    setattr(proxy, how, True)
    if how == "closed":
        proxy.hang_up()

    def seconds_of_five_rounds() -> float:
        began = time.monotonic()
        for _ in range(5):
            assert client.get(KEPT).text == kept.text
            refused = client.get(NEW)
            assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
            ready = client.get("/readyz")
            assert (ready.status_code, "without its database" in ready.text) == (200, True)
        return time.monotonic() - began

    assert seconds_of_five_rounds() < 2
    setattr(proxy, how, False)
    proxy.hang_up()
    deadline = time.monotonic() + 5
    while client.get("/readyz").text != "ready\n" and time.monotonic() < deadline:
        time.sleep(0.1)
    assert client.get("/readyz").text == "ready\n"
    assert client.get(NEW).status_code == 200
