"""What metering stores, in memory, and the use cases over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from reservations import MemoryReservations
from surroundings import FlatPrices, ManualClock, WatchedLimits, Witness

from jupyter_tutor.cost.policy import MeteringPolicy
from jupyter_tutor.cost.prices import PriceTable
from jupyter_tutor.cost.roll_ups import Call, Period, Subject, Totals, requests_of, sum_of_calls
from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.cost.windows import WindowKind
from jupyter_tutor.errors import Conflict, Invalid, NotFound
from jupyter_tutor.tutoring.metering.actor import Actor
from jupyter_tutor.tutoring.metering.breaker_control import BreakerControl
from jupyter_tutor.tutoring.metering.breaker_resets import BreakerResets
from jupyter_tutor.tutoring.metering.cap_book import CapBook
from jupyter_tutor.tutoring.metering.cap_table import owner_of
from jupyter_tutor.tutoring.metering.control import Metering
from jupyter_tutor.tutoring.metering.default_grace import DefaultGrace
from jupyter_tutor.tutoring.metering.meter import Meter
from jupyter_tutor.tutoring.metering.past_use import PastUse
from jupyter_tutor.tutoring.metering.price_book import PriceBook
from jupyter_tutor.tutoring.metering.records import (
    CallFilter,
    CallPage,
    CapRow,
    SettingChange,
    StoredPrice,
    StoredSettings,
)
from jupyter_tutor.tutoring.metering.reports import Reports
from jupyter_tutor.tutoring.metering.roll_ups import RollUps
from jupyter_tutor.tutoring.metering.site_limits import SiteLimits
from jupyter_tutor.tutoring.records import ModelCall

ADMIN = Actor("root-id", "root", frozenset({"student", "instructor", "admin"}))
TEACHER = Actor("tom-id", "tom", frozenset({"student", "instructor"}))
ADA = Actor("ada-id", "ada", frozenset({"student"}))
BOB = Actor("bob-id", "bob", frozenset({"student"}))
EVERYBODY = {actor.user_id: actor.username for actor in (ADMIN, TEACHER, ADA, BOB)}


@dataclass
class MemoryCaps:
    """Implements metering.ports.Caps."""

    rows: dict[str, CapRow] = field(default_factory=dict)
    groups: dict[str, frozenset[str]] = field(default_factory=dict)

    async def caps(self) -> tuple[CapRow, ...]:
        return tuple(self.rows.values())

    async def put(self, row: CapRow) -> CapRow:
        for old in self.rows.values():
            if (owner_of(old), old.cap.cap_type) == (owner_of(row), row.cap.cap_type):
                row = replace(row, id=old.id)
        self.rows[row.id] = row
        return row

    async def delete(self, cap_id: str) -> None:
        if self.rows.pop(cap_id, None) is None:
            raise NotFound("There is no such cap.")

    async def members(self) -> Mapping[str, frozenset[str]]:
        return dict(self.groups)

    async def set_members(self, group: str, user_ids: Sequence[str]) -> None:
        self.groups.pop(group, None)
        if user_ids:
            self.groups[group] = frozenset(user_ids)


@dataclass
class MemoryPrices:
    """Implements metering.ports.OwnPrices."""

    rows: dict[str, StoredPrice] = field(default_factory=dict)

    async def prices(self) -> tuple[StoredPrice, ...]:
        return tuple(self.rows[model] for model in sorted(self.rows))

    async def put(self, prices: Sequence[StoredPrice]) -> None:
        self.rows.update({price.row.model: price for price in prices})

    async def delete(self, model: str) -> None:
        if self.rows.pop(model, None) is None:
            raise NotFound("There is no such price.")


@dataclass
class MemorySettings:
    """Implements metering.ports.RunTimeSettings. Set `failing` to make the audit raise it."""

    stored: StoredSettings = field(default_factory=lambda: StoredSettings(0, {}))
    changes: list[SettingChange] = field(default_factory=list)
    failing: Exception | None = None

    async def read(self) -> StoredSettings:
        return self.stored

    async def change(self, changes: Sequence[SettingChange], version: int) -> StoredSettings:
        if version != self.stored.version:
            raise Conflict("The settings have changed.")
        values = {**self.stored.values, **{change.name: change.after for change in changes}}
        values = {name: value for name, value in values.items() if value is not None}
        self.changes.extend(changes)
        lines = tuple(change for change in reversed(self.changes) if change.name == "default_caps")
        self.stored = StoredSettings(version + 1, values, lines)
        return self.stored

    async def note(self, change: SettingChange) -> None:
        self._check()
        self.changes.append(change)

    async def last(self, name: str) -> SettingChange | None:
        self._check()
        return next((change for change in reversed(self.changes) if change.name == name), None)

    async def history(self, limit: int) -> tuple[SettingChange, ...]:
        return tuple(reversed(self.changes))[:limit]

    def _check(self) -> None:
        if self.failing is not None:
            raise self.failing


@dataclass
class MemoryLedger:
    """Implements metering.ports.Ledger; a row's number is its place, counted from 1."""

    rows: list[ModelCall] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=lambda: dict(EVERYBODY))
    summaries: dict[Period, Mapping[Subject, Totals]] = field(default_factory=dict)
    noted: tuple[float, int] | None = None
    writes: int = 0

    async def page(self, wanted: CallFilter, *, cursor: str | None, limit: int) -> CallPage:
        if cursor is not None and not cursor.isdigit():
            raise Invalid("cursor: it is none of ours.")
        found = [row for row in reversed(self.rows) if _matches(row, wanted)]
        begin = int(cursor or 0)
        calls = tuple((row, self.names.get(row.user_id, row.user_id)) for row in found[begin : begin + limit])
        more = len(found) > begin + limit
        return CallPage(calls, str(begin + limit) if more else None)

    async def calls_between(self, start: float, end: float) -> tuple[Call, ...]:
        return tuple(call for call in map(_call, self.rows) if start <= call.at < end)

    async def starts_after(self, number: int) -> tuple[int, tuple[float, ...]]:
        return len(self.rows), tuple(row.started_at.timestamp() for row in self.rows[number:])

    async def totals(self, start: float, end: float, user_id: str | None = None) -> Mapping[Subject, Totals]:
        calls = (_call(row) for row in self.rows if user_id in {None, row.user_id})
        return sum_of_calls(calls, Period(WindowKind.DAY, start, end))

    async def summary(self, period: Period) -> Mapping[Subject, Totals]:
        return self.summaries.get(period, {})

    async def replace_summary(self, period: Period, sums: Mapping[Subject, Totals]) -> None:
        self.writes += 1
        self.summaries[period] = dict(sums)

    async def last_roll_up(self) -> tuple[float, int] | None:
        return self.noted

    async def note_roll_up(self, at: float, number: int) -> None:
        self.noted = (at, number)

    async def user_names(self, user_ids: Sequence[str]) -> Mapping[str, str]:
        return {user_id: self.names[user_id] for user_id in user_ids if user_id in self.names}

    async def user_id(self, username: str) -> str | None:
        return next((user_id for user_id, name in self.names.items() if name == username), None)


def _call(row: ModelCall) -> Call:
    subject = Subject(row.user_id, row.provider, row.model, row.module)
    usage = row.usage
    return Call(
        row.started_at.timestamp(),
        subject,
        usage.input_tokens,
        usage.output_tokens,
        row.cost_nano_usd,
        requests_of(row.purpose),
    )


def _matches(row: ModelCall, wanted: CallFilter) -> bool:
    fields = ("user_id", "provider", "model", "purpose")
    return (
        all(getattr(wanted, name) in {None, getattr(row, name)} for name in fields)
        and (wanted.since is None or row.started_at >= wanted.since)
        and (wanted.until is None or row.started_at < wanted.until)
        and (wanted.failed is None or wanted.failed == (row.error is not None))
    )


@dataclass
class Office:
    """The use cases of metering over stores in memory. `models` are those that may be asked."""

    policy: MeteringPolicy = field(default_factory=MeteringPolicy)
    models: Sequence[tuple[str, str]] = ()
    configured_prices: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    clock: ManualClock = field(default_factory=ManualClock)
    limits: WatchedLimits = field(default_factory=WatchedLimits)
    reservations: MemoryReservations = field(default_factory=MemoryReservations)
    caps: MemoryCaps = field(default_factory=MemoryCaps)
    prices: MemoryPrices = field(default_factory=MemoryPrices)
    settings: MemorySettings = field(default_factory=MemorySettings)
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    witness: Witness = field(default_factory=Witness)

    def __post_init__(self) -> None:
        numbers = count(1)
        self.table = PriceTable(self.configured_prices, self.clock.now)
        site = SiteLimits(self.policy, self.settings, self.clock)

        async def ready() -> None:
            await self.meter.prepare()

        past = PastUse(self.limits, self.reservations, site, lambda: str(next(numbers)), ready)
        book = CapBook(self.caps, self.ledger, site, past, self.clock)
        self.meter = Meter(
            self.limits,
            book.limits_of,
            FlatPrices(),
            self.clock,
            self.witness,
            lambda: str(next(numbers)),
            ease=DefaultGrace(self.limits, site, book.caps_of).eased,
        )
        self.metering = Metering(
            site,
            book,
            PriceBook(
                self.prices,
                self.table,
                frozenset(self.configured_prices),
                lambda: self.models,
                self.clock,
            ),
            Reports(self.meter, self.ledger, site),
            RollUps(self.ledger, self.clock),
            BreakerControl(self.meter, site, BreakerResets(self.settings, self.clock)),
        )

    @property
    def now(self) -> float:
        """Seconds since the epoch."""
        return self.clock.now().timestamp()

    def call(self, user_id: str = ADA.user_id, **fields: object) -> ModelCall:
        """Append a call, now unless told otherwise."""
        values = {
            "id": f"call-{len(self.ledger.rows)}",
            "request_id": "r",
            "user_id": user_id,
            "purpose": "answer",
            "provider": "openai",
            "model": "m",
            "attempt": 1,
            "started_at": self.clock.now(),
            "latency_seconds": 0.5,
            "usage": Usage(10, 0, 5),
            "cost_nano_usd": 1_000_000,
            "error": None,
        }
        row = ModelCall(**{**values, **fields})
        self.ledger.rows.append(row)
        return row
