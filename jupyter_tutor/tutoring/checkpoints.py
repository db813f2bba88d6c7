"""Keeps a running answer's text at most once a second, without holding the stream up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from jupyter_tutor.errors import TutorError
from jupyter_tutor.tutoring.ports import Clock

INTERVAL_SECONDS = 1.0


class Checkpoints:
    """Saves the newest text when the last save is a second ago; one save at a time.

    `on_failure` is called once, with the first error: the answer goes on, and its end decides
    whether it is stored.
    """

    def __init__(
        self,
        save: Callable[[str], Awaitable[None]],
        clock: Clock,
        on_failure: Callable[[TutorError], None],
        interval: float = INTERVAL_SECONDS,
    ) -> None:
        self._save = save
        self._clock = clock
        self._on_failure = on_failure
        self._interval = interval
        self._last = clock.monotonic()
        self._saving: asyncio.Task[None] | None = None
        self._failed = False

    def offer(self, text: Callable[[], str]) -> None:
        """Save what `text` returns if a save is due; never waits."""
        now = self._clock.monotonic()
        if self._saving is not None or now - self._last < self._interval:
            return
        self._last = now
        self._saving = asyncio.create_task(self._keep(text()))

    async def finish(self) -> None:
        """Wait for a save under way, so that it cannot overtake the final one."""
        if self._saving is not None:
            await self._saving

    async def _keep(self, text: str) -> None:
        try:
            await self._save(text)
        except TutorError as error:
            if not self._failed:
                self._failed = True
                self._on_failure(error)
        finally:
            self._saving = None
