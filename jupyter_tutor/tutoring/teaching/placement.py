"""Where in the courses a message belongs, what holds there, and the port that knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from jupyter_tutor.notebooks.exercise import Exercise, Policy
from jupyter_tutor.notebooks.policy import narrowed
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.tutoring.modules.records import ExamTime

UNKNOWN_MODULE = "This module does not exist, or it is no longer published."


@dataclass(frozen=True, slots=True)
class PublishedModule:
    """A module as it is published, without its notebook.

    `policies` are those of its course and its own, the widest first; `exams` those of both.
    """

    id: str
    slug: str
    version: int
    policies: tuple[Policy, ...] = ()
    exams: tuple[ExamTime, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """What the course staff wrote and decided for the place of one message.

    `exercise` is the published one with its solution and hidden checks, None where the message belongs
    to none; `module_id` is its module's, and `setup` that module's code before the first exercise.
    `policy` is everything that holds, merged; `in_exam` says that an exam is on somewhere.
    """

    module_id: str | None = None
    exercise: Exercise | None = None
    setup: str = ""
    policy: Policy = field(default_factory=Policy)
    in_exam: bool = False

    @property
    def silent(self) -> bool:
        """Whether the tutor says nothing here."""
        return self.in_exam or self.policy.tutor_on is False

    def within(self, wider: Placement) -> Placement:
        """This place, where what holds at another one holds as well.

        Words of the same module are among this place's own.
        """
        same_module = wider.module_id == self.module_id
        around = replace(wider.policy, words="") if same_module else wider.policy
        policy = narrowed((around, self.policy))
        return Placement(
            self.module_id, self.exercise, self.setup, policy, in_exam=self.in_exam or wider.in_exam
        )


class AuthoredExercises(Protocol):
    """Knows what the course staff wrote and decided."""

    async def find(self, notebook: NotebookExcerpt, said: str = "") -> Placement:
        """The place of a message that says so much beside this notebook.

        NotFound when `notebook.module` names a module that is not published.
        """


class PublishedModules(Protocol):
    """The published modules as they are stored. Every method raises DatabaseUnavailable."""

    async def stamp(self) -> int:
        """A number that changes whenever a published module, a policy or an exam does."""

    async def listing(self) -> tuple[PublishedModule, ...]:
        """All of them, in their order."""

    async def source(self, module_id: str, version: int) -> Mapping[str, object]:
        """The notebook of a version as its author wrote it (nbformat 4). NotFound when there is none."""
