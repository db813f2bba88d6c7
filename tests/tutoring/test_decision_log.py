"""Decisions are kept beside the answers, and a database that is away costs none of either."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from jupyter_tutor.errors import DatabaseUnavailable
from jupyter_tutor.tutoring.clock import SystemClock
from jupyter_tutor.tutoring.occurrences import Faulted, GuardHit, Refused
from jupyter_tutor.tutoring.teaching import decision_log
from jupyter_tutor.tutoring.teaching.decision_log import TeachingLog


class Records:
    """Keeps entries, unless it is away."""

    def __init__(self) -> None:
        self.kept = []
        self.batches = 0
        self.away = False

    async def append(self, entries):
        """Keep them."""
        if self.away:
            raise DatabaseUnavailable("away")
        self.batches += 1
        self.kept += [entry.what.request_id for entry in entries]

    async def page(self, user_ids, *, cursor, limit):
        """Is not read here."""
        raise NotImplementedError


class Watcher:
    """Remembers what was reported."""

    def __init__(self) -> None:
        self.seen = []

    def record(self, occurrence):
        """Remember it."""
        self.seen.append(occurrence)


def find(request_id: str) -> GuardHit:
    """Something the guard found."""
    return GuardHit(request_id, "solution", 2)


def a_log() -> tuple[TeachingLog, Records, Watcher]:
    """A log over fakes."""
    records, watcher = Records(), Watcher()
    return TeachingLog(records, SystemClock(), watcher), records, watcher


async def test_what_comes_together_is_written_together_at_the_close():
    """A batch, in order, with the time it came at; other occurrences pass."""
    log, records, _ = a_log()
    before = datetime.now(UTC)
    for number in range(5):
        log.record(find(str(number)))
    log.record(Refused("r", "u", "off_topic"))
    assert before <= log._waiting[0].at <= datetime.now(UTC)
    await log.close()
    assert (records.kept, records.batches) == (["0", "1", "2", "3", "4"], 1)


async def test_entries_outlive_a_database_that_is_away():
    """The fault is reported, and the next entry brings those before it along."""
    log, records, watcher = a_log()
    records.away = True
    log._closing.set()  # no pause
    log.record(find("1"))
    await log.close()
    (fault,) = watcher.seen
    assert isinstance(fault, Faulted)
    assert (fault.where, records.kept) == ("teaching_log", [])
    records.away = False
    log.record(find("2"))
    await log.close()
    assert records.kept == ["1", "2"]


async def test_a_database_that_stays_away_fills_no_memory(monkeypatch):
    """The newest are kept up to a bound."""
    monkeypatch.setattr(decision_log, "MOST_WAITING", 3)
    log, records, _ = a_log()
    records.away = True
    log._closing.set()
    for number in range(9):
        log.record(find(str(number)))
        await asyncio.sleep(0)
    await log.close()
    assert [entry.what.request_id for entry in log._waiting] == ["6", "7", "8"]
