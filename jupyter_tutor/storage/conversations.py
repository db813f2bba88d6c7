"""A student's conversations as they read, search, rename, delete and rate them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, literal, select, tuple_, update

from jupyter_tutor.errors import Invalid, NotFound
from jupyter_tutor.storage import rows
from jupyter_tutor.storage.connections import Connections
from jupyter_tutor.storage.search import contains, words_of
from jupyter_tutor.storage.statements import upserts
from jupyter_tutor.storage.tables import chat_messages, chat_sessions, feedback
from jupyter_tutor.tutoring.ports import Clock
from jupyter_tutor.tutoring.records import ChatMessage, ChatSession, Role, SessionPage

_RATINGS = (-1, 0, 1)
_COUNT = (
    select(func.count()).where(chat_messages.c.session_id == chat_sessions.c.id).correlate(chat_sessions)
).scalar_subquery()
_SESSIONS = select(*rows.SESSION_COLUMNS, _COUNT)
_POSITION = tuple_(chat_sessions.c.updated_at, chat_sessions.c.id)


class StoredConversations:
    """The Conversations port over a database."""

    def __init__(self, connections: Connections, clock: Clock) -> None:
        self._connections = connections
        self._clock = clock
        self._upserts = upserts(connections.is_sqlite)

    async def sessions(
        self, user_id: str, *, query: str | None, notebook_path: str | None, cursor: str | None, limit: int
    ) -> SessionPage:
        """Conversations, newest first; with `query`, those in which every word of it occurs.

        The last word may be the beginning of one. A cursor that is not ours and a limit below
        1 are Invalid. A conversation that moves to the front between two pages is not lost:
        it is on the first page again.
        """
        if limit < 1:
            raise Invalid("limit: must be 1 or more.")
        wanted = _SESSIONS.where(chat_sessions.c.user_id == user_id)
        if notebook_path is not None:
            wanted = wanted.where(chat_sessions.c.notebook_path == notebook_path)
        for word in words_of(query or ""):
            wanted = wanted.where(contains(word, user_id, self._connections.is_sqlite))
        if cursor is not None:
            wanted = wanted.where(_after(cursor) > _POSITION)
        wanted = wanted.order_by(chat_sessions.c.updated_at.desc(), chat_sessions.c.id.desc())
        wanted = wanted.limit(limit + 1)
        found = await self._connections.read(lambda connection: connection.execute(wanted).all())
        page = tuple(rows.session(row[:-1], row[-1]) for row in found[:limit])
        return SessionPage(page, _cursor(page[-1]) if len(found) > limit else None)

    async def session(self, user_id: str, session_id: str) -> ChatSession:
        """One conversation."""
        return await self._connections.read(partial(_session, user_id, session_id))

    async def messages(self, user_id: str, session_id: str) -> tuple[ChatMessage, ...]:
        """Its messages, oldest first, each with the student's rating."""
        rated = chat_messages.outerjoin(feedback, feedback.c.message_id == chat_messages.c.id)
        wanted = select(*rows.MESSAGE_COLUMNS).select_from(rated)
        wanted = wanted.where(chat_messages.c.session_id == session_id)
        wanted = wanted.order_by(chat_messages.c.created_at, chat_messages.c.number)

        def read(connection: Connection) -> tuple[ChatMessage, ...]:
            _session(user_id, session_id, connection)
            return tuple(rows.message(row) for row in connection.execute(wanted))

        return await self._connections.read(read)

    async def rename(self, user_id: str, session_id: str, title: str) -> ChatSession:
        """Give it a title. Its place in the list stays."""
        named = update(chat_sessions).where(*_is(user_id, session_id)).values(title=title)

        def write(connection: Connection) -> ChatSession:
            connection.execute(named)
            return _session(user_id, session_id, connection)

        return await self._connections.write(write)

    async def delete(self, user_id: str, session_id: str) -> None:
        """Remove it, its messages and their ratings; ledger rows stay."""

        def write(connection: Connection) -> None:
            if connection.execute(delete(chat_sessions).where(*_is(user_id, session_id))).rowcount == 0:
                raise NotFound("This conversation does not exist.")

        await self._connections.write(write)

    async def rate(self, user_id: str, message_id: str, rating: int, comment: str | None) -> None:
        """Keep a thumb up (1) or down (-1), or take it back (0), on an answer."""
        if rating not in _RATINGS:
            raise Invalid("rating: must be 1, -1 or 0.")
        answer = select(chat_messages.c.id).where(
            chat_messages.c.id == message_id,
            chat_messages.c.user_id == user_id,
            chat_messages.c.role == Role.TUTOR.value,
        )
        kept: dict[str, Any] = {"message_id": message_id, "user_id": user_id, "rating": rating}
        kept |= {"comment": comment, "created_at": self._clock.now()}

        def write(connection: Connection) -> None:
            if connection.execute(answer).first() is None:
                raise NotFound("This answer does not exist.")
            if rating == 0:
                connection.execute(delete(feedback).where(feedback.c.message_id == message_id))
            else:
                connection.execute(self._upserts.set_rating, kept)

        await self._connections.write(write)


def _is(user_id: str, session_id: str) -> tuple[ColumnElement[bool], ...]:
    return chat_sessions.c.id == session_id, chat_sessions.c.user_id == user_id


def _session(user_id: str, session_id: str, connection: Connection) -> ChatSession:
    found = connection.execute(_SESSIONS.where(*_is(user_id, session_id))).first()
    if found is None:
        raise NotFound("This conversation does not exist.")
    return rows.session(found[:-1], found[-1])


def _cursor(last: ChatSession) -> str:
    """Where the next page begins, in a form that says nothing to its holder."""
    position = f"{last.updated_at.isoformat()} {last.id}"
    return base64.urlsafe_b64encode(position.encode()).decode()


def _after(cursor: str) -> Any:
    try:
        position = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True).decode()
        time, session_id = position.split(" ", 1)
        updated_at = datetime.fromisoformat(time).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid("cursor: is not one that was handed out.") from error
    return tuple_(
        literal(updated_at, chat_sessions.c.updated_at.type), literal(session_id, chat_sessions.c.id.type)
    )
