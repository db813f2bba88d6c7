"""Keeps a running answer's text at most once a second, without holding the stream up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from jupyter_tutor.errors import TutorError

INTERVAL_SECONDS = 1.0


class Checkpoints:
    """Saves the newest text when the last save is a second ago; one save at a time.

    Text that comes sooner is saved when its second is over, even if no more follows: a model that
    pauses leaves nothing unsaved. `on_failure` is called once, with the first error: the answer
    goes on, and its end decides whether it is stored.
    """

    def __init__(
        self,
        save: Callable[[str], Awaitable[None]],
        on_failure: Callable[[TutorError], None],
        interval: float = INTERVAL_SECONDS,
    ) -> None:
        self._save = save
        self._on_failure = on_failure
        self._interval = interval
        self._due_at = asyncio.get_running_loop().time() + interval
        self._timer: asyncio.TimerHandle | None = None
        self._saving: asyncio.Task[None] | None = None
        self._text: Callable[[], str] | None = None
        self._failed = False

    def offer(self, text: Callable[[], str]) -> None:
        """Save what `text` returns as soon as a save is due; never waits."""
        self._text = text
        if self._timer is None and self._saving is None:
            self._timer = asyncio.get_running_loop().call_at(self._due_at, self._begin)

    async def finish(self) -> None:
        """Save no more, and wait for a save under way, so that it cannot overtake the final one."""
        if self._timer is not None:
            self._timer.cancel()
        self._text = None
        if self._saving is not None:
            await self._saving

    def _begin(self) -> None:
        self._timer = None
        text, self._text = self._text, None
        if text is not None:
            self._saving = asyncio.create_task(self._keep(text()))

    async def _keep(self, text: str) -> None:
        try:
            await self._save(text)
        except TutorError as error:
            if not self._failed:
                self._failed = True
                self._on_failure(error)
        finally:
            self._saving = None
            loop = asyncio.get_running_loop()
            self._due_at = loop.time() + self._interval
            if self._text is not None:
                self._timer = loop.call_at(self._due_at, self._begin)
