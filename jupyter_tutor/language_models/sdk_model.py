"""What the three providers' adapters have in common: load once, stream, end in a known way."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar

from jupyter_tutor.errors import (
    AnswerCorrupt,
    AnswerCut,
    AnswerTruncated,
    ProviderError,
    ProviderNotInstalled,
    ProviderRejectedRequest,
    ProviderUnreachable,
)
from jupyter_tutor.tutoring.ports import ModelRequest, Reported, Text

MAX_CONNECTIONS = 1000
IDLE_CONNECTIONS = 100
# Students ask minutes apart; a kept connection saves the TLS handshake before the first token.
IDLE_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait for a connection, and for the next bytes of an answer."""

    connect_seconds: float = 10.0
    read_seconds: float = 60.0


class Finish(Enum):
    """How a provider says that it stopped writing.

    LENGTH is the output allowance being used up; UNFINISHED is a stop that wants another
    request to go on.
    """

    COMPLETE = "complete"
    LENGTH = "length"
    FILTERED = "filtered"
    UNFINISHED = "unfinished"


class AnswerReader(ABC):
    """Reads one answer's chunks; `finish` is None until the provider's finish reason has come."""

    def __init__(self) -> None:
        self.finish: Finish | None = None

    @abstractmethod
    def read(self, chunk: Any) -> Iterable[Text | Reported]:
        """What a chunk of the SDK's stream says.

        Usage is reported as soon as the provider states any; until the answer has finished
        it is marked as estimated, because output is still to come.
        """


class SdkModel(ABC):
    """One model, asked through its provider's SDK. Implements `ports.LanguageModel`.

    The SDK takes a second to import, so that happens in a thread, in `warm` or before the
    first answer, and one client is kept. `options` are further parameters of the SDK's call;
    `transport` replaces the network in tests.
    """

    provider: ClassVar[str]

    def __init__(
        self,
        model: str,
        *,
        api_key: str,
        base_url: str,
        options: Mapping[str, Any] | None = None,
        timeouts: Timeouts | None = None,
        transport: Any = None,
    ) -> None:
        self.model = model
        self._api_key = api_key
        self._base_url = base_url
        self._options = dict(options or {})
        self._timeouts = timeouts or Timeouts()
        self._transport = transport
        self._ask: Any = None
        self._connections: Any = None
        self._loading = asyncio.Lock()

    async def warm(self) -> None:
        """Import the SDK and make the client; ProviderNotInstalled when it is not there."""
        await self._loaded()

    async def close(self) -> None:
        """Close the kept connections. A later answer makes a new client."""
        connections, self._ask, self._connections = self._connections, None, None
        if connections is not None:
            await connections.aclose()

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Text | Reported, None]:
        """One attempt at an answer; a ProviderError says how it failed.

        Text that has come stands: an answer that was filtered or used up its allowance after
        its first words ends normally.
        """
        ask = self._ask or await self._loaded()
        reader = self._reader()
        asked = text_came = False
        failure: ProviderError | None = None
        try:
            async with self._chunks(ask, request) as chunks:
                asked = True
                async for chunk in chunks:
                    for item in reader.read(chunk):
                        text_came = text_came or type(item) is Text
                        yield item
        except Exception as error:  # noqa: BLE001 - SDKs raise far more than they document
            failure = self._fault(error, opened=asked and self._has_answered())
        # Raised here and not above: an SDK's own error, which may quote the request or the key,
        # must not travel along as the context of ours.
        if reader.finish is None and failure is not None:
            raise failure
        self._check_end(reader.finish, text_came=text_came)

    @abstractmethod
    def _build(self, connections: Any) -> Any:
        """The SDK's method that asks a model, of a client on this httpx2.AsyncClient without retries.

        Runs in a thread, as it imports the SDK; looking up the method imports much of it too.
        """

    @abstractmethod
    def _chunks(self, ask: Any, request: ModelRequest) -> AbstractAsyncContextManager[AsyncIterator[Any]]:
        """The answer's chunks; leaving the context closes the upstream request."""

    def _has_answered(self) -> bool:
        """Whether the provider has taken the request on, though no chunk may have come yet.

        Asked once `_chunks` is entered, which is when most SDKs have its response.
        """
        return True

    @abstractmethod
    def _reader(self) -> AnswerReader:
        """A reader for one answer."""

    @abstractmethod
    def _refusal(self, error: Exception) -> ProviderError | None:
        """What an SDK's own error says about a refusal; None when it is not about one."""

    async def _loaded(self) -> Any:
        async with self._loading:
            if self._ask is None:
                self._connections, self._ask = await asyncio.to_thread(self._load)
        return self._ask

    def _load(self) -> tuple[Any, Any]:
        try:
            connections = self._connect()
            return connections, self._build(connections)
        except ImportError as error:
            raise ProviderNotInstalled(
                f"The {self.provider} SDK is missing: pip install 'jupyter-tutor[{self.provider}]'"
            ) from error
        except Exception as error:  # noqa: BLE001 - whatever an SDK dislikes about its arguments
            kind = type(error).__name__
        raise ProviderRejectedRequest(f"The {self.provider} client cannot be made ({kind})")

    def _connect(self) -> Any:
        import httpx2

        return httpx2.AsyncClient(
            timeout=httpx2.Timeout(self._timeouts.read_seconds, connect=self._timeouts.connect_seconds),
            limits=httpx2.Limits(
                max_connections=MAX_CONNECTIONS,
                max_keepalive_connections=IDLE_CONNECTIONS,
                keepalive_expiry=IDLE_SECONDS,
            ),
            transport=self._transport,
        )

    def _fault(self, error: Exception, *, opened: bool) -> ProviderError:
        import httpx2

        refusal = self._refusal(error)
        if refusal is not None:
            return refusal
        kind = type(error).__name__
        # SDKs wrap some of these and let others through.
        broken = (httpx2.RequestError, OSError)
        if isinstance(error, broken) or isinstance(error.__cause__, broken):
            if opened:
                return AnswerCut(f"The connection to {self.provider} broke in mid-answer ({kind})")
            return ProviderUnreachable(f"{self.provider} cannot be reached ({kind})")
        if opened or isinstance(error, ValueError):
            return AnswerCorrupt(f"{self.provider} sent something that cannot be read ({kind})")
        return ProviderRejectedRequest(f"{self.provider} could not be asked ({kind})")

    def _check_end(self, finish: Finish | None, *, text_came: bool) -> None:
        if finish is None or finish is Finish.UNFINISHED:
            raise AnswerTruncated(f"{self.provider} stopped without saying that the answer is complete")
        if text_came:
            return
        if finish is Finish.FILTERED:
            raise ProviderRejectedRequest(f"{self.provider} withheld the answer (content filter)")
        if finish is Finish.LENGTH:
            raise ProviderRejectedRequest(f"{self.provider} used up the output allowance before any text")
        raise AnswerTruncated(f"{self.provider} finished without any text")
