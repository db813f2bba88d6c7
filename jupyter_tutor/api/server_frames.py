"""Turns an answer's events into the frames of `frames.schema.json`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from jupyter_tutor.cost.limits import LimitUsage, NearlyUsedUp
from jupyter_tutor.cost.money import format_usd
from jupyter_tutor.cost.refusals import percentage
from jupyter_tutor.tutoring.events import (
    AnswerEvent,
    BudgetWarned,
    Canned,
    Done,
    Failed,
    Notice,
    Started,
    Token,
)
from jupyter_tutor.tutoring.metering.budget import Budget

_TYPES = {
    Started: "start",
    Canned: "canned",
    Notice: "notice",
    BudgetWarned: "budget_warning",
    Done: "done",
    Failed: "error",
}


def frame_of(event: AnswerEvent, request_id: str) -> dict[str, Any]:
    """The JSON object that tells a panel about an event."""
    if isinstance(event, Token):  # by far the most
        return {"type": "token", "request_id": request_id, "seq": event.seq, "content": event.content}
    return {"type": _TYPES[type(event)], "request_id": request_id, **_fields(event)}


def _fields(event: AnswerEvent) -> dict[str, Any]:
    match event:
        case Started():
            return _start(event)
        case BudgetWarned(budget=budget):
            return _budget_warning(budget)
        case Done():
            return _done(event)
        case Failed():
            return _error(event)
        case _:
            return asdict(event)


def _start(event: Started) -> dict[str, Any]:
    return {
        "session_id": event.session_id,
        "message_id": event.message_id,
        "hint_level": event.hint_level,
        "max_hint_level": event.max_hint_level,
        "problem": {"id": event.problem_id, "title": event.problem_title},
        "waiting": event.waiting,
        "provider": event.provider,
        "model": event.model,
    }


def _done(event: Done) -> dict[str, Any]:
    return {
        "session_id": event.session_id,
        "message_id": event.message_id,
        "state": event.state.value,
        "hint_level": event.hint_level,
        "usage": asdict(event.usage),
        "cost_usd": None if event.cost_nano_usd is None else format_usd(event.cost_nano_usd),
        "budget": None if event.budget is None else budget_body(event.budget),
    }


def budget_body(budget: Budget) -> dict[str, Any]:
    """Today's and the metering session's money; null where there is no limit."""
    return {"today": _standing(budget.today), "session": _standing(budget.session)}


def _standing(usage: LimitUsage | None) -> dict[str, Any] | None:
    if usage is None:
        return None
    return {
        "used_usd": format_usd(usage.current_usage),
        "limit_usd": format_usd(usage.limit),
        "percent": percentage(usage.current_usage, usage.limit),
    }


def _budget_warning(budget: NearlyUsedUp) -> dict[str, Any]:
    return {
        "spent_usd": format_usd(budget.spent),
        "budget_usd": format_usd(budget.limit),
        "percent": percentage(budget.spent, budget.limit),
    }


def _error(event: Failed) -> dict[str, Any]:
    frame: dict[str, Any] = {"code": event.code, "message": event.message}
    if event.retry_after is not None:
        return {**frame, "retry_after": event.retry_after}
    return frame
