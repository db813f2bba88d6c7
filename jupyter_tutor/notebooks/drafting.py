"""What readers of the several formats write down while they go through a notebook, cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from jupyter_tutor.notebooks.cells import Cell
from jupyter_tutor.notebooks.comments import without_comments
from jupyter_tutor.notebooks.exercise import Check, Exercise, Fault, Format, Mistake, Policy, Severity


class Role(StrEnum):
    """What a cell is to students."""

    TEXT = "text"
    ANSWER = "answer"
    CHECK = "check"
    HIDDEN = "hidden"


@dataclass(slots=True)
class Part:
    """A cell and what of it students see: `visible` None leaves it out. `secrets` are texts that were in it.

    `draft` is the exercise it belongs to and `check` its check's name, where it has one.
    """

    cell: Cell
    role: Role
    visible: str | None
    secrets: tuple[str, ...] = ()
    draft: Draft | None = None
    check: str | None = None


@dataclass(slots=True)
class Draft:
    """An exercise while it is read. `answer` is its answer cell, None until it is met; `at` began it."""

    id: str
    at: Cell
    format: Format
    answer: Cell | None = None
    title: str = ""
    prompt: list[str] = field(default_factory=list)
    starter: list[str] = field(default_factory=list)
    solution: list[str] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    points: float = 0.0
    hints: dict[int, str] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    skills: tuple[str, ...] = ()
    difficulty: tuple[int, int] | None = None
    policy: Policy = field(default_factory=Policy)
    text: str = ""

    @property
    def cell(self) -> Cell:
        """The answer cell, or where the exercise begins."""
        return self.answer or self.at

    def finished(self) -> Exercise:
        """The exercise as everybody else knows it."""
        prompt = without_comments(self.text or _paragraphs(self.prompt))
        return Exercise(
            id=self.id,
            title=self.title or heading(prompt) or self.id,
            prompt=prompt,
            starter=_paragraphs(self.starter),
            solution=_paragraphs(self.solution),
            cell=self.cell.number,
            cell_id=self.cell.id,
            checks=tuple(self.checks),
            points=self.points or sum((check.points for check in self.checks), 0.0),
            hints=dict(sorted(self.hints.items())),
            mistakes=tuple(self.mistakes),
            skills=self.skills,
            difficulty=self.difficulty,
            policy=self.policy,
            written=not self.cell.is_code,
            format=self.format,
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """A cell that belongs to an exercise: to that of the given id, else to the `nearest` above.

    `give` adds it to the exercise. `part` is the cell's, `what` names it to its author.
    """

    part: Part
    what: str
    id: str | None
    nearest: Draft | None
    give: Callable[[Draft], None]
    needed: bool = True


@dataclass(slots=True)
class Book:
    """The notebook while it is read. `is_release` says that it has been released before."""

    cells: tuple[Cell, ...]
    language: str
    is_release: bool = False
    parts: list[Part] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    current: Draft | None = None

    def begin(self, draft: Draft) -> None:
        """Start an exercise: what comes and names no exercise belongs to it."""
        self.drafts.append(draft)
        self.current = draft

    def error(self, cell: Cell | None, message: str, mend: str) -> None:
        """Note what stops the notebook from being published."""
        self.faults.append(_fault(Severity.ERROR, cell, message, mend))

    def warn(self, cell: Cell | None, message: str, mend: str) -> None:
        """Note what an author should know."""
        self.faults.append(_fault(Severity.WARNING, cell, message, mend))

    def text_above(self) -> str:
        """The Markdown that students see directly above the cell being read, else nothing."""
        for part in reversed(self.parts):
            if part.visible is not None and part.visible.strip():
                return part.visible if part.cell.kind == "markdown" and part.role is Role.TEXT else ""
        return ""


def heading(markdown: str) -> str:
    """The words of the first heading of a Markdown text, empty where there is none."""
    fenced = False
    for line in markdown.splitlines():
        words = line.strip()
        if words.startswith(("```", "~~~")):
            fenced = not fenced
        elif not fenced and words.startswith("#") and words.lstrip("#")[:1] == " ":
            return words.lstrip("#").strip().rstrip("#").strip()
    return ""


def _fault(severity: Severity, cell: Cell | None, message: str, mend: str) -> Fault:
    return Fault(severity, cell.number if cell else 0, cell.first_line if cell else "", message, mend)


def _paragraphs(texts: list[str]) -> str:
    return "\n\n".join(text.strip("\n") for text in texts if text.strip())
