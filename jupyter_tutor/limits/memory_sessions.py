"""What the store in memory keeps for a metering session and for a cost throttle."""

from __future__ import annotations

from bisect import insort
from collections import deque
from dataclasses import replace

from jupyter_tutor.cost.limits import (
    KEPT_SECONDS,
    CostThrottle,
    LimitUsage,
    NearlyUsedUp,
    Refused,
    SessionTotal,
)
from jupyter_tutor.limits.memory_windows import NO_ROOM, Ask, Change, Request, longest, refused


class Session:
    """One metering session: what its requests are charged, and how much of that is known to be true."""

    __slots__ = ("charged", "last_at", "opened_at", "sessions", "true_cost", "warned")

    def __init__(self, sessions: Sessions, now: float) -> None:
        self.sessions = sessions
        self.opened_at = now
        self.last_at = now
        self.charged = 0
        self.true_cost = 0
        self.warned = False

    def correct(self, limit: SessionTotal, change: Change) -> NearlyUsedUp | None:
        """Add the difference; the warning, when it is due and the session is still open."""
        self.charged += change.cost
        self.true_cost += change.true_cost
        return self.warning(limit) if change.warns and self.sessions.at(limit, change.now) is self else None

    def warning(self, limit: SessionTotal) -> NearlyUsedUp | None:
        """The warning of this session, once."""
        if self.warned or self.true_cost < limit.limit * limit.warn_at:
            return None
        self.warned = True
        return NearlyUsedUp(limit.name, self.true_cost, limit.limit)


class Sessions:
    """The sessions of one subject, of which only the last one matters."""

    __slots__ = ("current", "keep_until")

    def __init__(self, keep_until: float) -> None:
        self.current: Session | None = None
        self.keep_until = keep_until

    def at(self, limit: SessionTotal, now: float) -> Session | None:
        """The session that is open now."""
        session = self.current
        return session if session is not None and now < session.last_at + limit.idle_seconds else None

    def room(self, limit: SessionTotal, ask: Ask, now: float) -> int:
        """The longest answer that fits into what the session leaves."""
        session = self.at(limit, now)
        if session is None:
            return longest(limit.limit, ask.input_cost, ask.price, ask)
        if _is_too_long(limit, session, now):
            return NO_ROOM
        left = limit.limit - session.charged
        return ask.most if left >= ask.most_cost else longest(left, ask.input_cost, ask.price, ask)

    def charge(self, limit: SessionTotal, request: Request, ask: Ask, now: float) -> Session:
        """Add the hold to the open session, or open one; a warning that is due goes into the admission."""
        del ask
        session = self.at(limit, now)
        if session is None:
            self.current = session = Session(self, now)
        session.last_at = now
        session.charged += request.charged.cost
        self.keep_until = now + limit.idle_seconds + KEPT_SECONDS
        warning = session.warning(limit)
        if warning is not None:
            warnings = (*request.admission.warnings, warning)
            request.admission = replace(request.admission, warnings=warnings)
        return session

    def refusal(self, limit: SessionTotal, ask: Ask, now: float) -> Refused:
        """Until the session closes, unless the hold is beyond the whole budget."""
        session = self.at(limit, now)
        reset = None if session is None else session.last_at + limit.idle_seconds
        if session is not None and limit.longest_seconds and _is_too_long(limit, session, now):
            age = int(now - session.opened_at)
            return refused(limit.name, "seconds", (age, limit.longest_seconds), reset, now)
        charged = 0 if session is None else session.charged
        reset = None if ask.input_cost + ask.least * ask.price > limit.limit else reset
        return refused(limit.name, limit.name, (charged, limit.limit), reset, now)

    def usage(self, limit: SessionTotal, now: float) -> LimitUsage:
        """What the open session is charged; nothing when none is open."""
        session = self.at(limit, now)
        if session is None:
            return LimitUsage(limit.name, limit.name, 0, limit.limit, None, exceeded=False)
        closes = session.last_at + limit.idle_seconds
        exceeded = session.charged >= limit.limit or _is_too_long(limit, session, now)
        return LimitUsage(limit.name, limit.name, session.charged, limit.limit, closes, exceeded)


def _is_too_long(limit: SessionTotal, session: Session, now: float) -> bool:
    return limit.longest_seconds is not None and session.opened_at + limit.longest_seconds <= now


class Throttle:
    """The true costs of one subject by the time of their reservation, and the marker they set."""

    __slots__ = ("costs", "keep_until", "marked_until", "total")

    def __init__(self, keep_until: float) -> None:
        self.costs: deque[tuple[float, int]] = deque()
        self.total = 0
        self.marked_until = 0.0
        self.keep_until = keep_until

    def room(self, limit: CostThrottle, ask: Ask, now: float) -> int:
        """All, or NO_ROOM while the marker stands and the request costs something."""
        del limit
        return NO_ROOM if ask.is_paid and self.marked_until > now else ask.most

    def charge(self, limit: CostThrottle, request: Request, ask: Ask, now: float) -> Throttle:
        """Nothing is added before the true cost is known."""
        del request, ask
        self.keep_until = max(self.marked_until, now + limit.seconds)
        return self

    def correct(self, limit: CostThrottle, change: Change) -> None:
        """Add to the true costs, if this one still counts; set the marker when they reach the limit."""
        at = change.request.at
        if change.true_cost == 0 or at + limit.seconds <= change.now:
            return
        self._drop_old(limit, change.now)
        insort(self.costs, (at, change.true_cost))
        self.total += change.true_cost
        if change.true_cost > 0 and self.total >= limit.limit:
            self.marked_until = max(self.marked_until, change.now + limit.marker_seconds)
            self.keep_until = max(self.keep_until, self.marked_until)

    def _drop_old(self, limit: CostThrottle, now: float) -> None:
        costs = self.costs
        while costs and costs[0][0] + limit.seconds <= now:
            self.total -= costs.popleft()[1]

    def refusal(self, limit: CostThrottle, ask: Ask, now: float) -> Refused:
        """Until the marker expires."""
        del ask
        usage = self.usage(limit, now)
        return refused(limit.name, limit.name, (usage.current_usage, limit.limit), usage.reset_time, now)

    def usage(self, limit: CostThrottle, now: float) -> LimitUsage:
        """The true costs in the window that ends now."""
        total = sum(cost for at, cost in self.costs if at + limit.seconds > now)
        marked = self.marked_until > now
        reset = self.marked_until if marked else None
        return LimitUsage(limit.name, limit.name, total, limit.limit, reset, marked)
