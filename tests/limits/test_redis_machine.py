"""The store in Redis agrees with the naive model, whatever happens in whatever order."""

from __future__ import annotations

import uuid
from contextlib import asynccontextmanager

import pytest
import redis_server
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from machine import machine

from jupyter_tutor.limits.redis_session import Timing
from jupyter_tutor.limits.redis_store import RedisLimits

pytestmark = pytest.mark.skipif(not redis_server.is_installed(), reason="redis-server is not installed")


# req: R9
def test_redis_agrees_with_the_naive_model():
    """Reservations, ends, leases, clock steps: every answer and every sum is the model's."""
    with redis_server.running() as server:

        @asynccontextmanager
        async def open_redis():
            patient = Timing(timeout=10)  # it is about answers, not about time
            store = RedisLimits(server.url, prefix=f"{uuid.uuid4().hex}:", timing=patient)
            await store.start()
            assert not store.degraded
            yield store
            assert not store.degraded
            await store.close()

        run_state_machine_as_test(
            machine(open_redis), settings=settings(max_examples=40, stateful_step_count=40, deadline=None)
        )
