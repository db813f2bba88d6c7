"""Decide what help one message gets, with what the course staff wrote and allows at its place."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from jupyter_tutor.errors import NotFound
from jupyter_tutor.pedagogy.engine import Decision, decide
from jupyter_tutor.pedagogy.ladder import HIGHEST
from jupyter_tutor.pedagogy.message_kind import MessageKind
from jupyter_tutor.pedagogy.problem import Difficulty, Problem
from jupyter_tutor.pedagogy.prompts import difficulty_prompt, parse_difficulty
from jupyter_tutor.pedagogy.situation import NotebookExcerpt, Situation
from jupyter_tutor.tutoring.bookkeeping import Bookkeeping
from jupyter_tutor.tutoring.occurrences import Faulted
from jupyter_tutor.tutoring.policy import AnsweringPolicy
from jupyter_tutor.tutoring.ports import CheckedCells
from jupyter_tutor.tutoring.records import Desk, Question, Role, Student
from jupyter_tutor.tutoring.second_opinion import SecondOpinion
from jupyter_tutor.tutoring.side_questions import Aside, SideQuestions
from jupyter_tutor.tutoring.teaching.authored_hints import Facts, OwnHint, hint_to_give, needs_a_run
from jupyter_tutor.tutoring.teaching.guidance import Guidance, held_to
from jupyter_tutor.tutoring.teaching.placement import UNKNOWN_MODULE, AuthoredExercises, Placement
from jupyter_tutor.tutoring.teaching.trace import taught

DIFFICULTY_TIMEOUT_SECONDS = 4.0
DIFFICULTY_OUTPUT_TOKENS = 32
RUN_SECONDS = 2.0
"""So long a hint waits for the checks, where a common mistake is known by what they get."""

OVERTURNED = "off_topic=no: the second opinion"


@dataclass(frozen=True, slots=True)
class Instructors:
    """What of the course staff's work is known: their exercises, and what the checks say about a cell."""

    exercises: AuthoredExercises
    checked: CheckedCells


@dataclass(frozen=True, slots=True)
class Deciding:
    """Decides on one message. Without `instructors` the site's policy alone holds."""

    policy: AnsweringPolicy
    books: Bookkeeping
    asides: SideQuestions
    second_opinion: SecondOpinion | None = None
    instructors: Instructors | None = None

    async def decide(self, student: Student, desk: Desk, question: Question) -> tuple[Decision, Guidance]:
        """The decision, and what the answer is to be made of. NotFound for a module that is not there."""
        placement = await self.place(question.notebook, question.content)
        question = await self._as_known(desk, question, placement)
        decision = self._rule(desk, question, placement)
        known = None if decision.identity is None else decision.identity.problem
        if known is not None and _is_elsewhere(known, placement):
            earlier = await self.place(_of(known, question.notebook.module), known.text)
            if earlier.exercise is not None:
                placement = earlier.within(placement)
                decision = self._rule(desk, question, placement)
        decision = await self._judged(decision, student, desk, question, placement)
        if decision.fault is not None:
            self.books.observer.record(Faulted("pedagogy", decision.fault, question.request_id))
        self.books.observer.record(taught(decision, question.request_id, student.id))
        own_hint = await self._own_hint(decision, desk, question, placement)
        if own_hint is not None:
            decision = replace(decision, in_other_words=False)
        decision = _kept_to(decision, placement)
        teaching = held_to(self.policy.teaching, placement)
        return decision, Guidance(teaching, placement, own_hint)

    async def place(self, notebook: NotebookExcerpt, said: str = "") -> Placement:
        """Where a message belongs. NotFound for a module that is not published."""
        if self.instructors is None:
            if notebook.module is not None:
                raise NotFound(UNKNOWN_MODULE)
            return Placement()
        return await self.instructors.exercises.find(notebook, said)

    async def highest_step(self, problem: Problem) -> int:
        """The highest step that a problem may come to where it was worked on last."""
        teaching = self.policy.teaching
        if problem.exercise_id is None:
            return teaching.max_hint_level
        return held_to(teaching, await self.place(_of(problem, None), problem.text)).max_hint_level

    async def _as_known(self, desk: Desk, question: Question, placement: Placement) -> Question:
        """The question about the published exercise that it shows, whatever the request calls it.

        A problem of another exercise that the student picked counts unless a step is to be won by it.
        """
        exercise = placement.exercise
        if exercise is None:
            return question
        known = replace(question, notebook=replace(question.notebook, exercise_id=exercise.id))
        picked = next((problem for problem in desk.problems if problem.id == question.problem_id), None)
        if picked is None or not _is_elsewhere(picked, placement):
            return known
        there = await self.place(_of(picked, question.notebook.module), picked.text)
        return replace(known, problem_id=None) if _highest(there) > _highest(placement) else known

    async def _judged(
        self, decision: Decision, student: Student, desk: Desk, question: Question, placement: Placement
    ) -> Decision:
        """The decision after those were asked whose opinion costs something."""
        if decision.kind is MessageKind.OFF_TOPIC and await self._lets_through(student, question):
            decision = self._rule(desk, question, placement, off_topic=False)
            decision = replace(decision, trace=(OVERTURNED, *decision.trace))
        unknown = _stated(question, placement) is None and decision.is_new_problem and not decision.canned
        if self.policy.judge_difficulty and unknown:
            difficulty = await self._judge_difficulty(student, question)
            if difficulty is not None:
                return self._rule(desk, question, placement, difficulty, off_topic=False)
        return decision

    async def _lets_through(self, student: Student, question: Question) -> bool:
        """Whether the meaning of a message speaks against its refusal; not, where nobody is asked."""
        if self.second_opinion is None:
            return False
        return await self.second_opinion.lets_through(
            question.request_id, student.id, question.content, question.notebook.module
        )

    def _rule(
        self,
        desk: Desk,
        question: Question,
        placement: Placement,
        difficulty: Difficulty | None = None,
        *,
        off_topic: bool = True,
    ) -> Decision:
        teaching = held_to(self.policy.teaching, placement)
        answers = [turn for turn in desk.turns if turn.role is Role.TUTOR]
        answered = {answer.request_id for answer in answers}  # what got no answer may be said again
        return decide(
            Situation(question.content, question.notebook, question.problem_id),
            desk.problems,
            desk.levels,
            teaching if off_topic else replace(teaching, off_topic=False),
            now=self.books.clock.now(),
            new_id=self.books.new_id,
            last_answer=answers[-1].text if answers else None,
            said_before=tuple(
                turn.text for turn in desk.turns if turn.role is Role.STUDENT and turn.request_id in answered
            ),
            difficulty=difficulty or _stated(question, placement),
        )

    async def _judge_difficulty(self, student: Student, question: Question) -> Difficulty | None:
        """How hard a model thinks the problem is; None when it cannot say."""
        text = "\n\n".join(filter(None, (question.content, question.notebook.exercise_text)))
        aside = Aside(
            "difficulty",
            question.request_id,
            student.id,
            system=difficulty_prompt(),
            text=text,
            max_output_tokens=DIFFICULTY_OUTPUT_TOKENS,
            timeout_seconds=DIFFICULTY_TIMEOUT_SECONDS,
            module=question.notebook.module,
        )
        return parse_difficulty(await self.asides.ask(aside) or "")

    async def _own_hint(
        self, decision: Decision, desk: Desk, question: Question, placement: Placement
    ) -> OwnHint | None:
        """The instructor's words for this step, where some are left to be given."""
        exercise, problem = placement.exercise, decision.problem
        if exercise is None or problem is None or decision.kind is MessageKind.THANKS:
            return None
        notebook = question.notebook
        got = await self._got(notebook) if needs_a_run(exercise, notebook) else None
        given = {
            turn.own_hint
            for turn in desk.turns
            if turn.problem_id == problem.id and turn.own_hint is not None
        }
        return hint_to_give(exercise, decision.hint_level, Facts.of(notebook, got), given)

    async def _got(self, notebook: NotebookExcerpt) -> str | None:
        """What the first failing check got, None where that cannot be known in time."""
        if self.instructors is None:
            return None
        try:
            async with asyncio.timeout(RUN_SECONDS):
                report = await self.instructors.checked.report(notebook)
        except TimeoutError:
            return None
        return report.failing[0].got if report is not None and report.failing else None


def _highest(placement: Placement) -> int:
    """The highest step that instructors allow at a place."""
    highest = placement.policy.max_hint_level
    return HIGHEST if highest is None else highest


def _kept_to(decision: Decision, placement: Placement) -> Decision:
    """The decision with its problem tied to the published exercise, whatever the request called it.

    So the problem is still known as that exercise's when a later request shows nothing of it.
    """
    if decision.problem is None or placement.exercise is None:
        return decision
    return replace(decision, problem=replace(decision.problem, exercise_id=placement.exercise.id))


def _is_elsewhere(problem: Problem, placement: Placement) -> bool:
    """Whether the problem that a message goes on with may be of another exercise than its cell."""
    return placement.exercise is None or problem.exercise_id != placement.exercise.id


def _of(problem: Problem, module: str | None) -> NotebookExcerpt:
    """The cell of a problem as it was at its last hint."""
    return NotebookExcerpt(
        path=problem.notebook_path,
        cell_id=problem.cell_id,
        exercise_id=problem.exercise_id,
        cell_code=problem.code,
        module=module,
    )


def _stated(question: Question, placement: Placement) -> Difficulty | None:
    """How hard a published exercise is as its author says, any other as the panel read it."""
    exercise = placement.exercise
    if exercise is None:
        return question.difficulty
    return None if exercise.difficulty is None else Difficulty(*exercise.difficulty)
