"""Run revisions on the connection that `migrate` hands over. Alembic executes this file."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
# The transaction is begun and ended by the caller: version and schema change together or not at all.
context.run_migrations()
