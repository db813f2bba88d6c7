"""Reports: what a student and everyone used, equal to the ledger whatever was summed up before."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from metering import ADA, BOB, Office

from jupyter_tutor.cost.limits import Amount, Hold
from jupyter_tutor.cost.policy import MeteringPolicy
from jupyter_tutor.cost.roll_ups import CORRECTION, LOST, Totals
from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.tutoring.metering.records import CallFilter
from jupyter_tutor.tutoring.metering.reports import DayRow, ReportPeriod
from jupyter_tutor.tutoring.metering.usage_sheet import write_usage_sheet


async def spend(office: Office, user_id: str, cost: int, request_id: str = "r") -> None:
    """One message with one call, in limits and ledger."""
    limits = office.metering.caps.limits_of(user_id, office.now)
    reservation = f"{user_id}:{request_id}::{len(office.ledger.rows)}"
    await office.limits.reserve(reservation, Hold(1, 1, 1, input_cost=1), limits, office.now)
    await office.limits.settle(reservation, Amount(1, 15, cost), office.now)
    office.call(user_id, cost_nano_usd=cost)


# req: R5 R7
async def test_a_student_sees_today_the_metering_session_and_the_caps():
    """Money as the limits count it, calls and tokens of their own."""
    office = Office()
    office.call(started_at=office.clock.now() - timedelta(hours=2), cost_nano_usd=7)  # an earlier session
    await spend(office, ADA.user_id, 500_000_000)
    await spend(office, BOB.user_id, 1)
    mine = await office.metering.reports.mine(ADA.user_id)
    assert (mine.today.used, mine.today.limit) == (500_000_000, 10_000_000_000)
    assert mine.today.resets_at == datetime(2026, 11, 3, tzinfo=UTC).timestamp()
    assert mine.today.totals == Totals(2, 20, 10, 500_000_007, 0)
    assert (mine.session.used, mine.session.limit) == (500_000_000, 5_000_000_000)
    assert mine.session.totals == Totals(1, 10, 5, 500_000_000, 0)
    assert mine.session.resets_at == office.now + 1_800
    assert {(usage.name, usage.limit_type) for usage in mine.counters} == {
        ("daily", "requests"),
        ("daily", "tokens"),
        ("daily", "cost"),
        ("daily_tokens", "tokens"),
    }
    assert await office.metering.reports.statuses(ADA.user_id) == mine.counters


async def test_without_a_cap_on_cost_today_is_what_the_ledger_says():
    """And there is no limit; without a budget there is no session."""
    office = Office(MeteringPolicy(caps_on=False, session_on=False, time_zone="Asia/Tokyo"))
    await spend(office, ADA.user_id, 3)
    office.call(started_at=datetime(2026, 11, 1, 14, 59, tzinfo=UTC))  # yesterday in Tokyo
    mine = await office.metering.reports.mine(ADA.user_id)
    assert (mine.today.used, mine.today.limit, mine.session) == (3, None, None)
    assert mine.today.resets_at == datetime(2026, 11, 2, 15, tzinfo=UTC).timestamp()
    assert mine.time_zone == "Asia/Tokyo"


async def test_a_session_that_is_closed_has_used_nothing():
    """Thirty minutes after the last message."""
    office = Office()
    await spend(office, ADA.user_id, 3)
    office.clock.advance(1_800)
    session = (await office.metering.reports.mine(ADA.user_id)).session
    assert (session.used, session.totals, session.resets_at) == (0, Totals(), None)


async def test_the_calls_of_a_long_session_are_all_counted():
    """More than a page of them, each within half an hour of the one before."""
    office = Office()
    for _ in range(250):
        await spend(office, ADA.user_id, 1)
        office.clock.advance(1_200)
    office.call(started_at=office.clock.now() - timedelta(days=9))  # a row that comes late
    session = (await office.metering.reports.mine(ADA.user_id)).session
    assert session.totals.requests == 250


# req: R11 R12
async def test_a_question_that_was_lost_and_found_again_is_one_request():
    """In the session, in the sums of everyone, and in the CSV; one that stays lost is one as well."""
    office = Office()
    await spend(office, ADA.user_id, 5)
    office.call(purpose=LOST, attempt=0, usage=Usage(0, 0, 700), cost_nano_usd=8, error="Lost")
    lost = await office.metering.reports.mine(ADA.user_id)
    assert (lost.session.totals.requests, lost.today.totals) == (2, Totals(2, 10, 705, 13, 0))
    office.call(usage=Usage(3, 0, 2), cost_nano_usd=1)
    office.call(purpose=CORRECTION, attempt=0, usage=Usage(0, 0, -700), cost_nano_usd=-8)
    found = await office.metering.reports.mine(ADA.user_id)
    assert found.session.totals == found.today.totals == Totals(2, 13, 7, 6, 0)
    overview = await office.metering.reports.overview(ReportPeriod.TODAY)
    assert overview.per_model == {("openai", "m"): Totals(2, 13, 7, 6, 0)}
    (row,) = await office.metering.reports.rows(ReportPeriod.TODAY)
    assert row.totals.requests == 2


# req: R12
async def test_calls_are_filtered_and_paged():
    """Newest first, with the names of the students."""
    office = Office()
    office.call(error="ProviderOverloaded")
    office.clock.advance(1)
    office.call(BOB.user_id, purpose="summary")
    reports = office.metering.reports
    page = await reports.calls(CallFilter(), cursor=None, limit=1)
    assert [name for _, name in page.calls] == ["bob"]
    rest = await reports.calls(CallFilter(), cursor=page.next_cursor, limit=1)
    assert ([name for _, name in rest.calls], rest.next_cursor) == (["ada"], None)
    failed = await reports.calls(CallFilter(failed=True), cursor=None, limit=9)
    assert [name for _, name in failed.calls] == ["ada"]


# req: R12
async def test_an_overview_has_every_breakdown_of_its_period():
    """By student, model, module and day; dearest first; days without calls as well."""
    office = Office()  # Monday, the 2nd of November
    office.clock.advance(2 * 86_400)
    office.call(module="m1", cost_nano_usd=5)
    office.call(BOB.user_id, model="n", cost_nano_usd=9, started_at=datetime(2026, 11, 2, 1, tzinfo=UTC))
    office.call(BOB.user_id, cost_nano_usd=None, started_at=datetime(2026, 11, 1, 1, tzinfo=UTC))
    office.call("gone-id", started_at=datetime(2026, 10, 31, 1, tzinfo=UTC))
    overview = await office.metering.reports.overview(ReportPeriod.MONTH)
    assert [each.requests for each in (overview.today, overview.this_week, overview.this_month)] == [1, 2, 3]
    assert {name: totals.requests for name, totals in overview.per_user.items()} == {"bob": 2, "ada": 1}
    assert list(overview.per_model) == [("openai", "n"), ("openai", "m")]
    assert {module: totals.cost for module, totals in overview.per_module.items()} == {None: 9, "m1": 5}
    assert [(day, t.requests, t.unpriced) for day, t in overview.per_day.items()] == [
        ("2026-11-01", 1, 1),
        ("2026-11-02", 1, 0),
        ("2026-11-03", 0, 0),
        ("2026-11-04", 1, 0),
    ]
    week = await office.metering.reports.overview(ReportPeriod.WEEK)
    assert (list(week.per_day), week.this_month) == (
        ["2026-11-02", "2026-11-03", "2026-11-04"],
        overview.this_month,
    )


async def test_a_student_who_is_gone_goes_by_their_id():
    """Their money was spent all the same."""
    office = Office()
    office.call("gone-id")
    overview = await office.metering.reports.overview(ReportPeriod.TODAY)
    assert list(overview.per_user) == ["gone-id"]


_steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("call"),
            st.integers(0, 45 * 86_400),  # so long ago
            st.sampled_from([ADA.user_id, BOB.user_id]),
            st.sampled_from(["m", "n"]),
            st.none() | st.integers(0, 10**12),
            st.sampled_from(["answer", "summary", LOST, CORRECTION]),
        ),
        st.tuples(st.just("pass"), st.integers(1, 3 * 86_400)),
        st.tuples(st.just("sum up")),
        st.tuples(st.just("restart")),
    ),
    max_size=25,
)


# req: R11 R12
@settings(max_examples=80, deadline=None)
@given(_steps)
async def test_totals_are_those_of_the_ledger_whatever_was_summed_up_when(steps):
    """Late rows, summaries in between, and processes that come and go."""
    office = Office()
    for step in steps:
        if step[0] == "call":
            _, ago, user_id, model, cost, purpose = step
            office.call(
                user_id,
                started_at=office.clock.now() - timedelta(seconds=ago),
                model=model,
                cost_nano_usd=cost,
                usage=Usage(ago, 0, 1),
                purpose=purpose,
            )
        elif step[0] == "pass":
            office.clock.advance(step[1])
        elif step[0] == "sum up":
            await office.metering.roll_ups.bring_up_to_date()
        else:
            office = Office(ledger=office.ledger, clock=office.clock)
        await _check(office)


async def _check(office: Office) -> None:
    now = office.clock.now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    begins = {
        ReportPeriod.TODAY: midnight,
        ReportPeriod.WEEK: midnight - timedelta(days=now.weekday()),
        ReportPeriod.MONTH: midnight.replace(day=1),
    }
    reports = office.metering.reports
    for period, begin in begins.items():
        wanted = _sums(row for row in office.ledger.rows if row.started_at >= begin)
        overview = await reports.overview(period)
        shown = {
            ReportPeriod.TODAY: overview.today,
            ReportPeriod.WEEK: overview.this_week,
            ReportPeriod.MONTH: overview.this_month,
        }
        assert shown[period] == wanted
        for breakdown in (overview.per_user, overview.per_model, overview.per_module, overview.per_day):
            assert sum(breakdown.values(), Totals()) == wanted
        assert sum((row.totals for row in await reports.rows(period)), Totals()) == wanted


def _sums(rows) -> Totals:
    total = Totals()
    for row in rows:
        cost, requests = row.cost_nano_usd, -1 if row.purpose == CORRECTION else 1
        total += Totals(
            requests, row.usage.input_tokens, row.usage.output_tokens, cost or 0, 1 if cost is None else 0
        )
    return total


# req: R12
async def test_a_sheet_runs_nothing_in_a_spreadsheet():
    """Names and modules are texts, whatever they begin with; figures stay figures."""
    office = Office()
    names = {"x-id": "=cmd|' /C calc'!A0", "y-id": "+1", "z-id": 'say "hi", you\n'}
    office.ledger.names.update(names)
    for user_id in names:
        office.call(user_id, module="@SUM(A1)", cost_nano_usd=1)
    rows = await office.metering.reports.rows(ReportPeriod.TODAY)
    assert all(isinstance(row, DayRow) for row in rows)
    read = list(csv.DictReader(io.StringIO(write_usage_sheet(rows))))
    assert {row["user"] for row in read} == {"'=cmd|' /C calc'!A0", "'+1", 'say "hi", you\n'}
    assert {row["module"] for row in read} == {"'@SUM(A1)"}
    assert {(row["date"], row["requests"], row["estimated_cost_usd"]) for row in read} == {
        ("2026-11-02", "1", "0.000000001")
    }
