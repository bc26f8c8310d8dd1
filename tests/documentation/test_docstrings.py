"""Docstrings state what a module holds and what a function returns, as those of the field do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import PROJECT

# "Return ..." or "Return True if ..." says what comes back; "Write ..." where that is text.
NOT_FIRST = {"Say", "Tell", "Give", "Whether"}


def faults(source: str) -> Iterator[str]:
    """Yield the docstrings of a module that ask, or that do not say what is returned."""
    tree = ast.parse(source)
    opening = (ast.get_docstring(tree) or "").split("\n\n")[0]
    if opening.endswith("?"):
        yield opening
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            words = (ast.get_docstring(node) or "").split()
            if words and words[0].strip(",.:;") in NOT_FIRST:
                yield f"{node.name}: {' '.join(words)}"


def sources() -> Iterator[Path]:
    yield PROJECT / "app.py"
    for room in ("benchmarks", "dashboard", "tests"):
        yield from sorted((PROJECT / room).rglob("*.py"))


@pytest.mark.parametrize(
    "source",
    [
        '"""How are charts drawn?"""',
        '"""How are charts drawn, and\nwhere?\n\nOn the server."""',
        'def f():\n    """Say which area it is."""',
        'def f():\n    """Tell areas apart."""',
        'class C:\n    def f(self):\n        """Give, in order, the areas."""',
        'async def f():\n    """Whether there is an area."""',
    ],
)
def test_a_docstring_that_does_not_state_is_seen(source: str) -> None:
    assert len(list(faults(source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "pass",
        '"""Draws charts.\n\nWhere? On the server."""',
        'def f():\n    """Return True if there is an area."""',
        'def f():\n    """Return what others say."""',
    ],
)
def test_one_that_states_is_let_be(source: str) -> None:
    assert list(faults(source)) == []


def test_docstrings_state() -> None:
    by_file = {
        path.relative_to(PROJECT).as_posix(): texts
        for path in sources()
        if (texts := list(faults(path.read_text("utf-8"))))
    }
    assert by_file == {}
