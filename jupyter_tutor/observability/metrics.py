"""Prometheus metrics, on the registry that the server's `/metrics` shows. No per-user labels."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

from jupyter_tutor.tutoring.occurrences import (
    BreakerChanged,
    FirstToken,
    GuardHit,
    LimitStoreChanged,
    ModelCalled,
    Occurrence,
    Refused,
    SocketClosed,
    SocketOpened,
)

NANO = 1_000_000_000
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120)

LLM_CALLS = Counter("jupyter_tutor_llm_calls", "Attempts at a provider.", ["provider", "model", "outcome"])
TOKENS = Counter("jupyter_tutor_tokens", "Tokens used.", ["provider", "model", "kind"])
COST = Counter("jupyter_tutor_cost_usd", "Dollars spent where the price is known.", ["provider", "model"])
LATENCY = Histogram(
    "jupyter_tutor_llm_latency_seconds", "Length of an attempt.", ["provider"], buckets=_SECONDS
)
FIRST_TOKEN = Histogram(
    "jupyter_tutor_first_token_seconds",
    "From the question to its first text.",
    ["provider"],
    buckets=_SECONDS,
)
REFUSALS = Counter("jupyter_tutor_refusals", "Requests answered without a model.", ["reason"])
OPEN_SOCKETS = Gauge("jupyter_tutor_open_sockets", "Panels connected now.")
GUARD_HITS = Counter("jupyter_tutor_guard_hits", "Times the guard found too much.", ["reason", "outcome"])
BREAKER_STATE = Gauge("jupyter_tutor_breaker_state", "0 closed, 1 half-open (probing), 2 open.")
LIMIT_STORE_DEGRADED = Gauge(
    "jupyter_tutor_limit_store_degraded", "1 while limits are decided without the shared store."
)
_BREAKER_STATES = {"closed": 0, "half_open": 1, "open": 2}


class Metrics:
    """Counts occurrences."""

    def record(self, occurrence: Occurrence) -> None:
        """Count what the occurrence stands for."""
        match occurrence:
            case ModelCalled():
                _count_call(occurrence)
            case FirstToken(provider=provider, seconds=seconds):
                FIRST_TOKEN.labels(provider).observe(seconds)
            case Refused(reason=reason):
                REFUSALS.labels(reason).inc()
            case LimitStoreChanged(degraded=degraded):
                LIMIT_STORE_DEGRADED.set(degraded)
            case BreakerChanged(state=state):
                BREAKER_STATE.set(_BREAKER_STATES[state])
            case GuardHit(reason=reason, outcome=outcome):
                GUARD_HITS.labels(reason, outcome).inc()
            case SocketOpened():
                OPEN_SOCKETS.inc()
            case SocketClosed():
                OPEN_SOCKETS.dec()
            case _:
                pass


def _count_call(call: ModelCalled) -> None:
    LLM_CALLS.labels(call.provider, call.model, "success" if call.success else call.error or "error").inc()
    LATENCY.labels(call.provider).observe(call.latency_seconds)
    fresh = call.usage.input_tokens - call.usage.cached_input_tokens
    for kind, tokens in (
        ("input", fresh),
        ("cached_input", call.usage.cached_input_tokens),
        ("output", call.usage.output_tokens),
    ):
        TOKENS.labels(call.provider, call.model, kind).inc(max(tokens, 0))
    if call.cost_nano_usd is not None:
        COST.labels(call.provider, call.model).inc(call.cost_nano_usd / NANO)
