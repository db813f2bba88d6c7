"""`chat/stream`: the same answer as server-sent events, for programs and for networks without sockets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from jupyter_server.auth.decorator import authorized
from tornado import web
from tornado.iostream import StreamClosedError

from jupyter_tutor.api.endpoint import RESOURCE, Endpoint
from jupyter_tutor.errors import Invalid

if TYPE_CHECKING:
    from jupyter_tutor.tutoring.events import AnswerEvent


class ChatStreamEndpoint(Endpoint):
    """Takes a MessageFrame and answers with ServerFrames, one `data:` line each."""

    _following: asyncio.Task[None] | None = None

    @web.authenticated
    @authorized("execute", RESOURCE)
    async def post(self) -> None:
        """Answer a message; a client that goes away leaves the answer to run on for the grace time."""
        from jupyter_tutor.api.client_frames import MessageFrame, validated_frame

        asked = validated_frame(self.json_body())
        if not isinstance(asked, MessageFrame):
            raise Invalid("type: only message can be streamed.")
        tutor, student = await self.tutor(), await self.student()
        question = asked.question()
        self._following = asyncio.current_task()
        async with aclosing(tutor.answering.ask(student, question).follow()) as events:
            await self._pass_on(events, question.request_id)

    async def _pass_on(self, events: AsyncGenerator[AnswerEvent, None], request_id: str) -> None:
        """Stream the events; a request that is refused before anything began gets the error's own status."""
        from jupyter_tutor.api.server_frames import frame_of
        from jupyter_tutor.tutoring.events import Failed

        first = await anext(events)
        if isinstance(first, Failed) and first.error is not None:
            raise first.error
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("Cache-Control", "no-cache")
        self.set_header("X-Accel-Buffering", "no")
        try:
            await self._write(frame_of(first, request_id))
            async for event in events:
                await self._write(frame_of(event, request_id))
        except StreamClosedError:
            return
        self.finish(set_content_type="text/event-stream")

    async def _write(self, frame: dict[str, Any]) -> None:
        self.write(f"data: {json.dumps(frame, ensure_ascii=False)}\n\n")
        await self.flush()

    def on_connection_close(self) -> None:
        """Stop listening at once; nobody waits for the next event to notice."""
        if self._following is not None:
            self._following.cancel()
