"""Places for panels, counted in one process."""

from __future__ import annotations


class LocalPlaces:
    """The places taken in this process."""

    def __init__(self) -> None:
        self._taken: dict[str, set[str]] = {}

    async def take(self, user_id: str, connection_id: str, most: int, now: float) -> bool:
        """Whether there was a place; a connection that has one keeps it."""
        del now
        return self.add(user_id, connection_id, most)

    async def leave(self, user_id: str, connection_id: str, now: float) -> None:
        """Give a place back, if it was taken."""
        del now
        self.remove(user_id, connection_id)

    async def renew(self, now: float) -> None:
        """Nobody else counts: there is nobody to tell."""

    def add(self, user_id: str, connection_id: str, most: int) -> bool:
        """`take`, at once."""
        taken = self._taken.get(user_id, set())
        if connection_id not in taken and len(taken) >= most:
            return False
        self._taken[user_id] = taken | {connection_id}
        return True

    def remove(self, user_id: str, connection_id: str) -> None:
        """`leave`, at once."""
        left = self._taken.get(user_id, set()) - {connection_id}
        if left:
            self._taken[user_id] = left
        else:
            self._taken.pop(user_id, None)

    def all(self) -> list[tuple[str, str]]:
        """Every (student, connection)."""
        return [(user, connection) for user, taken in self._taken.items() for connection in taken]
