"""Work that nobody waits for: at most one piece of a name at a time, ended with the server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from jupyter_tutor.tutoring.occurrences import Faulted
from jupyter_tutor.tutoring.ports import Observer


class Background:
    """Runs pieces of work; a fault of one is noted and disturbs nobody."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def start(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        """Begin, unless work of that name is under way."""
        if name not in self._tasks:
            self._tasks[name] = asyncio.create_task(self._run(name, work), name=name)

    async def finished(self) -> None:
        """Return when nothing is under way."""
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def close(self) -> None:
        """Cancel what is under way, and return when it has ended."""
        for task in self._tasks.values():
            task.cancel()
        await self.finished()

    async def _run(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - nobody awaits this task
            self._observer.record(Faulted(name.partition(" ")[0], error))
        finally:
            del self._tasks[name]
