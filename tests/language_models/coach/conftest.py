"""Real tracebacks for the coach's tests, made in a process of their own."""

from __future__ import annotations

import pytest
from coach_samples import SAMPLES, Sample
from failing_programs import run_programs


@pytest.fixture(scope="session")
def failed_samples() -> list[tuple[Sample, dict[str, str]]]:
    """Every sample with the error it ends in."""
    return list(zip(SAMPLES, run_programs([sample.code for sample in SAMPLES]), strict=True))
