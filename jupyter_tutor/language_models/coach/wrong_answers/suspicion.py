"""Rank a program's lines by how likely the mistake is in them, from which checks ran which lines."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jupyter_tutor.language_models.coach.smells.detectors import DETECTORS
from jupyter_tutor.language_models.coach.source import StudentCode, written
from jupyter_tutor.language_models.coach.wrong_answers.comparison import nearest_difference
from jupyter_tutor.tutoring.checks import CheckOutcome, CheckReport

_LOOPS = (ast.For, ast.While)

WEIGHTS: Mapping[str, float] = {
    "ochiai": 5.0,
    "loop_head": -2.5,
    "condition": 1.0,
    "return_in_loop": 1.5,
    "smell": 1.5,
    "differs_from_solution": 3.0,
}
"""What speaks for and against a line, in round numbers.

The first is the spectrum; it decides unless lines are close. The others are what one would bet on
in a beginner's program: conditions and answers given in a loop more than the heads of loops. Each
fact is 0 or 1 or a share.
"""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A line of the program with its statement, and how suspicious it is; higher is more."""

    line: int
    node: ast.stmt
    score: float


@dataclass(frozen=True, slots=True)
class _Spectrum:
    """The checks that ran, and what is known beyond them."""

    failing: Sequence[CheckOutcome]
    passing: Sequence[CheckOutcome]
    smells: frozenset[int]
    different: frozenset[int]


def suspects(code: StudentCode, report: CheckReport) -> tuple[Suspect, ...]:
    """All lines with a statement inside of functions or run by a check, most suspicious first.

    Of equals the later line comes first: the wrong value passed there last.
    """
    if code.tree is None or not report.failing:
        return ()
    found = nearest_difference(report.program, report.solutions)
    spectrum = _Spectrum(
        report.failing,
        report.passing,
        frozenset(line for _, _, detect in DETECTORS for line, _ in detect(code.tree)),
        found.changed if found else frozenset(),
    )
    seen: dict[int, Suspect] = {}
    for node, in_loop in _statements(code.tree.body, in_loop=False):
        facts = _facts(node, spectrum, in_loop=in_loop)
        score = sum(WEIGHTS[name] * value for name, value in facts.items())
        seen.setdefault(node.lineno, Suspect(node.lineno, node, round(score, 6)))
    return tuple(sorted(seen.values(), key=lambda one: (-one.score, -one.line)))


def ochiai(line: int, failing: Sequence[CheckOutcome], passing: Sequence[CheckOutcome]) -> float:
    """How much the run of a line and the failing of a check go together, from 0 to 1.

    Failing checks that ran it, over the root of all failing ones times all that ran it (Abreu,
    Zoeteweij & van Gemund, TAICPART 2007).
    """
    failed = sum(line in one.lines for one in failing)
    ran = failed + sum(line in one.lines for one in passing)
    return failed / math.sqrt(len(failing) * ran) if failed else 0.0


def _facts(node: ast.stmt, spectrum: _Spectrum, *, in_loop: bool) -> Mapping[str, float]:
    return {
        "ochiai": ochiai(node.lineno, spectrum.failing, spectrum.passing),
        "loop_head": isinstance(node, _LOOPS),
        "condition": isinstance(node, ast.If),
        "return_in_loop": in_loop and isinstance(node, ast.Return),
        "smell": node.lineno in spectrum.smells,
        "differs_from_solution": node.lineno in spectrum.different,
    }


def head(node: ast.stmt) -> str:
    """A statement as code; of a block only its first line."""
    body = getattr(node, "body", None)
    if not isinstance(body, list):
        return written(node)
    try:
        return ast.unparse(node).split("\n", 1)[0]
    except (ValueError, RecursionError):
        return ""


def _statements(body: Sequence[ast.stmt], *, in_loop: bool) -> Iterator[tuple[ast.stmt, bool]]:
    """Every statement but definitions and `pass`, and whether it stands in a loop."""
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Pass):
            yield node, in_loop
        inside = in_loop or isinstance(node, _LOOPS)
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, [])
            yield from _statements(block if isinstance(block, list) else [], in_loop=inside)
        for handler in getattr(node, "handlers", []):
            yield from _statements(handler.body, in_loop=inside)
