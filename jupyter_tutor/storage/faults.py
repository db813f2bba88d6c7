"""What a database driver's error means to a person: one sentence that says what to do."""

from __future__ import annotations

import errno
import sqlite3
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from jupyter_tutor.errors import DatabaseUnavailable

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

RETRY_SECONDS = 2.0

_LOCKED = "{path} is locked by another program. Close what else has it open; the tutor goes on by itself."

# The beginnings of SQLite's error names, and the sentence for each.
_SQLITE = {
    "SQLITE_FULL": "The disk that holds {path} is full. Free some space; the tutor goes on by itself.",
    "SQLITE_READONLY": "{path} cannot be written. Make the file and its folder writable, or choose another "
    "data directory.",
    "SQLITE_CANTOPEN": "{path} cannot be opened. Check that its folder exists and is writable, or choose "
    "another data directory.",
    "SQLITE_CORRUPT": "{path} is damaged ({detail}). Nothing was deleted: move this file away, with those of "
    "the same name that end in -wal and -shm, and a new one is made.",
    "SQLITE_NOTADB": "{path} is not a SQLite database. Nothing was changed: move this file away and a new "
    "one is made, or choose another data directory.",
    "SQLITE_BUSY": _LOCKED,
    "SQLITE_LOCKED": _LOCKED,
    "SQLITE_IOERR": "{path} cannot be read or written ({detail}). Check the disk and its free space.",
}
_PASSING = ("SQLITE_FULL", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR")
# After these the file may be another one when it is opened again.
_REOPEN = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR")

# https://www.postgresql.org/docs/current/errcodes-appendix.html, by class or whole code.
_POSTGRESQL = {
    "28": "The PostgreSQL server at {server} refused the tutor's user or password. Check the database URL.",
    "3D": "The database {path} does not exist at {server}. Create it, or correct the database URL.",
    "53100": "The disk of the PostgreSQL server at {server} is full. Free some space; the tutor goes on by "
    "itself.",
    "53": "The PostgreSQL server at {server} has no resources left ({detail}). Try again in a moment.",
    "25006": "The PostgreSQL server at {server} is read-only. Point the database URL at the primary server.",
    "42501": "The tutor's user may not use the database {path} at {server} ({detail}). Grant it the rights.",
    "57": "The PostgreSQL server at {server} is stopping or starting. Try again in a moment.",
}
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


def kinds(url: URL) -> tuple[type[Exception], ...]:
    """The errors that mean that the database, or the way to it, is at fault."""
    if url.get_backend_name() == "sqlite":
        return (SQLAlchemyError, sqlite3.Error, OSError)
    import asyncpg  # type: ignore[import-untyped]

    # While connecting, SQLAlchemy 2.0 lets the driver's own errors through.
    return (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


def explained(error: BaseException, url: URL) -> DatabaseUnavailable:
    """The error as a sentence. It names the file or the server, never a password."""
    cause = _cause(error)
    detail = (str(cause).splitlines() or [type(cause).__name__])[0]
    names = {
        "path": url.database or "the database",
        "server": f"{url.host}:{url.port or 5432}",
        "detail": detail,
    }
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(cause, names)
    if url.get_backend_name() == "sqlite":
        return _of_file_system(cause, names)
    state = str(getattr(cause, "sqlstate", None) or "")
    for start, sentence in _POSTGRESQL.items():
        if state.startswith(start):
            return DatabaseUnavailable(sentence.format(**names), retry_after=RETRY_SECONDS)
    if state:
        return DatabaseUnavailable("The database {path} at {server} failed: {detail}".format(**names))
    return DatabaseUnavailable(
        "The PostgreSQL server at {server} cannot be reached ({detail}). Check that it runs and that the "
        "database URL is right; the tutor goes on by itself.".format(**names),
        retry_after=RETRY_SECONDS,
    )


def needs_reopening(error: BaseException) -> bool:
    """Whether the SQLite file must be opened afresh before it can work again."""
    return _sqlite_name(_cause(error)).startswith(_REOPEN)


def _cause(error: BaseException) -> BaseException:
    """The driver's own error inside SQLAlchemy's."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        return error.orig
    return error


def _sqlite_name(error: BaseException) -> str:
    return str(getattr(error, "sqlite_errorname", ""))


def _of_sqlite(error: sqlite3.Error, names: dict[str, str]) -> DatabaseUnavailable:
    name = _sqlite_name(error)
    retry = RETRY_SECONDS if name.startswith(_PASSING) else None
    for start, sentence in _SQLITE.items():
        if name.startswith(start):
            return DatabaseUnavailable(sentence.format(**names), retry_after=retry)
    return DatabaseUnavailable("The conversation database {path} failed: {detail}".format(**names))


def _of_file_system(error: BaseException, names: dict[str, str]) -> DatabaseUnavailable:
    """Where no SQLite error arose the folder could not be made, or all connections were busy."""
    if isinstance(error, OSError) and error.errno in _NO_SPACE:
        return DatabaseUnavailable(_SQLITE["SQLITE_FULL"].format(**names), retry_after=RETRY_SECONDS)
    if isinstance(error, OSError):
        return DatabaseUnavailable(_SQLITE["SQLITE_CANTOPEN"].format(**names))
    return DatabaseUnavailable(
        "The conversation database {path} is busy ({detail}).".format(**names), retry_after=RETRY_SECONDS
    )
