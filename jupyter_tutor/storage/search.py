"""Full-text search in conversations: every word must occur, the last one may be a beginning.

A word is a run of letters and digits, in the query as in the text. Upper and lower case are
one; accents count. SQLite looks it up in an FTS5 table, PostgreSQL in a GIN index.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import normalize

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
)

from jupyter_tutor.errors import Invalid
from jupyter_tutor.storage.tables import chat_messages, chat_sessions

MAX_WORDS = 32
MAX_WORD_CHARACTERS = 100

_WORD = re.compile(r"[^\W_]+")
# The indexed expression, letter for letter as the migration has it.
_POSTGRESQL_WORDS = (
    "to_tsvector('simple'::regconfig, translate(left({column}, 100000), "
    "'!\"#$%&''()*+,-./:;<=>?@[\\]^_`{{|}}~', '                                '))"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word to look for; letters and digits only, so that no syntax can hide in it."""

    text: str
    is_beginning: bool


def words_of(query: str) -> tuple[Word, ...]:
    """The words of a query, the last marked as a beginning. Too many or too long ones are Invalid."""
    found = _WORD.findall(normalize("NFC", query))
    if len(found) > MAX_WORDS:
        raise Invalid(f"query: search for at most {MAX_WORDS} words.")
    if any(len(word) > MAX_WORD_CHARACTERS for word in found):
        raise Invalid(f"query: a word may have at most {MAX_WORD_CHARACTERS} characters.")
    return tuple(Word(word, position == len(found)) for position, word in enumerate(found, start=1))


def contains(word: Word, user_id: str, is_sqlite: bool) -> ColumnElement[bool]:
    """The condition on chat_sessions that the word occurs in its title or in one of its messages."""
    return _sqlite_contains(word) if is_sqlite else _postgresql_contains(word, user_id)


def _sqlite_contains(word: Word) -> ColumnElement[bool]:
    # The words are looked up once; then the conversations are walked from the newest on, each
    # with its entries in an index, until a page is full. The other way round, a common word
    # would fetch every message that has it.
    pattern = f'"{word.text}"' + ("*" if word.is_beginning else "")
    of_this = chat_messages.c.session_id == chat_sessions.c.id
    said = select(literal(1)).where(
        of_this, chat_messages.c.number.in_(_sqlite_hits("chat_messages", pattern))
    )
    return or_(said.exists(), chat_sessions.c.number.in_(_sqlite_hits("chat_sessions", pattern)))


def _sqlite_hits(name: str, pattern: str) -> Select[tuple[int]]:
    words = table(f"{name}_words", column("rowid", Integer))
    return select(words.c.rowid).where(literal_column(words.name).op("MATCH")(pattern))


def _postgresql_contains(word: Word, user_id: str) -> ColumnElement[bool]:
    # The student's own messages, or the word's, whichever the planner thinks are fewer.
    pattern = f"'{word.text}'" + (":*" if word.is_beginning else "")
    wanted = func.to_tsquery(literal_column("'simple'::regconfig"), literal(pattern))
    said = literal_column(_POSTGRESQL_WORDS.format(column="chat_messages.text")).op("@@")(wanted)
    titled = literal_column(_POSTGRESQL_WORDS.format(column="chat_sessions.title")).op("@@")(wanted)
    conversations = select(chat_messages.c.session_id).where(chat_messages.c.user_id == user_id, said)
    return or_(chat_sessions.c.id.in_(conversations), titled)
