"""Reading the ledger of model calls: page by page, and summed up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, delete, func, insert, select

from jupyter_tutor.cost.roll_ups import CORRECTION, Call, Period, Subject, Totals, requests_of
from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import Invalid
from jupyter_tutor.storage.connections import Connections
from jupyter_tutor.storage.metering_tables import roll_up_state, usage_summaries
from jupyter_tutor.storage.tables import llm_calls, users
from jupyter_tutor.tutoring.metering.records import CallFilter, CallPage
from jupyter_tutor.tutoring.records import ModelCall

_calls = llm_calls.c


SUMS = ("requests", "input_tokens", "output_tokens", "cost_nano_usd", "unpriced")
DIGITS_OF_A_NUMBER = 18
MOST_VARIABLES = 500


class StoredLedger:
    """The Ledger port over a database."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def page(self, wanted: CallFilter, *, cursor: str | None, limit: int) -> CallPage:
        """Calls, the latest row first. Invalid for a cursor that is none."""
        query = _filtered(select(llm_calls, users.c.username), wanted)
        query = query.select_from(llm_calls.outerjoin(users, users.c.id == _calls.user_id))
        if cursor is not None:
            query = query.where(_calls.number < page_number(cursor))
        query = query.order_by(_calls.number.desc()).limit(limit + 1)
        found = await self._connections.read(lambda connection: connection.execute(query).all())
        shown = found[:limit]
        return CallPage(
            tuple((_call(row), row.username or "") for row in shown),
            str(shown[-1].number) if len(found) > limit else None,
        )

    async def totals(self, start: float, end: float, user_id: str | None = None) -> Mapping[Subject, Totals]:
        """The sums of the ledger over the calls that started from `start` until before `end`."""
        wanted = CallFilter(user_id=user_id, since=_moment(start), until=_moment(end))
        query = _filtered(_SUMS, wanted)
        found = await self._connections.read(lambda connection: connection.execute(query).all())
        return {
            Subject(user, provider, model, module): Totals(*map(int, sums))
            for user, provider, model, module, *sums in found
        }

    async def calls_between(self, start: float, end: float) -> tuple[Call, ...]:
        """Every call that started from `start` until before `end`."""
        query = _filtered(_PLAIN, CallFilter(since=_moment(start), until=_moment(end)))
        found = await self._connections.read(lambda connection: connection.execute(query).all())
        return tuple(
            Call(
                at.timestamp(),
                Subject(user, provider, model, module),
                tokens_in,
                tokens_out,
                cost,
                requests_of(purpose),
            )
            for at, user, provider, model, module, purpose, tokens_in, tokens_out, cost in found
        )

    async def starts_after(self, number: int) -> tuple[int, tuple[float, ...]]:
        """The newest row's number, and when the calls with a higher number than the given one started."""

        def read(connection: Connection) -> tuple[int, tuple[float, ...]]:
            found = connection.execute(_STARTS, {"after": number}).all()
            newest = found[-1].number if found else number
            return newest, tuple(row.started_at.timestamp() for row in found)

        return await self._connections.read(read)

    async def summary(self, period: Period) -> Mapping[Subject, Totals]:
        """A period's stored summary; empty when there is none."""
        asked = {"kind": period.kind.value, "begin": period.start}
        found = await self._connections.read(lambda connection: connection.execute(_SUMMARY, asked).all())
        return {
            Subject(row.user_id, row.provider, row.model, row.module or None): Totals(
                *(getattr(row, name) for name in SUMS)
            )
            for row in found
        }

    async def replace_summary(self, period: Period, sums: Mapping[Subject, Totals]) -> None:
        """Store a period's summary in the place of any before it."""
        asked = {"kind": period.kind.value, "begin": period.start}
        rows = [_summary_values(period, subject, totals) for subject, totals in sums.items()]

        def work(connection: Connection) -> None:
            connection.execute(_FORGET_SUMMARY, asked)
            if rows:
                connection.execute(insert(usage_summaries), rows)

        await self._connections.write(work)

    async def last_roll_up(self) -> tuple[float, int] | None:
        """When summaries were last brought up to date, and up to which row."""
        query = select(roll_up_state.c.at, roll_up_state.c.upto_number)
        found = await self._connections.read(lambda connection: connection.execute(query).first())
        return None if found is None else (found[0], found[1])

    async def note_roll_up(self, at: float, number: int) -> None:
        """Note that they now are."""

        def work(connection: Connection) -> None:
            connection.execute(delete(roll_up_state))
            connection.execute(insert(roll_up_state).values(id=1, at=at, upto_number=number))

        await self._connections.write(work)

    async def user_names(self, user_ids: Sequence[str]) -> Mapping[str, str]:
        """The names of students, by id."""
        names: dict[str, str] = {}

        def read(connection: Connection) -> None:
            for some in _pieces(user_ids):
                query = select(users.c.id, users.c.username).where(users.c.id.in_(some))
                names.update(dict(connection.execute(query).all()))

        await self._connections.read(read)
        return names

    async def user_id(self, username: str) -> str | None:
        """The id of a student of that name."""
        query = select(users.c.id).where(users.c.username == username)
        return await self._connections.read(lambda connection: connection.execute(query).scalar())


_SUMS = select(
    _calls.user_id,
    _calls.provider,
    _calls.model,
    _calls.module,
    func.sum(case((_calls.purpose == CORRECTION, requests_of(CORRECTION)), else_=1)),
    func.sum(_calls.input_tokens),
    func.sum(_calls.output_tokens),
    func.coalesce(func.sum(_calls.cost_nano_usd), 0),
    func.count().filter(_calls.cost_nano_usd.is_(None)),
).group_by(_calls.user_id, _calls.provider, _calls.model, _calls.module)


_PLAIN = select(
    _calls.started_at,
    _calls.user_id,
    _calls.provider,
    _calls.model,
    _calls.module,
    _calls.purpose,
    _calls.input_tokens,
    _calls.output_tokens,
    _calls.cost_nano_usd,
)
_STARTS = (
    select(_calls.number, _calls.started_at).where(_calls.number > bindparam("after")).order_by(_calls.number)
)
_OF_PERIOD = (usage_summaries.c.period == bindparam("kind"), usage_summaries.c.start == bindparam("begin"))
_SUMMARY = select(usage_summaries).where(*_OF_PERIOD)
_FORGET_SUMMARY = delete(usage_summaries).where(*_OF_PERIOD)


def _pieces(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Parts that are small enough for one statement."""
    for start in range(0, len(ids), MOST_VARIABLES):
        yield ids[start : start + MOST_VARIABLES]


def _summary_values(period: Period, subject: Subject, totals: Totals) -> dict[str, Any]:
    return {
        "period": period.kind.value,
        "start": period.start,
        "user_id": subject.user_id,
        "provider": subject.provider,
        "model": subject.model,
        "module": subject.module or "",
        "requests": totals.requests,
        "input_tokens": totals.input_tokens,
        "output_tokens": totals.output_tokens,
        "cost_nano_usd": totals.cost,
        "unpriced": totals.unpriced,
    }


def _filtered(query: Select[Any], wanted: CallFilter) -> Select[Any]:
    for column, value in (
        (_calls.user_id, wanted.user_id),
        (_calls.provider, wanted.provider),
        (_calls.model, wanted.model),
        (_calls.purpose, wanted.purpose),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.since is not None:
        query = query.where(_calls.started_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(_calls.started_at < wanted.until)
    if wanted.failed is not None:
        query = query.where(_calls.error.is_not(None) if wanted.failed else _calls.error.is_(None))
    return query


def page_number(cursor: str) -> int:
    """The row that a page ended with. Invalid for a cursor that is none."""
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= DIGITS_OF_A_NUMBER):
        raise Invalid("cursor: take it from the page before.")
    return int(cursor)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _call(row: Any) -> ModelCall:
    return ModelCall(
        id=row.id,
        request_id=row.request_id,
        user_id=row.user_id,
        purpose=row.purpose,
        provider=row.provider,
        model=row.model,
        attempt=row.attempt,
        started_at=row.started_at,
        latency_seconds=row.latency_seconds,
        usage=Usage(row.input_tokens, row.cached_input_tokens, row.output_tokens, row.tokens_estimated),
        cost_nano_usd=row.cost_nano_usd,
        error=row.error,
        module=row.module,
    )
