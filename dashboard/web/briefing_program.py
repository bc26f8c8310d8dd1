"""Sets one briefing as a PDF for everyone (PDF/UA-1), from JSON on its input to bytes on its output.

The letters are as large as two sides of A4 let them be; below the smallest it takes more sides.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import typst

from dashboard.web.making import bound_memory

TEMPLATE = Path(__file__).with_name("briefing.typ")
SIDES = 2
SIZES = ("9", "8.5", "8", "7.5", "7")  # points


def main() -> None:
    """Read, set and end."""
    bound_memory()
    sys.stdout.buffer.write(set_briefing(json.load(sys.stdin)))


def set_briefing(briefing: dict[str, Any]) -> bytes:
    """Set a briefing: its title, blocks, foot and mark, in the typeface of a folder."""
    published = dt.datetime.fromisoformat(briefing["published"]).replace(tzinfo=dt.UTC)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / TEMPLATE.name
        source.write_bytes(TEMPLATE.read_bytes())
        for number, chart in enumerate(_charts(briefing["blocks"])):
            chart["file"] = f"chart-{number}.svg"
            (Path(folder) / chart["file"]).write_text(chart.pop("svg"), "utf-8")
        (Path(folder) / "briefing.json").write_text(json.dumps(briefing), "utf-8")
        size = next((s for s in SIZES if _sides(source, s, briefing["fonts"]) <= SIDES), SIZES[-1])
        return bytes(
            typst.compile(
                str(source),
                sys_inputs={"size": size},
                font_paths=[briefing["fonts"]],
                ignore_system_fonts=True,
                pdf_standards=["ua-1"],
                timestamp=published,
            )
        )


def _sides(source: Path, size: str, fonts: str) -> int:
    """Return how many sides a briefing takes in letters of a size."""
    sides = typst.query(
        str(source),
        "<pages>",
        field="value",
        one=True,
        sys_inputs={"size": size},
        font_paths=[fonts],
        ignore_system_fonts=True,
    )
    return int(json.loads(sides))


def _charts(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    charts = [block for block in blocks if block["kind"] == "chart"]
    inner = [part for b in blocks if b["kind"] == "spread" for cell in b["cells"] for part in cell]
    return charts + (_charts(inner) if inner else [])


if __name__ == "__main__":
    main()
