"""A second opinion about limits: keeps every request in a list and works everything out from scratch.

It shares nothing with the stores but the words of `cost/limits.py`. Slow and plain on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from jupyter_tutor.cost.limits import (
    CLOCK_SLACK_SECONDS,
    LEASE_SECONDS,
    Admission,
    Amount,
    Breaker,
    BreakerState,
    CalendarCounter,
    CostThrottle,
    Hold,
    LimitUsage,
    NearlyUsedUp,
    Refused,
    SessionTotal,
    SlidingLog,
)
from jupyter_tutor.tutoring.metering.ports import LostHold

NOTHING = Amount()


@dataclass(repr=False)
class Request:
    """All that happened to one admitted request."""

    number: int
    id: str
    at: float
    limits: tuple[Any, ...]
    hold: Hold
    held: Amount
    admission: Admission
    lease_until: float
    total: Amount | None = None
    phase: str = "held"
    used: Amount = NOTHING
    ended_at: float | None = None
    probes: set[str] = field(default_factory=set)

    def __repr__(self) -> str:
        return f"{self.id} ({self.phase})"

    @property
    def charged(self) -> Amount:
        return self.held if self.phase == "held" else self.used

    @property
    def true(self) -> Amount:
        return NOTHING if self.phase == "held" else self.used


class NaiveModel:
    """Answers every question of a LimitStore by looking at every request there ever was."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.latest = 0.0
        self.opened: dict[str, float | None] = {}
        self.reset_at_number: dict[str, int] = {}
        self.markers: dict[tuple[str, str], float] = {}
        self.warned: set[tuple[str, str, int]] = set()

    # ---- what happens ------------------------------------------------------------------

    def reserve(self, request_id, hold, limits, now):
        now = self._time(now)
        for request in self.requests:
            if request.id == request_id:
                return request.admission
        fits = hold.max_output_tokens
        for limit in limits:
            if isinstance(limit, Breaker) and _costs(hold):
                self._open_if_reached(limit, now)
            room = self._room(limit, hold, now)
            if room is None:
                return self._refusal(limit, hold, now)
            fits = min(fits, room)
        held = hold.amount(fits)
        request = Request(
            number=len(self.requests) + 1,
            id=request_id,
            at=now,
            limits=tuple(limits),
            hold=hold,
            held=held,
            admission=Admission(request_id, fits, held),
            lease_until=now + LEASE_SECONDS,
        )
        for limit in limits:
            if isinstance(limit, Breaker) and _costs(hold) and self.opened.get(limit.name) is not None:
                # It was admitted although the breaker has not closed: so it is the probe.
                request.probes.add(limit.name)
        self.requests.append(request)
        request.admission = Admission(request_id, fits, held, self._warnings(request, now))
        return request.admission

    def renew(self, request_id, so_far, now):
        now = self._time(now)
        for request in self.requests:
            if request.id == request_id and request.phase == "held":
                request.total = so_far
                request.lease_until = now + LEASE_SECONDS

    def settle(self, request_id, used, now):
        now = self._time(now)
        for request in self.requests:
            if request.id == request_id and request.phase in ("held", "lost"):
                was_running = request.phase == "held"
                added = used.cost - request.true.cost
                request.phase, request.used, request.ended_at = "settled", used, now
                return self._true_cost_changed(request, added, now, probe_ended=was_running)
        return ()

    def refund(self, request_id, now):
        now = self._time(now)
        for request in self.requests:
            if request.id == request_id and request.phase in ("held", "lost"):
                request.phase, request.used, request.ended_at = "refunded", NOTHING, now

    def sweep(self, now):
        now = self._time(now)
        lost = []
        for request in self.requests:
            if request.phase == "held" and request.lease_until <= now:
                used = request.held if request.total is None else request.total
                request.phase, request.used, request.ended_at = "lost", used, now
                self._true_cost_changed(request, used.cost, now, probe_ended=False, warn=False)
                lost.append(LostHold(request.id, used))
        return tuple(lost)

    def reset_breaker(self, breaker, now):
        self._time(now)
        self.opened[breaker.name] = None
        self.reset_at_number[breaker.name] = len(self.requests)

    # ---- what is asked -----------------------------------------------------------------

    def usage(self, limits, now):
        now = self._time(now, look=True)
        return tuple(self._usage(limit, now) for limit in limits)

    def breaker(self, breaker, now):
        now = self._time(now, look=True)
        return self._breaker_state(breaker, now), self._usage(breaker, now)

    # ---- time --------------------------------------------------------------------------

    def _time(self, now, look=False):
        if self.latest - CLOCK_SLACK_SECONDS <= now < self.latest:
            return self.latest
        if not look:
            self.latest = now
        return now

    # ---- one limit ---------------------------------------------------------------------

    def _room(self, limit, hold, now):  # noqa: PLR0911 - one way out per kind
        """The longest answer the limit leaves room for, None when not even the shortest."""
        if isinstance(limit, SlidingLog):
            full = self._logged(limit, now)[limit.limit - 1 :]
            return None if full and self._is_logged(limit, hold) else hold.max_output_tokens
        if isinstance(limit, CalendarCounter):
            return self._longest(hold, limit.resource.value, limit.limit - self._counted(limit))
        if isinstance(limit, SessionTotal):
            session = self._session(limit, now)
            if session and limit.longest_seconds and session[0].at + limit.longest_seconds <= now:
                return None
            return self._longest(hold, "cost", limit.limit - sum(r.charged.cost for r in session))
        if not _costs(hold):
            return hold.max_output_tokens
        if isinstance(limit, Breaker):
            state = self._breaker_state(limit, now)
            full = state is BreakerState.CLOSED and self._breaker_sum(limit, now) >= limit.limit
            busy = state is BreakerState.HALF_OPEN and self._probing(limit)
            return None if full or busy or state is BreakerState.OPEN else hold.max_output_tokens
        marked = self.markers.get((limit.name, limit.subject), 0.0) > now
        return None if marked else hold.max_output_tokens

    def _longest(self, hold, resource, left):
        lengths = range(hold.max_output_tokens, hold.least_output_tokens - 1, -1)
        for length in lengths:
            needed = getattr(hold.amount(length), resource)
            if needed == 0 or needed <= left:
                return length
        return None

    def _refusal(self, limit, hold, now):
        usage = self._usage(limit, now)
        limit_type, current, most, reset = (
            usage.limit_type,
            usage.current_usage,
            usage.limit,
            usage.reset_time,
        )
        if isinstance(limit, SessionTotal):
            session = self._session(limit, now)
            if session and limit.longest_seconds and session[0].at + limit.longest_seconds <= now:
                limit_type, current, most = "seconds", int(now - session[0].at), limit.longest_seconds
            elif hold.amount(hold.least_output_tokens).cost > limit.limit:
                reset = None
        if isinstance(limit, Breaker) and self._breaker_state(limit, now) is not BreakerState.OPEN:
            reset = now + limit.bucket_seconds
        wait = None if reset is None else reset - now
        return Refused(limit.name, limit_type, current, most, reset, wait)

    def _usage(self, limit, now):
        if isinstance(limit, SlidingLog):
            times = self._logged(limit, now)
            exceeded = len(times) >= limit.limit
            reset = times[len(times) - limit.limit] + limit.seconds if exceeded else None
            return LimitUsage(limit.name, limit.name, len(times), limit.limit, reset, exceeded)
        if isinstance(limit, CalendarCounter):
            count = self._counted(limit)
            return LimitUsage(
                limit.name, limit.resource.value, count, limit.limit, limit.end, count >= limit.limit
            )
        if isinstance(limit, SessionTotal):
            session = self._session(limit, now)
            total = sum(request.charged.cost for request in session)
            over = bool(session and limit.longest_seconds and session[0].at + limit.longest_seconds <= now)
            reset = session[-1].at + limit.idle_seconds if session else None
            return LimitUsage(limit.name, limit.name, total, limit.limit, reset, over or total >= limit.limit)
        if isinstance(limit, Breaker):
            state, total = self._breaker_state(limit, now), self._breaker_sum(limit, now)
            is_open = state is BreakerState.OPEN
            reset = self.opened[limit.name] + limit.cooldown_seconds if is_open else None
            busy = state is BreakerState.HALF_OPEN and self._probing(limit)
            full = state is BreakerState.CLOSED and total >= limit.limit
            return LimitUsage(limit.name, limit.name, total, limit.limit, reset, is_open or busy or full)
        until = self.markers.get((limit.name, limit.subject), 0.0)
        marked = until > now
        total = self._throttled(limit, now)
        return LimitUsage(limit.name, limit.name, total, limit.limit, until if marked else None, marked)

    # ---- sums --------------------------------------------------------------------------

    def _with(self, limit):
        """(request, its limit) for every request that was admitted under the same limit."""
        for request in self.requests:
            for other in request.limits:
                if _identity(other) == _identity(limit):
                    yield request, other

    def _is_logged(self, limit, hold):
        return hold.max_output_tokens > 0 or not limit.counts_model_calls

    def _logged(self, limit, now):
        return sorted(
            request.at
            for request, _ in self._with(limit)
            if request.phase != "refunded"
            and self._is_logged(limit, request.hold)
            and request.at + limit.seconds > now
        )

    def _counted(self, limit):
        return sum(getattr(request.charged, limit.resource.value) for request, _ in self._with(limit))

    def _sessions(self, limit):
        sessions: list[list[Request]] = []
        for request, its in self._with(limit):
            if sessions and request.at < sessions[-1][-1].at + its.idle_seconds:
                sessions[-1].append(request)
            else:
                sessions.append([request])
        return sessions

    def _session(self, limit, now):
        sessions = self._sessions(limit)
        if sessions and now < sessions[-1][-1].at + limit.idle_seconds:
            return sessions[-1]
        return []

    def _in_breaker(self, limit, now):
        first = now // limit.bucket_seconds - limit.buckets + 1
        return [
            request
            for request, _ in self._with(limit)
            if request.number > self.reset_at_number.get(limit.name, 0)
            and request.at // limit.bucket_seconds >= first
        ]

    def _breaker_sum(self, limit, now):
        return sum(request.charged.cost for request in self._in_breaker(limit, now))

    def _throttled(self, limit, now):
        return sum(request.true.cost for request, _ in self._with(limit) if request.at + limit.seconds > now)

    # ---- what true costs set off -------------------------------------------------------

    def _breaker_state(self, limit, now):
        opened = self.opened.get(limit.name)
        if opened is None:
            return BreakerState.CLOSED
        return BreakerState.OPEN if now < opened + limit.cooldown_seconds else BreakerState.HALF_OPEN

    def _probing(self, limit):
        return any(
            limit.name in request.probes and request.number > self.reset_at_number.get(limit.name, 0)
            for request in self.requests
            if request.phase == "held"
        )

    def _open_if_reached(self, limit, now):
        true = sum(request.true.cost for request in self._in_breaker(limit, now))
        if self.opened.get(limit.name) is None and true >= limit.limit:
            self.opened[limit.name] = now

    def _true_cost_changed(self, request, added, now, probe_ended, warn=True):
        for limit in request.limits:
            if isinstance(limit, Breaker) and request.number > self.reset_at_number.get(limit.name, 0):
                if limit.name in request.probes and probe_ended:
                    self.opened[limit.name] = None
                    self._open_if_reached(limit, now)
                elif added > 0:
                    self._open_if_reached(limit, now)
            if isinstance(limit, CostThrottle) and added > 0 and request.at + limit.seconds > now:
                if self._throttled(limit, now) < limit.limit:
                    continue
                key = (limit.name, limit.subject)
                self.markers[key] = max(self.markers.get(key, 0.0), now + limit.marker_seconds)
        return self._warnings(request, now) if warn else ()

    def _warnings(self, request, now):
        warnings = []
        for limit in request.limits:
            if not isinstance(limit, SessionTotal):
                continue
            session = self._session(limit, now)
            if request not in session:
                continue
            spent = sum(r.true.cost for r in session)
            key = (limit.name, limit.subject, session[0].number)
            if spent >= limit.limit * limit.warn_at and key not in self.warned:
                self.warned.add(key)
                warnings.append(NearlyUsedUp(limit.name, spent, limit.limit))
        return tuple(warnings)


def _costs(hold):
    return hold.amount(hold.max_output_tokens).cost > 0


def _identity(limit):
    if isinstance(limit, CalendarCounter):
        return ("counter", limit.name, limit.subject, limit.resource, limit.start)
    if isinstance(limit, Breaker):
        return ("breaker", limit.name)
    return (type(limit), limit.name, limit.subject)
