"""`ws/chat`, `ws/tutor`: frames in, events out. Answers belong to the server; a socket only follows."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from jupyter_tutor.api.endpoint import RESOURCE, reception_of, student_of
from jupyter_tutor.api.error_mapping import UNEXPECTED, error_frame
from jupyter_tutor.errors import (
    BreakerOpen,
    BudgetExceeded,
    LimitReached,
    NotFound,
    TooManyConnections,
    TutorError,
)

if TYPE_CHECKING:
    from jupyter_tutor.tutoring.events import AnswerEvent
    from jupyter_tutor.tutoring.records import Question, Student
    from jupyter_tutor.tutoring.tutor import Tutor

AUTHENTICATION_REQUIRED = 4001
NOT_ALLOWED = 1008
BUDGET_USED_UP = 1008
TOO_MANY = 4002
UNKNOWN_MODULE = 4004
TRY_LATER = 1013
CLOSED_BY = {BudgetExceeded.code: BUDGET_USED_UP, BreakerOpen.code: TRY_LATER}
"""Refusals that end the connection, after they were told."""

LARGEST_MESSAGE_BYTES = 16 * 1024 * 1024
"""What is read at all; what is accepted is far smaller, and refused with a sentence."""


class ChatSocket(WebSocketMixin, WebSocketHandler, JupyterHandler):
    """One panel's connection."""

    auth_resource = RESOURCE
    _opened_at = 0.0
    _student: Student | None = None

    def initialize(self) -> None:
        """Start without followers."""
        self._connection_id = str(uuid4())
        self._following: dict[str, asyncio.Task[None]] = {}
        self._work: set[asyncio.Task[None]] = set()
        self._closing: tuple[int, str] | None = None

    @allow_unauthenticated
    async def get(self, *args: Any, **kwargs: Any) -> None:
        """Upgrade for everybody: a socket that may not stay is told so by its close code."""
        await super().get(*args, **kwargs)

    def get_compression_options(self) -> dict[str, Any]:
        """Frames of one answer are nearly alike: deflate makes a tenth of them, in little memory."""
        return {"compression_level": 5, "mem_level": 5}

    @property
    def max_message_size(self) -> int:
        """Bytes of a message that is read at all."""
        return LARGEST_MESSAGE_BYTES

    @property
    def module_id(self) -> str | None:
        """The module that every message of this connection is in; None in the general chat."""
        return None

    async def open(self, *args: Any, **kwargs: Any) -> None:
        """Keep the connection of somebody who is known and may talk to the tutor."""
        user = self.current_user
        if user is None:
            self.close(AUTHENTICATION_REQUIRED, "Authentication required")
            tutor = reception_of(self).current()
            if tutor is not None:
                tutor.turned_away()
            return
        if not await ensure_async(self.authorizer.is_authorized(self, user, "execute", RESOURCE)):
            self.close(NOT_ALLOWED, "Not allowed")
            return
        super().open(*args, **kwargs)
        self.set_nodelay(True)  # a token is not worth waiting for the next one
        self._opened_at = time.monotonic()
        self._spawn(self._welcome())

    async def on_message(self, message: str | bytes) -> None:
        """Act on one frame; whatever is wrong with it is answered and the socket stays open."""
        if not self._opened_at:
            return
        try:
            await reception_of(self).tutor()  # the first one loads, in a thread, what reading needs
            from jupyter_tutor.api.client_frames import MessageFrame, ResumeFrame, read_frame

            frame = read_frame(message)
        except TutorError as error:
            await self._send(error_frame(error, getattr(error, "request_id", None)))
            return
        request_id = str(frame.request_id)
        if isinstance(frame, MessageFrame):
            self._follow(request_id, self._ask(self._placed(frame.question())))
        elif isinstance(frame, ResumeFrame):
            self._follow(request_id, self._resume(request_id, frame.after))
        else:
            self._spawn(self._stop(request_id))

    def on_close(self) -> None:
        """Stop following; the answers go on for their grace time."""
        super().on_close()
        for task in (*self._following.values(), *self._work):
            task.cancel()
        tutor = reception_of(self).current()
        if tutor is not None and self._student is not None:
            seconds = time.monotonic() - self._opened_at
            went = tutor.panel_went(
                self._student, self._connection_id, seconds=seconds, close_code=self.close_code
            )
            self._spawn(went)

    async def _welcome(self) -> None:
        """Get the tutor ready while the student still types."""
        tutor, student = await self._parties()
        try:
            if self.module_id is not None:
                await tutor.answering.enter(self.module_id)
            await tutor.panel_came(student, self._connection_id)
        except NotFound as missing:
            self._opened_at = 0.0
            self.close(UNKNOWN_MODULE, missing.message)
        except LimitReached as refusal:
            self._opened_at = 0.0
            self.close(TOO_MANY if isinstance(refusal, TooManyConnections) else TRY_LATER, refusal.message)
        else:
            self._student = student
            if self.ws_connection is None:  # it went away while it was let in
                await tutor.panel_went(student, self._connection_id, seconds=0.0, close_code=self.close_code)

    def _placed(self, question: Question) -> Question:
        """The question in the module that this connection is for."""
        return replace(question, notebook=replace(question.notebook, module=self.module_id))

    async def _parties(self) -> tuple[Tutor, Student]:
        return await reception_of(self).tutor(), await student_of(self)

    async def _ask(self, question: Question) -> AsyncGenerator[AnswerEvent, None]:
        tutor, student = await self._parties()
        async with aclosing(tutor.answering.ask(student, question).follow()) as events:
            async for event in events:
                yield event

    async def _resume(self, request_id: str, after: int) -> AsyncGenerator[AnswerEvent, None]:
        tutor, student = await self._parties()
        async with aclosing(tutor.answering.resume(student, request_id, after)) as events:
            async for event in events:
                yield event

    async def _stop(self, request_id: str) -> None:
        tutor, student = await self._parties()
        if not tutor.answering.stop(student, request_id):
            await self._send(error_frame(NotFound("There is no such answer running."), request_id))

    def _follow(self, request_id: str, events: AsyncGenerator[AnswerEvent, None]) -> None:
        """Pass an answer's events on; a newer follow of the same request replaces the older."""
        previous = self._following.pop(request_id, None)
        if previous is not None:
            previous.cancel()
        task = asyncio.create_task(self._pass_on(request_id, events))
        self._following[request_id] = task
        task.add_done_callback(lambda done: self._forget(request_id, done))

    def _forget(self, request_id: str, task: asyncio.Task[None]) -> None:
        if self._following.get(request_id) is task:
            del self._following[request_id]
            self._leave_when_idle()

    async def _pass_on(self, request_id: str, events: Any) -> None:
        from jupyter_tutor.api.server_frames import frame_of

        try:
            async with aclosing(events):
                async for event in events:
                    await self._send(frame_of(event, request_id))
                    self._closing = self._closing or _close_after(event)
        except TutorError as error:
            await self._send(error_frame(error, request_id))
        except WebSocketClosedError:
            return
        except Exception as error:  # noqa: BLE001 - a fault of ours must not leave the panel waiting
            self._report(error, request_id)
            await self._send(error_frame(TutorError(UNEXPECTED), request_id))

    def _leave_when_idle(self) -> None:
        """A socket whose budget is used up closes with the last of the answers it follows."""
        if self._closing is not None and not self._following:
            self.close(*self._closing)

    async def _send(self, frame: dict[str, Any]) -> None:
        if self.ws_connection is not None:
            await self.write_message(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))

    def _spawn(self, work: Any) -> None:
        task = asyncio.create_task(self._guarded(work))
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def _guarded(self, work: Any) -> None:
        try:
            await work
        except (TutorError, WebSocketClosedError):
            return  # the next message meets the same error and tells it
        except Exception as error:  # noqa: BLE001 - nobody awaits this task
            self._report(error, None)

    def _report(self, error: Exception, request_id: str | None) -> None:
        tutor = reception_of(self).current()
        if tutor is not None:
            tutor.report("chat_socket", error, request_id)


class TutorSocket(ChatSocket):
    """`ws/tutor?module={id}`: the same within one module. Closed with 4004 where that is not published."""

    @allow_unauthenticated
    async def get(self, *args: Any, **kwargs: Any) -> None:
        """Upgrade for everybody, as the chat does."""
        await super().get(*args, **kwargs)

    @property
    def module_id(self) -> str | None:
        """The module of the address; none is a module that does not exist."""
        named: str = self.get_query_argument("module", "")
        return named


def _close_after(event: AnswerEvent) -> tuple[int, str] | None:
    """Close code and reason where an event is the last one of its connection."""
    from jupyter_tutor.cost.refusals import BUDGET_SENTENCE
    from jupyter_tutor.tutoring.events import Done, Failed

    if isinstance(event, Failed) and event.code in CLOSED_BY:
        return CLOSED_BY[event.code], event.message
    if isinstance(event, Done) and event.budget is not None and event.budget.session_is_used_up:
        return BUDGET_USED_UP, BUDGET_SENTENCE
    return None
