"""The site's choices that decide how a message is answered."""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyter_tutor.pedagogy.context_window import Budget
from jupyter_tutor.pedagogy.engine import TeachingPolicy


@dataclass(frozen=True, slots=True)
class AnsweringPolicy:
    """How messages are answered.

    `max_output_tokens` bounds an answer. With `judge_difficulty` a model is asked how hard a new
    problem is when its exercise does not say; it costs one short call and its time before the
    first hint. `private_names` never leave the server.
    """

    teaching: TeachingPolicy = field(default_factory=TeachingPolicy)
    budget: Budget = field(default_factory=Budget)
    max_output_tokens: int = 1200
    judge_difficulty: bool = False
    private_names: tuple[str, ...] = ()
