"""A clock, an observer, limits and prices that tests can look into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from jupyter_tutor.cost.limits import Admission, Amount, Hold, Limit, NearlyUsedUp, Refused
from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.limits.memory import MemoryLimits
from jupyter_tutor.tutoring.occurrences import Occurrence


@dataclass
class ManualClock:
    """Time that passes only when a test says so."""

    seconds: float = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 2, 9, 0, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def advance(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass
class Witness:
    """Remembers every occurrence."""

    seen: list[Occurrence] = field(default_factory=list)

    def record(self, occurrence: Occurrence) -> None:
        self.seen.append(occurrence)

    def of(self, kind: type) -> list[Occurrence]:
        return [occurrence for occurrence in self.seen if isinstance(occurrence, kind)]


class WatchedLimits(MemoryLimits):
    """The store of one process; refuses with `refusal` when it is set, and writes down what was done."""

    def __init__(self) -> None:
        super().__init__()
        self.refusal: Refused | None = None
        self.entries: list[tuple[str, str]] = []

    async def reserve(
        self, request_id: str, hold: Hold, limits: Sequence[Limit], now: float
    ) -> Admission | Refused:
        if self.refusal is not None:
            return self.refusal
        self._note("reserve", request_id)
        return await super().reserve(request_id, hold, limits, now)

    async def settle(self, request_id: str, used: Amount, now: float) -> tuple[NearlyUsedUp, ...]:
        self._note("settle", request_id)
        return await super().settle(request_id, used, now)

    async def refund(self, request_id: str, now: float) -> None:
        self._note("refund", request_id)
        await super().refund(request_id, now)

    def _note(self, what: str, reservation_id: str) -> None:
        self.entries.append((what, reservation_id.split(":")[1]))


class FlatPrices:
    """One nano-dollar per token."""

    def cost(self, provider: str, model: str, usage: Usage) -> int | None:
        return usage.input_tokens + usage.output_tokens

    def hold(
        self, provider: str, model: str, *, input_tokens: int, max_output_tokens: int, min_output_tokens: int
    ) -> Hold | None:
        return Hold(input_tokens, max_output_tokens, min_output_tokens, input_tokens, 1)
