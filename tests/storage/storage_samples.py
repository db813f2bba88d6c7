"""Records to store, with everything that a test does not care about filled in."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.pedagogy.problem import Difficulty, Problem
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.tutoring.records import (
    AnswerState,
    ChatMessage,
    ChatSession,
    Closing,
    ModelCall,
    Opening,
    Role,
    Student,
)

MORNING = datetime(2026, 11, 2, 9, 30, 0, 123456, tzinfo=UTC)
NOTEBOOK = NotebookExcerpt(
    path="week1/mean.ipynb",
    cell_id="a1",
    cell_code="for i in range(3): print(x)",
    error_output="NameError: name 'x' is not defined",
    execution_count=4,
    neighbours=("import numpy as np", "y = 2"),
)


def new_id() -> str:
    return str(uuid4())


class TickingClock:
    """A clock that goes on by a second whenever it is read."""

    def __init__(self) -> None:
        self._seconds = itertools.count()

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=next(self._seconds))

    def monotonic(self) -> float:
        return float(next(self._seconds))


def at(seconds: float) -> datetime:
    """That long after the morning."""
    return MORNING + timedelta(seconds=seconds)


def opening(
    student: Student,
    session: ChatSession | None = None,
    *,
    text: str = "Why is x not defined?",
    when: datetime = MORNING,
    request_id: str | None = None,
    notebook: NotebookExcerpt | None = NOTEBOOK,
    session_id: str | None = None,
) -> Opening:
    """A question in a conversation, or in a new one."""
    path = notebook.path if notebook else None
    room = session or ChatSession(
        session_id or new_id(), student.id, "general", None, "", path, created_at=when, updated_at=when
    )
    request = request_id or new_id()
    question = ChatMessage(new_id(), room.id, request, Role.STUDENT, text, when, notebook)
    answer = ChatMessage(new_id(), room.id, request, Role.TUTOR, "", when, state=AnswerState.INTERRUPTED)
    return Opening(room, session is None, question, answer)


def ended(
    asked: Opening, text: str = "What did you call it?", state: AnswerState = AnswerState.COMPLETE
) -> ChatMessage:
    """The answer to it, ended."""
    return replace(
        asked.answer,
        text=text,
        state=state,
        hint_level=2,
        problem_id="p",
        prompt_version="1",
        provider="anthropic",
        model="model-1",
        usage=Usage(1200, 1000, 80, estimated=False),
        cost_nano_usd=9_007_199_254_740_993,
    )


def call(asked: Opening) -> ModelCall:
    """The ledger row of its one attempt."""
    return ModelCall(
        id=new_id(),
        request_id=asked.question.request_id,
        user_id=asked.session.user_id,
        purpose="answer",
        provider="anthropic",
        model="model-1",
        attempt=1,
        started_at=asked.question.created_at,
        latency_seconds=0.75,
        usage=Usage(1200, 1000, 80, estimated=True),
        cost_nano_usd=None,
        error="ProviderOverloaded",
    )


def closing(asked: Opening, **changes: object) -> Closing:
    """The end of it, with its ledger row."""
    return replace(Closing(ended(asked), (call(asked),)), **changes)


def problem(**changes: object) -> Problem:
    """A problem in a cell."""
    sample = Problem(
        id=new_id(),
        key="cell:week1/mean.ipynb#a1",
        title="NameError in a loop",
        starting_level=1,
        hint_level=1,
        difficulty=Difficulty(2, 3),
        opened_at=MORNING,
        touched_at=MORNING,
        exercise_id="mean",
        notebook_path="week1/mean.ipynb",
        cell_id="a1",
        code="print(x)",
        execution_count=4,
        text="Why is x not defined?",
        asked_without_effort=1,
    )
    return replace(sample, **changes)
