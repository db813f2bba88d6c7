"""The chain of models: retries, back-off, fallback, and what is told about each attempt."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wire_server import ask

from jupyter_tutor import errors
from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.language_models.chain import Chain, RetryPolicy
from jupyter_tutor.tutoring.ports import AttemptEnded, AttemptStarted, Reported, Text


class FakeModel:
    """Plays one scripted attempt after the other: items are yielded, an exception is raised."""

    def __init__(self, provider, *attempts):
        self.provider = provider
        self.model = f"{provider}-model"
        self.attempts = list(attempts)
        self.asked = 0
        self.warmed = self.closed = False
        self.open_streams = 0

    async def stream(self, request):
        attempt = self.attempts[min(self.asked, len(self.attempts) - 1)]
        self.asked += 1
        self.open_streams += 1
        try:
            for item in attempt:
                if isinstance(item, Exception):
                    raise item
                yield item
        finally:
            self.open_streams -= 1

    async def warm(self):
        self.warmed = True
        for item in self.attempts[0]:
            if isinstance(item, errors.ProviderNotInstalled):
                raise item

    async def close(self):
        self.closed = True


@dataclass
class FakeTime:
    """A clock that only moves when somebody sleeps."""

    now: float = 100.0
    slept: list[float] = field(default_factory=list)

    def monotonic(self):
        return self.now

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


GOOD = (Text("Look "), Text("here."), Reported(Usage(10, 0, 2)))


@pytest.fixture
def time():
    return FakeTime()


@pytest.fixture
def chain(time):
    """Makes a chain on fake time with fixed randomness."""

    def make(*models, **settings):
        return Chain(models, rng=random.Random(7), sleep=time.sleep, monotonic=time.monotonic, **settings)

    return make


async def played(chain, answer_by=None):
    """Everything the chain yields, and the error it ends in."""
    items = []
    try:
        async for item in chain.stream(ask(), answer_by):
            items.append(item)  # noqa: PERF401 - what came before the error is wanted
    except (errors.TutorError, errors.ProviderError) as error:
        return items, error
    return items, None


def text_of(items):
    return "".join(item.content for item in items if isinstance(item, Text))


def attempts_of(items):
    return [(item.provider, item.attempt) for item in items if isinstance(item, AttemptStarted)]


# named case: fake yields tokens
async def test_the_fake_yields_tokens(chain):
    """An answer passes through in order, between its attempt's beginning and end."""
    items, error = await played(chain(FakeModel("openai", GOOD)))
    assert error is None
    assert items == [
        AttemptStarted("openai", "openai-model", 1),
        *GOOD,
        AttemptEnded("openai", "openai-model", 1, 0.0, Usage(10, 0, 2), None),
    ]


# req: L2
@pytest.mark.parametrize(
    "error",
    [
        errors.ProviderRateLimited("429"),
        errors.ProviderOverloaded("503"),
        errors.ProviderOverloaded("529"),
        errors.ProviderUnreachable("no route"),
        errors.AnswerCut("cut"),
        errors.AnswerTruncated("no finish"),
        errors.AnswerCorrupt("corrupt"),
    ],
)
async def test_a_passing_error_is_tried_again(chain, time, error):
    """429, 5xx, 529 and broken streams get another attempt after a wait; each attempt is told."""
    items, failure = await played(chain(FakeModel("openai", (error,), (error,), GOOD)))
    assert failure is None
    assert text_of(items) == "Look here."
    assert attempts_of(items) == [("openai", 1), ("openai", 2), ("openai", 3)]
    assert [item.error for item in items if isinstance(item, AttemptEnded)] == [error, error, None]
    assert len(time.slept) == 2


# req: L2
@pytest.mark.parametrize(
    "error", [errors.ProviderRejectedKey("401"), errors.ProviderRejectedRequest("400"), RuntimeError("a bug")]
)
async def test_a_lasting_error_goes_to_the_next_model_at_once(chain, time, error):
    """A wrong key, a refused request or a fault of ours is not repeated at the same provider."""
    first, second = FakeModel("anthropic", (error,)), FakeModel("openai", GOOD)
    items, failure = await played(chain(first, second))
    assert failure is None
    assert attempts_of(items) == [("anthropic", 1), ("openai", 1)]
    assert time.slept == []


async def test_nothing_is_repeated_once_text_has_come(chain):
    """A student never sees an answer begin twice: the attempt's own error ends the stream."""
    cut = errors.AnswerCut("cut")
    first, second = FakeModel("openai", (Text("Look "), cut)), FakeModel("google", GOOD)
    items, failure = await played(chain(first, second))
    assert failure is cut
    assert text_of(items) == "Look "
    assert items[-1] == AttemptEnded("openai", "openai-model", 1, 0.0, None, cut)
    assert (first.asked, second.asked) == (1, 0)


# req: C8
async def test_when_all_have_failed_there_is_one_error(chain):
    """After every model's attempts the sentence of the requirements is raised."""
    models = [FakeModel(name, (errors.ProviderOverloaded("503"),)) for name in ("anthropic", "openai")]
    items, failure = await played(chain(*models))
    assert isinstance(failure, errors.ModelUnavailable)
    assert failure.message == "The AI service is temporarily unavailable. Please try again in a moment."
    assert failure.retry_after is None
    assert len(attempts_of(items)) == 6


async def test_the_soonest_wish_of_the_providers_is_passed_on(chain):
    """A refusal tells the smallest of the waiting times that were asked for."""
    models = [
        FakeModel("anthropic", (errors.ProviderRateLimited("429", retry_after=90),)),
        FakeModel("openai", (errors.ProviderRateLimited("429", retry_after=40),)),
        FakeModel("google", (errors.ProviderOverloaded("503"),)),
    ]
    _, failure = await played(chain(*models))
    assert failure.retry_after == 40


async def test_a_wait_that_is_asked_for_is_kept(chain, time):
    """No attempt is made before the provider's Retry-After has passed."""
    limited = errors.ProviderRateLimited("429", retry_after=3)
    await played(chain(FakeModel("openai", (limited,), GOOD)))
    assert 3 <= time.slept[0] <= 3.5


async def test_a_long_wait_is_spent_with_the_next_model(chain, time):
    """Nobody waits a minute for one provider while another is configured."""
    limited = errors.ProviderRateLimited("429", retry_after=60)
    items, failure = await played(chain(FakeModel("openai", (limited,)), FakeModel("google", GOOD)))
    assert failure is None
    assert attempts_of(items) == [("openai", 1), ("google", 1)]
    assert time.slept == []


async def test_a_slow_model_uses_up_its_patience(chain, time):
    """When one attempt took very long to fail, the next model is asked instead of waiting again."""

    class Slow(FakeModel):
        async def stream(self, request):
            time.now += 60
            async for item in super().stream(request):
                yield item

    items, _ = await played(
        chain(Slow("openai", (errors.ProviderUnreachable("timeout"),)), FakeModel("google", GOOD))
    )
    assert attempts_of(items) == [("openai", 1), ("google", 1)]


@given(st.integers(1, 8), st.floats(0, 20), st.integers(0, 2**32))
def test_back_off_lies_between_the_wish_and_a_growing_ceiling(attempt, asked, seed):
    """wait ∈ [asked, asked + min(8, 0.5·2ⁿ⁻¹)] for any randomness."""
    policy = RetryPolicy(attempts=10)
    wait = policy.wait(attempt, errors.ProviderRateLimited("429", retry_after=asked), random.Random(seed))
    assert asked <= wait <= asked + min(8.0, 0.5 * 2 ** (attempt - 1))


def test_waits_are_spread_out():
    """Full jitter: students whose requests failed together come back at different moments."""
    rng, policy = random.Random(1), RetryPolicy()
    waits = {policy.wait(2, errors.ProviderOverloaded("503"), rng) for _ in range(100)}
    assert len(waits) == 100
    assert max(waits) - min(waits) > 0.8


async def test_one_provider_can_be_asked_by_name(chain):
    """answer_by leaves out all others, and reaches models that are only asked by name."""
    first, second, coach = FakeModel("openai", GOOD), FakeModel("google", GOOD), FakeModel("coach", GOOD)
    made = chain(first, second, on_request=(coach,))
    for name in ("google", "coach"):
        items, _ = await played(made, name)
        assert attempts_of(items) == [(name, 1)]
    assert first.asked == 0
    assert made.names == (("openai", "openai-model"), ("google", "google-model"))


async def test_a_model_that_is_only_asked_by_name_is_no_fallback(chain):
    """The coach does not answer unasked while a provider is configured."""
    coach = FakeModel("coach", GOOD)
    _, failure = await played(
        chain(FakeModel("openai", (errors.ProviderOverloaded("503"),)), on_request=(coach,))
    )
    assert isinstance(failure, errors.ModelUnavailable)
    assert coach.asked == 0


async def test_a_name_that_nobody_has_is_invalid(chain):
    """Asking for a provider that is not configured names it."""
    _, failure = await played(chain(FakeModel("openai", GOOD)), "anthropic")
    assert isinstance(failure, errors.Invalid)
    assert "anthropic" in failure.message


async def test_a_rejected_key_is_not_tried_again_for_a_minute(chain, time):
    """The second answer goes straight to the next model; a minute later the first is asked again."""
    first = FakeModel("anthropic", (errors.ProviderRejectedKey("401"),), GOOD)
    made = chain(first, FakeModel("openai", GOOD))
    await played(made)
    items, _ = await played(made)
    assert attempts_of(items) == [("openai", 1)]
    time.now += 61
    items, _ = await played(made)
    assert attempts_of(items) == [("anthropic", 1)]


async def test_with_only_a_rejected_key_the_refusal_says_when_to_come_back(chain, time):
    """Nothing is asked, and retry_after is what is left of the minute."""
    made = chain(FakeModel("openai", (errors.ProviderRejectedKey("401"),)))
    await played(made)
    time.now += 20
    items, failure = await played(made)
    assert items == []
    assert failure.retry_after == pytest.approx(40)


async def test_closing_the_answer_closes_the_model_s_stream(chain):
    """Stopping reaches the model that is being asked, at once."""
    model = FakeModel("openai", GOOD)
    answer = chain(model).stream(ask())
    assert isinstance(await anext(answer), AttemptStarted)
    assert isinstance(await anext(answer), Text)
    assert model.open_streams == 1
    await answer.aclose()
    assert model.open_streams == 0


async def test_answers_at_the_same_time_do_not_share_their_outcome(chain):
    """One answer's success does not hide another's failure at the same model."""
    cut = errors.AnswerCut("cut")
    made = chain(FakeModel("openai", (Text("a"), cut), GOOD))
    failing = made.stream(ask())
    got = [await anext(failing), await anext(failing)]
    ended = await anext(failing)
    other, failure = await played(made)
    assert (text_of(got), ended.error, failure, text_of(other)) == ("a", cut, None, "Look here.")
    with pytest.raises(errors.AnswerCut):
        await anext(failing)


async def test_the_first_model_is_warmed_and_all_are_closed(chain):
    """Warming costs one SDK; closing reaches every model."""
    first, second, coach = FakeModel("openai", GOOD), FakeModel("google", GOOD), FakeModel("coach", GOOD)
    made = chain(first, second, on_request=(coach,))
    await made.warm()
    await made.close()
    assert (first.warmed, second.warmed, coach.warmed) == (True, False, False)
    assert first.closed
    assert second.closed
    assert coach.closed


# req: H1
async def test_the_check_tells_what_the_last_answers_have_shown(chain, time):
    """Down when every model failed within the last minute; up before, after, and after a success."""
    model = FakeModel("openai", (errors.ProviderRejectedRequest("did not accept (400)"),), GOOD)
    made = chain(model)
    await made.check()
    await played(made)
    with pytest.raises(errors.ModelUnavailable, match="400"):
        await made.check()
    await played(made)
    await made.check()
    model.attempts, model.asked = [(errors.ProviderRejectedRequest("400"),)], 0
    await played(made)
    time.now += 61
    await made.check()


async def test_a_missing_sdk_shows_in_warming_and_in_the_check(chain):
    """Warming raises what is missing, and health says so before anybody has asked."""
    made = chain(FakeModel("openai", (errors.ProviderNotInstalled("pip install 'jupyter-tutor[openai]'"),)))
    with pytest.raises(errors.ProviderNotInstalled):
        await made.warm()
    with pytest.raises(errors.ModelUnavailable, match="pip install"):
        await made.check()
