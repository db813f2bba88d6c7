"""A chain of models that follows a script, one entry per request."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.tutoring.ports import (
    AttemptEnded,
    AttemptStarted,
    ModelRequest,
    Reported,
    Text,
)


@dataclass
class Script:
    """One answer: its pieces, what ends it, and gates that hold it up.

    `error` is raised after the pieces; `hold_after` waits for `release` once that many pieces
    are out. `usage` is reported at the end of a complete answer, `early` at its beginning.
    """

    pieces: list[str] = field(default_factory=lambda: ["Look ", "at ", "line 2."])
    error: Exception | None = None
    usage: Usage | None = field(default_factory=lambda: Usage(100, 0, 7))
    early: Usage | None = None
    hold_after: int | None = None
    release: asyncio.Event = field(default_factory=asyncio.Event)


class ScriptedChain:
    """Implements ports.ModelChain. `requests` are what was asked; `closed` counts ended streams.

    What the tutor asks for itself waits for `hold_asides`, if there is one.
    """

    def __init__(self, *scripts: Script, provider: str = "openai", model: str = "gpt-5") -> None:
        self.scripts = list(scripts)
        self.requests: list[ModelRequest] = []
        self.answered_by: list[str | None] = []
        self.closed = 0
        self.warmed = False
        self.down: Exception | None = None
        self.hold_asides: asyncio.Event | None = None
        self._name = (provider, model)

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        return (self._name,)

    def choices(self, answer_by: str | None) -> tuple[tuple[str, str], ...]:
        return (self._name if answer_by is None else (answer_by, "rules-1"),)

    async def stream(
        self, request: ModelRequest, answer_by: str | None = None
    ) -> AsyncGenerator[AttemptStarted | Text | Reported | AttemptEnded, None]:
        self.requests.append(request)
        self.answered_by.append(answer_by)
        if request.lesson is None and self.hold_asides is not None:
            await self.hold_asides.wait()
        script = self.scripts.pop(0) if self.scripts else Script()
        try:
            yield AttemptStarted(*self._name, 1)
            if script.early is not None:
                yield Reported(script.early)
            for index, piece in enumerate(script.pieces):
                if script.hold_after == index:
                    await script.release.wait()
                yield Text(piece)
            if script.hold_after is not None and script.hold_after >= len(script.pieces):
                await script.release.wait()
            if script.error is not None:
                yield AttemptEnded(*self._name, 1, 0.5, script.early, script.error)
                raise script.error
            if script.usage is not None:
                yield Reported(script.usage)
            yield AttemptEnded(*self._name, 1, 0.5, script.usage, None)
        finally:
            self.closed += 1

    async def warm(self) -> None:
        self.warmed = True

    async def check(self) -> None:
        if self.down is not None:
            raise self.down

    async def close(self) -> None:
        return
