"""Durable holds: the copies of what the limit store holds that survive the process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from jupyter_tutor.cost.limits import Amount
from jupyter_tutor.storage.connections import Connections
from jupyter_tutor.storage.ledger_rows import LedgerRows, correction, lost_call
from jupyter_tutor.storage.metering_tables import reservations
from jupyter_tutor.tutoring.metering.records import HoldState, Reservation, Settlement
from jupyter_tutor.tutoring.records import ModelCall

_columns = reservations.c
_OPEN = _columns.state == HoldState.OPEN.value
_ADD = insert(reservations)
_FIND = select(reservations).where(_columns.id == bindparam("reservation"))
_SINCE = (
    select(reservations)
    .where(or_(_OPEN, (_columns.at >= bindparam("since")) & (_columns.state != HoldState.REFUNDED.value)))
    .order_by(_columns.at, _columns.id)
)
_TOTALS = (
    select(
        _columns.user_id,
        func.sum(_columns.requests),
        func.sum(_columns.tokens),
        func.sum(_columns.cost_nano_usd),
    )
    .where(
        _columns.at >= bindparam("since"),
        _columns.at < bindparam("until"),
        _columns.state.in_([HoldState.SETTLED.value, HoldState.LOST.value]),
    )
    .group_by(_columns.user_id)
)
_RENEW = (
    update(reservations)
    .where(_columns.id == bindparam("reservation"), _OPEN)
    .values(tokens=bindparam("used_tokens"), cost_nano_usd=bindparam("used_cost"))
)
_END = (
    update(reservations)
    .where(_columns.id == bindparam("reservation"))
    .values(
        state=bindparam("ended_as"),
        requests=bindparam("used_requests"),
        tokens=bindparam("used_tokens"),
        cost_nano_usd=bindparam("used_cost"),
    )
)


class StoredReservations:
    """The Reservations port over a database."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._ledger = LedgerRows(is_sqlite=connections.is_sqlite)

    async def add(self, reservation: Reservation) -> None:
        """Store one on its own. Conflict when its id was stored before."""
        await self._connections.write(lambda connection: add(connection, reservation))

    async def end(self, settlement: Settlement, calls: Sequence[ModelCall]) -> None:
        """End one and append its ledger rows, all or nothing; again changes nothing.

        One that was lost meanwhile gets a further ledger row that takes the loss back.
        """
        await self._connections.write(partial(end, ledger=self._ledger, settlement=settlement, calls=calls))

    async def lose(self, reservation_id: str, charged: Amount) -> None:
        """Mark an open one as lost and append a ledger row of that charge; no other is changed."""

        def work(connection: Connection) -> None:
            held = _found(connection, reservation_id)
            if held is not None and held.state is HoldState.OPEN:
                connection.execute(_END, _ending(reservation_id, HoldState.LOST, charged))
                self._ledger.append(connection, [lost_call(held, charged)])

        await self._connections.write(work)

    async def find(self, reservation_id: str) -> Reservation | None:
        """One of them."""
        return await self._connections.read(lambda connection: _found(connection, reservation_id))

    async def since(self, moment: datetime) -> tuple[Reservation, ...]:
        """All from a moment on that were not refunded, and all open ones, oldest first."""
        asked = {"since": moment}
        found = await self._connections.read(lambda connection: connection.execute(_SINCE, asked).all())
        return tuple(_record(row) for row in found)

    async def totals(self, start: datetime, end: datetime) -> Mapping[str, Amount]:
        """The sums of those charged from `start` until before `end`, by user."""
        asked = {"since": start, "until": end}
        found = await self._connections.read(lambda connection: connection.execute(_TOTALS, asked).all())
        return {user: Amount(int(requests), int(tokens), int(cost)) for user, requests, tokens, cost in found}


def add(connection: Connection, reservation: Reservation) -> None:
    """Store a hold."""
    connection.execute(_ADD, _values(reservation))


def renew(connection: Connection, so_far: Settlement) -> None:
    """Note what an open hold has used so far."""
    used = {"used_tokens": so_far.charged.tokens, "used_cost": so_far.charged.cost}
    connection.execute(_RENEW, {"reservation": so_far.reservation_id, **used})


def end(
    connection: Connection, *, ledger: LedgerRows, settlement: Settlement, calls: Sequence[ModelCall]
) -> None:
    """End a hold that is open or lost, and append its ledger rows; one that has ended is left alone."""
    held = _found(connection, settlement.reservation_id)
    if held is None or held.state in {HoldState.SETTLED, HoldState.REFUNDED}:
        return
    state = HoldState.REFUNDED if settlement.refunded else HoldState.SETTLED
    connection.execute(_END, _ending(held.id, state, settlement.charged))
    ledger.append(connection, calls)
    if held.state is HoldState.LOST:
        ledger.append(connection, [correction(held)])


def _found(connection: Connection, reservation_id: str) -> Reservation | None:
    row = connection.execute(_FIND, {"reservation": reservation_id}).first()
    return None if row is None else _record(row)


def _ending(reservation_id: str, state: HoldState, charged: Amount) -> dict[str, Any]:
    return {
        "reservation": reservation_id,
        "ended_as": state.value,
        "used_requests": charged.requests,
        "used_tokens": charged.tokens,
        "used_cost": charged.cost,
    }


def _values(record: Reservation) -> dict[str, Any]:
    return {
        "id": record.id,
        "user_id": record.user_id,
        "at": record.at,
        "state": record.state.value,
        "requests": record.charged.requests,
        "tokens": record.charged.tokens,
        "cost_nano_usd": record.charged.cost,
        "provider": record.provider,
        "model": record.model,
        "is_message": record.is_message,
    }


def _record(row: Any) -> Reservation:
    return Reservation(
        id=row.id,
        user_id=row.user_id,
        at=row.at,
        charged=Amount(row.requests, row.tokens, row.cost_nano_usd),
        state=HoldState(row.state),
        provider=row.provider,
        model=row.model,
        is_message=row.is_message,
    )
