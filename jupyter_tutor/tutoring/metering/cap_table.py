"""All caps and groups as they were read last: whose caps are which, and who may write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jupyter_tutor.cost.caps import Cap, CapType
from jupyter_tutor.tutoring.metering.actor import Actor
from jupyter_tutor.tutoring.metering.records import CapRow


@dataclass(frozen=True, slots=True)
class CapOwner:
    """Whose a cap is: a student's (by id) or a group's, never both."""

    user_id: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class CapTable:
    """Rows and groups; `members` are ids by group."""

    rows: tuple[CapRow, ...] = ()
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _caps: dict[str, tuple[Cap, ...]] = field(init=False, repr=False, compare=False)
    _groups: dict[str, frozenset[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        groups: dict[str, set[str]] = {}
        for group, user_ids in self.members.items():
            for user_id in user_ids:
                groups.setdefault(user_id, set()).add(group)
        of_group: dict[str, list[Cap]] = {}
        caps: dict[str, list[Cap]] = {}
        for row in self.rows:
            if row.user_id is not None:
                caps.setdefault(row.user_id, []).append(row.cap)
            elif row.cap.group is not None:
                of_group.setdefault(row.cap.group, []).append(row.cap)
        for user_id, names in groups.items():
            for group in sorted(names):
                caps.setdefault(user_id, []).extend(of_group.get(group, ()))
        object.__setattr__(self, "_caps", {user_id: tuple(own) for user_id, own in caps.items()})
        object.__setattr__(self, "_groups", {user: frozenset(names) for user, names in groups.items()})

    def caps_of(self, user_id: str) -> tuple[Cap, ...]:
        """A student's own caps and those of their groups."""
        return self._caps.get(user_id, ())

    def groups_of(self, user_id: str) -> frozenset[str]:
        """The groups somebody is in."""
        return self._groups.get(user_id, frozenset())

    def find(self, cap_id: str) -> CapRow | None:
        """The row of that id."""
        return next((row for row in self.rows if row.id == cap_id), None)

    def of_owner(self, owner: CapOwner, cap_type: CapType) -> CapRow | None:
        """The row of an owner and type: there is one at most."""
        return next(
            (row for row in self.rows if owner_of(row) == owner and row.cap.cap_type is cap_type), None
        )

    def may_write(self, actor: Actor, owner: CapOwner) -> bool:
        """Admins may all; instructors those of their groups and of others who are in them."""
        if actor.is_admin:
            return True
        if owner.group is not None:
            return self.leads(actor, owner.group)
        return owner.user_id != actor.user_id and self.teaches(actor, owner.user_id or "")

    def leads(self, actor: Actor, group: str) -> bool:
        """Whether somebody may change a group."""
        return actor.is_admin or (actor.is_instructor and group in self.groups_of(actor.user_id))

    def teaches(self, actor: Actor, user_id: str) -> bool:
        """Whether somebody may see what a student has used."""
        if actor.is_admin:
            return True
        return actor.is_instructor and bool(self.groups_of(actor.user_id) & self.groups_of(user_id))


def owner_of(row: CapRow) -> CapOwner:
    """Whose a row is."""
    return CapOwner(row.user_id, row.cap.group)
