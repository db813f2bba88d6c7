"""What limits have to know before the first decision, from the durable holds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from jupyter_tutor.cost.limits import CLOCK_SLACK_SECONDS, Breaker, CalendarCounter, Limit, PastRequest
from jupyter_tutor.cost.policy import LimitName
from jupyter_tutor.cost.windows import Calendar, WindowKind
from jupyter_tutor.tutoring.metering.breaker_resets import BreakerResets
from jupyter_tutor.tutoring.metering.meter import LimitsOf
from jupyter_tutor.tutoring.metering.ports import Reservations
from jupyter_tutor.tutoring.metering.records import HoldState, Reservation
from jupyter_tutor.tutoring.ports import Clock

ONE_BY_ONE = timedelta(hours=26)
"""So far back every request counts by itself: a day of 25 hours, and an hour to spare. Before that only
the sums of the month matter."""


class Recovery:
    """Makes a limit store ready once, before the first hold; after a failure it is tried again.

    `before` fetches the limits that were changed at run time, of which `calendar` is one; `start` then
    makes the store ready, for which it may ask for the `past`. What the breaker was told to forget stays
    forgotten.
    """

    def __init__(
        self,
        reservations: Reservations,
        limits_of: LimitsOf,
        clock: Clock,
        *,
        before: Callable[[], Awaitable[None]],
        start: Callable[[], Awaitable[None]],
        calendar: Callable[[], Calendar],
        resets: BreakerResets,
    ) -> None:
        self._reservations = reservations
        self._limits_of = limits_of
        self._clock = clock
        self._before = before
        self._start = start
        self._calendar = calendar
        self._resets = resets
        self._is_done = False
        self._turn = asyncio.Lock()

    async def ensure(self) -> None:
        """Return when the limits are known. Raises Conflict or DatabaseUnavailable."""
        if self._is_done:
            return
        async with self._turn:
            if not self._is_done:
                await self._before()
                await self._start()
                self._is_done = True

    async def past(self, *, shared: bool) -> list[PastRequest]:
        """What was admitted before and can still matter.

        What is open belongs to a process that is gone, and is lost: it stays charged with what it was
        last known to have used. Where the store is `shared` with other processes, it is theirs.
        """
        now = self._clock.now()
        recent = now - ONE_BY_ONE
        month = self._calendar().window(WindowKind.MONTH, now.timestamp())
        forgotten_upto = await self._breaker_forgets_upto(now)
        past = []
        for row in await self._reservations.since(recent):
            is_open = row.state is HoldState.OPEN
            if is_open and not shared:
                await self._reservations.lose(row.id, row.charged)
            limits = self._limits(row, breaks=forgotten_upto is None or row.at > forgotten_upto)
            begin = row.at.timestamp()
            past.append(PastRequest(row.id, begin, limits, row.charged, open=is_open and shared))
        if month.start < recent.timestamp():
            first = datetime.fromtimestamp(month.start, UTC)
            totals = await self._reservations.totals(first, recent)
            for user_id, charged in totals.items():
                monthly = self._monthly(user_id, month.start)
                past.append(PastRequest(f"{user_id}:month", month.start, monthly, charged))
        return past

    async def _breaker_forgets_upto(self, now: datetime) -> datetime | None:
        """When the breaker was last reset.

        One that lies in the future was noted by a clock that has been set back since. Everything until then
        would be forgotten, so it does not count.
        """
        reset = await self._resets.last()
        if reset is None or reset.at > now + timedelta(seconds=CLOCK_SLACK_SECONDS):
            return None
        return reset.at

    def _limits(self, row: Reservation, *, breaks: bool) -> tuple[Limit, ...]:
        """Those that a request counted for; `breaks` says whether it still does for the breaker."""
        limits = self._limits_of(row.user_id, row.at.timestamp())
        return tuple(
            limit
            for limit in limits
            if (row.is_message or limit.name != LimitName.MESSAGES)
            and (breaks or not isinstance(limit, Breaker))
        )

    def _monthly(self, user_id: str, moment: float) -> tuple[Limit, ...]:
        limits = self._limits_of(user_id, moment)
        return tuple(
            limit
            for limit in limits
            if isinstance(limit, CalendarCounter) and limit.name == LimitName.MONTHLY
        )
