"""What has been used in the window of a cap before the cap was written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from jupyter_tutor.cost.caps import MOST, Cap
from jupyter_tutor.cost.limits import Amount, CalendarCounter, Hold, Resource
from jupyter_tutor.cost.policy import limits_for
from jupyter_tutor.tutoring.metering.ports import LimitStore, Reservations
from jupyter_tutor.tutoring.metering.site_limits import SiteLimits

COUNTED = (Resource.REQUESTS, Resource.TOKENS, Resource.COST)


@dataclass(frozen=True, slots=True)
class PastUse:
    """Counts what came before a cap.

    A limit store counts for a cap from when the cap is first asked about; what was used before in its
    window is known from the durable holds, and is added here to what the store has counted. `ready` returns
    when the store knows what was before it was started.
    """

    store: LimitStore
    reservations: Reservations
    site: SiteLimits
    new_id: Callable[[], str]
    ready: Callable[[], Awaitable[None]]

    async def used(self, cap: Cap, user_ids: Iterable[str], now: float) -> Amount:
        """What students have used in a cap's window at `now`, which the limit store knows from then on.

        For the cap of a student `user_ids` has that one alone. Raises Conflict when another process decides.
        """
        await self.ready()
        users = sorted(user_ids)
        window = self.site.calendar.window(cap.cap_type.window, now)
        start, end = (datetime.fromtimestamp(moment, UTC) for moment in (window.start, window.end))
        charged = await self.reservations.totals(start, end)
        counters = self._counters(cap, users[0] if users else "", now)
        counted = await counted_by(self.store, counters, now)
        missing = _missing(_sum_of(charged, users), counted)
        if missing != Amount():
            await self._add(missing, counters, now)
        return counted + missing

    def _counters(self, cap: Cap, user_id: str, now: float) -> Sequence[CalendarCounter]:
        """Those of a cap on everything, which have the keys of any cap of that owner and type."""
        policy = replace(self.site.policy, caps_on=True, default_caps=())
        whole = Cap(cap.cap_type, MOST, MOST, MOST, cap.group)
        limits = limits_for(policy, (whole,), user_id, now, self.site.calendar)
        return [
            limit for limit in limits if isinstance(limit, CalendarCounter) and limit.name == cap.cap_type
        ]

    async def _add(self, missing: Amount, counters: Sequence[CalendarCounter], now: float) -> None:
        """One request that has used it all, over these counters alone."""
        request_id = f"past:{self.new_id()}"
        await self.store.reserve(request_id, Hold(), counters, now)
        await self.store.settle(request_id, missing, now)


async def counted_by(store: LimitStore, counters: Sequence[CalendarCounter], now: float) -> Amount:
    """What counters, one per resource, stand at; 0 where there is none."""
    by_resource = {usage.limit_type: usage.current_usage for usage in await store.usage(counters, now)}
    requests, tokens, cost = (by_resource.get(resource, 0) for resource in COUNTED)
    return Amount(requests, tokens, cost)


def _sum_of(charged: Mapping[str, Amount], users: Iterable[str]) -> Amount:
    total = Amount()
    for user_id in users:
        total += charged.get(user_id, Amount())
    return total


def _missing(charged: Amount, counted: Amount) -> Amount:
    """What is charged beyond what was counted; holds are counted before they are charged."""
    more = charged - counted
    return Amount(max(0, more.requests), max(0, more.tokens), max(0, more.cost))
