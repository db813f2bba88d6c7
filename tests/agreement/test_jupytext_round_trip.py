"""Modules kept as text by jupytext."""

import json
from dataclasses import replace
from typing import Any

import pytest

jupytext = pytest.importorskip("jupytext", reason="`make test-agreement` installs jupytext")

import nbformat  # noqa: E402
from notebook_samples import MODULES, myst_module, otter_module  # noqa: E402

from jupyter_tutor.notebooks.exercise import Reading  # noqa: E402
from jupyter_tutor.notebooks.reading import read  # noqa: E402


def without_ids(reading: Reading) -> Reading:
    """A reading without the ids of cells, which texts do not keep."""
    exercises = tuple(replace(exercise, cell_id=None) for exercise in reading.module.exercises)
    return replace(reading, module=replace(reading.module, exercises=exercises))


# Texts have no outputs, in which Otter's tests keep what they expect; and in Markdown jupytext takes fences
# inside a cell, as MyST's solutions have them, for cells of code.
PAIRS = [
    (module, text_format)
    for module in MODULES
    for text_format in ("py:percent", "md", "md:myst")
    if module is not otter_module and (module is not myst_module or text_format == "py:percent")
]


# req: M3
@pytest.mark.parametrize(("module", "text_format"), PAIRS)
def test_a_module_kept_as_text_reads_the_same(module: Any, text_format: str) -> None:
    """With our metadata named in jupytext's filter, a module comes back from text as it was."""
    source = module()
    source["metadata"]["jupytext"] = {"notebook_metadata_filter": "jupyter_tutor"}
    text = jupytext.writes(nbformat.from_dict(source), fmt=text_format)
    back = json.loads(json.dumps(jupytext.reads(text, fmt=text_format)))
    assert all(
        "id" not in cell or cell["id"] not in {c["id"] for c in source["cells"]} for cell in back["cells"]
    )
    assert without_ids(read(back, slug="m")) == without_ids(read(source, slug="m"))
