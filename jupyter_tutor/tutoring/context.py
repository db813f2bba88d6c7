"""Builds what a model is asked: the prompt for the level, the notebook, and as much history as fits."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jupyter_tutor.errors import TutorError
from jupyter_tutor.pedagogy.context_window import ContextWindow, fit, notebook_block, split_for_summary
from jupyter_tutor.pedagogy.prompts import summary_prompt
from jupyter_tutor.pedagogy.redaction import redact
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.pedagogy.turns import Turn
from jupyter_tutor.tutoring.bookkeeping import Bookkeeping
from jupyter_tutor.tutoring.occurrences import Faulted
from jupyter_tutor.tutoring.policy import AnsweringPolicy
from jupyter_tutor.tutoring.ports import Exchanges
from jupyter_tutor.tutoring.records import ChatMessage, Desk, Question, Role, Summary
from jupyter_tutor.tutoring.side_questions import Aside, SideQuestions

SUMMARY_TIMEOUT_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Contexts:
    """Fits conversations into the budget; summarises what no longer fits when a model can.

    A conversation's first summary is waited for; later ones are made while the student reads.
    """

    exchanges: Exchanges
    asides: SideQuestions
    books: Bookkeeping
    policy: AnsweringPolicy

    async def build(self, user_id: str, desk: Desk, question: Question, system: str) -> ContextWindow:
        """The turns to send. Raises Invalid when the message alone is over its budget."""
        turns = _after(desk.turns, desk.summary)
        window = self._fit(system, turns, desk.summary, question)
        if not window.should_summarise or desk.session is None:
            return window
        if desk.summary is not None:  # what it does not cover fits nearly: the next question has a fresh one
            name = f"summary {desk.session.id}"
            self.asides.background.start(name, lambda: self._summarise(user_id, desk, turns, question))
            return window
        summary = await self._summarise(user_id, desk, turns, question)
        if summary is None:
            return window
        return self._fit(system, _after(desk.turns, summary), summary, question)

    def _fit(
        self, system: str, turns: tuple[ChatMessage, ...], summary: Summary | None, question: Question
    ) -> ContextWindow:
        block = notebook_block(
            self._redacted(question.notebook), self.policy.budget.notebook, self.books.estimator.estimate
        )
        return fit(
            system,
            block,
            [self._turn(message) for message in turns],
            self._clean(question.content),
            self.policy.budget,
            self.books.estimator.estimate,
            summary=None if summary is None else summary.text,
        )

    async def _summarise(
        self, user_id: str, desk: Desk, turns: tuple[ChatMessage, ...], question: Question
    ) -> Summary | None:
        """A new summary of the older turns, kept for the next time; None leaves plain truncation."""
        history = [self._turn(message) for message in turns]
        older = split_for_summary(history, self.policy.budget, self.books.estimator.estimate)
        if older == 0 or desk.session is None:
            return None
        text = "\n\n".join(f"{turn.role}: {turn.text}" for turn in history[:older])
        if desk.summary is not None:
            text = f"Summary so far: {desk.summary.text}\n\n{text}"
        aside = Aside(
            "summary",
            question.request_id,
            user_id,
            system=summary_prompt(),
            text=text,
            max_output_tokens=self.policy.budget.summary,
            timeout_seconds=SUMMARY_TIMEOUT_SECONDS,
            module=question.notebook.module,
        )
        reply = await self.asides.ask(aside)
        if not reply:
            return None
        summary = Summary(reply, turns[older - 1].id)
        try:
            await self.exchanges.save_summary(desk.session.id, summary)
        except TutorError as error:
            self.books.observer.record(Faulted("summary", error, question.request_id))
            return None
        return summary

    def _turn(self, message: ChatMessage) -> Turn:
        return Turn("user" if message.role is Role.STUDENT else "assistant", self._clean(message.text))

    def _clean(self, text: str) -> str:
        return redact(text, self.policy.private_names)

    def _redacted(self, notebook: NotebookExcerpt) -> NotebookExcerpt:
        def clean(text: str | None) -> str | None:
            return None if text is None else self._clean(text)

        return replace(
            notebook,
            exercise_text=clean(notebook.exercise_text),
            cell_code=clean(notebook.cell_code),
            error_output=clean(notebook.error_output),
            neighbours=tuple(self._clean(cell) for cell in notebook.neighbours),
        )


def _after(turns: tuple[ChatMessage, ...], summary: Summary | None) -> tuple[ChatMessage, ...]:
    """The turns that the summary does not cover."""
    if summary is None:
        return turns
    for index, message in enumerate(turns):
        if message.id == summary.upto_message_id:
            return turns[index + 1 :]
    return turns
