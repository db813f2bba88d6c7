"""The limit store that a site's settings ask for: in this process, or in Redis for several."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from jupyter_tutor.cost.limits import PastRequest
from jupyter_tutor.limits.folder_lock import FolderLock
from jupyter_tutor.limits.memory import MemoryLimits
from jupyter_tutor.limits.places import LocalPlaces
from jupyter_tutor.tutoring.metering.ports import LimitStore, Places
from jupyter_tutor.tutoring.occurrences import LimitStoreChanged
from jupyter_tutor.tutoring.ports import Clock, Observer

Past = Callable[[], Awaitable[list[PastRequest]]]


@dataclass(frozen=True, slots=True)
class Sharing:
    """The Redis of several processes, and whether everything is refused while it is away."""

    url: str
    refuse_when_away: bool


@dataclass(frozen=True, slots=True)
class WiredLimits:
    """A limit store with the places of panels, and what begins and ends it."""

    store: LimitStore
    places: Places
    start: Callable[[], Awaitable[None]]
    close: Callable[[], Awaitable[None]]


def alone(lock: FolderLock, clock: Clock, past: Past) -> WiredLimits:
    """In the memory of the one process that uses the data folder."""
    limits = MemoryLimits()

    async def start() -> None:
        await asyncio.to_thread(lock.take)
        limits.restore(await past(), clock.now().timestamp())

    async def close() -> None:
        lock.release()

    return WiredLimits(limits, LocalPlaces(), start, close)


def shared(sharing: Sharing, observer: Observer, past: Past) -> WiredLimits:
    """In Redis."""
    from jupyter_tutor.limits.redis_store import RedisLimits

    def tell(degraded: bool, reason: str) -> None:
        observer.record(LimitStoreChanged(degraded=degraded, reason=reason))

    limits = RedisLimits(sharing.url, refuse_when_away=sharing.refuse_when_away, on_change=tell, past=past)
    return WiredLimits(limits, limits.places, limits.start, limits.close)
