"""Deciding while Redis is away: one worker, alone, on its share.

A share of a limit is (limit − what was last known to be used) // n, where n is the number of workers
alive when Redis was last heard. It holds for one outage and one window (a calendar window that begins,
or a session that opens, in the outage gives 1/n of the whole limit). So what m workers admit while they
are cut off is at most the sum of their m shares, and a limit is exceeded by no more than that: with
everybody cut off and `used` true at that moment, by at most used − the mean of what they knew.

Inside its share a worker decides as a store in memory does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jupyter_tutor.cost.limits import (
    STORE_AWAY,
    Admission,
    Amount,
    Breaker,
    CostThrottle,
    Hold,
    Limit,
    Refused,
    SessionTotal,
    SlidingLog,
)
from jupyter_tutor.limits.knowledge import Knowledge
from jupyter_tutor.limits.known_state import Known
from jupyter_tutor.limits.memory import MemoryLimits
from jupyter_tutor.limits.redis_encoding import type_of


def store_away(now: float, seconds: float) -> Refused:
    """A refusal because nobody can decide; asking again may help when Redis is next tried."""
    return Refused(STORE_AWAY, STORE_AWAY, 0, 0, now + seconds, seconds)


@dataclass(frozen=True, slots=True)
class Grant:
    """What of one limit a worker may still give out alone, and what was known to be used before."""

    share: int
    used: int


class Alone:
    """One outage. `workers` is how many share what remains."""

    def __init__(self, knowledge: Knowledge, workers: int) -> None:
        self._knowledge = knowledge
        self._workers = workers
        self._before: dict[str, Known] = {}
        self._memory = MemoryLimits()

    async def reserve(
        self, request_id: str, hold: Hold, limits: Sequence[Limit], now: float
    ) -> Admission | Refused:
        """Decide within the shares."""
        shares = []
        for limit in limits:
            refused = self._known_refusal(limit, hold, now)
            if refused is not None:
                return refused
            shares.append(replace(limit, limit=self.grant(limit, now).share))
        answer = await self._memory.reserve(request_id, hold, shares, now)
        if isinstance(answer, Refused):
            return self._in_whole(answer, limits, now)
        return replace(answer, warnings=())

    async def settle(self, request_id: str, used: Amount, now: float) -> None:
        """What was held alone comes back to the share."""
        await self._memory.settle(request_id, used, now)

    async def refund(self, request_id: str, now: float) -> None:
        """The same, whole."""
        await self._memory.refund(request_id, now)

    def grant(self, limit: Limit, now: float) -> Grant:
        """This worker's share of a limit in this outage."""
        key = limit.key
        before = self._before.get(key)
        if before is None:
            # Nothing was admitted on this limit in this outage yet.
            before = self._before[key] = self._knowledge.copy(key)
        used = 0 if self._is_over(limit, before, now) else before.total
        share = max(0, limit.limit - used) // self._workers
        # A throttle refuses after the fact, for a while: with nothing left, after the next cost.
        return Grant(max(1, share) if isinstance(limit, CostThrottle) else share, used)

    def _is_over(self, limit: Limit, before: Known, now: float) -> bool:
        """Whether what was known is about a window that does not count any more."""
        if isinstance(limit, SlidingLog | CostThrottle):
            return before.seen + limit.seconds <= now
        if isinstance(limit, Breaker):
            return before.seen + limit.bucket_seconds * limit.buckets <= now
        if isinstance(limit, SessionTotal):
            return self._knowledge.state(limit, now).opened != before.opened
        return False

    def _known_refusal(self, limit: Limit, hold: Hold, now: float) -> Refused | None:
        """What is refused whatever the share: too long a session, an open breaker, a marker, a full log."""
        known, grant = self._knowledge.state(limit, now), self.grant(limit, now)
        costs = hold.amount(hold.max_output_tokens).cost > 0
        until: float | None = None
        if isinstance(limit, SessionTotal):
            longest = limit.longest_seconds
            if known.opened is not None and longest and known.opened + longest <= now:
                age = int(now - known.opened)
                return _refused(limit, "seconds", (age, longest), known.last + limit.idle_seconds, now)
        elif isinstance(limit, Breaker):
            if known.opened is not None and costs:
                # The one probe is for Redis to give.
                until = max(known.opened + limit.cooldown_seconds, now + limit.bucket_seconds)
        elif isinstance(limit, CostThrottle):
            if costs and known.until > now:
                until = known.until
        elif isinstance(limit, SlidingLog):
            counts = hold.is_model_call or not limit.counts_model_calls
            until = known.seen + limit.seconds if counts and grant.share == 0 else None
        if until is None:
            return None
        return _refused(limit, limit.name, (known.total, limit.limit), until, now)

    def _in_whole(self, refused: Refused, limits: Sequence[Limit], now: float) -> Refused:
        """A share's refusal in the words of the whole limit."""
        for limit in limits:
            if limit.name == refused.name and refused.limit_type in (type_of(limit), "seconds"):
                if refused.limit_type == "seconds":
                    return refused
                used = self.grant(limit, now).used + refused.current_usage
                return replace(refused, current_usage=used, limit=limit.limit)
        return refused


def _refused(
    limit: Limit, limit_type: str, current_and_limit: tuple[int, int], until: float, now: float
) -> Refused:
    current, most = current_and_limit
    return Refused(limit.name, limit_type, current, most, until, max(0.0, until - now))
