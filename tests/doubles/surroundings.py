"""A clock, an observer, limits and prices that tests can look into."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import TutorError
from jupyter_tutor.tutoring.occurrences import Occurrence
from jupyter_tutor.tutoring.ports import Admitted


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


@dataclass
class OpenBook:
    """Limits that admit everything, or refuse with `refusal`, and write down what was done."""

    refusal: TutorError | None = None
    entries: list[tuple[str, str]] = field(default_factory=list)

    async def reserve(
        self, request_id: str, user_id: str, *, input_tokens: int, max_output_tokens: int
    ) -> Admitted:
        if self.refusal is not None:
            raise self.refusal
        self.entries.append(("reserve", request_id))
        return Admitted(max_output_tokens)

    async def settle(self, request_id: str, usage: Usage, cost_nano_usd: int | None) -> None:
        self.entries.append(("settle", request_id))

    async def refund(self, request_id: str) -> None:
        self.entries.append(("refund", request_id))


class FlatPrices:
    """One nano-dollar per token."""

    def cost(self, provider: str, model: str, usage: Usage) -> int | None:
        return usage.input_tokens + usage.output_tokens
