"""Durable holds, usage by day, summaries, caps, groups, prices and settings with their audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TIME = sa.DateTime(timezone=True)
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SUMS = ("requests", "input_tokens", "output_tokens", "cost_nano_usd", "unpriced")


def upgrade() -> None:
    """Make the tables of metering, and give the ledger a module and an index by time."""
    op.add_column("llm_calls", sa.Column("module", sa.String()))
    op.create_index("ix_llm_calls_started_at", "llm_calls", ["started_at"])
    _make_reservations()
    _make_sums()
    _make_caps()
    _make_settings()


def downgrade() -> None:
    """Remove them; the ledger keeps its rows."""
    for table in (
        "settings_audit",
        "settings_version",
        "settings",
        "prices",
        "group_members",
        "usage_caps",
        "roll_up_state",
        "usage_summaries",
        "daily_token_usage",
        "reservations",
    ):
        op.drop_table(table)
    op.drop_index("ix_llm_calls_started_at", "llm_calls")
    op.drop_column("llm_calls", "module")


def _sums() -> tuple[sa.Column[int], ...]:
    return tuple(sa.Column(name, sa.BigInteger(), nullable=False) for name in _SUMS)


def _make_reservations() -> None:
    op.create_table(
        "reservations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.Column("cost_nano_usd", sa.BigInteger(), nullable=False),
        sa.Column("provider", sa.String()),
        sa.Column("model", sa.String()),
        sa.Column("is_message", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reservations"),
    )
    op.create_index("ix_reservations_at", "reservations", ["at"])
    op.create_index("ix_reservations_state_at", "reservations", ["state", "at"])


def _make_sums() -> None:
    op.create_table(
        "daily_token_usage",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("date", sa.String(), nullable=False),
        *_sums(),
        sa.PrimaryKeyConstraint("user_id", "date", name="pk_daily_token_usage"),
    )
    op.create_table(
        "usage_summaries",
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("start", sa.Float(53), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        *_sums(),
        sa.PrimaryKeyConstraint(
            "period", "start", "user_id", "provider", "model", "module", name="pk_usage_summaries"
        ),
    )
    op.create_table(
        "roll_up_state",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", sa.Float(53), nullable=False),
        sa.Column("upto_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_roll_up_state"),
    )


def _make_caps() -> None:
    op.create_table(
        "usage_caps",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String()),
        sa.Column("group_name", sa.String()),
        sa.Column("cap_type", sa.String(), nullable=False),
        sa.Column("requests", sa.BigInteger()),
        sa.Column("tokens", sa.BigInteger()),
        sa.Column("cost_nano_usd", sa.BigInteger()),
        sa.Column("effective_from", sa.Float(53), nullable=False),
        sa.Column("until_then", sa.JSON()),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_usage_caps"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_usage_caps_user_id", ondelete="CASCADE"),
        sa.UniqueConstraint("user_id", "cap_type", name="uq_usage_caps_user_id_cap_type"),
        sa.UniqueConstraint("group_name", "cap_type", name="uq_usage_caps_group_name_cap_type"),
        sa.CheckConstraint("(user_id IS NULL) <> (group_name IS NULL)", name="ck_usage_caps_one_owner"),
        sa.CheckConstraint(
            "requests > 0 AND tokens > 0 AND cost_nano_usd > 0", name="ck_usage_caps_positive"
        ),
    )
    op.create_table(
        "group_members",
        sa.Column("group_name", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("group_name", "user_id", name="pk_group_members"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_group_members_user_id", ondelete="CASCADE"
        ),
    )


def _make_settings() -> None:
    op.create_table(
        "prices",
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("input", sa.String(), nullable=False),
        sa.Column("cached_input", sa.String(), nullable=False),
        sa.Column("output", sa.String(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("model", name="pk_prices"),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )
    op.create_table(
        "settings_version",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_settings_version"),
    )
    op.create_table(
        "settings_audit",
        sa.Column("number", _NUMBER, nullable=False, autoincrement=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("before", sa.JSON()),
        sa.Column("after", sa.JSON()),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_settings_audit"),
    )
