"""What metering does in the background: leases, lost holds, late ends, changed settings, summaries."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from jupyter_tutor.cost.limits import BreakerState
from jupyter_tutor.cost.policy import MeteringPolicy, breaker_of
from jupyter_tutor.cost.roll_ups import due
from jupyter_tutor.errors import TutorError
from jupyter_tutor.tutoring.metering.meter import Meter
from jupyter_tutor.tutoring.metering.ports import LostHold, Reservations
from jupyter_tutor.tutoring.metering.records import HoldState
from jupyter_tutor.tutoring.metering.roll_ups import RollUps
from jupyter_tutor.tutoring.occurrences import BreakerChanged, Faulted
from jupyter_tutor.tutoring.ports import Clock

LEASES_SECONDS = 30.0
"""How often leases are renewed and lost holds looked for; a lease lives four times as long."""


SUMMARIES_SECONDS = 60.0
"""How often it is looked whether a summary has become due."""

SETTINGS_SECONDS = 2.0
"""How often what others may have changed is read again: settings, caps, groups, prices."""

ORPHANS_SECONDS = 600.0
"""How often holds are looked for that nobody will ever end."""

LONGEST_ANSWER = timedelta(hours=1)
"""No answer takes longer; a hold that is open for longer has lost its process."""

WATCH_SECONDS = 10.0
"""How often the breaker is looked at, for log and metric."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do again and again; `work` may raise TutorError, and is done again all the same.

    `first_after_seconds` leaves the start to the first question.
    """

    name: str
    every_seconds: float
    work: Callable[[], Awaitable[None]]
    first_after_seconds: float = 0.0


@dataclass(slots=True)
class Reconciler:
    """Makes the limit store and the durable holds agree, by reservation."""

    meter: Meter
    reservations: Reservations
    _lost: dict[str, LostHold] = field(default_factory=dict)

    async def run(self) -> None:
        """Renew what lives, then settle what died. What fails is kept for the next time."""
        await self.meter.renew()
        for lost in await self.meter.store.sweep(self.meter.now()):
            self._lost[lost.request_id] = lost
        for lost in tuple(self._lost.values()):
            await self._reconcile(lost)
            del self._lost[lost.request_id]
        await self.meter.catch_up(self.reservations)

    async def _reconcile(self, lost: LostHold) -> None:
        row = await self.reservations.find(lost.request_id)
        store, now = self.meter.store, self.meter.now()
        if row is None or row.state is HoldState.REFUNDED:
            await store.refund(lost.request_id, now)  # it died before anything could be asked
        elif row.state is HoldState.OPEN:
            await self.reservations.lose(row.id, lost.charged)
        elif row.state is HoldState.SETTLED:
            await store.settle(row.id, row.charged, now)


@dataclass(frozen=True, slots=True)
class Orphans:
    """Ends holds whose process died, and of which no store has heard or is heard any more."""

    meter: Meter
    reservations: Reservations

    async def run(self) -> None:
        """Charge each with what it was last known to have used, in the books and in the limits."""
        now = self.meter.clock.now()
        for row in await self.reservations.since(now):
            if row.state is HoldState.OPEN and row.at < now - LONGEST_ANSWER:
                await self.reservations.lose(row.id, row.charged)
                await self.meter.store.settle(row.id, row.charged, self.meter.now())


@dataclass(slots=True)
class Summariser:
    """Has summaries made when the time for one has come, and at the start what was missed before."""

    roll_ups: RollUps
    clock: Clock
    _done_at: float | None = None

    async def run(self) -> None:
        """Bring the summaries up to date if one is due; a database that nobody uses is left asleep."""
        now = self.clock.now().timestamp()
        if self._done_at is None or due(self._done_at, now):
            await self.roll_ups.bring_up_to_date()
            self._done_at = now


@dataclass(slots=True)
class BreakerWatch:
    """Notes every change of the breaker's state, whoever caused it."""

    meter: Meter
    policy: Callable[[], MeteringPolicy]
    _state: BreakerState = BreakerState.CLOSED

    async def run(self) -> None:
        """Look at it once."""
        state, _ = await self.meter.store.breaker(breaker_of(self.policy()), self.meter.now())
        if state is not self._state:
            self._state = state
            self.meter.observer.record(BreakerChanged(state.value))


class Housekeeping:
    """Runs jobs, each in a task of its own, until it is stopped."""

    def __init__(self, jobs: tuple[Job, ...], report: Callable[[Faulted], None]) -> None:
        self._jobs = jobs
        self._report = report
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin."""
        self._tasks = [asyncio.create_task(self._repeat(job), name=job.name) for job in self._jobs]

    async def stop(self) -> None:
        """End every job."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    async def _repeat(self, job: Job) -> None:
        is_told = False
        await asyncio.sleep(job.first_after_seconds)
        while True:
            try:
                await job.work()
                is_told = False
            except TutorError as error:
                if not is_told:  # once per outage, not every few seconds
                    self._report(Faulted(job.name, error))
                is_told = True
            except Exception as error:  # noqa: BLE001 - a fault of one round must not end the others
                self._report(Faulted(job.name, error))
            await asyncio.sleep(job.every_seconds)
