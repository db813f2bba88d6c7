"""Give one hint at the level that was decided, within the limits, and store how it went."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jupyter_tutor.errors import TutorError
from jupyter_tutor.pedagogy.guard.described import DESCRIBED, is_described
from jupyter_tutor.pedagogy.guard.release import SolutionGuard
from jupyter_tutor.pedagogy.prompts import Prompt, system_prompt
from jupyter_tutor.pedagogy.turns import Turn
from jupyter_tutor.tutoring.attempts import Attempts, Purpose
from jupyter_tutor.tutoring.bookkeeping import Bookkeeping
from jupyter_tutor.tutoring.checkpoints import Checkpoints
from jupyter_tutor.tutoring.context import Contexts
from jupyter_tutor.tutoring.events import BudgetWarned, Failed, Notice, Started
from jupyter_tutor.tutoring.exchange import Exchange
from jupyter_tutor.tutoring.generation import Generation
from jupyter_tutor.tutoring.metering.grant import Allowance, Grant
from jupyter_tutor.tutoring.metering.meter import Asking, Meter
from jupyter_tutor.tutoring.metering.records import Settlement
from jupyter_tutor.tutoring.occurrences import AnswerEnded, Faulted, FirstToken, GuardHit, LimitDecided
from jupyter_tutor.tutoring.policy import AnsweringPolicy
from jupyter_tutor.tutoring.ports import Lesson, ModelChain, ModelRequest
from jupyter_tutor.tutoring.records import Closing
from jupyter_tutor.tutoring.regeneration import Regeneration

NOT_KEPT = "This answer may not be kept: the conversation cannot be saved at the moment."
NOT_STORED = "The answer above could not be saved, so it will be gone after a reload. {reason}"


@dataclass(frozen=True, slots=True)
class HintGiver:
    """Gives hints with a chain of models."""

    chain: ModelChain
    meter: Meter
    books: Bookkeeping
    policy: AnsweringPolicy
    contexts: Contexts

    async def give(self, exchange: Exchange) -> None:
        """Answer the exchange's question. Raises TutorError only before anything was generated."""
        began = self.books.clock.monotonic()
        question, decision = exchange.question, exchange.decision
        models = self.chain.choices(question.answer_by)
        prompt = _prompt(exchange)
        window = await self.contexts.build(exchange.student.id, exchange.desk, question, prompt.text)
        guard = SolutionGuard(
            decision.hint_level, exchange.guidance.task(question.notebook), stop_at_hit=True
        )
        asking = Asking(
            question.request_id,
            exchange.student.id,
            models,
            window.tokens,
            self.policy.max_output_tokens,
            again_input_tokens=window.tokens if guard.watches else 0,
        )
        grant = await self.meter.reserve(asking)
        try:
            await exchange.open(grant, prompt_version=prompt.version)
        except TutorError:
            await self.meter.give_back(grant)
            raise
        purpose = Purpose(
            question.request_id, exchange.student.id, "answer", window.tokens, question.notebook.module
        )
        attempts = self.books.attempts(purpose)
        self.meter.watch(grant, lambda: grant.charge(attempts.so_far))
        request = self._request(exchange, prompt.text, window.turns, grant, attempts)
        regeneration = Regeneration(prompt, request, window.tokens, models, grant, attempts, self.books)
        generation = self._generation(exchange, guard, regeneration, began)
        await generation.run(
            request,
            question.answer_by,
            once_asked=lambda: self._begin(exchange, grant, *models[0]),
        )
        self.books.calibrate(attempts, attempts.input_tokens)
        await self._close(exchange, generation, attempts, grant)
        self._observe_guard(exchange, guard, generation.text, window.turns)
        self._observe_end(exchange, generation, began)

    def _request(
        self, exchange: Exchange, system: str, turns: tuple[Turn, ...], grant: Grant, attempts: Attempts
    ) -> ModelRequest:
        allowance = Allowance(grant, attempts, self.books.prices)
        return ModelRequest(system, turns, grant.output_tokens, self._lesson(exchange), allowance)

    def _begin(self, exchange: Exchange, grant: Grant, provider: str, model: str) -> None:
        """Tell the panel, and the log, while the request is on its way."""
        exchange.log.append(self._started(exchange, provider, model))
        for warning in grant.warnings:
            exchange.log.append(BudgetWarned(warning))
        question = exchange.question
        decided = LimitDecided(question.request_id, exchange.student.id, "all", admitted=True)
        self.books.observer.record(decided)

    def _generation(
        self,
        exchange: Exchange,
        guard: SolutionGuard,
        again: Regeneration,
        began: float,
    ) -> Generation:
        grant, attempts = again.grant, again.attempts
        request_id, log = exchange.question.request_id, exchange.log
        observer, clock = self.books.observer, self.books.clock

        async def keep(text: str) -> None:
            so_far = Settlement(grant.reservation.id, grant.charge(attempts.so_far))
            await exchange.exchanges.checkpoint(exchange.answer.id, text, so_far)

        def warn(error: TutorError) -> None:
            observer.record(Faulted("checkpoint", error, request_id))
            log.append(Notice("NOT_KEPT", NOT_KEPT))

        def first(provider: str) -> None:
            observer.record(FirstToken(request_id, provider, clock.monotonic() - began))

        checkpoints = Checkpoints(keep, warn)
        return Generation(
            log, self.chain, guard, attempts, checkpoints=checkpoints, on_first_text=first, again=again
        )

    async def _close(
        self, exchange: Exchange, generation: Generation, attempts: Attempts, grant: Grant
    ) -> None:
        """Store the end, settle, and only then say that it is over."""
        settlement = grant.settlement(attempts.calls)
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
        closing = Closing(answer, attempts.calls, settlement=settlement, progress=exchange.progress())
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
            self.meter.owe(settlement, attempts.calls)
            failure = Failed(error.code, NOT_STORED.format(reason=error.message))
        for warning in await self.meter.end(settlement):
            exchange.log.append(BudgetWarned(warning))
        exchange.log.append(failure or exchange.done(await self.meter.budget(exchange.student.id)))

    def _started(self, exchange: Exchange, provider: str, model: str) -> Started:
        decision = exchange.decision
        return Started(
            session_id=exchange.session.id,
            message_id=exchange.answer.id,
            hint_level=decision.hint_level,
            problem_id="" if decision.problem is None else decision.problem.id,
            problem_title="" if decision.problem is None else decision.problem.title,
            max_hint_level=exchange.guidance.teaching.max_hint_level,
            waiting=decision.waiting,
            provider=provider,
            model=model,
        )

    def _lesson(self, exchange: Exchange) -> Lesson:
        decision, guidance = exchange.decision, exchange.guidance
        return Lesson(
            text=exchange.question.content,
            hint_level=decision.hint_level,
            notebook=exchange.question.notebook,
            in_other_words=decision.in_other_words,
            solution=guidance.solution_at(decision.hint_level),
            variant=exchange.session.message_count // 2,
            own_hint=None if guidance.own_hint is None else guidance.own_hint.text,
        )

    def _observe_guard(
        self, exchange: Exchange, guard: SolutionGuard, shown: str, turns: tuple[Turn, ...]
    ) -> None:
        """Count what the guard found, what broke in it, and a solution that was told in words."""
        request_id, level = exchange.question.request_id, exchange.decision.hint_level
        for hit in guard.hits:
            self.books.observer.record(GuardHit(request_id, hit.kind, level, hit.outcome, hit.form))
        for fault in guard.faults:
            self.books.observer.record(Faulted("guard", fault, request_id))
        known = "\n".join(turn.text for turn in turns)
        if guard.watches and is_described(shown, known):
            self.books.observer.record(GuardHit(request_id, DESCRIBED, level, "counted", "words"))

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


def _prompt(exchange: Exchange) -> Prompt:
    """What the model is told: the step's rules and what the instructor wrote."""
    decision, guidance = exchange.decision, exchange.guidance
    own_hint = guidance.own_hint
    return system_prompt(
        decision.hint_level,
        in_other_words=decision.in_other_words,
        own_words=guidance.words,
        own_hint=None if own_hint is None else own_hint.text,
        own_solution=guidance.solution_at(decision.hint_level),
    )
