"""Who the students are and how far they are."""

from __future__ import annotations

import asyncio
from functools import partial

from sqlalchemy import Connection, func, select
from storage_samples import TickingClock, at, ended, opening, problem

from jupyter_tutor.pedagogy.problem import Levels
from jupyter_tutor.storage import tables
from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.records import Closing, Student


async def test_a_student_is_recognised(store: Store) -> None:
    """The same name is the same student, with the default levels at first."""
    first = await store.students.recognise("ann", "Ann")
    again = await store.students.recognise("ann", "Ann")
    assert first == again
    assert (first.username, first.display_name) == ("ann", "Ann")
    assert await store.students.levels(first.id) == Levels(3.0, 3.0)


async def test_different_names_are_different_students(store: Store, ann: Student, bob: Student) -> None:
    """Upper and lower case are told apart, as the server does."""
    other = await store.students.recognise("Ann", "Ann")
    assert len({ann.id, bob.id, other.id}) == 3


async def test_a_new_display_name_is_kept(store: Store, ann: Student) -> None:
    """A student who calls themselves otherwise stays the same student."""
    renamed = await store.students.recognise("ann", "Ann B.")
    assert renamed == Student(ann.id, "ann", "Ann B.")
    assert await store.students.recognise("ann", "Ann B.") == renamed


async def test_fifty_first_sights_make_one_student(database_url: str) -> None:
    """However many requests of a new student come at once, over two stores, there is one row."""
    stores = [Store(database_url, TickingClock()) for _ in range(2)]
    try:
        seen = await asyncio.gather(
            *(stores[number % 2].students.recognise("ann", "Ann") for number in range(50))
        )
        assert len(set(seen)) == 1
        for table, count in ((tables.users, 1), (tables.student_levels, 2)):
            counted = partial(Connection.scalar, statement=select(func.count()).select_from(table))
            assert await stores[0]._connections.read(counted) == count
    finally:
        await asyncio.gather(*(opened.close() for opened in stores))


# req: P2
async def test_own_rating_replaces_the_levels(store: Store, ann: Student, bob: Student) -> None:
    """A self-rating is kept to the last digit and is this student's alone."""
    await store.students.rate_self(ann.id, Levels(1.1, 4.9))
    await store.students.rate_self(ann.id, Levels(1.2, 4.8))
    assert await store.students.levels(ann.id) == Levels(1.2, 4.8)
    assert await store.students.levels(bob.id) == Levels(3.0, 3.0)
    wanted = select(tables.users.c.username, tables.users.c.self_rated)
    rated = await store._connections.read(lambda connection: connection.execute(wanted).all())
    assert {row.username: row.self_rated for row in rated} == {"ann": True, "bob": False}


async def test_problems_come_latest_first(store: Store, ann: Student) -> None:
    """Every field reads back, and no more come than were asked for."""
    asked = opening(ann)
    await store.exchanges.open(asked)
    made = [problem(touched_at=at(number), execution_count=2**40) for number in (1, 3, 2)]
    for one in made:
        await store.exchanges.close(Closing(ended(asked), problem=one))
    assert await store.students.problems(ann.id, 2) == (made[1], made[2])
