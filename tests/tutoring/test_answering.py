"""The main use case: what is decided, stored, sent and told when all goes well."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace

from chain import Script, ScriptedChain
from house import ADA, CELL, House, long_conversation, only, text_of

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import (
    ModelUnavailable,
)
from jupyter_tutor.pedagogy.engine import TeachingPolicy
from jupyter_tutor.pedagogy.problem import Difficulty
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.tutoring.events import Canned, Done, Started, Token
from jupyter_tutor.tutoring.occurrences import (
    AnswerEnded,
    FirstToken,
    LimitDecided,
    ModelCalled,
    Refused,
    TeachingDecided,
)
from jupyter_tutor.tutoring.policy import AnsweringPolicy
from jupyter_tutor.tutoring.records import AnswerState, Question, Role


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
async def test_a_later_summary_is_made_while_the_student_reads():
    """The answer goes out with the summary there was, and waits for nothing; the next has the new one."""
    house = await long_conversation(Script(["Of lists."]))
    await house.ask("And now?", notebook=CELL)
    house.chain.hold_asides = asyncio.Event()
    asked = len(house.chain.requests)
    for number in range(20):
        await house.ask(f"Why does loop {number} end? {'word ' * 250}", notebook=CELL)
        summaries = [request for request in house.chain.requests[asked:] if request.lesson is None]
        if summaries:
            break
    assert len(summaries) == 1
    answered = next(request for request in reversed(house.chain.requests) if request.lesson)
    assert "Of lists." in answered.turns[0].text
    house.chain.scripts.append(Script(["Of lists and loops."]))
    house.chain.hold_asides.set()
    await house.background.finished()
    (summary,) = house.store.summaries.values()
    assert summary.text == "Of lists and loops."


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
    house = House(ScriptedChain(Script(["Zebra. ", "answer"])))
    await house.ask("Zebra question", notebook=CELL)
    kinds = [type(seen) for seen in house.witness.seen]
    assert kinds == [TeachingDecided, LimitDecided, FirstToken, ModelCalled, AnswerEnded]
    assert "Zebra" not in repr(house.witness.seen)


# req: P6
async def test_each_decision_leaves_a_trace_that_can_be_read():
    """The observer hears which rule knew the problem, and on which scores."""
    house = House(ScriptedChain())
    await house.ask("Why does this fail?", notebook=CELL)
    await house.ask("and now?", notebook=replace(CELL, cell_code=f"{CELL.cell_code}\nprint(1)"))
    await house.ask("thanks!")
    first, second, thanks = [seen for seen in house.witness.seen if isinstance(seen, TeachingDecided)]
    assert (first.rule, first.is_new_problem, first.comparisons) == ("first", True, ())
    assert (second.rule, second.is_new_problem, second.problem_id) == ("cell", False, first.problem_id)
    assert {compared.measure for compared in second.comparisons} >= {"cell_id", "code_as_written"}
    assert all(compared.problem_id == first.problem_id for compared in second.comparisons)
    assert (thanks.kind, thanks.rule, thanks.problem_id, thanks.hint_level) == ("thanks", None, None, 0)


# req: P5
async def test_the_same_attempt_told_twice_counts_once():
    """An earlier message of the conversation shows nothing new; one that got no answer may be said again."""
    house = House(ScriptedChain())
    tried = "I changed the loop to start at one but the sum is still too small"
    texts = ("How do I add up all numbers of a list?", tried, tried)
    levels = [only(await house.ask(text), Started).hint_level for text in texts]
    assert levels == [1, 2, 2]
    house = House(ScriptedChain(Script(["A hint."]), Script(error=ModelUnavailable()), Script(["A hint."])))
    await house.ask("How do I add up all numbers of a list?")
    await house.ask(tried)
    assert only(await house.ask(tried), Started).hint_level == 2


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
