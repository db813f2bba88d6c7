"""Rebuilds the limits of one process from the durable holds, before the first decision."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from jupyter_tutor.cost.limits import CalendarCounter, Limit, PastRequest
from jupyter_tutor.cost.policy import LimitName
from jupyter_tutor.cost.windows import Calendar, WindowKind
from jupyter_tutor.tutoring.metering.meter import LimitsOf
from jupyter_tutor.tutoring.metering.ports import Reservations
from jupyter_tutor.tutoring.metering.records import HoldState, Reservation
from jupyter_tutor.tutoring.ports import Clock

ONE_BY_ONE = timedelta(hours=26)
"""So far back every request counts by itself: a day of 25 hours, and an hour to spare. Before that only
the sums of the month matter."""


class Restorable(Protocol):
    """A limit store that begins empty with every process."""

    def restore(self, past: Iterable[PastRequest], now: float) -> None:
        """Rebuild the state from what happened before."""


class Recovery:
    """Takes possession of the data once, before the first hold; after a failure it is tried again.

    `take` claims the data for this process alone, or raises Conflict; `before` fetches the limits that
    were changed at run time, of which `calendar` is one. What was open then belongs to a
    process that is gone: it is lost, and stays charged with what it was last known to have used.
    """

    def __init__(
        self,
        store: Restorable,
        reservations: Reservations,
        limits_of: LimitsOf,
        clock: Clock,
        *,
        take: Callable[[], None],
        before: Callable[[], Awaitable[None]],
        calendar: Callable[[], Calendar],
    ) -> None:
        self._store = store
        self._reservations = reservations
        self._limits_of = limits_of
        self._clock = clock
        self._take = take
        self._before = before
        self._calendar = calendar
        self._is_done = False
        self._turn = asyncio.Lock()

    async def ensure(self) -> None:
        """Return when the limits are known. Raises Conflict or DatabaseUnavailable."""
        if self._is_done:
            return
        async with self._turn:
            if not self._is_done:
                await asyncio.to_thread(self._take)
                await self._before()
                self._store.restore(await self._past(), self._clock.now().timestamp())
                self._is_done = True

    async def _past(self) -> list[PastRequest]:
        now = self._clock.now()
        recent = now - ONE_BY_ONE
        month = self._calendar().window(WindowKind.MONTH, now.timestamp())
        past = []
        for row in await self._reservations.since(recent):
            if row.state is HoldState.OPEN:
                await self._reservations.lose(row.id, row.charged)
            past.append(PastRequest(row.id, row.at.timestamp(), self._limits(row), row.charged))
        if month.start < recent.timestamp():
            begin = datetime.fromtimestamp(month.start, UTC)
            totals = await self._reservations.totals(begin, recent)
            for user_id, charged in totals.items():
                monthly = self._monthly(user_id, month.start)
                past.append(PastRequest(f"{user_id}:month", month.start, monthly, charged))
        return past

    def _limits(self, row: Reservation) -> tuple[Limit, ...]:
        limits = self._limits_of(row.user_id, row.at.timestamp())
        return tuple(limit for limit in limits if row.is_message or limit.name != LimitName.MESSAGES)

    def _monthly(self, user_id: str, moment: float) -> tuple[Limit, ...]:
        limits = self._limits_of(user_id, moment)
        return tuple(
            limit
            for limit in limits
            if isinstance(limit, CalendarCounter) and limit.name == LimitName.MONTHLY
        )
