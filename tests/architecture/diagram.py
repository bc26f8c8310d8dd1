"""The rooms of the product and the imports between them, drawn as text for docs/architecture.md.

`python -m tests.architecture.diagram` writes the drawing into the page; a test holds the page to
what the code is. The graph is read by grimp, as the import contracts are.
"""

from __future__ import annotations

import re
from collections import defaultdict

import grimp

from tests.serving import PROJECT

PAGE = PROJECT / "docs" / "architecture.md"
START, END = "<!-- rooms: made by tests/architecture/diagram.py -->", "<!-- end of rooms -->"
ROOT = "dashboard"


def arrows() -> dict[str, list[str]]:
    """Return, for each room, the rooms that it imports from; a room is a package."""
    graph = grimp.build_graph(ROOT)
    packages = {module.rpartition(".")[0] for module in graph.modules if "." in module}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for module in graph.modules - {ROOT}:
        room = _room(module, packages)
        found[room] |= {
            _room(other, packages) for other in graph.find_modules_directly_imported_by(module)
        } - {room}
    holding = {room for room, others in found.items() if others} | set().union(*found.values())
    return {room: sorted(found[room]) for room in sorted(holding)}


def drawing() -> str:
    """Return the rooms, those that nobody imports first, each with those that it imports from."""
    found = arrows()
    width = max(len(_short(room)) for room in found)
    lines = [
        f"{_short(room):{width}} -> {', '.join(map(_short, found[room])) or 'nothing'}"
        for room in _from_the_top(found)
    ]
    count = sum(len(others) for others in found.values())
    return "\n".join([f"{len(found)} rooms, {count} arrows", "", *lines])


def _room(module: str, packages: set[str]) -> str:
    return module if module in packages else module.rpartition(".")[0]


def _short(room: str) -> str:
    return room.removeprefix(f"{ROOT}.").replace(".", "/")


def _from_the_top(found: dict[str, list[str]]) -> list[str]:
    """Return rooms in an order in which each stands above what it imports, as far as that goes."""
    left, order = set(found), list[str]()
    while left:
        importers = {room: [r for r in left if room in found[r] and r != room] for room in left}
        first = min(left, key=lambda room: (len(importers[room]), room))
        order.append(first)
        left.remove(first)
    return order


def with_drawing(page: str) -> str:
    """Return a page with the drawing between its two marks."""
    block = f"{START}\n```\n{drawing()}\n```\n{END}"
    return re.sub(f"{re.escape(START)}.*?{re.escape(END)}", lambda _: block, page, flags=re.DOTALL)


if __name__ == "__main__":
    PAGE.write_text(with_drawing(PAGE.read_text("utf-8")), encoding="utf-8")
