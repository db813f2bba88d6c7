"""The calibration data, where it is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Where the environment says, or beside the repository; without it these tests cannot say anything."""
    given = os.environ.get("JUPYTER_TUTOR_DATA")
    folder = Path(given) if given else Path(__file__).parents[3] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the calibration data is not here (JUPYTER_TUTOR_DATA or ../shared/data)")
    return folder
