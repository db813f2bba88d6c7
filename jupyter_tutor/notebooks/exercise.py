"""What a module is, whatever format its notebook was written in. None of it is for students as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Format(StrEnum):
    """The format that an exercise was written in."""

    OWN = "jupyter_tutor"
    NBGRADER = "nbgrader"
    OTTER = "otter"
    MYST = "myst"


@dataclass(frozen=True, slots=True)
class Policy:
    """What an instructor allows. None leaves a choice to whoever stands above.

    `max_hint_level` is the highest step, 1 to 5; `tutor_on` False silences the tutor (an exam);
    `words` is what the tutor shall keep to, in the instructor's own words.
    """

    max_hint_level: int | None = None
    tutor_on: bool | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A check of a student's work: Python that passes when it raises nothing.

    `cell` is the number of the cell it stands in, counted from 1. Of a `hidden` check a student
    may learn that it exists and whether it passes.
    """

    name: str
    code: str
    hidden: bool = False
    points: float = 0.0
    cell: int = 0


@dataclass(frozen=True, slots=True)
class Mistake:
    """A common mistake and what to say about it, which comes before any other hint of the same step.

    It is made where everything that is given holds: the cell raises `error` (an exception's name),
    its code contains `code` (compared without spaces and comments), the first failing check got
    `got` (a value's `repr`). At least one is given.
    """

    text: str
    error: str = ""
    code: str = ""
    got: str = ""


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise. Texts are Markdown, codes are sources of the notebook's language.

    `cell` is the number of its answer cell, counted from 1, and `cell_id` that cell's id where it
    has one. `hints` go by level, 1 to 5. `difficulty` is (programming, mathematics), 1 to 5 each.
    `skills` are names that the site chose. `written` says that the answer is prose, not code.
    """

    id: str
    title: str
    prompt: str
    starter: str
    solution: str
    cell: int
    cell_id: str | None = None
    checks: tuple[Check, ...] = ()
    points: float = 0.0
    hints: Mapping[int, str] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()
    skills: tuple[str, ...] = ()
    difficulty: tuple[int, int] | None = None
    policy: Policy = field(default_factory=Policy)
    written: bool = False
    format: Format = Format.OWN

    @property
    def visible_checks(self) -> tuple[Check, ...]:
        """Those that are handed to students."""
        return tuple(check for check in self.checks if not check.hidden)


@dataclass(frozen=True, slots=True)
class CellPolicy:
    """What an instructor allows in one code cell, beside what holds around it.

    The cell is known by its id, or by its `source` as students get it.
    """

    policy: Policy
    source: str
    cell_id: str | None = None


@dataclass(frozen=True, slots=True)
class Module:
    """One notebook as students take it.

    `slug` names it within its course: lower-case letters, digits and hyphens. `minutes` is how long
    it takes, None where nobody said. `requires` are slugs of modules to be done before. `setup` is
    the code of the notebook that stands before the first exercise and belongs to none. An exercise's
    policy includes that of its answer cell; `cell_policies` are those of other cells.
    """

    slug: str
    title: str
    summary: str
    order: int | None
    minutes: int | None
    requires: tuple[str, ...]
    policy: Policy
    exercises: tuple[Exercise, ...]
    setup: str = ""
    cell_policies: tuple[CellPolicy, ...] = ()

    def exercise(self, exercise_id: str) -> Exercise | None:
        """The exercise of that id, or None."""
        return next((each for each in self.exercises if each.id == exercise_id), None)


class Severity(StrEnum):
    """Whether a fault stops a notebook from being published."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a notebook, where, and how to mend it.

    `cell` is the cell's number counted from 1, 0 for the notebook as a whole; `line` the first line
    of that cell as its author wrote it. `message` and `mend` are one sentence each.
    """

    severity: Severity
    cell: int
    line: str
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A notebook as it was understood. With an error among the `faults` nothing may be published."""

    module: Module
    faults: tuple[Fault, ...]

    @property
    def publishable(self) -> bool:
        """Whether no fault is an error."""
        return all(fault.severity is not Severity.ERROR for fault in self.faults)
