"""Paths below `tutor/api/` that no endpoint has: the same error form as everywhere else."""

from __future__ import annotations

from jupyter_tutor.api.endpoint import Endpoint
from jupyter_tutor.errors import NotFound


class UnknownEndpoint(Endpoint):
    """Answers 404 to whoever is signed in, and 401 to everybody else."""

    async def prepare(self) -> None:  # type: ignore[override]
        """Refuse before any method is looked up."""
        await super().prepare()
        raise NotFound(f"There is nothing at {self.request.path}.")
