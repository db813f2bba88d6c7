"""Students, their conversations and problems, and the ledger of model calls."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TIME = sa.DateTime(timezone=True)
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# One full-text table per searched column. It holds the words only and reads the text from
# the table it indexes; the triggers are those of https://sqlite.org/fts5.html#external_content_tables.
_SQLITE_TABLE = """
CREATE VIRTUAL TABLE {table}_words
USING fts5({column}, content='{table}', content_rowid='number', tokenize='unicode61 remove_diacritics 0')
"""
_SQLITE_INSERT = """
CREATE TRIGGER {table}_words_insert AFTER INSERT ON {table} BEGIN
  INSERT INTO {table}_words(rowid, {column}) VALUES (new.number, new.{column});
END
"""
_SQLITE_DELETE = """
CREATE TRIGGER {table}_words_delete AFTER DELETE ON {table} BEGIN
  INSERT INTO {table}_words({table}_words, rowid, {column}) VALUES ('delete', old.number, old.{column});
END
"""
_SQLITE_UPDATE = """
CREATE TRIGGER {table}_words_update AFTER UPDATE OF {column} ON {table} BEGIN
  INSERT INTO {table}_words({table}_words, rowid, {column}) VALUES ('delete', old.number, old.{column});
  INSERT INTO {table}_words(rowid, {column}) VALUES (new.number, new.{column});
END
"""
# Punctuation becomes space first: PostgreSQL would read `df.groupby` as one word, the name of a host.
# A tsvector holds at most a megabyte, hence the cut.
_POSTGRESQL_SEARCH = (
    "CREATE INDEX ix_{table}_words ON {table} USING gin (to_tsvector('simple'::regconfig, translate("
    "left({column}, 100000), '!\"#$%&''()*+,-./:;<=>?@[\\]^_`{{|}}~', '                                ')))"
)
_SEARCHED = (("chat_messages", "text"), ("chat_sessions", "title"))


def upgrade() -> None:
    """Make all tables."""
    _make_users()
    _make_conversations()
    _make_feedback()
    _make_standing()
    _make_ledger()
    op.create_table(
        "health_checks",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("checked_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_health_checks"),
    )
    in_sqlite = (_SQLITE_TABLE, _SQLITE_INSERT, _SQLITE_DELETE, _SQLITE_UPDATE)
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, column in _SEARCHED:
        for statement in in_sqlite if sqlite else (_POSTGRESQL_SEARCH,):
            op.get_bind().exec_driver_sql(statement.format(table=table, column=column))


def downgrade() -> None:
    """Remove all tables, and with them their indexes and triggers."""
    if op.get_bind().dialect.name == "sqlite":
        for table, _ in _SEARCHED:
            op.get_bind().exec_driver_sql(f"DROP TABLE {table}_words")
    for table in (
        "health_checks",
        "llm_calls",
        "problems",
        "student_levels",
        "feedback",
        "chat_messages",
        "chat_sessions",
        "users",
    ):
        op.drop_table(table)


def _make_users() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("email", sa.String()),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("self_rated", sa.Boolean(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("email", name="uq_users_email"),
        sa.UniqueConstraint("username", name="uq_users_username"),
    )


def _make_conversations() -> None:
    op.create_table(
        "chat_sessions",
        sa.Column("number", _NUMBER, nullable=False, autoincrement=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("session_type", sa.String(), nullable=False),
        sa.Column("title", sa.String()),
        sa.Column("preview", sa.String(), nullable=False),
        sa.Column("notebook_path", sa.String()),
        sa.Column("module", sa.String()),
        sa.Column("summary", sa.String()),
        sa.Column("summary_upto", sa.String()),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_chat_sessions"),
        sa.UniqueConstraint("id", name="uq_chat_sessions_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_chat_sessions_user_id"),
    )
    op.create_index("ix_chat_sessions_user_id_session_type", "chat_sessions", ["user_id", "session_type"])
    op.create_index(
        "ix_chat_sessions_user_id_updated_at_id", "chat_sessions", ["user_id", "updated_at", "id"]
    )
    op.create_table(
        "chat_messages",
        sa.Column("number", _NUMBER, nullable=False, autoincrement=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("state", sa.String()),
        sa.Column("filter", sa.String()),
        sa.Column("hint_level", sa.SmallInteger()),
        sa.Column("problem_id", sa.String()),
        sa.Column("prompt_version", sa.String()),
        sa.Column("provider", sa.String()),
        sa.Column("model", sa.String()),
        sa.Column("input_tokens", sa.BigInteger()),
        sa.Column("cached_input_tokens", sa.BigInteger()),
        sa.Column("output_tokens", sa.BigInteger()),
        sa.Column("tokens_estimated", sa.Boolean()),
        sa.Column("cost_nano_usd", sa.BigInteger()),
        sa.Column("notebook", sa.JSON()),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_chat_messages"),
        sa.UniqueConstraint("id", name="uq_chat_messages_id"),
        sa.UniqueConstraint("user_id", "request_id", "role", name="uq_chat_messages_user_id_request_id_role"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["chat_sessions.id"], name="fk_chat_messages_session_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_chat_messages_user_id"),
    )
    op.create_index("ix_chat_messages_session_id_created_at", "chat_messages", ["session_id", "created_at"])


def _make_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("rating", sa.SmallInteger(), nullable=False),
        sa.Column("comment", sa.String()),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("message_id", name="pk_feedback"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["chat_messages.id"], name="fk_feedback_message_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_feedback_user_id"),
    )


def _make_standing() -> None:
    op.create_table(
        "student_levels",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("level", sa.Float(53), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "dimension", name="pk_student_levels"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_student_levels_user_id"),
    )
    op.create_table(
        "problems",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starting_level", sa.SmallInteger(), nullable=False),
        sa.Column("hint_level", sa.SmallInteger(), nullable=False),
        sa.Column("difficulty_programming", sa.SmallInteger(), nullable=False),
        sa.Column("difficulty_mathematics", sa.SmallInteger(), nullable=False),
        sa.Column("opened_at", _TIME, nullable=False),
        sa.Column("touched_at", _TIME, nullable=False),
        sa.Column("exercise_id", sa.String()),
        sa.Column("notebook_path", sa.String()),
        sa.Column("cell_id", sa.String()),
        sa.Column("code", sa.String()),
        sa.Column("execution_count", sa.BigInteger()),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("asked_without_effort", sa.Integer(), nullable=False),
        sa.Column("finished_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_problems"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_problems_user_id"),
    )
    op.create_index("ix_problems_user_id_touched_at", "problems", ["user_id", "touched_at"])


def _make_ledger() -> None:
    op.create_table(
        "llm_calls",
        sa.Column("number", _NUMBER, nullable=False, autoincrement=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("latency_seconds", sa.Float(53), nullable=False),
        sa.Column("input_tokens", sa.BigInteger(), nullable=False),
        sa.Column("cached_input_tokens", sa.BigInteger(), nullable=False),
        sa.Column("output_tokens", sa.BigInteger(), nullable=False),
        sa.Column("tokens_estimated", sa.Boolean(), nullable=False),
        sa.Column("cost_nano_usd", sa.BigInteger()),
        sa.Column("error", sa.String()),
        sa.PrimaryKeyConstraint("number", name="pk_llm_calls"),
        sa.UniqueConstraint("id", name="uq_llm_calls_id"),
    )
    op.create_index("ix_llm_calls_request_id", "llm_calls", ["request_id"])
    op.create_index("ix_llm_calls_user_id_started_at", "llm_calls", ["user_id", "started_at"])
