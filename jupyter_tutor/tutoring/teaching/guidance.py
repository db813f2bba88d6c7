"""What one message is to be answered by: the teaching policy, and what the instructor wrote for this step."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from jupyter_tutor.pedagogy.engine import TeachingPolicy
from jupyter_tutor.pedagogy.guard.task import Task
from jupyter_tutor.pedagogy.ladder import HIGHEST, LOWEST
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.tutoring.teaching.authored_checks import judged_by
from jupyter_tutor.tutoring.teaching.authored_hints import OwnHint
from jupyter_tutor.tutoring.teaching.placement import Placement


@dataclass(frozen=True, slots=True)
class Guidance:
    """How one message is to be answered. `own_hint` are the instructor's words to be given now, or None."""

    teaching: TeachingPolicy = field(default_factory=TeachingPolicy)
    placement: Placement = field(default_factory=Placement)
    own_hint: OwnHint | None = None

    @property
    def words(self) -> str:
        """What the tutor shall keep to, in the instructors' own words."""
        return self.placement.policy.words

    def solution_at(self, hint_level: int) -> str | None:
        """The instructor's solution, where this step gives it; None at any other."""
        exercise = self.placement.exercise
        return exercise.solution or None if exercise is not None and hint_level >= HIGHEST else None

    def task(self, notebook: NotebookExcerpt) -> Task:
        """What the guard keeps from the screen."""
        exercise = self.placement.exercise
        granted = None if self.own_hint is None else self.own_hint.text
        if exercise is None or exercise.written:
            return Task.of(notebook, granted=granted)
        return Task.of(notebook, exercise.solution, judged_by(exercise), granted)


def held_to(teaching: TeachingPolicy, placement: Placement) -> TeachingPolicy:
    """A site's teaching policy at one place: the place can lower the highest step and silence the tutor."""
    highest = placement.policy.max_hint_level
    step = teaching.max_hint_level if highest is None else min(teaching.max_hint_level, highest)
    return replace(teaching, max_hint_level=max(LOWEST, step), silent=teaching.silent or placement.silent)
