"""What a hint of the coach has to be: right about exceptions, short, and easy to read."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_tutor.language_models.coach.source import read_code
from jupyter_tutor.quality.figures import Chart, Figure, Series, wilson
from jupyter_tutor.quality.readability import grade, words
from jupyter_tutor.tutoring.checks import CheckReport, Ending, Raised

SHORTEST, LONGEST_SHORT, LONGEST = 15, 80, 160
HIGHEST_GRADE = 9.0
_SHORT_LEVELS = 2
_UNAIDED = "the coach without checks"
_WIDTH = 20
"""Words of one bar of the chart."""


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint at one step of the ladder."""

    level: int
    text: str


def names_exception(hint: str, report: CheckReport) -> bool:
    """Whether the hint says which exception was raised, on which line, and the name it is about.

    That is the missing name or attribute, or for an index out of range one of the line's containers.
    """
    raised = next((one.raised for one in report.failing if one.ending is Ending.ERROR and one.raised), None)
    if raised is None:
        return False
    on_line = raised.line is None or re.search(rf"[Ll]ine {raised.line}\b", hint) is not None
    names = _names(raised, report.program)
    return raised.name in hint and on_line and (not names or any(name in hint for name in names))


def _names(raised: Raised, program: str) -> list[str]:
    if raised.name in {"NameError", "UnboundLocalError"}:
        return re.findall(r"'(\w+)'", raised.message)[:1]
    if raised.name == "AttributeError":
        return re.findall(r"attribute '(\w+)'", raised.message)
    if raised.name == "IndexError":
        nodes = (node for node in ast.walk(read_code(program).tree or ast.Module([], [])))
        return [
            ast.unparse(node.value)
            for node in nodes
            if isinstance(node, ast.Subscript) and node.lineno == raised.line
        ]
    return []


def hint_figures(hints: Sequence[Hint], unaided: Sequence[Hint]) -> tuple[Figure, ...]:
    """Shares of hints within their limits of words and of reading grade, and the highest grade.

    `unaided` are the baseline's: what the coach says of the same programs when it knows no checks.
    """
    many = max(1, len(unaided))
    before = [grade(hint.text) for hint in unaided]
    fitting = sum(_fits(hint) for hint in hints)
    easy = [grade(hint.text) for hint in hints]
    highest = max(easy, default=0.0)
    within = sum(one <= HIGHEST_GRADE for one in easy)
    return (
        Figure(
            f"Hints of {SHORTEST} to {LONGEST_SHORT} words at levels 1 and 2, of at most {LONGEST} above",
            *wilson(fitting, len(hints)),
            len(hints),
            baseline=sum(map(_fits, unaided)) / many,
            baseline_name=_UNAIDED,
            goal=1.0,
        ),
        Figure(
            f"Hints up to reading grade {HIGHEST_GRADE:.0f} (Flesch-Kincaid)",
            *wilson(within, len(hints)),
            len(hints),
            baseline=sum(one <= HIGHEST_GRADE for one in before) / many,
            baseline_name=_UNAIDED,
            goal=1.0,
        ),
        Figure(
            "The highest reading grade",
            highest,
            min(easy, default=0.0),
            highest,
            len(hints),
            unit="school years",
            baseline=max(before, default=0.0),
            baseline_name=_UNAIDED,
            goal=HIGHEST_GRADE,
            higher_is_better=False,
        ),
    )


def _fits(hint: Hint) -> bool:
    count = words(hint.text)
    return SHORTEST <= count <= LONGEST_SHORT if hint.level <= _SHORT_LEVELS else count <= LONGEST


def length_chart(hints: Sequence[Hint]) -> Chart:
    """How many words hints have, by level."""
    bars = range(0, LONGEST, _WIDTH)
    labels = tuple(f"{start + 1}-{start + _WIDTH}" for start in bars)
    levels = sorted({hint.level for hint in hints})
    series = tuple(
        Series(
            f"level {level}",
            labels,
            tuple(
                float(sum(hint.level == level and (words(hint.text) - 1) // _WIDTH == bar for hint in hints))
                for bar in range(len(labels))
            ),
        )
        for level in levels
    )
    return Chart("Words of a hint", "bar", "Words", "Hints", series)
