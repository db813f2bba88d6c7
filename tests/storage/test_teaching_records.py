"""Teaching decisions and finds of the guard as they are kept and read."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import Connection, delete
from storage_samples import at, closing, new_id, opening, problem

from jupyter_tutor.errors import Invalid
from jupyter_tutor.pedagogy.identity_trace import Comparison, Measure
from jupyter_tutor.storage import tables
from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.occurrences import GuardHit, TeachingDecided
from jupyter_tutor.tutoring.records import Student
from jupyter_tutor.tutoring.teaching.decision_log import Noted


def decided(student: Student, request_id: str, problem_id: str | None = None) -> TeachingDecided:
    """A decision on a further message."""
    comparison = Comparison("p", Measure.CODE_STRUCTURE, 0.75, 0.6)
    return TeachingDecided(
        request_id,
        student.id,
        "question",
        problem_id,
        is_new_problem=False,
        hint_level=2,
        in_other_words=False,
        rule="code",
        reason="the code is alike",
        comparisons=(comparison,),
    )


async def test_a_decision_is_read_as_it_was_kept(store: Store, ann: Student) -> None:
    """With the student's name, the exercise of its problem, and what the guard found in its answer."""
    asked = opening(ann)
    await store.exchanges.open(asked)
    climbed = problem(exercise_id="mean")
    await store.exchanges.close(closing(asked, problem=climbed))
    decision = decided(ann, "r", climbed.id)
    find = GuardHit("r", "solution", 2, "redacted", "base64")
    await store.teaching.append([Noted(decision, at(1)), Noted(find, at(2))])
    (row,) = (await store.teaching.page(None, cursor=None, limit=10)).rows
    assert (row.decision, row.at, row.username) == (decision, at(1), "ann")
    assert (row.exercise_id, row.finds) == ("mean", (find,))


async def test_decisions_are_paged_newest_first(store: Store, ann: Student, bob: Student) -> None:
    """Of the students asked for, and every one exactly once over the pages."""
    entries = [Noted(decided(one, f"r{n}"), at(n)) for n in range(7) for one in (ann, bob)]
    await store.teaching.append(entries)
    seen, cursor = [], None
    while True:
        page = await store.teaching.page(frozenset({ann.id}), cursor=cursor, limit=3)
        seen += [row.decision.request_id for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [f"r{n}" for n in reversed(range(7))]
    assert (await store.teaching.page(frozenset(), cursor=None, limit=3)).rows == ()
    with pytest.raises(Invalid):
        await store.teaching.page(None, cursor="the last", limit=3)


async def test_decisions_go_with_their_student(store: Store, ann: Student, bob: Student) -> None:
    """Those kept before are deleted with the student, and later ones disturb nobody else's."""
    await store.teaching.append([Noted(decided(ann, "a"), at(1)), Noted(decided(bob, "b"), at(1))])
    for table, column in ((tables.student_levels, "user_id"), (tables.users, "id")):
        gone = delete(table).where(table.c[column] == ann.id)
        await store._connections.write(partial(Connection.execute, statement=gone))
    stranger = replace(bob, id=new_id())
    await store.teaching.append([Noted(decided(each, "c"), at(2)) for each in (ann, stranger, bob)])
    page = await store.teaching.page(None, cursor=None, limit=10)
    assert [row.decision.request_id for row in page.rows] == ["c", "b"]
