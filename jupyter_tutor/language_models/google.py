"""Google's Gemini models, through the google-genai SDK and the Gemini API."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import ProviderError
from jupyter_tutor.language_models.faults import refusal, retry_after
from jupyter_tutor.language_models.sdk_model import AnswerReader, Finish, SdkModel
from jupyter_tutor.tutoring.ports import ModelRequest, Reported, Text

API_VERSION = "v1beta"

_FINISHES = {
    "STOP": Finish.COMPLETE,
    "MAX_TOKENS": Finish.LENGTH,
    "CONTINUATION": Finish.UNFINISHED,
    "OTHER": Finish.COMPLETE,
    "LANGUAGE": Finish.FILTERED,
}

# The SDK hides the HTTP response in a reference cycle of generators, so that closing the SDK's
# stream leaves the request running until the garbage collector comes by. Each answer therefore
# keeps hold of its own responses and closes them itself.
_responses: ContextVar[list[Any]] = ContextVar("responses")


async def _keep_response(response: Any) -> None:
    kept = _responses.get(None)
    if kept is not None:
        kept.append(response)


class GoogleReader(AnswerReader):
    """Reads the chunks of a streamGenerateContent answer."""

    def __init__(self) -> None:
        super().__init__()
        self._usage: Usage | None = None

    def read(self, chunk: Any) -> Iterator[Text | Reported]:
        """Text from the first candidate, thoughts left out; usage, which is stated with any chunk."""
        if chunk.candidates:
            candidate = chunk.candidates[0]
            content = candidate.content
            for part in (content.parts or ()) if content is not None else ():
                if part.text and not part.thought:
                    yield Text(part.text)
            if candidate.finish_reason is not None:
                self.finish = _FINISHES.get(candidate.finish_reason.value, Finish.FILTERED)
        elif chunk.prompt_feedback is not None and chunk.prompt_feedback.block_reason is not None:
            self.finish = Finish.FILTERED
        if chunk.usage_metadata is not None:
            yield from self._report(chunk.usage_metadata)

    def _report(self, stated: Any) -> Iterator[Reported]:
        """The counts so far; thoughts are billed as output, cached content is part of the prompt."""
        usage = Usage(
            stated.prompt_token_count or 0,
            stated.cached_content_token_count or 0,
            (stated.candidates_token_count or 0) + (stated.thoughts_token_count or 0),
            estimated=self.finish is None,
        )
        if usage != self._usage:
            self._usage = usage
            yield Reported(usage)


class GoogleModel(SdkModel):
    """A Gemini model at Google, or at a server that speaks the Gemini API."""

    provider: ClassVar[str] = "google"

    def _build(self, connections: Any) -> Any:
        from google import genai
        from google.genai import types

        connections.event_hooks = {"request": [self._set_timeouts], "response": [_keep_response]}
        client = genai.Client(
            vertexai=False,
            api_key=self._api_key,
            http_options=types.HttpOptions(
                base_url=self._base_url,
                api_version=API_VERSION,
                retry_options=types.HttpRetryOptions(attempts=1),
                httpx_async_client=connections,
            ),
        )
        return client.aio.models.generate_content_stream

    async def _set_timeouts(self, request: Any) -> None:
        # The SDK's own timeout is one number for the whole exchange and is also sent to Google as
        # a deadline; without it the SDK switches timeouts off. Ours belong to the single waits.
        waits = self._timeouts
        request.extensions["timeout"] = {
            "connect": waits.connect_seconds,
            "pool": waits.connect_seconds,
            "read": waits.read_seconds,
            "write": waits.read_seconds,
        }

    @asynccontextmanager
    async def _chunks(self, ask: Any, request: ModelRequest) -> AsyncIterator[AsyncIterator[Any]]:
        responses: list[Any] = []
        _responses.set(responses)
        stream = await ask(
            model=self.model,
            contents=[
                {"role": "model" if turn.role == "assistant" else "user", "parts": [{"text": turn.text}]}
                for turn in request.turns
            ],
            config={
                "system_instruction": request.system,
                "max_output_tokens": request.max_output_tokens,
                # Each would send further requests behind our back, unmetered.
                "automatic_continuation": False,
                "automatic_function_calling": {"disable": True},
                **self._options,
            },
        )
        try:
            yield stream
        finally:
            for response in responses:
                await response.aclose()
            await stream.aclose()

    def _has_answered(self) -> bool:
        # This SDK asks no sooner than its first chunk is wanted.
        return any(response.is_success for response in _responses.get())

    def _reader(self) -> AnswerReader:
        return GoogleReader()

    def _refusal(self, error: Exception) -> ProviderError | None:
        from google.genai import errors

        if not isinstance(error, errors.APIError):
            return None
        details = _error_details(error.details)
        codes = (*(detail.get("reason") for detail in details), error.status)
        status = error.code if isinstance(error.code, int) else None
        headers = getattr(error.response, "headers", None) or {}
        waits = [wait for wait in map(_retry_delay, details) if wait is not None]
        return refusal(self.provider, status, codes, retry_after(headers) or (max(waits) if waits else None))


def _error_details(body: Any) -> list[dict[str, Any]]:
    """The google.rpc details of an error body, or nothing when it has another shape."""
    error = body.get("error", body) if isinstance(body, dict) else {}
    details = error.get("details") if isinstance(error, dict) else None
    return [detail for detail in details if isinstance(detail, dict)] if isinstance(details, list) else []


def _retry_delay(detail: dict[str, Any]) -> float | None:
    """Seconds of a google.rpc.RetryInfo, which are written as in "34.5s"."""
    match = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?)s", str(detail.get("retryDelay", "")))
    return float(match[1]) if match else None
