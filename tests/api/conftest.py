"""A Jupyter Server with the tutor, and a provider at the wire for it to ask."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from provider import ProviderDouble
from tutor_server import RunningServer, running_server


@pytest.fixture
async def provider() -> AsyncGenerator[ProviderDouble, None]:
    """A provider double that speaks OpenAI's wire."""
    async with ProviderDouble() as double:
        yield double


@pytest.fixture
async def server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, provider: ProviderDouble
) -> AsyncGenerator[RunningServer, None]:
    """A server whose tutor asks the provider double."""
    environ = {"OPENAI_API_KEY": "fake", "OPENAI_BASE_URL": f"{provider.url}/v1"}
    async with running_server(tmp_path, monkeypatch, environ=environ) as running:
        yield running


@pytest.fixture
async def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[RunningServer, None]:
    """A server without any key: the coach answers."""
    async with running_server(tmp_path, monkeypatch) as running:
        yield running
