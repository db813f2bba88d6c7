"""The course notebook in examples/: it is well formed, its bugs are intended, and it can be solved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

NOTEBOOK = Path(__file__).parents[2] / "examples" / "lists-and-loops.ipynb"

# What a student changes: exercise id → (what the starter has, what it should have been).
REPAIRS = {
    "mean": ("totl", "total"),
    "warmer": ("range(len(values))", "range(len(values) - 1)"),
    "coldest": ("        return day", "    return day"),
    "diary": ("total + part", "total + float(part)"),
    "moving-average": ("len(values) - width)", "len(values) - width + 1)"),
}


@pytest.fixture
def notebook() -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOK, as_version=nbformat.NO_CONVERT)


def exercise_of(cell: nbformat.NotebookNode) -> dict[str, Any] | None:
    return cell.metadata.get("jupyter_tutor", {}).get("exercise")


def run_until_the_end(notebook: nbformat.NotebookNode, repaired: set[str]) -> dict[str, BaseException]:
    """Run all code cells in one namespace; the exercises in `repaired` as a student would mend them."""
    names: dict[str, Any] = {}
    raised: dict[str, BaseException] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        source = cell.source.replace(*REPAIRS[cell.id]) if cell.id in repaired else cell.source
        try:
            exec(compile(source, cell.id, "exec"), names)
        except Exception as error:  # noqa: BLE001 — the bugs are what is looked at
            raised[cell.id] = error
    return raised


def test_the_notebook_is_valid_and_carries_no_outputs(notebook: nbformat.NotebookNode) -> None:
    """Somebody who opens it sees a fresh notebook that no Jupyter has to repair."""
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert NOTEBOOK.read_text().endswith("\n")
    assert json.loads(NOTEBOOK.read_text())["nbformat_minor"] >= 5


def test_every_exercise_has_an_identity_and_a_difficulty_in_range(notebook: nbformat.NotebookNode) -> None:
    """The tutor recognises each exercise by its own id and knows how hard it is."""
    exercises = [found for cell in notebook.cells if (found := exercise_of(cell))]
    assert [exercise["id"] for exercise in exercises] == list(REPAIRS)
    for exercise in exercises:
        assert set(exercise["difficulty"]) == {"programming", "mathematics"}
        assert all(1 <= value <= 5 for value in exercise["difficulty"].values())


def test_each_exercise_goes_wrong_in_its_own_way(notebook: nbformat.NotebookNode) -> None:
    """Run as they are, the five starters show five different faults, and nothing else fails."""
    raised = run_until_the_end(notebook, repaired={"mean"})
    raised |= {"mean": run_until_the_end(notebook, repaired=set())["mean"]}
    assert {name: type(error) for name, error in raised.items()} == {
        "mean": NameError,
        "warmer": IndexError,
        "coldest": AssertionError,
        "diary": TypeError,
        "moving-average": AssertionError,
    }


def test_every_exercise_can_be_solved_by_one_small_change(notebook: nbformat.NotebookNode) -> None:
    """With its one fault mended each cell runs to its end, checks included."""
    assert run_until_the_end(notebook, repaired=set(REPAIRS)) == {}
    for cell in notebook.cells:
        if exercise_of(cell):
            assert cell.source.count(REPAIRS[cell.id][0]) == 1
