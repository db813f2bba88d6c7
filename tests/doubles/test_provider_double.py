"""The provider double does on the wire what its script says, as the providers' own SDKs see it."""

from __future__ import annotations

import asyncio

import anthropic
import openai
import pytest
from google import genai
from hypothesis import given
from hypothesis import strategies as st
from provider import ProviderDouble
from provider_script import Fault, Script, words

WIRES = ("openai", "anthropic", "gemini")


@pytest.fixture
async def double():
    async with ProviderDouble() as running:
        yield running


async def ask(wire: str, double: ProviderDouble) -> tuple[str, str | None, tuple[int, int, int]]:
    """Ask over one SDK: the text, why it finished, and (input, cached, output) tokens."""
    reader = {"openai": _openai, "anthropic": _anthropic, "gemini": _gemini}[wire]
    return await reader(double.url)


async def _openai(url):
    async with openai.AsyncOpenAI(api_key="fake", base_url=f"{url}/v1", max_retries=0) as client:
        messages = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hello"}]
        usage = {"include_usage": True}
        stream = await client.chat.completions.create(
            model="m", stream=True, stream_options=usage, messages=messages
        )
        text, finish, counts = "", None, (0, 0, 0)
        async for chunk in stream:
            if chunk.usage:
                cached = chunk.usage.prompt_tokens_details.cached_tokens
                counts = (chunk.usage.prompt_tokens, cached, chunk.usage.completion_tokens)
            for choice in chunk.choices:
                text += choice.delta.content or ""
                finish = choice.finish_reason or finish
        return text, finish, counts


async def _anthropic(url):
    async with anthropic.AsyncAnthropic(api_key="fake", base_url=url, max_retries=0) as client:
        asked = {"model": "m", "max_tokens": 99, "system": "Be kind."}
        async with client.messages.stream(**asked, messages=[{"role": "user", "content": "Hello"}]) as stream:
            text = "".join([piece async for piece in stream.text_stream])
            message = await stream.get_final_message()
        usage = message.usage
        cached = usage.cache_read_input_tokens
        return text, message.stop_reason, (usage.input_tokens + cached, cached, usage.output_tokens)


async def _gemini(url):
    options = {"base_url": url, "api_version": "v1beta"}
    async with genai.Client(api_key="fake", http_options=options).aio as client:
        text, finish, counts = "", None, (0, 0, 0)
        config = {"system_instruction": "Be kind."}
        async for chunk in await client.models.generate_content_stream(
            model="m", contents="Hello", config=config
        ):
            text += chunk.text or ""
            finish = chunk.candidates[0].finish_reason or finish
            if used := chunk.usage_metadata:
                counts = (
                    used.prompt_token_count,
                    used.cached_content_token_count,
                    used.candidates_token_count,
                )
        return text, finish, counts


async def until(condition):
    """Let the server in this process run until it has got there."""
    while not condition():  # noqa: ASYNC110 - the double has no business signalling its tests
        await asyncio.sleep(0.001)


@pytest.mark.parametrize("wire", WIRES)
async def test_answer_and_usage_arrive(wire, double):
    """The SDK reads exactly the scripted text, a finish reason and the scripted usage."""
    double.play(Script(tokens=("Look ", "at line ", "3."), input_tokens=50, cached_input_tokens=20))
    text, finish, counts = await ask(wire, double)
    assert text == "Look at line 3."
    assert finish is not None
    assert counts == (50, 20, 3)


@pytest.mark.parametrize("wire", WIRES)
async def test_journal_keeps_the_request(wire, double):
    """The journal has the wire, the system prompt, the tokens sent and how the answer ended."""
    await ask(wire, double)
    (entry,) = double.journal
    assert (entry.wire, entry.system, entry.model, entry.tokens, entry.state) == (
        wire,
        "Be kind.",
        "m",
        3,
        "complete",
    )


@pytest.mark.parametrize("wire", WIRES)
async def test_status_fault_fails_the_request(wire, double):
    """A status fault reaches the SDK as its own error, with Retry-After."""
    double.play(Script(fault=Fault("status", status=429, retry_after=7)))
    with pytest.raises(Exception, match="429") as caught:
        await ask(wire, double)
    assert caught.value.response.headers["retry-after"] == "7"


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("kind", ["cut", "corrupt", "error_event"])
async def test_broken_stream_raises(wire, kind, double):
    """A cut, half a chunk and an error event each make the SDK raise in the middle of the stream."""
    double.play(Script(tokens=("one ", "two ", "three"), fault=Fault(kind, after=2)))
    with pytest.raises(Exception, match=r"."):
        await ask(wire, double)
    assert (double.journal[0].tokens, double.journal[0].state) == (2, kind)


@pytest.mark.parametrize("wire", WIRES)
async def test_truncated_stream_has_no_finish_reason(wire, double):
    """A truncated stream ends quietly: the text so far and no finish reason."""
    double.play(Script(tokens=("one ", "two ", "three"), fault=Fault("truncate", after=2)))
    text, finish, _ = await ask(wire, double)
    assert text == "one two "
    assert finish is None


async def test_disconnect_is_noticed_at_once(double):
    """When the client goes away, no further token is generated and the journal says so."""
    double.play(Script(tokens=("x ",) * 200, token_delay=0.005, hold_after=5))
    asking = asyncio.create_task(ask("openai", double))
    await until(lambda: double.held)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await until(lambda: double.journal[0].ended)
    assert double.journal[0].disconnected
    assert double.journal[0].tokens == 5


async def test_held_answer_goes_on_after_release(double):
    """A held answer stops where it was told to and is complete after the release."""
    double.play(Script(tokens=("one ", "two ", "three"), hold_after=1))
    asking = asyncio.create_task(ask("openai", double))
    await until(lambda: double.held)
    assert double.journal[0].tokens == 1
    double.release()
    assert (await asking)[0] == "one two three"


async def test_scripts_are_played_in_order(double):
    """Queued scripts answer in order, one with `when` waits for its request, then comes the default."""
    double.play(
        Script(tokens=("never",), when="no such words"), Script(tokens=("first",)), Script(echo="last")
    )
    replies = [(await ask("openai", double))[0] for _ in range(3)]
    assert replies == ["first", "Hello", "The double answers."]


def test_misspelt_script_is_refused():
    """A field that scripts do not have is an error and not silence."""
    with pytest.raises(ValueError, match="frist_delay"):
        Script.from_json({"text": "hi", "frist_delay": 1})


@given(st.text(alphabet="ab \n"))
def test_words_joined_are_the_text(text):
    """Splitting text into tokens loses and adds nothing."""
    assert "".join(words(text)) == text
