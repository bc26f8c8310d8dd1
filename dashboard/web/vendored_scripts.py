"""The scripts of others that a live page needs, and where they come from.

Dash's own scripts come with the Python package. Two come from npm, at pinned versions and
content, because what Python brings is far heavier: the basic bundle of plotly.js (329 kB on the
wire for 1,111) and regenerator-runtime alone (2.7 kB for 30 of the whole old polyfill). Where
they have not been fetched, what Python brings is served instead.

    python -m dashboard.web.vendored_scripts      fetch them, check them, and prepare all static files
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import dash
import plotly

from dashboard.exceptions import DashboardError

ROOT = Path(__file__).parents[2]
VENDOR_FOLDER = ROOT / "var" / "vendor"
FETCH_SECONDS = 120

_DASH = Path(dash.__file__).parent
_PLOTLY = Path(plotly.__file__).parent

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Package:
    """One file of one npm package, and the file of a Python package that can stand in for it."""

    name: str
    version: str
    member: str
    sha256: str
    stand_in: Path

    def fetched(self, folder: Path = VENDOR_FOLDER) -> Path:
        return folder / f"{self.name}-{self.version}.js"

    def source(self, folder: Path = VENDOR_FOLDER) -> Path:
        """Return the fetched file if it is what was pinned, and the stand-in otherwise."""
        fetched = self.fetched(folder)
        return fetched if fetched.is_file() and _sha256(fetched) == self.sha256 else self.stand_in


# Exactly the version of plotly.js that plotly.py brings; a test holds the two equal.
PLOTLY = Package(
    "plotly.js-basic-dist-min",
    "4.1.1",
    "package/plotly-basic.min.js",
    "99784e3abfb07b142a15e521a439e6d9addceadb3f79553fd24c72774f0649ba",
    _PLOTLY / "package_data" / "plotly.min.js",
)
REGENERATOR = Package(
    "regenerator-runtime",
    "0.14.1",
    "package/runtime.js",
    "7beda998b3fd277f3548e12b277bafc3037d243421f007032d38dffee412224c",
    _DASH / "deps" / "polyfill@7.12.1.min.js",
)
PACKAGES = (PLOTLY, REGENERATOR)


def dash_scripts(folder: Path = VENDOR_FOLDER) -> tuple[Path, ...]:
    """List what makes Dash run, in the order in which it must be read.

    This relies on how Dash 4.4.1 lays out its package (guarded by the browser tests): React before
    the renderer, and this before the component library. Of dcc there is nothing: our own scripts
    draw charts and follow the address.
    """
    return (
        REGENERATOR.source(folder),
        _DASH / "deps" / "react@18.3.1.min.js",
        _DASH / "deps" / "react-dom@18.3.1.min.js",
        _DASH / "deps" / "prop-types@15.8.1.min.js",
        _DASH / "dash-renderer" / "build" / "dash_renderer.min.js",
        _DASH / "html" / "dash_html_components.min.js",
    )


def fetch(folder: Path = VENDOR_FOLDER) -> None:
    """Fetch what is not there yet with npm. Raises DashboardError when it cannot be had."""
    npm = shutil.which("npm")
    folder.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        if package.source(folder) == package.stand_in:
            if npm is None:
                raise DashboardError("npm is not installed.")
            _fetch_one(package, npm, folder)


def _fetch_one(package: Package, npm: str, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        command = [npm, "pack", f"{package.name}@{package.version}", "--silent"]
        try:
            subprocess.run(  # noqa: S603  # a fixed command, with names and versions pinned above
                command, cwd=scratch, check=True, capture_output=True, timeout=FETCH_SECONDS
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise DashboardError(f"npm could not fetch {package.name}.") from error
        content = _member(package, Path(scratch))
        if hashlib.sha256(content).hexdigest() != package.sha256:
            raise DashboardError(f"{package.name} {package.version} is not what was pinned.")
        whole = Path(scratch) / "whole.js"
        whole.write_bytes(content)
        whole.replace(package.fetched(folder))


def _member(package: Package, folder: Path) -> bytes:
    """Read the wanted file of the archive that npm left in a folder; nothing where it is not."""
    try:
        with tarfile.open(next(folder.glob("*.tgz"))) as opened:
            member = opened.extractfile(package.member)
            return member.read() if member else b""
    except (StopIteration, KeyError, tarfile.TarError):
        return b""


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(folder: Path = VENDOR_FOLDER) -> int:
    """Fetch the scripts and prepare every static file; give the exit code.

    Where something cannot be fetched, static files are prepared from what Python brings.
    """
    from dashboard.web.static_files import StaticFiles  # noqa: PLC0415  # it reads this module

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    failure: DashboardError | None = None
    try:
        fetch(folder)
    except DashboardError as error:
        _log.warning("%s", error)
        failure = error
    _log.info("%d static files are ready.", len(StaticFiles.prepare()))
    return failure.exit_code if failure else 0


if __name__ == "__main__":
    sys.exit(main())
