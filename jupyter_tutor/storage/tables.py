"""The tables. `migrations` makes them; a test holds the two together.

Ids are UUIDs as text. `number` is the order of insertion: it orders what has the same time,
and it is what SQLite's full-text tables point at.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    UniqueConstraint,
)

from jupyter_tutor.storage.column_types import NotebookJson, StoredText, UtcDateTime

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def numbered() -> Column[int]:
    """A fresh column that counts the rows as they are inserted."""
    return Column(
        "number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )


users = Table(
    "users",
    metadata,
    Column("id", StoredText, primary_key=True),
    Column("email", StoredText, unique=True),
    Column("username", StoredText, nullable=False, unique=True),
    Column("display_name", StoredText, nullable=False),
    Column("self_rated", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

chat_sessions = Table(
    "chat_sessions",
    metadata,
    numbered(),
    Column("id", StoredText, nullable=False, unique=True),
    Column("user_id", StoredText, ForeignKey("users.id"), nullable=False),
    Column("session_type", StoredText, nullable=False),
    Column("title", StoredText),
    Column("preview", StoredText, nullable=False),
    Column("notebook_path", StoredText),
    Column("module", StoredText),
    Column("summary", StoredText),
    Column("summary_upto", StoredText),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index(None, "user_id", "session_type"),
    Index(None, "user_id", "updated_at", "id"),
)

chat_messages = Table(
    "chat_messages",
    metadata,
    numbered(),
    Column("id", StoredText, nullable=False, unique=True),
    Column("session_id", StoredText, ForeignKey("chat_sessions.id", ondelete="CASCADE"), nullable=False),
    Column("user_id", StoredText, ForeignKey("users.id"), nullable=False),
    Column("request_id", StoredText, nullable=False),
    Column("role", StoredText, nullable=False),
    Column("text", StoredText, nullable=False),
    Column("state", StoredText),
    Column("filter", StoredText),
    Column("hint_level", SmallInteger),
    Column("problem_id", StoredText),
    Column("prompt_version", StoredText),
    Column("provider", StoredText),
    Column("model", StoredText),
    Column("input_tokens", BigInteger),
    Column("cached_input_tokens", BigInteger),
    Column("output_tokens", BigInteger),
    Column("tokens_estimated", Boolean),
    Column("cost_nano_usd", BigInteger),
    Column("notebook", NotebookJson),
    Column("created_at", UtcDateTime, nullable=False),
    Column("own_hint", StoredText),
    Index(None, "session_id", "created_at"),
    UniqueConstraint("user_id", "request_id", "role"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("message_id", StoredText, ForeignKey("chat_messages.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", StoredText, ForeignKey("users.id"), nullable=False),
    Column("rating", SmallInteger, nullable=False),
    Column("comment", StoredText),
    Column("created_at", UtcDateTime, nullable=False),
)

student_levels = Table(
    "student_levels",
    metadata,
    Column("user_id", StoredText, ForeignKey("users.id"), primary_key=True),
    Column("dimension", StoredText, primary_key=True),
    Column("level", Float(53), nullable=False),
)

problems = Table(
    "problems",
    metadata,
    Column("id", StoredText, primary_key=True),
    Column("user_id", StoredText, ForeignKey("users.id"), nullable=False),
    Column("key", StoredText, nullable=False),
    Column("title", StoredText, nullable=False),
    Column("starting_level", SmallInteger, nullable=False),
    Column("hint_level", SmallInteger, nullable=False),
    Column("difficulty_programming", SmallInteger, nullable=False),
    Column("difficulty_mathematics", SmallInteger, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("touched_at", UtcDateTime, nullable=False),
    Column("exercise_id", StoredText),
    Column("notebook_path", StoredText),
    Column("cell_id", StoredText),
    Column("code", StoredText),
    Column("execution_count", BigInteger),
    Column("text", StoredText, nullable=False),
    Column("asked_without_effort", Integer, nullable=False),
    Column("finished_at", UtcDateTime),
    Index(None, "user_id", "touched_at"),
)

# The ledger. It points at nothing, so that deleting a conversation leaves it whole.
llm_calls = Table(
    "llm_calls",
    metadata,
    numbered(),
    Column("id", StoredText, nullable=False, unique=True),
    Column("request_id", StoredText, nullable=False, index=True),
    Column("user_id", StoredText, nullable=False),
    Column("purpose", StoredText, nullable=False),
    Column("provider", StoredText, nullable=False),
    Column("model", StoredText, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("latency_seconds", Float(53), nullable=False),
    Column("input_tokens", BigInteger, nullable=False),
    Column("cached_input_tokens", BigInteger, nullable=False),
    Column("output_tokens", BigInteger, nullable=False),
    Column("tokens_estimated", Boolean, nullable=False),
    Column("cost_nano_usd", BigInteger),
    Column("error", StoredText),
    Column("module", StoredText),
    Index(None, "user_id", "started_at"),
    Index(None, "started_at"),
)

# One row, written by the health check.
health_checks = Table(
    "health_checks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("checked_at", UtcDateTime, nullable=False),
)
