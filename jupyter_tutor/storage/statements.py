"""The writes that both databases know under different names: insert, or else update."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Insert, Table, case, func
from sqlalchemy.dialects import postgresql, sqlite

from jupyter_tutor.storage.tables import feedback, problems, student_levels, users


@dataclass(frozen=True, slots=True)
class Upserts:
    """The statements of one dialect, built once so that their compiled form is found again."""

    add_user: Insert
    add_levels: Insert
    set_levels: Insert
    set_problem: Insert
    set_rating: Insert


def _upserts(insert: Callable[[Table], Any], greater: Callable[..., Any]) -> Upserts:
    level = insert(student_levels)
    rating = insert(feedback)
    return Upserts(
        add_user=insert(users).on_conflict_do_nothing(index_elements=["username"]),
        add_levels=level.on_conflict_do_nothing(index_elements=["user_id", "dimension"]),
        set_levels=level.on_conflict_do_update(
            index_elements=["user_id", "dimension"], set_={"level": level.excluded.level}
        ),
        set_problem=_set_problem(insert(problems), greater),
        set_rating=rating.on_conflict_do_update(
            index_elements=["message_id"],
            set_={"rating": rating.excluded.rating, "comment": rating.excluded.comment},
        ),
    )


def _set_problem(insert: Any, greater: Callable[..., Any]) -> Insert:
    """Insert a problem, or merge it with what is stored: two answers on it may end in any order.

    The later touch wins, the hint level never falls, and a finished problem stays finished.
    """
    new, old = insert.excluded, problems.c
    latest = {
        column.name: case((new.touched_at >= old.touched_at, new[column.name]), else_=column)
        for column in problems.c
        if column.name not in ("id", "user_id", "hint_level", "finished_at")
    }
    statement: Insert = insert.on_conflict_do_update(
        index_elements=["id"],
        set_=latest
        | {
            "hint_level": greater(new.hint_level, old.hint_level),
            "finished_at": func.coalesce(old.finished_at, new.finished_at),
        },
        where=new.user_id == old.user_id,
    )
    return statement


_SQLITE = _upserts(sqlite.insert, func.max)
_POSTGRESQL = _upserts(postgresql.insert, func.greatest)


def upserts(is_sqlite: bool) -> Upserts:
    """The statements of this database."""
    return _SQLITE if is_sqlite else _POSTGRESQL
