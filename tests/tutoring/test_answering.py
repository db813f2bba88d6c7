"""The main use case: what is stored, what is told, and how each end looks, over a scripted chain."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from itertools import count
from uuid import UUID

import pytest
from chain import Script, ScriptedChain
from exchanges import MemoryExchanges
from surroundings import FlatPrices, ManualClock, OpenBook, Witness

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import (
    AnswerCut,
    DatabaseUnavailable,
    Invalid,
    ModelUnavailable,
    NotFound,
    TutorError,
)
from jupyter_tutor.pedagogy.context_window import Budget
from jupyter_tutor.pedagogy.engine import TeachingPolicy
from jupyter_tutor.pedagogy.problem import Difficulty
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.pedagogy.token_estimate import TokenEstimator
from jupyter_tutor.tutoring.answering import Answering
from jupyter_tutor.tutoring.bookkeeping import Bookkeeping
from jupyter_tutor.tutoring.checkpoints import Checkpoints
from jupyter_tutor.tutoring.events import AnswerEvent, Canned, Done, Failed, Notice, Started, Token
from jupyter_tutor.tutoring.occurrences import AnswerEnded, Faulted, FirstToken, ModelCalled, Refused
from jupyter_tutor.tutoring.policy import AnsweringPolicy
from jupyter_tutor.tutoring.records import AnswerState, Question, Role, Student
from jupyter_tutor.tutoring.running_answers import RunningAnswers

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
    limits: OpenBook = field(default_factory=OpenBook)
    witness: Witness = field(default_factory=Witness)
    clock: ManualClock = field(default_factory=ManualClock)
    running: RunningAnswers = field(default_factory=RunningAnswers)

    def __post_init__(self) -> None:
        numbers = count(1)
        books = Bookkeeping(
            prices=FlatPrices(),
            clock=self.clock,
            observer=self.witness,
            new_id=lambda: str(UUID(int=next(numbers))),
            estimator=TokenEstimator(),
        )
        self.answering = Answering(self.store, self.chain, self.limits, books, self.policy, self.running)

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


# req: C2
async def test_a_question_gets_start_tokens_and_done_and_the_tokens_are_what_is_stored():
    """The joined tokens equal the stored answer, and `done` carries usage and cost."""
    house = House(ScriptedChain(Script(["Which ", "name ", "did you define?"], usage=Usage(120, 20, 9))))
    events = await house.ask("Why does this fail?", notebook=CELL)
    assert isinstance(events[0], Started)
    assert text_of(events) == "Which name did you define?" == house.store.answers()[0].text
    done = only(events, Done)
    assert (done.state, done.usage, done.cost_nano_usd) == (AnswerState.COMPLETE, Usage(120, 20, 9), 129)
    assert [event.seq for event in events if isinstance(event, Token)] == [1, 2][: len(events) - 2]


# req: C3
async def test_the_question_is_stored_before_the_model_is_called():
    """When the chain is entered, question and interrupted answer are already there."""
    house = House(ScriptedChain())
    seen: list[tuple[int, AnswerState | None]] = []
    original = house.chain.stream

    def stream(request, answer_by=None):
        seen.append((len(house.store.questions()), house.store.answers()[0].state))
        return original(request, answer_by)

    house.chain.stream = stream
    await house.ask("Why does this fail?", notebook=CELL)
    assert seen == [(1, AnswerState.INTERRUPTED)]


# req: C3
async def test_the_answer_is_stored_whole_before_done_is_sent():
    """A reader that sees `done` finds the answer complete."""
    house = House(ScriptedChain())
    log = house.answering.ask(ADA, Question("00000000-0000-0000-0000-000000000001", "Why?", notebook=CELL))
    async with aclosing(log.follow()) as events:
        async for event in events:
            if isinstance(event, Done):
                assert house.store.answers()[0].state is AnswerState.COMPLETE


async def test_writes_are_the_question_the_end_and_nothing_between_in_a_fast_answer():
    """No write per token."""
    house = House(ScriptedChain(Script([f"word{n} " for n in range(200)])))
    await house.ask("Why does this fail?", notebook=CELL)
    assert house.store.journal == ["desk", "open", "close"]


# req: P1
async def test_asking_again_after_a_try_climbs_one_step_at_a_time():
    """Start 1, then 2, 3, 4, 5, 5, 5 with a changed cell each time."""
    house = House(ScriptedChain())
    levels = []
    for number in range(7):
        notebook = replace(
            CELL, cell_code=f"total = {number}\nprint(totl + {number})", execution_count=number
        )
        events = await house.ask(f"Still failing, try {number}", notebook=notebook)
        levels.append(only(events, Started).hint_level)
    assert levels == [1, 2, 3, 4, 5, 5, 5]


# req: P5
async def test_asking_again_without_effort_stays_once_and_says_what_opens_the_next_step():
    """The same level in other words, with the reason; the second time it climbs."""
    house = House(ScriptedChain())
    first = only(await house.ask("Why does this fail?", notebook=CELL), Started)
    second = only(await house.ask("just tell me", notebook=CELL), Started)
    third = only(await house.ask("please, more help", notebook=CELL), Started)
    assert [event.hint_level for event in (first, second, third)] == [1, 1, 2]
    assert "Run or change the cell" in first.waiting
    assert second.waiting is None
    assert house.chain.requests[1].lesson.in_other_words


# req: P1
async def test_a_new_problem_starts_again_and_the_old_one_is_where_it_was():
    """Exercises keep their own ladders."""
    house = House(ScriptedChain(), AnsweringPolicy(TeachingPolicy(escalation="every_message")))
    mean = NotebookExcerpt(path="w.ipynb", exercise_id="mean", cell_code="def mean(xs): pass")
    median = NotebookExcerpt(path="w.ipynb", exercise_id="median", cell_code="def median(xs): pass")
    levels = [
        only(await house.ask(f"How do I do this? {n}", notebook=notebook), Started).hint_level
        for n, notebook in enumerate((mean, mean, median, mean))
    ]
    assert levels == [1, 2, 1, 3]


# req: P2
async def test_a_hard_exercise_starts_higher_but_never_at_the_solution():
    """Difficulty 5 for a student at level 3 starts at the plan."""
    house = House(ScriptedChain())
    events = await house.ask("How?", notebook=CELL, difficulty=Difficulty(5, 1))
    assert only(events, Started).hint_level == 3


# req: P7
async def test_a_greeting_is_answered_without_a_model_by_name():
    """`canned` with filter greeting and the username, then `done`; no model was asked."""
    house = House(ScriptedChain())
    events = await house.ask("Hello!")
    canned = only(events, Canned)
    assert canned.filter == "greeting"
    assert "ada" in canned.content
    assert isinstance(events[-1], Done)
    assert house.chain.requests == []
    assert house.store.answers()[0].filter == "greeting"


# req: P7
async def test_an_off_topic_question_is_refused_politely_and_recorded_as_refused():
    """No model is asked and nothing of it enters later prompts."""
    house = House(ScriptedChain())
    events = await house.ask("What's the weather like in Paris today?")
    assert only(events, Canned).filter == "off_topic"
    assert only(events, Done).state is AnswerState.REFUSED
    assert house.chain.requests == []
    assert [seen.reason for seen in house.witness.of(Refused)] == ["off_topic"]


# req: P8
async def test_a_fault_in_the_rules_never_raises_the_level(monkeypatch: pytest.MonkeyPatch):
    """The student is answered at the level they had, and the fault is reported."""
    house = House(ScriptedChain())
    await house.ask("Why does this fail?", notebook=CELL)

    def broken(*_: object) -> None:
        raise RuntimeError("a rule is broken")

    monkeypatch.setattr("jupyter_tutor.pedagogy.engine.identify", broken)
    events = await house.ask("Still failing", notebook=replace(CELL, cell_code="x = 2"))
    assert only(events, Started).hint_level == 1
    assert [seen.where for seen in house.witness.of(Faulted)] == ["pedagogy"]


# req: C5
async def test_stop_keeps_what_was_generated_charges_it_and_closes_the_upstream():
    """The stored answer is stopped, its usage estimated, and the ladder counts the hint as seen."""
    house = House(ScriptedChain(Script(["Look at ", "line 2 ", "and then"], hold_after=2)))
    question = Question("00000000-0000-0000-0000-00000000000a", "Why?", notebook=CELL)
    log = house.answering.ask(ADA, question)
    async with aclosing(log.follow()) as events:
        collected = []
        async for event in events:
            collected.append(event)
            if isinstance(event, Token) and text_of(collected) == "Look at line 2 ":
                assert house.answering.stop(ADA, question.request_id)
    answer = house.store.answers()[0]
    assert (answer.state, answer.text) == (AnswerState.STOPPED, "Look at line 2 ")
    assert answer.usage.estimated
    assert answer.usage.output_tokens > 0
    assert house.chain.closed == 1
    assert only(collected, Done).state is AnswerState.STOPPED
    assert house.limits.entries[-1] == ("settle", question.request_id)


# req: C8
async def test_when_every_model_fails_the_student_is_told_and_the_ladder_does_not_move():
    """LLM_UNAVAILABLE with the waiting time; the question stays with an empty, interrupted answer."""
    house = House(ScriptedChain(Script([], error=ModelUnavailable(retry_after=7.2))))
    events = await house.ask("Why does this fail?", notebook=CELL)
    failed = only(events, Failed)
    assert (failed.code, failed.retry_after) == ("LLM_UNAVAILABLE", 8)
    assert failed.message.startswith("The AI service is temporarily unavailable")
    assert house.store.answers()[0].state is AnswerState.INTERRUPTED
    assert house.store.problems == {}
    again = await house.ask("Why does this fail?", notebook=CELL)
    assert only(again, Started).hint_level == 1


# req: L3
async def test_an_answer_that_breaks_off_is_kept_and_told():
    """What had arrived stays, marked interrupted, and is charged."""
    house = House(ScriptedChain(Script(["Look at "], error=AnswerCut("cut"))))
    events = await house.ask("Why does this fail?", notebook=CELL)
    assert only(events, Failed).code == "LLM_UNAVAILABLE"
    answer = house.store.answers()[0]
    assert (answer.state, answer.text) == (AnswerState.INTERRUPTED, "Look at ")
    assert [call.error for call in house.store.calls] == ["AnswerCut"]
    assert house.store.calls[0].usage.estimated


# req: C4
async def test_the_same_request_twice_is_answered_once():
    """The second one is told the same answer; the model was asked once."""
    house = House(ScriptedChain())
    first = await house.ask("Why?", request_id="00000000-0000-0000-0000-0000000000aa", notebook=CELL)
    second = await house.ask("Why?", request_id="00000000-0000-0000-0000-0000000000aa", notebook=CELL)
    assert text_of(first) == text_of(second)
    assert len(house.chain.requests) == 1


async def test_a_request_of_an_earlier_process_is_told_from_the_store():
    """After a restart the same request id brings the stored answer, from its start."""
    house = House(ScriptedChain())
    request_id = "00000000-0000-0000-0000-0000000000ab"
    first = await house.ask("Why?", request_id=request_id, notebook=CELL)
    restarted = House(ScriptedChain(), store=house.store)
    again = await restarted.ask("Why?", request_id=request_id, notebook=CELL)
    resumed = await events_of(restarted.answering.resume(ADA, request_id, after=1))
    assert text_of(again) == text_of(resumed) == text_of(first)
    assert isinstance(resumed[0], Started)
    assert restarted.chain.requests == []


async def test_resuming_what_never_arrived_is_not_found():
    """The panel then sends the question again."""
    with pytest.raises(NotFound):
        await events_of(House(ScriptedChain()).answering.resume(ADA, "unknown", after=0))


# req: A9
async def test_another_students_conversation_and_answer_cannot_be_reached():
    """A foreign session id is not found, and a foreign request id is somebody else's."""
    house = House(ScriptedChain())
    await house.ask("Why?", request_id="00000000-0000-0000-0000-0000000000ac", notebook=CELL)
    session_id = next(iter(house.store.sessions))
    events = await house.ask("Let me see", student=BOB, session_id=session_id)
    assert [type(event) for event in events] == [Failed]
    assert events[0].code == "NOT_FOUND"
    with pytest.raises(NotFound):
        await events_of(house.answering.resume(BOB, "00000000-0000-0000-0000-0000000000ac", after=0))


# req: R9
async def test_a_refusal_by_a_limit_reaches_the_student_before_anything_is_stored():
    """The limit's own sentence and waiting time; no question, no model call."""
    house = House(ScriptedChain())
    house.limits.refusal = TutorError("Rate limit reached.", retry_after=23)
    (failed,) = await house.ask("Why?", notebook=CELL)
    assert (failed.message, failed.retry_after) == ("Rate limit reached.", 23)
    assert house.store.questions() == []
    assert house.chain.requests == []


async def test_a_store_that_cannot_take_the_question_refunds_the_reservation():
    """No model is asked for a question that cannot be kept."""
    house = House(ScriptedChain())
    house.store.failing["open"] = DatabaseUnavailable("The disk is full.")
    (failed,) = await house.ask("Why?", notebook=CELL, request_id="00000000-0000-0000-0000-0000000000ad")
    assert failed.code == "DB_UNAVAILABLE"
    assert [entry[0] for entry in house.limits.entries] == ["reserve", "refund"]
    assert house.chain.requests == []


async def test_a_store_that_fails_at_the_end_says_so_after_the_answer_was_shown():
    """The text was seen; the student learns that it will be gone, and the money is settled."""
    house = House(ScriptedChain())
    house.store.failing["close"] = DatabaseUnavailable("The disk is full.")
    events = await house.ask("Why?", notebook=CELL)
    assert text_of(events) != ""
    assert only(events, Failed).code == "DB_UNAVAILABLE"
    assert [entry[0] for entry in house.limits.entries] == ["reserve", "settle"]


async def test_a_checkpoint_that_fails_is_a_notice_and_the_answer_goes_on(monkeypatch):
    """A disk that is full for a moment does not end an answer."""
    monkeypatch.setattr(Checkpoints.__init__, "__defaults__", (0.01,))
    house = House(ScriptedChain(Script(["One ", "two ", "three."], hold_after=2)))
    house.store.failing["checkpoint"] = DatabaseUnavailable("The disk is full.")
    script = house.chain.scripts[0]
    log = house.answering.ask(ADA, Question("00000000-0000-0000-0000-0000000000ae", "Why?", notebook=CELL))
    collecting = asyncio.create_task(events_of(log.follow()))
    await asyncio.sleep(0.1)
    script.release.set()
    events = await collecting
    assert only(events, Notice).code == "NOT_KEPT"
    assert only(events, Done).state is AnswerState.COMPLETE


async def test_a_fault_of_our_own_ends_in_an_error_and_a_report():
    """An unforeseen exception neither hangs the panel nor reaches it in words."""
    house = House(ScriptedChain(Script([], error=RuntimeError("secret text"))))
    events = await house.ask("Why?", notebook=CELL)
    failed = only(events, Failed)
    assert failed.code == "INTERNAL"
    assert "secret" not in failed.message
    assert "generate" in [seen.where for seen in house.witness.of(Faulted)]


async def test_messages_of_one_conversation_are_answered_one_after_the_other():
    """The second message is decided on what the first one left behind."""
    policy = AnsweringPolicy(TeachingPolicy(escalation="every_message"))
    house = House(ScriptedChain(), policy)
    await house.ask("Why?", notebook=CELL)
    both = await asyncio.gather(
        house.ask("Still?", notebook=CELL, request_id="00000000-0000-0000-0000-0000000000b1"),
        house.ask("And now?", notebook=CELL, request_id="00000000-0000-0000-0000-0000000000b2"),
    )
    assert sorted(only(events, Started).hint_level for events in both) == [2, 3]


# req: X1
async def test_a_message_over_its_budget_is_refused_with_a_size():
    """Nothing is stored, and the student keeps the draft."""
    house = House(ScriptedChain(), AnsweringPolicy(budget=Budget(message=50)))
    (failed,) = await house.ask("word " * 500, notebook=CELL)
    assert failed.code == Invalid.code
    assert "50 tokens" in failed.message
    assert house.store.journal == ["desk"]


# req: X2
async def test_long_conversations_are_summarised_once_and_the_summary_is_reused():
    """The model is asked for a summary before the answer; the next question finds it cached."""
    house = await long_conversation(Script(["They spoke about lists."]), Script(), Script())
    await house.ask("And now?", notebook=CELL)
    summary_request, answer_request = house.chain.requests
    assert summary_request.lesson is None
    assert "They spoke about lists." in answer_request.turns[0].text
    assert [call.purpose for call in house.store.calls][-2:] == ["summary", "answer"]
    await house.ask("And now again?", notebook=CELL)
    assert len(house.chain.requests) == 3
    assert "They spoke about lists." in house.chain.requests[2].turns[0].text


# req: X2
async def test_a_summary_that_fails_leaves_plain_truncation():
    """The question is answered all the same."""
    house = await long_conversation(Script([], error=ModelUnavailable()), Script(["Fine."]))
    assert text_of(await house.ask("And now?", notebook=CELL)) == "Fine."
    assert house.store.summaries == {}


# req: X3
async def test_secrets_and_configured_names_do_not_leave_the_server():
    """Neither key, e-mail nor a private name is in anything that was sent; the store keeps the original."""
    house = House(ScriptedChain(), AnsweringPolicy(private_names=("Lovelace",)))
    key = "sk-ant-api03-" + "a" * 40
    notebook = replace(CELL, cell_code=f'key = "{key}"  # by Lovelace', neighbours=("ada@example.org",))
    await house.ask("I am Lovelace, why?", notebook=notebook)
    sent = house.chain.requests[0].system + "".join(turn.text for turn in house.chain.requests[0].turns)
    assert key not in sent
    assert "Lovelace" not in sent
    assert "ada@example.org" not in sent
    assert house.store.questions()[0].text == "I am Lovelace, why?"


async def test_what_happened_is_observed_without_message_text():
    """Call, first token and end are recorded; no occurrence holds a word of the conversation."""
    house = House(ScriptedChain(Script(["Zebra ", "answer"])))
    await house.ask("Zebra question", notebook=CELL)
    kinds = [type(seen) for seen in house.witness.seen]
    assert kinds == [FirstToken, ModelCalled, AnswerEnded]
    assert "Zebra" not in repr(house.witness.seen)


async def test_the_coach_can_be_asked_for_one_message():
    """`answer_by` reaches the chain, and the panel is told from the start who answers."""
    house = House(ScriptedChain())
    events = await house.ask("Why?", notebook=CELL, answer_by="coach")
    assert house.chain.answered_by == ["coach"]
    assert only(events, Started).provider == "coach"


# req: P2
async def test_difficulty_is_judged_by_the_model_where_the_site_wants_it():
    """One short metered call before the first hint of a new problem, and none afterwards."""
    house = House(
        ScriptedChain(Script(['{"programming": 5, "mathematics": 1}']), Script(), Script()),
        AnsweringPolicy(judge_difficulty=True),
    )
    events = await house.ask("How do I invert a binary tree?", notebook=CELL)
    assert only(events, Started).hint_level == 3
    edited = replace(CELL, cell_code="total = 0\nprint(total)", execution_count=5)
    await house.ask("I changed it", notebook=edited)
    assert [call.purpose for call in house.store.calls] == ["difficulty", "answer", "answer"]


async def test_history_reaches_the_model_oldest_first_and_the_question_last():
    """Roles are the student's and the tutor's."""
    house = House(ScriptedChain(Script(["First answer."]), Script()))
    await house.ask("First question", notebook=CELL)
    await house.ask("Second question", notebook=CELL)
    turns = house.chain.requests[1].turns
    assert [turn.role for turn in turns] == ["user", "assistant", "user"]
    assert "First question" in turns[0].text
    assert "Second question" in turns[-1].text
    assert [message.role for message in house.store.messages.values()] == [Role.STUDENT, Role.TUTOR] * 2
