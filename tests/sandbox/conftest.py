"""A sandbox, where this system can have one."""

from __future__ import annotations

import asyncio

import pytest

from jupyter_tutor.errors import CheckingUnavailable
from jupyter_tutor.sandbox.runner import Sandbox, SandboxLimits
from jupyter_tutor.tutoring.checks import Check, Checks


@pytest.fixture(scope="session")
def confinement() -> None:
    """Skips where processes cannot be confined: there, no student code runs at all."""
    try:
        asyncio.run(Sandbox().run("", Checks((Check("1", "1"),))))
    except CheckingUnavailable as refusal:
        pytest.skip(f"this system cannot confine processes: {refusal}")


@pytest.fixture
def sandbox(confinement: None) -> Sandbox:
    return Sandbox(SandboxLimits(seconds=6.0, check_seconds=1.0, lines=100_000))
