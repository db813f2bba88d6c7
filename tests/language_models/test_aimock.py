"""The adapters against aimock, a second stand-in that was written by others than llmock."""

from __future__ import annotations

import pytest
from wire_server import PROVIDERS, ask, read

from jupyter_tutor import errors
from jupyter_tutor.cost.usage import Usage

BASE_PATHS = {"anthropic": "", "openai": "/v1", "google": ""}
ANSWER = "A list index starts at zero, so the last one is the length minus one."


@pytest.fixture(params=PROVIDERS)
def model(request, aimock_url, make_model):
    """Each adapter, asking aimock."""
    return make_model(request.param, aimock_url + BASE_PATHS[request.param])


# req: L1, L3
async def test_an_answer_comes_with_the_usage_that_the_provider_states(model):
    """Text and counts arrive exactly as aimock was told to give them."""
    assert await read(model, ask("answer")) == (ANSWER, Usage(1234, 0, 56))


async def test_an_answer_that_fills_its_allowance_ends_normally(model):
    """The length finish reason of each protocol is an end."""
    text, usage = await read(model, ask("allowance"))
    assert (text, usage) == (ANSWER, Usage(1234, 0, 56))


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("wrong key", errors.ProviderRejectedKey),
        ("no such model", errors.ProviderRejectedRequest),
        ("unavailable", errors.ProviderOverloaded),
        ("overloaded", errors.ProviderOverloaded),
    ],
)
async def test_a_refusal_is_told_apart(model, message, expected):
    """401, 404, 503 and 529 mean the same from another double."""
    with pytest.raises(expected):
        await read(model, ask(message))


# req: L2
async def test_a_rate_limit_tells_how_long_to_wait(model):
    """429 with Retry-After: 7."""
    with pytest.raises(errors.ProviderRateLimited) as refused:
        await read(model, ask("too many"))
    assert refused.value.retry_after == 7


async def test_a_cut_in_mid_answer_is_no_answer(model):
    """The server destroys the connection after a few chunks."""
    with pytest.raises((errors.AnswerCut, errors.ProviderUnreachable)):
        await read(model, ask("cut"))
