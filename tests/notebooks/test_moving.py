"""Carrying a student's work over to a newer version: nothing that they wrote is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from module_samples import answer, code, notebook, text

from jupyter_tutor.notebooks.moving import exercise_id, moved
from jupyter_tutor.notebooks.state import source_of

INTRODUCTION = text("# Means", cell_id="intro")
TAKEN = notebook(INTRODUCTION, answer("def mean(x): ..."), code("check(mean)", cell_id="check"))
CHECK = {"jupyter_tutor": {"role": "check", "exercise": "mean", "name": "one"}}


def sources(whole: dict) -> list[str]:
    return [source_of(cell) for cell in whole["cells"]]


def with_sources(whole: dict, **changed: str) -> dict:
    """The notebook with other sources in the cells of these ids."""
    cells = [{**cell, "source": changed.get(cell.get("id"), cell["source"])} for cell in whole["cells"]]
    return {**whole, "cells": cells}


def test_an_answer_goes_into_the_new_versions_cell():
    """With its outputs, and the metadata of the new version."""
    work = with_sources(TAKEN, mean="def mean(x): return 1")
    work["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "1"}]
    newer = answer("def mean(values): ...")
    newer["metadata"] = {"jupyter_tutor": {"exercise": {"id": "mean", "points": 2}}}
    release = notebook(text("# New", cell_id="new"), newer)
    cells = moved(work, TAKEN, release)["cells"]
    assert [cell["source"] for cell in cells] == ["# New", "def mean(x): return 1"]
    assert cells[1]["metadata"] == newer["metadata"]
    assert cells[1]["outputs"] == work["cells"][1]["outputs"]


def test_an_answer_that_was_never_begun_is_the_new_starter():
    """What the student left alone is the author's."""
    release = with_sources(TAKEN, mean="def mean(values): ...", intro="# Means, newly told")
    assert moved(TAKEN, TAKEN, release) == release


def test_cells_of_ones_own_stay_behind_what_they_stood_behind():
    """At the beginning, in the middle and at the end, in their order, under ids of their own."""
    own = [
        code(source, cell_id=name)
        for name, source in [("a", "top"), ("b", "x"), ("check", "y"), ("d", "end")]
    ]
    cells = TAKEN["cells"]
    work = notebook(own[0], cells[0], own[1], cells[1], {**own[2], "id": "mine"}, cells[2], own[3])
    inserted = code("new check", cell_id="mine")
    release = notebook(cells[0], inserted, cells[1], cells[2])
    result = moved(work, TAKEN, release)
    assert sources(result) == [
        "top",
        "# Means",
        "x",
        "new check",
        "def mean(x): ...",
        "y",
        "check(mean)",
        "end",
    ]
    ids = [cell["id"] for cell in result["cells"]]
    assert len(set(ids)) == len(ids)
    assert [ids[1], ids[3]] == ["intro", "mine"]


def test_the_answer_to_an_exercise_that_is_gone_is_kept_as_a_cell():
    """It is no exercise any more; its untouched starter is not kept."""
    release = notebook(INTRODUCTION)
    work = with_sources(TAKEN, mean="def mean(x): return 1")
    kept = moved(work, TAKEN, release)
    assert sources(kept) == ["# Means", "def mean(x): return 1"]
    assert exercise_id(kept["cells"][1]) is None
    assert sources(moved(TAKEN, TAKEN, release)) == ["# Means"]


def test_a_changed_cell_of_the_authors_keeps_the_change_unless_both_changed_it():
    """Where the author left it alone it stays in place, else it stands behind the author's new one."""
    work = with_sources(TAKEN, intro="# Means, my notes")
    assert sources(moved(work, TAKEN, TAKEN))[0] == "# Means, my notes"
    release = with_sources(TAKEN, intro="# Means, newly told")
    assert sources(moved(work, TAKEN, release))[:2] == ["# Means, newly told", "# Means, my notes"]


def test_checks_are_always_the_authors():
    """A check that a student changed stands behind the real one, and is none."""
    taken = notebook(answer("..."), code("assert mean([1]) == 1", cell_id="c", **CHECK))
    work = with_sources(taken, c="assert True")
    result = moved(work, taken, taken)
    assert sources(result)[1:] == ["assert mean([1]) == 1", "assert True"]
    assert result["cells"][2]["metadata"] == {}


def test_a_copy_of_an_answer_cell_is_a_cell_of_ones_own():
    """Jupyter copies metadata with a cell: one of the two is the answer, neither is lost."""
    work = notebook(answer("first"), answer("second", cell_id="copy"))
    taken = notebook(answer("..."))
    result = moved(work, taken, taken)
    assert sources(result) == ["first", "second"]
    assert [exercise_id(cell) for cell in result["cells"]] == ["mean", None]


def test_notebooks_without_cell_ids_are_carried_over_by_what_they_say():
    """Before nbformat 4.5 the text of a cell is all there is, and no ids are made up."""
    taken = notebook(text("# A"), code("...", jupyter_tutor={"exercise": "mean"}), minor=4)
    work = notebook(
        text("# A"), code("mine", cell_id="x"), code("1", jupyter_tutor={"exercise": "mean"}), minor=4
    )
    result = moved(work, taken, notebook(text("# B"), *taken["cells"], minor=4))
    assert sources(result) == ["# B", "# A", "mine", "1"]
    assert not any("id" in cell for cell in result["cells"])


names = st.sampled_from("abcdefgh")
words = st.text("xyz", min_size=1, max_size=4)
plain_cells = st.builds(lambda name, source: text(source, cell_id=name), names, words)
answers = st.builds(lambda name, source: answer(source, name, f"cell-{name}"), names, words)
checks = st.builds(lambda name, source: code(source, cell_id=f"check-{name}", **CHECK), names, words)


def unique(cells: list[dict]) -> list[dict]:
    return list({cell["id"]: cell for cell in cells}.values())


releases = (
    st.lists(plain_cells | answers | checks, max_size=8).map(unique).map(lambda cells: notebook(*cells))
)


@st.composite
def works(draw: st.DrawFn) -> tuple[dict, dict, list[str]]:
    """A release, what a student made of it, and all that they wrote."""
    taken, written, cells = draw(releases), [], []
    for number, cell in enumerate(taken["cells"]):
        changed = draw(st.booleans())
        if draw(st.integers(0, 9)):
            cells.append({**cell, "source": f"changed {number}"} if changed else cell)
            written += [f"changed {number}"] * changed
        if draw(st.booleans()):
            written.append(f"own {number}")
            cells.append(code(written[-1], cell_id=draw(names)))
    return taken, notebook(*cells), written


@given(works(), releases)
def test_whatever_changes_everything_written_is_there_once(made: tuple[dict, dict, list[str]], release: dict):
    """All that the student wrote, all cells of the release in their order, ids that are unique."""
    taken, work, written = made
    result = moved(work, taken, release)
    found = sources(result)
    assert sorted(each for each in found if each in written) == sorted(written)
    ids = [cell["id"] for cell in result["cells"]]
    assert len(set(ids)) == len(ids)
    theirs = [cell["id"] for cell in release["cells"]]
    assert [each for each in ids if each in theirs] == theirs
    for cell in release["cells"]:
        (now,) = [each for each in result["cells"] if each["id"] == cell["id"]]
        assert now["metadata"] == cell["metadata"]
        assert source_of(now) in {source_of(cell), *written}


@given(works())
def test_moving_to_the_same_version_loses_and_doubles_nothing(made: tuple[dict, dict, list[str]]):
    """Work on the newest version stays, and what was deleted comes back."""
    taken, work, written = made
    once = moved(work, taken, taken)
    assert sources(moved(once, taken, taken)) == sources(once)
    assert [each for each in sources(once) if each in written] != [] or not written
