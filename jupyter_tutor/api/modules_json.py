"""Modules and progress as JSON. What an author wrote for the tutor alone is left out for students."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from jupyter_tutor.notebooks.exercise import Fault, Policy, Reading
from jupyter_tutor.tutoring.modules.catalogue import CatalogueView, ModuleView
from jupyter_tutor.tutoring.modules.class_overview import ModuleOverview
from jupyter_tutor.tutoring.modules.packing import text_of
from jupyter_tutor.tutoring.modules.records import (
    Course,
    ExamTime,
    ExerciseOutline,
    ExerciseProgress,
    LearningModule,
    Packed,
    Progress,
    StateNote,
)

_SWITCH = {True: "on", False: "off", None: None}


def catalogue_json(catalogue: CatalogueView, *, for_author: bool) -> dict[str, Any]:
    """All courses and modules."""
    return {
        "courses": [course_json(course, for_author=for_author) for course in catalogue.courses],
        "modules": [module_json(view, for_author=for_author) for view in catalogue.modules],
    }


def course_json(course: Course, *, for_author: bool) -> dict[str, Any]:
    """A course."""
    return {
        "id": course.id,
        "slug": course.slug,
        "title": course.title,
        "policy": _policy(course.policy, for_author=for_author),
        "exam": _exam(course.exam),
    }


def module_json(view: ModuleView, *, for_author: bool) -> dict[str, Any]:
    """A ModuleRow: a module and how far whoever asks is in it."""
    module, progress = view.module, view.progress
    return {
        "id": module.id,
        "course": module.course_id,
        "slug": module.slug,
        "title": module.title,
        "summary": module.summary,
        "order": module.order,
        "minutes": module.minutes,
        "requires": list(module.requires),
        "version": module.version,
        "policy": _policy(module.policy, for_author=for_author),
        "exam": _exam(module.exam),
        "status": progress.status.value,
        "done": progress.done(module),
        "total": len(module.exercises),
        "attempt_count": progress.attempt_count,
        "taken_version": progress.module_version,
    }


def opened_module_json(view: ModuleView, *, for_author: bool) -> dict[str, Any]:
    """A ModuleRow with the module's exercises."""
    exercises = [_outline(each) | _standing(each, view.progress) for each in view.module.exercises]
    return {**module_json(view, for_author=for_author), "exercises": exercises}


def progress_json(view: ModuleView) -> dict[str, Any]:
    """A ProgressRow."""
    progress = view.progress
    return {
        "module_id": progress.module_id,
        "status": progress.status.value,
        "version": progress.version or None,
        "module_version": progress.module_version,
        "attempt_count": progress.attempt_count,
        "updated_at": None if progress.updated_at is None else progress.updated_at.isoformat(),
        "exercises": [{"id": each.id, **_standing(each, progress)} for each in view.module.exercises],
    }


def progress_text(view: ModuleView, state: Packed | None) -> str:
    """A ProgressRow with the notebook, as JSON: the notebook goes in as it is stored."""
    return _with_notebook(progress_json(view), "notebook_state", state)


def state_text(version: int, state: Packed) -> str:
    """An earlier notebook, as JSON."""
    return _with_notebook({"version": version}, "notebook_state", state)


def refused_text(refusal: dict[str, object], progress: str) -> str:
    """The body of a refused save: the error, and what is stored instead."""
    return f'{json.dumps(refusal, ensure_ascii=False)[:-1]}, "progress": {progress}}}'


def exercise_json(mark: ExerciseProgress) -> dict[str, Any]:
    """A student in one exercise."""
    return {
        "id": mark.exercise_id,
        "status": mark.status.value,
        "attempts": mark.attempts,
        "hint_level": mark.hint_level,
    }


def states_json(notes: Iterable[StateNote]) -> dict[str, Any]:
    """The notebooks that are kept."""
    return {
        "states": [
            {
                "version": note.version,
                "module_version": note.module_version,
                "saved_at": note.saved_at.isoformat(),
                "bytes": note.size,
            }
            for note in notes
        ]
    }


def reading_json(reading: Reading) -> dict[str, Any]:
    """What an author's notebook was understood as. For authors alone."""
    exercises = [
        {
            "id": each.id,
            "title": each.title,
            "cell": each.cell,
            "cell_id": each.cell_id,
            "points": each.points,
            "difficulty": _difficulty(each.difficulty),
            "checks": len(each.visible_checks),
            "hidden_checks": len(each.checks) - len(each.visible_checks),
            "hints": sorted(each.hints),
            "mistakes": len(each.mistakes),
            "has_solution": bool(each.solution),
            "format": each.format.value,
        }
        for each in reading.module.exercises
    ]
    return {
        "module": {"slug": reading.module.slug, "title": reading.module.title},
        "publishable": reading.publishable,
        "faults": faults_json(reading.faults),
        "exercises": exercises,
    }


def faults_json(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """Faults of a notebook."""
    return [
        {
            "severity": fault.severity.value,
            "cell": fault.cell,
            "line": fault.line,
            "message": fault.message,
            "mend": fault.mend,
        }
        for fault in faults
    ]


def allowed_json(place: Course | LearningModule) -> dict[str, Any]:
    """What is allowed in a course or module, in the form that it is set in."""
    return {**_policy(place.policy, for_author=True), "exam": _exam(place.exam)}


def overview_json(modules: Iterable[ModuleOverview]) -> dict[str, Any]:
    """A class in its modules."""
    return {
        "modules": [
            {
                "id": each.module.id,
                "title": each.module.title,
                "exercises": [_class_in(each, exercise) for exercise in each.module.exercises],
                "students": each.counts.students,
                "completed": each.counts.completed,
            }
            for each in modules
        ]
    }


def _class_in(overview: ModuleOverview, exercise: ExerciseOutline) -> dict[str, Any]:
    counts = overview.of(exercise)
    return {
        "id": exercise.id,
        "title": exercise.title,
        "not_started": overview.not_started(exercise),
        "in_progress": counts.in_progress,
        "done": counts.done,
        "attempts": counts.attempts,
        "hint_levels": list(counts.hint_levels),
    }


def _outline(exercise: ExerciseOutline) -> dict[str, Any]:
    return {
        "id": exercise.id,
        "title": exercise.title,
        "points": exercise.points,
        "difficulty": _difficulty(exercise.difficulty),
        "checks": exercise.checks,
    }


def _standing(exercise: ExerciseOutline, progress: Progress) -> dict[str, Any]:
    mark = progress.exercises.get(exercise.id) or ExerciseProgress(exercise.id)
    return {"status": mark.status.value, "attempts": mark.attempts, "hint_level": mark.hint_level}


def _difficulty(difficulty: tuple[int, int] | None) -> dict[str, int] | None:
    return None if difficulty is None else {"programming": difficulty[0], "mathematics": difficulty[1]}


def _policy(policy: Policy, *, for_author: bool) -> dict[str, Any]:
    """What is allowed. The author's words to the tutor may well give a solution away."""
    return {
        "max_hint_level": policy.max_hint_level,
        "tutor": _SWITCH[policy.tutor_on],
        "words": policy.words if for_author else "",
    }


def _exam(exam: ExamTime | None) -> dict[str, str] | None:
    return None if exam is None else {"from": exam.begins.isoformat(), "until": exam.ends.isoformat()}


def _with_notebook(fields: dict[str, Any], name: str, state: Packed | None) -> str:
    notebook = "null" if state is None else text_of(state)
    return f'{json.dumps(fields, ensure_ascii=False)[:-1]}, "{name}": {notebook}}}'
