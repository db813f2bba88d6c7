"""Read exercises with their checks and their students' programs (the form of the Refactory data set)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from jupyter_tutor.tutoring.checks import Check, Checks

FOLDER = "student_programs"


@dataclass(frozen=True, slots=True)
class Task:
    """One exercise: its checks with the instructor's solution, programs that are right, and those that fail.

    `failing` is in the order of the file names.
    """

    name: str
    checks: Checks
    correct: tuple[str, ...]
    failing: tuple[str, ...]


def read_tasks(folder: Path) -> tuple[Task, ...]:
    """The exercises in `folder/student_programs/*.json`, none when there are none."""
    return tuple(_task(path) for path in sorted((folder / FOLDER).glob("*.json")))


def _task(path: Path) -> Task:
    parts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    calls = [name for name in sorted(parts) if name.startswith("ans/input")]
    checks = tuple(
        Check(parts[name].strip(), parts[name.replace("input", "output")].strip()) for name in calls
    )
    reference = _program(parts.get("code/reference/reference.py", ""))
    return Task(
        path.stem,
        Checks(checks, parts.get("code/global.py", ""), (reference,) if reference.strip() else ()),
        (*_programs(parts, "code/correct/"), reference),
        (*_programs(parts, "code/wrong/"), *_programs(parts, "code/fail/")),
    )


def _programs(parts: dict[str, str], place: str) -> tuple[str, ...]:
    return tuple(_program(parts[name]) for name in sorted(parts) if name.startswith(place))


def _program(text: str) -> str:
    return text.replace("\r\n", "\n")
