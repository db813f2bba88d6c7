"""The three adapters over a real wire: streams, refusals, faults, stopping."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import subprocess
import sys
import traceback

import pytest
from wire_server import BASE_PATHS, KEY, PROVIDERS, Wire, ask, ending, event, opening, read, served, token

from jupyter_tutor import errors
from jupyter_tutor.language_models.sdk_model import Timeouts
from jupyter_tutor.tutoring.ports import Reported, Text

LLMOCK_NAMES = {"google": "gemini"}
COMPLETE = {"anthropic": "end_turn", "openai": "stop", "google": "STOP"}
LENGTH = {"anthropic": "max_tokens", "openai": "length", "google": "MAX_TOKENS"}
FILTERED = {"anthropic": "refusal", "openai": "content_filter", "google": "SAFETY"}

every_provider = pytest.mark.parametrize("provider", PROVIDERS)


def stream_of(provider, *tokens, reason=None):
    """All events of an answer; without a reason it ends after its last token."""
    chunks = [*opening(provider), *(token(provider, text) for text in tokens)]
    return chunks + (ending(provider, reason) if reason else [])


@pytest.fixture
def llmock_model(llmock, make_model):
    """An adapter whose provider is llmock."""
    return lambda provider: make_model(provider, llmock.base_url(LLMOCK_NAMES.get(provider, provider)))


@pytest.fixture
async def wire_model(make_model):
    """An adapter whose provider plays the given wire."""
    async with contextlib.AsyncExitStack() as servers:

        async def make(provider, wire, **settings):
            url = await servers.enter_async_context(served(wire))
            return make_model(provider, url + BASE_PATHS[provider], **settings)

        yield make


async def read_until_failure(model):
    """What came before the stream failed, and the failure."""
    got = []
    try:
        async for item in model.stream(ask()):
            got.append(item)  # noqa: PERF401 - what came before the failure is wanted
    except errors.ProviderError as failure:
        return got, failure
    pytest.fail("the stream ended normally")


# req: L1, L3
@every_provider
async def test_an_answer_streams_in_pieces_with_its_usage(llmock, llmock_model, provider):
    """The pieces joined are the provider's text, and its own counts come last and are no estimate."""
    llmock.reply("Look at the condition of your loop.")
    items = [item async for item in llmock_model(provider).stream(ask())]
    pieces = [item.content for item in items if isinstance(item, Text)]
    assert len(pieces) > 1
    assert "".join(pieces) == "Look at the condition of your loop."
    reports = [item.usage for item in items if isinstance(item, Reported)]
    assert reports[-1].input_tokens > 0
    assert reports[-1].output_tokens > 0
    assert not reports[-1].estimated


@every_provider
async def test_the_request_carries_system_history_and_allowance(wire_model, provider):
    """What is sent is the system text, every turn in order with its role, and the allowance."""
    wire = Wire(stream_of(provider, "yes", reason=COMPLETE[provider]))
    await read(await wire_model(provider, wire), ask("Why?"))
    sent = wire.body
    if provider == "google":
        roles = [(turn["role"], turn["parts"][0]["text"]) for turn in sent["contents"]]
        system = sent["systemInstruction"]["parts"][0]["text"]
        allowance, assistant = sent["generationConfig"]["maxOutputTokens"], "model"
    else:
        roles = [(turn["role"], turn["content"]) for turn in sent["messages"]]
        system = sent["system"] if provider == "anthropic" else roles.pop(0)[1]
        allowance, assistant = sent["max_tokens"], "assistant"
    assert roles == [("user", "Hello"), (assistant, "What do you work on?"), ("user", "Why?")]
    assert (system, allowance) == ("You are a tutor.", 300)


@every_provider
@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, errors.ProviderRejectedKey),
        (403, errors.ProviderRejectedKey),
        (404, errors.ProviderRejectedRequest),
        (500, errors.ProviderOverloaded),
        (503, errors.ProviderOverloaded),
        (529, errors.ProviderOverloaded),
    ],
)
async def test_a_refusal_is_told_apart_by_its_status(llmock, llmock_model, provider, status, expected):
    """Keys, requests and overload become different errors, after one request and no more."""
    llmock.fail(status, times=None)
    with pytest.raises(expected) as refused:
        await read(llmock_model(provider), ask())
    assert refused.value.retryable is (status >= 500)
    assert str(status) in str(refused.value)
    assert len(llmock.requests) == 1


# req: L2
@every_provider
async def test_a_rate_limit_tells_how_long_to_wait(llmock, llmock_model, provider):
    """429 carries the provider's Retry-After in seconds, and the SDK does not retry by itself."""
    llmock.rate_limit(times=None, retry_after=7)
    with pytest.raises(errors.ProviderRateLimited) as refused:
        await read(llmock_model(provider), ask())
    assert refused.value.retry_after == 7
    assert len(llmock.requests) == 1


@every_provider
@pytest.mark.parametrize("chunks", [1, 3])
async def test_a_connection_that_breaks_is_no_answer(llmock, llmock_model, provider, chunks):
    """A cut after k chunks raises, whether text had come or not, and what had come was passed on."""
    llmock.disconnect(after_chunks=chunks)
    got, failure = await read_until_failure(llmock_model(provider))
    assert failure.retryable
    assert type(failure) is errors.AnswerCut or not got


# req: R9
@every_provider
async def test_an_answer_that_breaks_before_its_first_chunk_was_begun(wire_model, provider):
    """A provider that has accepted a request was at work on it: it is not as if it had never been reached."""
    model = await wire_model(provider, Wire((), hang_up=True))
    with pytest.raises(errors.AnswerCut):
        await read(model, ask())


@every_provider
async def test_a_stream_without_a_finish_reason_is_truncated(llmock, llmock_model, provider):
    """A clean end in mid-answer is an error and not a short answer."""
    llmock.truncate(after_chunks=4)
    with pytest.raises(errors.AnswerTruncated):
        await read(llmock_model(provider), ask())


@every_provider
async def test_a_chunk_that_cannot_be_read_is_an_error_of_its_own(llmock, llmock_model, provider):
    """Corrupt JSON in the stream ends it, and none of it shows in the message."""
    llmock.corrupt(after_chunks=3)
    with pytest.raises(errors.AnswerCorrupt):
        await read(llmock_model(provider), ask())


@every_provider
async def test_a_provider_that_is_not_there_is_unreachable(make_model, unused_tcp_port, provider):
    """No connection: a retryable error at once."""
    model = make_model(provider, f"http://127.0.0.1:{unused_tcp_port}")
    with pytest.raises(errors.ProviderUnreachable):
        await read(model, ask())


@every_provider
async def test_silence_is_given_up(wire_model, provider):
    """When nothing comes within the read timeout, the attempt ends instead of hanging."""
    wire = Wire(stream_of(provider, "wait"), pause=30)
    model = await wire_model(provider, wire, timeouts=Timeouts(connect_seconds=5, read_seconds=0.2))
    with pytest.raises((errors.AnswerCut, errors.ProviderUnreachable)):
        await read(model, ask())


@every_provider
@pytest.mark.parametrize("how", ["aclose", "cancel"])
async def test_stopping_closes_the_upstream_within_three_tokens(wire_model, provider, how):
    """Closing the stream or cancelling its reader ends the request at the provider at once.

    The garbage collector is off meanwhile: nothing may depend on it.
    """
    wire = Wire(stream_of(provider, *["word "] * 400), pause=0.02)
    model = await wire_model(provider, wire)
    started = asyncio.Event()
    stream = model.stream(ask())

    async def listen():
        async for item in stream:
            if isinstance(item, Text):
                started.set()
                if how == "aclose":
                    break
        await stream.aclose()

    gc.disable()
    try:
        listening = asyncio.create_task(listen())
        await started.wait()
        sent = wire.sent
        if how == "cancel":
            listening.cancel()
        await asyncio.wait([listening])
        await asyncio.wait_for(wire.disconnected.wait(), 5)
    finally:
        gc.enable()
    assert wire.sent - sent <= 3


# req: L3
async def test_a_stopped_anthropic_answer_has_its_exact_input(wire_model):
    """The first event already states the input, marked as estimated while output is to come."""
    stream = (await wire_model("anthropic", Wire(stream_of("anthropic", "a", "b"), pause=5))).stream(ask())
    first = await anext(stream)
    await stream.aclose()
    assert isinstance(first, Reported)
    assert first.usage.input_tokens == 40
    assert first.usage.estimated


@every_provider
async def test_connections_are_kept_between_answers(wire_model, provider):
    """A second answer comes over the connection of the first: no handshake before its first token."""
    wire = Wire(stream_of(provider, "yes", reason=COMPLETE[provider]))
    model = await wire_model(provider, wire)
    await read(model, ask())
    await read(model, ask())
    assert wire.connections == 1


@every_provider
async def test_an_answer_cut_to_its_allowance_ends_normally(wire_model, provider):
    """Running into the output allowance is a finish reason, and the text stands."""
    wire = Wire(stream_of(provider, "as far ", "as it goes", reason=LENGTH[provider]))
    text, _ = await read(await wire_model(provider, wire), ask())
    assert text == "as far as it goes"


@every_provider
@pytest.mark.parametrize(
    ("reasons", "expected"),
    [
        (FILTERED, errors.ProviderRejectedRequest),
        (LENGTH, errors.ProviderRejectedRequest),
        (COMPLETE, errors.AnswerTruncated),
    ],
)
async def test_an_answer_without_any_text_is_an_error(wire_model, provider, reasons, expected):
    """A filter, an allowance used up in thought, or an empty answer gives a student nothing."""
    with pytest.raises(expected):
        await read(await wire_model(provider, Wire(stream_of(provider, reason=reasons[provider]))), ask())


@every_provider
async def test_an_answer_filtered_after_its_first_words_keeps_them(wire_model, provider):
    """A filter in mid-answer is the provider's normal end."""
    wire = Wire(stream_of(provider, "The first words", reason=FILTERED[provider]))
    assert (await read(await wire_model(provider, wire), ask()))[0] == "The first words"


@every_provider
async def test_a_cut_after_the_finish_reason_changes_nothing(wire_model, provider):
    """The answer is whole once the provider said so, even if the connection dies before the end."""
    finish = ending(provider, COMPLETE[provider])[0]
    wire = Wire([*stream_of(provider, "whole"), finish], hang_up=True)
    assert (await read(await wire_model(provider, wire), ask()))[0] == "whole"


IN_STREAM_ERRORS = {
    "anthropic": event(
        {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}, "error"
    ),
    "openai": event({"error": {"type": "server_error", "code": None, "message": "The server had an error"}}),
    "google": event({"error": {"code": 503, "status": "UNAVAILABLE", "message": "The model is overloaded"}}),
}


@every_provider
@pytest.mark.parametrize("tokens", [(), ("Some ", "text")])
async def test_an_error_inside_the_stream_is_overload(wire_model, provider, tokens):
    """A provider that fails after its 200 is as overloaded as one that refuses."""
    wire = Wire([*stream_of(provider, *tokens), IN_STREAM_ERRORS[provider]])
    with pytest.raises(errors.ProviderOverloaded):
        await read(await wire_model(provider, wire), ask())


ECHOES = {
    "anthropic": {"type": "error", "error": {"type": "authentication_error", "message": f"not {KEY}"}},
    "openai": {"error": {"type": "invalid_request_error", "code": KEY, "message": f"not {KEY}"}},
    "google": {"error": {"code": 400, "status": "INVALID_ARGUMENT", "message": KEY, "details": [
        {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}]}},
}  # fmt: skip


# req: H2
@every_provider
async def test_no_error_shows_the_key(wire_model, provider):
    """Not even when the provider repeats it: neither repr nor the traceback with its causes does."""
    status = "400 Bad Request" if provider == "google" else "401 Unauthorized"
    wire = Wire([event(ECHOES[provider])[len("data: ") :]], status=status)
    model = await wire_model(provider, wire)
    with pytest.raises(errors.ProviderRejectedKey) as refused:
        await read(model, ask())
    shown = "".join(traceback.format_exception(refused.value)) + repr(model) + repr(refused.value)
    assert KEY not in shown
    assert refused.value.__cause__ is refused.value.__context__ is None


@every_provider
async def test_a_key_that_no_header_can_carry_is_not_shown(make_model, provider):
    """A key with a line break is refused without being quoted."""
    model = make_model(provider, "http://127.0.0.1:1")
    model._api_key = KEY + "\nx"
    with pytest.raises(errors.ProviderError) as refused:
        await read(model, ask())
    assert KEY not in "".join(traceback.format_exception(refused.value))


@every_provider
async def test_answers_that_run_together_do_not_mix(wire_model, provider):
    """Ten answers at once each get their own text, and stopping one leaves the others alone."""
    wire = Wire(stream_of(provider, *["word "] * 20, reason=COMPLETE[provider]), pause=0.001)
    model = await wire_model(provider, wire)
    stopped = model.stream(ask())
    await anext(stopped)
    running = [asyncio.create_task(read(model, ask())) for _ in range(10)]
    await stopped.aclose()
    assert {text for text, _ in await asyncio.gather(*running)} == {"word " * 20}


@every_provider
async def test_a_missing_sdk_says_how_to_install_it(make_model, monkeypatch, provider):
    """Without the SDK the error names the command, and is not worth a retry."""
    for module in ("anthropic", "openai", "google.genai"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(errors.ProviderNotInstalled, match=rf"jupyter-tutor\[{provider}\]") as missing:
        await make_model(provider, "http://127.0.0.1:1").warm()
    assert not missing.value.retryable


def test_importing_the_adapters_imports_no_sdk():
    """The catalogue of all models costs no SDK, no HTTP library and no pydantic."""
    code = (
        "import sys; import jupyter_tutor.language_models.catalogue;"
        "heavy = {'anthropic', 'openai', 'google.genai', 'httpx2', 'httpx', 'pydantic'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


@every_provider
async def test_warming_twice_at_once_makes_one_client(make_model, provider):
    """Callers that need the client at the same time share it."""
    model = make_model(provider, "http://127.0.0.1:1")
    await asyncio.gather(model.warm(), model.warm())
    client = model._ask
    await model.warm()
    assert model._ask is client
