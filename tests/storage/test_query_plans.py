"""The statements that are run often find their rows through an index."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, event, text
from storage_samples import closing, opening

from jupyter_tutor.storage import rows, tables
from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.records import Student


async def plans(store: Store, use) -> list[str]:
    """How the database would run each statement of a use, table scans being frowned upon."""
    driver = await store._connections.start()
    seen: list[tuple[str, object]] = []

    def note(_connection, _cursor, *execution) -> None:
        statement, parameters, _, executemany = execution
        seen.append((statement, parameters[0] if executemany else parameters))

    event.listen(driver.engine, "before_cursor_execute", note)
    await use()
    event.remove(driver.engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN " if store._connections.is_sqlite else "EXPLAIN "

    def explained(connection: Connection) -> list[str]:
        if not store._connections.is_sqlite:
            connection.execute(text("SET enable_seqscan = off"))
        plans = [connection.exec_driver_sql(explain + statement, given).all() for statement, given in seen]
        return ["\n".join(str(row[-1]) for row in plan) for plan in plans]

    return await driver.administer(explained)


# req: H5
async def test_desk_and_open_use_indexes_only(store: Store, ann: Student) -> None:
    """What the first token waits for never reads a whole table, and is three statements and two."""
    first = opening(ann)
    await store.exchanges.open(first)
    session = await store.conversations.session(ann.id, first.session.id)
    desk = await plans(store, lambda: store.exchanges.desk(ann.id, session.id, "request"))
    assert len(desk) == 3
    opened = await plans(store, lambda: store.exchanges.open(opening(ann, session)))
    assert len(opened) == 2
    for plan in desk + opened:
        assert_indexed(plan)
    assert any("ix_chat_messages_session_id_created_at" in plan for plan in desk)
    assert any("ix_problems_user_id_touched_at" in plan for plan in desk)
    assert not any("TEMP B-TREE FOR ORDER BY" in plan for plan in desk if "chat_messages" in plan)


# req: H5
async def test_closing_uses_indexes_only(store: Store, ann: Student) -> None:
    """Ending an answer and keeping a checkpoint never read a whole table."""
    asked = opening(ann)
    await store.exchanges.open(asked)
    checkpoint = await plans(store, lambda: store.exchanges.checkpoint(asked.answer.id, "so far"))
    closed = await plans(store, lambda: store.exchanges.close(closing(asked)))
    for plan in checkpoint + closed:
        assert_indexed(plan)


# req: H5
@pytest.mark.parametrize("query", [None, "loop"])
async def test_listing_uses_indexes_only(store: Store, ann: Student, query: str | None) -> None:
    """The list is read in the order of its index, and a search goes through the full-text index."""

    async def use() -> None:
        await store.conversations.sessions(ann.id, query=query, notebook_path=None, cursor=None, limit=20)

    (plan,) = await plans(store, use)
    assert "ix_chat_sessions_user_id_updated_at_id" in plan or "ix_chat_sessions_user_id_session_type" in plan
    assert_indexed(plan)


# req: C4
async def test_a_rare_word_is_found_through_the_index_of_words(store: Store, ann: Student) -> None:
    """Among many messages a search does not read them one by one."""
    asked = opening(ann)
    await store.exchanges.open(asked)
    many = [
        rows.message_values(opening(ann, asked.session, text=f"about lists {number}").question, ann.id)
        for number in range(3000)
    ]
    add = tables.chat_messages.insert()
    await store._connections.write(lambda connection: connection.execute(add, many))
    await store._connections.write(lambda connection: connection.execute(text("ANALYZE")))

    async def use() -> None:
        await store.conversations.sessions(
            ann.id, query="undefined words", notebook_path=None, cursor=None, limit=20
        )

    (plan,) = await plans(store, use)
    in_index = (
        "chat_messages_words VIRTUAL TABLE" if store._connections.is_sqlite else "ix_chat_messages_words"
    )
    assert in_index in plan


def assert_indexed(plan: str) -> None:
    """No step of the plan reads a table from its beginning to its end."""
    harmless = ("VIRTUAL TABLE", "CONSTANT ROW", "SCAN here")
    for step in map(str.strip, plan.splitlines()):
        is_scan = "Seq Scan" in step or step.startswith("SCAN")
        assert not is_scan or any(word in step for word in harmless), plan
