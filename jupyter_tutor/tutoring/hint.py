"""Give one hint at the level that was decided, within the limits, and store how it went."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jupyter_tutor.errors import TutorError
from jupyter_tutor.pedagogy.prompts import system_prompt
from jupyter_tutor.pedagogy.solution_guard import SolutionGuard
from jupyter_tutor.tutoring.attempts import Attempts, Purpose
from jupyter_tutor.tutoring.bookkeeping import Bookkeeping
from jupyter_tutor.tutoring.checkpoints import Checkpoints
from jupyter_tutor.tutoring.context import Contexts
from jupyter_tutor.tutoring.events import Failed, Notice, Started
from jupyter_tutor.tutoring.exchange import Exchange
from jupyter_tutor.tutoring.generation import Generation
from jupyter_tutor.tutoring.occurrences import AnswerEnded, Faulted, FirstToken, GuardHit
from jupyter_tutor.tutoring.policy import AnsweringPolicy
from jupyter_tutor.tutoring.ports import Lesson, Limits, ModelChain, ModelRequest
from jupyter_tutor.tutoring.records import Closing

NOT_KEPT = "This answer may not be kept: the conversation cannot be saved at the moment."
NOT_STORED = "The answer above could not be saved, so it will be gone after a reload. {reason}"


@dataclass(frozen=True, slots=True)
class HintGiver:
    """Gives hints with a chain of models."""

    chain: ModelChain
    limits: Limits
    books: Bookkeeping
    policy: AnsweringPolicy
    contexts: Contexts

    async def give(self, exchange: Exchange) -> None:
        """Answer the exchange's question. Raises TutorError only before anything was generated."""
        began = self.books.clock.monotonic()
        question, decision = exchange.question, exchange.decision
        provider, model = self.chain.first_choice(question.answer_by)
        prompt = system_prompt(decision.hint_level, in_other_words=decision.in_other_words)
        window = await self.contexts.build(exchange.student.id, exchange.desk, question, prompt.text)
        admitted = await self.limits.reserve(
            question.request_id,
            exchange.student.id,
            input_tokens=window.tokens,
            max_output_tokens=self.policy.max_output_tokens,
        )
        try:
            await exchange.open(provider=provider, model=model, prompt_version=prompt.version)
        except TutorError:
            await self.limits.refund(question.request_id)
            raise
        started = self._started(exchange, provider, model)
        request = ModelRequest(prompt.text, window.turns, admitted.max_output_tokens, self._lesson(exchange))
        purpose = Purpose(question.request_id, exchange.student.id, "answer", window.tokens)
        attempts = self.books.attempts(purpose)
        guard = SolutionGuard(decision.hint_level, question.notebook.cell_code, None)
        generation = self._generation(exchange, guard, attempts, began)
        await generation.run(request, question.answer_by, once_asked=lambda: exchange.log.append(started))
        self.books.calibrate(attempts, window.tokens)
        for hit in guard.hits:
            self.books.observer.record(GuardHit(question.request_id, hit.kind, decision.hint_level))
        await self._close(exchange, generation, attempts)
        self._observe_end(exchange, generation, began)

    def _generation(
        self, exchange: Exchange, guard: SolutionGuard, attempts: Attempts, began: float
    ) -> Generation:
        request_id, log = exchange.question.request_id, exchange.log
        observer, clock = self.books.observer, self.books.clock

        async def keep(text: str) -> None:
            await exchange.exchanges.checkpoint(exchange.answer.id, text)

        def warn(error: TutorError) -> None:
            observer.record(Faulted("checkpoint", error, request_id))
            log.append(Notice("NOT_KEPT", NOT_KEPT))

        def first(provider: str) -> None:
            observer.record(FirstToken(request_id, provider, clock.monotonic() - began))

        checkpoints = Checkpoints(keep, warn)
        return Generation(log, self.chain, guard, attempts, checkpoints=checkpoints, on_first_text=first)

    async def _close(self, exchange: Exchange, generation: Generation, attempts: Attempts) -> None:
        """Store the end, settle, and only then say that it is over."""
        text = generation.text
        answer = replace(
            exchange.answer,
            text=text,
            state=generation.state,
            provider=attempts.provider or exchange.answer.provider,
            model=attempts.model or exchange.answer.model,
            usage=attempts.usage,
            cost_nano_usd=attempts.cost_nano_usd,
        )
        exchange.answer = answer
        closing = Closing(answer, attempts.calls)
        if text:  # a hint that nobody saw moves nobody up the ladder
            decision = exchange.decision
            closing = replace(
                closing, problem=decision.problem, finished=decision.finished, levels=decision.levels
            )
        failure = generation.failure
        try:
            await exchange.exchanges.close(closing)
        except TutorError as error:
            self.books.observer.record(Faulted("close", error, exchange.question.request_id))
            failure = Failed(error.code, NOT_STORED.format(reason=error.message))
        await self.limits.settle(exchange.question.request_id, attempts.usage, attempts.cost_nano_usd)
        exchange.log.append(failure or exchange.done())

    def _started(self, exchange: Exchange, provider: str, model: str) -> Started:
        decision = exchange.decision
        return Started(
            session_id=exchange.session.id,
            message_id=exchange.answer.id,
            hint_level=decision.hint_level,
            problem_id="" if decision.problem is None else decision.problem.id,
            problem_title="" if decision.problem is None else decision.problem.title,
            max_hint_level=self.policy.teaching.max_hint_level,
            waiting=decision.waiting,
            provider=provider,
            model=model,
        )

    def _lesson(self, exchange: Exchange) -> Lesson:
        decision = exchange.decision
        return Lesson(
            text=exchange.question.content,
            hint_level=decision.hint_level,
            notebook=exchange.question.notebook,
            in_other_words=decision.in_other_words,
            variant=exchange.session.message_count // 2,
        )

    def _observe_end(self, exchange: Exchange, generation: Generation, began: float) -> None:
        if generation.fault is not None:
            self.books.observer.record(Faulted("generate", generation.fault, exchange.question.request_id))
        self.books.observer.record(
            AnswerEnded(
                request_id=exchange.question.request_id,
                user_id=exchange.student.id,
                session_id=exchange.session.id,
                state=generation.state.value,
                hint_level=exchange.decision.hint_level,
                duration_seconds=self.books.clock.monotonic() - began,
            )
        )
