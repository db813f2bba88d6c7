"""`jupyter tutor module check`: every fault, its place and its remedy, for people and for programs."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from module_files import MAIN, faulty, notebook, of_version_3, save

from jupyter_tutor.faces.command.main import main


def check(*arguments: object) -> int:
    return main(["module", "check", *map(str, arguments)])


def checked(capsys, *arguments: object) -> dict:
    check(*arguments, "--json")
    return json.loads(capsys.readouterr().out)


# req: M3
def test_a_fault_is_told_with_its_cell_its_line_and_its_remedy(tmp_path: Path, capsys):
    """So that it can be found in a long notebook."""
    path = save(tmp_path / "a b.ipynb", faulty())
    assert check(path) == 1
    out = capsys.readouterr().out
    (fault, *_) = checked(capsys, path)["notebooks"][0]["faults"]
    assert str(path) in out
    assert f"cell {fault['cell']}: error: {fault['message']}" in out
    assert f"| {fault['line']}" in out
    assert fault["mend"] in out
    assert fault["line"] in "".join(faulty()["cells"][fault["cell"] - 1]["source"])
    assert out.splitlines()[-1].startswith("1 notebook, 1 exercise: 1 error")


def test_a_long_line_is_cut_for_people_alone(tmp_path: Path, capsys):
    """A cell may begin with a picture."""
    made = faulty()
    for cell in made["cells"]:
        cell["source"] = ["x" * 5_000]
    path = save(tmp_path / "a.ipynb", made)
    (fault, *_) = checked(capsys, path)["notebooks"][0]["faults"]
    check(path)
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("    | ")]
    assert max(map(len, lines)) == len("    | ") + 110
    assert lines[0].endswith("x…")
    assert len(fault["line"]) > 110


def test_a_good_notebook_is_said_to_be_good(tmp_path: Path, capsys):
    """In one line."""
    assert check(save(tmp_path / "a.ipynb")) == 0
    assert capsys.readouterr().out == "1 notebook, 1 exercise: no faults.\n"


def test_json_says_what_was_understood(tmp_path: Path, capsys):
    """Nothing but JSON on standard output."""
    path = save(tmp_path / "02 Größen.ipynb")
    (found,) = checked(capsys, path)["notebooks"]
    (exercise,) = found.pop("exercises")
    assert found == {
        "path": str(path),
        "slug": "grossen",
        "title": "A title",
        "publishable": True,
        "faults": [],
    }
    assert exercise == {
        "id": "spread",
        "title": "How far apart?",
        "cell": 3,
        "points": 2,
        "checks": 1,
        "hidden_checks": 1,
        "hints": [1, 2, 3, 4, 5],
        "solution": True,
    }


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe\x00",
        b'{"cells": []}',
        b'{"nbformat": 99, "cells": []}',
    ],
)
def test_what_is_no_notebook_is_a_fault_of_that_file(tmp_path: Path, capsys, content: bytes):
    """The others are checked all the same."""
    (tmp_path / "1 broken.ipynb").write_bytes(content)
    save(tmp_path / "2 good.ipynb")
    assert check(tmp_path) == 1
    assert "1 broken.ipynb\n  notebook: error: " in capsys.readouterr().out
    broken, good = checked(capsys, tmp_path)["notebooks"]
    assert [fault["cell"] for fault in broken["faults"]] == [0]
    assert (broken["publishable"], good["publishable"]) == (False, True)


def test_a_notebook_of_version_3_is_read(tmp_path: Path, capsys):
    """As Jupyter does, which brings it to version 4."""
    save(tmp_path / "old.ipynb", of_version_3())
    (found,) = checked(capsys, tmp_path)["notebooks"]
    assert (found["slug"], found["exercises"]) == ("old", [])
    assert found["publishable"]


def test_folders_are_searched_in_natural_order_without_checkpoints(tmp_path: Path, capsys):
    """What Jupyter and others hide is nobody's module."""
    for name in ("week 10/a", "week 9/b", "week 9/.ipynb_checkpoints/b-checkpoint", ".hidden/c", "Intro"):
        save(tmp_path / f"{name}.ipynb")
    (tmp_path / "notes.txt").write_text("no notebook")
    paths = [each["path"] for each in checked(capsys, tmp_path)["notebooks"]]
    assert [str(Path(path).relative_to(tmp_path)) for path in paths] == [
        "Intro.ipynb",
        "week 9/b.ipynb",
        "week 10/a.ipynb",
    ]


def test_a_notebook_that_is_named_twice_is_checked_once(tmp_path: Path, capsys):
    """By whatever path."""
    path = save(tmp_path / "a.ipynb")
    found = checked(capsys, path, tmp_path, tmp_path / ".." / tmp_path.name / "a.ipynb")
    assert len(found["notebooks"]) == 1


def test_modules_of_the_same_name_in_a_folder_are_a_fault(tmp_path: Path, capsys):
    """One would replace the other."""
    save(tmp_path / "01 Intro.ipynb")
    save(tmp_path / "02 Intro.ipynb")
    first, second = checked(capsys, tmp_path)["notebooks"]
    assert first["publishable"]
    assert "“intro” is in" in second["faults"][0]["message"]
    assert "01 Intro.ipynb" in second["faults"][0]["message"]
    assert check(tmp_path / "01 Intro.ipynb", tmp_path / "02 Intro.ipynb") == 0


def test_a_requirement_that_the_folder_does_not_have_is_a_warning(tmp_path: Path, capsys):
    """Most often it is misspelt."""
    save(tmp_path / "1.ipynb", notebook("numpy-basics"))
    save(tmp_path / "2.ipynb", notebook("algebra", requires=["numpy-basic"]))
    found = checked(capsys, tmp_path)
    (fault,) = found["notebooks"][1]["faults"]
    assert (fault["severity"], fault["mend"]) == ("warning", "Did you mean “numpy-basics”?")
    assert (found["errors"], found["warnings"], check(tmp_path)) == (0, 1, 0)


def test_modules_that_require_each_other_are_an_error(tmp_path: Path, capsys):
    """Nobody could begin with any of them."""
    for one, other in ("ab", "bc", "ca"):
        save(tmp_path / f"{one}.ipynb", notebook(one, requires=[other]))
    found = checked(capsys, tmp_path)
    assert found["errors"] == 3
    assert "in a circle: " in found["notebooks"][0]["faults"][0]["message"]


def test_a_person_at_a_terminal_sees_how_far_it_is(tmp_path: Path):
    """On standard error; what a program reads stays pure."""
    for number in range(1, 4):
        save(tmp_path / f"Größe {number}.ipynb")
    terminal, other_end = os.openpty()
    with os.fdopen(terminal, "rb"), os.fdopen(other_end, "wb") as seen:
        command = [*MAIN, "module", "check", "--json", str(tmp_path)]
        ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=seen, check=True)
        shown = os.read(terminal, 10_000).decode()
    assert "2 of 3: " in shown
    assert shown.endswith("\x1b[2K")
    assert json.loads(ended.stdout)["errors"] == 0


@pytest.mark.parametrize("name", ["absent.ipynb", "empty folder"])
def test_a_path_without_notebooks_is_a_wrong_command_line(tmp_path: Path, capsys, name: str):
    """Told from faults by its exit code, and nothing else is done."""
    (tmp_path / "empty folder").mkdir()
    good = save(tmp_path / "good.ipynb")
    assert check(good, tmp_path / name) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert name in captured.err
    assert len(captured.err.splitlines()) == 1


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, capsys, monkeypatch):
    """With the reason."""

    def refused(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = save(tmp_path / "a.ipynb")
    monkeypatch.setattr(Path, "read_bytes", refused)
    assert check(path) == 2
    assert f"{path} cannot be read: Permission denied." in capsys.readouterr().err
