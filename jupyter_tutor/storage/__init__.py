"""What is kept: conversations, problems, levels and the ledger, in SQLite or PostgreSQL."""
