"""What the exercise asks for, as far as it is known: a solution, checks, names, the student's cell."""

from __future__ import annotations

import ast
import builtins
import re
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from jupyter_tutor.pedagogy.code_tokens import defined_names
from jupyter_tutor.pedagogy.guard.source import parse, prompts_removed

if TYPE_CHECKING:
    from jupyter_tutor.pedagogy.situation import NotebookExcerpt

_MOST_CHECKS = 40
_LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Check:
    """A call of a function the exercise asks for and what it must give, both as Python expressions."""

    call: str
    expected: str


@dataclass(frozen=True)
class Task:
    """One exercise as one student works on it.

    `student_code` is the active cell, whose quotation always passes; `solution` is the instructor's and
    `checks` are the exercise's, empty where there are none; `granted` is what the instructor wrote to be
    given at this step, of which every quotation passes; `text` is what the exercise says and
    `neighbours` are the cells around, in which examples and tests may stand.
    """

    student_code: str = ""
    solution: str = ""
    text: str = ""
    neighbours: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    granted: str = ""

    @classmethod
    def of(
        cls,
        notebook: NotebookExcerpt,
        solution: str | None = None,
        checks: tuple[Check, ...] = (),
        granted: str | None = None,
    ) -> Task:
        """The task as far as a notebook shows it, and what the instructor wrote."""
        return cls(
            student_code=notebook.cell_code or "",
            solution=solution or "",
            text=notebook.exercise_text or "",
            neighbours=notebook.neighbours,
            checks=checks,
            granted=granted or "",
        )

    def grants(self, code: str) -> bool:
        """Whether the instructor wrote this very code to be given now, spaces aside."""
        return bool(self.granted.strip()) and _spaced(code) in _spaced(self.granted)

    @cached_property
    def asked_names(self) -> frozenset[str]:
        """Functions whose whole text is the solution, by whatever way it goes.

        Those that the instructor's solution defines, that checks call, that the exercise names, and
        that the student is writing.
        """
        names = set(defined_names(self.solution)) | set(defined_names(self.student_code))
        names.update(match for match in _named().findall(self.text[:_LONGEST_TEXT]))
        for check in self.all_checks:
            called = _called_name(check.call)
            if called:
                names.add(called)
        return frozenset(name for name in names if not hasattr(builtins, name))

    @cached_property
    def all_checks(self) -> tuple[Check, ...]:
        """The exercise's own checks, and the asserts and examples that stand around the cell."""
        found = list(self.checks)
        for text in (self.text, self.student_code, *self.neighbours):
            found += _checks_in(text[:_LONGEST_TEXT])
        return tuple(dict.fromkeys(found))[:_MOST_CHECKS]


def _spaced(text: str) -> str:
    return " ".join(text.split())


@cache
def _named() -> re.Pattern[str]:
    """A function's name in a text: before its parenthesis, or a word that only code would write."""
    return re.compile(r"\b[^\W\d]\w*(?=\()|\b[a-z]+[a-z0-9]*_\w+\b")


def _called_name(call: str) -> str | None:
    tree = parse(call)
    node = tree.body[0] if tree is not None and len(tree.body) == 1 else None
    if (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
    ):
        return node.value.func.id
    return None


def _checks_in(text: str) -> list[Check]:
    """`assert f(x) == y`, and what a session shows: `>>> f(x)` with its value on the next line."""
    lines = text.splitlines()
    found = [
        Check(line.strip()[3:].strip(), after.strip())
        for line, after in pairwise(lines)
        if line.strip().startswith(">>>") and after.strip() and not after.strip().startswith(">>>")
    ]
    found = [check for check in found if _called_name(check.call) and _is_value(check.expected)]
    if "assert" not in text:
        return found
    tree = parse(prompts_removed(text))
    for node in ast.walk(tree) if tree is not None else ():
        if not isinstance(node, ast.Assert) or not isinstance(node.test, ast.Compare):
            continue
        if len(node.test.ops) != 1 or not isinstance(node.test.ops[0], ast.Eq | ast.Is):
            continue
        sides = (ast.unparse(node.test.left), ast.unparse(node.test.comparators[0]))
        for call, expected in (sides, sides[::-1]):
            if _called_name(call) and _is_value(expected):
                found.append(Check(call, expected))
                break
    return found


def _is_value(text: str) -> bool:
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return False
    return True
