"""One question and its answer on their way into the store."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.pedagogy.engine import Decision
from jupyter_tutor.pedagogy.message_kind import MessageKind
from jupyter_tutor.tutoring.answer_log import AnswerLog
from jupyter_tutor.tutoring.bookkeeping import Bookkeeping
from jupyter_tutor.tutoring.events import Canned, Done
from jupyter_tutor.tutoring.metering.budget import Budget
from jupyter_tutor.tutoring.metering.grant import Grant
from jupyter_tutor.tutoring.ports import Exchanges
from jupyter_tutor.tutoring.records import (
    AnswerProgress,
    AnswerState,
    ChatMessage,
    ChatSession,
    Closing,
    Desk,
    Opening,
    Question,
    Role,
    Student,
)
from jupyter_tutor.tutoring.teaching.guidance import Guidance

PREVIEW_CHARACTERS = 80


def canned_state(kind: MessageKind) -> AnswerState:
    """A greeting has been answered; an off-topic question was refused, and all of them in an exam."""
    refused = kind in {MessageKind.OFF_TOPIC, MessageKind.EXAM}
    return AnswerState.REFUSED if refused else AnswerState.COMPLETE


@dataclass(slots=True)
class Exchange:
    """What belongs to one request, from the decision to the stored end."""

    exchanges: Exchanges
    books: Bookkeeping
    student: Student
    desk: Desk
    question: Question
    log: AnswerLog
    decision: Decision
    guidance: Guidance = field(default_factory=Guidance)
    session: ChatSession = field(init=False)
    answer: ChatMessage = field(init=False)

    def __post_init__(self) -> None:
        self.session = self.desk.session or self._new_session()

    async def open(self, grant: Grant, *, prompt_version: str | None) -> None:
        """Store the question, its still empty answer and its hold, in one transaction.

        Conflict when the request is stored already.
        """
        now = self.books.clock.now()
        request_id, session_id = self.question.request_id, self.session.id
        asked = ChatMessage(
            id=self.books.new_id(),
            session_id=session_id,
            request_id=request_id,
            role=Role.STUDENT,
            text=self.question.content,
            created_at=now,
            notebook=self.question.notebook,
        )
        problem = self.decision.problem
        self.answer = ChatMessage(
            id=self.books.new_id(),
            session_id=session_id,
            request_id=request_id,
            role=Role.TUTOR,
            text="",
            created_at=now,
            state=AnswerState.INTERRUPTED,
            hint_level=self.decision.hint_level if problem is not None else None,
            problem_id=None if problem is None else problem.id,
            prompt_version=prompt_version,
            provider=grant.reservation.provider,
            model=grant.reservation.model,
            own_hint=None if self.guidance.own_hint is None else self.guidance.own_hint.key,
        )
        is_new = self.desk.session is None
        await self.exchanges.open(Opening(self.session, is_new, asked, self.answer, grant.reservation))
        self.log.session_id = session_id

    async def close_canned(self, grant: Grant, filter_name: str, text: str, state: AnswerState) -> None:
        """Store a reply that needed no model."""
        self.answer = replace(
            self.answer, text=text, state=state, filter=filter_name, usage=Usage(), cost_nano_usd=0
        )
        closing = Closing(self.answer, settlement=grant.settlement(()), progress=self.progress())
        await self.exchanges.close(closing)
        self.log.append(Canned(self.session.id, self.answer.id, filter_name, text))

    def progress(self) -> AnswerProgress | None:
        """What the answer as it ended adds to the student's progress; None outside of modules."""
        module_id, place = self.question.notebook.module, self.guidance.placement
        answered = self.answer.state in {AnswerState.COMPLETE, AnswerState.STOPPED} and bool(self.answer.text)
        exercise = place.exercise if self.answer.hint_level and self.answer.text else None
        answered_in = module_id if answered else None
        if answered_in is None and exercise is None:
            return None
        return AnswerProgress(
            user_id=self.student.id,
            at=self.books.clock.now(),
            answered_in=answered_in,
            hinted_in=None if exercise is None else place.module_id,
            exercise_id=None if exercise is None else exercise.id,
            hint_level=self.answer.hint_level or 0,
        )

    def done(self, budget: Budget | None) -> Done:
        """The event that ends the answer as it is stored."""
        return Done(
            session_id=self.session.id,
            message_id=self.answer.id,
            state=self.answer.state or AnswerState.INTERRUPTED,
            hint_level=self.answer.hint_level,
            usage=self.answer.usage or Usage(),
            cost_nano_usd=self.answer.cost_nano_usd,
            budget=budget,
        )

    def _new_session(self) -> ChatSession:
        now = self.books.clock.now()
        return ChatSession(
            id=self.books.new_id(),
            user_id=self.student.id,
            session_type="general" if self.question.notebook.module is None else "tutor",
            title=None,
            preview=" ".join(self.question.content.split())[:PREVIEW_CHARACTERS],
            notebook_path=self.question.notebook.path,
            created_at=now,
            updated_at=now,
            module=self.question.notebook.module,
        )
