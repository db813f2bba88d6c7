"""Reads and validates what a panel sends. Loaded with the first frame, since pydantic is."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    TypeAdapter,
    ValidationError,
)

from jupyter_tutor.errors import Invalid
from jupyter_tutor.pedagogy.problem import Difficulty
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.tutoring.records import Question

MAX_FRAME_CHARACTERS = 1_000_000
MAX_CONTENT_CHARACTERS = 200_000
MAX_CELL_CHARACTERS = 200_000
MAX_NAME_CHARACTERS = 1_000

Name = Annotated[str, StringConstraints(max_length=MAX_NAME_CHARACTERS)]
Cell = Annotated[str, StringConstraints(max_length=MAX_CELL_CHARACTERS)]


class _Frame(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ExerciseDifficulty(_Frame):
    """How hard an exercise says it is, 1 to 5 per dimension."""

    programming: Annotated[int, Field(ge=1, le=5)]
    mathematics: Annotated[int, Field(ge=1, le=5)]

    def rated(self) -> Difficulty:
        """The same in the words of the rules."""
        return Difficulty(self.programming, self.mathematics)


class MessageFrame(_Frame):
    """Ask the tutor."""

    type: Literal["message"] = "message"
    request_id: UUID = Field(default_factory=uuid4)
    content: Annotated[str, StringConstraints(min_length=1, max_length=MAX_CONTENT_CHARACTERS, pattern=r"\S")]
    session_id: UUID | None = None
    cell_code: Cell | None = None
    error_output: Cell | None = None
    notebook_path: Name | None = None
    cell_id: Name | None = None
    exercise_id: Name | None = None
    exercise_text: Cell | None = None
    execution_count: Annotated[int, Field(ge=0, le=2**31)] | None = None
    neighbours: Annotated[list[Cell], Field(max_length=8)] = []
    exercise_difficulty: ExerciseDifficulty | None = None
    problem_id: UUID | None = None
    answer_by: Literal["coach"] | None = None

    def question(self) -> Question:
        """The message in the words of the use case."""
        return Question(
            request_id=str(self.request_id),
            content=self.content,
            session_id=None if self.session_id is None else str(self.session_id),
            notebook=NotebookExcerpt(
                path=self.notebook_path,
                cell_id=self.cell_id,
                exercise_id=self.exercise_id,
                exercise_text=self.exercise_text,
                cell_code=self.cell_code,
                error_output=self.error_output,
                execution_count=self.execution_count,
                neighbours=tuple(self.neighbours),
            ),
            answer_by=self.answer_by,
            problem_id=None if self.problem_id is None else str(self.problem_id),
            difficulty=None if self.exercise_difficulty is None else self.exercise_difficulty.rated(),
        )


class StopFrame(_Frame):
    """End an answer now."""

    type: Literal["stop"]
    request_id: UUID


class ResumeFrame(_Frame):
    """Go on with an answer after the last token seen."""

    type: Literal["resume"]
    request_id: UUID
    after: Annotated[int, Field(ge=0)]


ClientFrame = MessageFrame | StopFrame | ResumeFrame


def _kind(value: Any) -> Any:
    return value.get("type", "message") if isinstance(value, dict) else None


_CLIENT_FRAME: TypeAdapter[ClientFrame] = TypeAdapter(
    Annotated[
        Annotated[MessageFrame, Tag("message")]
        | Annotated[StopFrame, Tag("stop")]
        | Annotated[ResumeFrame, Tag("resume")],
        Discriminator(_kind),
    ]
)


class UnreadableFrame(Invalid):
    """A frame that cannot be used; `request_id` is its own where it could still be read."""

    def __init__(self, message: str, request_id: str | None = None) -> None:
        super().__init__(message)
        self.request_id = request_id


def read_frame(raw: str | bytes) -> ClientFrame:
    """The frame in a socket message. UnreadableFrame says which field is wrong."""
    if isinstance(raw, bytes):
        raise UnreadableFrame("Binary frames are not understood. Send a JSON object as text.")
    if len(raw) > MAX_FRAME_CHARACTERS:
        raise UnreadableFrame(
            f"The message is too large ({len(raw):,} characters, at most {MAX_FRAME_CHARACTERS:,}). "
            "Send the part that matters."
        )
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise UnreadableFrame("The frame is not valid JSON.") from error
    return validated_frame(value)


def validated_frame(value: Any) -> ClientFrame:
    """A frame from decoded JSON. UnreadableFrame says which field is wrong."""
    if not isinstance(value, dict):
        raise UnreadableFrame("A frame is a JSON object.")
    try:
        return _CLIENT_FRAME.validate_python(value, strict=False)
    except ValidationError as error:
        raise UnreadableFrame(first_fault(error), _readable_id(value)) from error


def first_fault(error: ValidationError) -> str:
    """The first fault of a validation in one sentence that names the field."""
    fault = error.errors(include_input=False, include_url=False)[0]
    if fault["type"] in {"union_tag_invalid", "union_tag_not_found"}:
        return "type: must be one of message, stop, resume."
    names = [str(part) for part in fault["loc"] if part not in {"message", "stop", "resume"}]
    if fault["type"] == "string_pattern_mismatch":
        return f"{'.'.join(names)}: must not be empty."
    return f"{'.'.join(names) or 'body'}: {fault['msg']}."


def _readable_id(value: dict[str, Any]) -> str | None:
    try:
        return str(UUID(value["request_id"]))
    except (KeyError, ValueError, TypeError, AttributeError):
        return None
