"""The state of one limit as a worker knows it, and how its own requests change it.

The same rules as in the script (`redis_script/`), as far as a share and a status page need them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from jupyter_tutor.cost.limits import (
    Admission,
    Amount,
    Breaker,
    CalendarCounter,
    CostThrottle,
    Limit,
    NearlyUsedUp,
    SessionTotal,
    SlidingLog,
)

Phase = Literal["held", "settled", "refunded", "lost"]
Words = Sequence[str]


@dataclass(slots=True)
class Known:
    """The state of one limit: sums in its unit, times in seconds since the epoch.

    `opened` is of a session or an open breaker, `last` the last request of a session, `until` the end
    of a throttle's marker, `seen` when Redis said so.
    """

    settled: int = 0
    held: int = 0
    seen: float = 0.0
    opened: float | None = None
    last: float = 0.0
    warned: bool = False
    until: float = 0.0

    @property
    def total(self) -> int:
        """With holds."""
        return self.settled + self.held


@dataclass(slots=True)
class OwnRequest:
    """A request that this worker admitted, or does not know whether Redis did (`admission` is None then)."""

    id: str
    at: float
    is_model_call: bool
    limits: tuple[Limit, ...]
    held: Amount
    admission: Admission | None
    lease_until: float
    phase: Phase = "held"
    used: Amount = field(default_factory=Amount)
    so_far: Amount | None = None
    ended_at: float = 0.0
    warned: bool = False
    sessions: dict[str, float | None] = field(default_factory=dict)
    """When the session opened that each session limit counted it into."""

    def counts_in(self) -> list[Limit]:
        """The limits that it was entered into."""
        return [
            limit
            for limit in self.limits
            if self.is_model_call or not (isinstance(limit, SlidingLog) and limit.counts_model_calls)
        ]


@dataclass(slots=True)
class End:
    """How a request ended: what is truly used beyond what was known before."""

    request: OwnRequest
    settled: Amount
    was_held: bool
    phase: Phase
    now: float


@dataclass(slots=True)
class Heard:
    """What Redis said of a limit, not yet read, and what this worker did since."""

    limit: Limit
    words: Words
    now: float
    entered: OwnRequest | None = None
    ended: list[End] = field(default_factory=list)

    def read(self) -> Known:
        """The state that this means."""
        limit, words = self.limit, self.words
        known = Known(int(words[0]), int(words[1]), self.now)
        if isinstance(limit, SessionTotal) and len(words) > len(("settled", "held")):
            known.opened, known.last, known.warned = float(words[2]), float(words[3]), words[4] == "1"
        elif isinstance(limit, Breaker):
            known.opened = float(words[2]) if words[2] else None
        elif isinstance(limit, CostThrottle):
            known.until = float(words[2])
        if self.entered is not None:
            enter(limit, known, self.entered)
        for end in self.ended:
            finish(limit, limit.key, known, end)
        return known


def is_over(limit: Limit, known: Known, now: float) -> bool:
    """Whether the known state does not count any more."""
    if isinstance(limit, SlidingLog):
        return known.seen + limit.seconds <= now
    if isinstance(limit, SessionTotal):
        return known.opened is None or now >= known.last + limit.idle_seconds
    return False


def counts_there(request: OwnRequest, key: str, limit: Limit, known: Known) -> bool:
    """Whether a request belongs to what is known: always, but for a session that another has followed."""
    return not isinstance(limit, SessionTotal) or known.opened == request.sessions.get(key)


def part_of(limit: Limit, amount: Amount) -> int:
    """The part of an amount that a limit counts."""
    return amount.of(limit.resource) if isinstance(limit, CalendarCounter) else amount.cost


def enter(limit: Limit, known: Known, request: OwnRequest) -> None:
    """Write an admission into the known state of a limit."""
    known.seen = max(known.seen, request.at)
    if isinstance(limit, SlidingLog):
        known.settled += 1
    elif not isinstance(limit, CostThrottle):
        known.held += part_of(limit, request.held)
    if isinstance(limit, SessionTotal):
        known.opened = request.at if known.opened is None else known.opened
        known.last = request.at


def finish(limit: Limit, key: str, known: Known, end: End) -> NearlyUsedUp | None:
    """Write the end of a request into the known state of a limit."""
    if isinstance(limit, SlidingLog):
        known.settled -= end.phase == "refunded"
        return None
    if not counts_there(end.request, key, limit, known):
        return None
    settled = part_of(limit, end.settled)
    if isinstance(limit, CostThrottle):
        if end.request.at + limit.seconds > end.now:
            known.settled += settled
            if settled > 0 and known.settled >= limit.limit:
                known.until = max(known.until, end.now + limit.marker_seconds)
        return None
    known.settled += settled
    known.held -= part_of(limit, end.request.held) if end.was_held else 0
    if isinstance(limit, Breaker) and settled > 0 and known.opened is None and known.settled >= limit.limit:
        known.opened = end.now
    is_session = isinstance(limit, SessionTotal) and end.phase == "settled"
    return warning(limit, known, end.now) if is_session else None  # type: ignore[arg-type]


def warning(limit: SessionTotal, known: Known, now: float) -> NearlyUsedUp | None:
    """That an open session is nearly used up, once."""
    if known.warned or now >= known.last + limit.idle_seconds or known.settled < limit.limit * limit.warn_at:
        return None
    known.warned = True
    return NearlyUsedUp(limit.name, known.settled, limit.limit)
