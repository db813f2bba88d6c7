"""Cached and thinking tokens, and what else only some of the providers say, through a transport in memory."""

from __future__ import annotations

import json

import httpx2
import pytest
from wire_server import ask, ending, event, opening, read, token

from jupyter_tutor import errors
from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.language_models.catalogue import KNOWN_PROVIDERS
from jupyter_tutor.tutoring.ports import Reported


@pytest.fixture
def recorded(make_model):
    """Makes an adapter that gets the given answer, and the list of requests that it sent."""

    def make(provider, *chunks, status=200, headers=None, base_url="http://provider.test/v1", **settings):
        sent = []

        def answer(request):
            sent.append(request)
            kind = {"content-type": "text/event-stream" if status == 200 else "application/json"}
            return httpx2.Response(status, headers={**kind, **(headers or {})}, content=b"".join(chunks))

        return make_model(provider, base_url, transport=httpx2.MockTransport(answer), **settings), sent

    return make


def openai_usage(**usage):
    """OpenAI's last chunk, which has no choices."""
    return event(
        {
            "id": "c",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": [],
            "usage": usage,
        }
    )


# req: L3
async def test_anthropic_input_is_counted_with_its_cached_part(recorded):
    """input_tokens leaves out what was read from and written to the cache; ours does not."""
    usage = {
        "input_tokens": 100,
        "cache_read_input_tokens": 800,
        "cache_creation_input_tokens": 50,
        "output_tokens": 1,
    }
    start = {"type": "message_start", "message": {"id": "m", "type": "message", "role": "assistant",
             "content": [], "model": "m", "stop_reason": None, "usage": usage}}  # fmt: skip
    chunks = [event(start, "message_start"), token("anthropic", "Hm"), *ending("anthropic", "end_turn")]
    model, _ = recorded("anthropic", *chunks)
    assert await read(model, ask()) == ("Hm", Usage(950, 800, 2))


# req: L3
async def test_anthropics_last_counts_replace_the_first(recorded):
    """Cumulative counts in the last event win over those of the first."""
    last = {
        "type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None},
        "usage": {"input_tokens": 7, "cache_read_input_tokens": 3, "output_tokens": 90},
    }  # fmt: skip
    model, _ = recorded(
        "anthropic", *opening("anthropic"), token("anthropic", "Hm"), event(last, "message_delta")
    )
    assert await read(model, ask()) == ("Hm", Usage(10, 3, 90))


async def test_anthropic_thinking_is_not_shown(recorded):
    """Thinking deltas are no part of the answer."""
    thought = {
        "type": "content_block_delta",
        "index": 0,
        "delta": {"type": "thinking_delta", "thinking": "secret"},
    }
    chunks = [*opening("anthropic"), event(thought, "content_block_delta"), token("anthropic", "Hm")]
    model, _ = recorded("anthropic", *chunks, *ending("anthropic", "end_turn"))
    assert (await read(model, ask()))[0] == "Hm"


async def test_an_anthropic_turn_that_pauses_is_not_complete(recorded):
    """pause_turn wants another request: the answer is truncated."""
    chunks = [*opening("anthropic"), token("anthropic", "Hm"), *ending("anthropic", "pause_turn")]
    model, _ = recorded("anthropic", *chunks)
    with pytest.raises(errors.AnswerTruncated):
        await read(model, ask())


# req: L3
async def test_openai_cached_and_reasoning_tokens(recorded):
    """Cached input is part of the prompt's tokens, reasoning part of the completion's."""
    usage = openai_usage(
        prompt_tokens=1000, completion_tokens=70, total_tokens=1070,
        prompt_tokens_details={"cached_tokens": 640}, completion_tokens_details={"reasoning_tokens": 60},
    )  # fmt: skip
    finish, done = ending("openai", "stop")
    model, _ = recorded("openai", token("openai", "Hm"), finish, usage, done)
    assert await read(model, ask()) == ("Hm", Usage(1000, 640, 70))


# req: L1
async def test_a_compatible_server_may_never_state_usage(recorded):
    """Without a usage chunk the answer is complete and nothing is reported."""
    model, _ = recorded("openai", token("openai", "Hm"), *ending("openai", "stop"))
    assert await read(model, ask()) == ("Hm", None)


async def test_a_compatible_server_that_states_usage_with_every_chunk(recorded):
    """Equal counts are reported once, and only the last are no estimate."""
    chunks = []
    for text, count in (("a", 1), ("b", 1), ("c", 2)):
        chunk = json.loads(token("openai", text)[len("data: ") :])
        chunk["usage"] = {"prompt_tokens": 9, "completion_tokens": count, "total_tokens": 9 + count}
        chunks.append(event(chunk))
    finish, done = ending("openai", "stop")
    last = openai_usage(prompt_tokens=9, completion_tokens=3, total_tokens=12)
    model, _ = recorded("openai", *chunks, finish, last, done)
    reports = [item.usage async for item in model.stream(ask()) if isinstance(item, Reported)]
    assert reports == [Usage(9, 0, 1, estimated=True), Usage(9, 0, 2, estimated=True), Usage(9, 0, 3)]


# req: L1
@pytest.mark.parametrize(
    ("base_url", "name"),
    [("https://api.openai.com/v1", "max_completion_tokens"), ("http://localhost:11434/v1", "max_tokens")],
)
async def test_the_allowance_has_the_name_that_the_server_knows(recorded, base_url, name):
    """OpenAI itself gets max_completion_tokens, any other server max_tokens; both are asked for usage."""
    model, sent = recorded("openai", token("openai", "Hm"), *ending("openai", "stop"), base_url=base_url)
    await read(model, ask())
    body = json.loads(sent[0].content)
    assert {key: body[key] for key in body if key.startswith("max")} == {name: 300}
    assert body["stream_options"] == {"include_usage": True}


@pytest.mark.parametrize("code", ["insufficient_quota", "invalid_api_key"])
async def test_a_used_up_openai_account_is_not_a_rate_limit(recorded, code):
    """429 with insufficient_quota does not pass by waiting."""
    body = event({"error": {"type": code, "code": code, "message": "…"}})[len("data: ") :]
    model, _ = recorded("openai", body, status=429, headers={"retry-after": "3"})
    with pytest.raises(errors.ProviderRejectedKey, match=code):
        await read(model, ask())


# req: L3
async def test_google_thoughts_are_output_and_cached_content_is_input(recorded):
    """candidates + thoughts is what is billed as output; the prompt count includes the cache."""
    part = {"candidates": [{"content": {"role": "model", "parts": [{"text": "plan", "thought": True}]}}]}
    last = {
        "candidates": [{"content": {"role": "model", "parts": [{"text": "Hm"}]}, "finishReason": "STOP"}],
        "usageMetadata": {"promptTokenCount": 1000, "cachedContentTokenCount": 300,
                          "candidatesTokenCount": 5, "thoughtsTokenCount": 40, "totalTokenCount": 1045},
    }  # fmt: skip
    model, _ = recorded("google", event(part), event(last))
    assert await read(model, ask()) == ("Hm", Usage(1000, 300, 45))


async def test_a_google_prompt_that_is_blocked_is_rejected(recorded):
    """A block reason without a candidate is a content filter's verdict."""
    model, _ = recorded("google", event({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}))
    with pytest.raises(errors.ProviderRejectedRequest, match="filter"):
        await read(model, ask())


async def test_google_is_asked_once_even_when_it_wants_to_go_on(recorded):
    """The SDK would follow a continuation with requests nobody counted."""
    chunk = {"candidates": [{"content": {"role": "model", "parts": [{"text": "Hm"}]},
             "finishReason": "CONTINUATION", "continuationToken": "dG9rZW4="}]}  # fmt: skip
    model, sent = recorded("google", event(chunk))
    with pytest.raises(errors.AnswerTruncated):
        await read(model, ask())
    assert len(sent) == 1


async def test_google_states_its_wait_in_the_body(recorded):
    """RetryInfo in the error's details counts like a Retry-After header."""
    body = {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "…", "details": [
        {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34.5s"}]}}  # fmt: skip
    model, _ = recorded("google", event(body)[len("data: ") :], status=429)
    with pytest.raises(errors.ProviderRateLimited) as refused:
        await read(model, ask())
    assert refused.value.retry_after == 34.5


async def test_google_waits_are_ours(recorded):
    """Every single wait has its own limit, and Google is told no deadline for the whole answer."""
    model, sent = recorded("google", token("google", "Hm"), *ending("google", "STOP"))
    await read(model, ask())
    assert sent[0].extensions["timeout"] == {"connect": 5, "pool": 5, "read": 5, "write": 5}
    assert "x-server-timeout" not in sent[0].headers


@pytest.mark.parametrize(
    ("provider", "expected"),
    [
        ("anthropic", {"thinking": {"type": "between_tools"}}),
        ("openai", {"reasoning_effort": "none"}),
        ("google", {"thinkingConfig": {"thinking_level": "LOW"}}),
    ],
)
async def test_the_default_models_are_told_to_think_little(recorded, provider, expected):
    """The options that belong to a default model are sent as the SDK writes them."""
    ends = {"anthropic": "end_turn", "openai": "stop", "google": "STOP"}
    chunks = [*opening(provider), token(provider, "Hm"), *ending(provider, ends[provider])]
    model, sent = recorded(provider, *chunks, options=KNOWN_PROVIDERS[provider].options)
    await read(model, ask())
    body = json.loads(sent[0].content)
    parameters = body.get("generationConfig", body)
    assert {name: parameters[name] for name in expected} == expected
