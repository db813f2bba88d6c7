"""What a decision on problem identity leaves behind: which rule decided, on which scores, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_tutor.pedagogy.problem import Problem


class Rule(StrEnum):
    """What decided, strongest first. `FAULT`: a rule broke, and only plain equality was looked at."""

    PICKED = "picked"
    FIRST = "first"
    EXERCISE = "exercise"
    CELL = "cell"
    CODE = "code"
    WORDS = "words"
    TEXT = "text"
    FAULT = "fault"


class Measure(StrEnum):
    """What was compared between the message's situation and a known problem; identifiers score 0 or 1."""

    EXERCISE_ID = "exercise_id"
    CELL_ID = "cell_id"
    CODE_AS_WRITTEN = "code_as_written"
    CODE_STRUCTURE = "code_structure"
    SHARED_WORDS = "shared_words"
    TEXT_COSINE = "text_cosine"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One score of one known problem, from 0 to 1, and what it had to reach to count."""

    problem_id: str
    measure: Measure
    score: float
    threshold: float

    @property
    def alike(self) -> bool:
        """Whether it counted."""
        return self.score >= self.threshold


@dataclass(frozen=True, slots=True)
class Identity:
    """The known problem a message is about, or None when it opens a new one.

    `reason` is one of a fixed set of sentences. Nothing here holds words of the message, code or
    names, so that all of it may be logged.
    """

    problem: Problem | None
    rule: Rule
    reason: str
    comparisons: tuple[Comparison, ...] = ()
