"""The guides for operators work as written, with nginx and the databases' own tools."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from dashboard.data.release.reading import import_release
from dashboard.data.store.changes import Reason
from dashboard.data.store.migrating import downgrade_store, upgrade_store
from dashboard.data.store.releases import Store
from dashboard.exceptions import StoreError
from dashboard.publishing.__main__ import main
from tests.databases import missing
from tests.releases import edit_descriptor, write_release
from tests.serving import PROJECT, START_SECONDS, free_port, served

pytestmark = pytest.mark.services
GUIDES = PROJECT / "docs" / "how-to"
SEVERAL = (GUIDES / "operate-several-machines.md").read_text("utf-8")
ONE = (GUIDES / "operate-one-machine.md").read_text("utf-8")
EVERYWHERE_SECONDS = 5.0
SLOW_READERS = 200
WAIT_SECONDS = 2.0


def block(guide: str, language: str, number: int = 0) -> str:
    blocks: list[str] = re.findall(rf"```{language}\n(.*?)```", guide, re.DOTALL)
    return blocks[number]


@pytest.fixture
def writer(postgres_url: str) -> Iterator[Store]:
    """Yield a store of two roles: the guide's statements, with names of this test's own."""
    name = str(make_url(postgres_url).database)
    role = f"reader_{name[-12:]}"
    statements = block(SEVERAL, "sql").replace("dashboard_reader", role)
    ours = [line for line in statements.splitlines() if role in line]
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        for line in ours:
            connection.execute(line.replace("dashboard_publisher", "CURRENT_USER").encode())
        store = Store.open(postgres_url, read_only=False)
        yield store
        store.close()
        connection.execute(f"DROP OWNED BY {role}".encode())
        connection.execute(f"DROP ROLE {role}".encode())


def reader_url(postgres_url: str) -> str:
    url = make_url(postgres_url)
    role = f"reader_{str(url.database)[-12:]}"
    written = re.findall(r"reader LOGIN PASSWORD '(.+)'", SEVERAL)[0]
    return url.set(username=role, password=written).render_as_string(hide_password=False)


@contextlib.contextmanager
def cached(folder: Path, *servers: str) -> Iterator[str]:
    """Run nginx by the guide's configuration, with this machine's ports and folders."""
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin:/bin")
    if nginx is None:
        missing("nginx is not installed")
    port = free_port()
    upstream = "\n".join(f"server {server.removeprefix('http://')};" for server in servers)
    text = re.sub(r"(server 10\.\S+\s+)+", f"{upstream}\n", block(SEVERAL, "nginx"))
    text = text.replace("/var/cache/nginx/dashboard", str(folder / "cache"))
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};")
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; {_user()} pid {folder}/pid; error_log {folder}/errors; events {{}}\n"
        f"http {{ access_log off; {text} }}\n"
    )
    process = subprocess.Popen([nginx, "-p", str(folder), "-c", str(config)])
    try:
        wait_for_port(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def wait_for_port(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.05)
        else:
            return


def _user() -> str:
    """Let nginx read this test's folder where it runs as root, and would become somebody else."""
    return "user root;" if os.getuid() == 0 else ""


def seconds_until(site: str, path: str, words: str) -> float:
    """Return how long it takes until ten answers in a row have these words; none may fail."""
    began, in_a_row = time.monotonic(), 0
    while in_a_row < 10:
        with urllib.request.urlopen(f"{site}{path}") as answer:
            in_a_row = in_a_row + 1 if words in answer.read().decode() else 0
        if not in_a_row:
            last = time.monotonic()
        assert time.monotonic() - began < 4 * EVERYWHERE_SECONDS
    return last - began


def test_changes_pass_the_cache_of_two_servers_within_five_seconds(
    writer: Store, postgres_url: str, tmp_path: Path
) -> None:
    releases = [
        import_release(write_release(tmp_path / v, edit=partial(edit_descriptor, version=v)))
        for v in ("1.old", "2.new")
    ]
    old, *later = releases
    writer.publish(old)
    url = reader_url(postgres_url)
    with (
        served(url, tmp_path / "log1") as one,
        served(url, tmp_path / "log2") as two,
        cached(tmp_path, one, two) as site,
    ):
        statuses = []
        for _ in range(20):
            with urllib.request.urlopen(f"{site}/about") as answer:
                statuses.append(answer.headers["X-Cache"])
        assert statuses.count("HIT") >= 15

        def seconds_until_the_next_is_there_and_gone() -> float:
            new = later.pop(0)
            version = new.catalogue.version
            writer.publish(new)
            there = seconds_until(site, "/about", f"version {version}")
            writer.withdraw(new.identifier, Reason("Ada", f"Counted twice in {version}"))
            return max(there, seconds_until(site, "/about", f"Counted twice in {version}"))

        most = EVERYWHERE_SECONDS
        assert seconds_until_the_next_is_there_and_gone() < most


def test_slow_readers_hold_up_no_other_behind_the_cache(
    illustrative_url: str, tmp_path: Path
) -> None:
    with (
        served(illustrative_url, tmp_path / "log") as server,
        cached(tmp_path, server) as site,
        contextlib.ExitStack() as held,
    ):
        address = ("127.0.0.1", int(site.rpartition(":")[2]))
        for number in range(SLOW_READERS):
            reader = held.enter_context(socket.create_connection(address))
            reader.sendall(b"GET /about HTTP/1.1\r\nHost: x\r\n" + b"\r\n" * (number % 2))

        def seconds() -> float:
            began = time.monotonic()
            urllib.request.urlopen(f"{site}/about").close()
            return time.monotonic() - began

        for _ in range(20):
            assert seconds() < WAIT_SECONDS


def test_the_servers_role_can_only_read(writer: Store, postgres_url: str, tmp_path: Path) -> None:
    release = import_release(write_release(tmp_path / "release"))
    writer.publish(release)
    url = reader_url(postgres_url)
    reader = Store.open(url)
    assert reader.latest() == release.identifier
    reader.close()
    with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("DELETE FROM cell")
    trespasser = Store.open(url, read_only=False)
    with pytest.raises(StoreError, match="InsufficientPrivilege"):
        trespasser.withdraw(release.identifier, Reason("Eve", "For fun"))
    trespasser.close()


def test_the_servers_role_reads_a_store_that_went_back_and_forward(
    writer: Store, postgres_url: str, tmp_path: Path
) -> None:
    release = import_release(write_release(tmp_path / "release"))
    writer.publish(release)
    with psycopg.connect(postgres_url) as connection:  # a store from before Alembic
        connection.execute("DROP TABLE alembic_version")
    downgrade_store(postgres_url, 1)
    upgrade_store(postgres_url)
    with contextlib.closing(Store.open(reader_url(postgres_url))) as reader:
        assert reader.latest() == release.identifier
        assert reader.archive(release.identifier) == b""
    with pytest.raises(StoreError, match="InsufficientPrivilege"):
        downgrade_store(reader_url(postgres_url), 1)


def test_a_postgresql_backup_is_restored_as_written(
    writer: Store, postgres_url: str, tmp_path: Path
) -> None:
    release = import_release(write_release(tmp_path / "release"))
    writer.publish(release)
    url = make_url(postgres_url)
    environment = {"PATH": "/usr/bin:/bin", "PGHOST": str(url.host), "PGUSER": str(url.username)}
    environment |= {"PGPORT": str(url.port or 5432)}
    restored = f"{url.database}_r"
    commands = block(SEVERAL, "sh").replace("restored", restored)
    commands = re.sub(r"dashboard$", str(url.database), commands, flags=re.MULTILINE)
    try:
        subprocess.run(["sh", "-ec", commands], cwd=tmp_path, env=environment, check=True)
        store = Store.open(url.set(database=restored).render_as_string(hide_password=False))
        assert store.latest() == release.identifier
        assert store.history() == writer.history()
        store.close()
    finally:
        subprocess.run(["dropdb", "--if-exists", restored], env=environment, check=True)


def test_a_store_goes_forward_and_back_as_the_guide_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'releases.sqlite'}"
    monkeypatch.setenv("DATABASE_URL", url)
    with contextlib.closing(Store.open(url, read_only=False)) as writer:
        writer.publish(import_release(write_release(tmp_path / "release")))
    downgrade_store(url, 2)
    assert [main(words) for words in said_to_releases(block(ONE, "sh", 1))] == [0, 0]
    Store.open(url).close()
    assert [main(words) for words in said_to_releases(block(ONE, "sh", 2))] == [0, 0]
    with pytest.raises(StoreError, match="schema 2"):
        Store.open(url)


def said_to_releases(lines: str) -> list[list[str]]:
    """Return the words after `bin/releases` of each line of a guide."""
    return [line.replace("SCHEMA", "2").split()[1:] for line in lines.splitlines()]


def test_a_sqlite_backup_is_restored_as_written(tmp_path: Path) -> None:
    if shutil.which("sqlite3") is None:
        missing("sqlite3 is not installed")
    (tmp_path / "var").mkdir()
    url = f"sqlite:///{tmp_path / 'var' / 'releases.sqlite'}"
    writer = Store.open(url, read_only=False)
    release = import_release(write_release(tmp_path / "release"))
    writer.publish(release)
    subprocess.run(["sh", "-ec", block(ONE, "sh", 3)], cwd=tmp_path, check=True)
    writer.withdraw(release.identifier, Reason("Ada", "By mistake"))
    writer.close()
    subprocess.run(["sh", "-ec", block(ONE, "sh", 4)], cwd=tmp_path, check=True)
    store = Store.open(url)
    assert store.latest() == release.identifier
    store.close()
