"""What the store in memory keeps for a sliding log and for a calendar counter.

Every kind of window here and beside answers the same questions. `room`: the longest answer it leaves
room for, or NO_ROOM. `charge`: add a request's hold; returned is what wants to hear of changes.
`correct`: a request is charged differently from now on, or its true cost has become known. `refusal`
and `usage` put its state into words. `keep_until` is when nothing in it can matter any more. What each
kind means is said in `cost/limits.py`. All of it is on the way of every message, hence the plain style.
"""

from __future__ import annotations

from bisect import insort
from collections import deque
from collections.abc import Sequence
from typing import Any, ClassVar

from jupyter_tutor.cost.limits import (
    LEASE_SECONDS,
    Admission,
    Amount,
    CalendarCounter,
    Hold,
    LimitUsage,
    Refused,
    Resource,
    SlidingLog,
)

NO_ROOM = -1
"""Not even the shortest answer fits."""


class Ask:
    """A hold, worked out once for all limits: answer lengths in tokens, costs in nano-USD."""

    __slots__ = (
        "input_cost",
        "input_tokens",
        "is_model_call",
        "is_paid",
        "least",
        "most",
        "most_cost",
        "most_tokens",
        "price",
    )

    def __init__(self, hold: Hold) -> None:
        self.most = most = hold.max_output_tokens
        self.least = min(hold.min_output_tokens, most)
        self.input_tokens = hold.input_tokens
        self.input_cost = hold.input_cost
        self.price = hold.output_price
        self.most_tokens = hold.input_tokens + most
        self.most_cost = most_cost = hold.input_cost + most * hold.output_price
        self.is_paid = most_cost > 0
        self.is_model_call = most > 0


class Request:
    """One admitted request: what it is charged, and where.

    `at` never changes; `so_far` is the total of its last renewal; `corrections` has whatever must hear of
    a change, with the limit as it was then; `logs` those that hear of a refund. `lost` says that its lease
    has run out: it has ended, and may still be told otherwise.
    """

    __slots__ = (
        "admission",
        "at",
        "charged",
        "corrections",
        "ended_at",
        "lease_until",
        "logs",
        "lost",
        "so_far",
    )

    def __init__(self, admission: Admission, now: float) -> None:
        self.admission = admission
        self.charged = admission.held
        self.at = now
        self.lease_until = now + LEASE_SECONDS
        self.so_far: Amount | None = None
        self.ended_at = now
        self.lost = False
        self.logs: tuple[Log, ...] = ()
        self.corrections: Sequence[tuple[Any, Any]] = ()


class Change:
    """What a request is charged becomes so much more (or less): requests, tokens, nano-USD.

    `true_cost` is how much more of its cost is known to be true; `settles` that a running request has told
    its truth, and was neither refunded nor lost; `warns` that somebody hears of a session nearly used up.
    """

    __slots__ = ("cost", "now", "request", "requests", "settles", "tokens", "true_cost", "warns")

    def __init__(self, request: Request, charged: Amount, now: float) -> None:
        before = request.charged
        self.request = request
        self.requests = charged.requests - before.requests
        self.tokens = charged.tokens - before.tokens
        self.cost = self.true_cost = charged.cost - before.cost
        self.now = now
        self.settles = self.warns = False


def longest(left: int, base: int, price: int, ask: Ask) -> int:
    """The longest answer for which base + length · price ≤ left, or NO_ROOM; what needs nothing fits."""
    if base > left:
        if base or ask.least:
            return ask.most if base == price == 0 else NO_ROOM
        return 0 if price else ask.most
    if price == 0:
        return ask.most
    fits = (left - base) // price
    if fits >= ask.most:
        return ask.most
    return fits if fits >= ask.least else NO_ROOM


class Log:
    """When the last requests were admitted, ascending."""

    __slots__ = ("keep_until", "times")

    def __init__(self, keep_until: float) -> None:
        self.times: deque[float] = deque()
        self.keep_until = keep_until

    def room(self, limit: SlidingLog, ask: Ask, now: float) -> int:
        """All, or NO_ROOM when the log is full."""
        if limit.counts_model_calls and not ask.is_model_call:
            return ask.most
        times, seconds = self.times, limit.seconds
        while times and times[0] + seconds <= now:
            times.popleft()
        return ask.most if len(times) < limit.limit else NO_ROOM

    def charge(self, limit: SlidingLog, request: Request, ask: Ask, now: float) -> None:
        """Note the admission."""
        if limit.counts_model_calls and not ask.is_model_call:
            return
        times = self.times
        if times and times[-1] > now:  # only after the clock was set back
            insort(times, now)
        else:
            times.append(now)
        self.keep_until = now + limit.seconds
        request.logs += (self,)

    def take_out(self, at: float) -> None:
        """Forget one request admitted at that time, if it still is in the log."""
        if at in self.times:
            self.times.remove(at)

    def refusal(self, limit: SlidingLog, ask: Ask, now: float) -> Refused:
        """Until enough of what is in the log is out of the window."""
        del ask
        usage = self.usage(limit, now)
        return refused(limit.name, limit.name, (usage.current_usage, limit.limit), usage.reset_time, now)

    def usage(self, limit: SlidingLog, now: float) -> LimitUsage:
        """The number of requests in the window that ends now."""
        times = [time for time in self.times if time + limit.seconds > now]
        over = len(times) - limit.limit
        reset = times[over] + limit.seconds if over >= 0 else None
        return LimitUsage(limit.name, limit.name, len(times), limit.limit, reset, over >= 0)


class Counter:
    """The sum of one resource in one calendar window."""

    __slots__ = ("keep_until", "total")
    resource: ClassVar[Resource]

    def __init__(self, keep_until: float) -> None:
        self.total = 0
        self.keep_until = keep_until

    def refusal(self, limit: CalendarCounter, ask: Ask, now: float) -> Refused:
        """Until the window ends."""
        del ask
        return refused(limit.name, limit.resource.value, (self.total, limit.limit), limit.end, now)

    def usage(self, limit: CalendarCounter, now: float) -> LimitUsage:
        """The sum, holds included."""
        del now
        exceeded = self.total >= limit.limit
        return LimitUsage(limit.name, limit.resource.value, self.total, limit.limit, limit.end, exceeded)


class RequestCounter(Counter):
    """Counts requests."""

    __slots__ = ()
    resource = Resource.REQUESTS

    def room(self, limit: CalendarCounter, ask: Ask, now: float) -> int:
        """All, or NO_ROOM when the window is full."""
        del now
        return ask.most if self.total < limit.limit else NO_ROOM

    def charge(self, limit: CalendarCounter, request: Request, ask: Ask, now: float) -> RequestCounter:
        """Add the hold."""
        del limit, ask, now
        self.total += request.charged.requests
        return self

    def correct(self, limit: CalendarCounter, change: Change) -> None:
        """Add the difference, whether or not the window is over."""
        del limit
        self.total += change.requests


class TokenCounter(Counter):
    """Counts tokens."""

    __slots__ = ()
    resource = Resource.TOKENS

    def room(self, limit: CalendarCounter, ask: Ask, now: float) -> int:
        """The longest answer that fits into what the window leaves."""
        del now
        left = limit.limit - self.total
        return ask.most if left >= ask.most_tokens else longest(left, ask.input_tokens, 1, ask)

    def charge(self, limit: CalendarCounter, request: Request, ask: Ask, now: float) -> TokenCounter:
        """Add the hold."""
        del limit, ask, now
        self.total += request.charged.tokens
        return self

    def correct(self, limit: CalendarCounter, change: Change) -> None:
        """Add the difference, whether or not the window is over."""
        del limit
        self.total += change.tokens


class CostCounter(Counter):
    """Counts nano-USD."""

    __slots__ = ()
    resource = Resource.COST

    def room(self, limit: CalendarCounter, ask: Ask, now: float) -> int:
        """The longest answer that fits into what the window leaves."""
        del now
        left = limit.limit - self.total
        return ask.most if left >= ask.most_cost else longest(left, ask.input_cost, ask.price, ask)

    def charge(self, limit: CalendarCounter, request: Request, ask: Ask, now: float) -> CostCounter:
        """Add the hold."""
        del limit, ask, now
        self.total += request.charged.cost
        return self

    def correct(self, limit: CalendarCounter, change: Change) -> None:
        """Add the difference, whether or not the window is over."""
        del limit
        self.total += change.cost


COUNTERS = {counter.resource: counter for counter in (RequestCounter, TokenCounter, CostCounter)}


def refused(
    name: str, limit_type: str, current_and_limit: tuple[int, int], reset: float | None, now: float
) -> Refused:
    """A refusal until `reset`, and how long that is from now."""
    current, limit = current_and_limit
    wait = None if reset is None else max(0.0, reset - now)
    return Refused(name, limit_type, current, limit, reset, wait)
