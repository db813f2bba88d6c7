"""Keeps the ledger's summaries up to date."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from jupyter_tutor.cost.limits import CLOCK_SLACK_SECONDS
from jupyter_tutor.cost.roll_ups import (
    ORDER,
    Period,
    Subject,
    Totals,
    due,
    parts_of,
    sum_of_calls,
    sum_of_summaries,
    touched_by,
)
from jupyter_tutor.cost.windows import WindowKind
from jupyter_tutor.tutoring.metering.ports import Ledger
from jupyter_tutor.tutoring.ports import Clock

LOOK_BACK = 5_000
"""So many rows before the newest one that was summed may still have become visible after it."""

PIECE_SECONDS = 600
"""So much of the ledger is read at once, so that a busy hour holds up nobody."""


@dataclass(slots=True)
class RollUps:
    """Sums up what is due, and again what late rows have touched. Many processes may do so at a time."""

    ledger: Ledger
    clock: Clock
    _summed: Counter[float] = field(default_factory=Counter)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def bring_up_to_date(self) -> None:
        """Make every summary that is due now what the ledger says; again changes nothing.

        What a server missed while it was down is made up for, from the first call of the ledger on.
        Raises DatabaseUnavailable; then it is all to be done another time.
        """
        async with self._turn:
            now = self.clock.now().timestamp()
            last = await self.ledger.last_roll_up()
            newest, starts = await self.ledger.starts_after(first_in_doubt(last))
            periods, summed = await asyncio.to_thread(self._wanted, starts, last, now)
            for period in periods:
                await self.ledger.replace_summary(period, await self._sum(period))
            await self.ledger.note_roll_up(now, newest)
            self._summed = summed

    def _wanted(
        self, starts: tuple[float, ...], last: tuple[float, int] | None, now: float
    ) -> tuple[tuple[Period, ...], Counter[float]]:
        """The periods to sum, parts first, and the calls that these take into account."""
        seen = Counter(starts)
        wanted = {period for period in touched_by(seen - self._summed) if period.end <= now}
        if last is not None:
            # What began later has no calls but those that touch it.
            until = last[0] + CLOCK_SLACK_SECONDS
            wanted.update(period for period in due(last[0], now) if period.start <= until)
        return _in_order(wanted), seen if len(starts) <= 2 * LOOK_BACK else Counter()

    async def _sum(self, period: Period) -> dict[Subject, Totals]:
        sums: dict[Subject, Totals] = {}
        if period.kind is WindowKind.HOUR:
            start = period.start
            while start < period.end:
                end = min(start + PIECE_SECONDS, period.end)
                calls = await self.ledger.calls_between(start, end)
                sums = sum_of_summaries((sums, sum_of_calls(calls, period)))
                start = end
        for part in parts_of(period):
            sums = sum_of_summaries((sums, await self.ledger.summary(part)))
        return sums


def first_in_doubt(last: tuple[float, int] | None) -> int:
    """The number of the row after which rows may not have been summed, given when and where that was last."""
    return 0 if last is None else max(0, last[1] - LOOK_BACK)


def _in_order(periods: Iterable[Period]) -> tuple[Period, ...]:
    return tuple(sorted(periods, key=lambda period: (ORDER.index(period.kind), period.start)))
