"""Usage caps and groups: who has which, and changing them with the rights of whoever does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from jupyter_tutor.cost.caps import Cap, CapType, with_grace
from jupyter_tutor.cost.limits import Amount, Limit
from jupyter_tutor.cost.policy import limits_for
from jupyter_tutor.errors import AuthForbidden, Invalid, NotFound
from jupyter_tutor.tutoring.metering.actor import Actor
from jupyter_tutor.tutoring.metering.cap_table import CapOwner, CapTable, owner_of
from jupyter_tutor.tutoring.metering.past_use import PastUse
from jupyter_tutor.tutoring.metering.ports import Caps, Ledger
from jupyter_tutor.tutoring.metering.records import CapRow
from jupyter_tutor.tutoring.metering.site_limits import SiteLimits
from jupyter_tutor.tutoring.ports import Clock

LONGEST_NAME = 100
NOT_YOURS = "You may not change caps or groups that are not of your own courses."


@dataclass(frozen=True, slots=True)
class NamedCap:
    """A cap with the name of the student it is of; None for a group's."""

    row: CapRow
    username: str | None


@dataclass(frozen=True, slots=True)
class CapList:
    """Caps, the site's defaults, and the names of those in each group."""

    caps: tuple[NamedCap, ...]
    defaults: tuple[Cap, ...]
    groups: Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class CapBook:
    """The caps of a site. None are known before `load`."""

    caps: Caps
    ledger: Ledger
    site: SiteLimits
    past: PastUse
    clock: Clock
    _table: CapTable = field(default_factory=CapTable)

    async def load(self) -> None:
        """Read all caps and groups anew. Raises DatabaseUnavailable."""
        self._table = CapTable(await self.caps.caps(), await self.caps.members())

    def caps_of(self, user_id: str) -> tuple[Cap, ...]:
        """A student's own caps and those of their groups, as they were read last."""
        return self._table.caps_of(user_id)

    def limits_of(self, user_id: str, now: float) -> Sequence[Limit]:
        """The limits of a request of a student at a moment (seconds since the epoch)."""
        return limits_for(self.site.policy, self.caps_of(user_id), user_id, now, self.site.calendar)

    async def may_see(self, actor: Actor, username: str) -> str:
        """The id of a student whose usage somebody wants to see.

        Raises AuthForbidden, also where it would tell whether there is such a student, and NotFound.
        """
        if username == actor.username:
            return actor.user_id
        user_id = await self.ledger.user_id(username)
        await self.load()
        if not actor.is_admin and (user_id is None or not self._table.teaches(actor, user_id)):
            raise AuthForbidden("You may not see what others have used.")
        if user_id is None:
            raise _nobody(username)
        return user_id

    async def taught_by(self, actor: Actor) -> frozenset[str] | None:
        """The ids of those in an instructor's groups; None (all) for admins. AuthForbidden for students."""
        _check_teaches(actor)
        if actor.is_admin:
            return None
        await self.load()
        groups = (ids for group, ids in self._table.members.items() if self._table.leads(actor, group))
        return frozenset({actor.user_id}.union(*groups))

    async def listing(self, actor: Actor) -> CapList:
        """What somebody may change. AuthForbidden for students."""
        _check_teaches(actor)
        await self.load()
        table = self._table
        rows = [row for row in table.rows if table.may_write(actor, owner_of(row))]
        groups = {group: ids for group, ids in table.members.items() if table.leads(actor, group)}
        wanted = {row.user_id for row in rows if row.user_id is not None}.union(*groups.values())
        names = await self.ledger.user_names(sorted(wanted))
        return CapList(
            tuple(NamedCap(row, names.get(row.user_id or "")) for row in rows),
            self.site.policy.default_caps,
            {group: tuple(sorted(names[i] for i in ids if i in names)) for group, ids in groups.items()},
        )

    async def find(self, actor: Actor, cap_id: str) -> NamedCap:
        """A cap that somebody may change. Raises AuthForbidden and NotFound."""
        return await self._named(await self._found(actor, cap_id))

    async def put(self, actor: Actor, cap: Cap, *, cap_id: str, username: str | None) -> NamedCap:
        """Write a cap of a student, or of the group that it names, in the place of one of its type.

        Raises AuthForbidden and NotFound.
        """
        _check_teaches(actor)
        user_id = None if username is None else await self.ledger.user_id(username)
        await self.load()
        owner = CapOwner(user_id, cap.group)
        if cap.group is not None:
            check_group_name(cap.group)
        if username is not None and user_id is None:
            raise _nobody(username) if actor.is_admin else AuthForbidden(NOT_YOURS)
        self._check_rights(actor, owner)
        return await self._store(actor, owner, cap, cap_id)

    async def change(self, actor: Actor, cap_id: str, cap: Cap) -> NamedCap:
        """Give a cap other values; its owner and type stay. Raises AuthForbidden, NotFound and Invalid."""
        row = await self._found(actor, cap_id)
        if cap.cap_type is not row.cap.cap_type:
            raise Invalid("cap_type: it cannot be changed; write another cap instead.")
        return await self._store(actor, owner_of(row), replace(cap, group=row.cap.group), cap_id)

    async def delete(self, actor: Actor, cap_id: str) -> None:
        """Remove a cap; the site's default is in force again. Raises AuthForbidden and NotFound."""
        await self._found(actor, cap_id)
        await self.caps.delete(cap_id)
        await self.load()

    async def set_members(self, actor: Actor, group: str, usernames: Sequence[str]) -> tuple[str, ...]:
        """Replace who is in a group; with nobody in it, it is gone. Raises AuthForbidden and NotFound."""
        _check_teaches(actor)
        await self.load()
        if not self._table.leads(actor, group):
            raise AuthForbidden(NOT_YOURS)
        check_group_name(group)
        ids = {}
        for username in usernames:
            user_id = await self.ledger.user_id(username)
            if user_id is None:
                raise _nobody(username)
            ids[user_id] = username
        await self.caps.set_members(group, sorted(ids))
        await self.load()
        return tuple(sorted(ids.values()))

    async def _store(self, actor: Actor, owner: CapOwner, cap: Cap, cap_id: str) -> NamedCap:
        now = self.clock.now()
        moment = now.timestamp()
        used = await self.past.used(cap, self._subjects(owner), moment)
        replaced = self._replaced(owner, cap.cap_type, used, moment)
        cap = with_grace(cap, replaced, used, moment, self.site.policy.cap_grace)
        row = await self.caps.put(CapRow(cap_id, owner.user_id, cap, actor.username, now))
        await self.load()
        return await self._named(row)

    async def _named(self, row: CapRow) -> NamedCap:
        names = {} if row.user_id is None else await self.ledger.user_names([row.user_id])
        return NamedCap(row, names.get(row.user_id or ""))

    def _replaced(self, owner: CapOwner, cap_type: CapType, used: Amount, now: float) -> Cap | None:
        """The cap that a new one takes the place of: the owner's, else a student's default."""
        row = self._table.of_owner(owner, cap_type)
        if row is not None:
            return row.cap
        return self.site.default_cap(cap_type, used, now) if owner.group is None else None

    def _subjects(self, owner: CapOwner) -> frozenset[str]:
        """The students whose use counts."""
        if owner.group is not None:
            return self._table.members.get(owner.group, frozenset())
        return frozenset({owner.user_id or ""})

    async def _found(self, actor: Actor, cap_id: str) -> CapRow:
        _check_teaches(actor)
        await self.load()
        row = self._table.find(cap_id)
        if row is None:
            raise NotFound("There is no such cap.")
        self._check_rights(actor, owner_of(row))
        return row

    def _check_rights(self, actor: Actor, owner: CapOwner) -> None:
        if not self._table.may_write(actor, owner):
            raise AuthForbidden(NOT_YOURS)


def check_group_name(group: str) -> None:
    """Invalid unless it is 1 to LONGEST_NAME printable characters without blanks around them."""
    if not 0 < len(group) <= LONGEST_NAME or not group.isprintable() or group != group.strip():
        raise Invalid(f"group: a name of 1 to {LONGEST_NAME} printable characters is needed.")


def _check_teaches(actor: Actor) -> None:
    if not actor.is_admin and not actor.is_instructor:
        raise AuthForbidden("Only instructors and administrators may see and change caps.")


def _nobody(username: str) -> NotFound:
    return NotFound(f"Nobody is called {username}.")
