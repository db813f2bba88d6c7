"""Anthropic's models, through its Messages API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any, ClassVar

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import ProviderError
from jupyter_tutor.language_models.faults import refusal, retry_after
from jupyter_tutor.language_models.sdk_model import AnswerReader, Finish, SdkModel
from jupyter_tutor.tutoring.ports import ModelRequest, Reported, Text

_FINISHES = {
    "max_tokens": Finish.LENGTH,
    "model_context_window_exceeded": Finish.LENGTH,
    "refusal": Finish.FILTERED,
    "pause_turn": Finish.UNFINISHED,
}


class AnthropicReader(AnswerReader):
    """Reads the events of a Messages stream."""

    def __init__(self) -> None:
        super().__init__()
        self._usage = Usage()

    def read(self, chunk: Any) -> Iterator[Text | Reported]:
        """Text from text deltas; usage from the first event (input) and the last but one (all)."""
        if chunk.type == "content_block_delta":
            if chunk.delta.type == "text_delta" and chunk.delta.text:
                yield Text(chunk.delta.text)
        elif chunk.type == "message_start":
            yield self._report(chunk.message.usage, 0)
        elif chunk.type == "message_delta":
            reason = chunk.delta.stop_reason
            if reason is not None:
                self.finish = _FINISHES.get(reason, Finish.COMPLETE)
            if chunk.usage is not None:
                yield self._report(chunk.usage, chunk.usage.output_tokens)

    def _report(self, stated: Any, output_tokens: int) -> Reported:
        """Anthropic's input_tokens are those after the last cache breakpoint; ours are all of them.

        The counts of the last event are cumulative, but may leave out what the first one said.
        """
        usage = self._usage
        if stated.input_tokens is not None:
            read = stated.cache_read_input_tokens or 0
            written = stated.cache_creation_input_tokens or 0
            usage = Usage(stated.input_tokens + read + written, read)
        self._usage = Usage(
            usage.input_tokens, usage.cached_input_tokens, output_tokens, estimated=self.finish is None
        )
        return Reported(self._usage)


class AnthropicModel(SdkModel):
    """A model at Anthropic, or at a server that speaks its Messages API."""

    provider: ClassVar[str] = "anthropic"

    def _build(self, connections: Any) -> Any:
        import anthropic

        client = anthropic.AsyncAnthropic(
            api_key=self._api_key,
            base_url=self._base_url,
            max_retries=0,
            http_client=connections,
        )
        return client.messages.create

    @asynccontextmanager
    async def _chunks(self, ask: Any, request: ModelRequest) -> AsyncIterator[AsyncIterator[Any]]:
        stream = await ask(
            model=self.model,
            max_tokens=request.max_output_tokens,
            system=request.system,
            messages=[{"role": turn.role, "content": turn.text} for turn in request.turns],
            stream=True,
            **self._options,
        )
        try:
            yield stream
        finally:
            await stream.close()

    def _reader(self) -> AnswerReader:
        return AnthropicReader()

    def _refusal(self, error: Exception) -> ProviderError | None:
        import anthropic

        if not isinstance(error, anthropic.APIStatusError):
            return None
        status = None if error.response.is_success else error.status_code
        return refusal(self.provider, status, (error.type,), retry_after(error.response.headers))
