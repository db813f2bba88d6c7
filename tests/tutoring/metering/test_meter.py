"""Holds, renewals and ends, over the limits of one process."""

from __future__ import annotations

import asyncio
from itertools import count

import pytest
from reservations import MemoryReservations
from surroundings import FlatPrices, ManualClock, WatchedLimits, Witness

from jupyter_tutor.cost.limits import Amount
from jupyter_tutor.cost.money import NANO_USD_PER_USD
from jupyter_tutor.cost.policy import MeteringPolicy, limits_for
from jupyter_tutor.cost.prices import PriceTable
from jupyter_tutor.errors import BudgetExceeded, DatabaseUnavailable, ModelUnavailable, RateLimited
from jupyter_tutor.tutoring.metering.meter import Asking, Meter
from jupyter_tutor.tutoring.metering.records import HoldState, Settlement
from jupyter_tutor.tutoring.occurrences import LimitDecided

GPT5 = {"gpt-5": {"input": 10, "output": 30}}


def meter_of(policy: MeteringPolicy | None = None, prices: PriceTable | None = None) -> Meter:
    numbers = count(1)
    return Meter(
        WatchedLimits(),
        lambda user_id, now: limits_for(policy or MeteringPolicy(), (), user_id, now),
        prices or FlatPrices(),
        ManualClock(),
        Witness(),
        lambda: str(next(numbers)),
    )


def question(number: int = 1, user: str = "ada", **fields: object) -> Asking:
    fields = {"models": (("openai", "gpt-5"),), "input_tokens": 100, "max_output_tokens": 1_000, **fields}
    return Asking(f"r{number}", user, **fields)


# req: R1
@pytest.mark.parametrize("phase", [0, 1, 29.5, 59.9])
async def test_the_21st_message_in_a_minute_is_refused_at_any_phase(phase: float):
    """Twenty pass, the next is told how long to wait, and after that long it passes."""
    meter = meter_of()
    meter.clock.advance(phase)
    for number in range(20):
        await meter.reserve(question(number))
        meter.clock.advance(1)
    with pytest.raises(RateLimited, match="Rate limit reached") as refused:
        await meter.reserve(question(20))
    assert refused.value.retry_after == 40
    meter.clock.advance(40)
    await meter.reserve(question(21))


# req: R1
async def test_canned_replies_count_as_messages_and_cost_nothing():
    """A greeting takes one of the twenty, whatever the budget is."""
    meter = meter_of()
    for number in range(20):
        grant = await meter.reserve(question(number, models=()))
        assert grant.reservation.charged == Amount(1)
    with pytest.raises(RateLimited):
        await meter.reserve(question(20))


# req: R1 R2
async def test_what_the_tutor_asks_on_its_own_is_no_message():
    """A summary counts as a model call, not against the student's twenty."""
    meter = meter_of(MeteringPolicy(messages_per_minute=1, model_calls_per_minute=2))
    await meter.reserve(question())
    grant = await meter.reserve(question(aside="summary"))
    assert not grant.reservation.is_message
    with pytest.raises(RateLimited, match="many questions"):
        await meter.reserve(question(aside="difficulty"))


# req: R5
async def test_the_third_answer_of_a_session_is_lowered_to_what_fits_or_refused():
    """$2 and $2 are spent of $5; the third gets an answer that the last dollar pays for."""
    policy = MeteringPolicy(default_caps=(), daily_tokens_on=False)
    meter = meter_of(policy, PriceTable({"gpt-5": {"input": 0, "output": 1_000}}))
    warnings = []
    for number in range(2):
        grant = await meter.reserve(question(number, max_output_tokens=2_000))
        warnings += await meter.end(Settlement(grant.reservation.id, Amount(1, 2_000, 2 * NANO_USD_PER_USD)))
    third = await meter.reserve(question(3, max_output_tokens=1_500))
    assert third.output_tokens == 1_000
    assert third.reservation.charged.cost == NANO_USD_PER_USD
    assert [(warning.spent, warning.limit) for warning in warnings] == [
        (4 * NANO_USD_PER_USD, 5 * NANO_USD_PER_USD)
    ]
    await meter.end(Settlement(third.reservation.id, third.reservation.charged))
    with pytest.raises(BudgetExceeded, match="Budget exceeded"):
        await meter.reserve(question(4))


# req: R4
async def test_a_model_without_a_price_is_refused_and_never_free():
    """The sentence names the model and says what an administrator can do."""
    meter = meter_of(prices=PriceTable({}))
    with pytest.raises(ModelUnavailable, match="No price is known for mystery-9"):
        await meter.reserve(question(models=(("openai", "mystery-9"),)))
    assert meter.store.entries == []


# req: R9
async def test_the_dearest_model_that_may_answer_decides_what_is_held():
    """A fallback that costs more than the first choice can still be paid."""
    prices = PriceTable({"cheap": {"input": 0, "output": 1}, "dear": {"input": 0, "output": 40}})
    meter = meter_of(prices=prices)
    grant = await meter.reserve(question(models=(("openai", "cheap"), ("anthropic", "dear"))))
    assert grant.reservation.charged.cost == 1_000 * 40_000


# req: R9
async def test_fifty_answers_at_once_on_a_budget_of_ten_admit_exactly_ten():
    """Fifty calls of ten cents on one dollar."""
    policy = MeteringPolicy(
        session_budget=NANO_USD_PER_USD, daily_tokens_on=False, messages_on=False, default_caps=()
    )
    meter = meter_of(policy, PriceTable({"gpt-5": {"input": 0, "output": 1_000}}))
    asked = [meter.reserve(question(number, max_output_tokens=100)) for number in range(50)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(not isinstance(answer, Exception) for answer in answers) == 10
    assert sum(isinstance(answer, BudgetExceeded) for answer in answers) == 40


# req: R9
async def test_a_question_that_was_given_back_is_held_anew_when_it_is_asked_again():
    """The same request id after a refund is a new hold, not a free ride on the old one."""
    meter = meter_of(MeteringPolicy(messages_per_minute=1))
    first = await meter.reserve(question())
    await meter.give_back(first)
    second = await meter.reserve(question())
    assert second.reservation.id != first.reservation.id
    with pytest.raises(RateLimited):
        await meter.reserve(question())


# req: R9
async def test_a_hold_lives_as_long_as_it_is_renewed_and_not_longer():
    """Renewed for ten minutes it is still open; watched no more, its lease runs out."""
    meter = meter_of()
    grant = await meter.reserve(question())
    meter.watch(grant, lambda: Amount(1, 7, 7))
    for _ in range(20):
        meter.clock.advance(30)
        await meter.renew()
        assert await meter.store.sweep(meter.now()) == ()
    meter.clock.advance(121)
    (lost,) = await meter.store.sweep(meter.now())
    assert (lost.request_id, lost.charged) == (grant.reservation.id, Amount(1, 7, 7))


# req: R9
async def test_an_end_that_could_not_be_stored_is_stored_later():
    """The database is away when an answer ends; when it is back, the hold is settled there too."""
    meter, rows = meter_of(), MemoryReservations()
    grant = await meter.reserve(question())
    await rows.add(grant.reservation)
    rows.failing = DatabaseUnavailable("The disk is full.")
    meter.owe(Settlement(grant.reservation.id, Amount(1, 9, 9)), ())
    with pytest.raises(DatabaseUnavailable):
        await meter.catch_up(rows)
    rows.failing = None
    await meter.catch_up(rows)
    assert rows.rows[grant.reservation.id].state is HoldState.SETTLED
    assert rows.rows[grant.reservation.id].charged == Amount(1, 9, 9)


# req: H2
async def test_a_refusal_is_observed_by_the_name_of_the_limit():
    """The log can tell which limit said no."""
    meter = meter_of(MeteringPolicy(messages_per_minute=1))
    await meter.reserve(question())
    with pytest.raises(RateLimited):
        await meter.reserve(question(2))
    assert meter.observer.of(LimitDecided) == [LimitDecided("r2", "ada", "messages", admitted=False)]


# req: R5 R7
async def test_the_budget_a_student_sees_is_what_is_charged():
    """Today's cap and the metering session, in the money that was truly spent."""
    meter = meter_of(prices=PriceTable(GPT5))
    grant = await meter.reserve(question())
    await meter.end(Settlement(grant.reservation.id, Amount(1, 100, 40_000_000)))
    budget = await meter.budget("ada")
    assert (budget.today.current_usage, budget.today.limit) == (40_000_000, 10 * NANO_USD_PER_USD)
    assert (budget.session.current_usage, budget.session.limit) == (40_000_000, 5 * NANO_USD_PER_USD)
    assert not budget.session_is_used_up


# req: R5
async def test_a_hundred_sessions_at_once_keep_their_budgets_apart():
    """Each is charged with its own answers, to the nano-dollar, and refused by nobody else's."""
    meter = meter_of(MeteringPolicy(model_calls_on=False, default_caps=(), daily_tokens_on=False))

    async def work(student: int) -> None:
        for number in range(20):
            grant = await meter.reserve(question(number, f"student-{student}"))
            await asyncio.sleep(0)
            await meter.end(Settlement(grant.reservation.id, Amount(1, 10, 1_000 * student + number)))

    await asyncio.gather(*(work(student) for student in range(100)))
    for student in range(100):
        budget = await meter.budget(f"student-{student}")
        assert budget.session.current_usage == sum(1_000 * student + number for number in range(20))
