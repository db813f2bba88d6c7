"""When administrators reset the breaker: kept with the audit of the limits, so that a restart knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jupyter_tutor.cost.limits import BreakerState
from jupyter_tutor.tutoring.metering.ports import RunTimeSettings
from jupyter_tutor.tutoring.metering.records import SettingChange
from jupyter_tutor.tutoring.ports import Clock

AUDITED_AS = "breaker_reset"
"""The name of a reset in the audit; no limit is called so."""


@dataclass(frozen=True, slots=True)
class BreakerReset:
    """When (UTC) and by whom (their name)."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class BreakerResets:
    """Resets as they are stored. Every method raises DatabaseUnavailable."""

    settings: RunTimeSettings
    clock: Clock

    async def note(self, state: BreakerState, by: str) -> BreakerReset:
        """Store that somebody closes it now, and in which state it was."""
        now, closed = self.clock.now(), BreakerState.CLOSED.value
        await self.settings.note(SettingChange(AUDITED_AS, state.value, closed, by, now))
        return BreakerReset(now, by)

    async def last(self) -> BreakerReset | None:
        """The latest one; None when there never was one."""
        found = await self.settings.last(AUDITED_AS)
        return None if found is None else BreakerReset(found.changed_at, found.changed_by)
