"""What was used: by one student, and by everyone together. Sums are those of the ledger, exactly."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from jupyter_tutor.cost.limits import LimitUsage
from jupyter_tutor.cost.policy import DAY, LimitName
from jupyter_tutor.cost.refusals import CAP_TYPES
from jupyter_tutor.cost.roll_ups import DELAYS, Subject, Totals, period_of, requests_of, sum_of_summaries
from jupyter_tutor.cost.windows import WindowKind
from jupyter_tutor.tutoring.metering.budget import Budget, budget_of
from jupyter_tutor.tutoring.metering.meter import Meter
from jupyter_tutor.tutoring.metering.ports import Ledger
from jupyter_tutor.tutoring.metering.records import CallFilter, CallPage
from jupyter_tutor.tutoring.metering.roll_ups import first_in_doubt
from jupyter_tutor.tutoring.metering.site_limits import SiteLimits
from jupyter_tutor.tutoring.records import ModelCall

LARGEST_PAGE = 200
COUNTERS = (*CAP_TYPES, LimitName.DAILY_TOKENS)

_Key = TypeVar("_Key", bound=Hashable)
_Sums = Mapping[Subject, Totals]


class ReportPeriod(StrEnum):
    """What a report is about: the current day, week (from Monday) or month, in UTC."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"

    @property
    def window(self) -> WindowKind:
        """The kind of calendar window."""
        return WindowKind.DAY if self is ReportPeriod.TODAY else WindowKind(self.value)


@dataclass(frozen=True, slots=True)
class Standing:
    """So much money (nano-USD) is used of so much; `limit` is None where there is none.

    `totals` are those of one's own model calls; `resets_at` is in seconds since the epoch.
    """

    used: int
    limit: int | None
    totals: Totals
    resets_at: float | None


@dataclass(frozen=True, slots=True)
class MyUsage:
    """Where a student stands. `session` is None when metering sessions have no budget."""

    today: Standing
    session: Standing | None
    counters: tuple[LimitUsage, ...]
    time_zone: str


@dataclass(frozen=True, slots=True)
class DayRow:
    """What one student used of one model, for one module, on one day (UTC, YYYY-MM-DD)."""

    date: str
    user: str
    subject: Subject
    totals: Totals


@dataclass(frozen=True, slots=True)
class Overview:
    """What everyone used. The breakdowns are of one period; `per_day` has each of its days up to today."""

    period: ReportPeriod
    today: Totals
    this_week: Totals
    this_month: Totals
    per_user: Mapping[str, Totals]
    per_model: Mapping[tuple[str, str], Totals]
    per_module: Mapping[str | None, Totals]
    per_day: Mapping[str, Totals]


@dataclass(frozen=True, slots=True)
class Reports:
    """Reads limits and ledger; changes nothing. Every method raises DatabaseUnavailable."""

    meter: Meter
    ledger: Ledger
    site: SiteLimits

    async def mine(self, user_id: str) -> MyUsage:
        """Today, the metering session, and the caps of a student."""
        usages = await self.meter.usage(user_id)
        budget = budget_of(usages)
        return MyUsage(
            await self._today(user_id, budget),
            await self._session(user_id, budget.session),
            _counters(usages),
            self.site.policy.time_zone,
        )

    async def statuses(self, user_id: str) -> tuple[LimitUsage, ...]:
        """Where each cap of a student stands, and the site's tokens per day."""
        return _counters(await self.meter.usage(user_id))

    async def calls(self, wanted: CallFilter, *, cursor: str | None, limit: int) -> CallPage:
        """Calls, newest first, at most LARGEST_PAGE at a time. Invalid for a cursor that is none."""
        return await self.ledger.page(wanted, cursor=cursor, limit=min(limit, LARGEST_PAGE))

    async def user_id(self, username: str) -> str | None:
        """The id of a student of that name."""
        return await self.ledger.user_id(username)

    async def overview(self, period: ReportPeriod) -> Overview:
        """Today, this week and this month, and a period by student, model, module and day."""
        now = self.meter.now()
        starts = {each: period_of(each.window, now).start for each in ReportPeriod}
        days = await self._days(min(starts.values()), now)
        # Many students and days are a lot to add up: not where answers are streamed.
        whole = {each: await asyncio.to_thread(_since, days, start) for each, start in starts.items()}
        names = await self._names(whole[period])
        return await asyncio.to_thread(_overview, period, whole, names, _since_days(days, starts[period]))

    async def rows(self, period: ReportPeriod) -> tuple[DayRow, ...]:
        """A period by day, student, model and module, in this order."""
        now = self.meter.now()
        days = await self._days(period_of(period.window, now).start, now)
        names = await self._names(await asyncio.to_thread(sum_of_summaries, days.values()))
        return await asyncio.to_thread(_rows, days, names)

    async def _days(self, start: float, now: float) -> dict[float, _Sums]:
        """The sums of each day (UTC) from the one that begins at `start` to today."""
        last = await self.ledger.last_roll_up()
        summed_upto, not_summed = 0.0, set[float]()
        if last is not None:
            summed_upto = last[0] - DELAYS[WindowKind.DAY]
            _, in_doubt = await self.ledger.starts_after(first_in_doubt(last))
            not_summed = {moment // DAY for moment in in_doubt}
        days: dict[float, _Sums] = {}
        while start <= now:
            day = period_of(WindowKind.DAY, start)
            if day.end <= summed_upto and start // DAY not in not_summed:
                days[start] = await self.ledger.summary(day)
            else:
                days[start] = await self.ledger.totals(day.start, day.end)
            start = day.end
        return days

    async def _today(self, user_id: str, budget: Budget) -> Standing:
        day = self.site.calendar.window(WindowKind.DAY, self.meter.now())
        totals = _total(await self.ledger.totals(day.start, day.end, user_id))
        cap = budget.today
        if cap is None:
            return Standing(totals.cost, None, totals, day.end)
        return Standing(cap.current_usage, cap.limit, totals, cap.reset_time)

    async def _session(self, user_id: str, usage: LimitUsage | None) -> Standing | None:
        if usage is None:
            return None
        is_open = usage.reset_time is not None
        totals = await self._calls_in_a_row(user_id) if is_open else Totals()
        return Standing(usage.current_usage, usage.limit, totals, usage.reset_time)

    async def _calls_in_a_row(self, user_id: str) -> Totals:
        """The sums of a student's latest calls between which there was no break that ends a session."""
        wanted, cursor = CallFilter(user_id=user_id), None
        calls: list[ModelCall] = []
        while True:
            page = await self.calls(wanted, cursor=cursor, limit=LARGEST_PAGE)
            calls.extend(call for call, _ in page.calls)
            in_a_row = self._in_a_row(calls)
            cursor = page.next_cursor
            if cursor is None or calls[-1] not in in_a_row:
                return sum(map(_totals_of, in_a_row), Totals())

    def _in_a_row(self, calls: Iterable[ModelCall]) -> list[ModelCall]:
        """The latest ones up to the first break; rows can come late."""
        break_after = timedelta(seconds=self.site.policy.session_idle)
        latest = datetime.fromtimestamp(self.meter.now(), UTC)
        found = []
        for call in sorted(calls, key=lambda call: call.started_at, reverse=True):
            if latest - call.started_at >= break_after:
                break
            found.append(call)
            latest = call.started_at
        return found

    async def _names(self, sums: _Sums) -> dict[str, str]:
        """The names of the students in it; one who is gone goes by their id."""
        ids = {subject.user_id for subject in sums}
        return {**{each: each for each in ids}, **await self.ledger.user_names(sorted(ids))}


def _counters(usages: Iterable[LimitUsage]) -> tuple[LimitUsage, ...]:
    return tuple(usage for usage in usages if usage.name in COUNTERS)


def _since_days(days: Mapping[float, _Sums], start: float) -> dict[float, _Sums]:
    return {day: sums for day, sums in days.items() if day >= start}


def _since(days: Mapping[float, _Sums], start: float) -> _Sums:
    return sum_of_summaries(_since_days(days, start).values())


def _overview(
    period: ReportPeriod,
    whole: Mapping[ReportPeriod, _Sums],
    names: Mapping[str, str],
    days: Mapping[float, _Sums],
) -> Overview:
    chosen = whole[period]
    return Overview(
        period=period,
        today=_total(whole[ReportPeriod.TODAY]),
        this_week=_total(whole[ReportPeriod.WEEK]),
        this_month=_total(whole[ReportPeriod.MONTH]),
        per_user=_by(chosen, lambda subject: names[subject.user_id]),
        per_model=_by(chosen, lambda subject: (subject.provider, subject.model)),
        per_module=_by(chosen, lambda subject: subject.module),
        per_day={_date(day): _total(sums) for day, sums in days.items()},
    )


def _rows(days: Mapping[float, _Sums], names: Mapping[str, str]) -> tuple[DayRow, ...]:
    rows: list[DayRow] = []
    for day in sorted(days):
        date = _date(day)
        of_day = (DayRow(date, names[each.user_id], each, totals) for each, totals in days[day].items())
        rows.extend(sorted(of_day, key=_row_order))  # day by day: sorting lets no other thread work
    return tuple(rows)


def _totals_of(call: ModelCall) -> Totals:
    cost, usage, requests = call.cost_nano_usd, call.usage, requests_of(call.purpose)
    return Totals(requests, usage.input_tokens, usage.output_tokens, cost or 0, 1 if cost is None else 0)


def _total(sums: _Sums) -> Totals:
    return sum(sums.values(), Totals())


def _by(sums: _Sums, key: Callable[[Subject], _Key]) -> dict[_Key, Totals]:
    """The sums by something of their subjects, what costs most first."""
    grouped: dict[_Key, Totals] = {}
    for subject, totals in sums.items():
        grouped[key(subject)] = grouped.get(key(subject), Totals()) + totals
    return dict(sorted(grouped.items(), key=lambda item: (-item[1].cost, -item[1].requests, str(item[0]))))


def _date(day: float) -> str:
    return datetime.fromtimestamp(day, UTC).date().isoformat()


def _row_order(row: DayRow) -> tuple[str, str, str, str]:
    subject = row.subject
    return row.user, subject.provider, subject.model, subject.module or ""
