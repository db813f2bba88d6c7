"""Usage caps, and the groups they can be of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from jupyter_tutor.cost.caps import Cap, CapType
from jupyter_tutor.errors import NotFound
from jupyter_tutor.storage.connections import Connections
from jupyter_tutor.storage.metering_tables import group_members, usage_caps
from jupyter_tutor.storage.tables import users
from jupyter_tutor.tutoring.metering.records import CapRow

NO_STUDENT = "There is no such student."

_columns = usage_caps.c
_ALL = select(usage_caps).order_by(_columns.written_at, _columns.id)
_OF_OWNER = (
    _columns.user_id.is_not_distinct_from(bindparam("owner")),
    _columns.group_name.is_not_distinct_from(bindparam("group")),
    _columns.cap_type == bindparam("kind"),
)
_SAME = select(_columns.id).where(*_OF_OWNER)
_FORGET = delete(usage_caps).where(_columns.id == bindparam("cap"))
_FORGET_GROUP = delete(group_members).where(group_members.c.group_name == bindparam("group"))


class StoredCaps:
    """The Caps port over a database."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def caps(self) -> tuple[CapRow, ...]:
        """All of them."""
        found = await self._connections.read(lambda connection: connection.execute(_ALL).all())
        return tuple(_record(row) for row in found)

    async def put(self, row: CapRow) -> CapRow:
        """Store a cap in the place of one of the same owner and type, whose id it keeps.

        NotFound when the student does not exist.
        """

        def work(connection: Connection) -> CapRow:
            if row.user_id is not None:
                _check_students(connection, [row.user_id])
            owner = {"owner": row.user_id, "group": row.cap.group, "kind": row.cap.cap_type.value}
            cap_id = connection.execute(_SAME, owner).scalar() or row.id
            connection.execute(_FORGET, {"cap": cap_id})
            connection.execute(insert(usage_caps), _values(row) | {"id": cap_id})
            return CapRow(cap_id, row.user_id, row.cap, row.written_by, row.written_at)

        return await self._connections.write(work)

    async def delete(self, cap_id: str) -> None:
        """Remove one. NotFound when it is not there."""

        def work(connection: Connection) -> None:
            if connection.execute(_FORGET, {"cap": cap_id}).rowcount == 0:
                raise NotFound("There is no such cap.")

        await self._connections.write(work)

    async def members(self) -> Mapping[str, frozenset[str]]:
        """The ids of the students in each group."""
        query = select(group_members.c.group_name, group_members.c.user_id)
        groups: dict[str, set[str]] = {}
        for group, user in await self._connections.read(lambda connection: connection.execute(query).all()):
            groups.setdefault(group, set()).add(user)
        return {group: frozenset(members) for group, members in groups.items()}

    async def set_members(self, group: str, user_ids: Sequence[str]) -> None:
        """Replace a group's students; an empty group is gone. NotFound when a student does not exist."""
        members = sorted(set(user_ids))

        def work(connection: Connection) -> None:
            _check_students(connection, members)
            connection.execute(_FORGET_GROUP, {"group": group})
            if members:
                rows = [{"group_name": group, "user_id": user} for user in members]
                connection.execute(insert(group_members), rows)

        await self._connections.write(work)


def _check_students(connection: Connection, user_ids: Sequence[str]) -> None:
    for user in user_ids:
        if not connection.execute(select(func.count()).where(users.c.id == user)).scalar():
            raise NotFound(NO_STUDENT)


def _values(row: CapRow) -> dict[str, Any]:
    cap = row.cap
    return {
        "user_id": row.user_id,
        "group_name": cap.group,
        "cap_type": cap.cap_type.value,
        "requests": cap.requests,
        "tokens": cap.tokens,
        "cost_nano_usd": cap.cost,
        "effective_from": cap.effective_from,
        "until_then": None if cap.until_then is None else _written(cap.until_then),
        "written_by": row.written_by,
        "written_at": row.written_at,
    }


def _written(cap: Cap) -> dict[str, Any]:
    """A cap that another one replaced, with what it replaced itself."""
    return {
        "cap_type": cap.cap_type.value,
        "requests": cap.requests,
        "tokens": cap.tokens,
        "cost": cap.cost,
        "group": cap.group,
        "effective_from": cap.effective_from,
        "until_then": None if cap.until_then is None else _written(cap.until_then),
    }


def _read(written: Mapping[str, Any] | None) -> Cap | None:
    if written is None:
        return None
    fields = {**written, "cap_type": CapType(written["cap_type"]), "until_then": _read(written["until_then"])}
    return Cap(**fields)


def _record(row: Any) -> CapRow:
    cap = Cap(
        CapType(row.cap_type),
        row.requests,
        row.tokens,
        row.cost_nano_usd,
        group=row.group_name,
        effective_from=row.effective_from,
        until_then=_read(row.until_then),
    )
    return CapRow(row.id, row.user_id, cap, row.written_by, row.written_at)
