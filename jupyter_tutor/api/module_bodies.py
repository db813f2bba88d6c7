"""Bodies of the endpoints of modules and progress. Notebooks in them are checked by the use cases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from jupyter_tutor.errors import Invalid
from jupyter_tutor.notebooks.exercise import Policy
from jupyter_tutor.tutoring.modules.coursework import Work
from jupyter_tutor.tutoring.modules.publishing import Draft
from jupyter_tutor.tutoring.modules.records import CourseName, ExamTime, ModuleStatus

MOST_MODULES = 500

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Number = Annotated[StrictInt, Field(ge=1, lt=2**31)]
Words = Annotated[str, StringConstraints(max_length=2_000)]
Text = Annotated[str, StringConstraints(max_length=10_000)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NotebookBody(_Body):
    """An author's notebook."""

    notebook: dict[str, Any]
    slug: Slug | None = None

    def draft(self) -> Draft:
        """The same in the words of the use case."""
        return Draft(self.notebook, self.slug)


class PublishedNotebook(NotebookBody):
    """An author's notebook with its place in the course."""

    order: Annotated[StrictInt, Field(ge=0, lt=2**31)] | None = None

    def draft(self) -> Draft:
        """The same in the words of the use case."""
        return Draft(self.notebook, self.slug, self.order)


class CourseBody(_Body):
    """The course that modules belong to."""

    slug: Slug
    title: Title

    def name(self) -> CourseName:
        """The same in the words of the use case."""
        return CourseName(self.slug, self.title)


class PublishBody(_Body):
    """Modules to publish, all or none."""

    course: CourseBody | None = None
    modules: Annotated[list[PublishedNotebook], Field(min_length=1, max_length=MOST_MODULES)]


class ExamBody(_Body):
    """The time of an exam."""

    from_: Annotated[AwareDatetime, Field(alias="from")]
    until: AwareDatetime


class PolicyBody(_Body):
    """What an instructor allows; what is left out is not decided here."""

    max_hint_level: Annotated[StrictInt, Field(ge=1, le=5)] | None = None
    tutor: Literal["on", "off"] | None = None
    words: Words = ""
    exam: ExamBody | None = None

    def policy(self) -> Policy:
        """The same in the words of the rules."""
        tutor_on = None if self.tutor is None else self.tutor == "on"
        return Policy(self.max_hint_level, tutor_on, self.words.strip())

    def exam_time(self) -> ExamTime | None:
        """When the exam is. Invalid when it ends before it begins."""
        if self.exam is None:
            return None
        begins, ends = _utc(self.exam.from_), _utc(self.exam.until)
        if ends <= begins:
            raise Invalid("exam: until must be later than from.")
        return ExamTime(begins, ends)


class ProgressBody(_Body):
    """A student's work to save."""

    status: ModuleStatus | None = None
    notebook_state: dict[str, Any] | None = None
    version: Annotated[StrictInt, Field(ge=0, lt=2**31 - 1)] | None = None
    module_version: Number | None = None

    def work(self) -> Work:
        """The same in the words of the use case. Invalid when there is nothing to save."""
        if self.status is None and self.notebook_state is None:
            raise Invalid("status, notebook_state: one of them is needed.")
        return Work(self.version, self.status, self.notebook_state, self.module_version)


class CheckOutcome(_Body):
    """What one check said."""

    name: Text
    passed: StrictBool
    message: Text = ""


class CheckRunBody(_Body):
    """What an exercise's checks said in the student's kernel."""

    passed: StrictBool
    checks: Annotated[list[CheckOutcome], Field(max_length=200)] = []

    def outcome(self) -> bool:
        """Whether the exercise is passed. Invalid when a check that failed says otherwise."""
        if self.passed and not all(check.passed for check in self.checks):
            raise Invalid("passed: cannot be true while a check failed.")
        return self.passed


def _utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise Invalid("exam: this time is out of range.") from error
