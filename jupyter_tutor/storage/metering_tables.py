"""The tables of metering: durable holds, usage by day, summaries, caps, prices and settings.

Like the ledger they point at no conversation; what belongs to a student alone goes with the student.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
)

from jupyter_tutor.storage.column_types import StoredText, UtcDateTime
from jupyter_tutor.storage.tables import metadata, numbered


def _sums() -> tuple[Column[int], ...]:
    """Fresh columns for what was used."""
    return tuple(
        Column(name, BigInteger, nullable=False)
        for name in ("requests", "input_tokens", "output_tokens", "cost_nano_usd", "unpriced")
    )


reservations = Table(
    "reservations",
    metadata,
    Column("id", StoredText, primary_key=True),
    Column("user_id", StoredText, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("state", StoredText, nullable=False),
    Column("requests", Integer, nullable=False),
    Column("tokens", BigInteger, nullable=False),
    Column("cost_nano_usd", BigInteger, nullable=False),
    Column("provider", StoredText),
    Column("model", StoredText),
    Column("is_message", Boolean, nullable=False),
    Index(None, "at"),
    Index(None, "state", "at"),
)

daily_token_usage = Table(
    "daily_token_usage",
    metadata,
    Column("user_id", StoredText, primary_key=True),
    Column("date", StoredText, primary_key=True),
    *_sums(),
)

usage_summaries = Table(
    "usage_summaries",
    metadata,
    Column("period", StoredText, primary_key=True),
    Column("start", Float(53), primary_key=True),
    Column("user_id", StoredText, primary_key=True),
    Column("provider", StoredText, primary_key=True),
    Column("model", StoredText, primary_key=True),
    Column("module", StoredText, primary_key=True),
    *_sums(),
)

# One row: when summaries were last brought up to date, and up to which row of the ledger.
roll_up_state = Table(
    "roll_up_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Float(53), nullable=False),
    Column("upto_number", BigInteger, nullable=False),
)

usage_caps = Table(
    "usage_caps",
    metadata,
    Column("id", StoredText, primary_key=True),
    Column("user_id", StoredText, ForeignKey("users.id", ondelete="CASCADE")),
    Column("group_name", StoredText),
    Column("cap_type", StoredText, nullable=False),
    Column("requests", BigInteger),
    Column("tokens", BigInteger),
    Column("cost_nano_usd", BigInteger),
    Column("effective_from", Float(53), nullable=False),
    Column("until_then", JSON),
    Column("written_by", StoredText, nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
    UniqueConstraint("user_id", "cap_type"),
    UniqueConstraint("group_name", "cap_type"),
    CheckConstraint("(user_id IS NULL) <> (group_name IS NULL)", name="ck_usage_caps_one_owner"),
    CheckConstraint("requests > 0 AND tokens > 0 AND cost_nano_usd > 0", name="ck_usage_caps_positive"),
)

group_members = Table(
    "group_members",
    metadata,
    Column("group_name", StoredText, primary_key=True),
    Column("user_id", StoredText, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
)

prices = Table(
    "prices",
    metadata,
    Column("model", StoredText, primary_key=True),
    Column("input", StoredText, nullable=False),
    Column("cached_input", StoredText, nullable=False),
    Column("output", StoredText, nullable=False),
    Column("written_by", StoredText, nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("name", StoredText, primary_key=True),
    Column("value", JSON, nullable=False),
)

# One row: how often settings were changed.
settings_version = Table(
    "settings_version",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
)

settings_audit = Table(
    "settings_audit",
    metadata,
    numbered(),
    Column("name", StoredText, nullable=False),
    Column("before", JSON),
    Column("after", JSON),
    Column("changed_by", StoredText, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)
