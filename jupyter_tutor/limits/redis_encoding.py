"""How limits, requests and answers are put into words for the script in Redis, and read back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from jupyter_tutor.cost.limits import (
    KEPT_SECONDS,
    Amount,
    Breaker,
    CalendarCounter,
    Hold,
    Limit,
    NearlyUsedUp,
    Refused,
    SessionTotal,
    SlidingLog,
)

MOST = 2**53 - 1
"""Redis' Lua counts in doubles, which are exact up to here: nine million US dollars in nano-USD."""

_MOST_KEPT = 20_000


def library() -> tuple[str, str]:
    """The name of the function in Redis, and the text of its library: of all parts of the script.

    The name has the text's digest in it: workers of two versions use one Redis without disturbing each
    other's code.
    """
    folder = files("jupyter_tutor.limits") / "redis_script"
    parts = sorted(
        (part for part in folder.iterdir() if part.name.endswith(".lua")), key=lambda part: part.name
    )
    text = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    name = f"jupyter_tutor_limits_{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    return name, f'#!lua name={name}\n{text}\nredis.register_function("{name}", answer)\n'


def limit_fields(limit: Limit) -> dict[str, Any]:
    """A limit as the script wants it, lives in seconds."""
    if isinstance(limit, CalendarCounter):
        return {
            "kind": "counter",
            "key": _key("counter", limit.name, limit.subject, repr(limit.start)),
            "resource": limit.resource.value,
            "held": f"{limit.resource.value}_held",
            "limit": min(limit.limit, MOST),
            "end": limit.end,
            "life": limit.end - limit.start + KEPT_SECONDS,
        }
    if isinstance(limit, SlidingLog):
        return {
            "kind": "log",
            "key": _key("log", limit.name, limit.subject),
            "limit": limit.limit,
            "seconds": limit.seconds,
            "model_calls": limit.counts_model_calls,
            "life": limit.seconds + KEPT_SECONDS,
        }
    if isinstance(limit, SessionTotal):
        return {
            "kind": "session",
            "key": _key("session", limit.name, limit.subject),
            "name": limit.name,
            "limit": min(limit.limit, MOST),
            "idle": limit.idle_seconds,
            "longest": limit.longest_seconds or 0,
            "warn": limit.limit * limit.warn_at,
            "life": limit.idle_seconds + KEPT_SECONDS,
        }
    if isinstance(limit, Breaker):
        return {
            "kind": "breaker",
            "key": _key("breaker", limit.name),
            "limit": min(limit.limit, MOST),
            "cooldown": limit.cooldown_seconds,
            "bucket": limit.bucket_seconds,
            "buckets": limit.buckets,
            "life": limit.bucket_seconds * limit.buckets + limit.cooldown_seconds + KEPT_SECONDS,
        }
    return {
        "kind": "throttle",
        "key": _key("throttle", limit.name, limit.subject),
        "limit": min(limit.limit, MOST),
        "seconds": limit.seconds,
        "marker": limit.marker_seconds,
        "life": max(limit.seconds, limit.marker_seconds) + KEPT_SECONDS,
    }


class LimitTexts:
    """Limits as JSON texts. Redis has read most of them before, and knows them by their text."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._made: dict[str, tuple[Limit, str]] = {}

    def of(self, limits: Sequence[Limit]) -> list[str]:
        """Their texts, in their order."""
        return [self._one(limit) for limit in limits]

    def _one(self, limit: Limit) -> str:
        made = self._made.get(limit.key)
        # Looked up by key and compared: hashing a limit costs more than all the rest.
        if made is not None and (made[0] is limit or made[0] == limit):
            return made[1]
        fields = limit_fields(limit)
        text = json.dumps({**fields, "key": self._prefix + fields["key"]}, separators=(",", ":"))
        if len(self._made) >= _MOST_KEPT:
            self._made.clear()
        self._made[limit.key] = limit, text
        return text


def _key(kind: str, *parts: str) -> str:
    # Lengths keep ("a:b", "c") and ("a", "b:c") apart.
    return kind + "".join(f":{len(part)}:{part}" for part in parts)


def hold_fields(hold: Hold) -> dict[str, Any]:
    """A hold; ValueError when it is more than can be counted exactly."""
    most = hold.amount(hold.max_output_tokens)
    if max(most.tokens, most.cost) > MOST or min(hold.input_tokens, hold.input_cost) < 0:
        raise ValueError("a hold beyond what can be counted exactly")
    least = hold.least_output_tokens
    return {
        "input_tokens": hold.input_tokens,
        "input_cost": hold.input_cost,
        "output_price": hold.output_price,
        "max": hold.max_output_tokens,
        "least": least,
        "costs": hold.amount(hold.max_output_tokens).cost > 0,
    }


def amount_fields(amount: Amount) -> dict[str, int]:
    """An amount; ValueError when it is more than can be counted exactly."""
    if max(amount.requests, amount.tokens, amount.cost) > MOST:
        raise ValueError("an amount beyond what can be counted exactly")
    return {"requests": amount.requests, "tokens": amount.tokens, "cost": amount.cost}


def read_warnings(said: Any) -> tuple[NearlyUsedUp, ...]:
    """The sessions that are nearly used up."""
    return tuple(NearlyUsedUp(name, int(spent), int(limit)) for name, spent, limit in said or ())


def read_refusal(said: Sequence[str], limits: Sequence[Limit]) -> Refused:
    """Which limit refuses and why."""
    place, limit_type, current, most, reset, now = said
    limit = limits[int(place) - 1]
    reset_time = float(reset) if reset else None
    wait = None if reset_time is None else max(0.0, reset_time - float(now))
    return Refused(limit.name, limit_type or type_of(limit), int(current), int(most), reset_time, wait)


def type_of(limit: Limit) -> str:
    """The resource for counters, the name otherwise."""
    return limit.resource.value if isinstance(limit, CalendarCounter) else limit.name
