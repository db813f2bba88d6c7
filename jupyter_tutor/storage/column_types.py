"""How our values look in a column, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator

from jupyter_tutor.pedagogy.situation import NotebookExcerpt

# PostgreSQL takes no NUL in text, and neither database takes half a surrogate pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_EXCERPT_FIELDS = tuple(field.name for field in fields(NotebookExcerpt))


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime to the microsecond, kept and given back in UTC.

    SQLite keeps it as text of a fixed width, so that order by text is order by time.
    Storing a naive datetime is a ValueError.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From ours to the column's."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """From the column's to ours; SQLite's text is read in one step, there are hundreds on a desk."""
        return _of_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From PostgreSQL's to ours."""
        return None if value is None else value.astimezone(UTC)


def _of_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


class StoredText(TypeDecorator[str]):
    """Text of any length. What a database cannot store becomes U+FFFD, when written and when compared."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """From ours to the column's."""
        return (
            value
            if value is None or (value.isascii() and "\0" not in value)
            else _UNSTORABLE.sub("\ufffd", value)
        )


class NotebookJson(TypeDecorator[NotebookExcerpt]):
    """A notebook excerpt as a JSON object of the fields that are set; None is NULL."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: NotebookExcerpt | None, dialect: Dialect) -> dict[str, Any] | None:  # noqa: ARG002
        """From ours to the column's."""
        if value is None:
            return None
        held = {name: getattr(value, name) for name in _EXCERPT_FIELDS}
        return {name: content for name, content in held.items() if content not in (None, ())}

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> NotebookExcerpt | None:  # noqa: ARG002
        """From the column's to ours; fields that a later version wrote are passed over."""
        if value is None:
            return None
        known = {name: content for name, content in value.items() if name in _EXCERPT_FIELDS}
        known["neighbours"] = tuple(known.get("neighbours", ()))
        return NotebookExcerpt(**known)
