"""The hint ladder: its five steps, where a problem starts on it, and when the next step opens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from jupyter_tutor.pedagogy.message_kind import MessageKind
from jupyter_tutor.pedagogy.problem import Difficulty

if TYPE_CHECKING:
    from jupyter_tutor.pedagogy.problem import Levels, Problem

EVERY_MESSAGE = "every_message"
EFFORT = "effort"
ESCALATIONS = (EFFORT, EVERY_MESSAGE)

HIGHEST_START = 4

RUN_OR_CHANGE = "Run or change the cell, or say what you tried."
SAY_WHAT_YOU_TRIED = "Say what you tried."


class HintLevel(IntEnum):
    """What each step gives, by the name people see."""

    QUESTION = 1
    CONCEPT = 2
    PLAN = 3
    EXAMPLE = 4
    SOLUTION = 5

    @property
    def title(self) -> str:
        """The name for people: Question, Concept, Plan, Example, Solution."""
        return self.name.capitalize()


LOWEST = int(HintLevel.QUESTION)
HIGHEST = int(HintLevel.SOLUTION)


@dataclass(frozen=True, slots=True)
class Step:
    """Where the ladder stands after a message.

    `waiting` says what would open the next step, None when nothing is waited for;
    `reason` is for the trace.
    """

    hint_level: int
    asked_without_effort: int = 0
    in_other_words: bool = False
    waiting: str | None = None
    reason: str = ""


def difficulty_from_levels(levels: Levels) -> Difficulty:
    """The difficulty of a problem that nobody judged: as hard as the student is far."""
    return Difficulty(round(levels.programming), round(levels.mathematics))


def starting_level(difficulty: Difficulty, levels: Levels) -> int:
    """clamp(1 + max over dimensions of (difficulty - round(level)), 1, 4): never the solution at once."""
    gap = max(
        difficulty.programming - round(levels.programming),
        difficulty.mathematics - round(levels.mathematics),
    )
    return min(HIGHEST_START, max(LOWEST, 1 + gap))


def first_step(start: int, cap: int, escalation: str, *, has_cell: bool) -> Step:
    """The step a problem opens with. `cap` is the policy's highest level."""
    level = min(start, cap)
    waiting = _waiting(level, cap, escalation, has_cell=has_cell)
    return Step(level, waiting=waiting, reason="first hint")


def next_step(
    problem: Problem, kind: MessageKind, effort: str | None, escalation: str, cap: int, *, has_cell: bool
) -> Step:
    """The step of a further message on a problem that has had a hint.

    `effort` is what was seen since the last hint, or None. Under `every_message` each message
    climbs; under `effort` one that shows none gets the same level in other words once, and
    climbs the second time. Thanks never climb. The level never exceeds `cap`.
    """
    level = min(max(problem.hint_level, LOWEST), HIGHEST, cap)
    asked = problem.asked_without_effort
    if kind is MessageKind.THANKS:
        waiting = None if asked else _waiting(level, cap, escalation, has_cell=has_cell)
        return Step(level, asked_without_effort=asked, waiting=waiting, reason="thanks never climb")
    if level >= cap:
        return Step(level, in_other_words=effort is None, reason="already at the highest level allowed")
    if escalation == EVERY_MESSAGE:
        return Step(level + 1, reason="every message climbs")
    if effort is not None or asked >= 1:
        reason = effort or "asked again without effort, the second time"
        return Step(level + 1, waiting=_waiting(level + 1, cap, escalation, has_cell=has_cell), reason=reason)
    reason = "asked again without effort: the same level in other words, once"
    return Step(level, asked_without_effort=1, in_other_words=True, reason=reason)


def _waiting(level: int, cap: int, escalation: str, *, has_cell: bool) -> str | None:
    """What opens the next step, when it does not open by itself with the next message."""
    if level >= cap or escalation != EFFORT:
        return None
    return RUN_OR_CHANGE if has_cell else SAY_WHAT_YOU_TRIED
