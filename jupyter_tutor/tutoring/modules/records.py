"""What the use cases of modules and their ports hand to each other. Times are UTC, ids are UUID strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from jupyter_tutor.notebooks.exercise import Policy


class ModuleStatus(StrEnum):
    """How far a student is in a module."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"


class ExerciseStatus(StrEnum):
    """How far a student is in an exercise."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ExamTime:
    """When an exam is: `begins` is part of it, `ends` is not."""

    begins: datetime
    ends: datetime

    def covers(self, now: datetime) -> bool:
        """Whether the exam is on."""
        return self.begins <= now < self.ends


@dataclass(frozen=True, slots=True)
class Packed:
    """A notebook as it is stored: zlib of its JSON, which has `size` bytes (0 where nobody asked)."""

    data: bytes
    size: int = 0


@dataclass(frozen=True, slots=True)
class ExerciseOutline:
    """What students may know of an exercise; `checks` is the number of those they can run."""

    id: str
    title: str
    points: float
    difficulty: tuple[int, int] | None
    checks: int


@dataclass(frozen=True, slots=True)
class CourseName:
    """The course that modules are published in."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Course:
    """A course; `policy` and `exam` hold for all of its modules."""

    id: str
    slug: str
    title: str
    policy: Policy
    exam: ExamTime | None


@dataclass(frozen=True, slots=True)
class LearningModule:
    """A module as it was published last.

    `policy` and `exam` were set by an instructor on the server; `notebook_policy` is what the
    notebook itself says. All of them hold.
    """

    id: str
    course_id: str | None
    slug: str
    title: str
    summary: str
    order: int
    minutes: int | None
    requires: tuple[str, ...]
    policy: Policy
    exam: ExamTime | None
    version: int
    is_published: bool
    notebook_policy: Policy
    exercises: tuple[ExerciseOutline, ...]

    @property
    def exercise_ids(self) -> frozenset[str]:
        """The ids of its exercises."""
        return frozenset(exercise.id for exercise in self.exercises)


@dataclass(frozen=True, slots=True)
class Listing:
    """The courses by their position, and all published modules in their order."""

    courses: tuple[Course, ...]
    modules: tuple[LearningModule, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A module about to be published.

    `digest` is the same when nothing has changed that would make a new version. `order` None leaves
    the place to what was there, and puts a new module behind the others.
    """

    slug: str
    title: str
    summary: str
    order: int | None
    minutes: int | None
    requires: tuple[str, ...]
    policy: Policy
    exercises: tuple[ExerciseOutline, ...]
    source: Packed
    release: Packed
    digest: str


@dataclass(frozen=True, slots=True)
class ExerciseProgress:
    """How far a student is in one exercise.

    `attempts` counts runs of its checks; `hint_level` is the highest step that was given, None
    before the first.
    """

    exercise_id: str
    status: ExerciseStatus = ExerciseStatus.NOT_STARTED
    attempts: int = 0
    hint_level: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a student is in a module.

    `version` counts what was saved, 0 before that: a save names the one it is based on.
    `module_version` is the version of the module that the saved work is of; `updated_at` is None for
    a module that was never touched.
    """

    module_id: str
    status: ModuleStatus = ModuleStatus.NOT_STARTED
    version: int = 0
    module_version: int | None = None
    attempt_count: int = 0
    updated_at: datetime | None = None
    exercises: Mapping[str, ExerciseProgress] = field(default_factory=dict)

    def done(self, module: LearningModule) -> int:
        """How many of a module's exercises are done."""
        done = ExerciseStatus.DONE
        return sum(
            1
            for each in module.exercise_ids
            if each in self.exercises and self.exercises[each].status is done
        )


@dataclass(frozen=True, slots=True)
class Save:
    """What is to be stored of a student's work, based on version `base` (0: nothing was saved before).

    `status` None leaves the status as it is, or makes it in progress; `state` None leaves the
    notebook as it is; `module_version` is what the notebook is a version of, None with no notebook.
    """

    user_id: str
    module_id: str
    base: int
    at: datetime
    status: ModuleStatus | None = None
    state: Packed | None = None
    module_version: int | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """How a save ended: what is stored now, and whether it is what was to be saved.

    `state` is the newest notebook, given when the save was refused because somebody else was first.
    """

    is_accepted: bool
    progress: Progress
    state: Packed | None = None


@dataclass(frozen=True, slots=True)
class StateNote:
    """An earlier state of a student's notebook, without the notebook; `size` is in bytes."""

    version: int
    module_version: int
    saved_at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class CheckRun:
    """What the checks said that a student ran. `exercise_ids` are all of the module."""

    user_id: str
    module_id: str
    exercise_id: str
    passed: bool
    exercise_ids: frozenset[str]
    at: datetime


@dataclass(frozen=True, slots=True)
class HintGiven:
    """A hint that a student was given in an exercise, of a step from 1 to 5."""

    user_id: str
    module_id: str
    exercise_id: str
    level: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ExerciseCounts:
    """A class in one exercise: students by status, runs of its checks, and students by highest hint."""

    in_progress: int = 0
    done: int = 0
    attempts: int = 0
    hint_levels: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class ModuleCounts:
    """A class in one module: students that have begun, those that completed it, and its exercises by id."""

    students: int = 0
    completed: int = 0
    exercises: Mapping[str, ExerciseCounts] = field(default_factory=dict)
