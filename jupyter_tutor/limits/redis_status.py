"""Where limits stand, by what Redis says or by what a worker knows of it."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_tutor.cost.limits import (
    Breaker,
    BreakerState,
    CalendarCounter,
    CostThrottle,
    Limit,
    LimitUsage,
    SessionTotal,
    SlidingLog,
)
from jupyter_tutor.limits.known_state import Known
from jupyter_tutor.limits.redis_encoding import type_of


def read_usage(limit: Limit, said: Sequence[str]) -> tuple[BreakerState, LimitUsage]:
    """What the script says of one limit; the state is CLOSED for all but breakers."""
    current, reset, exceeded, *state = said
    usage = LimitUsage(
        limit.name,
        type_of(limit),
        int(current),
        limit.limit,
        float(reset) if reset else None,
        exceeded=exceeded == "1",
    )
    return BreakerState(state[0]) if state else BreakerState.CLOSED, usage


def known_usage(limit: Limit, known: Known, now: float) -> tuple[BreakerState, LimitUsage]:
    """The same from what was last known, other workers' doings since unknown."""
    reset: float | None = None
    state = BreakerState.CLOSED
    exceeded = known.total >= limit.limit
    if isinstance(limit, CalendarCounter):
        reset = limit.end
    elif isinstance(limit, SlidingLog):
        reset = known.seen + limit.seconds if exceeded else None
    elif isinstance(limit, SessionTotal):
        reset = None if known.opened is None else known.last + limit.idle_seconds
    elif isinstance(limit, CostThrottle):
        exceeded = known.until > now
        reset = known.until if exceeded else None
    elif known.opened is not None:
        state, reset = _of_open_breaker(limit, known.opened, now)
        exceeded = True
    return state, LimitUsage(limit.name, type_of(limit), known.total, limit.limit, reset, exceeded=exceeded)


def _of_open_breaker(breaker: Breaker, opened: float, now: float) -> tuple[BreakerState, float | None]:
    until = opened + breaker.cooldown_seconds
    return (BreakerState.OPEN, until) if now < until else (BreakerState.HALF_OPEN, None)
