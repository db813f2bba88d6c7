"""Puts one tutor together on first use, in a thread where libraries have to be loaded.

Nothing heavy is imported when the server starts: the database, the providers' libraries and
pydantic come with the first panel that connects, while its student still types.
"""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from jupyter_core.paths import jupyter_data_dir

from jupyter_tutor.limits.unlimited import Unlimited
from jupyter_tutor.observability.event_log import EventLog
from jupyter_tutor.observability.metrics import Metrics
from jupyter_tutor.observability.observers import Observers
from jupyter_tutor.pedagogy.token_estimate import TokenEstimator
from jupyter_tutor.tutoring.answering import Answering
from jupyter_tutor.tutoring.bookkeeping import Bookkeeping
from jupyter_tutor.tutoring.clock import SystemClock
from jupyter_tutor.tutoring.policy import AnsweringPolicy
from jupyter_tutor.tutoring.running_answers import RunningAnswers
from jupyter_tutor.tutoring.tutor import Tutor

if TYPE_CHECKING:
    from jupyter_tutor.faces.settings import TutorSettings
    from jupyter_tutor.language_models.catalogue import ModelSettings
    from jupyter_tutor.storage.database import Store


class Assembly:
    """The tutor of one server: made once, warmed, and stopped with it."""

    def __init__(self, settings: TutorSettings, policy: AnsweringPolicy, log: logging.Logger) -> None:
        self._settings = settings
        self._policy = policy
        self._log = log
        self._store: Store | None = None
        self._making: asyncio.Task[Tutor] | None = None
        self._warming: asyncio.Task[None] | None = None
        self.running = RunningAnswers(abandon_after=settings.abandon_after)

    @property
    def made(self) -> Tutor | None:
        """The tutor, if it was made."""
        task = self._making
        if task is None or not task.done() or task.cancelled() or task.exception() is not None:
            return None
        return task.result()

    @property
    def busy(self) -> bool:
        """Whether an answer is under way."""
        return self.running.busy

    async def tutor(self) -> Tutor:
        """The tutor; the first caller makes it, callers meanwhile wait for the same one."""
        if self._making is None or (self._making.done() and self.made is None):
            self._making = asyncio.create_task(self._make())
        return await asyncio.shield(self._making)

    async def stop(self) -> None:
        """Let running answers end, then let go of models and database."""
        await self.running.shutdown(self._settings.shutdown_grace)
        for task in (self._making, self._warming):
            if task is not None:
                await asyncio.wait({task})
        tutor = self.made
        if tutor is not None:
            await tutor.chain.close()
        if self._store is not None:
            await self._store.close()

    async def _make(self) -> Tutor:
        tutor, store = await asyncio.to_thread(self._wire)
        self._store = store
        self._warming = asyncio.create_task(self._warm(tutor, store))
        return tutor

    async def _warm(self, tutor: Tutor, store: Store) -> None:
        """Load what the first answer needs. A failure here is met again, and told, by who needs it."""
        from jupyter_tutor.errors import ProviderError, TutorError

        async def prices() -> None:
            await asyncio.to_thread(self._prices.warm, tutor.chain.names)

        for step in (store.start, tutor.chain.warm, prices):
            try:
                await step()
            except (TutorError, ProviderError) as error:
                self._log.warning("jupyter_tutor is not ready yet: %s", error)

    def _wire(self) -> tuple[Tutor, Store]:
        """Connect the adapters to the ports. Runs in a thread: this is where libraries load."""
        from jupyter_tutor.cost.prices import PriceTable
        from jupyter_tutor.language_models.catalogue import make_chain
        from jupyter_tutor.storage.database import Store

        clock = SystemClock()
        self._prices = PriceTable(self._settings.prices)
        store = Store(self._database_url(), clock)
        chain = make_chain(self._model_settings())
        observer = Observers((EventLog(self._log, self._settings.event_log), Metrics()), self._log)
        books = Bookkeeping(
            prices=self._prices,
            clock=clock,
            observer=observer,
            new_id=lambda: str(uuid4()),
            estimator=TokenEstimator(),
        )
        answering = Answering(store.exchanges, chain, Unlimited(), books, self._policy, self.running)
        tutor = Tutor(answering, store.conversations, store.students, store.database, chain, observer)
        return tutor, store

    def _database_url(self) -> str:
        """The configured database, or a file in the tutor's data folder."""
        if self._settings.database_url:
            return self._settings.database_url
        folder = Path(self._settings.data_dir or Path(jupyter_data_dir()) / "jupyter_tutor")
        return f"sqlite:///{folder / 'tutor.sqlite'}"

    def _model_settings(self) -> ModelSettings:
        """Models and addresses; keys come from the environment alone, so that no file holds them."""
        from jupyter_tutor.language_models.catalogue import ModelSettings, ProviderSettings
        from jupyter_tutor.language_models.chain import RetryPolicy
        from jupyter_tutor.language_models.sdk_model import Timeouts

        settings = self._settings
        return ModelSettings(
            providers=tuple(settings.providers),
            anthropic=ProviderSettings(settings.anthropic_model, base_url=settings.anthropic_base_url),
            openai=ProviderSettings(settings.openai_model, base_url=settings.openai_base_url),
            google=ProviderSettings(settings.google_model, base_url=settings.google_base_url),
            timeouts=Timeouts(read_seconds=settings.request_timeout),
            retries=RetryPolicy(attempts=settings.model_retries + 1),
        ).with_environment(os.environ)
