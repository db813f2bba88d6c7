"""One test body over both databases: what asks for `store` runs on each."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from storage_samples import TickingClock

from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.records import Student


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """A store over that database, closed at the end."""
    opened = Store(database_url, TickingClock())
    yield opened
    await opened.close()


@pytest.fixture
async def ann(store: Store) -> Student:
    """A student."""
    return await store.students.recognise("ann", "Ann")


@pytest.fixture
async def bob(store: Store) -> Student:
    """Another one."""
    return await store.students.recognise("bob", "Bob")
