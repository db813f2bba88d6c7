"""Whether a function computes what the exercise asks for, whatever its name and its way."""

from __future__ import annotations

import ast
import copy
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from jupyter_tutor.pedagogy.guard.bounded_python import Program
from jupyter_tutor.pedagogy.guard.bounded_values import Undecided
from jupyter_tutor.pedagogy.guard.source import parse
from jupyter_tutor.pedagogy.guard.task import Check, Task

STEPS_PER_PROGRAM = 20_000
"""Work for all calls of one program: some milliseconds."""

AGREEMENT = 0.8
"""Share of the instructor's results on inputs of our own that another solution gives too.

Not all: on inputs that the exercise rules out (an unsorted list for a search) correct programs differ.
"""

_FEWEST_CHECKS = 2
_FEWEST_PROBES = 3
_FEWEST_CHANGED = 2
_MOST_PROBES = 10
_MOST_PARAMETERS = 2

_POOL: tuple[tuple[str, ...], ...] = (
    ("2", "5", "1", "0", "6"),
    ("'abca'", "'hello world'", "'Level'", "'aab'", "'b'"),
    ("[4, 1, 3, 1]", "[5, 5, 2]", "[1, 3, 5, 8]", "[9, 2]", "[2, 2, 2, 7, 7]", "[]"),
    ("(4, 1, 3, 1)", "(5, 5, 2)", "(1, 3, 5, 8)", "(9, 2)", "()"),
    ("[2.5, 4.0, 1.5]", "[0.5, 0.5]", "[1.0, 2.0]"),
    ("['b', 'ab', 'b']", "['x', 'x']", "['c', 'a', 'b', 'a']", "['a', 'b']"),
    ("[('a', 3), ('b', 9), ('c', 5)]", "[('b', 1), ('a', 4)]", "[('c', 7), ('a', 8), ('b', 2), ('d', 6)]"),
    ("(('a', 'b'), ('c', 'b'), ('c', 'a'))", "(('a', 'a'), ('b', 'a'))", "(('a', 'b'), ('b', 'a'))"),
    ("{'a': 1, 'b': 2}", "{'b': 5}", "{'x': 3, 'a': 0, 'y': 3}"),
    ("[[1, 2], [3, 4]]", "[[5]]", "[[0, 1, 2], [7, 1, 3]]"),
)
"""Arguments that exercises of a first course have, by type."""


@dataclass(frozen=True, slots=True)
class Probe:
    """Arguments of one function, as the text of a list, and the result that a solution gives.

    `kind` numbers the types of the arguments: an instructor's function often does something on types that
    it was not made for, and there others differ.
    """

    function: str
    arguments: str
    expected: Any
    kind: int = 0


_FAULT = object()


def solves(code: str, task: Task, names: frozenset[str]) -> bool:
    """Whether one of the functions `names` of the code does what one asked-for function must do.

    Its name, its names and its way do not matter. Checks that the exercise states must all hold; where
    there are none, it must agree with the instructor's solution on arguments of ours.
    """
    stated, probed = _grouped(_stated(task.all_checks)), _grouped(_probed(task.solution))
    asked = {probes[0].function for probes in stated if _tells(probes, _FEWEST_CHECKS)}
    groups = [(probes, 1.0) for probes in stated if probes[0].function in asked]
    groups += [(probes, AGREEMENT) for probes in probed if probes[0].function not in asked]
    runs = _Runs(code)
    return any(runs.agree(name, probes, needed) for probes, needed in groups for name in names)


class _Runs:
    """Calls the functions of one program until its work is used up."""

    def __init__(self, code: str) -> None:
        self._tree = parse(code)
        self._program: Program | None = None
        try:
            if self._tree is not None:
                self._program = Program(_definitions(self._tree), STEPS_PER_PROGRAM)
        except (Undecided, Exception):  # noqa: BLE001 - the program's own faults are of any kind
            self._program = None

    def agree(self, name: str, probes: list[Probe], needed: float) -> bool:
        """Whether a function gives what is expected on that share of the probes."""
        if self._program is None:
            return False
        may_differ = int((1 - needed) * len(probes) + 1e-9)
        for probe in probes:
            if not _agrees(outcome(self._program, name, probe.arguments), probe.expected):
                may_differ -= 1
            if may_differ < 0:
                return False
        return True


def outcome(program: Program, name: str, arguments: str) -> Any:
    """What a call gives: its value, or the changed arguments when it gives none; a fault is a value too."""
    values = list(ast.literal_eval(arguments))
    before = copy.deepcopy(values)
    try:
        result = program.call(name, values)
    except (Undecided, Exception):  # noqa: BLE001 - the program's own faults are of any kind
        return _FAULT
    if callable(result):
        return _FAULT
    return values if result is None and values != before else result


def _agrees(result: Any, expected: Any) -> bool:
    if result is _FAULT or expected is _FAULT:
        return False
    if isinstance(result, float) or isinstance(expected, float):
        numbers = isinstance(result, int | float) and isinstance(expected, int | float)
        return numbers and abs(result - expected) <= 1e-9 * max(1.0, abs(expected))
    return bool(result == expected)


def _definitions(tree: ast.Module) -> ast.Module:
    """Only what makes names: a program's own calls are not needed and may fail."""
    kept = ast.FunctionDef | ast.Assign | ast.AnnAssign
    return ast.Module([node for node in tree.body if isinstance(node, kept)], [])


def _grouped(probes: tuple[Probe, ...]) -> list[list[Probe]]:
    """The probes of each function and kind of arguments."""
    found: dict[tuple[str, int], list[Probe]] = {}
    for probe in probes:
        found.setdefault((probe.function, probe.kind), []).append(probe)
    return list(found.values())


def _tells(probes: list[Probe], fewest: int) -> bool:
    """Whether there are enough that no constant function could pass."""
    return len(probes) >= fewest and any(not _agrees(probe.expected, probes[0].expected) for probe in probes)


@lru_cache(maxsize=64)
def _stated(checks: tuple[Check, ...]) -> tuple[Probe, ...]:
    """Checks whose arguments and results are plain values."""
    found = []
    for check in checks:
        call = ast.parse(check.call.strip(), mode="eval").body
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.keywords:
            continue
        try:
            arguments = f"[{', '.join(map(ast.unparse, call.args))}]"
            ast.literal_eval(arguments)
            expected = ast.literal_eval(check.expected.strip())
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            continue
        found.append(Probe(call.func.id, arguments, expected))
    return tuple(found)


@lru_cache(maxsize=64)
def _probed(solution: str) -> tuple[Probe, ...]:
    """What the instructor's functions give on arguments of ours: the most varied of their results."""
    tree = parse(solution)
    if tree is None:
        return ()
    found: list[Probe] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and 1 <= len(node.args.args) <= _MOST_PARAMETERS:
            for kind, values in enumerate(product(_POOL, repeat=len(node.args.args))):
                probes = _probes_of(tree, node.name, kind, values)
                found += probes if _tells(probes, _FEWEST_PROBES) else []
    return tuple(found)


def _probes_of(tree: ast.Module, name: str, kind: int, values: tuple[tuple[str, ...], ...]) -> list[Probe]:
    """What a function gives on arguments of certain types; none when it fails on the first of them.

    A result that is one of the arguments says little, as many functions leave a short list as it is: there
    must be two that are none.
    """
    probes: list[Probe] = []
    changed = 0
    try:
        program = Program(_definitions(tree), STEPS_PER_PROGRAM)
    except (Undecided, Exception):  # noqa: BLE001 - the program's own faults are of any kind
        return []
    for index, row in enumerate(product(*values)):
        arguments = f"[{', '.join(row)}]"
        result = outcome(program, name, arguments)
        if result is _FAULT and index == 0:
            return []
        if result is not _FAULT and result is not None:
            probes.append(Probe(name, arguments, copy.deepcopy(result), kind))
            changed += result not in ast.literal_eval(arguments)
        if len(probes) == _MOST_PROBES:
            break
    return probes if changed >= _FEWEST_CHANGED else []
