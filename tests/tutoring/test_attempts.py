"""The accounts of a request: what each kind of end costs."""

from __future__ import annotations

import asyncio

from surroundings import FlatPrices, ManualClock, Witness

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import AnswerCut, AnswerTruncated, ProviderOverloaded
from jupyter_tutor.tutoring.attempts import Attempts, Purpose
from jupyter_tutor.tutoring.occurrences import ModelCalled
from jupyter_tutor.tutoring.ports import AttemptEnded, AttemptStarted, Reported, Text


def accounts(witness: Witness | None = None) -> Attempts:
    ids = iter(f"call-{number}" for number in range(100))
    return Attempts(
        Purpose("r1", "ada", "answer", input_tokens=500),
        estimate=len,
        prices=FlatPrices(),
        clock=ManualClock(),
        observer=witness or Witness(),
        new_id=lambda: next(ids),
    )


START = AttemptStarted("openai", "gpt-5", 1)


def ended(reported: Usage | None = None, error: Exception | None = None) -> AttemptEnded:
    return AttemptEnded("openai", "gpt-5", 1, 0.5, reported, error)


# req: L3
def test_reported_usage_is_taken_as_it_is():
    """The provider's own figures, not estimated, are what a complete answer costs."""
    attempts = accounts()
    usage = Usage(120, 20, 9)
    for item in (START, Text("Hello"), Reported(usage), ended(usage)):
        attempts.note(item)
    assert attempts.usage == usage
    assert attempts.cost_nano_usd == 129


# req: L3
def test_usage_that_never_came_is_counted_from_what_was_received_and_marked():
    """A compatible server without usage costs the estimated prompt and the text it sent."""
    attempts = accounts()
    for item in (START, Text("Hello"), Text("!"), ended()):
        attempts.note(item)
    assert attempts.usage == Usage(500, 0, 6, estimated=True)


# req: C5
def test_a_stopped_answer_keeps_the_exact_input_and_counts_the_output_received():
    """Stopping is charged: what the provider said it read, and what it wrote until then."""
    attempts = accounts()
    for item in (START, Reported(Usage(480, 80, 1)), Text("Hello world")):
        attempts.note(item)
    attempts.cut_short(asyncio.CancelledError())
    assert attempts.usage == Usage(480, 80, 11, estimated=True)
    assert attempts.calls[0].error == "CancelledError"


def test_a_refused_attempt_costs_nothing():
    """A provider that answered 529 before the first byte spent nothing."""
    attempts = accounts()
    for item in (START, ended(error=ProviderOverloaded("529"))):
        attempts.note(item)
    assert attempts.usage == Usage()
    assert attempts.cost_nano_usd == 0


def test_a_stream_that_broke_is_charged_for_the_prompt_and_the_text():
    """Cut and truncated answers are never free."""
    for error in (AnswerCut("cut"), AnswerTruncated("no finish reason")):
        attempts = accounts()
        for item in (START, Text("abc"), ended(error=error)):
            attempts.note(item)
        assert attempts.usage == Usage(500, 0, 3, estimated=True)


def test_every_attempt_is_a_ledger_row_and_the_sum_covers_all():
    """A retry after an error and the answer that followed are two rows of one request."""
    witness = Witness()
    attempts = accounts(witness)
    good = Usage(100, 0, 10)
    attempts.note(START)
    attempts.note(ended(error=ProviderOverloaded("503")))
    attempts.note(AttemptStarted("anthropic", "claude", 1))
    attempts.note(ended(good))
    assert [(c.provider, c.error) for c in attempts.calls] == [
        ("openai", "ProviderOverloaded"),
        ("anthropic", None),
    ]
    assert attempts.usage == good
    assert [seen.success for seen in witness.of(ModelCalled)] == [False, True]


def test_an_unknown_price_makes_the_sum_unknown():
    """No sum hides money that nobody knows."""

    class NoPrices:
        def cost(self, provider: str, model: str, usage: Usage) -> int | None:
            return None

    attempts = accounts()
    attempts._prices = NoPrices()
    attempts.note(START)
    attempts.note(ended(Usage(1, 0, 1)))
    assert attempts.cost_nano_usd is None
