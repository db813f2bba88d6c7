"""Error codes to HTTP statuses, bodies and socket frames: the one place that knows them."""

from __future__ import annotations

import math
from typing import Any

from tornado.web import HTTPError

from jupyter_tutor.errors import LimitReached, TutorError

STATUS_OF_CODE = {
    "AUTH_INVALID": 401,
    "AUTH_FORBIDDEN": 403,
    "NOT_FOUND": 404,
    "CONFLICT": 409,
    "VALIDATION": 422,
    "RATE_LIMITED": 429,
    "DAILY_LIMIT": 429,
    "CAP_EXCEEDED": 429,
    "BUDGET_EXCEEDED": 429,
    "BREAKER_OPEN": 503,
    "LLM_UNAVAILABLE": 503,
    "DB_UNAVAILABLE": 503,
    "INTERNAL": 500,
}

SERVER_ERROR = 500
"""From here on it is our fault."""

_CODE_OF_STATUS = {401: "AUTH_INVALID", 403: "AUTH_FORBIDDEN", 404: "NOT_FOUND", 409: "CONFLICT"}

UNEXPECTED = "Something went wrong on the tutor's side. The server's log has the details."


def status_and_body(error: BaseException) -> tuple[int, dict[str, object]]:
    """HTTP status and body `{"detail", "code"}` of any error, and which limit refused, if one did."""
    if isinstance(error, TutorError):
        details = error.details if isinstance(error, LimitReached) else {}
        body = {"detail": error.message, "code": error.code, **details}
        return STATUS_OF_CODE.get(error.code, SERVER_ERROR), body
    if isinstance(error, HTTPError):
        status = error.status_code
        code = _CODE_OF_STATUS.get(status, "VALIDATION" if status < SERVER_ERROR else "INTERNAL")
        return status, {"detail": error.log_message or error.reason or "Request refused", "code": code}
    return SERVER_ERROR, {"detail": UNEXPECTED, "code": TutorError.code}


def retry_after_header(error: BaseException) -> str | None:
    """The value of `Retry-After` in whole seconds, where waiting helps."""
    if isinstance(error, TutorError) and error.retry_after is not None:
        return str(max(1, math.ceil(error.retry_after)))
    return None


def error_frame(error: TutorError, request_id: str | None) -> dict[str, Any]:
    """The socket frame that ends a request."""
    frame: dict[str, Any] = {
        "type": "error",
        "request_id": request_id,
        "code": error.code,
        "message": error.message,
    }
    if error.retry_after is not None:
        frame["retry_after"] = error.retry_after
    return frame
