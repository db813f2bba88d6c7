"""The tables of what was decided on messages, and of what the guard found in answers. No words of anybody."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, SmallInteger, Table

from jupyter_tutor.storage.column_types import StoredText, UtcDateTime
from jupyter_tutor.storage.tables import metadata, numbered

teaching_decisions = Table(
    "teaching_decisions",
    metadata,
    numbered(),
    Column("user_id", StoredText, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("request_id", StoredText, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    Column("kind", StoredText, nullable=False),
    Column("problem_id", StoredText),
    Column("is_new_problem", Boolean, nullable=False),
    Column("hint_level", SmallInteger, nullable=False),
    Column("rephrased", Boolean, nullable=False),
    Column("rule", StoredText),
    Column("reason", StoredText),
    Column("comparisons", JSON, nullable=False),
    Index(None, "user_id", "number"),
)

guard_finds = Table(
    "guard_finds",
    metadata,
    numbered(),
    Column("request_id", StoredText, nullable=False, index=True),
    Column("found_at", UtcDateTime, nullable=False),
    Column("reason", StoredText, nullable=False),
    Column("hint_level", SmallInteger, nullable=False),
    Column("outcome", StoredText, nullable=False),
    Column("form", StoredText, nullable=False),
)
