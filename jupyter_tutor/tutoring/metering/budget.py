"""The money a student sees: used and left, today and in the metering session."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jupyter_tutor.cost.limits import LimitUsage, Resource
from jupyter_tutor.cost.policy import LimitName


@dataclass(frozen=True, slots=True)
class Budget:
    """Where today's cap on cost and the metering session's budget stand; None where there is none."""

    today: LimitUsage | None = None
    session: LimitUsage | None = None

    @property
    def session_is_used_up(self) -> bool:
        """Whether the next question of this session that costs anything would be refused."""
        return self.session is not None and self.session.current_usage >= self.session.limit


def budget_of(usages: Iterable[LimitUsage]) -> Budget:
    """The two that are money, out of where all limits of a student stand.

    Of several daily caps on cost (one's own and a group's) the one that is used most counts.
    """
    today: LimitUsage | None = None
    session: LimitUsage | None = None
    for usage in usages:
        if usage.name == LimitName.SESSION and usage.limit_type == LimitName.SESSION:
            session = usage
        elif usage.name == LimitName.DAILY and usage.limit_type == Resource.COST and _more(usage, today):
            today = usage
    return Budget(today, session)


def _more(usage: LimitUsage, other: LimitUsage | None) -> bool:
    return other is None or usage.current_usage * other.limit > other.current_usage * usage.limit
