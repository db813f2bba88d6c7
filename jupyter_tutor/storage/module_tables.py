"""The tables of modules and progress.

Notebooks are the last columns of their rows: SQLite reads a row from its beginning, and lists
leave them out. They are zlib of JSON, packed and unpacked by whoever hands them in.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    UniqueConstraint,
    text,
)

from jupyter_tutor.storage.column_types import StoredText, UtcDateTime
from jupyter_tutor.storage.tables import metadata

_OF_NO_COURSE = text("course_id IS NULL")


def _policy() -> tuple[Column[Any], ...]:
    """Fresh columns for what an instructor allows, and for the time of an exam."""
    return (
        Column("policy", JSON, nullable=False),
        Column("exam_from", UtcDateTime),
        Column("exam_until", UtcDateTime),
    )


def _owner() -> tuple[Column[Any], ...]:
    """Fresh columns for the student and the module that a row belongs to."""
    return (
        Column("user_id", StoredText, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
        Column(
            "module_id", StoredText, ForeignKey("learning_modules.id", ondelete="CASCADE"), primary_key=True
        ),
    )


courses = Table(
    "courses",
    metadata,
    Column("id", StoredText, primary_key=True),
    Column("slug", StoredText, nullable=False, unique=True),
    Column("title", StoredText, nullable=False),
    Column("position", Integer, nullable=False),
    *_policy(),
    Column("created_by", StoredText, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

# One row: how often anything about courses and modules was changed.
course_changes = Table(
    "course_changes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
)

learning_modules = Table(
    "learning_modules",
    metadata,
    Column("id", StoredText, primary_key=True),
    Column("course_id", StoredText, ForeignKey("courses.id")),
    Column("slug", StoredText, nullable=False),
    Column("title", StoredText, nullable=False),
    Column("summary", StoredText, nullable=False),
    Column("order", Integer, nullable=False, index=True),
    Column("minutes", Integer),
    Column("requires", JSON, nullable=False),
    *_policy(),
    Column("version", Integer, nullable=False),
    Column("published", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("course_id", "slug"),
    Index(None, "slug", unique=True, sqlite_where=_OF_NO_COURSE, postgresql_where=_OF_NO_COURSE),
)

# Written once, never changed.
module_versions = Table(
    "module_versions",
    metadata,
    Column("module_id", StoredText, ForeignKey("learning_modules.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("digest", StoredText, nullable=False),
    Column("exercises", JSON, nullable=False),
    Column("policy", JSON, nullable=False),
    Column("created_by", StoredText, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("release", LargeBinary, nullable=False),
    Column("source", LargeBinary, nullable=False),
)

user_module_progress = Table(
    "user_module_progress",
    metadata,
    *_owner(),
    Column("status", StoredText, nullable=False),
    Column("module_version", Integer),
    Column("state_version", Integer, nullable=False),
    Column("attempt_count", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index(None, "user_id"),
    Index(None, "module_id", "status"),
)

progress_states = Table(
    "progress_states",
    metadata,
    *_owner(),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("module_version", Integer, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),
)

exercise_progress = Table(
    "exercise_progress",
    metadata,
    *_owner(),
    Column("exercise_id", StoredText, primary_key=True),
    Column("status", StoredText, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("hint_level", SmallInteger),
    Column("passed_at", UtcDateTime),
    Column("updated_at", UtcDateTime, nullable=False),
    # All that the sums over a class need.
    Index("ix_exercise_progress_class", "module_id", "exercise_id", "status", "hint_level", "attempts"),
)
