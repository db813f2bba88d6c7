"""Who the students are, how far they are, and what they worked on."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import select, update

from jupyter_tutor.pedagogy.problem import Levels, Problem
from jupyter_tutor.storage import rows
from jupyter_tutor.storage.connections import Connections
from jupyter_tutor.storage.statements import upserts
from jupyter_tutor.storage.tables import problems, student_levels, users
from jupyter_tutor.tutoring.ports import Clock
from jupyter_tutor.tutoring.records import Student


class StoredStudents:
    """The Students port over a database."""

    def __init__(self, connections: Connections, clock: Clock) -> None:
        self._connections = connections
        self._clock = clock
        self._upserts = upserts(connections.is_sqlite)

    async def recognise(self, username: str, display_name: str) -> Student:
        """The student of that name, made on first sight with the default levels.

        However many ask at once, there is one. A new display name replaces the old.
        """
        known = await self._find(username)
        if known is None:
            await self._add(username, display_name)
            known = await self._find(username)
        if known is None:
            raise LookupError(f"{username!r} was stored and is gone")
        if known.display_name == display_name:
            return known
        async with self._connections.writing() as connection:
            await connection.execute(
                update(users).where(users.c.id == known.id).values(display_name=display_name)
            )
        return Student(known.id, known.username, display_name)

    async def levels(self, user_id: str) -> Levels:
        """Their level per dimension."""
        wanted = select(student_levels.c.dimension, student_levels.c.level)
        async with self._connections.reading() as connection:
            found = await connection.execute(wanted.where(student_levels.c.user_id == user_id))
            return rows.levels({row.dimension: row.level for row in found})

    async def rate_self(self, user_id: str, levels: Levels) -> None:
        """Replace their levels by their own rating."""
        async with self._connections.writing() as connection:
            await connection.execute(self._upserts.set_levels, rows.level_values(levels, user_id))
            await connection.execute(update(users).where(users.c.id == user_id).values(self_rated=True))

    async def problems(self, user_id: str, limit: int) -> tuple[Problem, ...]:
        """Their most recent problems, latest first."""
        wanted = select(*rows.PROBLEM_COLUMNS).where(problems.c.user_id == user_id)
        wanted = wanted.order_by(problems.c.touched_at.desc(), problems.c.id).limit(limit)
        async with self._connections.reading() as connection:
            return tuple(rows.problem(row) for row in await connection.execute(wanted))

    async def _find(self, username: str) -> Student | None:
        wanted = select(users.c.id, users.c.username, users.c.display_name)
        async with self._connections.reading() as connection:
            found = (await connection.execute(wanted.where(users.c.username == username))).first()
        return None if found is None else Student(*found)

    async def _add(self, username: str, display_name: str) -> None:
        user_id = str(uuid4())
        new = {
            "id": user_id,
            "email": None,
            "username": username,
            "display_name": display_name,
            "self_rated": False,
            "created_at": self._clock.now(),
        }
        async with self._connections.writing() as connection:
            added = await connection.execute(self._upserts.add_user, new)
            if added.rowcount:
                await connection.execute(self._upserts.add_levels, rows.level_values(Levels(), user_id))
