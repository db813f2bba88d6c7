"""The events of one request, kept in order for any number of listeners.

An answer belongs to the server and not to a socket: it writes here, and every socket, event
stream or second tab that wants it follows the log from where it left off.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable

from jupyter_tutor.tutoring.events import AnswerEvent, Done, Failed, Started, Token
from jupyter_tutor.tutoring.records import AnswerState


class AnswerLog:
    """Append-only events of one request; it has ended after its first Done or Failed.

    `replayed` says that it tells a stored answer again: its tokens are not those that an earlier
    listener counted.
    """

    def __init__(
        self, request_id: str, *, on_audience_change: Callable[[AnswerLog], None] | None = None
    ) -> None:
        self.request_id = request_id
        self.session_id: str | None = None
        self.replayed = False
        self.ended = False
        self.listeners = 0
        self.end_as: AnswerState | None = None
        self._generation: asyncio.Task[None] | None = None
        self._events: list[AnswerEvent] = []
        self._changed = asyncio.Event()
        self._on_audience_change = on_audience_change

    @property
    def last_seq(self) -> int:
        """The `seq` of the newest token, 0 before the first."""
        return next((e.seq for e in reversed(self._events) if isinstance(e, Token)), 0)

    def append(self, event: AnswerEvent) -> None:
        """Add an event and wake every listener."""
        self._events.append(event)
        self.ended = self.ended or isinstance(event, Done | Failed)
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def follow(self, after: int = 0) -> AsyncGenerator[AnswerEvent, None]:
        """Every event from the beginning to the end of the answer.

        With `after` > 0 the listener has seen the beginning: `Started` and the tokens up to
        that `seq` are left out.
        """
        self._audience(1)
        try:
            position = 0
            while True:
                while position < len(self._events):
                    event = self._events[position]
                    position += 1
                    if not _seen(event, after):
                        yield event
                if self.ended:
                    return
                await self._changed.wait()
        finally:
            self._audience(-1)

    async def generate(self, generation: asyncio.Task[None]) -> None:
        """Await the task that asks the model; `end` cancels it and not its caller."""
        self._generation = generation
        if self.end_as is not None:
            generation.cancel()
        await asyncio.wait({generation})

    def end(self, state: AnswerState) -> None:
        """Ask the answer to end early; the first reason given counts."""
        if self.ended or self.end_as is not None:
            return
        self.end_as = state
        if self._generation is not None:
            self._generation.cancel()

    def _audience(self, change: int) -> None:
        self.listeners += change
        if self._on_audience_change is not None:
            self._on_audience_change(self)


def _seen(event: AnswerEvent, after: int) -> bool:
    if isinstance(event, Token):
        return event.seq <= after
    return after > 0 and isinstance(event, Started)
