"""A release lives as the README says, line for line, and readers see it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.data.store.releases import Store
from dashboard.publishing.__main__ import main
from dashboard.settings import Settings
from dashboard.web import current
from dashboard.web.application import create_app
from tests.clocks import FakeClock
from tests.documentation.test_documents import README
from tests.releases import correct, write_release

pytestmark = pytest.mark.services
FIRST, CORRECTED = "0a1b2c3d4e5f", "5e4d3c2b1a0f"  # as the README names them
HEADING = "### The life of a release"


def lines() -> list[list[str]]:
    """Return the words of each line of the README's example, `bin/releases` and comments left out."""
    block = README.partition(HEADING)[2].partition("```sh\n")[2].partition("```")[0]
    return [shlex.split(line, comments=True)[1:] for line in block.splitlines()]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    monkeypatch.setattr(current, "ASK_AGAIN_SECONDS", 0.0)
    clock = FakeClock(monkeypatch)
    clock.set("2026-11-28T12:00")
    return clock


@pytest.fixture
def client(
    store_url: str, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FlaskClient]:
    """Yield a reader of a dashboard that was started before its first release."""
    write_release(tmp_path / "first", seal=False)
    write_release(tmp_path / "corrected", edit=correct)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", store_url)
    monkeypatch.setenv("PREVIEW_SECRET", "s" * 32)
    store = Store.open(store_url, wait=True)
    yield create_app(store, Settings(preview_secret="s" * 32)).server.test_client()
    store.close()


def test_a_release_lives_as_the_readme_says(
    client: FlaskClient,
    store_url: str,
    clock: FakeClock,
    capsys: pytest.CaptureFixture[str],
) -> None:
    names: dict[str, str] = {}

    def do(name: str) -> str:
        words = [names.get(word, word) for word in next(steps)]
        assert words[0] == name
        assert main(words) == 0, capsys.readouterr().err
        said = capsys.readouterr().out
        found = re.search(r"\(([0-9a-f]{12})\)", said)
        if name == "publish" and found:
            names[CORRECTED if FIRST in names else FIRST] = found[1]
        return said

    steps = iter(lines())
    for name in ("seal", "check", "publish"):
        do(name)
    assert client.get("/").status_code == 503
    link = do("preview").split()[0]
    assert "Preview" in client.get(re.sub(r"^https?://[^/]+", "", link)).text
    assert "scheduled for 2026-12-01 09:30" in do("list")
    clock.set("2026-12-01T09:30")
    assert client.get("/").status_code == 200
    do("publish")
    assert "Three figures changed" in client.get("/data").text
    assert "83 (30 of 36) -> 81 (29 of 36)" in do("diff")
    do("withdraw")
    assert "Two areas were exchanged" in client.get("/").text
    assert client.get(f"/releases/{names[CORRECTED]}/").status_code == 410
    do("restore")
    assert "Superseded" in client.get(f"/releases/{names[FIRST]}/").text
    do("undo")
    assert client.get(f"/releases/{names[CORRECTED]}/").status_code == 410
    assert len(do("history").splitlines()) == 5
    assert next(steps, None) is None
