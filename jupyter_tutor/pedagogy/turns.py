"""One message of a conversation as a language model sees it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """`role` is `user` for the student and `assistant` for the tutor."""

    role: str
    text: str
