"""Connects the adapters to the ports of the use cases."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from jupyter_core.paths import jupyter_data_dir

# Not used here: the endpoints need them with the first frame, and this module loads in a thread.
from jupyter_tutor.api import bodies, client_frames, server_frames  # noqa: F401
from jupyter_tutor.cost.prices import PriceTable
from jupyter_tutor.faces.policy import answering_policy
from jupyter_tutor.faces.settings import TutorSettings
from jupyter_tutor.language_models.catalogue import ModelSettings, ProviderSettings, make_chain
from jupyter_tutor.language_models.chain import RetryPolicy
from jupyter_tutor.language_models.sdk_model import Timeouts
from jupyter_tutor.limits.unlimited import Unlimited
from jupyter_tutor.observability.event_log import EventLog
from jupyter_tutor.observability.metrics import Metrics
from jupyter_tutor.observability.observers import Observers
from jupyter_tutor.pedagogy.token_estimate import TokenEstimator
from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.answering import Answering
from jupyter_tutor.tutoring.bookkeeping import Bookkeeping
from jupyter_tutor.tutoring.clock import SystemClock
from jupyter_tutor.tutoring.running_answers import RunningAnswers
from jupyter_tutor.tutoring.tutor import Tutor


@dataclass(frozen=True, slots=True)
class Wired:
    """A tutor with what has to be stopped after it, and the steps that make its first answer fast."""

    tutor: Tutor
    store: Store
    running: RunningAnswers
    warm_up: tuple[Callable[[], Awaitable[None]], ...]


def wire(settings: TutorSettings, log: logging.Logger) -> Wired:
    """A tutor as the settings and the environment say. Opens and asks nothing yet."""
    clock = SystemClock()
    store = Store(database_url(settings), clock)
    chain = make_chain(model_settings(settings))
    prices = PriceTable(settings.prices)
    observer = Observers((EventLog(log, settings.event_log), Metrics()), log)
    books = Bookkeeping(prices, clock, observer, lambda: str(uuid4()), TokenEstimator())
    running = RunningAnswers(abandon_after=settings.abandon_after)
    policy = answering_policy(settings)
    answering = Answering(store.exchanges, chain, Unlimited(), books, policy, running)
    tutor = Tutor(answering, store.conversations, store.students, store.database, chain, observer)

    async def load_prices() -> None:
        await asyncio.to_thread(prices.warm, chain.names)

    return Wired(tutor, store, running, (store.start, chain.warm, load_prices))


def database_url(settings: TutorSettings) -> str:
    """The configured database, or a file in the tutor's data folder."""
    if settings.database_url:
        return settings.database_url
    folder = Path(settings.data_dir or Path(jupyter_data_dir()) / "jupyter_tutor")
    return f"sqlite:///{folder / 'tutor.sqlite'}"


def model_settings(settings: TutorSettings) -> ModelSettings:
    """Models and addresses; keys come from the environment alone, so that no file holds them."""
    return ModelSettings(
        providers=tuple(settings.providers),
        anthropic=ProviderSettings(settings.anthropic_model, base_url=settings.anthropic_base_url),
        openai=ProviderSettings(settings.openai_model, base_url=settings.openai_base_url),
        google=ProviderSettings(settings.google_model, base_url=settings.google_base_url),
        timeouts=Timeouts(read_seconds=settings.request_timeout),
        retries=RetryPolicy(attempts=settings.model_retries + 1),
    ).with_environment(os.environ)
