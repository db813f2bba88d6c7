"""Who asks to see or to change something, and what they may."""

from __future__ import annotations

from dataclasses import dataclass

ADMIN = "admin"
INSTRUCTOR = "instructor"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the roles that the face knows of."""

    user_id: str
    username: str
    roles: frozenset[str]

    @property
    def is_admin(self) -> bool:
        """Whether they may see and change everything."""
        return ADMIN in self.roles

    @property
    def is_instructor(self) -> bool:
        """Whether they may see and change what is of their own groups."""
        return INSTRUCTOR in self.roles
