"""Structured logs: one line per occurrence, JSON for machines or aligned text for people.

structlog is loaded with the first line that is written. No line ever holds message text or a
key: occurrences have no such field, and of an error only our own sentences are written, since
other libraries' messages may quote what a student typed.
"""

from __future__ import annotations

import logging
import traceback
from dataclasses import asdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from jupyter_tutor.cost.money import format_usd
from jupyter_tutor.errors import ProviderError, TutorError
from jupyter_tutor.tutoring.occurrences import (
    AnswerEnded,
    Authenticated,
    BreakerChanged,
    Faulted,
    FirstToken,
    GuardHit,
    LimitDecided,
    LimitStoreChanged,
    ModelCalled,
    Occurrence,
    Refused,
    SocketClosed,
    SocketOpened,
    TeachingDecided,
)

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger


class EventLog:
    """Writes occurrences to a standard logger, which the server's own handlers print."""

    def __init__(self, logger: logging.Logger, style: str) -> None:
        self._logger = logger
        self._style = style

    def record(self, occurrence: Occurrence) -> None:
        """Write one line; a first token is only measured, so that no student waits for its line."""
        if isinstance(occurrence, FirstToken):
            return
        event, fields = describe(occurrence)
        if isinstance(occurrence, Faulted):
            self._log.error(event, **fields)
        else:
            self._log.info(event, **fields)

    @cached_property
    def _log(self) -> FilteringBoundLogger:
        import structlog

        renderer = (
            structlog.processors.JSONRenderer(ensure_ascii=False)
            if self._style == "json"
            else structlog.dev.ConsoleRenderer(colors=False)
        )
        logger: FilteringBoundLogger = structlog.wrap_logger(
            self._logger,
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                renderer,
            ],
            wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        )
        return logger


EVENT_NAMES: dict[type[Occurrence], str] = {
    ModelCalled: "llm_call",
    AnswerEnded: "answer",
    Refused: "refusal",
    TeachingDecided: "teaching_decision",
    GuardHit: "guard_hit",
    LimitDecided: "limit_decision",
    LimitStoreChanged: "limit_store_error",
    BreakerChanged: "breaker",
    SocketOpened: "socket_open",
    SocketClosed: "socket_close",
    Authenticated: "auth",
    Faulted: "error",
}


def describe(occurrence: Occurrence) -> tuple[str, dict[str, Any]]:
    """(event name, fields) of an occurrence: its own fields, in units people read."""
    name = EVENT_NAMES[type(occurrence)]
    if isinstance(occurrence, ModelCalled):
        return name, _call_fields(occurrence)
    if isinstance(occurrence, Faulted):
        where = {"where": occurrence.where, "request_id": occurrence.request_id}
        return name, {**where, **error_fields(occurrence.error)}
    fields = asdict(occurrence)
    for comparison in fields.get("comparisons", ()):
        comparison["score"] = round(comparison["score"], 3)
    if "duration_seconds" in fields:
        fields["duration_seconds"] = round(fields["duration_seconds"], 3)
    return name, fields


def error_fields(error: BaseException) -> dict[str, Any]:
    """Type, our own message if it is one of ours, and the traceback's frames without any values."""
    ours = isinstance(error, TutorError | ProviderError)
    frames = "".join(traceback.format_tb(error.__traceback__))
    cause = error.__cause__ or error.__context__
    return {
        "error_type": type(error).__name__,
        "error": str(error) if ours else None,
        "cause": None if cause is None else type(cause).__name__,
        "traceback": frames,
    }


def _call_fields(call: ModelCalled) -> dict[str, Any]:
    return {
        "request_id": call.request_id,
        "purpose": call.purpose,
        "provider": call.provider,
        "model": call.model,
        "input_tokens": call.usage.input_tokens,
        "output_tokens": call.usage.output_tokens,
        "estimated": call.usage.estimated,
        "estimated_cost": None if call.cost_nano_usd is None else format_usd(call.cost_nano_usd),
        "latency_ms": _milliseconds(call.latency_seconds),
        "success": call.success,
        "error": call.error,
    }


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 1)
