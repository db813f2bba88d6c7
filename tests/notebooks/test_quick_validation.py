"""A valid notebook is known without nbformat; what is broken is still refused in nbformat's words."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from notebook_samples import code, markdown, notebook

from jupyter_tutor.errors import Invalid
from jupyter_tutor.notebooks import intake
from jupyter_tutor.notebooks.intake import load

OUTPUT = {"output_type": "stream", "name": "stdout", "text": ["1\n"]}
SOUND = notebook(markdown("# Title"), code("x = 1"))
SOUND["cells"][1] |= {"outputs": [OUTPUT], "execution_count": 1}

values = st.sampled_from([None, 0, -1, 1.5, True, "", "code", [], ["a"], [1], {}, {"a": 1}])


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, each in items for place in places(each, (*path, key)))]


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    """A sound notebook with one thing replaced, added or taken out, of some minor version."""
    made = copy.deepcopy(SOUND)
    made["nbformat_minor"] = draw(st.integers(0, 7))
    *way, last = draw(st.sampled_from([place for place in places(made) if place and place != ("nbformat",)]))
    parent: Any = made
    for key in way:
        parent = parent[key]
    change = draw(st.sampled_from(["replace", "remove", "add"]))
    if change == "replace":
        parent[last] = draw(values)
    elif change == "remove":
        del parent[last]
    elif isinstance(parent, dict):
        parent["more"] = draw(values)
    return made


def outcome(text: str) -> object:
    """The notebook, or the sentence that refuses it."""
    try:
        return load(text)
    except Invalid as error:
        return error.message


@settings(deadline=None)  # the first one imports nbformat
@given(damaged())
def test_the_quick_look_changes_no_outcome(made: dict[str, Any]):
    """Whatever is broken in it, and for every minor version of the format."""
    text = json.dumps(made)
    quick = outcome(text)
    with patch.object(intake, "_is_valid", return_value=False):
        assert quick == outcome(text)


def test_a_sound_notebook_is_loaded_without_nbformat():
    """Which takes a second to import where it finds every format checker of jsonschema."""
    program = (
        "import sys; from jupyter_tutor.notebooks.intake import load\n"
        f"load({json.dumps(SOUND)!r}); print('nbformat' in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout == "False\n"
