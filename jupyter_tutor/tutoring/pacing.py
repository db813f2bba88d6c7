"""Coalesces the pieces of a streaming answer: the first goes out at once, the rest in beats."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

BEAT_SECONDS = 0.03


class TokenPacer:
    """Gathers text and passes it on at most once a beat; `flush` passes on what is left.

    A frame per model token costs more bytes for the envelope than for the text, and nobody
    reads faster than thirty frames a second.
    """

    def __init__(self, emit: Callable[[str], None], beat: float = BEAT_SECONDS) -> None:
        self._emit = emit
        self._beat = beat
        self._pending: list[str] = []
        self._next_beat = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def add(self, text: str) -> None:
        """Pass the text on now, or with the next beat when one is still to come."""
        if not text:
            return
        self._pending.append(text)
        loop = asyncio.get_running_loop()
        if loop.time() >= self._next_beat:
            self.flush()
        elif self._timer is None:
            self._timer = loop.call_at(self._next_beat, self.flush)

    def flush(self) -> None:
        """Pass on everything gathered."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._pending:
            text = "".join(self._pending)
            self._pending.clear()
            self._next_beat = asyncio.get_running_loop().time() + self._beat
            self._emit(text)
