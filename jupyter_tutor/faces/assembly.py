"""Makes the tutor of a server on first use, and stops it with the server.

Nothing heavy is imported when the server starts: use cases, database, providers' libraries and
pydantic come with the first panel that connects, in a thread, while its student still types.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_tutor.faces.settings import TutorSettings
    from jupyter_tutor.faces.wiring import Wired
    from jupyter_tutor.tutoring.tutor import Tutor


class Assembly:
    """The tutor of one server: made once, warmed, and stopped with it."""

    def __init__(self, settings: TutorSettings, log: logging.Logger) -> None:
        self._settings = settings
        self._log = log
        self._wired: Wired | None = None
        self._wiring: asyncio.Task[Wired] | None = None
        self._warming: asyncio.Task[None] | None = None

    @property
    def made(self) -> Tutor | None:
        """The tutor, if it was made."""
        return None if self._wired is None else self._wired.tutor

    @property
    def busy(self) -> bool:
        """Whether an answer is under way."""
        return self._wired is not None and self._wired.running.busy

    async def tutor(self) -> Tutor:
        """The tutor; the first caller makes it, callers meanwhile wait for the same one."""
        if self._wired is not None:
            return self._wired.tutor
        if self._wiring is None or self._wiring.done():
            self._wiring = asyncio.create_task(self._make())
        return (await asyncio.shield(self._wiring)).tutor

    async def stop(self) -> None:
        """Let running answers end, then let go of models and database."""
        for task in (self._wiring, self._warming):
            if task is not None:
                await asyncio.wait({task})
        wired = self._wired
        if wired is not None:
            await wired.running.shutdown(self._settings.shutdown_grace)
            await wired.tutor.answering.asides.background.close()
            await wired.metered.housekeeping.stop()
            await wired.tutor.chain.close()
            if wired.embedder is not None:
                await wired.embedder.close()
            await wired.metered.close()
            await wired.teaching_log.close()
            await wired.store.close()

    async def _make(self) -> Wired:
        try:
            wired = self._wired = await asyncio.to_thread(self._wire)
        except Exception:
            self._log.exception("jupyter_tutor could not be put together")
            raise
        wired.metered.housekeeping.start()
        self._warming = asyncio.create_task(self._warm(wired))
        return wired

    def _wire(self) -> Wired:
        """Runs in a thread: this import is where the libraries load."""
        from jupyter_tutor.faces.wiring import wire

        return wire(self._settings, self._log)

    async def _warm(self, wired: Wired) -> None:
        """Load what the first answer needs. A failure here is met again, and told, by who needs it."""
        from jupyter_tutor.errors import ProviderError, TutorError

        for step in wired.warm_up:
            try:
                await step()
            except (TutorError, ProviderError) as error:
                self._log.warning("jupyter_tutor is not ready yet: %s", error)
