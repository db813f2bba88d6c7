"""The teaching decision on one message: what kind it is, which problem, which hint level.

`decide` never raises. When a rule breaks, the student still gets an answer, and it fails closed
on disclosure: the last level given of the same problem, or a question.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jupyter_tutor.errors import ConfigurationError
from jupyter_tutor.pedagogy import ladder
from jupyter_tutor.pedagogy.effort import effort_since
from jupyter_tutor.pedagogy.identity_trace import Identity, Rule
from jupyter_tutor.pedagogy.levels import DEFAULT_LEVEL_POLICY, level_policy
from jupyter_tutor.pedagogy.message_kind import MessageKind, intent, small_talk
from jupyter_tutor.pedagogy.off_topic import judge as judge_off_topic
from jupyter_tutor.pedagogy.plain_identity import plain_problem, plainly_known
from jupyter_tutor.pedagogy.problem import Difficulty, Levels, Problem
from jupyter_tutor.pedagogy.problem_identity import identify, key_of, title_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from jupyter_tutor.pedagogy.situation import NotebookExcerpt, Situation

_KEPT_TEXT = 2_000
"""Characters of the opening message a problem keeps; enough to know it again."""


@dataclass(frozen=True, slots=True)
class TeachingPolicy:
    """What the course staff decided. Names that do not exist are a ConfigurationError.

    `escalation` is `effort` or `every_message`; `level_policy` one of `levels.LEVEL_POLICIES`;
    `max_hint_level` the highest step, 1 to 5. `greetings` switches the canned replies to greetings
    and thanks, `off_topic` the refusal; what is switched off is answered like any message, and
    thanks never climb. `silent` is an exam: whatever is said gets the same canned reply.
    """

    escalation: str = ladder.EFFORT
    level_policy: str = DEFAULT_LEVEL_POLICY
    max_hint_level: int = ladder.HIGHEST
    greetings: bool = True
    off_topic: bool = True
    silent: bool = False

    def __post_init__(self) -> None:
        if self.escalation not in ladder.ESCALATIONS:
            known = ", ".join(ladder.ESCALATIONS)
            raise ConfigurationError(f"escalation {self.escalation!r} must be one of: {known}")
        if not ladder.LOWEST <= self.max_hint_level <= ladder.HIGHEST:
            raise ConfigurationError(f"max_hint_level {self.max_hint_level!r} must be from 1 to 5")
        level_policy(self.level_policy)


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with one message.

    `problem` is how it shall be stored once the hint was delivered, None for a canned reply
    (`kind` exam, greeting, thanks or off_topic; `hint_level` is 0 then). `finished` is the problem
    left behind by opening a new one and `levels` are the student's after it; both are to be
    stored with the answer. `waiting` tells the student what would open the next step, None when
    nothing is waited for. `trace` has one line `rule=outcome: reason` per decision;
    `identity` says how the problem was known, None for small talk. `fault` is the exception of a
    rule that broke, for the log.
    """

    kind: MessageKind
    problem: Problem | None
    hint_level: int
    is_new_problem: bool
    finished: Problem | None
    levels: Levels
    in_other_words: bool
    waiting: str | None
    trace: tuple[str, ...]
    identity: Identity | None = None
    fault: Exception | None = None

    @property
    def canned(self) -> bool:
        """Whether no language model is needed."""
        return self.hint_level == 0


def decide(
    situation: Situation,
    problems: tuple[Problem, ...],
    levels: Levels,
    policy: TeachingPolicy,
    *,
    now: datetime,
    new_id: Callable[[], str],
    last_answer: str | None = None,
    said_before: tuple[str, ...] = (),
    difficulty: Difficulty | None = None,
) -> Decision:
    """The decision on a message of a student who has `problems` and stands at `levels`.

    `difficulty` is the exercise's or the model's judgement and only used for a new problem; None
    takes the student's own level. `last_answer` is the tutor's last answer in this conversation,
    `said_before` the student's earlier messages in it.
    """
    inputs = _Inputs(situation, problems, levels, policy, now, new_id, last_answer, said_before, difficulty)
    trace: list[str] = []
    if policy.silent:
        return _canned(inputs, MessageKind.EXAM, trace, "the course staff switched the tutor off")
    try:
        return _decide(inputs, trace)
    except Exception as fault:  # noqa: BLE001 - whatever breaks, the student gets a careful answer
        return _fail_closed(inputs, trace, fault)


@dataclass(slots=True, repr=False, eq=False)
class _Inputs:
    """The arguments of `decide`, handed from rule to rule."""

    situation: Situation
    problems: tuple[Problem, ...]
    levels: Levels
    policy: TeachingPolicy
    now: datetime
    new_id: Callable[[], str]
    last_answer: str | None
    said_before: tuple[str, ...]
    difficulty: Difficulty | None

    @property
    def has_cell(self) -> bool:
        """Whether the message comes from a cell or an exercise."""
        notebook = self.situation.notebook
        return bool(notebook.cell_id or notebook.exercise_id or (notebook.cell_code or "").strip())


def _decide(inputs: _Inputs, trace: list[str]) -> Decision:
    """Small talk first, then the problem, then off-topic, then the ladder."""
    text, policy = inputs.situation.text, inputs.policy
    talk = small_talk(text)
    if talk is not None and policy.greetings:
        return _canned(inputs, talk, trace, "nothing else is said")
    identity = identify(inputs.situation, inputs.problems, inputs.last_answer)
    judged = policy.off_topic and identity.problem is None and not inputs.has_cell
    if judged:
        verdict = judge_off_topic(text)
        if verdict.off_topic:
            return replace(_canned(inputs, MessageKind.OFF_TOPIC, trace, verdict.reason), identity=identity)
        trace.append(f"off_topic=no: {verdict.reason}")
    kind = talk or intent(text)
    trace.append(f"kind={kind}: by its words")
    if identity.problem is None:
        trace.append(f"problem=new: {identity.reason}")
        return replace(_open(inputs, kind, trace), identity=identity)
    trace.append(f"problem={identity.problem.key}: {identity.reason}")
    return replace(_go_on(inputs, kind, identity.problem, trace), identity=identity)


def _canned(inputs: _Inputs, kind: MessageKind, trace: list[str], reason: str) -> Decision:
    """A reply without a model; nothing about problems or levels changes."""
    trace.append(f"kind={kind}: {reason}")
    return Decision(
        kind=kind,
        problem=None,
        hint_level=0,
        is_new_problem=False,
        finished=None,
        levels=inputs.levels,
        in_other_words=False,
        waiting=None,
        trace=tuple(trace),
    )


def _open(inputs: _Inputs, kind: MessageKind, trace: list[str]) -> Decision:
    """A new problem: the one before counts as finished, and the ladder starts anew."""
    finished, levels = _finish(inputs, trace)
    policy, difficulty = inputs.policy, inputs.difficulty or ladder.difficulty_from_levels(levels)
    start = ladder.starting_level(difficulty, levels)
    step = ladder.first_step(start, policy.max_hint_level, policy.escalation, has_cell=inputs.has_cell)
    trace.append(f"level={step.hint_level}: {step.reason}, starting level {start}")
    return Decision(
        kind=kind,
        problem=_new_problem(inputs, difficulty, start, step.hint_level),
        hint_level=step.hint_level,
        is_new_problem=True,
        finished=finished,
        levels=levels,
        in_other_words=False,
        waiting=step.waiting,
        trace=tuple(trace),
    )


def _go_on(inputs: _Inputs, kind: MessageKind, problem: Problem, trace: list[str]) -> Decision:
    """A further message on a known problem: the next step, or the same one."""
    policy, situation = inputs.policy, inputs.situation
    if problem.hint_level < 1:
        start, cap = max(problem.starting_level, 1), policy.max_hint_level
        step = ladder.first_step(start, cap, policy.escalation, has_cell=inputs.has_cell)
    else:
        effort = effort_since(problem, situation, kind, inputs.said_before)
        step = ladder.next_step(
            problem, kind, effort, policy.escalation, policy.max_hint_level, has_cell=inputs.has_cell
        )
    trace.append(f"level={step.hint_level}: {step.reason}")
    # Thanks are no hint: what was done before them still counts as effort for the next question.
    seen = problem if kind is MessageKind.THANKS else _with_cell(problem, situation.notebook)
    after = replace(
        seen,
        hint_level=step.hint_level,
        asked_without_effort=step.asked_without_effort,
        touched_at=inputs.now,
    )
    return Decision(
        kind=kind,
        problem=after,
        hint_level=step.hint_level,
        is_new_problem=False,
        finished=None,
        levels=inputs.levels,
        in_other_words=step.in_other_words,
        waiting=step.waiting,
        trace=tuple(trace),
    )


def _finish(inputs: _Inputs, trace: list[str]) -> tuple[Problem | None, Levels]:
    """The latest problem that is still open and had a hint, finished now, and the levels after it.

    A problem counts once: one that the student returned to after it was finished changes nothing.
    """
    still_open = [
        problem for problem in inputs.problems if problem.finished_at is None and problem.hint_level
    ]
    latest = max(still_open, key=lambda problem: problem.touched_at, default=None)
    if latest is None:
        return None, inputs.levels
    levels = level_policy(inputs.policy.level_policy)(inputs.levels, latest)
    trace.append(
        f"finished={latest.key}: level policy {inputs.policy.level_policy}, programming "
        f"{inputs.levels.programming:.2f} to {levels.programming:.2f}, mathematics "
        f"{inputs.levels.mathematics:.2f} to {levels.mathematics:.2f}"
    )
    return replace(latest, finished_at=inputs.now), levels


def _new_problem(inputs: _Inputs, difficulty: Difficulty, start: int, hint_level: int) -> Problem:
    """The problem that this message opens, as it stands after its first hint."""
    situation, problem_id = inputs.situation, inputs.new_id()
    problem = Problem(
        id=problem_id,
        key=key_of(situation, problem_id),
        title=title_of(situation),
        starting_level=start,
        hint_level=hint_level,
        difficulty=difficulty,
        opened_at=inputs.now,
        touched_at=inputs.now,
        text=situation.text[:_KEPT_TEXT],
    )
    return _with_cell(problem, situation.notebook)


def _with_cell(problem: Problem, notebook: NotebookExcerpt) -> Problem:
    """The problem with the cell as it is at this hint; without a cell, as it was."""
    if notebook.cell_code is None and notebook.cell_id is None and notebook.exercise_id is None:
        return problem
    return replace(
        problem,
        exercise_id=notebook.exercise_id or problem.exercise_id,
        notebook_path=notebook.path or problem.notebook_path,
        cell_id=notebook.cell_id or problem.cell_id,
        code=notebook.cell_code if notebook.cell_code is not None else problem.code,
        execution_count=notebook.execution_count,
    )


def _fail_closed(inputs: _Inputs, trace: list[str], fault: Exception) -> Decision:
    """After a fault: the last level given where the problem is plain to see, else a question.

    Uses no rule that may have been the one that broke, and stores the cell as it was, so that
    work done is still seen as effort next time.
    """
    trace.append(f"fault={type(fault).__name__}: the level does not rise")
    problem = plainly_known(inputs.situation, inputs.problems)
    level = 1 if problem is None else min(max(problem.hint_level, 1), inputs.policy.max_hint_level)
    stored = problem
    if problem is None:
        stored = plain_problem(inputs.situation, inputs.new_id, inputs.now)
    return Decision(
        kind=MessageKind.QUESTION,
        problem=stored,
        hint_level=level,
        is_new_problem=problem is None,
        finished=None,
        levels=inputs.levels,
        in_other_words=problem is not None,
        waiting=None,
        trace=tuple(trace),
        identity=Identity(problem, Rule.FAULT, "a rule broke; only what is plainly equal was looked at"),
        fault=fault,
    )
