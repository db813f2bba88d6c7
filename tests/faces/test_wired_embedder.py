"""Whose embeddings are asked."""

from __future__ import annotations

import logging

from jupyter_tutor.faces.settings import TutorSettings
from jupyter_tutor.faces.wiring import wired_embedder
from jupyter_tutor.language_models.catalogue import ModelSettings, ProviderSettings

KEYED = ModelSettings(openai=ProviderSettings(api_key="k"))
LOG = logging.getLogger("test-embedder")


def test_nobody_is_asked_unless_set() -> None:
    """A key alone switches nothing on."""
    assert wired_embedder(TutorSettings(), KEYED, LOG) is None


def test_the_set_provider_and_model_are_asked() -> None:
    """With the key that its language models have."""
    settings = TutorSettings(off_topic_embeddings="openai", embedding_model="text-embedding-3-large")
    embedder = wired_embedder(settings, KEYED, LOG)
    assert (embedder.provider, embedder.model) == ("openai", "text-embedding-3-large")


def test_a_missing_key_is_said(caplog) -> None:
    """The rules decide alone then."""
    assert wired_embedder(TutorSettings(off_topic_embeddings="google"), KEYED, LOG) is None
    assert "google, which has no key" in caplog.text
