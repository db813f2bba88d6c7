"""Summaries by hour, day, week and month."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.cost.roll_ups import (
    CORRECTION,
    LOST,
    Call,
    Period,
    Subject,
    Totals,
    due,
    parts_of,
    period_of,
    requests_of,
    sum_of_calls,
    sum_of_summaries,
    touched_by,
)
from jupyter_tutor.cost.windows import WindowKind

HOUR, DAY = 3_600, 86_400


def at(*date):
    return datetime(*date, tzinfo=UTC).timestamp()


BEGIN = at(2026, 10, 26)  # a Monday
END = at(2026, 12, 7)

calls = st.builds(
    Call,
    st.integers(int(BEGIN * 4), int(END * 4) - 1).map(lambda quarters: quarters / 4),
    st.builds(
        Subject, st.sampled_from("ab"), st.just("p"), st.sampled_from("mn"), st.sampled_from([None, "x"])
    ),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.none() | st.integers(0, 10**12),
    st.sampled_from([1, 1, -1]),
)


class Ledger:
    """Calls and summaries as a database would keep them, and the job that sums up."""

    def __init__(self):
        self.calls = []
        self.summaries = {}
        self.last_run = BEGIN
        self.seen = 0

    def run(self, now):
        late = self.calls[self.seen :]
        self.compute(due(self.last_run, now))
        self.compute(touched_by(call.at for call in late))
        self.last_run, self.seen = now, len(self.calls)

    def compute(self, periods):
        for period in periods:
            if period.kind is WindowKind.HOUR:
                self.summaries[period] = sum_of_calls(self.calls, period)
            else:
                parts = [self.summaries.get(part, {}) for part in parts_of(period)]
                self.summaries[period] = sum_of_summaries(parts)


# req: R11
@given(st.lists(calls, max_size=30), st.randoms(use_true_random=False), st.lists(st.floats(0, 1), max_size=5))
def test_summaries_are_the_sums_of_the_calls(rows, dice, runs):
    """In whatever order they come in, late ones and missed runs included: every period is right."""
    ledger = Ledger()
    dice.shuffle(rows)
    moments = sorted(BEGIN + share * (END - BEGIN) for share in runs)
    for index, moment in enumerate(moments):
        ledger.calls = rows[: len(rows) * (index + 1) // (len(moments) + 1)]
        ledger.run(moment)
    ledger.calls = rows
    ledger.run(END + DAY)
    for kind in WindowKind:
        for period in {period_of(kind, row.at) for row in rows}:
            assert ledger.summaries[period] == sum_of_calls(rows, period)


# req: R11
def test_summing_up_again_changes_nothing():
    """Twice the same run, and a run on demand, leave the same summaries."""
    ledger = Ledger()
    dice = random.Random(3)
    ledger.calls = [
        Call(dice.uniform(BEGIN, END), Subject("a", "p", "m"), 1, 2, dice.randrange(10**9))
        for _ in range(200)
    ]
    ledger.run(END + DAY)
    before = dict(ledger.summaries)
    ledger.compute(tuple(before))
    ledger.last_run = BEGIN
    ledger.run(END + DAY)
    assert ledger.summaries == before


@pytest.mark.parametrize(
    ("moment", "periods"),
    [
        (at(2026, 11, 20, 13, 4, 59), []),
        (at(2026, 11, 20, 13, 5), [("hour", at(2026, 11, 20, 12))]),
        (at(2026, 11, 21, 0, 1), [("hour", at(2026, 11, 20, 23)), ("day", at(2026, 11, 20))]),
        (at(2026, 11, 21, 0, 5), [("hour", at(2026, 11, 20, 23))]),
        (at(2026, 11, 23, 0, 5), [("hour", at(2026, 11, 22, 23)), ("week", at(2026, 11, 16))]),
        (at(2026, 12, 1, 0, 10), [("month", at(2026, 11, 1))]),
    ],
)
# req: R11
def test_periods_are_due_at_their_times(moment, periods):
    """At :05; 00:01, with the last hour of the day; Monday 00:05; the 1st 00:10. Never a second time."""
    assert [(period.kind, period.start) for period in due(moment - 1, moment)] == periods
    assert due(moment, moment) == ()


@given(st.lists(st.integers(0, 40 * DAY), min_size=1, max_size=6))
def test_runs_in_between_make_no_difference_to_what_gets_done(steps):
    """All that is due over a time is what was due in its parts, however often it was cut."""
    moments = [BEGIN, *sorted(BEGIN + step for step in steps)]
    together = set(due(moments[0], moments[-1]))
    apart = {period for after, upto in pairwise(moments) for period in due(after, upto)}
    assert together == apart


def test_parts_come_before_what_is_made_of_them():
    """Hours, days, weeks, months."""
    kinds = [period.kind for period in due(at(2026, 10, 31), at(2026, 12, 2))]
    order = list(WindowKind)
    assert kinds == sorted(kinds, key=order.index)
    assert set(kinds) == set(WindowKind)


def test_a_period_is_made_of_its_parts():
    """24 hours, 7 days, the days of a month; an hour of calls only."""
    moment = at(2028, 2, 10)
    assert parts_of(period_of(WindowKind.HOUR, moment)) == ()
    assert len(parts_of(period_of(WindowKind.DAY, moment))) == 24
    assert len(parts_of(period_of(WindowKind.WEEK, moment))) == 7
    assert len(parts_of(period_of(WindowKind.MONTH, moment))) == 29


def test_a_late_call_touches_four_periods():
    """Its hour, day, week and month, in that order."""
    assert [period.kind for period in touched_by([at(2026, 11, 20, 13, 30)])] == list(WindowKind)


def test_a_call_without_a_price_is_counted_apart():
    """It costs nobody knows what, not nothing."""
    hour = Period(WindowKind.HOUR, 0.0, 3_600.0)
    subject = Subject("a", "p", "m")
    rows = [Call(1.0, subject, 10, 20, None), Call(2.0, subject, 1, 2, 7), Call(3_600.0, subject, 5, 5, 5)]
    assert sum_of_calls(rows, hour) == {subject: Totals(2, 11, 22, 7, 1)}


# req: R11
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 10**9), st.booleans(), st.booleans()), max_size=20)
)
def test_a_request_counts_once_whatever_became_of_its_hold(fates):
    """Its attempts when they are known, else the loss; tokens and money are taken back with the request."""
    hour = Period(WindowKind.HOUR, 0.0, 3_600.0)
    subject = Subject("a", "p", "m")
    rows, wanted = [], Totals()
    for attempts, cost, was_lost, is_known in fates:
        known = is_known or not was_lost
        if was_lost:
            rows.append(Call(5.0, subject, 0, 800, 900, requests_of(LOST)))
        if known:
            rows.extend(Call(7.0, subject, 10, 20, cost, requests_of("answer")) for _ in range(attempts))
            wanted += Totals(attempts, 10 * attempts, 20 * attempts, cost * attempts)
        else:
            wanted += Totals(1, 0, 800, 900)
        if known and was_lost:
            rows.append(Call(5.0, subject, 0, -800, -900, requests_of(CORRECTION)))
    assert sum_of_calls(rows, hour).get(subject, Totals()) == wanted
