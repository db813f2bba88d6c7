"""How far a long command has come, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TextIO, TypeVar

_SECONDS_BETWEEN_LINES = 2.0
_WIDTH = 79

T = TypeVar("T")


class Progress:
    """Names what is being done: one line that changes on a terminal, elsewhere a line every two seconds.

    A command that takes less than that writes nothing to a file. `clock` gives seconds that only grow.
    """

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream or sys.stderr
        self._on_terminal = self._stream.isatty()
        self._clock = clock
        self._last_line = clock()

    @contextmanager
    def over(self, items: Sequence[T], name: Callable[[T], str]) -> Iterator[Iterator[T]]:
        """Gives the items, each named before it is worked on; the line is gone at the end and on errors."""

        def named() -> Iterator[T]:
            for number, item in enumerate(items, 1):
                self._say(f"{number} of {len(items)}: {name(item)}")
                yield item

        try:
            yield named()
        finally:
            self._clear()

    @contextmanager
    def during(self, words: str) -> Iterator[None]:
        """Say what is being done for as long as it takes."""
        self._say(words)
        try:
            yield
        finally:
            self._clear()

    def _say(self, words: str) -> None:
        if self._on_terminal:
            self._write(f"\r\x1b[2K{words[:_WIDTH]}")
        elif self._clock() - self._last_line >= _SECONDS_BETWEEN_LINES:
            self._last_line = self._clock()
            self._write(f"{words}\n")

    def _clear(self) -> None:
        """Leave the terminal's line empty for what is printed next."""
        if self._on_terminal:
            self._write("\r\x1b[2K")

    def _write(self, text: str) -> None:
        # Nobody's work ends because nobody watches it.
        with suppress(OSError):
            self._stream.write(text)
            self._stream.flush()
