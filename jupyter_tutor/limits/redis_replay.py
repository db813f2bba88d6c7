"""What became of requests, in words for the script's `replay`: saying it again changes nothing."""

from __future__ import annotations

from typing import Any

from jupyter_tutor.cost.limits import LEASE_SECONDS, PastRequest
from jupyter_tutor.limits.known_state import OwnRequest
from jupyter_tutor.limits.redis_encoding import LimitTexts, amount_fields


def own_in_words(request: OwnRequest, texts: LimitTexts) -> dict[str, Any]:
    """A request of this worker, as it is now."""
    fields: dict[str, Any] = {
        "id": request.id,
        "at": request.at,
        "phase": request.phase,
        "model_call": request.is_model_call,
        "held": amount_fields(request.held),
        "used": amount_fields(request.used),
        "lease": request.lease_until,
        "warned": request.warned,
        "limits": texts.of(request.limits),
    }
    if request.so_far is not None:
        fields["so_far"] = amount_fields(request.so_far)
    admission = request.admission
    if admission is not None:
        warnings = [[warning.name, str(warning.spent), str(warning.limit)] for warning in admission.warnings]
        fields["answer"] = [str(admission.output_tokens), repr(request.at), warnings]
    return fields


def past_in_words(row: PastRequest, texts: LimitTexts) -> dict[str, Any]:
    """A request from before: it opens breakers and sets markers when it was, and warns of nothing again."""
    return {
        "id": row.request_id,
        "at": row.at,
        "ended": row.at,
        "phase": "held" if row.open else "settled",
        "model_call": row.charged.tokens > 0,
        "held": amount_fields(row.charged),
        "used": amount_fields(row.charged),
        "lease": row.at + LEASE_SECONDS,
        "warned": not row.open,
        "limits": texts.of(row.limits),
        "answer": [str(row.charged.tokens), repr(row.at), []],
    }
