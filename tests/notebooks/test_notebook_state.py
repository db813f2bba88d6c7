"""What a saved notebook must look like, and how much of its outputs is kept."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from module_samples import code, notebook, text

from jupyter_tutor.errors import Invalid
from jupyter_tutor.notebooks.state import (
    DATA_KEPT,
    OUTPUTS_KEPT,
    TEXT_KEPT,
    checked,
    trimmed,
    without_outputs,
)

WELL = notebook(code("x = 1"), text("# Title"))


def stream(content: str | list[str]) -> dict:
    return {"output_type": "stream", "name": "stdout", "text": content}


def display(**data: object) -> dict:
    return {
        "output_type": "display_data",
        "metadata": {},
        "data": {k.replace("_", "/"): v for k, v in data.items()},
    }


def outputs_of(*outputs: dict) -> list[dict]:
    """What is kept of a cell's outputs."""
    return trimmed(notebook(code("x", outputs=list(outputs))))["cells"][0]["outputs"]


@pytest.mark.parametrize("minor", [0, 2, 5])
def test_a_notebook_is_itself(minor: int):
    """With and without cell ids, with sources as text or as lines."""
    whole = notebook(
        code("x = 1"), {**text(""), "source": ["# A\n", "b"]}, minor=minor, kernelspec={"name": "x"}
    )
    assert checked(whole, "field") is whole


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ([], "field: must be a notebook"),
        ({**WELL, "nbformat": 3}, "field: nbformat must be 4"),
        ({**WELL, "nbformat_minor": True}, "field: nbformat must be 4, with a number as nbformat_minor"),
        ({**WELL, "metadata": None}, "field: metadata must be an object"),
        ({**WELL, "cells": {}}, "field: cells must be a list"),
        (notebook(code("x"), "cell"), "field: cell 2: must be an object"),
        (notebook({**code("x"), "cell_type": "heading"}), "field: cell 1: cell_type must be one of"),
        (notebook({**code("x"), "source": None}), "field: cell 1: source must be text"),
        (notebook({**code("x"), "source": ["a", 1]}), "field: cell 1: source must be text"),
        (notebook({**code("x"), "metadata": []}), "field: cell 1: metadata must be an object"),
        (notebook({**code("x"), "id": 7}), "field: cell 1: id must be text"),
        (notebook({**code("x"), "execution_count": "1"}), "execution_count must be a number or null"),
        (notebook({**code("x"), "outputs": "none"}), "outputs must be a list"),
        (notebook({**code("x"), "outputs": [{}]}), "must be an object with an output_type"),
        (notebook({**code("x"), "outputs": [display() | {"data": 1}]}), "the data of an output"),
        (notebook({**code("x"), "outputs": [stream([1])]}), "the text of an output must be text"),
    ],
)
def test_what_is_no_notebook_is_refused_by_field_and_cell(wrong: object, told: str):
    """The sentence names the field, the cell's number and what must be there."""
    with pytest.raises(Invalid, match=told):
        checked(wrong, "field")


def test_small_outputs_stay_as_they_are():
    """Nothing changes in a notebook that has no large outputs."""
    kept = [
        stream(["a\n", "b"]),
        display(text_plain="1", image_png="AAAA"),
        display(application_json={"a": [1]}),
    ]
    assert outputs_of(*kept) == kept


def test_a_long_text_keeps_its_beginning_and_its_end():
    """And says how much is missing; a list of lines stays a list."""
    long = "".join(f"{n}\n" for n in range(20_000))
    (whole, lines) = outputs_of(stream(long), stream(long.splitlines(keepends=True)))
    assert whole["text"].startswith("0\n1\n")
    assert whole["text"].endswith("19998\n19999\n")
    assert f"{len(long) - TEXT_KEPT:,} characters not kept" in whole["text"]
    assert lines["text"] == [whole["text"]]


def test_a_large_image_becomes_a_line_that_says_so():
    """The other forms of the same output stay, its plain text gives way to the line."""
    (kept,) = outputs_of(
        display(image_png="A" * (DATA_KEPT + 1), text_plain="<Figure>", text_html="<b>1</b>")
    )
    assert set(kept["data"]) == {"text/plain", "text/html"}
    assert kept["data"]["text/plain"].startswith(f"[image/png of {DATA_KEPT + 1:,} characters: not kept")


def test_data_that_is_nested_beyond_reading_is_not_kept():
    """No encoder can write it, so it counts as too large."""
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    (kept,) = outputs_of(display(application_json=deep))
    assert set(kept["data"]) == {"text/plain"}


def test_a_traceback_is_cut_like_any_text():
    """An error's lines are an output too."""
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["x" * 9_000] * 9}
    (kept,) = outputs_of(error)
    assert len("".join(kept["traceback"])) < TEXT_KEPT + 100


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
texts = st.integers(0, 400_000).map("x".__mul__)
outputs = st.one_of(
    texts.map(stream),
    texts.map(lambda content: stream([content, "\n"])),
    st.builds(lambda image, plain: display(image_png=image, text_plain=plain), texts, texts),
    json_values.map(lambda value: display(application_json=value)),
)


@given(st.lists(st.lists(outputs, max_size=4), max_size=6))
def test_sources_are_never_touched_and_outputs_never_exceed_what_is_kept(cells: list[list[dict]]):
    """Whatever the outputs: everything else is the same, the sum is bounded, and twice is once."""
    whole = notebook(*(code(f"x = {n}", outputs=each) for n, each in enumerate(cells)))
    before = copy.deepcopy(whole)
    kept = trimmed(whole)
    assert whole == before
    assert without_outputs(kept) == without_outputs(whole)
    size = len(json.dumps([cell["outputs"] for cell in kept["cells"]]))
    assert size < OUTPUTS_KEPT + 1_000 * sum(map(len, cells)) + 1_000
    assert checked(kept, "field") == kept


def test_a_notebook_without_outputs_was_never_run():
    """Counts and outputs go, everything else stays."""
    ran = notebook({**code("x", outputs=[stream("1")]), "execution_count": 3}, text("# A"))
    assert without_outputs(ran) == notebook(code("x"), text("# A"))
