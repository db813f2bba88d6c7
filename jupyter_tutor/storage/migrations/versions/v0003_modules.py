"""Courses and modules with their versions, and how far each student is in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TIME = sa.DateTime(timezone=True)

# PostgreSQL would try to compress what is compressed already, which takes 10 ms of each save of a megabyte.
_AS_IT_IS = "ALTER TABLE {} ALTER COLUMN {} SET STORAGE EXTERNAL"
_COMPRESSED = (("module_versions", "release"), ("module_versions", "source"), ("progress_states", "state"))


def upgrade() -> None:
    """Make the tables of modules and of progress."""
    _make_courses()
    op.create_table(
        "course_changes",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_course_changes"),
    )
    _make_modules()
    _make_versions()
    _make_progress()
    _make_states()
    _make_exercises()
    if op.get_bind().dialect.name == "postgresql":
        for table, column in _COMPRESSED:
            op.execute(_AS_IT_IS.format(table, column))


def downgrade() -> None:
    """Remove them; conversations, levels and the ledger keep their rows."""
    for table in (
        "exercise_progress",
        "progress_states",
        "user_module_progress",
        "module_versions",
        "learning_modules",
        "course_changes",
        "courses",
    ):
        op.drop_table(table)


def _policy() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("exam_from", _TIME),
        sa.Column("exam_until", _TIME),
    )


def _make_courses() -> None:
    op.create_table(
        "courses",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *_policy(),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_courses"),
        sa.UniqueConstraint("slug", name="uq_courses_slug"),
    )


def _make_modules() -> None:
    op.create_table(
        "learning_modules",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String()),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer()),
        sa.Column("requires", sa.JSON(), nullable=False),
        *_policy(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_learning_modules"),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name="fk_learning_modules_course_id"),
        sa.UniqueConstraint("course_id", "slug", name="uq_learning_modules_course_id_slug"),
    )
    op.create_index("ix_learning_modules_order", "learning_modules", ["order"])
    # NULL is equal to nothing: modules of no course need a rule of their own.
    alone = sa.text("course_id IS NULL")
    op.create_index(
        "ix_learning_modules_slug",
        "learning_modules",
        ["slug"],
        unique=True,
        sqlite_where=alone,
        postgresql_where=alone,
    )


def _make_versions() -> None:
    op.create_table(
        "module_versions",
        sa.Column("module_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("exercises", sa.JSON(), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("release", sa.LargeBinary(), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("module_id", "version", name="pk_module_versions"),
        sa.ForeignKeyConstraint(
            ["module_id"], ["learning_modules.id"], name="fk_module_versions_module_id", ondelete="CASCADE"
        ),
    )


def _owner(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    """A row belongs to a student and a module, and goes with either."""
    return (
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{table}_user_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["module_id"], ["learning_modules.id"], name=f"fk_{table}_module_id", ondelete="CASCADE"
        ),
    )


def _make_progress() -> None:
    op.create_table(
        "user_module_progress",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("module_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("module_version", sa.Integer()),
        sa.Column("state_version", sa.Integer(), nullable=False),
        sa.Column("attempt_count", sa.Integer(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "module_id", name="pk_user_module_progress"),
        *_owner("user_module_progress"),
    )
    op.create_index("ix_user_module_progress_user_id", "user_module_progress", ["user_id"])
    op.create_index(
        "ix_user_module_progress_module_id_status", "user_module_progress", ["module_id", "status"]
    )


def _make_states() -> None:
    op.create_table(
        "progress_states",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("module_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("module_version", sa.Integer(), nullable=False),
        sa.Column("saved_at", _TIME, nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "module_id", "version", name="pk_progress_states"),
        *_owner("progress_states"),
    )


def _make_exercises() -> None:
    op.create_table(
        "exercise_progress",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("module_id", sa.String(), nullable=False),
        sa.Column("exercise_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("hint_level", sa.SmallInteger()),
        sa.Column("passed_at", _TIME),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "module_id", "exercise_id", name="pk_exercise_progress"),
        *_owner("exercise_progress"),
    )
    op.create_index(
        "ix_exercise_progress_class",
        "exercise_progress",
        ["module_id", "exercise_id", "status", "hint_level", "attempts"],
    )
