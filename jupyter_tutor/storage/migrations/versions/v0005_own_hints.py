"""Which of the instructor's own words an answer gave."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make room for the key of the words; earlier answers gave none."""
    op.add_column("chat_messages", sa.Column("own_hint", sa.String()))


def downgrade() -> None:
    """Forget it; the answers keep their text."""
    op.drop_column("chat_messages", "own_hint")
