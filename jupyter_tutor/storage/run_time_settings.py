"""Settings changed while the server runs, and who changed them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from jupyter_tutor.errors import Conflict
from jupyter_tutor.storage.connections import Connections
from jupyter_tutor.storage.metering_tables import settings, settings_audit, settings_version
from jupyter_tutor.tutoring.metering.records import SettingChange, StoredSettings

CHANGED_ELSEWHERE = "Somebody else has changed the settings in the meantime. Look at them again."

_VERSION = select(settings_version.c.version)
_FIRST = insert(settings_version).values(id=1, version=1)
_NEXT = (
    update(settings_version)
    .where(settings_version.c.version == bindparam("seen"))
    .values(version=settings_version.c.version + 1)
)
_FORGET = delete(settings).where(settings.c.name == bindparam("setting"))
_HISTORY = select(settings_audit).order_by(settings_audit.c.number.desc()).limit(bindparam("most"))
_OF_NAME = _HISTORY.where(settings_audit.c.name == bindparam("setting"))
_CAP_CHANGES = {"setting": "default_caps", "most": 20}
_NOTE = insert(settings_audit)


class StoredRunTimeSettings:
    """The RunTimeSettings port over a database."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def read(self) -> StoredSettings:
        """What is in force; version 0 while nothing was ever changed."""
        return await self._connections.read(_read)

    async def change(self, changes: Sequence[SettingChange], version: int) -> StoredSettings:
        """Apply and note changes made to `version`. Conflict when it is no longer the newest."""

        def work(connection: Connection) -> StoredSettings:
            _count(connection, version)
            for change in changes:
                connection.execute(_FORGET, {"setting": change.name})
                if change.after is not None:
                    connection.execute(insert(settings), {"name": change.name, "value": change.after})
                connection.execute(_NOTE, _values(change))
            return _read(connection)

        return await self._connections.write(work)

    async def note(self, change: SettingChange) -> None:
        """Note what somebody did that changes no setting."""
        await self._connections.write(lambda connection: connection.execute(_NOTE, _values(change)))

    async def last(self, name: str) -> SettingChange | None:
        """The latest line of the audit of that name."""
        asked = {"setting": name, "most": 1}
        found = await self._connections.read(lambda connection: connection.execute(_OF_NAME, asked).first())
        return None if found is None else _change(found)

    async def history(self, limit: int) -> tuple[SettingChange, ...]:
        """The latest lines of the audit, newest first."""
        asked = {"most": limit}
        found = await self._connections.read(lambda connection: connection.execute(_HISTORY, asked).all())
        return tuple(map(_change, found))


def _read(connection: Connection) -> StoredSettings:
    version = connection.execute(_VERSION).scalar()
    rows = connection.execute(select(settings.c.name, settings.c.value)).all()
    changes = connection.execute(_OF_NAME, _CAP_CHANGES).all()
    return StoredSettings(version or 0, dict(rows), tuple(map(_change, changes)))


def _count(connection: Connection, seen: int) -> None:
    """Make the next version out of the one that was seen, or raise Conflict."""
    try:
        if seen == 0:
            connection.execute(_FIRST)
        elif connection.execute(_NEXT, {"seen": seen}).rowcount == 0:
            raise Conflict(CHANGED_ELSEWHERE)
    except IntegrityError as error:
        raise Conflict(CHANGED_ELSEWHERE) from error


def _change(row: Any) -> SettingChange:
    return SettingChange(row.name, row.before, row.after, row.changed_by, row.changed_at)


def _values(change: SettingChange) -> dict[str, Any]:
    return {
        "name": change.name,
        "before": change.before,
        "after": change.after,
        "changed_by": change.changed_by,
        "changed_at": change.changed_at,
    }
