"""Answer one message: decide what help to give, store the question, ask a model, store the answer.

Whatever happens ends in one Done or Failed event, and the stored conversation says what happened.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from weakref import WeakValueDictionary

from jupyter_tutor.errors import Conflict, NotFound, TutorError
from jupyter_tutor.pedagogy.canned_replies import reply
from jupyter_tutor.pedagogy.context_window import check_message
from jupyter_tutor.pedagogy.problem import Problem
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.tutoring.answer_log import AnswerLog
from jupyter_tutor.tutoring.bookkeeping import Bookkeeping
from jupyter_tutor.tutoring.context import Contexts
from jupyter_tutor.tutoring.deciding import Deciding, Instructors
from jupyter_tutor.tutoring.events import AnswerEvent, Failed
from jupyter_tutor.tutoring.exchange import Exchange, canned_state
from jupyter_tutor.tutoring.hint import HintGiver
from jupyter_tutor.tutoring.metering.meter import Asking, Meter
from jupyter_tutor.tutoring.occurrences import Faulted, Refused
from jupyter_tutor.tutoring.policy import AnsweringPolicy
from jupyter_tutor.tutoring.ports import Exchanges, ModelChain
from jupyter_tutor.tutoring.records import Desk, Question, Student
from jupyter_tutor.tutoring.replay import replay
from jupyter_tutor.tutoring.running_answers import RunningAnswers
from jupyter_tutor.tutoring.second_opinion import SecondOpinion
from jupyter_tutor.tutoring.side_questions import SideQuestions

OUR_FAULT = "Something went wrong on the tutor's side. Please try again; your question is not lost."


@dataclass(frozen=True, slots=True)
class Answering:
    """The tutor's main use case. One instance serves every student of a server."""

    exchanges: Exchanges
    chain: ModelChain
    meter: Meter
    books: Bookkeeping
    policy: AnsweringPolicy
    running: RunningAnswers
    asides: SideQuestions
    second_opinion: SecondOpinion | None = None
    instructors: Instructors | None = None
    _turns: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    def ask(self, student: Student, question: Question) -> AnswerLog:
        """Begin to answer, or find the answer that the same request id already has."""
        return self.running.begin(
            student.id, question.request_id, lambda log: self._answer(student, question, log)
        )

    async def resume(
        self, student: Student, request_id: str, after: int
    ) -> AsyncGenerator[AnswerEvent, None]:
        """The events of an answer after token `after`: live, or the whole of it as it was stored.

        NotFound when the request never reached the store.
        """
        log = self.running.find(student.id, request_id)
        if log is None:
            stored = await self.exchanges.find_answer(student.id, request_id)
            if stored is None:
                raise NotFound("This question did not arrive. Send it again.")
            log = AnswerLog(request_id)
            replay(stored, log)
        async with aclosing(log.follow(0 if log.replayed else after)) as events:
            async for event in events:
                yield event

    async def enter(self, module_id: str) -> None:
        """Begin to work in a module. NotFound unless it is published."""
        await self._deciding().place(NotebookExcerpt(module=module_id))

    async def highest_step(self, problem: Problem) -> int:
        """The highest step that a problem may come to."""
        return await self._deciding().highest_step(problem)

    def stop(self, student: Student, request_id: str) -> bool:
        """End an answer now; False when it is not running."""
        return self.running.stop(student.id, request_id)

    async def _answer(self, student: Student, question: Question, log: AnswerLog) -> None:
        try:
            async with self._turn_in(question.session_id):
                log.session_id = question.session_id
                await self._exchange(student, question, log)
        except TutorError as error:
            self.books.observer.record(Refused(question.request_id, student.id, error.code))
            log.append(Failed(error.code, error.message, error.retry_after, error))
        except Exception as error:  # noqa: BLE001 - the one place where a fault becomes an answer
            self.books.observer.record(Faulted("answer", error, question.request_id))
            log.append(Failed(TutorError.code, OUR_FAULT))

    @asynccontextmanager
    async def _turn_in(self, session_id: str | None) -> AsyncIterator[None]:
        """Answer one message of a conversation at a time: the next one sees the last one's hint."""
        if session_id is None:
            yield
            return
        lock = self._turns.setdefault(session_id, asyncio.Lock())
        async with lock:
            yield

    async def _exchange(self, student: Student, question: Question, log: AnswerLog) -> None:
        desk = await self.exchanges.desk(student.id, question.session_id, question.request_id)
        if desk.previous is not None:
            replay(desk.previous, log)
            return
        check_message(question.content, self.policy.budget, self.books.estimator.estimate)
        question = await self._in_its_module(desk, question)
        decision, guidance = await self._deciding().decide(student, desk, question)
        exchange = Exchange(self.exchanges, self.books, student, desk, question, log, decision, guidance)
        try:
            if decision.canned:
                await self._reply_canned(exchange)
            else:
                await self._hints().give(exchange)
        except Conflict:
            await self._replay_the_other(student, question, log)

    async def _in_its_module(self, desk: Desk, question: Question) -> Question:
        """The question in the module that it was asked in, else in that of its conversation."""
        module = None if desk.session is None else desk.session.module
        if module is None or question.notebook.module is not None:
            return question
        try:
            await self.enter(module)
        except NotFound:  # it was taken down, and what it asked for with it
            return question
        return replace(question, notebook=replace(question.notebook, module=module))

    async def _replay_the_other(self, student: Student, question: Question, log: AnswerLog) -> None:
        """The same request was stored by somebody else between our look and our write."""
        stored = await self.exchanges.find_answer(student.id, question.request_id)
        if stored is None:
            raise Conflict("This question is being answered elsewhere. Reload to see the answer.")
        replay(stored, log)

    async def _reply_canned(self, exchange: Exchange) -> None:
        kind = exchange.decision.kind
        request_id, student = exchange.question.request_id, exchange.student
        grant = await self.meter.reserve(Asking(request_id, student.id))
        self.books.observer.record(Refused(request_id, student.id, kind.value))
        try:
            await exchange.open(grant, prompt_version=None)
        except TutorError:
            await self.meter.give_back(grant)
            raise
        await exchange.close_canned(grant, kind.value, reply(kind, student.username), canned_state(kind))
        await self.meter.end(grant.settlement(()))
        exchange.log.append(exchange.done(await self.meter.budget(student.id)))

    def _deciding(self) -> Deciding:
        return Deciding(self.policy, self.books, self.asides, self.second_opinion, self.instructors)

    def _hints(self) -> HintGiver:
        contexts = Contexts(self.exchanges, self.asides, self.books, self.policy)
        return HintGiver(self.chain, self.meter, self.books, self.policy, contexts)
