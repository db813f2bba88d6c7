"""Metrics: each occurrence moves its own, and no label names a person."""

from __future__ import annotations

import pytest
from prometheus_client import REGISTRY

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.observability.metrics import Metrics
from jupyter_tutor.tutoring.occurrences import (
    FirstToken,
    GuardHit,
    ModelCalled,
    Refused,
    SocketClosed,
    SocketOpened,
)


def call(cost: int | None = 2_000_000_000, *, success: bool = True) -> ModelCalled:
    error = None if success else "ProviderOverloaded"
    return ModelCalled("r", "openai", "m", "answer", Usage(100, 30, 20), cost, 1.5, success, error)


MODEL = {"provider": "openai", "model": "m"}


# req: H3
@pytest.mark.parametrize(
    ("occurrence", "name", "labels", "by"),
    [
        (call(), "llm_calls_total", {**MODEL, "outcome": "success"}, 1),
        (call(success=False), "llm_calls_total", {**MODEL, "outcome": "ProviderOverloaded"}, 1),
        (call(), "tokens_total", {**MODEL, "kind": "input"}, 70),
        (call(), "tokens_total", {**MODEL, "kind": "cached_input"}, 30),
        (call(), "tokens_total", {**MODEL, "kind": "output"}, 20),
        (call(), "cost_usd_total", MODEL, 2.0),
        (call(None), "cost_usd_total", MODEL, 0),
        (call(), "llm_latency_seconds_sum", {"provider": "openai"}, 1.5),
        (FirstToken("r", "openai", 0.25), "first_token_seconds_sum", {"provider": "openai"}, 0.25),
        (Refused("r", "ada", "off_topic"), "refusals_total", {"reason": "off_topic"}, 1),
        (GuardHit("r", "solution", 1), "guard_hits_total", {"reason": "solution", "outcome": "redacted"}, 1),
        (
            GuardHit("r", "described", 1, "counted"),
            "guard_hits_total",
            {"reason": "described", "outcome": "counted"},
            1,
        ),
        (SocketOpened("ada", "s"), "open_sockets", {}, 1),
        (SocketClosed("ada", "s", 1.0, None), "open_sockets", {}, -1),
    ],
)
def test_an_occurrence_moves_its_metric(occurrence, name, labels, by):
    """By as much as happened."""

    def value() -> float:
        return REGISTRY.get_sample_value(f"jupyter_tutor_{name}", labels) or 0.0

    before = value()
    Metrics().record(occurrence)
    assert value() - before == pytest.approx(by)


# req: H3
def test_no_metric_has_a_label_for_a_person():
    """A board of metrics is no list of students."""
    labels = {
        label
        for metric in REGISTRY.collect()
        if metric.name.startswith("jupyter_tutor_")
        for sample in metric.samples
        for label in sample.labels
    }
    assert labels <= {"provider", "model", "outcome", "kind", "reason", "le"}
