"""Adapters under test, pointed at stand-ins for the providers on loopback."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from wire_server import KEY

from jupyter_tutor.language_models.catalogue import KNOWN_PROVIDERS
from jupyter_tutor.language_models.sdk_model import Timeouts

AIMOCK = Path(__file__).parents[1] / "doubles" / "aimock"


@pytest.fixture
async def make_model():
    """Makes adapters and closes them after the test."""
    made = []

    def make(provider, base_url, **settings):
        known = KNOWN_PROVIDERS[provider]
        settings.setdefault("timeouts", Timeouts(connect_seconds=5, read_seconds=5))
        settings.setdefault("model", known.model)
        model = known.adapter(api_key=KEY, base_url=base_url, **settings)
        made.append(model)
        return model

    yield make
    for model in made:
        await model.close()


@pytest.fixture(scope="session")
def aimock_url():
    """The address of a running aimock server."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("node and npm are needed to run aimock")
    if not (AIMOCK / "node_modules").is_dir():
        subprocess.run([npm, "ci"], cwd=AIMOCK, check=True, capture_output=True)
    with subprocess.Popen(
        [node, "serve.mjs"], cwd=AIMOCK, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        yield json.loads(server.stdout.readline())["url"]
        server.stdin.close()
