"""Laws of reading and releasing, for any notebook."""

import json
from collections.abc import Callable
from typing import Any

import nbformat
from hypothesis import given, settings
from hypothesis import strategies as st
from notebook_samples import MODULES, code, graded, markdown, notebook, ours, raw

from jupyter_tutor.errors import Invalid
from jupyter_tutor.notebooks.foreign import CELL_KEYS, NOTEBOOK_KEYS
from jupyter_tutor.notebooks.reading import dissect, read
from jupyter_tutor.notebooks.release import release

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
WORDS = st.sampled_from(
    [
        *("hint", "solution", "check", "mistake", "x", "", "on", "\0", "<!--", "\ud800", "def f(:"),
        *(
            "# BEGIN QUESTION\nname: q",
            "# END QUESTION",
            "# BEGIN SOLUTION",
            "# END SOLUTION",
            "# ASSIGNMENT CONFIG\n[",
        ),
        *(
            "# BEGIN TESTS",
            "# END TESTS",
            "# BEGIN PROMPT",
            "# END PROMPT",
            "# BEGIN IGNORE",
            "x = 1 # SOLUTION",
        ),
        *(
            "```otter",
            "```otter\n# BEGIN QUESTION\nname: z\n```",
            "```{exercise}\n:label: a\nx\n```",
            ":::{exercise",
        ),
        *(
            "```{solution} a\ny\n```",
            "```{solution-start} a\n```",
            "### BEGIN HIDDEN TESTS",
            "### END HIDDEN TESTS",
        ),
        *(
            '\'"" # BEGIN TEST CONFIG\nhidden: 1',
            '""" # BEGIN TEST CONFIG\nhidden: 1',
            '""" # END TEST CONFIG',
        ),
    ]
)
SOURCES = st.lists(WORDS | st.text(max_size=12), max_size=5).map("\n".join)
FIELDS = st.dictionaries(
    st.sampled_from(
        ["role", "exercise", "level", "id", "hidden", "points", "name", "when", "policy", "module", "version"]
    ),
    JSON | WORDS,
    max_size=4,
)
MARKS = st.dictionaries(
    st.sampled_from(
        ["grade", "solution", "locked", "task", "grade_id", "points", "schema_version", "cell_type"]
    ),
    JSON | st.booleans() | st.integers(0, 4) | st.sampled_from(["a", "b"]),
    max_size=6,
)
METADATA = st.fixed_dictionaries(
    {},
    optional={
        "jupyter_tutor": FIELDS | JSON,
        "nbgrader": MARKS | JSON,
        "tags": JSON,
        "other": JSON,
        "jupyter": JSON,
    },
)
CELLS = st.fixed_dictionaries(
    {
        "cell_type": st.sampled_from(["code", "markdown", "raw"]),
        "metadata": METADATA,
        "source": SOURCES | SOURCES.map(lambda text: text.splitlines(keepends=True)),
    },
    optional={"outputs": JSON, "id": JSON, "attachments": JSON, "execution_count": JSON},
)
NOTEBOOKS = st.fixed_dictionaries(
    {
        "nbformat": st.just(4),
        "cells": st.lists(CELLS, max_size=8),
        "metadata": st.fixed_dictionaries(
            {}, optional={"jupyter_tutor": FIELDS, "kernelspec": JSON, "title": JSON}
        ),
    }
)


@settings(deadline=None)
@given(anything=JSON | st.fixed_dictionaries({"nbformat": JSON, "cells": JSON, "metadata": JSON}))
def test_anything_that_is_no_notebook_is_invalid(anything: Any) -> None:
    """Reading raises nothing but Invalid, whatever JSON it is given."""
    try:
        read(anything, slug="m")
    except Invalid:
        return
    assert anything["nbformat"] == 4
    assert isinstance(anything["cells"], list)


@settings(max_examples=400, deadline=None)
@given(source=NOTEBOOKS)
def test_any_notebook_is_read_and_either_released_or_refused(source: dict[str, Any]) -> None:
    """Every notebook is read cell by cell; a release has some of the cells without outputs, or is Invalid."""
    before = repr(source)
    reading = read(source, slug="m")
    assert [part.cell.number for part in dissect(source).parts] == list(range(1, len(source["cells"]) + 1))
    assert all(
        0 <= fault.cell <= len(source["cells"]) and fault.message and fault.mend for fault in reading.faults
    )
    try:
        result = release(source, reading)
    except Invalid:
        return
    finally:
        assert repr(source) == before
    assert len(result["cells"]) <= len(source["cells"])
    assert all(cell.get("outputs", []) == [] for cell in result["cells"])


def _secret(number: int) -> str:
    return f"give_away(hidden_text_{number}_of_course)"


def _otter(text: str, n: int) -> list[dict[str, Any]]:
    solution = [
        raw("# BEGIN SOLUTION"),
        code(f"{text} # SOLUTION"),
        code(text),
        markdown(text),
        raw("# END SOLUTION"),
    ]
    tests = [raw("# BEGIN TESTS"), code(f"# HIDDEN\n{text}"), raw("# END TESTS")]
    return [raw(f"# BEGIN QUESTION\nname: q{n}"), markdown("Do."), *solution, *tests, raw("# END QUESTION")]


def _gated(text: str, n: int) -> list[dict[str, Any]]:
    start = markdown(f"```{{exercise}}\n:label: m{n}\nDo.\n```"), markdown(f"```{{solution-start}} m{n}\n```")
    return [*start, code(text), raw(text), markdown(text), markdown("```{solution-end}\n```")]


def _region(kind: str, text: str) -> str:
    return f"def f():\n    # BEGIN {kind}\n    {text}\n    # END {kind}\n    return 0"


HIDING: list[Callable[[str, int], list[dict[str, Any]]]] = [
    lambda text, n: [code(text, **ours(role="solution"))],
    lambda text, n: [markdown(text, **ours(role="hint", level=1 + n % 5))],
    lambda text, n: [code(text, **ours(role="check", hidden=True, name=f"n{n}"))],
    lambda text, n: [code(_region("HIDDEN TESTS", text), **ours(role="check", name=f"n{n}"))],
    lambda text, n: [markdown(text, **ours(role="mistake", when={"error": "ValueError"}))],
    lambda text, n: [code(_region("SOLUTION", text), **graded(f"g{n}", solution=True))],
    lambda text, n: [code(text, **graded(f"g{n}", solution=True))],
    lambda text, n: [markdown(text, **graded(f"g{n}", grade=True, solution=True, points=1))],
    lambda text, n: [code(_region("HIDDEN TESTS", text), **graded(f"g{n}", grade=True, points=1))],
    lambda text, n: [markdown(_region("MARK SCHEME", text), **graded(f"g{n}", task=True, points=1))],
    lambda text, n: [markdown(f"```{{exercise}}\n:label: m{n}\nDo.\n```\n:::{{solution}} m{n}\n{text}\n:::")],
    _otter,
    _gated,
    lambda text, n: [markdown(f"Text. <!-- {text} -->")],
]
PICTURE = "![x](attachment:x)"
# A copy of hidden text somewhere else: in metadata, outputs, attachments, or in plain sight.
COPYING: list[Callable[[str], dict[str, Any]]] = [
    lambda text: markdown("Text.", tags=[text]),
    lambda text: code("1 + 1", name={"deep": [{"er": text}]}),
    lambda text: code("1 + 1", unknown_tool=text),
    lambda text: code("1 + 1", value=text, printed=text),
    lambda text: (
        markdown(PICTURE) | {"attachments": {"x": {"image/svg+xml": text}, "y": {"image/png": text}}}
    ),
    lambda text: markdown(f"Look: {text}"),
    lambda text: raw(f"{text}"),
    lambda text: code(f"if True:\n    {text}"),
    lambda text: markdown("Text.", nbgrader={"hint": text, "grade": False}),
]


# req: M4
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_no_planted_secret_is_ever_released(data: st.DataObject) -> None:
    """Whatever hides a text, and wherever its author put it once more: it is not released, or nothing is."""
    cells = [markdown("Do it."), code("...", **ours(exercise="first"))]
    hidings = data.draw(st.lists(st.integers(0, len(HIDING) - 1), min_size=1, max_size=5))
    for number, which in enumerate(hidings):
        cells += HIDING[which](_secret(number), number)
    comments = {number for number, which in enumerate(hidings) if which == len(HIDING) - 1}
    for which in data.draw(st.lists(st.integers(0, len(COPYING) - 1), max_size=3)):
        number = data.draw(st.integers(0, len(hidings) - 1))
        if number not in comments:
            cells.insert(data.draw(st.sampled_from([0, len(cells)])), COPYING[which](_secret(number)))
    source = notebook(
        *cells, title=data.draw(st.sampled_from(["A title", _secret(0)])) if 0 not in comments else "T"
    )
    try:
        result = release(source, read(source, slug="m"))
    except Invalid:
        return
    text = json.dumps(result)
    assert [number for number in range(len(hidings)) if f"hidden_text_{number}_of" in text] == []
    nbformat.validate(result)
    assert release(result, read(result, slug="m")) == result


# req: M4
@settings(deadline=None)
@given(which=st.integers(0, len(HIDING) - 1))
def test_every_way_of_hiding_can_be_released(which: int) -> None:
    """Where nothing is copied, each way of hiding a text gives a release without it."""
    source = notebook(markdown("Do."), code("...", **ours(exercise="first")), *HIDING[which](_secret(1), 1))
    assert "hidden_text_1_of" not in json.dumps(release(source, read(source, slug="m")))


@settings(deadline=None)
@given(
    values=st.dictionaries(st.sampled_from(sorted(NOTEBOOK_KEYS - {"kernelspec"})), JSON, max_size=4),
    cell=st.dictionaries(st.sampled_from(sorted(CELL_KEYS - {"slideshow", "jupyter"})), JSON, max_size=4),
)
def test_metadata_of_other_tools_are_released_byte_for_byte(
    values: dict[str, Any], cell: dict[str, Any]
) -> None:
    """What students' tools need comes out as it went in, whatever it holds."""
    for module in MODULES:
        source = module()
        source["metadata"] = values | {
            name: each for name, each in source["metadata"].items() if name not in values
        }
        source["cells"].append(code("pass", **cell) | {"id": "last"})
        result = release(source, read(source, slug="m"))
        kept = {name: each for name, each in result["metadata"].items() if name in values}
        assert json.dumps(kept) == json.dumps(values)
        assert json.dumps(result["cells"][-1]["metadata"]) == json.dumps(cell)
