"""The life of one question and its answer."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from dataclasses import replace
from functools import partial
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select
from storage_samples import NOTEBOOK, TickingClock, at, call, closing, ended, new_id, opening, problem

from jupyter_tutor.errors import Conflict, NotFound
from jupyter_tutor.pedagogy.problem import Levels
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.storage import tables
from jupyter_tutor.storage.database import Store
from jupyter_tutor.storage.exchanges import DESK_PROBLEMS, DESK_TURNS
from jupyter_tutor.tutoring.records import AnswerState, Closing, Student, Summary

ON_ONE_DATABASE = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


async def count(store: Store, table) -> int:
    """How many rows a table has."""
    counted = partial(Connection.scalar, statement=select(func.count()).select_from(table))
    return await store._connections.read(counted)


async def test_a_new_conversation_has_an_empty_desk(store: Store, ann: Student) -> None:
    """Before the first question there is no conversation, only the default levels."""
    desk = await store.exchanges.desk(ann.id, None, new_id())
    assert (desk.session, desk.turns, desk.summary, desk.problems, desk.previous) == (
        None,
        (),
        None,
        (),
        None,
    )
    assert desk.levels == Levels(3.0, 3.0)


# req: C3
async def test_an_opened_question_is_stored_with_an_interrupted_answer(store: Store, ann: Student) -> None:
    """From the opening on the question is there and its answer says that it was interrupted."""
    asked = opening(ann)
    await store.exchanges.open(asked)
    question, answer = await store.conversations.messages(ann.id, asked.session.id)
    assert question == asked.question
    assert answer == asked.answer
    assert answer.state is AnswerState.INTERRUPTED


async def test_the_desk_shows_the_conversation_so_far(store: Store, ann: Student) -> None:
    """The desk has the conversation, its turns in order, and the earlier answer to the same request."""
    first = opening(ann, when=at(0))
    await store.exchanges.open(first)
    await store.exchanges.close(closing(first))
    session = (await store.exchanges.desk(ann.id, first.session.id, new_id())).session
    assert session is not None
    second = opening(ann, session, text="I called it y.", when=at(10))
    await store.exchanges.open(second)
    desk = await store.exchanges.desk(ann.id, first.session.id, first.question.request_id)
    assert [turn.text for turn in desk.turns] == [
        "Why is x not defined?",
        "What did you call it?",
        "I called it y.",
    ]
    assert desk.turns[1].hint_level == 2
    assert desk.previous == ended(first)
    assert desk.session is not None
    assert desk.session.message_count == 4
    assert desk.session.updated_at == at(10)


async def test_the_earlier_answer_is_found_without_a_conversation(store: Store, ann: Student) -> None:
    """A request that is sent again as if it were new still finds its answer."""
    asked = opening(ann)
    await store.exchanges.open(asked)
    await store.exchanges.close(closing(asked))
    desk = await store.exchanges.desk(ann.id, None, asked.question.request_id)
    assert desk.session is None
    assert desk.previous == ended(asked)


async def test_refused_and_empty_answers_are_no_turns(store: Store, ann: Student) -> None:
    """Their questions stay, the answers are left out."""
    refused, empty = opening(ann, text="refused?", when=at(0)), None
    await store.exchanges.open(refused)
    await store.exchanges.close(Closing(ended(refused, "No.", AnswerState.REFUSED)))
    session = await store.conversations.session(ann.id, refused.session.id)
    empty = opening(ann, session, text="empty?", when=at(1))
    await store.exchanges.open(empty)
    desk = await store.exchanges.desk(ann.id, session.id, new_id())
    assert [turn.text for turn in desk.turns] == ["refused?", "empty?"]


async def test_the_desk_holds_the_newest_turns_only(store: Store, ann: Student) -> None:
    """However long a conversation is, the desk reads its newest 200 messages."""
    asked = opening(ann, text="question 0", when=at(0))
    await store.exchanges.open(asked)
    session = await store.conversations.session(ann.id, asked.session.id)
    for number in range(1, DESK_TURNS + 20):
        await store.exchanges.open(opening(ann, session, text=f"question {number}", when=at(number)))
    turns = (await store.exchanges.desk(ann.id, session.id, new_id())).turns
    assert [turn.text for turn in turns] == [f"question {n}" for n in range(20, DESK_TURNS + 20)]


@pytest.mark.parametrize("whose", ["somebody else's", "nobody's"])
async def test_a_conversation_of_somebody_else_is_not_found(
    store: Store, ann: Student, bob: Student, whose: str
) -> None:
    """There is no telling a conversation of another student from one that does not exist."""
    asked = opening(bob)
    await store.exchanges.open(asked)
    session_id = asked.session.id if whose == "somebody else's" else new_id()
    with pytest.raises(NotFound, match="does not exist"):
        await store.exchanges.desk(ann.id, session_id, new_id())


async def test_a_request_is_opened_once(store: Store, ann: Student) -> None:
    """The second opening of a request is a conflict and leaves nothing behind."""
    first = opening(ann)
    await store.exchanges.open(first)
    again = opening(ann, request_id=first.question.request_id)
    with pytest.raises(Conflict):
        await store.exchanges.open(again)
    assert await count(store, tables.chat_messages) == 2
    assert await count(store, tables.chat_sessions) == 1


async def test_two_students_may_use_the_same_request_id(store: Store, ann: Student, bob: Student) -> None:
    """A request id counts within one student, and neither sees the other's answer."""
    first = opening(ann)
    await store.exchanges.open(first)
    second = opening(bob, request_id=first.question.request_id)
    await store.exchanges.open(second)
    assert await store.exchanges.find_answer(bob.id, first.question.request_id) == second.answer
    assert await store.exchanges.find_answer(ann.id, first.question.request_id) == first.answer


async def test_a_question_in_a_deleted_conversation_is_not_found(store: Store, ann: Student) -> None:
    """A conversation that was deleted in another tab takes no question."""
    asked = opening(ann)
    await store.exchanges.open(asked)
    await store.conversations.delete(ann.id, asked.session.id)
    with pytest.raises(NotFound):
        await store.exchanges.open(opening(ann, asked.session))
    assert await count(store, tables.chat_messages) == 0


# req: C3
async def test_checkpoints_keep_the_answer_until_it_has_ended(store: Store, ann: Student) -> None:
    """A checkpoint keeps the text so far; one that comes after the end changes nothing."""
    asked = opening(ann)
    await store.exchanges.open(asked)
    await store.exchanges.checkpoint(asked.answer.id, "What did")
    answer = await store.exchanges.find_answer(ann.id, asked.question.request_id)
    assert answer == replace(asked.answer, text="What did")
    await store.exchanges.close(closing(asked))
    await store.exchanges.checkpoint(asked.answer.id, "What did")
    assert await store.exchanges.find_answer(ann.id, asked.question.request_id) == ended(asked)


KILLED = """
import asyncio, os, signal, sys
sys.path[:0] = sys.argv[2:]
from storage_samples import TickingClock, opening
from jupyter_tutor.storage.database import Store

async def main():
    store = Store(sys.argv[1], TickingClock())
    ann = await store.students.recognise("ann", "Ann")
    asked = opening(ann, request_id="request")
    await store.exchanges.open(asked)
    await store.exchanges.checkpoint(asked.answer.id, "What did")
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


# req: C3
async def test_a_killed_process_leaves_the_interrupted_answer(database_url: str) -> None:
    """After kill -9 in mid-answer the next process finds the question and the last checkpoint."""
    here = Path(__file__).parent
    script = [sys.executable, "-c", KILLED, database_url, str(here), str(here.parents[1])]
    killed = await asyncio.to_thread(subprocess.run, script, check=False, capture_output=True, text=True)
    assert killed.returncode == -9, killed.stderr
    store = Store(database_url, TickingClock())
    try:
        ann = await store.students.recognise("ann", "Ann")
        desk = await store.exchanges.desk(ann.id, None, "request")
        assert desk.previous is not None
        assert (desk.previous.text, desk.previous.state) == ("What did", AnswerState.INTERRUPTED)
        question, _ = await store.conversations.messages(ann.id, desk.previous.session_id)
        assert question.notebook == NOTEBOOK
    finally:
        await store.close()


async def test_closing_stores_answer_ledger_and_standing(store: Store, ann: Student) -> None:
    """One closing writes the answer, its calls, both problems and the levels."""
    asked = opening(ann)
    await store.exchanges.open(asked)
    current, left = problem(touched_at=at(5)), problem(touched_at=at(1), finished_at=at(5))
    await store.exchanges.close(closing(asked, problem=current, finished=left, levels=Levels(3.04, 2.5)))
    desk = await store.exchanges.desk(ann.id, asked.session.id, asked.question.request_id)
    assert desk.previous == ended(asked)
    assert desk.problems == (current, left)
    assert desk.levels == Levels(3.04, 2.5)
    assert await count(store, tables.llm_calls) == 1


async def test_the_ledger_keeps_every_field(store: Store, ann: Student) -> None:
    """A row of the ledger reads back as it was written."""
    asked = opening(ann)
    made = replace(call(asked), module="numpy-basics")
    await store.exchanges.open(asked)
    await store.exchanges.close(Closing(ended(asked), (made,)))
    wanted = select(tables.llm_calls)
    row = await store._connections.read(lambda connection: connection.execute(wanted).mappings().one())
    stored = dict(row) | {"usage": made.usage}
    assert {name: stored[name] for name in made.__slots__} == {
        name: getattr(made, name) for name in made.__slots__
    }
    assert (row["input_tokens"], row["cached_input_tokens"], row["output_tokens"]) == (1200, 1000, 80)
    assert row["tokens_estimated"] is True


async def test_closing_twice_is_closing_once(store: Store, ann: Student) -> None:
    """The same closing again changes nothing: no second ledger row, no second problem."""
    asked = opening(ann)
    await store.exchanges.open(asked)
    end = closing(asked, problem=problem(), levels=Levels(3.5, 2.5))
    await store.exchanges.close(end)
    before = await store.exchanges.desk(ann.id, asked.session.id, asked.question.request_id)
    await store.exchanges.close(end)
    assert await store.exchanges.desk(ann.id, asked.session.id, asked.question.request_id) == before
    assert await count(store, tables.llm_calls) == 1


async def test_closing_is_all_or_nothing(store: Store, ann: Student) -> None:
    """When the last of a closing's writes fails, the first is taken back."""
    asked = opening(ann)
    await store.exchanges.open(asked)
    impossible = Levels(programming=None)  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        await store.exchanges.close(closing(asked, problem=problem(), levels=impossible))
    desk = await store.exchanges.desk(ann.id, asked.session.id, asked.question.request_id)
    assert desk.previous == asked.answer
    assert desk.problems == ()
    assert await count(store, tables.llm_calls) == 0


async def test_a_conversation_deleted_in_mid_answer_still_costs(store: Store, ann: Student) -> None:
    """The ledger and the standing are kept when the conversation is gone at the end."""
    asked = opening(ann)
    await store.exchanges.open(asked)
    await store.conversations.delete(ann.id, asked.session.id)
    await store.exchanges.close(closing(asked, problem=problem(), levels=Levels(4.0, 4.0)))
    assert await count(store, tables.llm_calls) == 1
    assert await count(store, tables.chat_messages) == 0
    assert await store.students.levels(ann.id) == Levels(4.0, 4.0)
    assert len(await store.students.problems(ann.id, 10)) == 1


# req: P8
@ON_ONE_DATABASE
@given(levels=st.lists(st.integers(0, 5), min_size=1, max_size=4), seconds=st.randoms(use_true_random=False))
async def test_a_hint_level_never_falls(store: Store, ann: Student, levels: list[int], seconds) -> None:
    """In whatever order answers on one problem end, the highest level given is what is stored."""
    asked, one = opening(ann), problem()
    await store.exchanges.open(asked)
    highest = 0
    for level in levels:
        touched = replace(one, hint_level=level, touched_at=at(seconds.randint(0, 3)))
        await store.exchanges.close(Closing(ended(asked), problem=touched))
        highest = max(highest, level)
        stored = {kept.id: kept for kept in await store.students.problems(ann.id, 1000)}[one.id]
        assert stored.hint_level == highest


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
async def test_the_latest_touch_of_a_problem_wins(store: Store, ann: Student, order: tuple[int, ...]) -> None:
    """What a problem looks like is what its latest answer saw, whichever ended last."""
    asked, one = opening(ann), problem(opened_at=at(0))
    await store.exchanges.open(asked)
    for number in order:
        seen = replace(one, touched_at=at(number), code=f"x = {number}", asked_without_effort=number)
        await store.exchanges.close(Closing(ended(asked), problem=seen))
    (stored,) = await store.students.problems(ann.id, 10)
    assert (stored.code, stored.asked_without_effort, stored.touched_at) == ("x = 2", 2, at(2))


async def test_a_finished_problem_stays_finished(store: Store, ann: Student) -> None:
    """An answer that ends late does not take back that the student has moved on."""
    asked, one = opening(ann), problem(touched_at=at(1))
    await store.exchanges.open(asked)
    await store.exchanges.close(Closing(ended(asked), finished=replace(one, finished_at=at(2))))
    await store.exchanges.close(Closing(ended(asked), problem=replace(one, touched_at=at(3), code="late")))
    (stored,) = await store.students.problems(ann.id, 10)
    assert (stored.finished_at, stored.code) == (at(2), "late")


async def test_nobody_changes_the_problem_of_another(store: Store, ann: Student, bob: Student) -> None:
    """A problem id that belongs to somebody else leaves their problem as it is."""
    one = problem()
    for student, level in ((ann, 1), (bob, 4)):
        asked = opening(student)
        await store.exchanges.open(asked)
        await store.exchanges.close(Closing(ended(asked), problem=replace(one, hint_level=level)))
    assert await store.students.problems(ann.id, 10) == (one,)
    assert await store.students.problems(bob.id, 10) == ()


async def test_the_desk_has_the_latest_problems_only(store: Store, ann: Student) -> None:
    """Problems come latest first, and no more than twenty."""
    asked = opening(ann)
    await store.exchanges.open(asked)
    for number in range(DESK_PROBLEMS + 3):
        await store.exchanges.close(
            Closing(ended(asked), problem=problem(title=str(number), touched_at=at(number)))
        )
    titles = [kept.title for kept in (await store.exchanges.desk(ann.id, None, new_id())).problems]
    assert titles == [str(number) for number in range(DESK_PROBLEMS + 2, 2, -1)]


# req: X2
async def test_a_summary_is_on_the_next_desk(store: Store, ann: Student) -> None:
    """A summary is cached with the message it reaches to."""
    asked = opening(ann)
    await store.exchanges.open(asked)
    summary = Summary("They asked about x.", asked.answer.id)
    await store.exchanges.save_summary(asked.session.id, summary)
    assert (await store.exchanges.desk(ann.id, asked.session.id, new_id())).summary == summary


async def test_fifty_exchanges_at_once_are_all_stored(store: Store, ann: Student) -> None:
    """Concurrent answers wait for each other and none is lost."""

    async def exchange(number: int) -> None:
        asked = opening(ann, text=f"question {number}", when=at(number))
        await store.exchanges.desk(ann.id, None, asked.question.request_id)
        await store.exchanges.open(asked)
        await store.exchanges.checkpoint(asked.answer.id, "What")
        await store.exchanges.close(closing(asked))

    await asyncio.gather(*(exchange(number) for number in range(50)))
    assert await count(store, tables.chat_messages) == 100
    assert await count(store, tables.llm_calls) == 50


async def test_a_cancelled_write_leaves_the_database_free(store: Store, ann: Student) -> None:
    """A task that is cancelled at any point of its opening blocks nobody after it."""
    for pauses in range(12):
        task = asyncio.create_task(store.exchanges.open(opening(ann)))
        for _ in range(pauses):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    last = opening(ann)
    await store.exchanges.open(last)
    assert len(await store.conversations.messages(ann.id, last.session.id)) == 2
    assert await count(store, tables.chat_messages) == 2 * await count(store, tables.chat_sessions)


excerpts = st.builds(
    NotebookExcerpt,
    path=st.none() | st.text(),
    cell_code=st.none() | st.text(),
    execution_count=st.none() | st.integers(-(10**30), 10**30),
    neighbours=st.lists(st.text(), max_size=3).map(tuple),
)


def storable(text: str) -> str:
    """The text with what no database takes replaced."""
    return "".join("\ufffd" if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in text)


@ON_ONE_DATABASE
@given(text=st.text(st.characters(codec=None)), notebook=excerpts)
async def test_any_text_and_notebook_reads_back(
    store: Store, ann: Student, text: str, notebook: NotebookExcerpt
) -> None:
    """Whatever is written comes back; only NUL and half surrogates are replaced."""
    asked = opening(ann, text=text, notebook=replace(notebook, path=None))
    await store.exchanges.open(asked)
    question, _ = await store.conversations.messages(ann.id, asked.session.id)
    assert question == replace(asked.question, text=storable(text))
