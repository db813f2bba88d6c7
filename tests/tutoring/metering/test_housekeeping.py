"""What metering does in the background."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from metering import Office
from reservations import MemoryReservations
from test_meter import meter_of, question

from jupyter_tutor.cost.limits import Amount, Hold
from jupyter_tutor.cost.policy import MeteringPolicy, breaker_of
from jupyter_tutor.errors import DatabaseUnavailable
from jupyter_tutor.tutoring.metering.housekeeping import (
    BreakerWatch,
    Housekeeping,
    Job,
    Orphans,
    Reconciler,
    Summariser,
)
from jupyter_tutor.tutoring.metering.records import HoldState
from jupyter_tutor.tutoring.metering.roll_ups import RollUps
from jupyter_tutor.tutoring.occurrences import BreakerChanged, Faulted

TRUTH = Amount(1, 10, 10)


async def _abandoned(state: HoldState | None):
    """A hold whose process died, and what the database says of it."""
    meter, rows = meter_of(), MemoryReservations()
    grant = await meter.reserve(question())
    held = grant.reservation
    if state is not None:
        charged = TRUTH if state is HoldState.SETTLED else held.charged
        await rows.add(replace(held, state=state, charged=charged))
    meter.clock.advance(121)
    await Reconciler(meter, rows).run()
    return meter, rows, held


# req: R9
@pytest.mark.parametrize(
    ("state", "cost"),
    [
        (None, 0),
        (HoldState.REFUNDED, 0),
        (HoldState.SETTLED, TRUTH.cost),
        (HoldState.OPEN, 1_214),
    ],
)
async def test_a_hold_whose_process_died_is_charged_as_the_database_says(state, cost):
    """Never asked: nothing. Settled there: the truth. Still open: the whole hold, marked as lost."""
    meter, rows, held = await _abandoned(state)
    assert (await meter.budget("ada")).session.current_usage == cost
    if state is HoldState.OPEN:
        assert (rows.rows[held.id].state, rows.rows[held.id].charged) == (HoldState.LOST, held.charged)


# req: R9
async def test_a_hold_that_nobody_will_ever_end_is_lost_after_an_hour_in_books_and_limits():
    """Who had heard that its lease ran out died before it wrote so; a younger one is left to its process."""
    meter, rows = meter_of(), MemoryReservations()
    old = (await meter.reserve(question())).reservation
    await rows.add(old)
    meter.clock.advance(121)
    await meter.store.sweep(meter.now())
    meter.clock.advance(3_600)
    young = (await meter.reserve(question())).reservation
    await rows.add(young)
    await Orphans(meter, rows).run()
    states = {row.id: row.state for row in rows.rows.values()}
    assert states == {old.id: HoldState.LOST, young.id: HoldState.OPEN}
    assert rows.rows[old.id].charged == old.charged


# req: R9
async def test_what_could_not_be_reconciled_is_tried_again():
    """The database is away at the first look; the hold is not forgotten."""
    meter, rows = meter_of(), MemoryReservations()
    grant = await meter.reserve(question())
    await rows.add(grant.reservation)
    meter.clock.advance(121)
    reconciler = Reconciler(meter, rows)
    rows.failing = DatabaseUnavailable("The disk is full.")
    with pytest.raises(DatabaseUnavailable):
        await reconciler.run()
    rows.failing = None
    await reconciler.run()
    assert rows.rows[grant.reservation.id].state is HoldState.LOST


async def test_a_job_that_fails_is_done_again_and_told_once_per_outage():
    """Three failures in a row are one line in the log; a new outage is another."""
    rounds, faults = [], []

    async def work() -> None:
        rounds.append(len(rounds))
        if len(rounds) in {1, 2, 3, 5}:
            raise DatabaseUnavailable("The disk is full.")
        if len(rounds) == 6:
            done.set()

    done = asyncio.Event()
    keeper = Housekeeping((Job("work", 0.001, work),), faults.append)
    keeper.start()
    await asyncio.wait_for(done.wait(), 5)
    await keeper.stop()
    assert [type(fault) for fault in faults] == [Faulted, Faulted]


# req: R11
async def test_summaries_are_made_when_one_is_due_and_the_database_is_left_alone_meanwhile():
    """At the start what was missed, then nothing until five past the hour."""
    office = Office()
    runs: list[float] = []

    class Counted(RollUps):
        async def bring_up_to_date(self) -> None:
            runs.append(self.clock.now().timestamp() % 3_600)

    summariser = Summariser(Counted(office.ledger, office.clock), office.clock)
    for _ in range(61):
        await summariser.run()
        office.clock.advance(60)
    assert runs == [0, 300]


# req: H3 R6
async def test_every_change_of_the_breaker_is_noted_once():
    """Open, then half-open after the cool-down, whoever looks."""
    policy = MeteringPolicy(breaker_cost=100, breaker_cooldown=600)
    meter = meter_of(policy)
    watch = BreakerWatch(meter, lambda: policy)
    await watch.run()
    breaker = breaker_of(policy)
    await meter.store.reserve("ada:r::", Hold(1, 1, 1, 100, 0), (breaker,), meter.now())
    await meter.store.settle("ada:r::", Amount(1, 2, 100), meter.now())
    for seconds in (0, 0, 600, 0):
        meter.clock.advance(seconds)
        await watch.run()
    assert [seen.state for seen in meter.observer.of(BreakerChanged)] == ["open", "half_open"]
