"""An answer that gives too much away is written anew, within the hold, or goes on without the code."""

from __future__ import annotations

from dataclasses import replace

import pytest
from chain import Script, ScriptedChain
from house import CELL, House, only, text_of

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import AnswerCut, ModelUnavailable
from jupyter_tutor.pedagogy.guard.release import SolutionGuard
from jupyter_tutor.pedagogy.guard.task import Task
from jupyter_tutor.pedagogy.prompt_files import prompt_file
from jupyter_tutor.tutoring.events import Done, Failed
from jupyter_tutor.tutoring.occurrences import Faulted, GuardHit, ModelCalled
from jupyter_tutor.tutoring.policy import AnsweringPolicy
from jupyter_tutor.tutoring.records import AnswerState

HELD = prompt_file("held-back-code")
LEAK = ["Look at line 2. ", "Then write:\n", "```python\n", "print(total + 1)\n", "```\n", "Run it."]
BLANK = replace(CELL, error_output=None)


# req: P9
async def test_after_a_hit_the_model_is_asked_once_more_and_the_answer_goes_on():
    """What was shown stays, nothing of the hit is shown, and the joined tokens are what is stored."""
    house = House(ScriptedChain(Script(LEAK), Script(["What is ", "total there?"])))
    events = await house.ask("Why does this fail?", notebook=CELL)
    assert text_of(events) == "Look at line 2. Then write:\nWhat is total there?"
    assert house.store.answers()[0].text == text_of(events)
    assert only(events, Done).state is AnswerState.COMPLETE
    assert house.chain.closed == 2
    (hit,) = house.witness.of(GuardHit)
    assert (hit.reason, hit.outcome, hit.form) == ("code_at_level", "regenerated", "fence")


# req: P9
async def test_the_second_request_is_stricter_and_knows_what_was_shown():
    """The stricter rule is in the prompt, the shown words in the conversation, and nothing of the hit."""
    house = House(ScriptedChain(Script(LEAK), Script(["Good."])))
    await house.ask("Why does this fail?", notebook=CELL)
    first, second = house.chain.requests
    assert second.system == f"{first.system}\n\n{prompt_file('stricter')}"
    assert [turn.role for turn in second.turns[-2:]] == ["assistant", "user"]
    assert second.turns[-2].text == "Look at line 2. Then write:"
    assert all("total + 1" not in turn.text for turn in second.turns)


# req: P9 R9
async def test_both_attempts_are_in_the_ledger_and_within_the_hold():
    """The first is charged for what was received, the second as a regeneration; both fit the hold."""
    house = House(ScriptedChain(Script(LEAK), Script(["Good."], usage=Usage(140, 0, 5))))
    await house.ask("Why does this fail?", notebook=CELL)
    first, second = house.store.calls
    assert (first.purpose, first.error, first.usage.estimated) == ("answer", None, True)
    assert (second.purpose, second.usage) == ("regeneration", Usage(140, 0, 5))
    assert first.usage.input_tokens > 100
    assert [call.success for call in house.witness.of(ModelCalled)] == [True, True]
    answer = house.store.answers()[0]
    assert answer.usage == first.usage + second.usage


# req: P9
async def test_a_second_hit_is_replaced_by_a_kind_sentence():
    """There is one regeneration and no third attempt."""
    house = House(ScriptedChain(Script(LEAK), Script(["No: `print(total + 2)`. ", "Try."])))
    events = await house.ask("Why does this fail?", notebook=CELL)
    held = prompt_file("held-back-words")
    assert text_of(events) == f"Look at line 2. Then write:\nNo: {held}. Try."
    assert [hit.outcome for hit in house.witness.of(GuardHit)] == ["regenerated", "redacted"]
    assert len(house.chain.requests) == 2


# req: P9 R9
async def test_without_room_in_the_hold_the_answer_goes_on_with_a_sentence_in_place_of_the_code():
    """No money is spent beyond the hold: the first attempt's rest is shown, the code is not."""
    house = House(ScriptedChain(Script(LEAK)), AnsweringPolicy(max_output_tokens=256))
    events = await house.ask("Why does this fail?", notebook=CELL)
    assert text_of(events) == f"Look at line 2. Then write:\n{HELD}\nRun it."
    assert len(house.chain.requests) == 1
    assert [hit.outcome for hit in house.witness.of(GuardHit)] == ["redacted"]


# req: P9
async def test_rules_are_not_asked_twice():
    """The built-in coach would say the same again."""
    house = House(ScriptedChain(Script(LEAK), provider="coach"))
    await house.ask("Why does this fail?", notebook=CELL)
    assert len(house.chain.requests) == 1


# req: P9 C8
async def test_a_second_attempt_that_fails_leaves_the_sentence():
    """The student is not told of a fault: what was shown and a kind sentence are an answer."""
    house = House(ScriptedChain(Script(LEAK), Script([], error=ModelUnavailable())))
    events = await house.ask("Why does this fail?", notebook=CELL)
    assert text_of(events) == f"Look at line 2. Then write:\n{HELD}\n"
    assert only(events, Done).state is AnswerState.COMPLETE


async def test_a_second_attempt_that_breaks_off_is_told():
    """Text came, then the connection went: the answer is kept and the student knows."""
    house = House(ScriptedChain(Script(LEAK), Script(["What is it? ", "And"], error=AnswerCut("cut"))))
    events = await house.ask("Why does this fail?", notebook=CELL)
    assert text_of(events) == "Look at line 2. Then write:\nWhat is it? And"
    assert only(events, Failed)


# req: P8
async def test_a_guard_that_breaks_shows_nothing_and_reports_it(monkeypatch):
    """The fault is in the log, the code is not on the screen."""

    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("jupyter_tutor.pedagogy.guard.judgement.views", broken)
    house = House(ScriptedChain(Script(LEAK), Script(["What now?"])))
    events = await house.ask("Why does this fail?", notebook=CELL)
    assert "total + 1" not in text_of(events)
    assert [hit.reason for hit in house.witness.of(GuardHit)] == ["unjudged"]
    assert [seen.where for seen in house.witness.of(Faulted)] == ["guard"]


async def test_a_correction_told_in_words_is_counted_and_shown():
    """Nothing is held back for it."""
    house = House(ScriptedChain(Script(["You should use `total` instead of `totl`."])))
    events = await house.ask("Why does this fail?", notebook=BLANK)
    assert text_of(events) == "You should use `total` instead of `totl`."
    assert [(hit.reason, hit.outcome) for hit in house.witness.of(GuardHit)] == [("described", "counted")]


@pytest.mark.parametrize("level", [1, 5])
def test_only_below_the_solution_is_room_held_for_a_second_attempt(level):
    """At level 5 nothing is held back."""
    assert SolutionGuard(level, Task()).watches is (level < 5)
