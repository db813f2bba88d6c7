"""Notebooks as they are stored: zlib over JSON. Large ones take tens of milliseconds: use a thread."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from jupyter_tutor.errors import Invalid
from jupyter_tutor.tutoring.modules.deflate import compress
from jupyter_tutor.tutoring.modules.records import Packed

LARGEST_NOTEBOOK = 5 * 1024 * 1024
"""Bytes of JSON."""


def written(notebook: Mapping[str, Any]) -> bytes:
    """The notebook as JSON in UTF-8. Invalid when there is a number in it that JSON does not have."""
    try:
        text = json.dumps(notebook, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except RecursionError as error:
        raise Invalid("The notebook is nested too deeply.") from error
    except ValueError as error:
        raise Invalid("The notebook holds a number that JSON does not have (NaN or Infinity).") from error
    try:
        return text.encode()
    except UnicodeEncodeError:  # half a surrogate pair, which only an escape can carry
        return json.dumps(notebook, separators=(",", ":")).encode()


def pack(notebook: Mapping[str, Any], name: str) -> Packed:
    """The notebook as it is stored. Invalid when it is larger than 5 MB; `name` is the field's."""
    document = written(notebook)
    if len(document) > LARGEST_NOTEBOOK:
        raise Invalid(
            f"{name}: the notebook has {len(document):,} bytes; at most {LARGEST_NOTEBOOK:,} are kept (5 MB)."
        )
    return Packed(compress(document), len(document))


def unpack(packed: Packed) -> dict[str, Any]:
    """The notebook again."""
    notebook: dict[str, Any] = json.loads(zlib.decompress(packed.data))
    return notebook


def text_of(packed: Packed) -> str:
    """Its JSON, to be put into a larger document as it is."""
    return zlib.decompress(packed.data).decode()
