"""Summaries kept up to date: once, again, late, after an outage, and never in large pieces."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from metering import MemoryLedger, Office

from jupyter_tutor.cost.roll_ups import ORDER, Subject, Totals, period_of, sum_of_calls
from jupyter_tutor.cost.windows import WindowKind
from jupyter_tutor.errors import DatabaseUnavailable

SUBJECT = Subject("ada-id", "openai", "m", None)


def at(*date):
    return datetime(*date, tzinfo=UTC)


async def run(office: Office, *date) -> None:
    office.clock.seconds += (at(*date) - office.clock.now()).total_seconds()
    await office.metering.roll_ups.bring_up_to_date()


def requests(office: Office, kind: WindowKind, *date) -> int | None:
    """In the stored summary; None where there is none."""
    summary = office.ledger.summaries.get(period_of(kind, at(*date).timestamp()))
    return None if summary is None else summary.get(SUBJECT, Totals()).requests


# req: R11
async def test_each_summary_is_made_when_its_time_has_come():
    """The hour at :05, the day at 00:01, the week on Monday at 00:05, the month on the 1st at 00:10."""
    office = Office()
    await run(office, 2026, 11, 29, 12, 0)
    office.call(started_at=at(2026, 11, 30, 22, 30))  # a Monday
    await run(office, 2026, 11, 30, 22, 31)
    moments = {
        WindowKind.HOUR: ((2026, 11, 30, 23, 4), (2026, 11, 30, 23, 5)),
        WindowKind.DAY: ((2026, 12, 1, 0, 0, 59), (2026, 12, 1, 0, 1)),
        WindowKind.MONTH: ((2026, 12, 1, 0, 9), (2026, 12, 1, 0, 10)),
        WindowKind.WEEK: ((2026, 12, 7, 0, 4), (2026, 12, 7, 0, 5)),
    }
    for kind, (before, then) in moments.items():
        await run(office, *before)
        assert requests(office, kind, 2026, 11, 30, 22, 30) is None
        await run(office, *then)
        assert requests(office, kind, 2026, 11, 30, 22, 30) == 1


# req: R11
async def test_the_first_run_begins_with_the_first_call_and_makes_every_summary():
    """Equal to the sums of the calls, and of nothing but periods that have calls."""
    office = Office()
    begin = at(2026, 8, 3, 4, 5)
    for number in range(200):
        started_at = begin + timedelta(hours=7 * number)
        office.call(started_at=started_at, cost_nano_usd=None if number % 9 == 0 else number)
    await run(office, 2026, 11, 2, 9, 0)
    calls = await office.ledger.calls_between(0, office.now)
    wanted = {period_of(kind, call.at) for call in calls for kind in ORDER}
    ended = {period for period in wanted if period.end <= office.now}
    assert set(office.ledger.summaries) == ended
    for period, sums in office.ledger.summaries.items():
        assert sums == sum_of_calls(calls, period)


# req: R11
async def test_a_second_run_changes_nothing():
    """Not even by writing the same again."""
    office = Office()
    office.call(started_at=at(2026, 11, 1, 10, 0))
    await run(office, 2026, 11, 2, 9, 10)
    before, writes = dict(office.ledger.summaries), office.ledger.writes
    await run(office, 2026, 11, 2, 9, 20)
    assert (office.ledger.summaries, office.ledger.writes) == (before, writes)


# req: R11
async def test_a_late_row_changes_every_summary_it_belongs_to():
    """Hour, day, week and month."""
    office = Office()
    office.call(started_at=at(2026, 9, 1, 10, 0))
    await run(office, 2026, 11, 2, 9, 10)
    office.call(started_at=at(2026, 9, 1, 10, 30))
    await run(office, 2026, 11, 2, 9, 11)
    assert {requests(office, kind, 2026, 9, 1, 10, 0) for kind in ORDER} == {2}


# req: R11
async def test_a_row_that_became_visible_behind_newer_ones_is_not_missed():
    """Transactions end in another order than their rows are numbered."""
    office = Office()
    office.call(started_at=at(2026, 9, 1, 10, 0))
    office.call(started_at=at(2026, 11, 2, 8, 0))
    hidden = office.ledger.rows.pop(0)
    await run(office, 2026, 11, 2, 9, 10)
    office.ledger.rows.insert(0, hidden)
    await run(office, 2026, 11, 2, 9, 11)
    assert {requests(office, kind, 2026, 9, 1, 10, 0) for kind in ORDER} == {1}


# req: R11
async def test_what_was_missed_while_the_server_was_down_is_made_up_for():
    """By another process, which remembers nothing."""
    office = Office()
    office.call(started_at=at(2026, 11, 2, 8, 50))
    await run(office, 2026, 11, 2, 9, 0)
    office.call(started_at=at(2026, 11, 2, 9, 1))
    after = Office(ledger=office.ledger)
    await run(after, 2026, 12, 1, 0, 10)
    for kind in (WindowKind.DAY, WindowKind.WEEK, WindowKind.MONTH):
        assert requests(after, kind, 2026, 11, 2) == 2


# req: R11
async def test_a_run_that_failed_is_done_again_as_a_whole():
    """Whatever the database had taken of it."""

    class Failing(MemoryLedger):
        left = 3

        async def replace_summary(self, period, sums):
            if self.left == 0:
                raise DatabaseUnavailable("gone")
            self.left -= 1
            await super().replace_summary(period, sums)

    office = Office(ledger=Failing())
    for hour in range(5):
        office.call(started_at=at(2026, 11, 1, hour, 0))
    try:
        await run(office, 2026, 11, 2, 9, 10)
    except DatabaseUnavailable:
        office.ledger.left = 1_000
    assert office.ledger.noted is None
    await run(office, 2026, 11, 2, 9, 11)
    assert requests(office, WindowKind.DAY, 2026, 11, 1) == 5


# req: R11
async def test_an_hour_is_read_in_pieces():
    """A busy one holds up nobody for long."""
    asked = []

    class Watched(MemoryLedger):
        async def calls_between(self, start, end):
            asked.append(end - start)
            return await super().calls_between(start, end)

    office = Office(ledger=Watched())
    office.call(started_at=at(2026, 11, 2, 7, 0))
    await run(office, 2026, 11, 2, 9, 10)
    assert asked == [600.0] * 6
