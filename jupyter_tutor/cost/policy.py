"""Every limit of a site, its value and its switch; and which limits a request of a student has.

The order of the list is the order in which limits are asked, and so which of several gets named: the ones
that take longest to open again come first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from jupyter_tutor.cost.caps import MOST, Cap, CapType, caps_in_force
from jupyter_tutor.cost.limits import (
    Breaker,
    CalendarCounter,
    CostThrottle,
    Limit,
    Resource,
    SessionTotal,
    SlidingLog,
)
from jupyter_tutor.cost.money import NANO_USD_PER_USD
from jupyter_tutor.cost.windows import Calendar, WindowKind, time_zone
from jupyter_tutor.errors import ConfigurationError, Invalid

MINUTE = 60
DAY = 86_400
EVERYONE = "everyone"


class LimitName(StrEnum):
    """The names of limits, in refusals, status pages and logs. Caps are called by their type."""

    BREAKER = "breaker"
    MONTHLY = "monthly"
    DAILY = "daily"
    HOURLY = "hourly"
    DAILY_TOKENS = "daily_tokens"
    SESSION = "session"
    DAILY_THROTTLE = "daily_throttle"
    THROTTLE = "throttle"
    MODEL_CALLS = "model_calls"
    MESSAGES = "messages"


@dataclass(frozen=True, slots=True)
class MeteringPolicy:
    """The limits of a site. Money in nano-USD, times in seconds; a switch `…_on` turns a limit off.

    `messages_per_minute` and `daily_tokens` are per student, `model_calls_per_minute` and
    `breaker_cost` (in any hour) over everyone. A metering session has a budget and closes after
    `session_idle`; with `session_longest_on` it lasts `session_longest` at most; both go with
    `session_on`. `default_caps` are those of a student without a cap of that type. The throttle sets
    a marker of `throttle_marker` seconds when a student has spent `throttle_cost` within
    `throttle_window`, and one of twice that at `throttle_daily_cost` within 24 hours. `connections`
    are sockets of one student at a time. `time_zone` is where hours, days and months begin.

    ConfigurationError names a value that is not allowed.
    """

    messages_per_minute: int = 20
    messages_on: bool = True
    model_calls_per_minute: int = 200
    model_calls_on: bool = True
    daily_tokens: int = 100_000
    daily_tokens_on: bool = True
    session_budget: int = 5 * NANO_USD_PER_USD
    session_idle: int = 30 * MINUTE
    session_warn_at: float = 0.8
    session_on: bool = True
    session_longest: int = 30 * MINUTE
    session_longest_on: bool = False
    breaker_cost: int = 100 * NANO_USD_PER_USD
    breaker_cooldown: int = 60 * MINUTE
    breaker_on: bool = True
    default_caps: tuple[Cap, ...] = (
        Cap(CapType.DAILY, requests=1_000, tokens=100_000, cost=10 * NANO_USD_PER_USD),
    )
    caps_on: bool = True
    cap_grace: int = 5 * MINUTE
    throttle_cost: int = NANO_USD_PER_USD // 2
    throttle_window: int = 10 * MINUTE
    throttle_marker: int = 30
    throttle_daily_cost: int = 2 * NANO_USD_PER_USD
    throttle_on: bool = False
    connections: int = 3
    connections_on: bool = True
    time_zone: str = "UTC"

    def __post_init__(self) -> None:
        for setting in fields(self):
            _check(setting.name, str(setting.type), getattr(self, setting.name))
        if not 0 < self.session_warn_at <= 1:
            raise ConfigurationError(
                f"session_warn_at={self.session_warn_at!r} is not allowed: a share above 0, at most 1."
            )
        types = [cap.cap_type for cap in self.default_caps]
        if len(set(types)) < len(types) or any(cap.group for cap in self.default_caps):
            raise ConfigurationError(
                "default_caps is not allowed: at most one cap per type, none of a group."
            )
        time_zone(self.time_zone)


def _check(name: str, kind: str, value: Any) -> None:
    """ConfigurationError unless the value is of the kind, and whole numbers are from 1 to MOST."""
    if kind == "bool" and type(value) is not bool:
        raise ConfigurationError(f"{name}={value!r} is not allowed: true or false.")
    if kind == "int" and not (type(value) is int and 0 < value <= MOST):
        raise ConfigurationError(f"{name}={value!r} is not allowed: a whole number from 1 to {MOST}.")
    if kind == "float" and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise ConfigurationError(f"{name}={value!r} is not allowed: a number.")


def check_caps(rows: Sequence[Cap]) -> None:
    """Invalid unless there is at most one cap per type and owner."""
    owners = [(cap.cap_type, cap.group) for cap in rows]
    if len(set(owners)) < len(owners):
        raise Invalid("There can be one cap per type only.")


def limits_for(
    policy: MeteringPolicy,
    caps: Sequence[Cap],
    student_id: str,
    now: float,
    calendar: Calendar | None = None,
) -> tuple[Limit, ...]:
    """The limits of a request of a student at `now` (seconds since the epoch).

    `caps` are the rows of the student and their groups; defaults are added where they have none.
    `calendar` is one over `policy.time_zone`, kept by whoever asks often.
    """
    calendar = calendar or Calendar(time_zone(policy.time_zone))
    limits: list[Limit] = []
    if policy.breaker_on:
        limits.append(breaker_of(policy))
    limits.extend(_counters(policy, caps, student_id, now, calendar))
    if policy.session_on:
        limits.append(session_of(policy, student_id))
    if policy.throttle_on:
        limits.extend(_throttles(policy, student_id))
    if policy.model_calls_on:
        calls = policy.model_calls_per_minute
        limits.append(
            SlidingLog(LimitName.MODEL_CALLS.value, EVERYONE, calls, MINUTE, counts_model_calls=True)
        )
    if policy.messages_on:
        limits.append(SlidingLog(LimitName.MESSAGES.value, student_id, policy.messages_per_minute, MINUTE))
    return tuple(limits)


def breaker_of(policy: MeteringPolicy) -> Breaker:
    """The breaker over everyone."""
    return Breaker(LimitName.BREAKER.value, policy.breaker_cost, policy.breaker_cooldown)


def session_of(policy: MeteringPolicy, student_id: str) -> SessionTotal:
    """The metering session of a student."""
    longest = policy.session_longest if policy.session_longest_on else None
    return SessionTotal(
        LimitName.SESSION.value,
        student_id,
        policy.session_budget,
        policy.session_idle,
        longest,
        policy.session_warn_at,
    )


def _counters(
    policy: MeteringPolicy, caps: Sequence[Cap], student_id: str, now: float, calendar: Calendar
) -> list[CalendarCounter]:
    """Those that end last come first; of a day, the site's own tokens before the caps."""
    counters: list[CalendarCounter] = []
    if policy.daily_tokens_on:
        day = calendar.window(WindowKind.DAY, now)
        name, most = LimitName.DAILY_TOKENS.value, policy.daily_tokens
        counters.append(CalendarCounter(name, student_id, Resource.TOKENS, most, day.start, day.end))
    if policy.caps_on:
        counters.extend(_cap_counters(policy, caps, student_id, now, calendar))
    return sorted(counters, key=lambda counter: -counter.end)


def _cap_counters(
    policy: MeteringPolicy, caps: Sequence[Cap], student_id: str, now: float, calendar: Calendar
) -> list[CalendarCounter]:
    counters = []
    for cap in caps_in_force(caps, policy.default_caps, now):
        window = calendar.window(cap.cap_type.window, now)
        subject = student_id if cap.group is None else f"group:{cap.group}"
        for resource in Resource:
            limit = cap.of(resource)
            if limit is not None:
                counters.append(
                    CalendarCounter(cap.cap_type.value, subject, resource, limit, window.start, window.end)
                )
    return counters


def _throttles(policy: MeteringPolicy, student_id: str) -> list[Limit]:
    daily, short = LimitName.DAILY_THROTTLE.value, LimitName.THROTTLE.value
    marker = policy.throttle_marker
    return [
        CostThrottle(daily, student_id, policy.throttle_daily_cost, DAY, 2 * marker),
        CostThrottle(short, student_id, policy.throttle_cost, policy.throttle_window, marker),
    ]
