"""What an answer adds to a student's progress, in the transaction of its end, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from module_samples import edition
from storage_samples import MORNING, at, closing, ended, new_id, opening

from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.modules.records import ExerciseStatus, ModuleStatus, Save
from jupyter_tutor.tutoring.records import AnswerProgress, ChatSession, Student


@pytest.fixture
async def module(store: Store) -> str:
    """The id of a published module."""
    (published,) = await store.modules.publish(None, [edition()], "ann", MORNING)
    return published.id


def made(student: Student, module: str, level: int = 2) -> AnswerProgress:
    return AnswerProgress(student.id, at(5), module, module, "mean", level)


async def answered(store: Store, student: Student, progress: AnswerProgress | None) -> None:
    """Ask and answer once more."""
    asked = opening(student)
    await store.exchanges.open(asked)
    await store.exchanges.close(closing(asked, progress=progress))


# req: M5
async def test_an_answer_counts_once_however_often_its_end_is_stored(
    store: Store, ann: Student, bob: Student, module: str
):
    """A closing that is stored again changes nothing; everybody has a count of their own."""
    asked = opening(ann)
    await store.exchanges.open(asked)
    end = closing(asked, progress=made(ann, module))
    for _ in range(3):
        await store.exchanges.close(end)
    await answered(store, bob, made(bob, module))
    await answered(store, bob, made(bob, module))
    counts = [(await store.progress.progress(who.id, module)).attempt_count for who in (ann, bob)]
    assert counts == [1, 2]


# req: M5
async def test_answers_that_end_together_are_all_counted(store: Store, ann: Student, module: str):
    """No count is lost between two tabs."""
    await asyncio.gather(*(answered(store, ann, made(ann, module)) for _ in range(8)))
    assert (await store.progress.progress(ann.id, module)).attempt_count == 8


# req: P1
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(levels=st.lists(st.integers(1, 5), min_size=1, max_size=5))
async def test_an_exercise_keeps_the_highest_step_that_was_given(
    store: Store, ann: Student, module: str, levels: list[int]
):
    """In whatever order the answers end."""
    exercise = f"exercise {new_id()}"
    for level in levels:
        await answered(store, ann, replace(made(ann, module, level), exercise_id=exercise))
    marks = (await store.progress.progress(ann.id, module)).exercises[exercise]
    assert (marks.hint_level, marks.status, marks.attempts) == (max(levels), ExerciseStatus.IN_PROGRESS, 0)


async def test_a_hint_from_outside_begins_the_module_and_counts_no_attempt(
    store: Store, ann: Student, module: str
):
    """The general chat about an exercise leaves its step, and a first save is still the first."""
    await answered(store, ann, replace(made(ann, module), answered_in=None))
    progress = await store.progress.progress(ann.id, module)
    assert (progress.attempt_count, progress.status, progress.version) == (0, ModuleStatus.IN_PROGRESS, 0)
    assert progress.exercises["mean"].hint_level == 2
    saved = await store.progress.save(Save(ann.id, module, 0, at(9), ModuleStatus.COMPLETED))
    assert saved.is_accepted


async def test_an_answer_without_progress_leaves_no_trace(store: Store, ann: Student, module: str):
    """Outside of modules nothing is written."""
    await answered(store, ann, None)
    assert await store.progress.all_of(ann.id) == {}


# req: M5
async def test_a_deleted_conversation_counts_nothing_but_keeps_its_step(
    store: Store, ann: Student, module: str
):
    """Whether its end was stored before cannot be known any more; a step may be stored twice."""
    asked = opening(ann)
    await store.exchanges.open(asked)
    await store.conversations.delete(ann.id, asked.session.id)
    await store.exchanges.close(closing(asked, progress=made(ann, module)))
    progress = await store.progress.progress(ann.id, module)
    assert (progress.attempt_count, progress.exercises["mean"].hint_level) == (0, 2)


async def test_a_conversation_knows_its_module_and_an_answer_whose_words_it_gave(
    store: Store, ann: Student, module: str
):
    """As it was stored: in the list, on the desk and among the messages."""
    room = ChatSession(new_id(), ann.id, "tutor", None, "Why?", None, at(0), at(0), module=module)
    asked = replace(opening(ann, room), session_is_new=True)
    await store.exchanges.open(asked)
    await store.exchanges.close(closing(asked, answer=replace(ended(asked), own_hint="hint:2")))
    session = await store.conversations.session(ann.id, room.id)
    assert (session.module, session.session_type, session.message_count) == (module, "tutor", 2)
    desk = await store.exchanges.desk(ann.id, room.id, new_id())
    assert desk.session.module == module
    assert [turn.own_hint for turn in desk.turns] == [None, "hint:2"]
    messages = await store.conversations.messages(ann.id, room.id)
    assert [message.own_hint for message in messages] == [None, "hint:2"]
