"""One question and its answer, from the desk to the ledger. The first token waits for `desk` and `open`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    and_,
    bindparam,
    column,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from jupyter_tutor.errors import Conflict, NotFound
from jupyter_tutor.storage import reservations, rows
from jupyter_tutor.storage.connections import Connections
from jupyter_tutor.storage.ledger_rows import LedgerRows
from jupyter_tutor.storage.progress_marks import ProgressMarks
from jupyter_tutor.storage.statements import upserts
from jupyter_tutor.storage.tables import chat_messages, chat_sessions, feedback, problems, student_levels
from jupyter_tutor.tutoring.metering.records import Settlement
from jupyter_tutor.tutoring.modules.records import HintGiven
from jupyter_tutor.tutoring.records import (
    AnswerState,
    ChatMessage,
    Closing,
    Desk,
    Opening,
    Role,
    Summary,
)

DESK_TURNS = 200
DESK_PROBLEMS = 20

_user: BindParameter[str] = bindparam("user")
_conversation: BindParameter[str] = bindparam("conversation")
_request: BindParameter[str] = bindparam("request")


def _level(dimension: str) -> Any:
    return (
        select(student_levels.c.level)
        .where(student_levels.c.user_id == _user, student_levels.c.dimension == dimension)
        .scalar_subquery()
    )


_ANSWER = (chat_messages.c.user_id == _user) & (chat_messages.c.request_id == _request)
_ANSWER &= chat_messages.c.role == Role.TUTOR.value
_RATED = feedback.c.message_id == chat_messages.c.id

# One row whatever is found: the conversation, the earlier answer and the levels.
_STANDING = select(
    *rows.SESSION_COLUMNS,
    select(func.count())
    .where(chat_messages.c.session_id == _conversation)
    .correlate(None)
    .scalar_subquery(),
    chat_sessions.c.summary,
    chat_sessions.c.summary_upto,
    _level("programming"),
    _level("mathematics"),
    *rows.MESSAGE_COLUMNS,
).select_from(
    select(column("one")).select_from(text("(SELECT 1 AS one) AS here")).subquery("here")
    .outerjoin(chat_sessions, chat_sessions.c.id == _conversation)
    .outerjoin(chat_messages, _ANSWER)
    .outerjoin(feedback, _RATED)
)  # fmt: skip
_SESSION_WIDTH = len(rows.SESSION_COLUMNS)

_TURNS = (
    select(*rows.TURN_COLUMNS)
    .where(
        chat_messages.c.session_id == _conversation,
        or_(
            chat_messages.c.role == Role.STUDENT.value,
            and_(chat_messages.c.text != "", chat_messages.c.state != AnswerState.REFUSED.value),
        ),
    )
    .order_by(chat_messages.c.created_at.desc(), chat_messages.c.number.desc())
    .limit(DESK_TURNS)
)
_PROBLEMS = (
    select(*rows.PROBLEM_COLUMNS)
    .where(problems.c.user_id == _user)
    .order_by(problems.c.touched_at.desc(), problems.c.id)
    .limit(DESK_PROBLEMS)
)
_FIND = select(*rows.MESSAGE_COLUMNS).select_from(chat_messages.outerjoin(feedback, _RATED)).where(_ANSWER)
_ADD_SESSION = insert(chat_sessions).inline()
_ADD_MESSAGES = insert(chat_messages)
_TOUCH_SESSION = (
    update(chat_sessions)
    .where(chat_sessions.c.id == _conversation, chat_sessions.c.user_id == _user)
    .values(updated_at=bindparam("at"))
)
_CHECKPOINT = (
    update(chat_messages)
    .where(
        chat_messages.c.id == bindparam("message"),
        chat_messages.c.state == AnswerState.INTERRUPTED.value,
    )
    .values(text=bindparam("so_far"))
)
_END_ANSWER = (
    update(chat_messages)
    .where(chat_messages.c.id == bindparam("message"), chat_messages.c.role == Role.TUTOR.value)
    .returning(chat_messages.c.user_id)
)
# Usage is written when an answer ends, however it ends.
_IS_UNDER_WAY = select(chat_messages.c.input_tokens.is_(None)).where(
    chat_messages.c.id == bindparam("message"), chat_messages.c.role == Role.TUTOR.value
)
_SUMMARISE = (
    update(chat_sessions)
    .where(chat_sessions.c.id == _conversation)
    .values(summary=bindparam("words"), summary_upto=bindparam("upto"))
)


class StoredExchanges:
    """The Exchanges port over a database."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._upserts = upserts(connections.is_sqlite)
        self._ledger = LedgerRows(is_sqlite=connections.is_sqlite)
        self._marks = ProgressMarks(is_sqlite=connections.is_sqlite)

    async def desk(self, user_id: str, session_id: str | None, request_id: str) -> Desk:
        """All that deciding on a message needs, in three statements.

        The turns are the newest 200, without their notebooks and costs; the problems the
        latest 20. A conversation that is gone or somebody else's is NotFound.
        """
        asked = {"user": user_id, "conversation": session_id, "request": request_id}

        def read(connection: Connection) -> Desk:
            standing = connection.execute(_STANDING, asked).one()
            if session_id is not None and standing[1] != user_id:
                raise NotFound("This conversation does not exist.")
            recent = connection.execute(_PROBLEMS, {"user": user_id}).all()
            if session_id is None:
                return _desk(standing, (), recent)
            return _desk(standing, connection.execute(_TURNS, {"conversation": session_id}).all(), recent)

        return await self._connections.read(read)

    async def open(self, opening: Opening) -> None:
        """Store the question and its still empty answer in one transaction.

        Conflict when this request of this student was stored before; NotFound when the
        conversation was deleted in the meantime.
        """
        await self._connections.write(partial(_open, opening))

    async def checkpoint(self, message_id: str, text: str, so_far: Settlement | None = None) -> None:
        """Keep the answer as far as it has come, and what its hold has used; what ended is left alone."""

        def work(connection: Connection) -> None:
            connection.execute(_CHECKPOINT, {"message": message_id, "so_far": text})
            if so_far is not None:
                reservations.renew(connection, so_far)

        await self._connections.write(work)

    async def close(self, closing: Closing) -> None:
        """Store the ended answer, its ledger rows and the student's standing, all or nothing.

        Again with the same closing changes nothing. When the conversation was deleted while
        the answer ran, the ledger and the standing are stored all the same.
        """
        await self._connections.write(partial(self._close, closing))

    async def find_answer(self, user_id: str, request_id: str) -> ChatMessage | None:
        """The stored answer to a request, or None when there never was one."""
        asked = {"user": user_id, "request": request_id}
        found = await self._connections.read(lambda connection: connection.execute(_FIND, asked).first())
        return None if found is None else rows.message(found)

    async def save_summary(self, session_id: str, summary: Summary) -> None:
        """Cache a summary of the older turns."""
        words = {"conversation": session_id, "words": summary.text, "upto": summary.upto_message_id}
        await self._connections.write(lambda connection: connection.execute(_SUMMARISE, words))

    def _close(self, closing: Closing, connection: Connection) -> None:
        answer, calls = closing.answer, closing.calls
        self._note_progress(connection, closing)
        ending = {"message": answer.id, "problem_id": answer.problem_id, **rows.ending_values(answer)}
        user_id = connection.execute(_END_ANSWER, ending).scalar() or (calls[0].user_id if calls else None)
        if closing.settlement is None:
            self._ledger.append(connection, calls)
        else:
            reservations.end(connection, ledger=self._ledger, settlement=closing.settlement, calls=calls)
        if user_id is None:
            return
        changed = [problem for problem in (closing.finished, closing.problem) if problem is not None]
        if changed:
            values = [rows.problem_values(problem, user_id) for problem in changed]
            connection.execute(self._upserts.set_problem, values)
        if closing.levels is not None:
            connection.execute(self._upserts.set_levels, rows.level_values(closing.levels, user_id))

    def _note_progress(self, connection: Connection, closing: Closing) -> None:
        """Count the answer in its module, once, and keep the step that its exercise has come to."""
        made = closing.progress
        if made is None:
            return
        ends_now = connection.execute(_IS_UNDER_WAY, {"message": closing.answer.id}).scalar()
        if made.answered_in is not None and ends_now:
            self._marks.begin(connection, made.user_id, made.answered_in, made.at, answers=1)
        if made.hinted_in is not None and made.exercise_id is not None:
            hint = HintGiven(made.user_id, made.hinted_in, made.exercise_id, made.hint_level, made.at)
            self._marks.begin(connection, made.user_id, made.hinted_in, made.at)
            self._marks.note_hint(connection, hint)


def _open(opening: Opening, connection: Connection) -> None:
    session, question = opening.session, opening.question
    if opening.session_is_new:
        connection.execute(_ADD_SESSION, rows.session_values(session, question.text))
    else:
        touched = {"conversation": session.id, "user": session.user_id, "at": question.created_at}
        if connection.execute(_TOUCH_SESSION, touched).rowcount == 0:
            raise NotFound("This conversation does not exist.")
    messages = [rows.message_values(message, session.user_id) for message in (question, opening.answer)]
    try:
        connection.execute(_ADD_MESSAGES, messages)
    except IntegrityError as error:
        raise Conflict("This message was received before.") from error
    if opening.reservation is not None:
        reservations.add(connection, opening.reservation)


def _desk(standing: Sequence[Any], turns: Sequence[Any], recent: Sequence[Any]) -> Desk:
    """The desk from the row of _STANDING and the rows of the two lists, turns newest first."""
    conversation = standing[:_SESSION_WIDTH]
    count, summary, upto, programming, mathematics = standing[_SESSION_WIDTH : _SESSION_WIDTH + 5]
    answer = standing[_SESSION_WIDTH + 5 :]
    return Desk(
        session=None if conversation[0] is None else rows.session(conversation, count),
        turns=tuple(rows.turn(row) for row in reversed(turns)),
        summary=None if upto is None else Summary(summary, upto),
        levels=rows.levels({"programming": programming, "mathematics": mathematics}),
        problems=tuple(rows.problem(row) for row in recent),
        previous=None if answer[0] is None else rows.message(answer),
    )
