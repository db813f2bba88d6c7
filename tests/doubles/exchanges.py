"""A conversation store in memory, with the faults a real one has."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from jupyter_tutor.errors import Conflict, NotFound
from jupyter_tutor.pedagogy.problem import Levels, Problem
from jupyter_tutor.tutoring.metering.records import Settlement
from jupyter_tutor.tutoring.records import (
    AnswerProgress,
    AnswerState,
    ChatMessage,
    ChatSession,
    Closing,
    Desk,
    ModelCall,
    Opening,
    Role,
    Summary,
)


@dataclass
class MemoryExchanges:
    """Implements ports.Exchanges. Set `failing[name]` to make that method raise."""

    sessions: dict[str, ChatSession] = field(default_factory=dict)
    messages: dict[str, ChatMessage] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    summaries: dict[str, Summary] = field(default_factory=dict)
    problems: dict[str, dict[str, Problem]] = field(default_factory=dict)
    levels: dict[str, Levels] = field(default_factory=dict)
    calls: list[ModelCall] = field(default_factory=list)
    progress: list[AnswerProgress] = field(default_factory=list)
    journal: list[str] = field(default_factory=list)
    failing: dict[str, Exception] = field(default_factory=dict)

    def _enter(self, name: str) -> None:
        self.journal.append(name)
        if name in self.failing:
            raise self.failing[name]

    async def desk(self, user_id: str, session_id: str | None, request_id: str) -> Desk:
        self._enter("desk")
        session = self.sessions.get(session_id) if session_id else None
        if session_id and (session is None or session.user_id != user_id):
            raise NotFound("This conversation does not exist.")
        turns = [m for m in self.messages.values() if session and m.session_id == session.id]
        kept = [m for m in turns if m.role is Role.STUDENT or (m.text and m.state is not AnswerState.REFUSED)]
        recent = sorted(self.problems.get(user_id, {}).values(), key=lambda p: p.touched_at, reverse=True)
        return Desk(
            session=session,
            turns=tuple(kept),
            summary=self.summaries.get(session_id or ""),
            levels=self.levels.get(user_id, Levels()),
            problems=tuple(recent),
            previous=self._answer(user_id, request_id),
        )

    async def open(self, opening: Opening) -> None:
        self._enter("open")
        owner = opening.session.user_id
        if self._answer(owner, opening.question.request_id) is not None:
            raise Conflict("This message was received before.")
        self.sessions[opening.session.id] = opening.session
        for message in (opening.question, opening.answer):
            self.messages[message.id] = message
            self.owners[message.id] = owner

    async def checkpoint(self, message_id: str, text: str, so_far: Settlement | None = None) -> None:
        self._enter("checkpoint")
        self.messages[message_id] = replace(self.messages[message_id], text=text)

    async def close(self, closing: Closing) -> None:
        self._enter("close")
        owner = self.owners[closing.answer.id]
        self.messages[closing.answer.id] = closing.answer
        self.calls.extend(closing.calls)
        if closing.progress is not None:
            self.progress.append(closing.progress)
        for problem in filter(None, (closing.finished, closing.problem)):
            self.problems.setdefault(owner, {})[problem.id] = problem
        if closing.levels is not None:
            self.levels[owner] = closing.levels

    async def find_answer(self, user_id: str, request_id: str) -> ChatMessage | None:
        self._enter("find_answer")
        return self._answer(user_id, request_id)

    async def save_summary(self, session_id: str, summary: Summary) -> None:
        self._enter("save_summary")
        self.summaries[session_id] = summary

    def answers(self) -> list[ChatMessage]:
        """Every stored answer, oldest first."""
        return [m for m in self.messages.values() if m.role is Role.TUTOR]

    def questions(self) -> list[ChatMessage]:
        """Every stored question, oldest first."""
        return [m for m in self.messages.values() if m.role is Role.STUDENT]

    def _answer(self, user_id: str, request_id: str) -> ChatMessage | None:
        for message in self.answers():
            if message.request_id == request_id and self.owners[message.id] == user_id:
                return message
        return None
