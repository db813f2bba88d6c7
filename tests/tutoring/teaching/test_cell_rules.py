"""What holds in a single cell, whether the request names it or not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shelf import EXERCISE, Shelf, module

from jupyter_tutor.notebooks.exercise import CellPolicy, Policy
from jupyter_tutor.pedagogy.situation import NotebookExcerpt

OFF = Policy(tutor_on=False)
SOURCE = "measured = read_measurements('exam.csv')\nmeasured.describe()"
EXAM = replace(module(EXERCISE), cell_policies=(CellPolicy(OFF, SOURCE, "c9"),))


# req: P10
@pytest.mark.parametrize(
    "excerpt",
    [
        NotebookExcerpt(module="m1", cell_id="c9", cell_code="changed()"),
        NotebookExcerpt(module="m1", cell_code=SOURCE),
        NotebookExcerpt(module="m1", cell_id="made-up", cell_code=SOURCE.replace("\n", "\n\n  ")),
        NotebookExcerpt(cell_code=SOURCE),
    ],
    ids=["id", "source", "laid-out-anew", "outside"],
)
async def test_a_silenced_cell_is_silent(excerpt):
    """It is known by its id in its module, and by its source everywhere."""
    shelf = Shelf()
    shelf.publish("m1", EXAM)
    assert (await shelf.catalogue().find(excerpt)).silent


# req: P10
@pytest.mark.parametrize(
    "excerpt",
    [
        NotebookExcerpt(module="m1", cell_id="c8", cell_code="x = 1"),
        NotebookExcerpt(module="m2", cell_id="c9", cell_code="x = 1"),
        NotebookExcerpt(cell_id="c9", cell_code="x = 1"),
        NotebookExcerpt(module="m1"),
    ],
    ids=["neighbour", "other-module", "scratch", "no-cell"],
)
async def test_other_cells_are_left_alone(excerpt):
    """An id says nothing outside of its module: notebooks choose their ids freely."""
    shelf = Shelf()
    shelf.publish("m1", EXAM)
    shelf.publish("m2", module(EXERCISE, slug="other"))
    assert not (await shelf.catalogue().find(excerpt)).silent


# req: P10
async def test_a_cell_only_takes_away_from_its_module():
    """The lower step of both counts, and the words of both are told."""
    shelf = Shelf()
    rule = CellPolicy(Policy(max_hint_level=4, words="No loops."), SOURCE, "c9")
    shelf.publish(
        "m1",
        replace(module(EXERCISE), cell_policies=(rule,)),
        Policy(max_hint_level=2, words="Be brief."),
    )
    place = await shelf.catalogue().find(NotebookExcerpt(module="m1", cell_id="c9"))
    assert place.policy == Policy(2, words="Be brief.\nNo loops.")
