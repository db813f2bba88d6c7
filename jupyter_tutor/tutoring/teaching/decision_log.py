"""What was decided on messages and found in answers, kept for instructors: rules and scores, no words."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from jupyter_tutor.tutoring.metering.actor import Actor
from jupyter_tutor.tutoring.metering.cap_book import CapBook
from jupyter_tutor.tutoring.occurrences import Faulted, GuardHit, Occurrence, TeachingDecided
from jupyter_tutor.tutoring.ports import Clock, Observer

PAUSE_SECONDS = 1.0
"""What happens within it is written at once, when the first words are already on their way."""

MOST_WAITING = 5_000
"""Entries kept while the database is away; beyond that the oldest are given up. The log has them too."""

LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class Noted:
    """A decision or a find of the guard, and when."""

    what: TeachingDecided | GuardHit
    at: datetime


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as it was kept, whose it was, its exercise's id if any, and the finds in its answer."""

    decision: TeachingDecided
    at: datetime
    username: str
    exercise_id: str | None
    finds: tuple[GuardHit, ...]


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """Decisions, newest first; `next_cursor` is None on the last page."""

    rows: tuple[DecisionRow, ...]
    next_cursor: str | None


class TeachingRecords(Protocol):
    """Where decisions are kept. Every method raises DatabaseUnavailable."""

    async def append(self, entries: Sequence[Noted]) -> None:
        """Keep entries, all or none. Decisions of students who are gone are left out."""

    async def page(self, user_ids: frozenset[str] | None, *, cursor: str | None, limit: int) -> DecisionPage:
        """Decisions on messages of these students, None for all. Invalid for a cursor that is none."""


@dataclass(slots=True)
class TeachingLog:
    """An observer that keeps teaching decisions, in batches and beside the answers."""

    records: TeachingRecords
    clock: Clock
    observer: Observer
    _waiting: list[Noted] = field(default_factory=list)
    _writing: asyncio.Task[None] | None = None
    _closing: asyncio.Event = field(default_factory=asyncio.Event)

    def record(self, occurrence: Occurrence) -> None:
        """Take a decision or a find in; everything else passes."""
        if not isinstance(occurrence, TeachingDecided | GuardHit):
            return
        self._waiting.append(Noted(occurrence, self.clock.now()))
        del self._waiting[:-MOST_WAITING]
        if self._writing is None or self._writing.done():
            self._writing = asyncio.get_running_loop().create_task(self._write())

    async def close(self) -> None:
        """Write what waits."""
        self._closing.set()
        if self._writing is not None:
            await self._writing

    async def _write(self) -> None:
        """Write batches until none is left; after a fault the next entry begins anew."""
        while self._waiting:
            await self._pause()
            batch, self._waiting = self._waiting, []
            try:
                await self.records.append(batch)
            except Exception as error:  # noqa: BLE001 - nobody awaits this while answers are given
                self._waiting = [*batch, *self._waiting]
                self.observer.record(Faulted("teaching_log", error))
                return

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._closing.wait(), PAUSE_SECONDS)
        except TimeoutError:
            return


@dataclass(frozen=True, slots=True)
class Teaching:
    """Reading decisions, with the rights of whoever does."""

    records: TeachingRecords
    groups: CapBook

    async def decisions(
        self, actor: Actor, username: str | None, *, cursor: str | None, limit: int
    ) -> DecisionPage:
        """Decisions on messages of one student, or of all whom somebody teaches.

        Raises AuthForbidden, NotFound, and Invalid for a cursor that is none.
        """
        wanted = await self._whose(actor, username)
        return await self.records.page(wanted, cursor=cursor, limit=min(limit, LARGEST_PAGE))

    async def _whose(self, actor: Actor, username: str | None) -> frozenset[str] | None:
        if username is not None:
            return frozenset({await self.groups.may_see(actor, username)})
        return await self.groups.taught_by(actor)
