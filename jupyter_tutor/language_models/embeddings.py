"""Embeddings over the two usual interfaces: OpenAI's, which Ollama, vLLM and others speak, and Google's."""

from __future__ import annotations

import asyncio
import math
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from jupyter_tutor.errors import (
    AnswerCorrupt,
    ProviderNotInstalled,
    ProviderUnreachable,
)
from jupyter_tutor.language_models.catalogue import ModelSettings, provider_access
from jupyter_tutor.language_models.faults import refusal, retry_after
from jupyter_tutor.language_models.google import API_VERSION
from jupyter_tutor.tutoring.ports import Embedded

READ_SECONDS = 5.0
_OK = 200


class HttpEmbedder(ABC):
    """One embedding model, asked over HTTP. Implements `ports.Embedder`.

    The HTTP library comes with any provider's SDK and is loaded in a thread before the first call.
    `transport` replaces the network in tests.
    """

    provider: ClassVar[str]

    def __init__(self, model: str, *, api_key: str, base_url: str, transport: Any = None) -> None:
        self.model = model
        self._api_key = api_key
        self._base_url = base_url.rstrip("/")
        self._transport = transport
        self._connections: Any = None
        self._loading = asyncio.Lock()

    async def embed(self, texts: tuple[str, ...]) -> Embedded:
        """The vectors of texts, all of one length, in their order. Raises ProviderError."""
        response = await self._post(texts)
        if response.status_code != _OK:
            raise refusal(self.provider, response.status_code, (), retry_after(response.headers))
        found = None
        try:
            found = self._read(response.json())
        except (ValueError, KeyError, TypeError, AttributeError):
            found = None
        if found is None or len(found.vectors) != len(texts) or not _one_space(found.vectors):
            raise AnswerCorrupt(f"{self.provider} sent embeddings that cannot be read")
        return found

    async def close(self) -> None:
        """Close the kept connections."""
        connections, self._connections = self._connections, None
        if connections is not None:
            await connections.aclose()

    @abstractmethod
    def _request(self, texts: tuple[str, ...]) -> tuple[str, dict[str, str], dict[str, Any]]:
        """The address behind the base, the headers and the body."""

    @abstractmethod
    def _read(self, body: Any) -> Embedded:
        """What the answer says; any ordinary error when it cannot be read."""

    async def _post(self, texts: tuple[str, ...]) -> Any:
        connections = await self._connected()
        path, headers, body = self._request(texts)
        failure = ""
        try:
            return await connections.post(f"{self._base_url}{path}", headers=headers, json=body)
        except Exception as error:  # noqa: BLE001 - the library's own, which may quote the request
            failure = type(error).__name__
        # Raised here so that the library's error, and with it the request, does not travel along.
        raise ProviderUnreachable(f"{self.provider} cannot be reached ({failure})")

    async def _connected(self) -> Any:
        async with self._loading:
            if self._connections is None:
                self._connections = await asyncio.to_thread(self._connect)
        return self._connections

    def _connect(self) -> Any:
        try:
            import httpx2
        except ImportError as error:
            raise ProviderNotInstalled(
                f"The {self.provider} SDK is missing: pip install 'jupyter-tutor[{self.provider}]'"
            ) from error
        return httpx2.AsyncClient(timeout=READ_SECONDS, transport=self._transport)


class OpenAIEmbedder(HttpEmbedder):
    """`POST {base}/embeddings`."""

    provider: ClassVar[str] = "openai"

    def _request(self, texts: tuple[str, ...]) -> tuple[str, dict[str, str], dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self._api_key}"}
        return "/embeddings", headers, {"model": self.model, "input": list(texts), "encoding_format": "float"}

    def _read(self, body: Any) -> Embedded:
        rows = sorted(body["data"], key=lambda row: row["index"])
        counted = (body.get("usage") or {}).get("prompt_tokens")
        tokens = counted if isinstance(counted, int) else None
        return Embedded(tuple(_vector(row["embedding"]) for row in rows), tokens)


class GoogleEmbedder(HttpEmbedder):
    """`POST {base}/v1beta/models/{model}:batchEmbedContents`, which does not count tokens."""

    provider: ClassVar[str] = "google"

    def _request(self, texts: tuple[str, ...]) -> tuple[str, dict[str, str], dict[str, Any]]:
        name = f"models/{self.model}"
        asked = [
            {"model": name, "content": {"parts": [{"text": text}]}, "taskType": "SEMANTIC_SIMILARITY"}
            for text in texts
        ]
        headers = {"x-goog-api-key": self._api_key}
        return f"/{API_VERSION}/{name}:batchEmbedContents", headers, {"requests": asked}

    def _read(self, body: Any) -> Embedded:
        return Embedded(tuple(_vector(row["values"]) for row in body["embeddings"]), None)


_EMBEDDERS: dict[str, tuple[type[HttpEmbedder], str]] = {
    "openai": (OpenAIEmbedder, "text-embedding-3-small"),
    "google": (GoogleEmbedder, "gemini-embedding-001"),
}


def make_embedder(settings: ModelSettings, provider: str, model: str) -> HttpEmbedder | None:
    """The embedder of a provider, with the key and address its language models have; None without a key.

    `model` empty takes the default. ConfigurationError for a key that cannot be one.
    """
    access = provider_access(provider, settings)
    if access is None:
        return None
    embedder, default = _EMBEDDERS[provider]
    return embedder(model or default, api_key=access.api_key, base_url=access.base_url)


def _vector(numbers: Any) -> tuple[float, ...]:
    return tuple(map(float, numbers))


def _one_space(vectors: tuple[tuple[float, ...], ...]) -> bool:
    """Whether all vectors have the same length, which is not zero, and finite numbers."""
    lengths = {len(vector) for vector in vectors}
    return len(lengths) == 1 and lengths != {0} and all(map(math.isfinite, (n for v in vectors for n in v)))
