"""Other ways to show the same page, and how each is served.

The page has one heading, one filter of areas, one line chart and one table of the same figures.
Each is written as its framework's own documentation begins, and tuned no further. Each has an
environment of its own under var/peers, made the first time.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.serving import PROJECT, free_port, started

ENVIRONMENTS = PROJECT / "var" / "peers"
INSTALL_SECONDS = 900
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Peer:
    """One framework; `command` names the port as {port} and the file as {file}."""

    name: str
    file: str
    requirements: tuple[str, ...]
    command: tuple[str, ...]

    def installed(self) -> Path:
        """Make its environment if it is not there yet; give its Python."""
        digest = hashlib.sha256(" ".join(self.requirements).encode()).hexdigest()[:12]
        home = ENVIRONMENTS / f"{Path(self.file).stem}-{digest}"
        python, done = home / "bin" / "python", home / "installed"
        if not done.exists():
            for command in (
                [sys.executable, "-m", "venv", "--clear", str(home)],
                [str(python), "-m", "pip", "install", "--quiet", *self.requirements],
            ):
                subprocess.run(command, check=True, timeout=INSTALL_SECONDS)
            done.touch()
        return python

    @contextmanager
    def served(self, figures: Path) -> Iterator[str]:
        """Serve its page of a file of figures."""
        port = free_port()
        words = [word.format(port=port, file=HERE / self.file) for word in self.command]
        command = [str(self.installed()), "-m", *words]
        log = figures.with_name(f"{self.file}.log")
        with started(
            command, port, home=figures.parent, log=log, settings={"FIGURES": str(figures)}
        ) as url:
            yield url


PEERS = (
    Peer(
        "Dash as it comes",
        "stock_dash.py",
        ("dash==4.4.1", "pandas", "gunicorn"),
        ("gunicorn", "--pythonpath", f"{HERE}", "stock_dash:server", "--bind", "127.0.0.1:{port}"),
    ),
    Peer(
        "Streamlit",
        "streamlit_page.py",
        ("streamlit", "plotly"),
        (
            "streamlit",
            "run",
            "{file}",
            "--server.port={port}",
            "--server.address=127.0.0.1",
            "--server.headless=true",
            "--browser.gatherUsageStats=false",
        ),
    ),
    Peer(
        "Panel",
        "panel_page.py",
        ("panel", "plotly", "pandas"),
        ("panel", "serve", "{file}", "--port={port}", "--index=panel_page"),
    ),
    Peer(
        "Shiny for Python",
        "shiny_page.py",
        ("shiny", "shinywidgets", "plotly", "pandas"),
        ("shiny", "run", "{file}", "--port={port}", "--host=127.0.0.1"),
    ),
)
