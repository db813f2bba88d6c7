"""What a provider's refusal means, in the terms of `jupyter_tutor.errors`.

Messages are our own sentences with at most the provider's machine-readable code in them: what
providers write in prose may repeat the prompt or the key, and errors end up in logs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

from jupyter_tutor.errors import (
    ProviderError,
    ProviderOverloaded,
    ProviderRateLimited,
    ProviderRejectedKey,
    ProviderRejectedRequest,
    ProviderUnreachable,
)

# Codes that say more than the status they come with: a used-up account answers 429 at OpenAI
# and a wrong key 400 at Google, and neither is cured by trying again.
_TELLING_CODES = {
    "insufficient_quota": 402,
    "invalid_api_key": 401,
    "API_KEY_INVALID": 401,
}

# Errors that arrive inside a stream come with status 200 and only their code.
_STATUS_OF_CODE = {
    # Anthropic
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "api_error": 500,
    "timeout_error": 504,
    "overloaded_error": 529,
    # OpenAI and compatible servers
    "rate_limit_exceeded": 429,
    "server_error": 500,
    # Google, which names them as gRPC does
    "INVALID_ARGUMENT": 400,
    "FAILED_PRECONDITION": 400,
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "RESOURCE_EXHAUSTED": 429,
    "INTERNAL": 500,
    "UNAVAILABLE": 503,
    "DEADLINE_EXCEEDED": 504,
}

_CODE = re.compile(r"[A-Za-z][A-Za-z_]{1,40}")


def refusal(
    provider: str, status: int | None, codes: tuple[object, ...] = (), retry_after: float | None = None
) -> ProviderError:
    """The error for a refusal.

    `status` is the HTTP status, or None for an error inside a stream; `codes` are the
    provider's codes for it, most telling first, of any type as they come from the wire.
    """
    known = [code for code in codes if isinstance(code, str) and _CODE.fullmatch(code)]
    telling = [_TELLING_CODES[code] for code in known if code in _TELLING_CODES]
    streamed = [_STATUS_OF_CODE[code] for code in known if code in _STATUS_OF_CODE]
    if telling:
        status = telling[0]
    elif status is None:
        status = streamed[0] if streamed else 500
    detail = ", ".join([str(status), *known[:1]])
    return _by_status(provider, status, detail, retry_after)


def _by_status(provider: str, status: int, detail: str, retry_after: float | None) -> ProviderError:
    if status in {401, 402, 403}:
        return ProviderRejectedKey(f"{provider} did not accept the key or its account ({detail})")
    if status == 429:  # noqa: PLR2004
        return ProviderRateLimited(
            f"{provider} takes no more requests now ({detail})", retry_after=retry_after
        )
    if status == 408:  # noqa: PLR2004
        return ProviderUnreachable(f"{provider} gave up waiting ({detail})", retry_after=retry_after)
    # 409 is a lock at the provider that a later attempt finds free.
    if status >= 500 or status == 409:  # noqa: PLR2004
        return ProviderOverloaded(f"{provider} is in trouble ({detail})", retry_after=retry_after)
    return ProviderRejectedRequest(f"{provider} did not accept the request ({detail})")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds the provider asks to wait, or None.

    Reads `retry-after-ms` and both forms of Retry-After (RFC 9110 §10.2.3); a date is measured
    against the response's own Date, so that our clock need not agree with the provider's.
    """
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        seconds = _number(headers.get(name))
        if seconds is not None:
            return seconds * unit
    until, at = _date(headers.get("retry-after")), _date(headers.get("date"))
    if until is None or at is None:
        return None
    return max(0.0, (until - at).total_seconds())


def _number(text: str | None) -> float | None:
    return float(text) if text and re.fullmatch(r"\s*\d{1,9}(\.\d{1,9})?\s*", text) else None


def _date(text: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
