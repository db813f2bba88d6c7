"""Who the students are, how far they are, and what they worked on."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, bindparam, select, update

from jupyter_tutor.pedagogy.problem import Levels, Problem
from jupyter_tutor.storage import rows
from jupyter_tutor.storage.connections import Connections
from jupyter_tutor.storage.statements import upserts
from jupyter_tutor.storage.tables import problems, student_levels, users
from jupyter_tutor.tutoring.ports import Clock
from jupyter_tutor.tutoring.records import Student

_BY_NAME = select(users.c.id, users.c.username, users.c.display_name).where(
    users.c.username == bindparam("name")
)


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
        named = {"name": username}
        known = await self._connections.read(lambda connection: connection.execute(_BY_NAME, named).first())
        if known is not None and known.display_name == display_name:
            return Student(*known)
        new = {
            "id": str(uuid4()),
            "email": None,
            "username": username,
            "display_name": display_name,
            "self_rated": False,
            "created_at": self._clock.now(),
        }

        def write(connection: Connection) -> Student:
            self._add_or_rename(connection, new)
            return Student(*connection.execute(_BY_NAME, named).one())

        return await self._connections.write(write)

    async def levels(self, user_id: str) -> Levels:
        """Their level per dimension."""
        wanted = select(student_levels.c.dimension, student_levels.c.level)
        wanted = wanted.where(student_levels.c.user_id == user_id)
        found = await self._connections.read(lambda connection: connection.execute(wanted).all())
        return rows.levels({row.dimension: row.level for row in found})

    async def rate_self(self, user_id: str, levels: Levels) -> None:
        """Replace their levels by their own rating."""

        def write(connection: Connection) -> None:
            connection.execute(self._upserts.set_levels, rows.level_values(levels, user_id))
            connection.execute(update(users).where(users.c.id == user_id).values(self_rated=True))

        await self._connections.write(write)

    async def problems(self, user_id: str, limit: int) -> tuple[Problem, ...]:
        """Their most recent problems, latest first."""
        wanted = select(*rows.PROBLEM_COLUMNS).where(problems.c.user_id == user_id)
        wanted = wanted.order_by(problems.c.touched_at.desc(), problems.c.id).limit(limit)
        found = await self._connections.read(lambda connection: connection.execute(wanted).all())
        return tuple(rows.problem(row) for row in found)

    def _add_or_rename(self, connection: Connection, user: dict[str, Any]) -> None:
        if connection.execute(self._upserts.add_user, user).rowcount:
            connection.execute(self._upserts.add_levels, rows.level_values(Levels(), user["id"]))
        else:
            same_name = update(users).where(users.c.username == user["username"])
            connection.execute(same_name.values(display_name=user["display_name"]))
