"""Is a release refused when a hidden count can be found, whatever command opens it?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard.data.gate import open_release
from dashboard.data.sealing import seal_release
from dashboard.data.store import Store
from dashboard.exceptions import DisclosureError
from dashboard.publishing.__main__ import main
from tests.releases import replace_once, write_release

WESTPORT = (
    "2024,Calendar year,Local authority,E92000001,England,E12000091,Coast,902,E09000102,Westport"
)
SHOWN_AGAIN = 31  # with it, the counts of the other town follow


def leak(texts: dict[str, str]) -> None:
    """Print one count that was hidden to protect others."""
    hidden, shown = f"{WESTPORT},Yes,c", f"{WESTPORT},Yes,{SHOWN_AGAIN}"
    replace_once(texts, "data/endings.csv", hidden, shown)


@pytest.fixture
def leaky(tmp_path: Path) -> Path:
    return write_release(tmp_path / "leaky", edit=leak)


@pytest.mark.parametrize("command", ["check", "publish"])
def test_a_leak_is_refused_with_a_proof_and_without_a_value(
    command: str,
    leaky: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(["publish", str(write_release(tmp_path / "safe"))]) == 0
    with_safe = Store.open(url).latest()

    assert main([command, str(leaky)]) == DisclosureError.exit_code

    said = capsys.readouterr().err
    assert "Eastport, 2024, Yes (endings)" in said
    assert "exactly + " in said
    assert str(SHOWN_AGAIN) not in said.replace("2024", "")
    assert Store.open(url).latest() == with_safe


def test_a_verdict_on_other_figures_is_refused(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "release")
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    descriptor["disclosure"] |= {
        "verdict": "passed",
        "verdictHash": "0" * 64,
        "verdictOn": "2025-02-04",
    }
    path.write_text(json.dumps(descriptor), "utf-8")
    seal_release(folder)
    with pytest.raises(DisclosureError, match="verdictHash"):
        open_release(folder)
