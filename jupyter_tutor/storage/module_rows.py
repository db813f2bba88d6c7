"""Records of modules from rows, and rows from records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_tutor.notebooks.exercise import Policy
from jupyter_tutor.storage.module_tables import courses, learning_modules, module_versions
from jupyter_tutor.tutoring.modules.records import (
    Course,
    Edition,
    ExamTime,
    ExerciseOutline,
    LearningModule,
)

_SWITCH = {True: "on", False: "off", None: None}
_SWITCHED = {word: value for value, word in _SWITCH.items()}

COURSE_COLUMNS = (
    courses.c.id,
    courses.c.slug,
    courses.c.title,
    courses.c.policy,
    courses.c.exam_from,
    courses.c.exam_until,
)
_module = learning_modules.c
MODULE_COLUMNS = (
    _module.id,
    _module.course_id,
    _module.slug,
    _module.title,
    _module.summary,
    _module.order,
    _module.minutes,
    _module.requires,
    _module.policy,
    _module.exam_from,
    _module.exam_until,
    _module.version,
    _module.published,
    module_versions.c.policy.label("notebook_policy"),
    module_versions.c.exercises,
)


def course(row: Any) -> Course:
    """A course from COURSE_COLUMNS."""
    return Course(row.id, row.slug, row.title, policy(row.policy), _exam(row))


def module(row: Any) -> LearningModule:
    """A module from MODULE_COLUMNS."""
    return LearningModule(
        row.id,
        row.course_id,
        row.slug,
        row.title,
        row.summary,
        row.order,
        row.minutes,
        tuple(row.requires),
        policy(row.policy),
        _exam(row),
        row.version,
        row.published,
        policy(row.notebook_policy),
        outlines(row.exercises),
    )


def outlines(stored: Sequence[Mapping[str, Any]]) -> tuple[ExerciseOutline, ...]:
    """The exercises of a version from their JSON."""
    return tuple(map(_outline, stored))


def policy(stored: Mapping[str, Any]) -> Policy:
    """A policy from its JSON."""
    return Policy(stored["max_hint_level"], _SWITCHED[stored["tutor"]], stored["words"])


def policy_values(record: Policy) -> dict[str, Any]:
    """A policy as JSON."""
    return {
        "max_hint_level": record.max_hint_level,
        "tutor": _SWITCH[record.tutor_on],
        "words": record.words,
    }


def exam_values(exam: ExamTime | None) -> dict[str, Any]:
    """The columns of an exam's time."""
    return {
        "exam_from": None if exam is None else exam.begins,
        "exam_until": None if exam is None else exam.ends,
    }


def edition_values(edition: Edition) -> dict[str, Any]:
    """What a module's row says of its newest edition, its place aside."""
    return {
        "title": edition.title,
        "summary": edition.summary,
        "minutes": edition.minutes,
        "requires": list(edition.requires),
    }


def version_values(edition: Edition) -> dict[str, Any]:
    """The row of a version, its key, author and time aside."""
    return {
        "digest": edition.digest,
        "exercises": [_outline_values(outline) for outline in edition.exercises],
        "policy": policy_values(edition.policy),
        "release": edition.release.data,
        "source": edition.source.data,
    }


def _exam(row: Any) -> ExamTime | None:
    if row.exam_from is None or row.exam_until is None:
        return None
    return ExamTime(row.exam_from, row.exam_until)


def _outline(stored: Mapping[str, Any]) -> ExerciseOutline:
    difficulty = stored["difficulty"]
    return ExerciseOutline(
        stored["id"],
        stored["title"],
        stored["points"],
        None if difficulty is None else (difficulty[0], difficulty[1]),
        stored["checks"],
    )


def _outline_values(outline: ExerciseOutline) -> dict[str, Any]:
    return {
        "id": outline.id,
        "title": outline.title,
        "points": outline.points,
        "difficulty": outline.difficulty,
        "checks": outline.checks,
    }
