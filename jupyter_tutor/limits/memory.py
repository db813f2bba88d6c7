"""Who may spend, decided in the memory of one process.

Every operation is one piece of synchronous work inside its coroutine: nothing else runs in between, so
check and add are one step without a lock. It must be the only store over its conversations.

Nothing here survives the process. The caller makes holds durable (with the question they are for) and
has the ledger; from both, `restore` rebuilds the state at the next start.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from typing import Any, Protocol

from jupyter_tutor.cost.limits import (
    CLOCK_SLACK_SECONDS,
    KEPT_SECONDS,
    LEASE_SECONDS,
    Admission,
    Amount,
    Breaker,
    BreakerState,
    CalendarCounter,
    CostThrottle,
    Hold,
    Limit,
    LimitUsage,
    NearlyUsedUp,
    PastRequest,
    Refused,
    SessionTotal,
    SlidingLog,
)
from jupyter_tutor.limits.memory_breaker import Switch
from jupyter_tutor.limits.memory_sessions import Sessions, Throttle
from jupyter_tutor.limits.memory_windows import COUNTERS, Ask, Change, Log, Request
from jupyter_tutor.tutoring.metering.ports import LostHold

MOST_ENDED = 20_000
"""So many ended requests are remembered, the latest; sooner forgotten only when there are more."""

NOTHING = Amount()

_DROPPED_BY_THE_WAY = 16
_DROPPED_IN_A_SWEEP = 10_000


class _Window(Protocol):
    def room(self, limit: Any, ask: Ask, now: float) -> int: ...
    def charge(self, limit: Any, request: Request, ask: Ask, now: float) -> Any: ...
    def refusal(self, limit: Any, ask: Ask, now: float) -> Refused: ...
    def usage(self, limit: Any, now: float) -> LimitUsage: ...


class MemoryLimits:
    """The limit store of a single process. Work per decision depends on the number of limits alone."""

    degraded = False
    refusing = False

    def __init__(self) -> None:
        self._running: dict[str, Request] = {}
        self._ended: OrderedDict[str, Request] = OrderedDict()
        self._windows: dict[str, Any] = {}
        self._expiries: list[tuple[float, int, str]] = []
        self._windows_made = 0
        self._latest = 0.0
        self._next_drop = -math.inf

    async def reserve(
        self, request_id: str, hold: Hold, limits: Sequence[Limit], now: float
    ) -> Admission | Refused:
        """Check every limit, then add to every limit."""
        now = self._clock(now)
        known = self._running.get(request_id) or self._ended.get(request_id)
        if known is not None:
            return known.admission
        if now >= self._next_drop:
            self._drop_old(now, _DROPPED_BY_THE_WAY)
        ask, windows = Ask(hold), self._windows
        fits, least = ask.most, ask.least
        asked: list[tuple[_Window, Limit]] = []
        for limit in limits:
            window: _Window = windows.get(limit.key) or self._new_window(limit, now)
            room = window.room(limit, ask, now)
            if room < fits:
                if room < least:
                    return window.refusal(limit, ask, now)
                fits = room
            asked.append((window, limit))
        request = Request(Admission(request_id, fits, hold.amount(fits)), now)
        return self._admit(request, asked, ask)

    async def renew(self, request_id: str, so_far: Amount, now: float) -> None:
        """Extend the lease and note what was used so far."""
        now = self._clock(now)
        request = self._running.get(request_id)
        if request is not None:
            request.so_far = so_far
            request.lease_until = now + LEASE_SECONDS

    async def settle(self, request_id: str, used: Amount, now: float) -> tuple[NearlyUsedUp, ...]:
        """Replace the hold, or what was charged when the lease expired, by the truth."""
        now = self._clock(now)
        request = self._running.get(request_id)
        if request is not None:
            change = Change(request, used, now)
            change.settles = change.warns = True
            change.true_cost = used.cost
            return self._end(change, used)
        request = self._ended.get(request_id)
        if request is not None and request.lost:
            change = Change(request, used, now)
            change.warns = True
            return _amend(change, used)
        return ()

    async def refund(self, request_id: str, now: float) -> None:
        """Give the whole hold back, or what was charged when the lease expired."""
        now = self._clock(now)
        request = self._running.get(request_id) or self._ended.get(request_id)
        if request is None:
            return
        logs = request.logs
        change = Change(request, NOTHING, now)
        if request_id in self._running:
            change.true_cost = 0
            self._end(change, NOTHING)
        elif request.lost:
            _amend(change, NOTHING)
        for log in logs:
            log.take_out(request.at)

    async def sweep(self, now: float) -> tuple[LostHold, ...]:
        """End every hold whose lease has run out, and forget what is over."""
        now = self._clock(now)
        expired = [request for request in self._running.values() if request.lease_until <= now]
        for request in expired:
            charged = request.charged if request.so_far is None else request.so_far
            change = Change(request, charged, now)
            change.true_cost = charged.cost
            self._end(change, charged, lost=True)
        self._drop_old(now, _DROPPED_IN_A_SWEEP)
        return tuple(LostHold(request.admission.request_id, request.charged) for request in expired)

    async def usage(self, limits: Sequence[Limit], now: float) -> tuple[LimitUsage, ...]:
        """Where each limit stands."""
        now = self._time(now)
        return tuple((self._windows.get(limit.key) or _new(limit, now)).usage(limit, now) for limit in limits)

    async def breaker(self, breaker: Breaker, now: float) -> tuple[BreakerState, LimitUsage]:
        """The breaker's state and sum."""
        now = self._time(now)
        switch: Switch = self._windows.get(breaker.key) or Switch()
        return switch.state(breaker, now), switch.usage(breaker, now)

    async def reset_breaker(self, breaker: Breaker, now: float) -> None:
        """Close it and forget its sum."""
        self._clock(now)
        switch = self._windows.pop(breaker.key, None)
        if switch is not None:
            switch.is_reset = True

    def restore(self, past: Iterable[PastRequest], now: float) -> None:
        """Rebuild the state of a store that has seen nothing yet from what happened before it was started.

        Wanted is everything that can still matter: since the start of the earliest calendar window in
        use, the last hour for the breaker, the last session, and every hold left open. Nothing is
        checked and nothing is warned of again. A breaker opens at the time of the request that filled
        it, markers count from there as well, and a reset by an admin is not known: leave out what was
        before it.
        """
        for row in sorted(past, key=lambda row: row.at):
            at = self._clock(row.at)
            ask = Ask(Hold(max_output_tokens=row.charged.tokens, input_cost=row.charged.cost))
            windows = [
                (self._windows.get(limit.key) or self._new_window(limit, at), limit) for limit in row.limits
            ]
            request = Request(Admission(row.request_id, row.charged.tokens, row.charged), at)
            self._admit(request, windows, ask)
            if not row.open:
                change = Change(request, row.charged, at)
                change.settles = change.warns = True
                change.true_cost = row.charged.cost
                self._end(change, row.charged)
        self._drop_old(self._clock(now), _DROPPED_IN_A_SWEEP)

    # ---- beginning and end of a request --------------------------------------------------

    def _admit(self, request: Request, windows: list[tuple[_Window, Limit]], ask: Ask) -> Admission:
        """Charge every window with the request."""
        now = request.at
        request.corrections = corrections = []
        for window, limit in windows:
            changing = window.charge(limit, request, ask, now)
            if changing is not None:
                corrections.append((changing, limit))
        self._running[request.admission.request_id] = request
        return request.admission

    def _end(self, change: Change, charged: Amount, *, lost: bool = False) -> tuple[NearlyUsedUp, ...]:
        """End a running request: from now on it is charged so much."""
        request = change.request
        request_id = request.admission.request_id
        del self._running[request_id]
        request.ended_at = change.now
        request.lost = lost
        self._ended[request_id] = request
        if len(self._ended) > MOST_ENDED:
            self._next_drop = change.now
        warnings = _correct(change, charged)
        if not lost:
            _let_go(request)
        return warnings

    # ---- time and room -------------------------------------------------------------------

    def _time(self, now: float) -> float:
        return self._latest if self._latest - CLOCK_SLACK_SECONDS <= now < self._latest else now

    def _clock(self, now: float) -> float:
        if now < self._latest:
            now = self._time(now)
        self._latest = now
        return now

    def _new_window(self, limit: Limit, now: float) -> Any:
        window = self._windows[limit.key] = _new(limit, now)
        if not isinstance(limit, Breaker):
            self._windows_made += 1
            heappush(self._expiries, (window.keep_until, self._windows_made, limit.key))
            self._next_drop = min(self._next_drop, window.keep_until)
        return window

    def _drop_old(self, now: float, most: int) -> None:
        """Forget ended requests and windows that can no longer matter, at most so many of each."""
        ended, expiries = self._ended, self._expiries
        for _ in range(most):
            if not ended or not self._is_over(next(iter(ended.values())), now):
                break
            ended.popitem(last=False)
        for _ in range(most):
            if not expiries or expiries[0][0] > now:
                break
            _, number, key = heappop(expiries)
            keep_until = self._windows[key].keep_until
            if keep_until > now:
                heappush(expiries, (keep_until, number, key))
            else:
                del self._windows[key]
        oldest_ended = next(iter(ended.values())).ended_at if ended else now
        first_expiry = expiries[0][0] if expiries else math.inf
        self._next_drop = min(first_expiry, oldest_ended + KEPT_SECONDS)

    def _is_over(self, request: Request, now: float) -> bool:
        return request.ended_at + KEPT_SECONDS <= now or len(self._ended) > MOST_ENDED


def _amend(change: Change, charged: Amount) -> tuple[NearlyUsedUp, ...]:
    """Charge a request differently whose lease had run out."""
    warnings = _correct(change, charged)
    change.request.lost = False
    _let_go(change.request)
    return warnings


def _correct(change: Change, charged: Amount) -> tuple[NearlyUsedUp, ...]:
    change.request.charged = charged
    warnings: tuple[NearlyUsedUp, ...] = ()
    for changing, limit in change.request.corrections:
        warning = changing.correct(limit, change)
        if warning is not None:
            warnings += (warning,)
    return warnings


def _let_go(request: Request) -> None:
    """What is final holds on to no window."""
    request.corrections = ()
    request.logs = ()


def _new(limit: Limit, now: float) -> Any:
    """An empty window."""
    if isinstance(limit, CalendarCounter):
        return COUNTERS[limit.resource](limit.end + KEPT_SECONDS)
    if isinstance(limit, SlidingLog):
        return Log(now + limit.seconds)
    if isinstance(limit, SessionTotal):
        return Sessions(now + limit.idle_seconds)
    if isinstance(limit, CostThrottle):
        return Throttle(now + limit.seconds)
    return Switch()
