"""Records from rows and rows from records. Columns are read by position, in the order given here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.pedagogy.problem import Difficulty, Levels, Problem
from jupyter_tutor.storage.tables import chat_messages, chat_sessions, feedback, problems
from jupyter_tutor.tutoring.records import AnswerState, ChatMessage, ChatSession, ModelCall, Role

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

PREVIEW_CHARACTERS = 80

_ROLES = {role.value: role for role in Role}
_STATES = {state.value: state for state in AnswerState}

_message = chat_messages.c
_session = chat_sessions.c
_problem = problems.c

# What a turn of the conversation needs; notebooks are long to read and no turn is told again with its own.
TURN_COLUMNS: tuple[ColumnElement[Any], ...] = (
    _message.id,
    _message.session_id,
    _message.request_id,
    _message.role,
    _message.text,
    _message.created_at,
    _message.state,
    _message.filter,
    _message.hint_level,
    _message.problem_id,
    _message.own_hint,
)
_TURN_WIDTH = len(TURN_COLUMNS)
MESSAGE_COLUMNS: tuple[ColumnElement[Any], ...] = (
    *TURN_COLUMNS,
    _message.notebook,
    _message.prompt_version,
    _message.provider,
    _message.model,
    _message.input_tokens,
    _message.cached_input_tokens,
    _message.output_tokens,
    _message.tokens_estimated,
    _message.cost_nano_usd,
    feedback.c.rating,
)
SESSION_COLUMNS: tuple[ColumnElement[Any], ...] = (
    _session.id,
    _session.user_id,
    _session.session_type,
    _session.title,
    _session.preview,
    _session.notebook_path,
    _session.created_at,
    _session.updated_at,
    _session.module,
)
PROBLEM_COLUMNS: tuple[ColumnElement[Any], ...] = (
    _problem.id,
    _problem.key,
    _problem.title,
    _problem.starting_level,
    _problem.hint_level,
    _problem.difficulty_programming,
    _problem.difficulty_mathematics,
    _problem.opened_at,
    _problem.touched_at,
    _problem.exercise_id,
    _problem.notebook_path,
    _problem.cell_id,
    _problem.code,
    _problem.execution_count,
    _problem.text,
    _problem.asked_without_effort,
    _problem.finished_at,
)


def turn(row: Sequence[Any]) -> ChatMessage:
    """A message from TURN_COLUMNS: what was said, without the notebook and without its cost."""
    id_, session_id, request_id, role, text, created_at, state, filter_, hint_level, problem_id, own = row
    return ChatMessage(
        id_,
        session_id,
        request_id,
        _ROLES[role],
        text,
        created_at,
        None,
        _STATES.get(state),
        filter_,
        hint_level,
        problem_id,
        own_hint=own,
    )


def message(row: Sequence[Any]) -> ChatMessage:
    """A whole message from MESSAGE_COLUMNS."""
    notebook, prompt_version, provider, model, *tokens, cost, rating = row[_TURN_WIDTH:]
    inputs, cached, outputs, estimated = tokens
    return replace(
        turn(row[:_TURN_WIDTH]),
        notebook=notebook,
        prompt_version=prompt_version,
        provider=provider,
        model=model,
        usage=None if inputs is None else Usage(inputs, cached, outputs, estimated),
        cost_nano_usd=cost,
        rating=rating,
    )


def session(row: Sequence[Any], message_count: int) -> ChatSession:
    """A conversation from SESSION_COLUMNS."""
    id_, user_id, session_type, title, preview_, notebook_path, created_at, updated_at, module = row
    return ChatSession(
        id_,
        user_id,
        session_type,
        title,
        preview_,
        notebook_path,
        created_at,
        updated_at,
        message_count,
        module,
    )


def problem(row: Sequence[Any]) -> Problem:
    """A problem from PROBLEM_COLUMNS."""
    id_, key, title, starting, hint, programming, mathematics, *others = row
    return Problem(id_, key, title, starting, hint, Difficulty(programming, mathematics), *others)


def levels(by_dimension: Mapping[str, float | None]) -> Levels:
    """The levels that are stored, and the default where none is."""
    return Levels(**{name: level for name, level in by_dimension.items() if level is not None})


def message_values(record: ChatMessage, user_id: str) -> dict[str, Any]:
    """The whole row of a message, its number aside."""
    return {
        "id": record.id,
        "session_id": record.session_id,
        "user_id": user_id,
        "request_id": record.request_id,
        "role": record.role.value,
        "problem_id": record.problem_id,
        "notebook": record.notebook,
        "created_at": record.created_at,
        **ending_values(record),
    }


def ending_values(answer: ChatMessage) -> dict[str, Any]:
    """The columns of an answer that are known only when it has ended."""
    usage = answer.usage
    return {
        "text": answer.text,
        "state": None if answer.state is None else answer.state.value,
        "filter": answer.filter,
        "hint_level": answer.hint_level,
        "prompt_version": answer.prompt_version,
        "own_hint": answer.own_hint,
        "provider": answer.provider,
        "model": answer.model,
        "input_tokens": None if usage is None else usage.input_tokens,
        "cached_input_tokens": None if usage is None else usage.cached_input_tokens,
        "output_tokens": None if usage is None else usage.output_tokens,
        "tokens_estimated": None if usage is None else usage.estimated,
        "cost_nano_usd": answer.cost_nano_usd,
    }


def session_values(record: ChatSession, first_question: str) -> dict[str, Any]:
    """The row of a new conversation; its preview is the beginning of the first question."""
    return {
        "id": record.id,
        "user_id": record.user_id,
        "session_type": record.session_type,
        "title": record.title,
        "preview": preview(first_question),
        "notebook_path": record.notebook_path,
        "module": record.module,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
    }


def preview(text: str) -> str:
    """The first 80 characters of a text on one line."""
    return " ".join(text.split())[:PREVIEW_CHARACTERS].rstrip()


def problem_values(record: Problem, user_id: str) -> dict[str, Any]:
    """The whole row of a problem."""
    return {
        "id": record.id,
        "user_id": user_id,
        "key": record.key,
        "title": record.title,
        "starting_level": record.starting_level,
        "hint_level": record.hint_level,
        "difficulty_programming": record.difficulty.programming,
        "difficulty_mathematics": record.difficulty.mathematics,
        "opened_at": record.opened_at,
        "touched_at": record.touched_at,
        "exercise_id": record.exercise_id,
        "notebook_path": record.notebook_path,
        "cell_id": record.cell_id,
        "code": record.code,
        "execution_count": record.execution_count,
        "text": record.text,
        "asked_without_effort": record.asked_without_effort,
        "finished_at": record.finished_at,
    }


def level_values(record: Levels, user_id: str) -> list[dict[str, Any]]:
    """One row per dimension."""
    return [
        {"user_id": user_id, "dimension": "programming", "level": record.programming},
        {"user_id": user_id, "dimension": "mathematics", "level": record.mathematics},
    ]


def call_values(record: ModelCall) -> dict[str, Any]:
    """One row of the ledger, its number aside."""
    return {
        "id": record.id,
        "request_id": record.request_id,
        "user_id": record.user_id,
        "purpose": record.purpose,
        "provider": record.provider,
        "model": record.model,
        "attempt": record.attempt,
        "started_at": record.started_at,
        "latency_seconds": record.latency_seconds,
        "input_tokens": record.usage.input_tokens,
        "cached_input_tokens": record.usage.cached_input_tokens,
        "output_tokens": record.usage.output_tokens,
        "tokens_estimated": record.usage.estimated,
        "cost_nano_usd": record.cost_nano_usd,
        "error": record.error,
        "module": record.module,
    }
