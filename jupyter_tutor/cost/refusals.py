"""What a person and a program are told when a limit says no, or is nearly used up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from jupyter_tutor.cost.limits import STORE_AWAY, LimitUsage, Refused, Resource
from jupyter_tutor.cost.money import format_usd
from jupyter_tutor.cost.policy import LimitName
from jupyter_tutor.errors import (
    BreakerOpen,
    BudgetExceeded,
    CapExceeded,
    DailyLimitReached,
    LimitReached,
    ModelUnavailable,
    RateLimited,
)

MESSAGES_SENTENCE = "Rate limit reached. Please wait before sending another message."
MODEL_CALLS_SENTENCE = "The tutor has many questions to answer at the moment. Please try again in a minute."
DAILY_TOKENS_SENTENCE = "Daily token limit reached"
BUDGET_SENTENCE = "Budget exceeded"
SESSION_TIME_SENTENCE = "Session time limit reached"
THROTTLE_SENTENCE = "You have used a lot in a short time. Please wait a little before you ask again."
BREAKER_SENTENCE = "The tutor has reached its spending limit and pauses. Please try again later."
STORE_AWAY_SENTENCE = "The tutor cannot check its limits at the moment. Please try again in a few seconds."
CONNECTIONS_SENTENCE = "Too many connections"

CAP_TYPES = (LimitName.HOURLY, LimitName.DAILY, LimitName.MONTHLY)
SECONDS = "seconds"

_IN_MONEY = frozenset(
    {LimitName.BREAKER, LimitName.SESSION, LimitName.DAILY_THROTTLE, LimitName.THROTTLE, Resource.COST}
)


def error_of(refused: Refused) -> LimitReached | ModelUnavailable:
    """The error that tells of a refusal: its class has the code, its `details` the fields of R7."""
    if refused.name == STORE_AWAY:
        return ModelUnavailable(STORE_AWAY_SENTENCE, retry_after=refused.retry_after_seconds)
    kind, sentence = _kind_and_sentence(refused)
    details = {"error": sentence, **_fields(refused)}
    return kind(sentence, retry_after=refused.retry_after_seconds, details=details)


def _kind_and_sentence(refused: Refused) -> tuple[type[LimitReached], str]:
    if refused.name in CAP_TYPES:
        return CapExceeded, _cap_sentence(refused)
    if refused.name == LimitName.SESSION:
        too_long = refused.limit_type == SECONDS
        return BudgetExceeded, SESSION_TIME_SENTENCE if too_long else BUDGET_SENTENCE
    return {
        LimitName.MESSAGES.value: (RateLimited, MESSAGES_SENTENCE),
        LimitName.MODEL_CALLS.value: (RateLimited, MODEL_CALLS_SENTENCE),
        LimitName.THROTTLE.value: (RateLimited, THROTTLE_SENTENCE),
        LimitName.DAILY_THROTTLE.value: (RateLimited, THROTTLE_SENTENCE),
        LimitName.DAILY_TOKENS.value: (DailyLimitReached, DAILY_TOKENS_SENTENCE),
        LimitName.BREAKER.value: (BreakerOpen, BREAKER_SENTENCE),
    }[refused.name]


def _cap_sentence(refused: Refused) -> str:
    """Such as "Daily usage cap exceeded: 1000/1000 requests. Resets at 2026-11-22T00:00:00+00:00"."""
    sign = "$" if is_money(refused.limit_type) else ""
    current, limit = (
        f"{sign}{shown(refused.limit_type, value)}" for value in (refused.current_usage, refused.limit)
    )
    return (
        f"{refused.name.capitalize()} usage cap exceeded: {current}/{limit} {refused.limit_type}. "
        f"Resets at {time_shown(refused.reset_time)}"
    )


def _fields(refused: Refused) -> Mapping[str, object]:
    """The fields of a refusal: money in US dollars as exact text, times as UTC text."""
    return {
        "cap_type": refused.name,
        "limit_type": refused.limit_type,
        "current_usage": shown(refused.limit_type, refused.current_usage),
        "limit": shown(refused.limit_type, refused.limit),
        "percentage_used": percentage(refused.current_usage, refused.limit),
        "reset_time": time_shown(refused.reset_time),
        "retry_after_seconds": refused.retry_after_seconds,
    }


def status_of(usage: LimitUsage) -> dict[str, object]:
    """Where a limit stands, for a program: the fields of a cap's status."""
    return {
        "cap_type": usage.name,
        "limit_type": usage.limit_type,
        "current_usage": shown(usage.limit_type, usage.current_usage),
        "limit": shown(usage.limit_type, usage.limit),
        "percentage_used": percentage(usage.current_usage, usage.limit),
        "reset_time": time_shown(usage.reset_time),
        "is_exceeded": usage.exceeded,
    }


def is_money(limit_type: str) -> bool:
    """Whether amounts of that type are nano-USD."""
    return limit_type in _IN_MONEY


def shown(limit_type: str, amount: int) -> int | str:
    """An amount for a program: a count as it is, money in US dollars as exact text."""
    return format_usd(amount) if is_money(limit_type) else amount


def percentage(used: int, limit: int) -> float:
    """How much of a limit is used, in percent, rounded down to a tenth: 100 is never shown too early."""
    return used * 1_000 // limit / 10


def time_shown(moment: float | None) -> str | None:
    """A moment as UTC text in ISO 8601, rounded up to the second: then it is certain."""
    if moment is None:
        return None
    return datetime.fromtimestamp(-(-moment // 1), UTC).isoformat()
