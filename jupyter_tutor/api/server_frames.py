"""Turns an answer's events into the frames of `frames.schema.json`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from jupyter_tutor.cost.money import format_usd
from jupyter_tutor.tutoring.events import AnswerEvent, Canned, Done, Failed, Notice, Started, Token


def frame_of(event: AnswerEvent, request_id: str) -> dict[str, Any]:
    """The JSON object that tells a panel about an event."""
    match event:
        case Token(seq=seq, content=content):
            return {"type": "token", "request_id": request_id, "seq": seq, "content": content}
        case Started():
            return _start(event, request_id)
        case Canned():
            return {"type": "canned", "request_id": request_id, **asdict(event)}
        case Notice(code=code, message=message):
            return {"type": "notice", "request_id": request_id, "code": code, "message": message}
        case Done():
            return _done(event, request_id)
        case Failed():
            return _error(event, request_id)


def _start(event: Started, request_id: str) -> dict[str, Any]:
    return {
        "type": "start",
        "request_id": request_id,
        "session_id": event.session_id,
        "message_id": event.message_id,
        "hint_level": event.hint_level,
        "max_hint_level": event.max_hint_level,
        "problem": {"id": event.problem_id, "title": event.problem_title},
        "waiting": event.waiting,
        "provider": event.provider,
        "model": event.model,
    }


def _done(event: Done, request_id: str) -> dict[str, Any]:
    return {
        "type": "done",
        "request_id": request_id,
        "session_id": event.session_id,
        "message_id": event.message_id,
        "state": event.state.value,
        "hint_level": event.hint_level,
        "usage": asdict(event.usage),
        "cost_usd": None if event.cost_nano_usd is None else format_usd(event.cost_nano_usd),
    }


def _error(event: Failed, request_id: str) -> dict[str, Any]:
    frame = {"type": "error", "request_id": request_id, "code": event.code, "message": event.message}
    if event.retry_after is not None:
        return {**frame, "retry_after": event.retry_after}
    return frame
