"""A student at a fixed time, and the calibration data where it is there."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jupyter_tutor.pedagogy.engine import Decision, TeachingPolicy, decide
from jupyter_tutor.pedagogy.problem import Difficulty, Levels, Problem
from jupyter_tutor.pedagogy.situation import NotebookExcerpt, Situation

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class Pupil:
    """Sends messages and keeps what the decisions say, as storage would."""

    policy: TeachingPolicy = field(default_factory=TeachingPolicy)
    levels: Levels = field(default_factory=Levels)
    problems: dict[str, Problem] = field(default_factory=dict)
    now: datetime = START
    last_answer: str | None = None
    said: list[str] = field(default_factory=list)
    ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def asks(
        self,
        text: str,
        notebook: NotebookExcerpt | None = None,
        *,
        problem_id: str | None = None,
        difficulty: Difficulty | None = None,
    ) -> Decision:
        self.now += timedelta(minutes=1)
        decision = decide(
            Situation(text, notebook or NotebookExcerpt(), problem_id),
            tuple(self.problems.values()),
            self.levels,
            self.policy,
            now=self.now,
            new_id=lambda: f"p{next(self.ids)}",
            last_answer=self.last_answer,
            said_before=tuple(self.said),
            difficulty=difficulty,
        )
        self.said.append(text)
        if decision.finished is not None:
            self.problems[decision.finished.id] = decision.finished
        if decision.problem is not None:
            self.problems[decision.problem.id] = decision.problem
        self.levels = decision.levels
        return decision


@pytest.fixture
def pupil() -> Pupil:
    return Pupil()


@pytest.fixture(scope="session")
def pupil_under() -> Callable[..., Pupil]:
    """A student of a course with that policy; for the whole session, so that property tests can use it."""

    def make(**policy: Any) -> Pupil:
        return Pupil(policy=TeachingPolicy(**policy))

    return make


@pytest.fixture
def cell() -> Callable[..., NotebookExcerpt]:
    """A cell of one notebook; every call may change it."""
    base = NotebookExcerpt(path="week1.ipynb", cell_id="a1", cell_code="def mean(xs):\n    return sum(xs)\n")

    def make(**changes: object) -> NotebookExcerpt:
        return replace(base, **changes)

    return make


@pytest.fixture
def problem() -> Callable[..., Problem]:
    base = Problem(
        id="p1",
        key="cell:week1.ipynb#a1",
        title="Cell: def mean(xs):",
        starting_level=1,
        hint_level=1,
        difficulty=Difficulty(3, 3),
        opened_at=START,
        touched_at=START,
    )

    def make(**changes: object) -> Problem:
        return replace(base, **changes)

    return make


def data_folder() -> Path:
    """The calibration data: where the environment says, or beside the repository."""
    given = os.environ.get("JUPYTER_TUTOR_DATA")
    return Path(given) if given else Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def rows() -> Callable[[str], list[dict[str, str]]]:
    def read(name: str) -> list[dict[str, str]]:
        path = data_folder() / name
        if not path.exists():
            pytest.skip(f"the calibration data {name} is not here (JUPYTER_TUTOR_DATA or ../shared/data)")
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    return read


@pytest.fixture(scope="session")
def student_programs() -> list[dict[str, str]]:
    """One mapping of file name to text per exercise."""
    files = sorted((data_folder() / "student_programs").glob("*.json"))
    if not files:
        pytest.skip("the student programs are not here (JUPYTER_TUTOR_DATA or ../shared/data)")
    return [json.loads(path.read_text(encoding="utf-8")) for path in files]
