"""Durable holds, the ledger and the usage by day: three books that always agree."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select
from storage_samples import at, call, closing, new_id, opening

from jupyter_tutor.cost.limits import Amount
from jupyter_tutor.cost.roll_ups import period_of, sum_of_calls
from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.cost.windows import WindowKind
from jupyter_tutor.errors import Conflict
from jupyter_tutor.storage import metering_tables, tables
from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.metering.records import HoldState, Reservation, Settlement
from jupyter_tutor.tutoring.records import ModelCall, Student

HELD = Amount(1, 1_500, 9_000)


def held(user_id: str, seconds: float = 0.0, **fields: object) -> Reservation:
    return Reservation(
        f"{user_id}:{new_id()}::1", user_id, at(seconds), HELD, provider="openai", model="m", **fields
    )


def spent(user_id: str, tokens: int, cost: int) -> ModelCall:
    """A ledger row of that much."""
    return ModelCall(
        new_id(), new_id(), user_id, "answer", "openai", "m", 1, at(0), 0.5, Usage(0, 0, tokens), cost, None
    )


async def books(store: Store) -> list[tuple[int, int]]:
    """Tokens and nano-dollars in each of the three."""

    def read(connection: Connection) -> list[tuple[int, int]]:
        sums = []
        for table in (metering_tables.reservations, tables.llm_calls, metering_tables.daily_token_usage):
            columns = table.c
            tokens = columns.tokens if "tokens" in columns else columns.input_tokens + columns.output_tokens
            query = select(
                func.coalesce(func.sum(tokens), 0), func.coalesce(func.sum(columns.cost_nano_usd), 0)
            )
            if "state" in columns:
                query = query.where(columns.state != HoldState.OPEN.value)
            sums.append(tuple(map(int, connection.execute(query).one())))
        return sums

    return await store._connections.read(read)


async def requests(store: Store) -> list[int]:
    """So many are charged: by the holds, the day's usage, the ledger's sums, and the sums of its calls."""

    def read(connection: Connection) -> list[int]:
        columns = (
            table.c.requests for table in (metering_tables.reservations, metering_tables.daily_token_usage)
        )
        queries = [select(func.coalesce(func.sum(column), 0)) for column in columns]
        return [int(connection.execute(query).scalar_one()) for query in queries]

    day = period_of(WindowKind.DAY, at(0).timestamp())
    in_database = await store.ledger.totals(day.start, day.end)
    in_rules = sum_of_calls(await store.ledger.calls_between(day.start, day.end), day)
    assert in_rules == in_database
    return [
        *await store._connections.read(read),
        *(sum(totals.requests for totals in sums.values()) for sums in (in_database, in_rules)),
    ]


# req: R9 R10
async def test_a_hold_is_stored_with_its_question_and_ended_with_its_answer(
    store: Store, ann: Student
) -> None:
    """Open from the opening on, renewed by checkpoints, settled by the closing, once."""
    asked = opening(ann)
    reservation = held(ann.id)
    await store.exchanges.open(replace(asked, reservation=reservation))
    assert await store.reservations.find(reservation.id) == reservation
    await store.exchanges.checkpoint(asked.answer.id, "so far", Settlement(reservation.id, Amount(1, 7, 8)))
    assert (await store.reservations.find(reservation.id)).charged == Amount(1, 7, 8)
    end = replace(closing(asked), settlement=Settlement(reservation.id, Amount(1, 9, 10)))
    for _ in range(2):
        await store.exchanges.close(end)
        stored = await store.reservations.find(reservation.id)
        assert (stored.state, stored.charged) == (HoldState.SETTLED, Amount(1, 9, 10))
    await store.exchanges.checkpoint(asked.answer.id, "late", Settlement(reservation.id, Amount(1, 1, 1)))
    assert (await store.reservations.find(reservation.id)).charged == Amount(1, 9, 10)


# req: R9
async def test_a_question_that_is_not_stored_leaves_no_hold(store: Store, ann: Student) -> None:
    """The same question twice is a conflict, and the second hold is gone with it."""
    asked = opening(ann)
    first, second = held(ann.id), held(ann.id)
    await store.exchanges.open(replace(asked, reservation=first))
    with pytest.raises(Conflict):
        await store.exchanges.open(replace(asked, session_is_new=False, reservation=second))
    assert await store.reservations.find(second.id) is None


# req: R10
async def test_what_a_new_process_needs_to_know(store: Store, ann: Student, bob: Student) -> None:
    """All since a moment that were not refunded, every open one, and the sums before."""
    old, open_one, recent, refunded = held(ann.id, 0), held(ann.id, 1), held(bob.id, 100), held(bob.id, 101)
    for reservation in (old, open_one, recent, refunded):
        await store.reservations.add(reservation)
    for ended in (old, recent):
        await store.reservations.end(Settlement(ended.id, Amount(1, 10, 20)), ())
    await store.reservations.end(Settlement(refunded.id, Amount(), refunded=True), ())
    assert [row.id for row in await store.reservations.since(at(50))] == [open_one.id, recent.id]
    assert await store.reservations.totals(at(0), at(50)) == {ann.id: Amount(1, 10, 20)}


# req: R9 R11
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["end", "refund", "lose", "lose, end", "lose, refund", "end, end", "end, lose"]),
            st.integers(0, 5_000),
            st.integers(0, 10**12),
        ),
        max_size=6,
    )
)
async def test_the_three_books_agree_whatever_becomes_of_the_holds(store: Store, ann: Student, fates) -> None:
    """Settled, refunded, lost, found again, ended twice: equal to the token and the nano-dollar.

    And each request counts once, in the ledger's sums, in those of its calls, and per day.
    """
    before = await requests(store)
    for fate, tokens, cost in fates:
        reservation = held(ann.id)
        await store.reservations.add(reservation)
        truth = [spent(ann.id, tokens, cost)]
        for step in fate.split(", "):
            if step == "lose":
                await store.reservations.lose(reservation.id, Amount(1, 700, 800))
            elif step == "refund":
                await store.reservations.end(Settlement(reservation.id, Amount(), refunded=True), ())
            else:
                await store.reservations.end(Settlement(reservation.id, Amount(1, tokens, cost)), truth)
    first, *others = await books(store)
    assert others == [first, first]
    charged = sum(not fate.endswith("refund") for fate, *_ in fates)
    assert [now - then for now, then in zip(await requests(store), before, strict=True)] == [charged] * 4


# req: R9
async def test_fifty_ends_at_once_are_one(store: Store, ann: Student) -> None:
    """However many believe that they end a hold, the ledger has its calls once."""
    reservation = held(ann.id)
    await store.reservations.add(reservation)
    end = partial(store.reservations.end, Settlement(reservation.id, Amount(1, 5, 6)), [spent(ann.id, 5, 6)])
    await asyncio.gather(*(end() for _ in range(50)), return_exceptions=True)
    assert await books(store) == [(5, 6)] * 3


async def test_the_ledger_says_what_was_lost_and_what_was_taken_back(store: Store, ann: Student) -> None:
    """A row for the loss, another of the same size below zero when the truth becomes known."""
    reservation = held(ann.id)
    await store.reservations.add(reservation)
    await store.reservations.lose(reservation.id, Amount(1, 7, 8))
    await store.reservations.end(Settlement(reservation.id, Amount(1, 2, 3)), [spent(ann.id, 2, 3)])
    query = select(tables.llm_calls.c.purpose, tables.llm_calls.c.cost_nano_usd).order_by(
        tables.llm_calls.c.number
    )
    rows = await store._connections.read(lambda connection: connection.execute(query).all())
    assert list(rows) == [("lost", 8), ("answer", 3), ("correction", -8)]
    assert call(opening(ann)).purpose == "answer"
