"""Short questions the tutor itself asks a model: a summary, a judgement of difficulty.

They are metered like answers, have a time limit, and their failure is never a student's failure.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeVar

from jupyter_tutor.errors import ProviderError, TutorError
from jupyter_tutor.pedagogy.turns import Turn
from jupyter_tutor.tutoring.attempts import Attempts, Purpose
from jupyter_tutor.tutoring.background import Background
from jupyter_tutor.tutoring.bookkeeping import Bookkeeping
from jupyter_tutor.tutoring.metering.grant import Allowance, Grant
from jupyter_tutor.tutoring.metering.meter import Asking, Meter
from jupyter_tutor.tutoring.metering.ports import Reservations
from jupyter_tutor.tutoring.occurrences import Faulted
from jupyter_tutor.tutoring.ports import ModelChain, ModelRequest, Text

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Aside:
    """One such question; `name` is its purpose in the ledger, `module` that of the conversation."""

    name: str
    request_id: str
    user_id: str
    system: str
    text: str
    max_output_tokens: int
    timeout_seconds: float
    module: str | None = None


@dataclass(frozen=True, slots=True)
class SideQuestions:
    """Asks them, within the limits of the student they are for."""

    chain: ModelChain
    meter: Meter
    reservations: Reservations
    books: Bookkeeping
    background: Background

    async def ask(self, aside: Aside) -> str | None:
        """The model's whole reply; None when there is none, or when a limit leaves no room for it."""
        asking = Asking(
            aside.request_id,
            aside.user_id,
            self.chain.choices(None),
            self.books.estimator.estimate(aside.system) + self.books.estimator.estimate(aside.text),
            aside.max_output_tokens,
            aside=aside.name,
            module=aside.module,
        )
        return await self.metered(asking, lambda grant, attempts: self._reply(aside, grant, attempts))

    async def metered(
        self, asking: Asking, run: Callable[[Grant, Attempts], Awaitable[Result]]
    ) -> Result | None:
        """What `run` returns within a hold; None when it fails or a limit leaves no room for it."""
        name = asking.aside or ""
        purpose = Purpose(asking.request_id, asking.user_id, name, asking.input_tokens, asking.module)
        attempts = self.books.attempts(purpose)
        try:
            grant = await self._reserve(asking)
        except TutorError as error:
            self.books.observer.record(Faulted(name, error, asking.request_id))
            return None
        try:
            return await run(grant, attempts)
        except (TutorError, ProviderError, TimeoutError) as error:
            self.books.observer.record(Faulted(name, error, asking.request_id))
            return None
        finally:
            await self._end(asking, grant, attempts)

    async def _reserve(self, asking: Asking) -> Grant:
        grant = await self.meter.reserve(asking)
        try:
            await self.reservations.add(grant.reservation)
        except TutorError:
            await self.meter.give_back(grant)
            raise
        return grant

    async def _reply(self, aside: Aside, grant: Grant, attempts: Attempts) -> str:
        allowance = Allowance(grant, attempts, self.books.prices)
        turns = (Turn("user", aside.text),)
        request = ModelRequest(aside.system, turns, grant.output_tokens, allowance=allowance)
        pieces: list[str] = []
        try:
            async with (
                asyncio.timeout(aside.timeout_seconds),
                aclosing(self.chain.stream(request)) as stream,
            ):
                async for item in stream:
                    attempts.note(item)
                    if isinstance(item, Text):
                        pieces.append(item.content)
        except BaseException as error:
            attempts.cut_short(error)
            raise
        return "".join(pieces).strip()

    async def _end(self, asking: Asking, grant: Grant, attempts: Attempts) -> None:
        """Store, then settle. What cannot be stored now is stored later."""
        settlement = grant.settlement(attempts.calls)
        try:
            await self.reservations.end(settlement, attempts.calls)
        except TutorError as error:
            self.books.observer.record(Faulted(asking.aside or "", error, asking.request_id))
            self.meter.owe(settlement, attempts.calls)
        await self.meter.end(settlement)
