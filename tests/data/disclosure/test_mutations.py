"""A test would fail if a rule of disclosure control were changed, or left out.

Each mutant is the product with one rule altered: a comparison turned round, a constant moved by
one, a kind of statement no longer made. The other tests of this folder are run on it, and one
of them must fail. A mutant that they all pass is a rule that nobody tests.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from dashboard.data.linking import audit as release_audit
from dashboard.data.linking import (
    building,
    completion,
    families,
    measured,
    numbering,
    printed,
    recognition,
    relations,
    renaming,
    revisions,
    statuses,
    tying,
)
from dashboard.disclosure import problem, rules
from dashboard.disclosure.attacker import audit, search
from dashboard.disclosure.unprinted import listed
from dashboard.exceptions import DashboardError
from tests.attacker import test_left_over
from tests.data.disclosure import (
    test_dominance,
    test_leaks,
    test_oracle,
    test_printed,
    test_recognition,
    test_revisions,
    test_rules,
    test_unions,
)

FAILURES = (
    AssertionError,
    ArithmeticError,
    LookupError,
    TypeError,
    ValueError,
    DashboardError,
    pytest.fail.Exception,
)
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.IsNot: ast.Is,
    ast.Is: ast.IsNot,
}

UNCHANGED = ("UNBOUNDED =",)  # one more than more children than there are says the same


def nothing(*_: object, **__: object) -> tuple[()]:
    return ()


def none_revised(pairs: int) -> revisions.Revised:
    no = np.zeros(pairs, dtype=bool)
    return revisions.Revised(~no, no, 0)


# What is no longer said or looked for: (where, name, what stands in its place).
LEFT_OUT: list[tuple[Any, str, Callable[..., object]]] = [
    (families, "area_sums", nothing),
    (families, "group_sums", nothing),
    (families, "subsets_within", nothing),
    (completion, "tilings", lambda *_: {}),
    (completion, "_complements", nothing),
    (completion, "_cross", lambda _, keys: keys),
    (completion, "_joints", nothing),
    (numbering, "nested_in", nothing),
    (relations.Relations, "add_identity", nothing),
    (numbering, "out_of_life", lambda _, __, keys: keys < 0),
    (numbering, "empty_beginnings", lambda *_: set()),
    (tying, "_left_over", nothing),
    (measured.Measured, "add", nothing),
    (measured.Measured, "_add_reported", nothing),
    (statuses, "share_rows", nothing),
    (building, "chained", lambda *_: problem.no_pairs()),
    (statuses, "_given_away", nothing),
    (release_audit, "_printed_small", nothing),
    (audit, "small_unions", lambda *_: listed(())),
    (audit, "telling_groups", nothing),
    (audit, "groups_left_over", nothing),
    (release_audit, "unsupported_figures", nothing),
    (building, "compare", lambda _, pairs, __: none_revised(len(pairs))),
    (numbering, "untouched", lambda _, keys, *__: keys < 0),
    (revisions, "possible_changes", lambda _, pairs, *__: (np.ones(len(pairs), dtype=bool), 0)),
    (revisions, "_are_totals", lambda _, pairs: np.zeros(len(pairs), dtype=bool)),
    (revisions, "ceil", lambda _: problem.UNBOUNDED),
    (recognition, "_by_signs", lambda *_: renaming.Names()),
    (recognition, "_match_groups", nothing),
    (recognition, "_match_families", nothing),
    (audit, "dominating", nothing),
    (audit, "is_protected", lambda *_: True),
    (audit, "is_harmless", lambda *_: True),
    (search, "is_feasible", lambda *_: True),
    (search, "fitting", lambda _, changes, *__: changes),
]


def cases_of(module: ModuleType) -> Iterator[Callable[[], object]]:
    """Yield every test of a module, with each of its parameters, that needs no fixture."""
    for name, function in vars(module).items():
        if not name.startswith("test_"):
            continue
        marks = [m for m in getattr(function, "pytestmark", ()) if m.name == "parametrize"]
        choices = [list(_arguments(mark)) for mark in marks]
        given = {key for choice in choices for key in choice[0]}
        if set(inspect.signature(function).parameters) <= given:
            for chosen in product(*choices):
                together = {key: value for own in chosen for key, value in own.items()}
                yield partial(function, **together)


def _arguments(mark: pytest.Mark) -> Iterator[dict[str, object]]:
    names, values = mark.args
    if isinstance(names, str):
        names = [name.strip() for name in names.split(",")]
        values = [value if len(names) > 1 else (value,) for value in values]
    for value in values:
        yield dict(zip(names, value, strict=True))


def some_test_fails(*modules: ModuleType) -> bool:
    for module in modules:
        for case in cases_of(module):
            try:
                case()
            except FAILURES:
                return True
    return False


def mutants(module: ModuleType) -> Iterator[tuple[str, ast.Module]]:
    """Yield a module's tree with one comparison or constant changed, and what was changed."""
    source = inspect.getsource(module)
    for place, node in enumerate(ast.walk(ast.parse(source))):
        for change in _changes(node):
            tree = ast.parse(source)
            changed = next(n for i, n in enumerate(ast.walk(tree)) if i == place)
            change(changed)
            line = source.splitlines()[getattr(node, "lineno", 1) - 1].strip()
            if not line.startswith(UNCHANGED):
                yield f"{module.__name__.rpartition('.')[2]}: {line}", tree


def _changes(node: ast.AST) -> Iterator[Callable[[Any], None]]:
    if isinstance(node, ast.Compare):
        for i in range(len(node.ops)):
            yield partial(_turn, i)
    elif isinstance(node, ast.BoolOp):
        yield _swap
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield _add_one


def _turn(place: int, node: ast.Compare) -> None:
    node.ops[place] = TURNED[type(node.ops[place])]()


def _swap(node: ast.BoolOp) -> None:
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()


def _add_one(node: ast.Constant) -> None:
    if isinstance(node.value, int):
        node.value += 1


def mutated(tree: ast.Module, module: ModuleType) -> dict[str, Any]:
    found: dict[str, Any] = {"__name__": module.__name__}
    exec(compile(ast.fix_missing_locations(tree), module.__name__, "exec"), found)  # noqa: S102  # our own source, mutated
    return found


MUTANTS = [
    (f"{number}. {name}", tree, module, tests)
    for module, tests in ((rules, test_rules), (printed, test_printed))
    for number, (name, tree) in enumerate(mutants(module), start=1)
]


@pytest.mark.parametrize(
    ("tree", "module", "tests"), [m[1:] for m in MUTANTS], ids=[m[0] for m in MUTANTS]
)
def test_a_rule_that_is_changed_fails_a_test(
    tree: ast.Module, module: ModuleType, tests: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in mutated(tree, module).items():
        if name in vars(tests) and not name.startswith("__"):
            monkeypatch.setattr(tests, name, value)
    assert some_test_fails(tests)


@pytest.mark.parametrize(
    ("where", "name", "instead"), LEFT_OUT, ids=[f"{m[0].__name__}.{m[1]}" for m in LEFT_OUT]
)
def test_a_rule_that_is_left_out_fails_a_test(
    where: Any, name: str, instead: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, name, instead)
    assert some_test_fails(
        test_leaks,
        test_revisions,
        test_recognition,
        test_unions,
        test_dominance,
        test_left_over,
        test_oracle,  # the longest last
    )


def test_the_rules_as_they_are_fail_no_test() -> None:
    assert not some_test_fails(
        test_rules, test_printed, test_leaks, test_revisions, test_unions, test_dominance
    )
