"""Places for panels, counted over all processes; in each alone while Redis is away."""

from __future__ import annotations

import asyncio
from typing import Any

from jupyter_tutor.limits.connection import RedisAway
from jupyter_tutor.limits.places import LocalPlaces
from jupyter_tutor.limits.redis_session import RedisSession

_TOLD_AT_ONCE = 200


class RedisPlaces:
    """A place that is not renewed for LEASE_SECONDS is free again: its process has died."""

    def __init__(self, redis: RedisSession) -> None:
        self._redis = redis
        self._here = LocalPlaces()

    async def take(self, user_id: str, connection_id: str, most: int, now: float) -> bool:
        """Whether there was a place."""
        if not self._here.add(user_id, connection_id, most):
            return False
        try:
            said = await self._ask("take_place", now, user=user_id, connection=connection_id, most=most)
        except asyncio.CancelledError:
            self._here.remove(user_id, connection_id)  # Redis forgets it, since nobody renews it
            raise
        if said is None or said.get("taken"):
            return True
        self._here.remove(user_id, connection_id)
        return False

    async def leave(self, user_id: str, connection_id: str, now: float) -> None:
        """Give a place back, if it was taken."""
        self._here.remove(user_id, connection_id)
        await self._ask("leave_place", now, user=user_id, connection=connection_id)

    async def renew(self, now: float) -> None:
        """Say that the panels of this process are still there."""
        places = self._here.all()
        for start in range(0, len(places), _TOLD_AT_ONCE):
            await self._ask("keep_places", now, places=places[start : start + _TOLD_AT_ONCE])

    async def _ask(self, op: str, now: float, **fields: Any) -> dict[str, Any] | None:
        if not self._redis.is_trusted:
            return None
        try:
            return await self._redis.ask(op, now, fields)
        except RedisAway:
            return None
