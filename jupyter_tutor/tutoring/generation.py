"""Asks the models for one answer and writes what may be shown of it to the answer's log."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from contextlib import aclosing
from typing import Protocol

from jupyter_tutor.errors import ModelUnavailable, ProviderError, TutorError
from jupyter_tutor.tutoring.answer_log import AnswerLog
from jupyter_tutor.tutoring.attempts import Attempts
from jupyter_tutor.tutoring.checkpoints import Checkpoints
from jupyter_tutor.tutoring.events import Failed, Token
from jupyter_tutor.tutoring.pacing import TokenPacer
from jupyter_tutor.tutoring.ports import ModelChain, ModelRequest, Text
from jupyter_tutor.tutoring.records import AnswerState

BROKEN_OFF = "The answer broke off. What had arrived is kept; please try again in a moment."
OUR_FAULT = "Something went wrong on the tutor's side. Please try again; your question is not lost."


class Guard(Protocol):
    """Decides what of a streaming answer may be shown; `stopped` once something may not be."""

    stopped: bool

    def feed(self, text: str) -> str:
        """Take in a piece and give out what may be shown now."""

    def finish(self) -> str:
        """Give out what was held back and may be shown after all."""

    def cut(self) -> str:
        """Give out what of an unfinished sentence may be shown when no more will come."""

    def go_on(self) -> str:
        """After a stop: go on with the same text, a sentence in the place of what may not be shown."""

    def start_over(self) -> None:
        """After a stop: another text takes up where the shown one ends."""


Again = Callable[[str], ModelRequest | None]
"""The stricter request that goes on after the text shown so far; None when there is no room for one."""


class Generation:
    """One answer under way.

    After `run`, `text`, `state` and `failure` say how it went; `fault` is the error of our own
    behind a failure, for the log.
    """

    def __init__(
        self,
        log: AnswerLog,
        chain: ModelChain,
        guard: Guard,
        attempts: Attempts,
        *,
        checkpoints: Checkpoints,
        on_first_text: Callable[[str], None],
        again: Again,
    ) -> None:
        self._log = log
        self._chain = chain
        self._guard = guard
        self._attempts = attempts
        self._checkpoints = checkpoints
        self._on_first_text = on_first_text
        self._again = again
        self._pacer = TokenPacer(self._emit)
        self._shown: list[str] = []
        self._seq = 0
        self._once_asked: Callable[[], None] | None = None
        self.state = AnswerState.INTERRUPTED
        self.failure: Failed | None = None
        self.fault: BaseException | None = None

    @property
    def text(self) -> str:
        """Everything shown so far: exactly the joined tokens."""
        return "".join(self._shown)

    async def run(
        self, request: ModelRequest, answer_by: str | None, *, once_asked: Callable[[], None]
    ) -> None:
        """Generate until the model has finished, failed, or the log was asked to end. Raises nothing.

        `once_asked` is called before anything is shown, while the request is on its way to the
        provider: what can wait until then costs the student no time.
        """
        self._once_asked = once_asked
        task = asyncio.create_task(self._consume(request, answer_by))
        asyncio.get_running_loop().call_soon(self._asked)
        await self._log.generate(task)
        self._asked()
        if task.cancelled() or task.exception() is not None:
            self._show(self._guard.cut())
        self._pacer.flush()
        await self._checkpoints.finish()
        if task.cancelled():
            self.state = self._log.end_as or AnswerState.INTERRUPTED
            self._attempts.cut_short(asyncio.CancelledError())
        elif (error := task.exception()) is not None:
            self._fail(error)
        else:
            self.state = AnswerState.COMPLETE

    async def _consume(self, request: ModelRequest, answer_by: str | None) -> None:
        stricter = await self._stream(request, answer_by)
        if stricter is None:
            return
        self._attempts.leave()
        self._guard.start_over()
        shown = len(self._shown)
        try:
            await self._stream(stricter, answer_by)
        except (ModelUnavailable, ProviderError):
            if len(self._shown) > shown:
                raise
            self._show(self._guard.go_on())

    async def _stream(self, request: ModelRequest, answer_by: str | None) -> ModelRequest | None:
        """Show one model's answer; where it is left, because it gave too much away, the next request."""
        async with aclosing(self._chain.stream(request, answer_by)) as stream:
            async for item in stream:
                self._attempts.note(item)
                if isinstance(item, Text):
                    stricter = self._judged(self._guard.feed(item.content))
                    if stricter is not None:
                        return stricter
        return self._judged(self._guard.finish())

    def _judged(self, text: str) -> ModelRequest | None:
        """Show text; after a stop of the guard ask for another answer, or go on with this one."""
        self._show(text)
        if not self._guard.stopped:
            return None
        stricter = self._again(self.text)
        if stricter is None:
            self._show(self._guard.go_on())
        return stricter

    def _show(self, text: str) -> None:
        if not text:
            return
        first = not self._shown
        self._asked()
        self._shown.append(text)
        self._pacer.add(text)
        if first:
            self._on_first_text(self._attempts.provider)
        self._checkpoints.offer(lambda: self.text)

    def _asked(self) -> None:
        once_asked, self._once_asked = self._once_asked, None
        if once_asked is not None:
            once_asked()

    def _emit(self, text: str) -> None:
        self._seq += 1
        self._log.append(Token(self._seq, text))

    def _fail(self, error: BaseException) -> None:
        self._attempts.cut_short(error)
        if isinstance(error, TutorError):
            self.failure = Failed(error.code, error.message, _whole(error.retry_after))
        elif isinstance(error, ProviderError):
            self.failure = Failed(ModelUnavailable.code, BROKEN_OFF, _whole(error.retry_after))
        else:
            self.fault = error
            self.failure = Failed(TutorError.code, OUR_FAULT)


def _whole(seconds: float | None) -> float | None:
    """Waiting times are shown in whole seconds, and never promise too early a moment."""
    return None if seconds is None else float(math.ceil(seconds))
