"""Conversations as their student reads them."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select, text
from storage_samples import NOTEBOOK, at, closing, new_id, opening

from jupyter_tutor.errors import Invalid, NotFound
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.storage import tables
from jupyter_tutor.storage.conversations import _cursor
from jupyter_tutor.storage.database import Store
from jupyter_tutor.storage.search import words_of
from jupyter_tutor.tutoring.records import ChatSession, Opening, Student

ON_ONE_DATABASE = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


async def listed(
    store: Store,
    student: Student,
    *,
    query: str | None = None,
    notebook_path: str | None = None,
    cursor: str | None = None,
    limit: int = 20,
):
    """One page of a student's conversations."""
    return await store.conversations.sessions(
        student.id, query=query, notebook_path=notebook_path, cursor=cursor, limit=limit
    )


async def asked(store: Store, student: Student, **details) -> Opening:
    """A new conversation with one question."""
    first = opening(student, **details)
    await store.exchanges.open(first)
    return first


# req: C4
@pytest.mark.parametrize(
    ("question", "preview"),
    [
        ("Why?", "Why?"),
        ("  Why\n\n is\tx   undefined? ", "Why is x undefined?"),
        ("ä" * 100, "ä" * 80),
        ("a" * 79 + " b", "a" * 79),
        ("\n", ""),
    ],
)
async def test_a_preview_is_the_beginning_of_the_first_question(
    store: Store, ann: Student, question: str, preview: str
) -> None:
    """The first 80 characters on one line; later questions do not change it."""
    first = await asked(store, ann, text=question)
    session = await store.conversations.session(ann.id, first.session.id)
    await store.exchanges.open(opening(ann, session, text="And now?", when=at(5)))
    (found,) = (await listed(store, ann)).sessions
    assert (found.preview, found.message_count, found.updated_at) == (preview, 4, at(5))


# req: C4
async def test_conversations_come_newest_first(store: Store, ann: Student, bob: Student) -> None:
    """A new question brings its conversation to the front; those of others are not there."""
    old, new = await asked(store, ann, when=at(0)), await asked(store, ann, when=at(1))
    await asked(store, bob, when=at(2))
    assert [s.id for s in (await listed(store, ann)).sessions] == [new.session.id, old.session.id]
    session = await store.conversations.session(ann.id, old.session.id)
    await store.exchanges.open(opening(ann, session, when=at(3)))
    assert [s.id for s in (await listed(store, ann)).sessions] == [old.session.id, new.session.id]


# req: C4
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
async def test_pages_together_are_the_whole_list(store: Store, ann: Student, limit: int) -> None:
    """Page by page every conversation comes once, also those of the very same moment."""
    made = {(await asked(store, ann, when=at(number // 3))).session.id for number in range(7)}
    seen: list[ChatSession] = []
    cursor = None
    for _ in range(8):
        page = await listed(store, ann, cursor=cursor, limit=limit)
        assert len(page.sessions) <= limit
        seen += page.sessions
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(seen) == 7
    assert {session.id for session in seen} == made
    assert seen == sorted(seen, key=lambda session: (session.updated_at, session.id), reverse=True)


@pytest.mark.parametrize(
    "cursor", ["", "x", "é", "AAAA", "bm90IGEgdGltZQ==", "OTk5OTktMTItMzEgeA==", "_" * 5]
)
async def test_a_cursor_that_is_not_ours_is_invalid(store: Store, ann: Student, cursor: str) -> None:
    """A cursor that was made up is refused in words."""
    with pytest.raises(Invalid, match="cursor"):
        await listed(store, ann, cursor=cursor)


@ON_ONE_DATABASE
@given(cursor=st.text(max_size=40))
async def test_no_cursor_breaks_the_list(store: Store, ann: Student, cursor: str) -> None:
    """Any text is a cursor, after which there is nothing here, or is refused."""
    with suppress(Invalid):
        assert (await listed(store, ann, cursor=cursor)).sessions == ()


async def test_a_page_has_at_least_one_place(store: Store, ann: Student) -> None:
    """A limit of nothing is refused in words."""
    with pytest.raises(Invalid, match="limit"):
        await listed(store, ann, limit=0)


async def test_conversations_of_one_notebook(store: Store, ann: Student) -> None:
    """With a notebook's path only the conversations that began beside it are listed."""
    await asked(store, ann, notebook=NotebookExcerpt(path="other.ipynb"))
    beside = await asked(store, ann, notebook=NOTEBOOK)
    found = (await listed(store, ann, notebook_path=NOTEBOOK.path)).sessions
    assert [session.id for session in found] == [beside.session.id]


async def test_messages_of_one_moment_keep_their_order(store: Store, ann: Student) -> None:
    """Question before answer and exchange after exchange, even when the clock stood still."""
    first = await asked(store, ann, text="one")
    session = await store.conversations.session(ann.id, first.session.id)
    second = opening(ann, session, text="two")
    await store.exchanges.open(second)
    messages = await store.conversations.messages(ann.id, session.id)
    expected = [first.question, first.answer, second.question, second.answer]
    assert [message.id for message in messages] == [message.id for message in expected]


# req: C4
async def test_a_conversation_is_renamed(store: Store, ann: Student) -> None:
    """The title is kept and the conversation stays where it was in the list."""
    old, _ = await asked(store, ann, when=at(0)), await asked(store, ann, when=at(1))
    renamed = await store.conversations.rename(ann.id, old.session.id, "Loops")
    assert renamed.title == "Loops"
    assert (await listed(store, ann)).sessions[1] == renamed


# req: C4
async def test_a_deleted_conversation_is_gone(store: Store, ann: Student) -> None:
    """Messages, ratings and search entries go with it; the ledger stays."""
    gone, kept = await asked(store, ann), await asked(store, ann)
    await store.exchanges.close(closing(gone))
    await store.conversations.rate(ann.id, gone.answer.id, 1, "good")
    await store.conversations.delete(ann.id, gone.session.id)
    assert [s.id for s in (await listed(store, ann, query="defined")).sessions] == [kept.session.id]
    with pytest.raises(NotFound):
        await store.conversations.messages(ann.id, gone.session.id)

    def count(connection) -> dict[str, int]:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (tables.chat_messages, tables.feedback, tables.llm_calls)
        }

    assert await store._connections.read(count) == {"chat_messages": 2, "feedback": 0, "llm_calls": 1}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_sqlite_search_tables_follow_every_change(store: Store, ann: Student) -> None:
    """After inserts, updates and deletes the full-text tables agree with the texts they index."""
    gone, kept = await asked(store, ann), await asked(store, ann)
    await store.exchanges.checkpoint(kept.answer.id, "half")
    await store.exchanges.close(closing(kept))
    await store.conversations.rename(ann.id, kept.session.id, "Loops")
    await store.conversations.rename(ann.id, gone.session.id, "Lists")
    await store.conversations.delete(ann.id, gone.session.id)
    for name in ("chat_messages_words", "chat_sessions_words"):
        check = text(f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)")
        await store._connections.write(partial(Connection.execute, statement=check))


# req: A9
async def test_conversations_of_others_are_not_found(store: Store, ann: Student, bob: Student) -> None:
    """Reading, renaming, deleting and rating somebody else's is NotFound and changes nothing."""
    theirs = await asked(store, bob)
    conversations, session_id = store.conversations, theirs.session.id
    attempts = (
        lambda: conversations.session(ann.id, session_id),
        lambda: conversations.messages(ann.id, session_id),
        lambda: conversations.rename(ann.id, session_id, "mine"),
        lambda: conversations.delete(ann.id, session_id),
        lambda: conversations.rate(ann.id, theirs.answer.id, -1, None),
    )
    for attempt in attempts:
        with pytest.raises(NotFound):
            await attempt()
    (untouched,) = (await listed(store, bob)).sessions
    assert (untouched.id, untouched.title, untouched.message_count) == (session_id, None, 2)
    assert [message.rating for message in await conversations.messages(bob.id, session_id)] == [None, None]


# req: C4
async def test_an_answer_is_rated_and_the_rating_taken_back(store: Store, ann: Student) -> None:
    """The last rating counts, and 0 removes it."""
    first = await asked(store, ann)
    for rating, seen in ((1, 1), (-1, -1), (-1, -1), (0, None), (0, None)):
        await store.conversations.rate(ann.id, first.answer.id, rating, "because")
        _, answer = await store.conversations.messages(ann.id, first.session.id)
        found = await store.exchanges.find_answer(ann.id, first.question.request_id)
        assert answer.rating == seen
        assert found == answer


@pytest.mark.parametrize("rating", [2, -2, 100])
async def test_other_ratings_are_invalid(store: Store, ann: Student, rating: int) -> None:
    """There are three ratings."""
    first = await asked(store, ann)
    with pytest.raises(Invalid, match="rating"):
        await store.conversations.rate(ann.id, first.answer.id, rating, None)


async def test_a_question_cannot_be_rated(store: Store, ann: Student) -> None:
    """Only the tutor's answers are rated."""
    first = await asked(store, ann)
    with pytest.raises(NotFound):
        await store.conversations.rate(ann.id, first.question.id, 1, None)


async def test_an_id_that_no_database_takes_is_not_found(store: Store, ann: Student) -> None:
    """NUL and half a surrogate in an id from an address are not an error of the database."""
    for odd in ("\0", "\ud800", "x" * 100_000):
        with pytest.raises(NotFound):
            await store.conversations.session(ann.id, odd)


# ---- search ----------------------------------------------------------------------------


async def found_by(store: Store, student: Student, query: str) -> set[str]:
    """The ids of the conversations that a query finds."""
    return {session.id for session in (await listed(store, student, query=query, limit=1000)).sessions}


# req: C4
@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("NameError", True),
        ("nameerror", True),
        ("name", True),  # the last word may be a beginning
        ("name loop", False),  # an earlier one may not
        ("loop name", True),
        ("groupby", True),
        ("df.groupby", True),
        ("df_groupby", True),
        ("group loop", False),
        ("loop missing", False),
        ("Übung", True),
        ("übung", True),
        ("defined answer", True),  # words of different messages
        ("homework", True),  # the title
        ("home", True),
        ("works", False),
        ("3", True),
        ("NOT", False),
        ("*", True),  # no word at all
        ("", True),
    ],
)
async def test_search_finds_conversations_with_every_word(
    store: Store, ann: Student, query: str, is_found: bool
) -> None:
    """Every word must occur somewhere in the title or the messages, the last as a beginning at least."""
    question = "In my Übung: NameError in the loop over df.groupby(x), 3 times"
    first = await asked(store, ann, text=question)
    await store.exchanges.checkpoint(first.answer.id, "Is it defined? My answer.")
    await store.conversations.rename(ann.id, first.session.id, "Homework-1")
    assert await found_by(store, ann, query) == ({first.session.id} if is_found else set())


async def test_search_sees_own_conversations_only(store: Store, ann: Student, bob: Student) -> None:
    """The same words in the conversation of another student, or in its title, are not found."""
    theirs = await asked(store, bob, text="my secret")
    await store.conversations.rename(bob.id, theirs.session.id, "hidden")
    assert await found_by(store, bob, "secret hidden") == {theirs.session.id}
    assert await found_by(store, ann, "secret") == set()
    assert await found_by(store, ann, "hidden") == set()


async def test_search_is_paged_and_filtered_like_the_list(store: Store, ann: Student) -> None:
    """A query goes together with a notebook's path, a cursor and a limit."""
    for number in range(5):
        await asked(store, ann, text=f"loop {number}", when=at(number))
    await asked(store, ann, text="loop elsewhere", notebook=None, when=at(9))
    page = await listed(store, ann, query="loop", notebook_path=NOTEBOOK.path, limit=3)
    rest = await listed(store, ann, query="loop", notebook_path=NOTEBOOK.path, cursor=page.next_cursor)
    assert [s.preview for s in (*page.sessions, *rest.sessions)] == [f"loop {n}" for n in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize(
    "query",
    ['"', "'", '" OR 1=1 --', "a:b", "text:x", "NEAR(a b)", "a*b*", "(", "& | !", "a <-> b", "\\", "%", "\0"],
)
async def test_search_has_no_syntax_to_break(store: Store, ann: Student, query: str) -> None:
    """What means something to a database is a word or nothing here."""
    await asked(store, ann, text="nothing of it")
    assert isinstance(await found_by(store, ann, query), set)


@ON_ONE_DATABASE
@given(query=st.text(st.characters(codec=None), max_size=200))
async def test_any_text_can_be_searched_for(store: Store, ann: Student, query: str) -> None:
    """No text whatever raises anything but Invalid, where there are conversations to look through."""
    known = await asked(store, ann, text=query)
    with suppress(Invalid):
        found = await found_by(store, ann, query)
        assert known.session.id in found or words_of(query)


european = st.characters(codec="utf-8", categories=["Lu", "Ll", "Nd", "Po", "Pd", "Zs"], max_codepoint=0x4FF)


@ON_ONE_DATABASE
@given(said=st.text(european, max_size=60))
async def test_what_was_said_is_found_by_its_own_words(store: Store, ann: Student, said: str) -> None:
    """In European scripts, with any punctuation, a text finds the conversation it comes from."""
    known = await asked(store, ann, text=said)
    assert known.session.id in await found_by(store, ann, said)


@pytest.mark.parametrize("query", ["a " * 33, "a" * 101])
async def test_too_much_to_search_for_is_invalid(store: Store, ann: Student, query: str) -> None:
    """More words, or longer ones, than anybody types are refused in words."""
    with pytest.raises(Invalid, match="query"):
        await listed(store, ann, query=query)


words = st.text("abé1", min_size=1, max_size=2)


@ON_ONE_DATABASE
@given(texts=st.lists(st.lists(words, max_size=4), min_size=1, max_size=4), query=st.lists(words, max_size=3))
async def test_search_is_what_it_says(
    store: Store, ann: Student, texts: list[list[str]], query: list[str]
) -> None:
    """A query finds exactly the conversations that have its words, on both databases alike."""
    marker = "m" + new_id().replace("-", "")
    expected = set()
    for spoken in texts:
        made = await asked(store, ann, text=" ".join([*spoken, marker]))
        last = not query or any(word.startswith(query[-1]) for word in [*spoken, marker])
        if last and set(query[:-1]) <= {*spoken, marker}:
            expected.add(made.session.id)
    assume(query)
    assert await found_by(store, ann, " ".join([marker, *query])) == expected


async def test_reading_and_writing_at_once(store: Store, ann: Student) -> None:
    """Lists are read while questions are stored, and neither fails."""

    async def read() -> None:
        await listed(store, ann, query="defined")

    await asyncio.gather(*(asked(store, ann) for _ in range(20)), *(read() for _ in range(20)))
    assert len(await found_by(store, ann, "defined")) == 20


def test_a_cursor_says_nothing_readable() -> None:
    """A cursor is one opaque word that needs no escaping in an address."""
    session = ChatSession("id", "u", "general", None, "", None, at(0), at(0))
    assert set(_cursor(session)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=")
