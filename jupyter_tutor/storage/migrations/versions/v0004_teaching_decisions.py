"""What was decided on each message and what the guard found, for instructors to read."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_TIME = sa.DateTime(timezone=True)
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "teaching_decisions",
        sa.Column("number", _NUMBER, autoincrement=True),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("decided_at", _TIME, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("problem_id", sa.String()),
        sa.Column("is_new_problem", sa.Boolean(), nullable=False),
        sa.Column("hint_level", sa.SmallInteger(), nullable=False),
        sa.Column("rephrased", sa.Boolean(), nullable=False),
        sa.Column("rule", sa.String()),
        sa.Column("reason", sa.String()),
        sa.Column("comparisons", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_teaching_decisions"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_teaching_decisions_user_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_teaching_decisions_user_id_number", "teaching_decisions", ["user_id", "number"])
    op.create_table(
        "guard_finds",
        sa.Column("number", _NUMBER, autoincrement=True),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("found_at", _TIME, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("hint_level", sa.SmallInteger(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_guard_finds"),
    )
    op.create_index("ix_guard_finds_request_id", "guard_finds", ["request_id"])


def downgrade() -> None:
    """Remove them with what they hold; nothing else refers to it."""
    op.drop_table("guard_finds")
    op.drop_table("teaching_decisions")
