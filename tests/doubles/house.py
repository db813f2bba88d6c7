"""The main use case with everything around it in memory, for tests that ask questions."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

from chain import Script, ScriptedChain
from exchanges import MemoryExchanges
from reservations import MemoryReservations
from surroundings import FlatPrices, ManualClock, WatchedLimits, Witness

from jupyter_tutor.cost.policy import MeteringPolicy, limits_for
from jupyter_tutor.pedagogy.context_window import Budget
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.pedagogy.token_estimate import TokenEstimator
from jupyter_tutor.tutoring.answering import Answering
from jupyter_tutor.tutoring.background import Background
from jupyter_tutor.tutoring.bookkeeping import Bookkeeping
from jupyter_tutor.tutoring.deciding import Instructors
from jupyter_tutor.tutoring.events import AnswerEvent, Token
from jupyter_tutor.tutoring.metering.meter import Meter
from jupyter_tutor.tutoring.policy import AnsweringPolicy
from jupyter_tutor.tutoring.records import Question, Student
from jupyter_tutor.tutoring.running_answers import RunningAnswers
from jupyter_tutor.tutoring.side_questions import SideQuestions

ADA = Student("ada-id", "ada", "Ada")
BOB = Student("bob-id", "bob", "Bob")
ERROR = "NameError: name 'totl' is not defined"
CELL = NotebookExcerpt(
    path="week1.ipynb",
    cell_id="c1",
    cell_code="total = 0\nprint(totl)",
    error_output=ERROR,
    execution_count=1,
)


@dataclass
class House:
    """Answering and everything around it, in memory."""

    chain: ScriptedChain
    policy: AnsweringPolicy = field(default_factory=AnsweringPolicy)
    store: MemoryExchanges = field(default_factory=MemoryExchanges)
    limits: WatchedLimits = field(default_factory=WatchedLimits)
    limits_policy: MeteringPolicy = field(default_factory=MeteringPolicy)
    reservations: MemoryReservations = field(default_factory=MemoryReservations)
    witness: Witness = field(default_factory=Witness)
    clock: ManualClock = field(default_factory=ManualClock)
    running: RunningAnswers = field(default_factory=RunningAnswers)
    instructors: Instructors | None = None

    def __post_init__(self) -> None:
        self.reservations.calls = self.store.calls
        numbers = count(1 + 1_000 * len(self.store.messages))  # never the ids of an earlier house
        books = Bookkeeping(
            prices=FlatPrices(),
            clock=self.clock,
            observer=self.witness,
            new_id=lambda: str(UUID(int=next(numbers))),
            estimator=TokenEstimator(),
        )
        self.meter = Meter(
            self.limits,
            lambda user_id, now: limits_for(self.limits_policy, (), user_id, now),
            books.prices,
            self.clock,
            self.witness,
            books.new_id,
        )
        self.background = Background(self.witness)
        asides = SideQuestions(self.chain, self.meter, self.reservations, books, self.background)
        self.answering = Answering(
            self.store,
            self.chain,
            self.meter,
            books,
            self.policy,
            self.running,
            asides,
            instructors=self.instructors,
        )

    async def ask(self, content: str, *, student: Student = ADA, **fields: object) -> list[AnswerEvent]:
        """Ask and collect every event; the conversation goes on by itself."""
        fields.setdefault("request_id", str(UUID(int=10_000 + len(self.store.messages))))
        if "session_id" not in fields and student is ADA and self.store.sessions:
            fields["session_id"] = next(reversed(self.store.sessions))
        log = self.answering.ask(student, Question(content=content, **fields))
        return await events_of(log.follow())


async def events_of(stream) -> list[AnswerEvent]:
    async with aclosing(stream) as events:
        return [event async for event in events]


def text_of(events: list[AnswerEvent]) -> str:
    return "".join(event.content for event in events if isinstance(event, Token))


def only(events: list[AnswerEvent], kind: type):
    (event,) = [event for event in events if isinstance(event, kind)]
    return event


async def long_conversation(*scripts: Script) -> House:
    """A conversation that no longer fits into a small budget, about to be continued under it."""
    roomy = House(ScriptedChain(*(Script(["an explanation of many words " * 40]) for _ in range(8))))
    for number in range(8):
        await roomy.ask(f"Question {number} about lists", notebook=CELL)
    small = AnsweringPolicy(budget=Budget(total=2500, message=400, notebook=200))
    return House(ScriptedChain(*scripts), small, store=roomy.store)
