"""What the store in memory keeps for the breaker over everyone: one-minute sums and a switch."""

from __future__ import annotations

import math

from jupyter_tutor.cost.limits import Breaker, BreakerState, LimitUsage, Refused
from jupyter_tutor.limits.memory_windows import NO_ROOM, Ask, Change, Request, refused


class Bucket:
    """What was reserved in one minute: charged, and known to be true (nano-USD)."""

    __slots__ = ("charged", "counts", "switch", "true_cost")

    def __init__(self, switch: Switch) -> None:
        self.switch = switch
        self.charged = 0
        self.true_cost = 0
        self.counts = True

    def correct(self, limit: Breaker, change: Change) -> None:
        """Add the difference; the switch may move, unless it was reset since."""
        switch = self.switch
        self.charged += change.cost
        self.true_cost += change.true_cost
        if self.counts:
            switch.charged += change.cost
            switch.true_cost += change.true_cost
        if not switch.is_reset:
            switch.true_cost_changed(limit, change)


class Switch:
    """The breaker's buckets by number (time / bucket length), their sums, and its position.

    `opened_at` is None while it is closed; `probe` is the request that is trying it out. A reset puts a
    fresh switch in its place, so that what was reserved before it finds only the old one.
    """

    __slots__ = ("buckets", "charged", "is_reset", "number", "opened_at", "probe", "true_cost")

    def __init__(self) -> None:
        self.buckets: dict[int, Bucket] = {}
        self.charged = 0
        self.true_cost = 0
        self.number: int | None = None
        self.opened_at: float | None = None
        self.probe: Request | None = None
        self.is_reset = False

    def room(self, limit: Breaker, ask: Ask, now: float) -> int:
        """All, or NO_ROOM while it is open, tried out, or filled by holds."""
        if not ask.is_paid:
            return ask.most
        self._turn_to(limit, now)
        if self.opened_at is None and self.true_cost >= limit.limit:
            self.opened_at = now
        if self.opened_at is None:
            return ask.most if self.charged < limit.limit else NO_ROOM
        is_next = self.probe is None and now >= self.opened_at + limit.cooldown_seconds
        return ask.most if is_next else NO_ROOM

    def charge(self, limit: Breaker, request: Request, ask: Ask, now: float) -> Bucket:
        """Add the hold; what a breaker lets through that has not closed again is its probe."""
        number = self._turn_to(limit, now)
        bucket = self.buckets.get(number)
        if bucket is None:
            bucket = self.buckets[number] = Bucket(self)
        bucket.charged += request.charged.cost
        self.charged += request.charged.cost
        if self.opened_at is not None and ask.is_paid and self.state(limit, now) is BreakerState.HALF_OPEN:
            self.probe = request
        return bucket

    def true_cost_changed(self, limit: Breaker, change: Change) -> None:
        """Open when the limit is reached; close, or open anew, when the probe is settled."""
        self._turn_to(limit, change.now)
        if change.request is self.probe:
            self.probe = None
            if change.settles:
                self.opened_at = change.now if self.true_cost >= limit.limit else None
        elif change.true_cost > 0 and self.opened_at is None and self.true_cost >= limit.limit:
            self.opened_at = change.now

    def state(self, limit: Breaker, now: float) -> BreakerState:
        """Closed, open until the cool-down is over, half-open from then."""
        if self.opened_at is None:
            return BreakerState.CLOSED
        return BreakerState.OPEN if now < self.opened_at + limit.cooldown_seconds else BreakerState.HALF_OPEN

    def refusal(self, limit: Breaker, ask: Ask, now: float) -> Refused:
        """Until the cool-down is over; for a bucket's length where nobody knows how long."""
        del ask
        usage = self.usage(limit, now)
        reset = now + limit.bucket_seconds if usage.reset_time is None else usage.reset_time
        return refused(limit.name, limit.name, (usage.current_usage, limit.limit), reset, now)

    def usage(self, limit: Breaker, now: float) -> LimitUsage:
        """The sum of the buckets that count now, holds included."""
        first = _first(limit, now)
        charged = sum(bucket.charged for number, bucket in self.buckets.items() if number >= first)
        reset = None
        if self.opened_at is None:
            exceeded = charged >= limit.limit
        elif self.state(limit, now) is BreakerState.OPEN:
            exceeded, reset = True, self.opened_at + limit.cooldown_seconds
        else:
            exceeded = self.probe is not None
        return LimitUsage(limit.name, limit.name, charged, limit.limit, reset, exceeded)

    def _turn_to(self, limit: Breaker, now: float) -> int:
        """The number of the current bucket; those that no longer count have left the sums."""
        number = math.floor(now / limit.bucket_seconds)
        if number != self.number:
            self.number = number
            first = _first(limit, now)
            for old in [old for old in self.buckets if old < first]:
                bucket = self.buckets.pop(old)
                bucket.counts = False
                self.charged -= bucket.charged
                self.true_cost -= bucket.true_cost
        return number


def _first(limit: Breaker, now: float) -> int:
    """The number of the oldest bucket that counts."""
    return math.floor(now / limit.bucket_seconds) - limit.buckets + 1
