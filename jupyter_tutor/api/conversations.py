"""A student's conversations: list, search, read, rename, delete, export, rate."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_tutor.api.endpoint import RESOURCE, Endpoint

if TYPE_CHECKING:
    from jupyter_tutor.api.bodies import FeedbackBody, TitleBody

DEFAULT_PAGE = 20
LARGEST_PAGE = 100


class SessionsEndpoint(Endpoint):
    """`chat/sessions`: a page of conversations, newest first."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """`query`, `notebook_path`, `cursor` and `limit` narrow and page the list."""
        from jupyter_tutor.tutoring.export import session_json

        page = await (await self.tutor()).conversations.sessions(
            (await self.student()).id,
            query=self.get_query_argument("query", None) or None,
            notebook_path=self.get_query_argument("notebook_path", None) or None,
            cursor=self.get_query_argument("cursor", None) or None,
            limit=self.page_size(DEFAULT_PAGE, LARGEST_PAGE),
        )
        sessions = [session_json(session) for session in page.sessions]
        self.reply({"sessions": sessions, "next_cursor": page.next_cursor})


class SessionEndpoint(Endpoint):
    """`chat/sessions/{id}`: one conversation."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self, session_id: str) -> None:
        """Its title, preview and times."""
        from jupyter_tutor.tutoring.export import session_json

        session = await (await self.tutor()).conversations.session((await self.student()).id, session_id)
        self.reply(session_json(session))

    @web.authenticated
    @authorized("write", RESOURCE)
    async def patch(self, session_id: str) -> None:
        """Give it a title."""
        from jupyter_tutor.api.bodies import TitleBody
        from jupyter_tutor.tutoring.export import session_json

        body: TitleBody = self.body(TitleBody)
        student = await self.student()
        session = await (await self.tutor()).conversations.rename(student.id, session_id, body.title)
        self.reply(session_json(session))

    @web.authenticated
    @authorized("write", RESOURCE)
    async def delete(self, session_id: str) -> None:
        """Remove it with its messages."""
        await (await self.tutor()).conversations.delete((await self.student()).id, session_id)
        self.nothing()


class MessagesEndpoint(Endpoint):
    """`chat/sessions/{id}/messages`: what was said."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self, session_id: str) -> None:
        """Messages, oldest first, and the requests whose answers are still running."""
        from jupyter_tutor.tutoring.export import message_json

        tutor, student = await self.tutor(), await self.student()
        messages = await tutor.conversations.messages(student.id, session_id)
        running = tutor.answering.running.running_in(student.id, session_id)
        self.reply({"messages": [message_json(m) for m in messages], "running": list(running)})


class ExportEndpoint(Endpoint):
    """`chat/sessions/{id}/export?format=markdown|json|notebook`: a conversation as a file."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self, session_id: str) -> None:
        """The file, as an attachment."""
        from jupyter_tutor.tutoring.export import export

        tutor, student = await self.tutor(), await self.student()
        session = await tutor.conversations.session(student.id, session_id)
        messages = await tutor.conversations.messages(student.id, session_id)
        content, ending, media_type = export(self.get_query_argument("format", "markdown"), session, messages)
        name = re.sub(r"[^A-Za-z0-9]+", "-", session.title or session.preview).strip("-").lower()[:60]
        self.set_attachment_header(f"{name or 'conversation'}.{ending}")
        self.finish(content, set_content_type=media_type)


class FeedbackEndpoint(Endpoint):
    """`chat/messages/{id}/feedback`: a thumb on an answer."""

    @web.authenticated
    @authorized("write", RESOURCE)
    async def put(self, message_id: str) -> None:
        """1, -1, or 0 to take it back."""
        from jupyter_tutor.api.bodies import FeedbackBody

        body: FeedbackBody = self.body(FeedbackBody)
        student = await self.student()
        tutor = await self.tutor()
        await tutor.conversations.rate(student.id, message_id, body.rating, body.comment)
        self.nothing()
