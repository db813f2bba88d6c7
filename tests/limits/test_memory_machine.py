"""The store in memory agrees with the naive model, whatever happens in whatever order."""

from __future__ import annotations

from contextlib import asynccontextmanager

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from machine import machine

from jupyter_tutor.limits.memory import MemoryLimits


@asynccontextmanager
async def open_memory():
    yield MemoryLimits()


# req: R9
def test_memory_agrees_with_the_naive_model():
    """Reservations, ends, leases, clock steps: every answer and every sum is the model's."""
    run_state_machine_as_test(
        machine(open_memory), settings=settings(max_examples=150, stateful_step_count=50, deadline=None)
    )
