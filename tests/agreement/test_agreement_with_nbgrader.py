"""nbgrader's own notebooks, read and released here and there."""

import copy
import json
import logging
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

nbgrader = pytest.importorskip("nbgrader", reason="`make test-agreement` installs nbgrader")

import nbformat  # noqa: E402
from nbgrader.apps import NbGraderAPI  # noqa: E402
from nbgrader.converters import GenerateAssignment  # noqa: E402
from nbgrader.nbgraderformat import MetadataValidator, SchemaTooNewError, ValidationError, reads  # noqa: E402
from notebook_samples import nbgrader_module  # noqa: E402
from traitlets.config import Config  # noqa: E402

from jupyter_tutor.errors import Invalid  # noqa: E402
from jupyter_tutor.notebooks.exercise import Format  # noqa: E402
from jupyter_tutor.notebooks.reading import read  # noqa: E402
from jupyter_tutor.notebooks.release import release  # noqa: E402

PACKAGE = Path(nbgrader.__file__).parent
COURSE = PACKAGE / "docs" / "source" / "user_guide" / "source"
NOTEBOOKS = sorted([*COURSE.glob("*/*.ipynb"), *PACKAGE.glob("tests/**/*.ipynb")])
# nbgrader's database, header and kernel play no part in what a cell becomes.
LEFT_OUT = {"IncludeHeaderFooter", "InstantiateTests", "SaveCells"}
# Of outputs that are gone; and a field of nbgrader 0.1 that no tool of today reads.
OF_OUTPUTS = {"collapsed", "scrolled", "max_height"}

Cells = list[tuple[str, str, dict[str, Any]]]


def cells_of(notebook: dict[str, Any]) -> Cells:
    """What students see and what nbgrader knows of each cell."""
    return [
        (
            cell["cell_type"],
            "".join(cell["source"]),
            {
                name: value
                for name, value in cell["metadata"].items()
                if name not in {"jupyter_tutor", *OF_OUTPUTS}
            },
        )
        for cell in notebook["cells"]
    ]


def loaded(path: Path) -> dict[str, Any]:
    return json.loads(json.dumps(nbformat.read(path, 4)))


def generated(notebook: dict[str, Any]) -> dict[str, Any]:
    """What `nbgrader update` and `nbgrader generate_assignment` make of a notebook."""
    nodes = MetadataValidator().upgrade_notebook_metadata(nbformat.from_dict(copy.deepcopy(notebook)))
    resources: dict[str, Any] = {}
    for step in GenerateAssignment().preprocessors:
        if step.__name__ not in LEFT_OUT:
            preprocessor = step()
            preprocessor.log.setLevel(logging.CRITICAL + 1)
            nodes, resources = preprocessor.preprocess(nodes, resources)
    return json.loads(json.dumps(nodes))


def released(notebook: dict[str, Any]) -> dict[str, Any]:
    return release(notebook, read(notebook, slug="m"))


PUBLISHABLE = [path for path in NOTEBOOKS if read(loaded(path), slug="m").publishable]


def test_the_package_brings_its_examples() -> None:
    """The comparisons below are about dozens of notebooks, refused ones among them."""
    assert len(NOTEBOOKS) > len(PUBLISHABLE) > 40


# req: M3
# req: M4
def test_the_course_of_nbgraders_user_guide_is_released_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run through nbgrader itself, its example assignment gives the cells that our release gives."""
    # nbgrader makes its database with the alembic it finds.
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    shutil.copytree(COURSE / "ps1", tmp_path / "source" / "ps1")
    (tmp_path / "source" / "ps1" / "ours.ipynb").write_text(json.dumps(nbgrader_module()))
    config = Config()
    config.CourseDirectory.root = str(tmp_path)
    config.CourseDirectory.db_url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    outcome = NbGraderAPI(config=config).generate_assignment("ps1")
    assert outcome["success"], outcome["log"]
    paths = sorted((tmp_path / "release" / "ps1").glob("*.ipynb"))
    assert [path.stem for path in paths] == ["ours", "problem1", "problem2"]
    for path in paths:
        source = json.loads((tmp_path / "source" / "ps1" / path.name).read_text())
        assert cells_of(released(source)) == cells_of(json.loads(path.read_text())), path.name


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_notebook_in_nbgraders_package_is_released_alike_or_refused_by_both(path: Path) -> None:
    """Each notebook of its guide and tests gives the same student notebook, or neither releases it."""
    notebook = loaded(path)
    try:
        theirs = generated(notebook)
    except (RuntimeError, ValueError, KeyError, ValidationError, SchemaTooNewError):
        with pytest.raises(Invalid):
            released(notebook)
        return
    ours = released(notebook)
    assert cells_of(ours) == cells_of(theirs)
    reads(json.dumps(ours), 4)


# req: M3
@pytest.mark.parametrize("path", PUBLISHABLE, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_exercises_and_points_are_those_of_nbgraders_gradebook(path: Path) -> None:
    """Solution and task cells are exercises under their grade_id, and the points of all cells are found."""
    reading = read(loaded(path), slug="m")
    nodes = MetadataValidator().upgrade_notebook_metadata(nbformat.from_dict(loaded(path)))
    marks = [cell.metadata["nbgrader"] for cell in nodes.cells if "nbgrader" in cell.metadata]
    exercises = [mark["grade_id"] for mark in marks if mark["solution"] or mark.get("task")]
    assert [each.id for each in reading.module.exercises] == exercises
    assert {each.format for each in reading.module.exercises} <= {Format.NBGRADER}
    if exercises:
        points = sum(mark["points"] for mark in marks if mark["grade"] or mark.get("task"))
        assert sum(each.points for each in reading.module.exercises) == pytest.approx(points)
