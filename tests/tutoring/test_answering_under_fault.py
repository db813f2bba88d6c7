"""The main use case when something is in the way: stops, faults, refusals, repeated and foreign requests."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace

import pytest
from chain import Script, ScriptedChain
from house import ADA, BOB, CELL, House, events_of, only, text_of

from jupyter_tutor.cost.limits import Refused as LimitRefused
from jupyter_tutor.errors import (
    AnswerCut,
    DatabaseUnavailable,
    Invalid,
    ModelUnavailable,
    NotFound,
)
from jupyter_tutor.pedagogy.context_window import Budget
from jupyter_tutor.pedagogy.engine import TeachingPolicy
from jupyter_tutor.tutoring.checkpoints import Checkpoints
from jupyter_tutor.tutoring.events import Done, Failed, Notice, Started, Token
from jupyter_tutor.tutoring.occurrences import Faulted
from jupyter_tutor.tutoring.policy import AnsweringPolicy
from jupyter_tutor.tutoring.records import AnswerState, Question


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
    house = House(ScriptedChain(Script(["Look at ", "line 2. ", "And then"], hold_after=2)))
    question = Question("00000000-0000-0000-0000-00000000000a", "Why?", notebook=CELL)
    log = house.answering.ask(ADA, question)
    async with aclosing(log.follow()) as events:
        collected = []
        async for event in events:
            collected.append(event)
            if isinstance(event, Token) and text_of(collected) == "Look at line 2. ":
                assert house.answering.stop(ADA, question.request_id)
    answer = house.store.answers()[0]
    assert (answer.state, answer.text) == (AnswerState.STOPPED, "Look at line 2. ")
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
    house.limits.refusal = LimitRefused("messages", "messages", 20, 20, None, 23.0)
    (failed,) = await house.ask("Why?", notebook=CELL)
    assert (failed.message, failed.retry_after) == (
        "Rate limit reached. Please wait before sending another message.",
        23,
    )
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
    house = House(ScriptedChain(Script(["One. ", "Two. ", "Three."], hold_after=2)))
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
