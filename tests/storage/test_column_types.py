"""Values as columns keep them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Integer, MetaData, Table, select
from sqlalchemy.exc import StatementError
from storage_samples import at

from jupyter_tutor.storage.column_types import NotebookJson, UtcDateTime
from jupyter_tutor.storage.database import Store

moments = st.datetimes(
    min_value=datetime(1970, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(9000, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from(
        [UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-11))]
    ),
)
table = Table("moments", MetaData(), Column("id", Integer, primary_key=True), Column("at", UtcDateTime))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(times=st.lists(moments, max_size=8))
async def test_times_come_back_in_utc_and_in_order(store: Store, times: list[datetime]) -> None:
    """To the microsecond, and sorted by the database as Python sorts them."""

    def store_and_read(connection: Connection) -> list[datetime]:
        table.create(connection)
        if times:
            connection.execute(table.insert(), [{"at": time} for time in times])
        found = connection.execute(select(table.c.at).order_by(table.c.at)).scalars().all()
        table.drop(connection)
        return found

    found = await store._connections.write(store_and_read)
    assert found == sorted(times)
    assert all(time.tzinfo is UTC for time in found)


async def test_a_naive_time_is_refused(store: Store) -> None:
    """A time without a zone is a mistake in the code and never stored."""
    naive = at(0).replace(tzinfo=None)
    driver = await store._connections.start()
    with pytest.raises(StatementError, match="no time zone"):
        await driver.read(lambda connection: connection.execute(select(table).where(table.c.at == naive)))


def test_a_notebook_of_a_later_version_is_read() -> None:
    """Fields that are not known here are passed over."""
    read = NotebookJson().process_result_value({"path": "a.ipynb", "kernel": "julia"}, None)
    assert read is not None
    assert (read.path, read.neighbours) == ("a.ipynb", ())
