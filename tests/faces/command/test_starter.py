"""The notebook to start from: valid, complete, and it explains itself without telling students anything."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from module_files import SECRETS

from jupyter_tutor.faces.command.main import main
from jupyter_tutor.faces.command.modules.starter import starter
from jupyter_tutor.notebooks.reading import read
from jupyter_tutor.notebooks.release import release

NOTEBOOK = starter("spread", "Größe")
READING = read(NOTEBOOK, slug="other")
(EXERCISE,) = READING.module.exercises


def test_it_is_a_valid_notebook_without_any_fault():
    """To Jupyter and to us."""
    nbformat.validate(nbformat.from_dict(NOTEBOOK))
    assert READING.faults == ()
    assert (READING.module.slug, READING.module.title) == ("spread", "Größe")


# req: M3
def test_its_exercise_has_everything():
    """Hints 1 to 5, solution, both kinds of checks, a mistake, points, skills and a difficulty."""
    assert sorted(EXERCISE.hints) == [1, 2, 3, 4, 5]
    assert "min(values)" in EXERCISE.solution
    assert "How far apart" in EXERCISE.prompt
    assert [check.hidden for check in EXERCISE.checks] == [False, True]
    assert [mistake.code for mistake in EXERCISE.mistakes] == ["values[-1] - values[0]"]
    assert (EXERCISE.points, EXERCISE.skills, EXERCISE.difficulty) == (2, ("built-in functions",), (1, 1))


def test_the_solution_passes_the_checks_and_the_start_and_the_mistake_do_not():
    """It teaches nothing wrong."""

    def passes(code: str) -> bool:
        names: dict[str, object] = {}
        exec(code, names)
        try:
            for check in EXERCISE.checks:
                exec(check.code, names)
        except AssertionError:
            return False
        return True

    assert passes(EXERCISE.solution)
    assert not passes(EXERCISE.starter)
    assert not passes(f"def spread(values):\n    return {EXERCISE.mistakes[0].code}")


def test_every_kind_of_cell_is_explained_to_the_author():
    """In the cell that nobody else ever gets."""
    (explained,) = [check.code for check in EXERCISE.checks if check.hidden]
    roles = {cell["metadata"].get("jupyter_tutor", {}).get("role", "exercise") for cell in NOTEBOOK["cells"]}
    assert all(f"#   {role} " in explained for role in roles)


# req: M4
def test_its_release_tells_nothing():
    """Neither hints nor solutions nor what is for the author."""
    text = json.dumps(release(NOTEBOOK, READING))
    assert [secret for secret in (*SECRETS, "For you alone") if secret in text] == []
    assert "spread([4, 9, 2]) == 7" in text


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("numpy-basics", ("numpy-basics.ipynb", "numpy-basics", "Numpy basics")),
        ("NumPy Größen", ("numpy-grossen.ipynb", "numpy-grossen", "NumPy Größen")),
        ("03 Ma trix.ipynb", ("03 Ma trix.ipynb", "ma-trix", "Ma trix")),
    ],
)
def test_new_makes_the_file_that_was_meant(tmp_path: Path, monkeypatch, capsys, name, made):
    """A name alone becomes a slug; a file keeps the name that it was given."""
    monkeypatch.chdir(tmp_path)
    file, slug, title = made
    assert main(["module", "new", name, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"path": file, "slug": slug, "title": title}
    assert main(["module", "check", file]) == 0
    content = json.loads((tmp_path / file).read_text(encoding="utf-8"))
    assert content["metadata"]["jupyter_tutor"]["module"]["slug"] == slug


def test_new_never_replaces_a_file(tmp_path: Path, capsys):
    """Somebody's work is in it."""
    path = tmp_path / "a.ipynb"
    path.write_text("mine")
    assert main(["module", "new", str(path)]) == 2
    assert path.read_text() == "mine"
    assert "exists already" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["", ".", "..", "no/such/folder/a.ipynb"])
def test_new_says_what_is_wrong_with_a_name(tmp_path: Path, monkeypatch, capsys, name: str):
    """And makes nothing."""
    monkeypatch.chdir(tmp_path)
    assert main(["module", "new", name]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
