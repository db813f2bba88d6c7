"""Hypothesis against every limit store: whatever is done in whatever order, store and model agree.

`machine(open_store)` makes a state machine for one kind of store. `open_store` is a function that
returns an async context manager whose value is an empty store; it is entered once per run. Times are
multiples of 1/4 s and money stays below 2⁵³, so that nothing depends on how a store writes numbers.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from itertools import count

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from naive_model import NaiveModel

from jupyter_tutor.cost.limits import (
    KEPT_SECONDS,
    LEASE_SECONDS,
    Amount,
    Breaker,
    CalendarCounter,
    CostThrottle,
    Hold,
    Resource,
    SessionTotal,
    SlidingLog,
)

SUBJECTS = ("ada", "grace")
START = 1_700_000_000.0

BREAKER = Breaker("breaker", limit=1_600, cooldown_seconds=20, bucket_seconds=10, buckets=6)


def counter(name, subject, resource, limit, length, now):  # noqa: PLR0917
    """A calendar counter over the `length` seconds long window that `now` is in."""
    start = now // length * length
    return CalendarCounter(name, subject, resource, limit, start, start + length)


def limits_at(now, subject):
    """One limit of every kind, small enough to be reached."""
    return (
        BREAKER,
        counter("monthly", subject, Resource.COST, 2_500, 1_000, now),
        counter("daily", subject, Resource.TOKENS, 400, 200, now),
        counter("daily", subject, Resource.COST, 1_300, 200, now),
        counter("hourly", subject, Resource.REQUESTS, 6, 100, now),
        SessionTotal("session", subject, 1_200, idle_seconds=60, longest_seconds=150),
        CostThrottle("throttle", subject, 500, seconds=40, marker_seconds=15),
        SlidingLog("model_calls", "everyone", 7, seconds=30, counts_model_calls=True),
        SlidingLog("messages", subject, 5, seconds=30),
    )


holds = st.builds(
    Hold,
    input_tokens=st.sampled_from([50, 10, 0]),
    max_output_tokens=st.sampled_from([100, 40, 5]),
    min_output_tokens=st.sampled_from([30, 5, 0]),
    input_cost=st.sampled_from([300, 20, 0]),
    output_price=st.sampled_from([7, 3, 1, 0]),
)
canned = st.just(Hold())
seconds = st.sampled_from(
    [0.0, 0.25, 0.5, 1.0, 1.0, 2.0, 2.5, 5.0, 7.75, 10.0, 15.0, 20.0, 30.0, 40.0, 60.0, 90.0, 120.0]
)
subjects = st.sampled_from(SUBJECTS)
shares = st.sampled_from([4, 4, 4, 2, 1, 0, 5])
to_leave_out = st.one_of(st.just(frozenset()), st.frozensets(st.integers(0, 8)))


class LimitStoreMachine(RuleBasedStateMachine):
    """Requests of two students, decided by a store and by the model."""

    open_store = None

    def __init__(self):
        super().__init__()
        self.model = NaiveModel()
        self.now = START
        self.numbers = count(1)
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.store = self.do(self.stack.enter_async_context(type(self).open_store()))

    def teardown(self):
        self.do(self.stack.aclose())
        self.runner.close()

    def do(self, coroutine):
        return self.runner.run(coroutine)

    def drawn(self, data, *phases):
        """A request in one of the phases that no store may have forgotten."""
        latest = max(self.now, self.model.latest)
        requests = [
            request
            for request in self.model.requests
            if request.phase in phases
            and (request.ended_at is None or latest - request.ended_at < KEPT_SECONDS)
        ]
        return data.draw(st.sampled_from(requests)) if requests else None

    def reserved(self, request_id, hold, subject, left_out):
        every = limits_at(self.model._time(self.now, look=True), subject)
        limits = tuple(limit for index, limit in enumerate(every) if index not in left_out)
        ours = self.do(self.store.reserve(request_id, hold, limits, self.now))
        assert ours == self.model.reserve(request_id, hold, limits, self.now)

    def settled(self, request, of_tokens, of_cost):
        used = Amount(1, request.held.tokens * of_tokens // 4, request.held.cost * of_cost // 4)
        ours = self.do(self.store.settle(request.id, used, self.now))
        assert ours == self.model.settle(request.id, used, self.now)

    def refunded(self, request):
        self.do(self.store.refund(request.id, self.now))
        self.model.refund(request.id, self.now)

    def swept(self):
        ours = self.do(self.store.sweep(self.now))
        assert sorted(map(repr, ours)) == sorted(map(repr, self.model.sweep(self.now)))

    # ---- what can happen ---------------------------------------------------------------

    @rule(subject=subjects, hold=st.one_of(holds, holds, holds, canned), left_out=to_leave_out)
    def reserve(self, subject, hold, left_out):
        self.reserved(f"request-{next(self.numbers)}", hold, subject, left_out)

    @rule(subject=subjects, hold=holds, times=st.integers(2, 6))
    def reserve_many(self, subject, hold, times):
        for _ in range(times):
            self.reserved(f"request-{next(self.numbers)}", hold, subject, ())

    @rule(subject=subjects, hold=holds, of_cost=shares, wait=seconds)
    def ask_and_be_answered(self, subject, hold, of_cost, wait):
        self.reserved(f"request-{next(self.numbers)}", hold, subject, ())
        self.now += wait / 4
        if self.model.requests and self.model.requests[-1].phase == "held":
            self.settled(self.model.requests[-1], 4, of_cost)

    @rule(data=st.data(), of_tokens=shares, of_cost=shares)
    def settle(self, data, of_tokens, of_cost):
        request = self.drawn(data, "held")
        if request is not None:
            self.settled(request, of_tokens, of_cost)

    @rule(of_cost=shares)
    def settle_all(self, of_cost):
        for request in self.model.requests:
            if request.phase == "held":
                self.settled(request, of_cost, of_cost)

    @rule(data=st.data(), share=shares)
    def renew_or_refund(self, data, share):
        request = self.drawn(data, "held")
        if request is not None and share:
            so_far = Amount(1, request.held.tokens * share // 8, request.held.cost * share // 8)
            self.do(self.store.renew(request.id, so_far, self.now))
            self.model.renew(request.id, so_far, self.now)
        elif request is not None:
            self.refunded(request)

    @rule(data=st.data(), how=st.sampled_from(["settle", "refund", "reserve", "renew"]), share=shares)
    def do_again_or_too_late(self, data, how, share):
        request = self.drawn(data, "settled", "refunded", "lost")
        if request is None:
            return
        if how == "settle":
            self.settled(request, share, share)
        elif how == "refund":
            self.refunded(request)
        elif how == "renew":
            self.do(self.store.renew(request.id, request.held, self.now))
            self.model.renew(request.id, request.held, self.now)
        else:
            self.reserved(request.id, request.hold, "ada", ())

    @rule()
    def sweep(self):
        self.swept()

    @rule(renewed=st.booleans())
    def leases_run_out(self, renewed):
        self.now = max(self.now, self.model.latest) + LEASE_SECONDS - (0.25 if renewed else 0.0)
        self.swept()

    @rule(step=seconds)
    def time_passes(self, step):
        self.now += step

    @rule(what=st.integers(0, 9))
    def something_rare(self, what):
        if what == 0:
            self.do(self.store.reset_breaker(BREAKER, self.now))
            self.model.reset_breaker(BREAKER, self.now)
        elif what == 1:
            self.now += 4_000.0
        elif what == 2:
            self.do(self.store.refund("nobody", self.now))
            self.model.refund("nobody", self.now)
            assert self.do(self.store.settle("nobody", Amount(1, 1, 1), self.now)) == ()
            self.do(self.store.renew("nobody", Amount(1, 1, 1), self.now))
        else:  # the clock is put back, not further than a store takes for a correction
            self.now = max(self.now - 2.0 ** (what - 1), self.model.latest - 250.0)

    # ---- what always holds -------------------------------------------------------------

    @invariant()
    def both_say_the_same(self):
        for subject in SUBJECTS:
            limits = limits_at(self.model._time(self.now, look=True), subject)
            assert self.do(self.store.usage(limits, self.now)) == self.model.usage(limits, self.now)
        assert self.do(self.store.breaker(BREAKER, self.now)) == self.model.breaker(BREAKER, self.now)


def machine(open_store):
    """The state machine over the stores that `open_store` opens."""
    return type("Machine", (LimitStoreMachine,), {"open_store": staticmethod(open_store)})
