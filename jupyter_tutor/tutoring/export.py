"""A conversation as a file: Markdown to read, JSON to process, a notebook to work in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from jupyter_tutor.cost.money import format_usd
from jupyter_tutor.errors import Invalid
from jupyter_tutor.pedagogy.ladder import HintLevel
from jupyter_tutor.tutoring.records import ChatMessage, ChatSession, Role


def as_markdown(session: ChatSession, messages: Sequence[ChatMessage]) -> str:
    """Headings for who spoke, the notebook's part as code blocks, answers as they are."""
    return "\n\n".join([f"# {_title(session)}", *_paragraphs(messages)]) + "\n"


def as_json(session: ChatSession, messages: Sequence[ChatMessage]) -> str:
    """Everything that is stored, with times in ISO 8601 and money in decimal dollars."""
    document = {"session": _plain(asdict(session)), "messages": [message_json(m) for m in messages]}
    return json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n"


def as_notebook(session: ChatSession, messages: Sequence[ChatMessage]) -> str:
    """Nbformat 4.5: each message a Markdown cell, the code that went along a code cell."""
    cells = [_markdown_cell("title", f"# {_title(session)}")]
    for index, message in enumerate(messages):
        code = message.notebook.cell_code if message.notebook else None
        if code:
            cells.append(_code_cell(f"code-{index}", code))
        cells.append(_markdown_cell(f"message-{index}", f"**{_speaker(message)}**\n\n{message.text}"))
    document = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


_FORMATS: dict[str, tuple[Callable[[ChatSession, Sequence[ChatMessage]], str], str, str]] = {
    "markdown": (as_markdown, "md", "text/markdown; charset=utf-8"),
    "json": (as_json, "json", "application/json"),
    "notebook": (as_notebook, "ipynb", "application/x-ipynb+json"),
}


def export(format_name: str, session: ChatSession, messages: Sequence[ChatMessage]) -> tuple[str, str, str]:
    """(content, file ending, media type). Invalid for an unknown format."""
    if format_name not in _FORMATS:
        raise Invalid(f"format: {format_name!r} is not known; choose one of {', '.join(_FORMATS)}.")
    write, ending, media_type = _FORMATS[format_name]
    return write(session, messages), ending, media_type


def message_json(message: ChatMessage) -> dict[str, Any]:
    """A message as endpoints and exports show it: plain values, `cost_usd` instead of nano-dollars."""
    plain = _plain(asdict(message))
    cost = plain.pop("cost_nano_usd")
    return {**plain, "cost_usd": None if cost is None else format_usd(cost)}


def session_json(session: ChatSession) -> dict[str, Any]:
    """A conversation as endpoints show it."""
    plain = _plain(asdict(session))
    del plain["user_id"]
    return plain


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in fields.items()
    }


def _title(session: ChatSession) -> str:
    return session.title or session.preview or "Conversation"


def _speaker(message: ChatMessage) -> str:
    if message.role is Role.STUDENT:
        return "You"
    if message.hint_level is None:
        return "Tutor"
    return f"Tutor · hint {message.hint_level} of 5, {HintLevel(message.hint_level).title}"


def _paragraphs(messages: Sequence[ChatMessage]) -> Iterator[str]:
    for message in messages:
        yield f"## {_speaker(message)}"
        if message.notebook and message.notebook.cell_code:
            yield _fenced("python", message.notebook.cell_code)
        if message.notebook and message.notebook.error_output:
            yield _fenced("text", message.notebook.error_output)
        yield message.text


def _fenced(language: str, text: str) -> str:
    """A code block whose fence is longer than any the text contains."""
    longest = max((len(run) for run in text.split() if set(run) == {"`"}), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def _markdown_cell(cell_id: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": cell_id, "metadata": {}, "source": source}


def _code_cell(cell_id: str, source: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": cell_id,
        "metadata": {},
        "source": source,
        "execution_count": None,
        "outputs": [],
    }
