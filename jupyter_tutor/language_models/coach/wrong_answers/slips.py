"""Usual slips of beginners that belong to a whole function or to the input, not to one kind of line."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_tutor.language_models.coach.cards import code_span
from jupyter_tutor.language_models.coach.wrong_answers.suspicion import Suspect
from jupyter_tutor.tutoring.checks import CheckOutcome, CheckReport

_EMPTY = re.compile(r"\[\]|\(\)(?=\s*[,)])|\{\}|''|\"\"")


@dataclass(frozen=True, slots=True)
class Slip:
    """A question and a concept in place of those of the line's card."""

    key: str
    question: str
    concept: str


def find_slip(suspect: Suspect, tree: ast.Module, report: CheckReport, outcome: CheckOutcome) -> Slip | None:
    """The first slip that explains why this check fails, None when none does."""
    node = suspect.node
    found = (
        _no_items(report, outcome),
        _leaves_loop_early(node, tree),
        _cuts_digits(node),
        _first_value(node, tree),
        _parameter_unused(node, tree),
    )
    return next((slip for slip in found if slip is not None), None)


def _no_items(report: CheckReport, outcome: CheckOutcome) -> Slip | None:
    """Only inputs with nothing in them fail."""
    calls = [one.check.call for one in report.passing]
    if outcome.check.hidden or not _EMPTY.search(outcome.check.call) or any(map(_EMPTY.search, calls)):
        return None
    return Slip(
        "base-case",
        "What should come out when there is nothing in it, and which line decides that?",
        (
            "Nothing in it is the **base case**, the smallest input there is. Loops make no round then, and"
            " there is no first item."
        ),
    )


def _leaves_loop_early(node: ast.stmt, tree: ast.Module) -> Slip | None:
    ends = isinstance(node, ast.Break) or (
        isinstance(node, ast.If) and any(isinstance(part, ast.Break) for part in node.body)
    )
    last = {id(loop.body[-1]) for loop in ast.walk(tree) if isinstance(loop, ast.For | ast.While)}
    if not ends or (isinstance(node, ast.Break) and id(node) not in last):
        return None
    return Slip(
        "early-break",
        "What is still to be seen when `break` ends the loop there?",
        "A **`break`** ends the loop at once. Items that come after it are never looked at.",
    )


def _cuts_digits(node: ast.stmt) -> Slip | None:
    parts = [part for part in _of_statement(node) if isinstance(part, ast.BinOp)]
    if not any(isinstance(part.op, ast.FloorDiv) for part in parts):
        return None
    return Slip(
        "whole-number-division",
        "What does `//` do with the part after the point, and do you need that part?",
        "**`//` divides and drops** what comes after the point, while `/` keeps it. Which of them fits here?",
    )


def _first_value(node: ast.stmt, tree: ast.Module) -> Slip | None:
    """The line compares with, or keeps, a best-so-far that began with a plain number."""
    names = {part.id for part in _of_statement(node) if isinstance(part, ast.Name)}
    compares = isinstance(node, ast.If) and any(isinstance(part, ast.Compare) for part in ast.walk(node.test))
    if not compares:
        return None
    kept = {target for part in ast.walk(node) for target in _set_to_name(part)} & names
    for part in ast.walk(tree):
        if isinstance(part, ast.Assign) and isinstance(part.value, ast.Constant):
            name = next(iter(_targets(part)), "")
            if name in kept and isinstance(part.value.value, int):
                thing = code_span(f"{name} = {part.value.value}")
                return Slip(
                    "first-value",
                    f"Is {thing} a good first value for every input you can think of?",
                    f"It looks at a **best value so far**, which begins with {thing}. All later ones are"
                    " compared with that one first.",
                )
    return None


def _set_to_name(part: ast.AST) -> Iterator[str]:
    if isinstance(part, ast.Assign) and not isinstance(part.value, ast.Constant):
        yield from _targets(part)


def _targets(assignment: ast.Assign) -> Iterator[str]:
    for target in assignment.targets:
        if isinstance(target, ast.Name):
            yield target.id


def _parameter_unused(node: ast.stmt, tree: ast.Module) -> Slip | None:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and node in ast.walk(function):
            read = {part.id for part in ast.walk(function) if isinstance(part, ast.Name)}
            for argument in function.args.args:
                if argument.arg not in read:
                    name = code_span(argument.arg)
                    return Slip(
                        "parameter-unused",
                        f"Your function is given {name}: where does it look at it?",
                        f"The **parameter** {name} is handed in, but no line reads it. So the answer cannot"
                        " depend on it.",
                    )
    return None


def _of_statement(node: ast.stmt) -> Iterator[ast.AST]:
    """The parts of a simple statement, or of the head of a block."""
    body = getattr(node, "body", None)
    if not isinstance(body, list):
        yield from ast.walk(node)
        return
    for name in ("test", "iter", "target"):
        part = getattr(node, name, None)
        if isinstance(part, ast.AST):
            yield from ast.walk(part)
