"""Embeddings over both interfaces."""

from __future__ import annotations

import json

import httpx2
import pytest

from jupyter_tutor.errors import (
    AnswerCorrupt,
    ConfigurationError,
    ProviderOverloaded,
    ProviderRejectedKey,
    ProviderUnreachable,
)
from jupyter_tutor.language_models.catalogue import ModelSettings, ProviderSettings
from jupyter_tutor.language_models.embeddings import GoogleEmbedder, OpenAIEmbedder, make_embedder

OPENAI_BODY = {
    "data": [{"index": 1, "embedding": [0, 1]}, {"index": 0, "embedding": [1, 0.5]}],
    "usage": {"prompt_tokens": 7},
}
GOOGLE_BODY = {"embeddings": [{"values": [1, 0.5]}, {"values": [0, 1]}]}


@pytest.fixture
async def embedder_of():
    made = []

    def make(kind, respond):
        embedder = kind(
            "m", api_key="k-1", base_url="http://models/v1/", transport=httpx2.MockTransport(respond)
        )
        made.append(embedder)
        return embedder

    yield make
    for embedder in made:
        await embedder.close()


# req: L1
async def test_openai(embedder_of):
    """Vectors in the order of the texts, with the tokens counted; key and texts where they belong."""
    seen = []

    def respond(request):
        seen.append((str(request.url), request.headers["authorization"], json.loads(request.content)))
        return httpx2.Response(200, json=OPENAI_BODY)

    found = await embedder_of(OpenAIEmbedder, respond).embed(("a", "b"))
    assert (found.vectors, found.input_tokens) == (((1.0, 0.5), (0.0, 1.0)), 7)
    body = {"model": "m", "input": ["a", "b"], "encoding_format": "float"}
    assert seen == [("http://models/v1/embeddings", "Bearer k-1", body)]


# req: L1
async def test_google(embedder_of):
    """One request for all texts; the key is in no address."""
    seen = []

    def respond(request):
        seen.append((str(request.url), request.headers["x-goog-api-key"], json.loads(request.content)))
        return httpx2.Response(200, json=GOOGLE_BODY)

    found = await embedder_of(GoogleEmbedder, respond).embed(("a", "b"))
    assert (found.vectors, found.input_tokens) == (((1.0, 0.5), (0.0, 1.0)), None)
    ((url, key, body),) = seen
    assert (url, key) == ("http://models/v1/v1beta/models/m:batchEmbedContents", "k-1")
    assert [each["content"]["parts"][0]["text"] for each in body["requests"]] == ["a", "b"]


@pytest.mark.parametrize(("status", "error"), [(401, ProviderRejectedKey), (503, ProviderOverloaded)])
async def test_refusals_are_the_providers(embedder_of, status, error):
    """They become the errors that language models have."""
    with pytest.raises(error):
        await embedder_of(OpenAIEmbedder, lambda _: httpx2.Response(status, json={})).embed(("a",))


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"data": []},
        {"data": [{"index": 0, "embedding": []}]},
        {"data": [{"index": 0, "embedding": "AAAA"}]},
        {"data": [{"index": 0, "embedding": [1]}, {"index": 1, "embedding": [1, 2]}]},
        {"data": [{"index": 0, "embedding": [float("1e309")]}]},
    ],
)
async def test_what_cannot_be_read_is_said(embedder_of, body):
    """Missing, too few, uneven, empty or infinite vectors."""
    texts = ("a", "b") if isinstance(body, dict) and len(body.get("data", [])) > 1 else ("a",)
    respond = embedder_of(OpenAIEmbedder, lambda _: httpx2.Response(200, content=json.dumps(body)))
    with pytest.raises(AnswerCorrupt):
        await respond.embed(texts)


async def test_an_unreachable_provider_does_not_tell_the_key(embedder_of):
    """The library's error, which has the request in it, is neither cause nor context."""

    def respond(request):
        raise httpx2.ConnectError("no route", request=request)

    with pytest.raises(ProviderUnreachable) as caught:
        await embedder_of(GoogleEmbedder, respond).embed(("a",))
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def test_a_provider_without_a_key_is_nobody():
    """Without a key there is no embedder; a server of one's own needs none; defaults have names."""
    assert make_embedder(ModelSettings(), "openai", "") is None
    own = ModelSettings(openai=ProviderSettings(base_url="http://localhost:11434/v1"))
    assert make_embedder(own, "openai", "nomic").model == "nomic"
    keyed = ModelSettings(google=ProviderSettings(api_key="k"))
    assert make_embedder(keyed, "google", "").model.startswith("gemini-embedding")
    with pytest.raises(ConfigurationError):
        make_embedder(ModelSettings(google=ProviderSettings(api_key="a key")), "google", "")
