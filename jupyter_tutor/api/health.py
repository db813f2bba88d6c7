"""Is everything up. Open to everybody, so it never says more than what is down."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import allow_unauthenticated

from jupyter_tutor.api.endpoint import Endpoint
from jupyter_tutor.errors import Invalid, TutorError

if TYPE_CHECKING:
    from jupyter_tutor.tutoring.tutor import Tutor

COACH = "coach"
OK, DEGRADED = "ok", "degraded"


Check = Callable[["Tutor"], Awaitable[str]]


async def _database(tutor: Tutor) -> str:
    await tutor.database.check()
    return OK


async def _models(tutor: Tutor) -> str:
    await tutor.chain.check()
    return OK


async def _limits(tutor: Tutor) -> str:
    store = tutor.metering.breaker.meter.store
    if store.refusing:
        return "down: limit_store"
    return DEGRADED if store.degraded else OK


CHECKS: dict[str, Check] = {
    "db": _database,
    "cache": _limits,
    "llm": _models,
}


class HealthEndpoint(Endpoint):
    """`health?check=all|db|cache|llm`: 200, or 503 naming what is down.

    `degraded` is 200: limits are decided without the shared store, and students are answered.
    """

    _track_activity = False

    @allow_unauthenticated
    async def get(self) -> None:
        """Run the checks asked for."""
        wanted = self.get_query_argument("check", "all")
        if wanted != "all" and wanted not in CHECKS:
            raise Invalid(f"check: must be one of all, {', '.join(CHECKS)}.")
        names = list(CHECKS) if wanted == "all" else [wanted]
        checks = {name: await self._state(CHECKS[name]) for name in names}
        states = set(checks.values())
        is_up = states <= {OK, DEGRADED}
        status = (DEGRADED if DEGRADED in states else OK) if is_up else "down"
        self.reply({"status": status, "checks": checks}, 200 if is_up else 503)

    async def _state(self, check: Check) -> str:
        try:
            return await check(await self.tutor())
        except TutorError as error:
            return f"down: {error.code}"


class ModelHealthEndpoint(Endpoint):
    """`health/ai`: which model answers, and whether it can be asked."""

    _track_activity = False

    @allow_unauthenticated
    async def get(self) -> None:
        """The first model and its fallbacks; `offline` when only the built-in coach answers."""
        tutor = await self.tutor()
        (provider, model), *others = tutor.chain.names
        answer = {
            "status": "ok",
            "provider": provider,
            "model": model,
            "offline": provider == COACH,
            "fallbacks": [{"provider": name, "model": other} for name, other in others],
        }
        try:
            await tutor.chain.check()
        except TutorError as error:
            self.reply({**answer, "status": "down", "detail": error.message}, 503)
        else:
            self.reply(answer)
