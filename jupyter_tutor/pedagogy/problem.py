"""A problem a student works on, and where they stand on its hint ladder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Levels:
    """How far a student is, per dimension, from 1.0 (novice) to 5.0 (expert)."""

    programming: float = 3.0
    mathematics: float = 3.0


@dataclass(frozen=True, slots=True)
class Difficulty:
    """How hard a problem is, per dimension, from 1 to 5."""

    programming: int
    mathematics: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one student. Frozen: a decision makes a new one, storage keeps it.

    `key` is its identity in words (`exercise:week1.ipynb#mean`, `cell:week1.ipynb#a1b2`, `text:…`),
    not unique: one scratch cell can hold several problems one after another;
    `hint_level` is the last level given, 0 before the first hint; `asked_without_effort`
    counts the messages since then that showed no attempt; `code` and `execution_count` are
    the active cell as it was at the last hint; `text` is the message that opened the problem.
    `finished_at` is set when the student moved on and their levels were updated.
    """

    id: str
    key: str
    title: str
    starting_level: int
    hint_level: int
    difficulty: Difficulty
    opened_at: datetime
    touched_at: datetime
    exercise_id: str | None = None
    notebook_path: str | None = None
    cell_id: str | None = None
    code: str | None = None
    execution_count: int | None = None
    text: str = ""
    asked_without_effort: int = 0
    finished_at: datetime | None = None
