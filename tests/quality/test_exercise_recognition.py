"""Exercises known without their id, on the shared student programs and course questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_tutor.notebooks.reading import read
from jupyter_tutor.quality.exercise_recognition import measure
from jupyter_tutor.tutoring.teaching.exercise_index import Entry, ExerciseIndex

COURSE = Path(__file__).parents[2] / "examples" / "course"


def test_without_data_the_section_says_what_is_missing(tmp_path: Path) -> None:
    """No figures, and the name of the files."""
    section = measure(tmp_path)
    assert (section.figures, len(section.missing)) == ((), 1)


# req: P10
def test_students_programs_are_known_by_their_code(data_folder: Path) -> None:
    """Nearly all with the function's name, none where their exercise is not published."""
    section = measure(data_folder)
    figures = {figure.name: figure for figure in section.figures}
    assert figures["known by its code"].value >= 0.98
    assert figures["known by its code, function renamed"].value >= 0.05
    assert figures["taken for another exercise"].value <= 0.002
    assert all(figure.meets_goal for figure in section.figures)


def test_questions_about_a_course_are_not_taken_for_its_exercises(data_folder: Path) -> None:
    """Real questions, held against the texts of the sample course; each text itself is known."""
    notebooks = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(COURSE.glob("*.ipynb"))]
    entries = [Entry("m", each) for nb in notebooks for each in read(nb, slug="m").module.exercises]
    index = ExerciseIndex(entries)
    lines = (data_folder / "course_questions.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 1_000
    assert [line for line in lines if index.alike("", "", json.loads(line)["text"])] == []
    for entry in entries:
        assert index.alike("", "", f"Please do this: {entry.exercise.prompt}")[0][1] is entry


@pytest.mark.parametrize("part", ["solution", "starter"])
def test_every_cell_of_the_sample_course_is_known(part: str) -> None:
    """By its starter and by its solution, among all of them."""
    notebooks = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(COURSE.glob("*.ipynb"))]
    entries = [Entry("m", each) for nb in notebooks for each in read(nb, slug="m").module.exercises]
    index = ExerciseIndex(entries)
    for entry in entries:
        assert [found for _, found in index.alike(getattr(entry.exercise, part), "", "")] == [entry]
