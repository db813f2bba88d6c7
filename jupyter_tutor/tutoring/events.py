"""What a running answer tells whoever listens: the events that become socket frames.

A request's events always read `Started Token* (Done | Failed)` or `Canned Done`, with
`Notice` and `BudgetWarned` allowed anywhere before the end. `Started` begins the answer anew: a listener
that has seen tokens of this request forgets them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyter_tutor.cost.limits import NearlyUsedUp
from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import TutorError
from jupyter_tutor.tutoring.metering.budget import Budget
from jupyter_tutor.tutoring.records import AnswerState


@dataclass(frozen=True, slots=True)
class Started:
    """The question is stored and the answer begins.

    `problem_title` is what the tutor believes the student works on; `waiting` is the reason
    why the next step of the ladder is not open yet, or None.
    """

    session_id: str
    message_id: str
    hint_level: int
    problem_id: str
    problem_title: str
    max_hint_level: int
    waiting: str | None = None
    provider: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the answer; `seq` counts from 1 within the request, without gaps."""

    seq: int
    content: str


@dataclass(frozen=True, slots=True)
class Canned:
    """A reply that needed no model; `filter` is why: greeting, thanks, off_topic."""

    session_id: str
    message_id: str
    filter: str
    content: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know that ends nothing."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class BudgetWarned:
    """The metering session's budget is nearly used up; told once per session."""

    budget: NearlyUsedUp


@dataclass(frozen=True, slots=True)
class Done:
    """The answer is over and stored. `cost_nano_usd` is None when the price is not known.

    `budget` is what is left now; None for an answer that is told again.
    """

    session_id: str
    message_id: str
    state: AnswerState
    hint_level: int | None
    usage: Usage
    cost_nano_usd: int | None
    budget: Budget | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """The request ended in an error; what was generated before it is stored.

    `error` is what it was refused with, None when the answer had begun.
    """

    code: str
    message: str
    retry_after: float | None = None
    error: TutorError | None = field(default=None, compare=False, repr=False)


AnswerEvent = Started | Token | Canned | Notice | BudgetWarned | Done | Failed
