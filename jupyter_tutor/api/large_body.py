"""Bodies that may hold notebooks: JSON, or gzip over it, read beside the event loop."""

from __future__ import annotations

import asyncio
import json
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from jupyter_tutor.errors import Invalid

if TYPE_CHECKING:
    from pydantic import BaseModel

    from jupyter_tutor.api.endpoint import Endpoint

    Body = TypeVar("Body", bound=BaseModel)

MEGABYTE = 1024 * 1024
BESIDE_THE_NOTEBOOK = 16 * 1024
"""Bytes of a body that are not its notebook."""

_GZIP = 16 + zlib.MAX_WBITS


async def large_body(endpoint: Endpoint, model: type[Body], megabytes: int) -> Body:
    """The request's body, of at most so many megabytes once it is unpacked. Invalid says what is wrong."""
    headers = endpoint.request.headers
    if (
        headers.get("Content-Type", "application/json").partition(";")[0].strip().lower()
        != "application/json"
    ):
        raise Invalid("Send the body as application/json.")
    encoding = headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip"}:
        raise Invalid("Content-Encoding: only gzip is understood.")
    return await asyncio.to_thread(_read, endpoint.request.body, model, megabytes, packed=encoding == "gzip")


def _read(body: bytes, model: type[Body], megabytes: int, *, packed: bool) -> Body:
    from pydantic import ValidationError

    from jupyter_tutor.api.client_frames import first_fault

    most = megabytes * MEGABYTE + BESIDE_THE_NOTEBOOK
    text = _unpacked(body, most) if packed else body
    if len(text) > most:
        size = f"{len(text):,}" if not packed else f"more than {most:,}"
        raise Invalid(f"The body has {size} bytes; at most {megabytes} MB can be read.")
    try:
        return model.model_validate(_decoded(text))
    except ValidationError as error:
        raise Invalid(first_fault(error)) from error


def _unpacked(body: bytes, most: int) -> bytes:
    """What gzip hides, and never more than one byte over what is allowed: a small body can hold gigabytes."""
    reader = zlib.decompressobj(_GZIP)
    try:
        text = reader.decompress(body, most + 1)
    except zlib.error as error:
        raise Invalid("The body is not gzip, though Content-Encoding says so.") from error
    if len(text) <= most and (not reader.eof or reader.unused_data):
        raise Invalid("The body is not one whole gzip: it ends too early, or goes on after its end.")
    return text


def _decoded(text: bytes) -> Any:
    """The value. The fast reader refuses half surrogate pairs and deep nesting, which the other one knows."""
    from pydantic_core import from_json

    with suppress(ValueError):
        return from_json(text)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid("The body is not valid JSON.") from error
