"""All answers that are running or have just ended, by student and request.

Stop, reconnect and resume, a second tab, event streams and shutdown are all this one register.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context

from jupyter_tutor.tutoring.answer_log import AnswerLog
from jupyter_tutor.tutoring.records import AnswerState

Work = Callable[[AnswerLog], Awaitable[None]]


class RunningAnswers:
    """Starts answers as tasks and keeps their logs for a while after they have ended.

    `abandon_after` is how long (seconds) an answer goes on with nobody listening before its
    upstream request is closed; `linger` is how long an ended log can still be followed.

    Tasks and timers run in contexts of their own. In that of the request that began the answer the server
    keeps the request itself, which would live as long as the log.
    """

    def __init__(self, *, abandon_after: float = 30.0, linger: float = 60.0) -> None:
        self._abandon_after = abandon_after
        self._linger = linger
        self._logs: dict[tuple[str, str], AnswerLog] = {}
        self._tasks: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._timers: dict[tuple[str, str], asyncio.TimerHandle] = {}
        self._closing = False

    def begin(self, user_id: str, request_id: str, work: Work) -> AnswerLog:
        """Run `work` for a request, or return the log of the same request begun earlier."""
        key = (user_id, request_id)
        if key in self._logs:
            return self._logs[key]
        log = AnswerLog(request_id, on_audience_change=lambda log: self._watch(key, log))
        self._logs[key] = log
        if self._closing:
            log.end(AnswerState.INTERRUPTED)
        task = asyncio.create_task(self._run(key, log, work), name=f"answer {request_id}", context=Context())
        self._tasks[key] = task
        self._watch(key, log)
        return log

    def find(self, user_id: str, request_id: str) -> AnswerLog | None:
        """The log of a request that is running or ended a moment ago."""
        return self._logs.get((user_id, request_id))

    @property
    def busy(self) -> bool:
        """Whether any answer has not ended."""
        return any(not log.ended for log in self._logs.values())

    def running_in(self, user_id: str, session_id: str) -> tuple[str, ...]:
        """Request ids of a conversation's answers that have not ended."""
        return tuple(
            request_id
            for (owner, request_id), log in self._logs.items()
            if owner == user_id and log.session_id == session_id and not log.ended
        )

    def stop(self, user_id: str, request_id: str) -> bool:
        """End an answer now; False when there is no such answer running."""
        log = self.find(user_id, request_id)
        if log is None or log.ended:
            return False
        log.end(AnswerState.STOPPED)
        return True

    async def shutdown(self, grace: float) -> None:
        """Let running answers finish for `grace` seconds, then store them as interrupted."""
        self._closing = True
        tasks = set(self._tasks.values())
        if tasks:
            await asyncio.wait(tasks, timeout=grace)
        for log in self._logs.values():
            log.end(AnswerState.INTERRUPTED)
        if tasks:
            await asyncio.wait(tasks)
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    async def _run(self, key: tuple[str, str], log: AnswerLog, work: Work) -> None:
        try:
            await work(log)
        finally:
            del self._tasks[key]
            self._later(key, self._linger, lambda: self._forget(key))

    def _watch(self, key: tuple[str, str], log: AnswerLog) -> None:
        """Give an unheard answer a time limit, and lift it when somebody listens again."""
        if key not in self._tasks:
            return
        if log.listeners:
            timer = self._timers.pop(key, None)
            if timer is not None:
                timer.cancel()
        else:
            self._later(key, self._abandon_after, lambda: log.end(AnswerState.INTERRUPTED))

    def _later(self, key: tuple[str, str], seconds: float, action: Callable[[], None]) -> None:
        previous = self._timers.pop(key, None)
        if previous is not None:
            previous.cancel()
        self._timers[key] = asyncio.get_running_loop().call_later(seconds, action, context=Context())

    def _forget(self, key: tuple[str, str]) -> None:
        self._timers.pop(key, None)
        log = self._logs.get(key)
        if log is not None and log.listeners == 0:
            del self._logs[key]
        elif log is not None:
            self._later(key, self._linger, lambda: self._forget(key))
