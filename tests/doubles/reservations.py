"""Durable holds in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from jupyter_tutor.cost.limits import Amount
from jupyter_tutor.tutoring.metering.records import HoldState, Reservation, Settlement
from jupyter_tutor.tutoring.records import ModelCall


@dataclass
class MemoryReservations:
    """Implements metering.ports.Reservations. Set `failing` to make every method raise it."""

    rows: dict[str, Reservation] = field(default_factory=dict)
    calls: list[ModelCall] = field(default_factory=list)
    failing: Exception | None = None

    async def add(self, reservation: Reservation) -> None:
        self._check()
        self.rows[reservation.id] = reservation

    async def end(self, settlement: Settlement, calls: Sequence[ModelCall]) -> None:
        self._check()
        row = self.rows.get(settlement.reservation_id)
        if row is not None and row.state in {HoldState.OPEN, HoldState.LOST}:
            state = HoldState.REFUNDED if settlement.refunded else HoldState.SETTLED
            self.rows[row.id] = replace(row, state=state, charged=settlement.charged)
            self.calls.extend(calls)

    async def lose(self, reservation_id: str, charged: Amount) -> None:
        self._check()
        row = self.rows[reservation_id]
        if row.state is HoldState.OPEN:
            self.rows[row.id] = replace(row, state=HoldState.LOST, charged=charged)

    async def find(self, reservation_id: str) -> Reservation | None:
        self._check()
        return self.rows.get(reservation_id)

    async def since(self, moment: datetime) -> tuple[Reservation, ...]:
        self._check()
        wanted = (
            row
            for row in self.rows.values()
            if row.state is HoldState.OPEN or (row.at >= moment and row.state is not HoldState.REFUNDED)
        )
        return tuple(sorted(wanted, key=lambda row: row.at))

    async def totals(self, start: datetime, end: datetime) -> Mapping[str, Amount]:
        self._check()
        sums: dict[str, Amount] = {}
        for row in self.rows.values():
            if start <= row.at < end and row.state in {HoldState.SETTLED, HoldState.LOST}:
                sums[row.user_id] = sums.get(row.user_id, Amount()) + row.charged
        return sums

    def _check(self) -> None:
        if self.failing is not None:
            raise self.failing
