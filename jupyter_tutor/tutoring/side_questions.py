"""Short questions the tutor itself asks a model: a summary, a judgement of difficulty.

They are metered like answers, have a time limit, and their failure is never a student's failure.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing

from jupyter_tutor.pedagogy.turns import Turn
from jupyter_tutor.tutoring.attempts import Attempts
from jupyter_tutor.tutoring.ports import ModelChain, ModelRequest, Text


async def ask_aside(
    chain: ModelChain,
    attempts: Attempts,
    *,
    system: str,
    text: str,
    max_output_tokens: int,
    timeout_seconds: float,
) -> str:
    """The model's whole reply. Raises ModelUnavailable, a ProviderError or TimeoutError."""
    request = ModelRequest(system, (Turn("user", text),), max_output_tokens)
    pieces: list[str] = []
    try:
        async with (
            asyncio.timeout(timeout_seconds),
            aclosing(chain.stream(request)) as stream,
        ):
            async for item in stream:
                attempts.note(item)
                if isinstance(item, Text):
                    pieces.append(item.content)
    except BaseException as error:
        attempts.cut_short(error)
        raise
    return "".join(pieces).strip()
