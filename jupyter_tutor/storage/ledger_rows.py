"""Appending to the ledger: attempts and corrections, and with them the usage by day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy.dialects import postgresql, sqlite

from jupyter_tutor.cost.limits import Amount
from jupyter_tutor.cost.roll_ups import CORRECTION, LOST, requests_of
from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.storage import rows
from jupyter_tutor.storage.metering_tables import daily_token_usage
from jupyter_tutor.storage.tables import llm_calls
from jupyter_tutor.tutoring.metering.records import Reservation
from jupyter_tutor.tutoring.records import ModelCall

if TYPE_CHECKING:
    from sqlalchemy import Connection, Insert, Table


class LedgerRows:
    """Appends to the ledger of one kind of database; a row that is there already is added once only."""

    def __init__(self, *, is_sqlite: bool) -> None:
        insert: Callable[[Table], Any] = sqlite.insert if is_sqlite else postgresql.insert
        self._add: Insert = (
            insert(llm_calls).on_conflict_do_nothing(index_elements=["id"]).returning(llm_calls.c.id)
        )
        self._add_to_day = _add_to_day(insert(daily_token_usage))

    def append(self, connection: Connection, calls: Sequence[ModelCall]) -> None:
        """Add calls, and what those that are new have used to their students' days."""
        added = [
            call
            for call in calls
            if connection.execute(self._add, rows.call_values(call)).first() is not None
        ]
        if added:
            connection.execute(self._add_to_day, list(_by_day(added)))


def lost_call(held: Reservation, charged: Amount) -> ModelCall:
    """The row that charges a hold whose process died, in the hour in which it was held."""
    return _entry(held, LOST, 1, charged)


def correction(held: Reservation) -> ModelCall:
    """The row that takes back what a lost hold was charged, when its end becomes known after all."""
    return _entry(held, CORRECTION, -1, held.charged)


def _entry(held: Reservation, purpose: str, sign: int, charged: Amount) -> ModelCall:
    return ModelCall(
        id=str(uuid5(NAMESPACE_OID, f"{purpose}:{held.id}")),
        request_id=held.id.split(":")[1] if ":" in held.id else held.id,
        user_id=held.user_id,
        purpose=purpose,
        provider=held.provider or "",
        model=held.model or "",
        attempt=0,
        started_at=held.at,
        latency_seconds=0.0,
        usage=Usage(0, 0, sign * charged.tokens, estimated=True),
        cost_nano_usd=sign * charged.cost,
        error="Lost" if purpose == LOST else None,
    )


def _by_day(calls: Iterable[ModelCall]) -> Iterable[dict[str, Any]]:
    """One row per call: several of one student and day add up in the database."""
    for call in calls:
        yield {
            "user_id": call.user_id,
            "date": call.started_at.astimezone(UTC).date().isoformat(),
            "requests": requests_of(call.purpose),
            "input_tokens": call.usage.input_tokens,
            "output_tokens": call.usage.output_tokens,
            "cost_nano_usd": call.cost_nano_usd or 0,
            "unpriced": 1 if call.cost_nano_usd is None else 0,
        }


def _add_to_day(insert: Any) -> Insert:
    sums = ("requests", "input_tokens", "output_tokens", "cost_nano_usd", "unpriced")
    old = daily_token_usage.c
    statement: Insert = insert.on_conflict_do_update(
        index_elements=["user_id", "date"],
        set_={name: old[name] + insert.excluded[name] for name in sums},
    )
    return statement
