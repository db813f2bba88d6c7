"""What every limit store does, as tests. A room's test file makes a subclass and gives it a `store` fixture.

Times are the tests' own; nothing waits.
"""

from __future__ import annotations

import asyncio
import random

import pytest
from machine import BREAKER, START, counter

from jupyter_tutor.cost.limits import (
    CLOCK_SLACK_SECONDS,
    LEASE_SECONDS,
    Admission,
    Amount,
    Breaker,
    BreakerState,
    CostThrottle,
    Hold,
    NearlyUsedUp,
    Refused,
    Resource,
    SessionTotal,
    SlidingLog,
)

USD = 1_000_000_000
DAY = 86_400

MESSAGES = SlidingLog("messages", "ada", 20, seconds=60)


def budget(subject="ada", **changes):
    return SessionTotal(
        **{"name": "session", "subject": subject, "limit": 5 * USD, "idle_seconds": 1_800, **changes}
    )


def daily(resource, limit, subject="ada", now=START):
    return counter("daily", subject, resource, limit, DAY, now)


def costs(usd):
    """A hold of so much whose answer cannot be shortened."""
    return Hold(max_output_tokens=1, min_output_tokens=1, input_cost=round(usd * USD))


def used(usd):
    return Amount(1, 1, round(usd * USD))


async def current(store, limit, now=START):
    return (await store.usage([limit], now))[0].current_usage


class StoreContract:
    """One test body for every store."""

    # ---- one step for all limits -------------------------------------------------------

    # req: R9
    async def test_50_calls_of_10_cents_at_once_on_a_dollar_admit_10(self, store):
        """However many ask at the same time, the sum of what is admitted is within the limit."""
        cap = daily(Resource.COST, USD)
        answers = await asyncio.gather(
            *(store.reserve(f"r{number}", costs(0.10), [cap], START) for number in range(50))
        )
        assert sum(isinstance(answer, Admission) for answer in answers) == 10
        assert await current(store, cap) == USD

    # req: R9
    async def test_a_refusal_consumes_nothing(self, store):
        """The limits before and after the one that refuses stay as they were."""
        before, full, after = (
            daily(Resource.COST, 9 * USD),
            counter("hourly", "ada", Resource.COST, USD, 3600, START),
            budget(),
        )
        limits = [MESSAGES, before, full, after]
        refused = await store.reserve("big", costs(2), limits, START)
        assert isinstance(refused, Refused)
        assert refused.name == "hourly"
        assert [usage.current_usage for usage in await store.usage(limits, START)] == [0, 0, 0, 0]

    async def test_the_first_limit_that_has_no_room_is_named(self, store):
        """In the order in which the policy gave them."""
        full = [daily(Resource.REQUESTS, 1), counter("hourly", "ada", Resource.REQUESTS, 1, 3600, START)]
        await store.reserve("first", costs(0), full, START)
        assert (await store.reserve("a", costs(0), full, START)).name == "daily"
        assert (await store.reserve("b", costs(0), full[::-1], START)).name == "hourly"

    async def test_the_same_request_is_admitted_once(self, store):
        """Asked again, also after it has ended, the answer is the same and nothing is added."""
        limits = [daily(Resource.COST, 5 * USD), MESSAGES]
        first = await store.reserve("r", costs(1), limits, START)
        assert await store.reserve("r", costs(3), limits, START + 1) == first
        await store.settle("r", used(0.5), START + 2)
        assert await store.reserve("r", costs(3), limits, START + 3) == first
        assert [usage.current_usage for usage in await store.usage(limits, START + 3)] == [USD // 2, 1]

    async def test_a_refused_request_may_ask_again(self, store):
        """A refusal is not kept against its id."""
        cap = daily(Resource.COST, USD)
        await store.reserve("other", costs(1), [cap], START)
        assert isinstance(await store.reserve("r", costs(1), [cap], START), Refused)
        await store.refund("other", START)
        assert isinstance(await store.reserve("r", costs(1), [cap], START), Admission)

    # ---- how long an answer may be -----------------------------------------------------

    async def test_an_answer_is_shortened_to_what_every_limit_leaves(self, store):
        """The smallest room counts, and exactly that is held."""
        hold = Hold(1_000, 1_200, 256, input_cost=3_000_000, output_price=15_000)
        limits = [daily(Resource.TOKENS, 2_000), daily(Resource.COST, 3_000_000 + 400 * 15_000)]
        admission = await store.reserve("r", hold, limits, START)
        assert admission.output_tokens == 400
        assert admission.held == Amount(1, 1_400, 9_000_000)

    async def test_an_answer_is_not_shortened_below_its_least(self, store):
        """255 tokens left are too few for an answer of at least 256; 256 are enough."""
        hold = Hold(0, 1_200, 256)
        refused = await store.reserve("r", hold, [daily(Resource.TOKENS, 255)], START)
        assert isinstance(refused, Refused)
        admission = await store.reserve("s", hold, [daily(Resource.TOKENS, 256)], START)
        assert admission.output_tokens == 256

    async def test_what_costs_nothing_passes_every_limit_on_cost(self, store):
        """A free model and a canned reply go on when the money is used up."""
        breaker = Breaker("breaker", USD, cooldown_seconds=3600)
        throttle = CostThrottle("throttle", "ada", USD, seconds=600, marker_seconds=30)
        limits = [breaker, daily(Resource.COST, USD), budget(limit=USD), throttle, MESSAGES]
        await store.reserve("r", costs(1), limits, START)
        await store.settle("r", used(1), START)
        assert isinstance(await store.reserve("paid", costs(0.1), limits, START), Refused)
        assert isinstance(await store.reserve("free", Hold(100, 100, 1), limits, START), Admission)
        assert isinstance(await store.reserve("canned", Hold(), limits, START), Admission)

    # ---- sliding logs ------------------------------------------------------------------

    # req: R1
    @pytest.mark.parametrize("phase", [0.0, 0.25, 17.5, 30.0, 59.75])
    async def test_the_21st_message_in_a_minute_is_refused_at_any_phase(self, store, phase):
        """Three quarters of them before a full minute, the rest after it: 20 pass, the 21st does not."""
        begin = START - START % 60 + phase
        times = [begin + index * 2.75 for index in range(20)]
        for index, time in enumerate(times):
            assert isinstance(await store.reserve(f"r{index}", Hold(), [MESSAGES], time), Admission)
        refused = await store.reserve("late", Hold(), [MESSAGES], begin + 59.75)
        assert refused == Refused("messages", "messages", 20, 20, begin + 60, 0.25)
        assert isinstance(await store.reserve("later", Hold(), [MESSAGES], begin + 60), Admission)
        again = await store.reserve("again", Hold(), [MESSAGES], begin + 60)
        assert again.reset_time == times[1] + 60

    # req: R2
    async def test_canned_replies_are_no_model_calls(self, store):
        """They neither count nor are refused where model calls are counted."""
        calls = SlidingLog("model_calls", "everyone", 1, seconds=60, counts_model_calls=True)
        assert isinstance(await store.reserve("canned", Hold(), [calls], START), Admission)
        assert isinstance(await store.reserve("call", Hold(0, 1), [calls], START), Admission)
        assert isinstance(await store.reserve("second", Hold(0, 1), [calls], START), Refused)
        assert isinstance(await store.reserve("canned 2", Hold(), [calls], START), Admission)

    async def test_a_refund_gives_the_message_back_and_a_settlement_does_not(self, store):
        """Only what never happened leaves the log."""
        one = SlidingLog("messages", "ada", 1, seconds=60)
        await store.reserve("r", Hold(), [one], START)
        await store.settle("r", Amount(), START + 1)
        assert await current(store, one, START + 1) == 1
        await store.reserve("s", Hold(), [one], START + 60)
        await store.refund("s", START + 61)
        assert await current(store, one, START + 61) == 0

    # ---- ends of a request -------------------------------------------------------------

    # req: R9
    async def test_a_settlement_replaces_the_hold_once(self, store):
        """The second settlement, and a refund after it, change nothing."""
        limits = [daily(Resource.COST, 5 * USD), daily(Resource.TOKENS, 1_000), budget()]
        await store.reserve("r", costs(1), limits, START)
        for _ in range(2):
            await store.settle("r", Amount(1, 7, 123), START + 1)
        await store.refund("r", START + 2)
        assert [usage.current_usage for usage in await store.usage(limits, START + 2)] == [123, 7, 123]

    async def test_a_refund_gives_everything_back_once(self, store):
        """Requests, tokens, money; a settlement after it changes nothing."""
        limits = [daily(resource, 9 * USD) for resource in Resource] + [budget(), MESSAGES]
        await store.reserve("r", costs(1), limits, START)
        for _ in range(2):
            await store.refund("r", START + 1)
        await store.settle("r", used(1), START + 2)
        assert [usage.current_usage for usage in await store.usage(limits, START + 2)] == [0, 0, 0, 0, 0]

    async def test_a_settlement_counts_in_the_windows_of_the_reservation(self, store):
        """Asked before midnight and answered after it, an answer belongs to yesterday."""
        midnight = START - START % DAY + DAY
        yesterday = daily(Resource.COST, 5 * USD, now=midnight - 1)
        today = daily(Resource.COST, 5 * USD, now=midnight)
        await store.reserve("r", costs(1), [yesterday], midnight - 1)
        await store.settle("r", used(2), midnight + 5)
        assert await current(store, yesterday, midnight + 5) == 2 * USD
        assert await current(store, today, midnight + 5) == 0

    async def test_a_settlement_beyond_the_hold_is_charged_in_full(self, store):
        """The truth is charged even when it is past the limit."""
        cap = daily(Resource.COST, USD)
        await store.reserve("r", costs(1), [cap], START)
        await store.settle("r", used(1.5), START + 1)
        assert (await store.usage([cap], START + 1))[0].current_usage == 3 * USD // 2

    # ---- leases ------------------------------------------------------------------------

    async def test_a_hold_that_nobody_renews_is_charged_in_full(self, store):
        """Its lease lasts to the second; then it is reported as lost, once."""
        cap = daily(Resource.COST, 5 * USD)
        await store.reserve("r", costs(1), [cap], START)
        assert await store.sweep(START + LEASE_SECONDS - 0.25) == ()
        (lost,) = await store.sweep(START + LEASE_SECONDS)
        assert (lost.request_id, lost.charged) == ("r", Amount(1, 1, USD))
        assert await store.sweep(START + LEASE_SECONDS) == ()
        assert await current(store, cap, START + LEASE_SECONDS) == USD

    async def test_a_lost_hold_is_charged_its_last_known_total(self, store):
        """A renewal extends the lease and says what was used so far."""
        cap = daily(Resource.COST, 5 * USD)
        await store.reserve("r", costs(1), [cap], START)
        await store.renew("r", used(0.25), START + 100)
        assert await store.sweep(START + 100 + LEASE_SECONDS - 0.25) == ()
        assert await current(store, cap, START + 200) == USD
        (lost,) = await store.sweep(START + 100 + LEASE_SECONDS)
        assert lost.charged == used(0.25)
        assert await current(store, cap, START + 300) == USD // 4

    async def test_a_late_settlement_applies_the_difference_once(self, store):
        """The truth replaces what was charged when the lease expired."""
        cap = daily(Resource.COST, 5 * USD)
        await store.reserve("r", costs(1), [cap], START)
        await store.sweep(START + LEASE_SECONDS)
        for _ in range(2):
            await store.settle("r", used(0.4), START + 500)
        assert await current(store, cap, START + 500) == 400_000_000

    async def test_a_late_refund_gives_back_what_was_charged(self, store):
        """The provider never got the request of the process that died."""
        limits = [daily(Resource.COST, 5 * USD), daily(Resource.REQUESTS, 5), budget()]
        await store.reserve("r", costs(1), limits, START)
        await store.sweep(START + LEASE_SECONDS)
        await store.refund("r", START + 500)
        assert [usage.current_usage for usage in await store.usage(limits, START + 500)] == [0, 0, 0]

    # ---- metering sessions -------------------------------------------------------------

    # req: R5
    async def test_2_and_2_and_1_50_on_5_dollars(self, store):
        """The third is refused when it cannot be shortened, and shortened to $1.00 when it can."""
        for number in range(2):
            await store.reserve(f"r{number}", costs(2), [budget()], START)
            await store.settle(f"r{number}", used(2), START)
        refused = await store.reserve("r3", costs(1.5), [budget()], START + 10)
        assert refused == Refused("session", "session", 4 * USD, 5 * USD, START + 1_800, 1_790)
        hold = Hold(0, 1_500, 256, output_price=USD // 1_000)
        admission = await store.reserve("r4", hold, [budget()], START + 10)
        assert (admission.output_tokens, admission.held.cost) == (1_000, USD)
        assert await current(store, budget(), START + 10) == 5 * USD

    # req: R5
    async def test_the_warning_comes_once_when_80_percent_are_truly_spent(self, store):
        """Holds do not set it off; the settlement that reaches $4.00 does."""
        await store.reserve("r1", costs(2), [budget()], START)
        await store.reserve("r2", costs(3), [budget()], START)
        assert await store.settle("r1", used(2), START) == ()
        assert await store.settle("r2", used(2), START) == (NearlyUsedUp("session", 4 * USD, 5 * USD),)
        third = await store.reserve("r3", costs(0.5), [budget()], START)
        assert third.warnings == ()
        assert await store.settle("r3", used(0.5), START) == ()

    async def test_a_warning_that_a_lost_hold_caused_comes_with_the_next_admission(self, store):
        """It is not forgotten because no settlement told it."""
        await store.reserve("r1", costs(4), [budget()], START)
        await store.sweep(START + LEASE_SECONDS)
        second = await store.reserve("r2", costs(0.5), [budget()], START + 200)
        assert second.warnings == (NearlyUsedUp("session", 4 * USD, 5 * USD),)

    # req: R5
    async def test_a_session_closes_30_minutes_after_the_last_message(self, store):
        """Up to then the budget is that of the first; from then on it is a new one."""
        await store.reserve("r1", costs(3), [budget()], START)
        await store.reserve("r2", costs(1), [budget()], START + 1_000)
        assert await current(store, budget(), START + 2_799.75) == 4 * USD
        assert isinstance(await store.reserve("r3", costs(3), [budget()], START + 2_799.75), Refused)
        assert await current(store, budget(), START + 2_800) == 0
        assert isinstance(await store.reserve("r4", costs(3), [budget()], START + 2_800), Admission)

    async def test_a_settlement_leaves_the_session_that_followed_alone(self, store):
        """What the former session still costs is not charged to the next one."""
        await store.reserve("old", costs(3), [budget()], START)
        await store.reserve("new", costs(1), [budget()], START + 1_800)
        await store.settle("old", used(4), START + 1_801)
        assert await current(store, budget(), START + 1_801) == USD

    # req: R5
    async def test_a_session_that_is_long_enough_refuses_everything(self, store):
        """From the longest time on, until it closes because nobody asks."""
        strict = budget(longest_seconds=1_800)
        await store.reserve("r1", costs(0.1), [strict], START)
        await store.reserve("r2", costs(0.1), [strict], START + 1_799.75)
        refused = await store.reserve("r3", costs(0.1), [strict], START + 1_900)
        assert refused == Refused("session", "seconds", 1_900, 1_800, START + 3_599.75, 1_699.75)
        assert isinstance(await store.reserve("r4", Hold(), [strict], START + 1_900), Refused)
        assert isinstance(await store.reserve("r5", costs(0.1), [strict], START + 3_599.75), Admission)

    async def test_waiting_does_not_help_when_a_hold_is_beyond_the_whole_budget(self, store):
        """Then no time to come again is named."""
        refused = await store.reserve("r", costs(6), [budget()], START)
        assert (refused.reset_time, refused.retry_after_seconds) == (None, None)

    # req: R5
    async def test_100_sessions_at_once_keep_their_budgets_apart(self, store):
        """Each student spends $5.00, not one cent more, whatever the others do."""
        requests = [(student, number) for student in range(100) for number in range(7)]
        random.Random(5).shuffle(requests)
        answers = await asyncio.gather(
            *(
                store.reserve(f"{student}-{number}", costs(1), [budget(f"student-{student}")], START)
                for student, number in requests
            )
        )
        admitted = [
            one for one, answer in zip(requests, answers, strict=True) if isinstance(answer, Admission)
        ]
        assert {
            student: sum(one[0] == student for one in admitted) for student in range(100)
        } == dict.fromkeys(range(100), 5)

    # ---- breaker -----------------------------------------------------------------------

    # req: R6
    async def test_20_calls_of_5_dollars_open_the_breaker(self, store):
        """At exactly $100.00 in the last hour the next one is refused, until the cool-down is over."""
        breaker = Breaker("breaker", 100 * USD, cooldown_seconds=3600)
        for number in range(20):
            at = START + number
            assert isinstance(await store.reserve(f"r{number}", costs(5), [breaker], at), Admission)
            await store.settle(f"r{number}", used(5), at)
        refused = await store.reserve("r20", costs(5), [breaker], START + 100)
        assert refused == Refused("breaker", "breaker", 100 * USD, 100 * USD, START + 3_619, 3_519)
        state, usage = await store.breaker(breaker, START + 100)
        assert (state, usage.current_usage, usage.exceeded) == (BreakerState.OPEN, 100 * USD, True)

    async def test_holds_fill_the_breaker_without_opening_it(self, store):
        """20 at once are admitted and no more; when they turn out cheap, it goes on."""
        breaker = Breaker("breaker", 100 * USD, cooldown_seconds=3600)
        answers = [await store.reserve(f"r{number}", costs(5), [breaker], START) for number in range(21)]
        assert [isinstance(answer, Admission) for answer in answers] == [True] * 20 + [False]
        assert answers[20].retry_after_seconds == breaker.bucket_seconds
        assert (await store.breaker(breaker, START))[0] is BreakerState.CLOSED
        await store.settle("r0", used(1), START)
        assert isinstance(await store.reserve("next", costs(1), [breaker], START), Admission)

    async def test_money_spent_more_than_an_hour_ago_does_not_count(self, store):
        """The oldest of 60 minutes leaves the sum when a new one begins."""
        breaker = Breaker("breaker", 100 * USD, cooldown_seconds=3600)
        minute = START - START % 60
        await store.reserve("r", costs(60), [breaker], minute)
        await store.settle("r", used(60), minute)
        assert (await store.breaker(breaker, minute + 3_599.75))[1].current_usage == 60 * USD
        assert (await store.breaker(breaker, minute + 3_600))[1].current_usage == 0
        await store.reserve("s", costs(60), [breaker], minute + 3_600)
        await store.settle("s", used(60), minute + 3_600)
        assert (await store.breaker(breaker, minute + 3_600))[0] is BreakerState.CLOSED

    async def _opened(self, store):
        await store.reserve("r", costs(0.00001), [BREAKER], START)
        await store.settle("r", used(0.00001), START)
        return START + BREAKER.cooldown_seconds

    # req: R6
    async def test_of_20_at_once_one_is_the_probe(self, store):
        """After the cool-down exactly one request is let through."""
        half_open = await self._opened(store)
        answers = await asyncio.gather(
            *(store.reserve(f"p{number}", costs(0.0000001), [BREAKER], half_open) for number in range(20))
        )
        assert sum(isinstance(answer, Admission) for answer in answers) == 1
        assert (await store.breaker(BREAKER, half_open))[0] is BreakerState.HALF_OPEN

    async def test_a_probe_opens_it_anew_while_the_sum_is_too_high(self, store):
        """The cool-down is shorter than the window: the old costs still count."""
        half_open = await self._opened(store)
        await store.reserve("probe", costs(0.0000001), [BREAKER], half_open)
        await store.settle("probe", used(0), half_open + 1)
        state, usage = await store.breaker(BREAKER, half_open + 1)
        assert (state, usage.reset_time) == (BreakerState.OPEN, half_open + 1 + BREAKER.cooldown_seconds)

    async def test_a_probe_closes_it_when_the_sum_has_gone_down(self, store):
        """An hour later the costs are out of the window."""
        await self._opened(store)
        later = START + BREAKER.buckets * BREAKER.bucket_seconds
        await store.reserve("probe", costs(0.0000001), [BREAKER], later)
        await store.settle("probe", used(0.0000001), later)
        assert (await store.breaker(BREAKER, later))[0] is BreakerState.CLOSED

    async def test_a_probe_that_is_refunded_or_lost_leaves_the_turn_to_the_next(self, store):
        """The breaker does not stay shut because a probe told nothing."""
        half_open = await self._opened(store)
        await store.reserve("first", costs(0.0000001), [BREAKER], half_open)
        await store.refund("first", half_open)
        assert isinstance(await store.reserve("second", costs(0.0000001), [BREAKER], half_open), Admission)
        await store.sweep(half_open + LEASE_SECONDS)
        third = await store.reserve("third", costs(0.0000001), [BREAKER], half_open + LEASE_SECONDS)
        assert isinstance(third, Admission)

    async def test_a_reset_closes_the_breaker_and_forgets(self, store):
        """What was reserved before it counts no more, not even when it is settled later."""
        await store.reserve("running", costs(0.000001), [BREAKER], START)
        await self._opened(store)
        await store.reset_breaker(BREAKER, START + 1)
        await store.settle("running", used(0.00001), START + 2)
        state, usage = await store.breaker(BREAKER, START + 2)
        assert (state, usage.current_usage, usage.exceeded) == (BreakerState.CLOSED, 0, False)

    # ---- throttle ----------------------------------------------------------------------

    # req: R8
    async def test_a_marker_refuses_until_it_expires(self, store):
        """Half a dollar of true cost within ten minutes: 30 seconds' pause."""
        throttle = CostThrottle("throttle", "ada", USD // 2, seconds=600, marker_seconds=30)
        await store.reserve("r1", costs(0.6), [throttle], START)
        assert isinstance(await store.reserve("r2", costs(0.6), [throttle], START), Admission)
        await store.settle("r1", used(0.3), START + 5)
        await store.settle("r2", used(0.2), START + 10)
        refused = await store.reserve("r3", costs(0.1), [throttle], START + 15)
        assert refused == Refused("throttle", "throttle", USD // 2, USD // 2, START + 40, 25)
        assert isinstance(await store.reserve("r4", costs(0.1), [throttle], START + 40), Admission)

    async def test_costs_of_ten_minutes_ago_throttle_nobody(self, store):
        """Each cost is out of the window when it is as old as that."""
        throttle = CostThrottle("throttle", "ada", USD // 2, seconds=600, marker_seconds=30)
        await store.reserve("r1", costs(0.3), [throttle], START)
        await store.settle("r1", used(0.3), START)
        await store.reserve("r2", costs(0.3), [throttle], START + 600)
        await store.settle("r2", used(0.3), START + 600)
        assert isinstance(await store.reserve("r3", costs(0.1), [throttle], START + 601), Admission)

    # ---- clocks ------------------------------------------------------------------------

    async def test_a_clock_that_is_put_back_a_little_opens_no_window(self, store):
        """Time stands still until the clock has caught up."""
        one = SlidingLog("messages", "ada", 1, seconds=60)
        await store.reserve("r", Hold(), [one], START)
        back = START - CLOCK_SLACK_SECONDS
        refused = await store.reserve("s", Hold(), [one], back)
        assert refused.retry_after_seconds == 60
        assert isinstance(await store.reserve("t", Hold(), [one], START + 60), Admission)

    async def test_a_clock_that_was_hours_ahead_locks_nobody_out(self, store):
        """Set right, it is believed: what was said in the future counts, and time goes on."""
        two = SlidingLog("messages", "ada", 2, seconds=60)
        await store.reserve("ahead", Hold(), [two], START + 7_200)
        assert isinstance(await store.reserve("r1", Hold(), [two], START), Admission)
        assert isinstance(await store.reserve("r2", Hold(), [two], START + 1), Refused)
        assert isinstance(await store.reserve("r3", Hold(), [two], START + 60), Admission)

    # ---- sums --------------------------------------------------------------------------

    # req: R9
    async def test_the_sums_are_exact_to_the_nano_dollar(self, store):
        """Settlements, refunds, doubles and lost holds in any order: the true costs, no more, no less."""
        dice = random.Random(11)
        limits = [*(daily(resource, 10**15) for resource in Resource), budget(limit=10**15)]
        truth, late = Amount(), []
        for number in range(300):
            hold = Hold(dice.randrange(9_999), 1_200, 256, dice.randrange(10**8), dice.randrange(75_000))
            admission = await store.reserve(f"r{number}", hold, limits, START)
            true = Amount(1, dice.randrange(11_199), dice.randrange(admission.held.cost + 1))
            fate = dice.choice(["settled", "settled twice", "refunded", "lost", "late", "late refund"])
            truth = truth if "refund" in fate else truth + true
            await self._ended(store, f"r{number}", fate, true)
            late += [(f"r{number}", fate, true)] if "late" in fate else []
        await store.sweep(START + LEASE_SECONDS)
        for request_id, fate, true in late:
            if fate == "late":
                await store.settle(request_id, true, START + LEASE_SECONDS)
            await store.refund(request_id, START + LEASE_SECONDS)
        sums = [usage.current_usage for usage in await store.usage(limits, START + LEASE_SECONDS)]
        assert sums == [truth.requests, truth.tokens, truth.cost, truth.cost]

    async def _ended(self, store, request_id, fate, true):
        if fate.startswith("settled"):
            await store.settle(request_id, true, START)
        if fate in ("settled twice", "refunded"):
            await store.refund(request_id, START)
            await store.settle(request_id, true, START)
        if fate == "lost":
            await store.renew(request_id, true, START)
