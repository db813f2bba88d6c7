"""The schema's history, one revision per file in `versions`."""

HEAD = "0005"
"""The newest revision, known without loading Alembic; a test holds it to `versions`."""
