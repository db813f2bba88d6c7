"""What the use cases need from the outside. Adapters implement these; `faces` wires them."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from jupyter_tutor.cost.limits import Hold
from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.pedagogy.problem import Levels, Problem
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.pedagogy.turns import Turn
from jupyter_tutor.tutoring.checks import CheckReport, Checks
from jupyter_tutor.tutoring.metering.records import Settlement
from jupyter_tutor.tutoring.occurrences import Occurrence
from jupyter_tutor.tutoring.records import (
    ChatMessage,
    ChatSession,
    Closing,
    Desk,
    Opening,
    SessionPage,
    Student,
    Summary,
)


class Clock(Protocol):
    """Time, injected so that tests decide what it is."""

    def now(self) -> datetime:
        """The current time, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds on a clock that never jumps."""


# ---- storage ---------------------------------------------------------------------------


class Exchanges(Protocol):
    """The life of one question and its answer. Every method raises DatabaseUnavailable."""

    async def desk(self, user_id: str, session_id: str | None, request_id: str) -> Desk:
        """All that deciding on a message needs. A session of somebody else is NotFound."""

    async def open(self, opening: Opening) -> None:
        """Store the question and its empty, interrupted answer in one transaction."""

    async def checkpoint(self, message_id: str, text: str, so_far: Settlement | None = None) -> None:
        """Keep the answer as far as it has come, and what its hold has used so far while it is open."""

    async def close(self, closing: Closing) -> None:
        """Store the ended answer, its ledger rows and the student's standing, all or nothing.

        A problem's stored hint level never falls: two answers that end together leave the higher.
        """

    async def find_answer(self, user_id: str, request_id: str) -> ChatMessage | None:
        """The stored answer to a request, or None when there never was one."""

    async def save_summary(self, session_id: str, summary: Summary) -> None:
        """Cache a summary of the older turns."""


class Conversations(Protocol):
    """A student's conversations as they read them. Somebody else's are NotFound."""

    async def sessions(
        self, user_id: str, *, query: str | None, notebook_path: str | None, cursor: str | None, limit: int
    ) -> SessionPage:
        """Conversations, newest first; with `query`, those in which every word of it occurs."""

    async def session(self, user_id: str, session_id: str) -> ChatSession:
        """One conversation."""

    async def messages(self, user_id: str, session_id: str) -> tuple[ChatMessage, ...]:
        """Its messages, oldest first."""

    async def rename(self, user_id: str, session_id: str, title: str) -> ChatSession:
        """Give it a title."""

    async def delete(self, user_id: str, session_id: str) -> None:
        """Remove it and its messages; ledger rows stay."""

    async def rate(self, user_id: str, message_id: str, rating: int, comment: str | None) -> None:
        """Keep a thumb up (1) or down (-1), or take it back (0), on an answer."""


class Students(Protocol):
    """Who the students are and how far they are."""

    async def recognise(self, username: str, display_name: str) -> Student:
        """The student of that name, made on first sight with the default levels."""

    async def levels(self, user_id: str) -> Levels:
        """Their level per dimension."""

    async def rate_self(self, user_id: str, levels: Levels) -> None:
        """Replace their levels by their own rating."""

    async def problems(self, user_id: str, limit: int) -> tuple[Problem, ...]:
        """Their most recent problems, latest first."""


class Database(Protocol):
    """The store as a whole, for health checks and start-up."""

    async def check(self) -> None:
        """Read and write once, or raise DatabaseUnavailable saying what is wrong."""


# ---- checks of exercises ---------------------------------------------------------------


class ExerciseChecks(Protocol):
    """Knows the checks of exercises."""

    async def checks_of(self, notebook: NotebookExcerpt) -> Checks | None:
        """The checks of the exercise that the excerpt belongs to, None when it has none."""


class CheckRunner(Protocol):
    """Runs student code against checks, outside of this process."""

    async def run(self, program: str, checks: Checks) -> CheckReport:
        """The outcomes. CheckingUnavailable where student code may not be run."""


class CheckedCells(Protocol):
    """What checks say about the cell a student asks about."""

    async def report(self, notebook: NotebookExcerpt) -> CheckReport | None:
        """The outcomes for the active cell, None when there are none that can be relied on."""


# ---- language models -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lesson:
    """The facts behind a request, for a model that works by rules instead of reading prose.

    `solution` is the instructor's, set only when level 5 may be given. `own_hint` is what the instructor
    wrote to be said now, word for word.
    """

    text: str
    hint_level: int
    notebook: NotebookExcerpt
    in_other_words: bool = False
    solution: str | None = None
    variant: int = 0
    own_hint: str | None = None


class Allowance(Protocol):
    """How long an answer the money allows, attempt by attempt."""

    def output_tokens(self, provider: str, model: str) -> int | None:
        """The longest answer that a model may give now; None when it may not be asked."""


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """What a model is asked. `turns` ends with the student's message.

    Before every attempt `allowance`, where there is one, says how long the answer may be.
    `lesson` is None when no student asks (a summary, a judgement): a model that works by rules
    then raises ProviderRejectedRequest.
    """

    system: str
    turns: tuple[Turn, ...]
    max_output_tokens: int
    lesson: Lesson | None = None
    allowance: Allowance | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of the answer."""

    content: str


@dataclass(frozen=True, slots=True)
class Reported:
    """Usage as the provider states it; a later report replaces an earlier one."""

    usage: Usage


@dataclass(frozen=True, slots=True)
class AttemptStarted:
    """The chain begins an attempt."""

    provider: str
    model: str
    attempt: int


@dataclass(frozen=True, slots=True)
class AttemptEnded:
    """The chain ended an attempt.

    `reported` is None when the provider never stated usage; `error` is None on success.
    """

    provider: str
    model: str
    attempt: int
    latency_seconds: float
    reported: Usage | None
    error: Exception | None


class LanguageModel(Protocol):
    """One model at one provider. `stream` makes exactly one attempt.

    It ends normally only after the provider's finish reason, raises a ProviderError
    otherwise, and closes the upstream request when it is closed or cancelled.
    """

    @property
    def provider(self) -> str:
        """anthropic, openai, google or coach."""

    @property
    def model(self) -> str:
        """The provider's name of the model."""

    def stream(self, request: ModelRequest) -> AsyncIterator[Text | Reported]:
        """The answer as it comes."""

    async def warm(self) -> None:
        """Load what the first answer will need."""

    async def close(self) -> None:
        """Let go of connections."""


class ModelChain(Protocol):
    """The configured models in order, with retries and fallback.

    An attempt is repeated or passed on only while no text has come; after that its
    ProviderError ends the stream. ModelUnavailable when all have failed.
    """

    def stream(
        self, request: ModelRequest, answer_by: str | None = None
    ) -> AsyncGenerator[AttemptStarted | Text | Reported | AttemptEnded, None]:
        """The answer, with each attempt's beginning and end."""

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """(provider, model) in the order they are tried."""

    def choices(self, answer_by: str | None) -> tuple[tuple[str, str], ...]:
        """(provider, model) in the order they are tried. Invalid when `answer_by` names no model."""

    async def warm(self) -> None:
        """Warm the first model."""

    async def check(self) -> None:
        """Raise ModelUnavailable when no model can be asked, without spending anything."""

    async def close(self) -> None:
        """Close every model."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """One vector per text, and how many tokens the provider counted, None when it does not say."""

    vectors: tuple[tuple[float, ...], ...]
    input_tokens: int | None


class Embedder(Protocol):
    """One embedding model at one provider. `embed` makes exactly one attempt."""

    @property
    def provider(self) -> str:
        """Openai or google."""

    @property
    def model(self) -> str:
        """The provider's name of the model."""

    async def embed(self, texts: tuple[str, ...]) -> Embedded:
        """The vectors of texts, all of one length, in their order. Raises ProviderError."""

    async def close(self) -> None:
        """Let go of connections."""


# ---- limits and money ------------------------------------------------------------------


class Prices(Protocol):
    """What tokens cost."""

    def cost(self, provider: str, model: str, usage: Usage) -> int | None:
        """The cost in nano-USD, or None when the price is not known."""

    def hold(
        self, provider: str, model: str, *, input_tokens: int, max_output_tokens: int, min_output_tokens: int
    ) -> Hold | None:
        """The worst that a call can cost, or None when the price is not known."""


# ---- observation -----------------------------------------------------------------------


class Observer(Protocol):
    """Logs and metrics. Never raises, never sees message text or keys."""

    def record(self, occurrence: Occurrence) -> None:
        """Note that something happened."""
