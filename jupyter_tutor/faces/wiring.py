"""Connects the adapters to the ports of the use cases."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import uuid4

# Not used here: the endpoints need them with the first frame, and this module loads in a thread.
from jupyter_tutor.api import bodies, client_frames, module_bodies, server_frames  # noqa: F401
from jupyter_tutor.cost.prices import PriceTable
from jupyter_tutor.faces.limits_wiring import Sharing
from jupyter_tutor.faces.local_site import data_folder, database_url
from jupyter_tutor.faces.metering_wiring import WiredMetering, wire_metering
from jupyter_tutor.faces.modules_wiring import wire_modules
from jupyter_tutor.faces.policy import answering_policy, metering_policy
from jupyter_tutor.faces.settings import TutorSettings
from jupyter_tutor.language_models.catalogue import ModelSettings, ProviderSettings, make_chain
from jupyter_tutor.language_models.chain import RetryPolicy
from jupyter_tutor.language_models.embeddings import make_embedder
from jupyter_tutor.language_models.sdk_model import Timeouts
from jupyter_tutor.limits.folder_lock import FolderLock
from jupyter_tutor.notebooks.exercise import Reading
from jupyter_tutor.observability.event_log import EventLog
from jupyter_tutor.observability.metrics import Metrics
from jupyter_tutor.observability.observers import Observers
from jupyter_tutor.pedagogy.linear_model import shipped_model
from jupyter_tutor.pedagogy.token_estimate import TokenEstimator
from jupyter_tutor.sandbox.runner import Sandbox
from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.answering import Answering
from jupyter_tutor.tutoring.background import Background
from jupyter_tutor.tutoring.bookkeeping import Bookkeeping
from jupyter_tutor.tutoring.checking import Checking
from jupyter_tutor.tutoring.clock import SystemClock
from jupyter_tutor.tutoring.deciding import Instructors
from jupyter_tutor.tutoring.metering.site_limits import SiteLimits
from jupyter_tutor.tutoring.ports import Embedder, ExerciseChecks
from jupyter_tutor.tutoring.running_answers import RunningAnswers
from jupyter_tutor.tutoring.second_opinion import SecondOpinion
from jupyter_tutor.tutoring.side_questions import SideQuestions
from jupyter_tutor.tutoring.teaching.authored_checks import PublishedChecks
from jupyter_tutor.tutoring.teaching.decision_log import Teaching, TeachingLog
from jupyter_tutor.tutoring.teaching.module_shelf import ModuleShelf
from jupyter_tutor.tutoring.teaching.published_exercises import PublishedExercises
from jupyter_tutor.tutoring.tutor import Tutor


@dataclass(frozen=True, slots=True)
class Wired:
    """A tutor with what has to be stopped after it, and the steps that make its first answer fast."""

    tutor: Tutor
    store: Store
    running: RunningAnswers
    metered: WiredMetering
    warm_up: tuple[Callable[[], Awaitable[None]], ...]
    teaching_log: TeachingLog
    embedder: Embedder | None = None


def wire(settings: TutorSettings, log: logging.Logger, exercises: ExerciseChecks | None = None) -> Wired:
    """A tutor as the settings and the environment say. Opens and asks nothing yet.

    `exercises` knows the checks of exercises; without it those of published modules are run.
    """
    clock = SystemClock()
    store = Store(database_url(settings), clock)
    models = model_settings(settings)
    watching = Observers((EventLog(log, settings.event_log), Metrics()), log)
    teaching_log = TeachingLog(store.teaching, clock, watching)
    observer = Observers((watching, teaching_log), log)
    published = PublishedExercises(ModuleShelf(store.modules), read_notebook, clock, observer)
    checked = Checking(exercises or PublishedChecks(published), Sandbox(), observer)
    chain = make_chain(models, checked)
    prices = PriceTable(settings.prices, free_where_unlisted=served_here(models))
    books = Bookkeeping(prices, clock, observer, lambda: str(uuid4()), TokenEstimator())
    running = RunningAnswers(abandon_after=settings.abandon_after)
    metered = wire_metering(
        SiteLimits(metering_policy(settings), store.settings, clock),
        store,
        chain,
        books,
        prices,
        configured_prices=frozenset(settings.prices),
        lock=FolderLock(data_folder(settings)),
        sharing=sharing(settings),
    )
    asides = SideQuestions(chain, metered.meter, store.reservations, books, Background(observer))
    policy = answering_policy(settings)
    embedder = wired_embedder(settings, models, log)
    opinion = None if embedder is None else SecondOpinion(embedder, asides, policy.private_names)
    answering = Answering(
        store.exchanges,
        chain,
        metered.meter,
        books,
        policy,
        running,
        asides,
        opinion,
        Instructors(published, checked),
    )
    tutor = Tutor(
        answering,
        store.conversations,
        store.students,
        store.database,
        chain,
        observer,
        metered.panels,
        metered.control,
        Teaching(store.teaching, metered.control.caps),
        wire_modules(store, clock),
    )

    async def load_prices() -> None:
        asked = () if embedder is None else ((embedder.provider, embedder.model),)
        await asyncio.to_thread(prices.warm, (*chain.names, *asked))

    async def load_weights() -> None:
        await asyncio.to_thread(shipped_model)

    warm_up = (store.start, chain.warm, load_prices, metered.meter.prepare, published.warm, load_weights)
    return Wired(tutor, store, running, metered, warm_up, teaching_log, embedder)


def read_notebook(notebook: Mapping[str, object], slug: str) -> Reading:
    """What stands in a module's notebook. Its readers load with the first one."""
    from jupyter_tutor.notebooks.reading import read

    return read(notebook, slug=slug)


def wired_embedder(settings: TutorSettings, models: ModelSettings, log: logging.Logger) -> Embedder | None:
    """The embedder that gives second opinions; None where none is set, or where its provider has no key."""
    provider = settings.off_topic_embeddings
    if not provider:
        return None
    embedder = make_embedder(models, provider, settings.embedding_model)
    if embedder is None:
        log.warning("jupyter_tutor: off_topic_embeddings is %s, which has no key; nobody is asked", provider)
    return embedder


def sharing(settings: TutorSettings) -> Sharing | None:
    """The Redis that decides on limits, or None where this process does."""
    if not settings.redis_url:
        return None
    return Sharing(settings.redis_url, refuse_when_away=settings.limits_when_away == "refuse")


def served_here(settings: ModelSettings) -> frozenset[str]:
    """The providers whose address is this machine or a private network: nobody bills for their models."""
    addresses = {"anthropic": settings.anthropic, "openai": settings.openai, "google": settings.google}
    return frozenset(name for name, each in addresses.items() if _is_private(each.base_url))


def _is_private(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


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
