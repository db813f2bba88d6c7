"""The three wire protocols of the provider double: what is read from a request, what is sent back.

Each wire turns a script's tokens into server-sent events as the provider's public reference describes
them, and into the body of an answer that was not asked to stream.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

if TYPE_CHECKING:
    from provider_script import Script


class Wire(Protocol):
    """One provider's protocol. Every method returns complete server-sent events, or b''."""

    name: str

    def opening(self, script: Script) -> bytes:
        """What comes before the first token."""

    def token(self, text: str) -> bytes:
        """One token."""

    def closing(self, script: Script, sent: int) -> bytes:
        """Finish reason and usage, after `sent` tokens."""

    def error_event(self, message: str) -> bytes:
        """An error in the middle of a stream."""

    def whole(self, script: Script) -> dict[str, Any]:
        """The answer as one JSON body."""

    def error_body(self, status: int, message: str) -> dict[str, Any]:
        """The body of a failed request."""


def _dumps(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _output_tokens(script: Script, sent: int) -> int:
    return sent if script.output_tokens is None else script.output_tokens


class OpenAIWire:
    """`POST /v1/chat/completions`."""

    name = "openai"

    def __init__(self, body: dict[str, Any]) -> None:
        self._model = body.get("model", "double")
        self._usage_wanted = bool((body.get("stream_options") or {}).get("include_usage"))

    def _event(self, choices: list[dict[str, Any]], **more: Any) -> bytes:
        chunk = {
            "id": "chatcmpl-double",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": self._model,
        }
        return b"data: " + _dumps(chunk | {"choices": choices} | more) + b"\n\n"

    def _delta(self, delta: dict[str, Any], finish_reason: str | None = None) -> bytes:
        return self._event([{"index": 0, "delta": delta, "finish_reason": finish_reason}])

    def _usage(self, script: Script, sent: int) -> dict[str, Any]:
        output = _output_tokens(script, sent)
        return {
            "prompt_tokens": script.input_tokens,
            "completion_tokens": output,
            "total_tokens": script.input_tokens + output,
            "prompt_tokens_details": {"cached_tokens": script.cached_input_tokens},
        }

    def opening(self, script: Script) -> bytes:
        return self._delta({"role": "assistant", "content": ""})

    def token(self, text: str) -> bytes:
        return self._delta({"content": text})

    def closing(self, script: Script, sent: int) -> bytes:
        end = self._delta({}, "stop")
        if self._usage_wanted and script.report_usage:
            end += self._event([], usage=self._usage(script, sent))
        return end + b"data: [DONE]\n\n"

    def error_event(self, message: str) -> bytes:
        return b"data: " + _dumps({"error": {"message": message, "type": "server_error"}}) + b"\n\n"

    def whole(self, script: Script) -> dict[str, Any]:
        message = {"role": "assistant", "content": "".join(script.tokens)}
        return {
            "id": "chatcmpl-double",
            "object": "chat.completion",
            "created": 0,
            "model": self._model,
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": self._usage(script, len(script.tokens)),
        }

    def error_body(self, status: int, message: str) -> dict[str, Any]:
        return {"error": {"message": message, "type": "double_error", "param": None, "code": str(status)}}


class AnthropicWire:
    """`POST /v1/messages`. Its `input_tokens` do not include the cached ones."""

    name = "anthropic"
    _types: ClassVar = {401: "authentication_error", 429: "rate_limit_error", 529: "overloaded_error"}

    def __init__(self, body: dict[str, Any]) -> None:
        self._model = body.get("model", "double")

    @staticmethod
    def _event(kind: str, **fields: Any) -> bytes:
        return f"event: {kind}\ndata: ".encode() + _dumps({"type": kind} | fields) + b"\n\n"

    def _message(self, script: Script, content: list[Any], stop: str | None, output: int) -> dict[str, Any]:
        usage = {
            "input_tokens": script.input_tokens - script.cached_input_tokens,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": script.cached_input_tokens,
            "output_tokens": output,
        }
        return {
            "id": "msg_double",
            "type": "message",
            "role": "assistant",
            "model": self._model,
            "content": content,
            "stop_reason": stop,
            "stop_sequence": None,
            "usage": usage,
        }

    def opening(self, script: Script) -> bytes:
        start = self._event("message_start", message=self._message(script, [], None, 1))
        block = self._event("content_block_start", index=0, content_block={"type": "text", "text": ""})
        return start + block + self._event("ping")

    def token(self, text: str) -> bytes:
        return self._event("content_block_delta", index=0, delta={"type": "text_delta", "text": text})

    def closing(self, script: Script, sent: int) -> bytes:
        ended = {"stop_reason": "end_turn", "stop_sequence": None}
        usage = {"output_tokens": _output_tokens(script, sent)}
        delta = self._event("message_delta", delta=ended, usage=usage)
        return self._event("content_block_stop", index=0) + delta + self._event("message_stop")

    def error_event(self, message: str) -> bytes:
        return self._event("error", error={"type": "overloaded_error", "message": message})

    def whole(self, script: Script) -> dict[str, Any]:
        content = [{"type": "text", "text": "".join(script.tokens)}]
        return self._message(script, content, "end_turn", _output_tokens(script, len(script.tokens)))

    def error_body(self, status: int, message: str) -> dict[str, Any]:
        return {"type": "error", "error": {"type": self._types.get(status, "api_error"), "message": message}}


class GeminiWire:
    """`POST /v1beta/models/{model}:streamGenerateContent?alt=sse`."""

    name = "gemini"
    _statuses: ClassVar = {
        400: "INVALID_ARGUMENT",
        401: "UNAUTHENTICATED",
        403: "PERMISSION_DENIED",
        404: "NOT_FOUND",
        429: "RESOURCE_EXHAUSTED",
        503: "UNAVAILABLE",
    }

    def __init__(self, body: dict[str, Any]) -> None:
        self._model = body.get("model", "double")

    def _answer(self, script: Script | None, text: str, finish: str | None, sent: int) -> dict[str, Any]:
        candidate: dict[str, Any] = {"content": {"role": "model", "parts": [{"text": text}]}, "index": 0}
        answer: dict[str, Any] = {"candidates": [candidate], "modelVersion": self._model}
        if finish and script:
            output = _output_tokens(script, sent)
            candidate["finishReason"] = finish
            answer["usageMetadata"] = {
                "promptTokenCount": script.input_tokens,
                "cachedContentTokenCount": script.cached_input_tokens,
                "candidatesTokenCount": output,
                "totalTokenCount": script.input_tokens + output,
            }
        return answer

    def opening(self, script: Script) -> bytes:
        return b""

    def token(self, text: str) -> bytes:
        return b"data: " + _dumps(self._answer(None, text, None, 0)) + b"\r\n\r\n"

    def closing(self, script: Script, sent: int) -> bytes:
        return b"data: " + _dumps(self._answer(script, "", "STOP", sent)) + b"\r\n\r\n"

    def error_event(self, message: str) -> bytes:
        return b"data: " + _dumps(self.error_body(503, message)) + b"\r\n\r\n"

    def whole(self, script: Script) -> dict[str, Any]:
        return self._answer(script, "".join(script.tokens), "STOP", len(script.tokens))

    def error_body(self, status: int, message: str) -> dict[str, Any]:
        name = self._statuses.get(status, "INTERNAL")
        return {"error": {"code": status, "message": message, "status": name}}


def system_text(body: dict[str, Any]) -> str:
    """The system prompt of a request of any of the three wires."""
    if "system" in body:
        return _text(body["system"])
    for key in ("systemInstruction", "system_instruction"):
        if key in body:
            return _text(body[key])
    messages = body.get("messages", [])
    return "\n".join(_text(m["content"]) for m in messages if m.get("role") in ("system", "developer"))


def last_text(body: dict[str, Any]) -> str:
    """The newest message of a request of any of the three wires."""
    messages = body.get("messages") or body.get("contents") or [""]
    return _text(messages[-1])


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(_text(one) for one in value)
    if isinstance(value, dict):
        return _text(value.get("text") or value.get("content") or value.get("parts") or "")
    return ""
