"""What the use cases and their ports hand to each other. Times are UTC, ids are UUID strings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.pedagogy.problem import Difficulty, Levels, Problem
from jupyter_tutor.pedagogy.situation import NotebookExcerpt

if TYPE_CHECKING:
    from jupyter_tutor.tutoring.metering.records import Reservation, Settlement


class Role(StrEnum):
    """Who wrote a message."""

    STUDENT = "student"
    TUTOR = "tutor"


class AnswerState(StrEnum):
    """How an answer ended.

    An answer is written as `interrupted` before it begins and changed when it ends, so that
    whatever kills the process leaves the truth behind.
    """

    COMPLETE = "complete"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Student:
    """The person a request belongs to. `id` is stable, `username` is how to address them."""

    id: str
    username: str
    display_name: str


@dataclass(frozen=True, slots=True)
class Question:
    """One validated message of a student.

    `answer_by` names a provider to use for this message alone (`coach`), or None;
    `problem_id` is the problem the student picked in the panel, or None; `difficulty` is the
    exercise's own, when it states one.
    """

    request_id: str
    content: str
    session_id: str | None = None
    notebook: NotebookExcerpt = field(default_factory=NotebookExcerpt)
    answer_by: str | None = None
    problem_id: str | None = None
    difficulty: Difficulty | None = None


@dataclass(frozen=True, slots=True)
class ChatSession:
    """A conversation. `preview` is the first 80 characters of its first message.

    `session_type` is `tutor` in a module, whose id is `module`, and `general` elsewhere.
    """

    id: str
    user_id: str
    session_type: str
    title: str | None
    preview: str
    notebook_path: str | None
    created_at: datetime
    updated_at: datetime
    message_count: int = 0
    module: str | None = None


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One stored message.

    `notebook` is what went along with a student's message, None on an answer; the fields below
    it are None on a student's message. `own_hint` names what of the instructor's own words the answer
    gave: `hint:2`, `mistake:…`.
    """

    id: str
    session_id: str
    request_id: str
    role: Role
    text: str
    created_at: datetime
    notebook: NotebookExcerpt | None = None
    state: AnswerState | None = None
    filter: str | None = None
    hint_level: int | None = None
    problem_id: str | None = None
    prompt_version: str | None = None
    provider: str | None = None
    model: str | None = None
    usage: Usage | None = None
    cost_nano_usd: int | None = None
    rating: int | None = None
    own_hint: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """The older part of a conversation in a few sentences, up to and including `upto_message_id`."""

    text: str
    upto_message_id: str


@dataclass(frozen=True, slots=True)
class Desk:
    """All that is read before a message is answered, in one go.

    `session` is None for a new conversation; `turns` are its messages, oldest first, with
    refused and empty answers left out; `problems` are the student's most recent ones, latest
    first; `previous` is the stored answer to the same request id, when there is one.
    """

    session: ChatSession | None
    turns: tuple[ChatMessage, ...]
    summary: Summary | None
    levels: Levels
    problems: tuple[Problem, ...]
    previous: ChatMessage | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What is stored before a model is called: the question and its still empty answer.

    `session` is written when `session_is_new`; the answer's row says `interrupted` until it ends.
    `reservation` is the hold that lets it be asked, None where nothing is metered.
    """

    session: ChatSession
    session_is_new: bool
    question: ChatMessage
    answer: ChatMessage
    reservation: Reservation | None = None


@dataclass(frozen=True, slots=True)
class ModelCall:
    """One attempt at one provider: a row of the append-only ledger.

    `purpose` is `answer`, `regeneration`, `summary` or `difficulty`; `lost` and `correction` are no
    attempts, but charge a hold whose end is not known, and take that back. `error` is the class of the
    failure or None; `cost_nano_usd` is None when the price is unknown; `module` is that of the
    conversation.
    """

    id: str
    request_id: str
    user_id: str
    purpose: str
    provider: str
    model: str
    attempt: int
    started_at: datetime
    latency_seconds: float
    usage: Usage
    cost_nano_usd: int | None
    error: str | None
    module: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerProgress:
    """What an answer adds to a student's progress.

    `answered_in` is the module in which one more message was answered; `hinted_in` and `exercise_id`
    name the exercise on which a hint of `hint_level` was given. None where there is none.
    """

    user_id: str
    at: datetime
    answered_in: str | None = None
    hinted_in: str | None = None
    exercise_id: str | None = None
    hint_level: int = 0


@dataclass(frozen=True, slots=True)
class Closing:
    """What is stored, in one transaction, when an answer has ended.

    `problem` and `levels` are None when the student's standing does not change; `finished`
    is the problem they left behind. `settlement` ends the hold. `progress` counts once, however often
    the same closing is stored.
    """

    answer: ChatMessage
    calls: tuple[ModelCall, ...] = ()
    problem: Problem | None = None
    finished: Problem | None = None
    levels: Levels | None = None
    settlement: Settlement | None = None
    progress: AnswerProgress | None = None


@dataclass(frozen=True, slots=True)
class SessionPage:
    """One page of conversations, newest first; `next_cursor` is None on the last page."""

    sessions: tuple[ChatSession, ...]
    next_cursor: str | None
