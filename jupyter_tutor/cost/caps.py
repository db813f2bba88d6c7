"""Usage caps: how much a student, or a group together, may use per hour, day or month.

A cap that is created or lowered below what has been used already takes effect only after a grace period,
so that nobody is cut off in the middle of an answer; until then the cap it replaces stays in force. The
same holds for the site's defaults, student by student.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jupyter_tutor.cost.limits import Amount, Resource
from jupyter_tutor.cost.windows import WindowKind
from jupyter_tutor.errors import Invalid

MOST = 9_000_000_000_000_000
"""The largest value of any limit ($9,000,000 in nano-USD): below 2⁵³, so that every store counts exactly."""


class CapType(StrEnum):
    """Over which calendar window a cap counts."""

    HOURLY = "hourly"
    DAILY = "daily"
    MONTHLY = "monthly"

    @property
    def window(self) -> WindowKind:
        """The calendar window."""
        return _WINDOWS[self]


_WINDOWS = {
    CapType.HOURLY: WindowKind.HOUR,
    CapType.DAILY: WindowKind.DAY,
    CapType.MONTHLY: WindowKind.MONTH,
}


@dataclass(frozen=True, slots=True)
class Cap:
    """At most so many requests, tokens and nano-USD per window; None leaves a resource free.

    `group` is the id of a group whose members use one cap together, None for a student's own. The cap is
    in force from `effective_from` (seconds since the epoch) on, and `until_then` before. Invalid when a
    value is not a whole number from 1 to MOST, or when there is none.
    """

    cap_type: CapType
    requests: int | None = None
    tokens: int | None = None
    cost: int | None = None
    group: str | None = None
    effective_from: float = 0.0
    until_then: Cap | None = None

    def __post_init__(self) -> None:
        if all(value is None for value in (self.requests, self.tokens, self.cost)):
            raise Invalid("A cap needs at least one of requests, tokens and cost.")
        for name in ("requests", "tokens", "cost"):
            value = getattr(self, name)
            if value is not None and not (type(value) is int and 0 < value <= MOST):
                raise Invalid(f"{name}={value!r} is not allowed: a whole number from 1 to {MOST}.")

    def of(self, resource: Resource) -> int | None:
        """The value for a resource."""
        if resource is Resource.COST:
            return self.cost
        return self.tokens if resource is Resource.TOKENS else self.requests

    def is_below(self, used: Amount) -> bool:
        """Whether more has been used of anything than the cap allows."""
        limits = ((self.of(resource), used.of(resource)) for resource in Resource)
        return any(limit is not None and limit < amount for limit, amount in limits)

    def at(self, now: float) -> Cap | None:
        """The cap in force at a moment: this one, or what it replaces while its grace period lasts."""
        cap: Cap | None = self
        while cap is not None and now < cap.effective_from:
            cap = cap.until_then
        return cap


def with_grace(cap: Cap, replaced: Cap | None, used: Amount, now: float, grace_seconds: int) -> Cap:
    """A cap as an admin writes it at `now`: in force at once, or after the grace period.

    `replaced` is the cap of that type so far (None: there was none, the default included), `used` what
    its window stands at.
    """
    if not cap.is_below(used):
        return cap
    before = None if replaced is None else replaced.at(now)
    return Cap(
        cap.cap_type,
        cap.requests,
        cap.tokens,
        cap.cost,
        cap.group,
        effective_from=now + grace_seconds,
        until_then=before,
    )


def caps_in_force(caps: Iterable[Cap], defaults: Iterable[Cap], now: float) -> tuple[Cap, ...]:
    """The caps that count at a moment, longest window first, a student's own before their groups'.

    A default counts where the student has no cap of that type of their own.
    """
    rows = tuple(caps)
    own = {cap.cap_type for cap in rows if cap.group is None}
    rows += tuple(default for default in defaults if default.cap_type not in own)
    in_force = [cap for row in rows if (cap := row.at(now)) is not None]
    order = (CapType.MONTHLY, CapType.DAILY, CapType.HOURLY)
    return tuple(sorted(in_force, key=lambda cap: (order.index(cap.cap_type), cap.group or "")))


@dataclass(frozen=True, slots=True)
class DefaultsChange:
    """The caps of everyone without one of their own were changed at `at` (seconds since the epoch)."""

    at: float
    before: tuple[Cap, ...]
    after: tuple[Cap, ...]


def default_in_force(
    cap_type: CapType, changes: Sequence[DefaultsChange], used: Amount, now: float, grace_seconds: int
) -> Cap | None:
    """The default of a type for a student whose window stands at `used`; None when there is none.

    `changes` are the latest ones, oldest first, at least one. Each waits for its grace period as a cap that
    is written for that student would.
    """
    cap = cap_of_type(changes[0].before, cap_type)
    for change in changes:
        written = cap_of_type(change.after, cap_type)
        cap = None if written is None else with_grace(written, cap, used, change.at, grace_seconds)
    return None if cap is None else cap.at(now)


def cap_of_type(caps: Iterable[Cap], cap_type: CapType) -> Cap | None:
    """The first cap of a type."""
    return next((cap for cap in caps if cap.cap_type is cap_type), None)
