"""The texts that go to a model or to a student, as files, read once when first needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

CURRENT = "v1"
"""The folder of texts in use. A released folder is never changed; a new wording is a new folder."""


@cache
def prompt_file(name: str) -> str:
    """The text of `prompts/<current>/<name>.txt` without its last line break."""
    path = Path(__file__).parent / "prompts" / CURRENT / f"{name}.txt"
    return path.read_text(encoding="utf-8").strip()
