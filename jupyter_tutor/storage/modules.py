"""Courses, modules and their versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Table, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from jupyter_tutor.errors import NotFound
from jupyter_tutor.notebooks.exercise import Policy
from jupyter_tutor.storage import module_rows as rows
from jupyter_tutor.storage.connections import Connections
from jupyter_tutor.storage.module_tables import course_changes, courses, learning_modules, module_versions
from jupyter_tutor.tutoring.modules.records import (
    Course,
    CourseName,
    Edition,
    ExamTime,
    ExerciseOutline,
    LearningModule,
    Listing,
    Packed,
)

NO_MODULE = "There is no such module."
NO_COURSE = "There is no such course."
NO_VERSION = "The module has no such version."

_modules = learning_modules.c
_versions = module_versions.c
_OF_VERSION = (_versions.module_id == _modules.id) & (_versions.version == _modules.version)
_MODULES = select(*rows.MODULE_COLUMNS).join_from(learning_modules, module_versions, _OF_VERSION)
_LISTED = _MODULES.where(_modules.published).order_by(_modules.order, _modules.title, _modules.id)
_ALL = _MODULES.order_by(_modules.order, _modules.title, _modules.id)
_MODULE = _MODULES.where(_modules.id == bindparam("module"))
_COURSES = select(*rows.COURSE_COLUMNS).order_by(courses.c.position, courses.c.id)
_COURSE = select(*rows.COURSE_COLUMNS).where(courses.c.id == bindparam("course"))
_VERSION = (_versions.module_id == bindparam("module")) & (_versions.version == bindparam("number"))
_CHANGES = select(course_changes.c.number)
_RELEASE = select(_versions.release).where(_VERSION)
_SOURCE = select(_versions.source).where(_VERSION)
_EXERCISES = select(_versions.exercises).where(_VERSION)
_COURSE_NAMED = select(courses.c.id).where(courses.c.slug == bindparam("named"))
_MODULE_NAMED = (
    select(_modules.id, _modules.version, _versions.digest)
    .join_from(learning_modules, module_versions, _OF_VERSION)
    .where(
        _modules.course_id.is_not_distinct_from(bindparam("course")),
        _modules.slug == bindparam("named"),
    )
)
_NEXT_POSITION = select(func.coalesce(func.max(courses.c.position), 0) + 1)
_NEXT_ORDER = select(func.coalesce(func.max(_modules.order), 0) + 1).where(
    _modules.course_id.is_not_distinct_from(bindparam("course"))
)
_NO_POLICY = rows.policy_values(Policy())


class StoredModules:
    """The ModuleStore port over a database."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        dialect: Any = sqlite if connections.is_sqlite else postgresql
        next_number = {"number": course_changes.c.number + 1}
        first = dialect.insert(course_changes).values(id=1, number=1)
        self._count = first.on_conflict_do_update(index_elements=["id"], set_=next_number)
        self._listed: tuple[int, Listing] = (0, Listing((), ()))

    async def changes(self) -> int:
        """How often anything about courses and modules was changed: the same number, the same courses."""
        number = await self._connections.read(lambda connection: connection.execute(_CHANGES).scalar())
        return number or 0

    async def listing(self, *, with_unpublished: bool = False) -> Listing:
        """All courses, and the modules that students may see, which are kept until they change."""
        if with_unpublished:
            return await self._connections.read(lambda connection: _listing(connection, _ALL))
        known, listing = self._listed

        def read(connection: Connection) -> tuple[int, Listing]:
            # The number first: what changes in between is read again the next time.
            number = connection.execute(_CHANGES).scalar() or 0
            return number, listing if number == known else _listing(connection, _LISTED)

        self._listed = await self._connections.read(read)
        return self._listed[1]

    async def module(self, module_id: str) -> LearningModule:
        """One module, published or not. NotFound."""
        return await self._connections.read(lambda connection: _module(connection, module_id))

    async def course(self, course_id: str) -> Course:
        """One course. NotFound."""
        asked = {"course": course_id}
        found = await self._connections.read(lambda connection: connection.execute(_COURSE, asked).first())
        if found is None:
            raise NotFound(NO_COURSE)
        return rows.course(found)

    async def exercises(self, module_id: str, version: int) -> tuple[ExerciseOutline, ...]:
        """The exercises of a version. NotFound."""
        return rows.outlines(await self._of_version(_EXERCISES, module_id, version))

    async def release(self, module_id: str, version: int) -> Packed:
        """The student notebook of a version. NotFound."""
        return Packed(await self._of_version(_RELEASE, module_id, version))

    async def source(self, module_id: str, version: int) -> Packed:
        """The author's notebook of a version. Never for students. NotFound."""
        return Packed(await self._of_version(_SOURCE, module_id, version))

    async def publish(
        self, course: CourseName | None, editions: Sequence[Edition], by: str, at: datetime
    ) -> tuple[LearningModule, ...]:
        """Publish all of them or none. Whoever publishes at the same time waits."""

        def work(connection: Connection) -> tuple[LearningModule, ...]:
            connection.execute(self._count)  # the row that makes publishers wait for each other
            course_id = None if course is None else _put_course(connection, course, by, at)
            ids = [_put_module(connection, course_id, edition, by, at) for edition in editions]
            return tuple(_module(connection, module_id) for module_id in ids)

        return await self._connections.write(work)

    async def unpublish(self, module_id: str, at: datetime) -> None:
        """Take it from the list; nothing else changes. NotFound."""
        await self._change(learning_modules, module_id, NO_MODULE, published=False, updated_at=at)

    async def set_module_policy(
        self, module_id: str, policy: Policy, exam: ExamTime | None, at: datetime
    ) -> None:
        """Replace what is allowed in a module. NotFound."""
        values = _allowed(policy, exam, at)
        await self._change(learning_modules, module_id, NO_MODULE, **values)

    async def set_course_policy(
        self, course_id: str, policy: Policy, exam: ExamTime | None, at: datetime
    ) -> None:
        """Replace what is allowed in a course. NotFound."""
        await self._change(courses, course_id, NO_COURSE, **_allowed(policy, exam, at))

    async def _of_version(self, wanted: Any, module_id: str, version: int) -> Any:
        asked = {"module": module_id, "number": version}
        found = await self._connections.read(lambda connection: connection.execute(wanted, asked).scalar())
        if found is None:
            raise NotFound(NO_VERSION)
        return found

    async def _change(self, table: Table, row_id: str, missing: str, **values: Any) -> None:
        change = update(table).where(table.c.id == row_id).values(**values)

        def work(connection: Connection) -> None:
            connection.execute(self._count)
            if connection.execute(change).rowcount == 0:
                raise NotFound(missing)

        await self._connections.write(work)


def _listing(connection: Connection, wanted: Any) -> Listing:
    return Listing(
        tuple(map(rows.course, connection.execute(_COURSES))),
        tuple(map(rows.module, connection.execute(wanted))),
    )


def _module(connection: Connection, module_id: str) -> LearningModule:
    found = connection.execute(_MODULE, {"module": module_id}).first()
    if found is None:
        raise NotFound(NO_MODULE)
    return rows.module(found)


def _allowed(policy: Policy, exam: ExamTime | None, at: datetime) -> dict[str, Any]:
    return {"policy": rows.policy_values(policy), **rows.exam_values(exam), "updated_at": at}


def _put_course(connection: Connection, course: CourseName, by: str, at: datetime) -> str:
    """The id of the course of that name, made or given its title."""
    present: str | None = connection.execute(_COURSE_NAMED, {"named": course.slug}).scalar()
    if present is not None:
        named = update(courses).where(courses.c.id == present)
        connection.execute(named.values(title=course.title, updated_at=at))
        return present
    row = {
        "id": str(uuid4()),
        "slug": course.slug,
        "title": course.title,
        "position": connection.execute(_NEXT_POSITION).scalar_one(),
        "policy": _NO_POLICY,
        **rows.exam_values(None),
        "created_by": by,
        "created_at": at,
        "updated_at": at,
    }
    connection.execute(insert(courses), row)
    return str(row["id"])


def _put_module(
    connection: Connection, course_id: str | None, edition: Edition, by: str, at: datetime
) -> str:
    """The id of the module of that name, published, with a new version where there is anything new."""
    present = connection.execute(_MODULE_NAMED, {"course": course_id, "named": edition.slug}).first()
    if present is None:
        module_id, version = _add_module(connection, course_id, edition, at), 1
    else:
        module_id, version = present.id, present.version + (present.digest != edition.digest)
        _renew(connection, module_id, version, edition, at)
    if present is None or version > present.version:
        key = {"module_id": module_id, "version": version, "created_by": by, "created_at": at}
        connection.execute(insert(module_versions), key | rows.version_values(edition))
    return module_id


def _add_module(connection: Connection, course_id: str | None, edition: Edition, at: datetime) -> str:
    order = edition.order
    if order is None:
        order = connection.execute(_NEXT_ORDER, {"course": course_id}).scalar_one()
    row = {
        "id": str(uuid4()),
        "course_id": course_id,
        "slug": edition.slug,
        "order": order,
        "policy": _NO_POLICY,
        **rows.exam_values(None),
        "version": 1,
        "published": True,
        "created_at": at,
        "updated_at": at,
        **rows.edition_values(edition),
    }
    connection.execute(insert(learning_modules), row)
    return str(row["id"])


def _renew(connection: Connection, module_id: str, version: int, edition: Edition, at: datetime) -> None:
    place = {} if edition.order is None else {"order": edition.order}
    values = rows.edition_values(edition) | place | {"version": version, "published": True, "updated_at": at}
    connection.execute(update(learning_modules).where(_modules.id == module_id).values(values))
