"""OpenAI's models, and every server that speaks its Chat Completions API (Ollama, vLLM, …)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any, ClassVar
from urllib.parse import urlsplit

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import ProviderError
from jupyter_tutor.language_models.faults import refusal, retry_after
from jupyter_tutor.language_models.sdk_model import AnswerReader, Finish, SdkModel
from jupyter_tutor.tutoring.ports import ModelRequest, Reported, Text

OPENAI_HOST = "api.openai.com"

_FINISHES = {"length": Finish.LENGTH, "content_filter": Finish.FILTERED}


class OpenAIReader(AnswerReader):
    """Reads the chunks of a Chat Completions stream."""

    def __init__(self) -> None:
        super().__init__()
        self._usage: Usage | None = None

    def read(self, chunk: Any) -> Iterator[Text | Reported]:
        """Text from the first choice; usage where the server states it, which may be never."""
        if chunk.choices:
            choice = chunk.choices[0]
            if choice.delta is not None and choice.delta.content:
                yield Text(choice.delta.content)
            if choice.finish_reason:
                self.finish = _FINISHES.get(choice.finish_reason, Finish.COMPLETE)
        if chunk.usage is not None:
            yield from self._report(chunk.usage)

    def _report(self, stated: Any) -> Iterator[Reported]:
        details = stated.prompt_tokens_details
        usage = Usage(
            stated.prompt_tokens,
            (details.cached_tokens or 0) if details is not None else 0,
            stated.completion_tokens or 0,
            estimated=self.finish is None,
        )
        if usage != self._usage:
            self._usage = usage
            yield Reported(usage)


class OpenAIModel(SdkModel):
    """A model at OpenAI, or at any server with a compatible API."""

    provider: ClassVar[str] = "openai"

    def _build(self, connections: Any) -> Any:
        import openai

        client = openai.AsyncOpenAI(
            api_key=self._api_key,
            base_url=self._base_url,
            max_retries=0,
            http_client=connections,
        )
        return client.chat.completions.create

    @asynccontextmanager
    async def _chunks(self, ask: Any, request: ModelRequest) -> AsyncIterator[AsyncIterator[Any]]:
        stream = await ask(
            model=self.model,
            messages=[
                {"role": "system", "content": request.system},
                *({"role": turn.role, "content": turn.text} for turn in request.turns),
            ],
            stream=True,
            stream_options={"include_usage": True},
            **{self._allowance_name(): request.max_output_tokens},
            **self._options,
        )
        try:
            yield stream
        finally:
            await stream.close()

    def _allowance_name(self) -> str:
        """OpenAI's reasoning models refuse max_tokens; many compatible servers know only that."""
        at_openai = urlsplit(self._base_url).hostname == OPENAI_HOST
        return "max_completion_tokens" if at_openai else "max_tokens"

    def _reader(self) -> AnswerReader:
        return OpenAIReader()

    def _refusal(self, error: Exception) -> ProviderError | None:
        import openai

        if isinstance(error, openai.APIConnectionError) or not isinstance(error, openai.APIError):
            return None
        codes = (error.code, error.type)
        if isinstance(error, openai.APIStatusError):
            return refusal(self.provider, error.status_code, codes, retry_after(error.response.headers))
        return refusal(self.provider, None, codes)
