"""Time to finish for students who have used more already than default caps now allow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from jupyter_tutor.cost.caps import MOST, Cap, CapType
from jupyter_tutor.cost.limits import CalendarCounter, Limit
from jupyter_tutor.tutoring.metering.past_use import COUNTED, counted_by
from jupyter_tutor.tutoring.metering.ports import LimitStore
from jupyter_tutor.tutoring.metering.site_limits import SiteLimits


@dataclass(frozen=True, slots=True)
class DefaultGrace:
    """Lets the default caps of before hold on for those who are above the new ones, for the grace period.

    `own_caps` has the caps of a student and their groups: whoever has one of a type has no default of it.
    """

    store: LimitStore
    site: SiteLimits
    own_caps: Callable[[str], Sequence[Cap]]

    async def eased(self, user_id: str, limits: Sequence[Limit], now: float) -> Sequence[Limit]:
        """The limits of a student at `now`: those given, with some further away while grace lasts.

        A counter without any limit until then is not left out, but goes up to MOST: what is used
        meanwhile counts.
        """
        if not self.site.defaults_wait(now):
            return limits
        own = {cap.cap_type for cap in self.own_caps(user_id) if cap.group is None}
        eased: dict[str, Limit] = {}
        for cap_type in set(CapType) - own:
            counters = _counters(limits, cap_type, user_id)
            if counters:
                eased.update(await self._eased(cap_type, counters, now))
        return [eased.get(limit.key, limit) for limit in limits]

    async def _eased(
        self, cap_type: CapType, counters: Sequence[CalendarCounter], now: float
    ) -> dict[str, Limit]:
        of_everything = [replace(counters[0], resource=resource) for resource in COUNTED]
        used = await counted_by(self.store, of_everything, now)
        cap = self.site.default_cap(cap_type, used, now)
        eased: dict[str, Limit] = {}
        for counter in counters:
            allowed = None if cap is None else cap.of(counter.resource)
            most = MOST if allowed is None else max(allowed, counter.limit)
            eased[counter.key] = replace(counter, limit=most)
        return eased


def is_without_limit(limit: Limit) -> bool:
    """Whether it only counts, for a cap that is not in force yet."""
    return isinstance(limit, CalendarCounter) and limit.limit == MOST


def _counters(limits: Sequence[Limit], cap_type: CapType, user_id: str) -> list[CalendarCounter]:
    """Those of a student's cap of a type; a group's count for the group."""
    return [
        limit
        for limit in limits
        if isinstance(limit, CalendarCounter) and limit.name == cap_type and limit.subject == user_id
    ]
