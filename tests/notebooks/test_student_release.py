"""What students get, and what they do not."""

import base64
import json
from typing import Any

import nbformat
import pytest
from notebook_samples import (
    MODULES,
    code,
    graded,
    markdown,
    myst_module,
    nbgrader_module,
    notebook,
    otter_module,
    ours,
    own_module,
    raw,
)

from jupyter_tutor.errors import Invalid
from jupyter_tutor.notebooks.reading import read
from jupyter_tutor.notebooks.release import release

SECRET = "answer = secret_of_the_course(42)"


def released(source: dict[str, Any]) -> dict[str, Any]:
    return release(source, read(source, slug="m"))


def exercise(*further: dict, **metadata: Any) -> dict[str, Any]:
    """A notebook with one exercise whose solution is SECRET."""
    return notebook(
        markdown("Do it."),
        code("answer = ...", **ours(exercise="x")),
        code(SECRET, **ours(role="solution")),
        *further,
        **metadata,
    )


# req: M4
def test_nothing_of_ours_but_ids_titles_and_visible_checks_is_released() -> None:
    """A release has exercises and visible checks; hints, mistakes, solution and hidden checks are gone."""
    result = released(own_module())
    assert [cell["id"] for cell in result["cells"]] == ["c1", "c2", "c3", "c4", "c9"]
    assert result["metadata"]["jupyter_tutor"] == {
        "version": 1,
        "module": {"slug": "means", "title": "Means", "release": 0},
    }
    assert result["cells"][3]["metadata"] == {
        "slideshow": {"slide_type": "slide"},
        "jupyter_tutor": {
            "exercise": {
                "id": "mean",
                "title": "The mean of a list",
                "points": 3.0,
                "difficulty": {"programming": 2, "mathematics": 1},
            }
        },
    }
    assert result["cells"][4]["metadata"] == {
        "jupyter_tutor": {"role": "check", "exercise": "mean", "name": "three"}
    }
    assert result["cells"][4] | {"outputs": [], "execution_count": None} == result["cells"][4]


# req: M4
@pytest.mark.parametrize("module", MODULES)
def test_a_release_is_a_valid_notebook_that_stays_the_same_when_released(module: Any) -> None:
    """A release is nbformat 4, reads without an error, and releasing it again changes nothing."""
    result = released(module())
    nbformat.validate(result)
    again = read(result, slug="m")
    assert again.publishable
    assert release(result, again) == result
    before = read(module(), slug="m").module.exercises
    assert [each.id for each in again.module.exercises] == [each.id for each in before]


# req: M4
@pytest.mark.parametrize(
    ("module", "secrets"),
    [
        (
            own_module,
            ["sum(values)", "Which two", "no mean", "mean([0, 8])", "loops", "No imports", "max_hint"],
        ),
        (nbgrader_module, ["2 * x", "double(21)", "two divides", "axes"]),
        (
            otter_module,
            ["x * x", "square(3)", "144", "that area", "x ** 3", "ASSIGNMENT", "BEGIN", "math  # IGNORE"],
        ),
        (myst_module, ["sum(values)", "neutral", "value in values", "math.prod", "solution"]),
    ],
)
def test_no_hidden_word_of_any_format_is_released(module: Any, secrets: list[str]) -> None:
    """Solutions, hidden tests, mark schemes, hints, policies and configuration of every format are gone."""
    text = json.dumps(released(module()))
    assert [secret for secret in secrets if secret in text] == []


# req: M4
@pytest.mark.parametrize(
    "metadata",
    [
        {"tags": ["easy", SECRET]},
        {"slideshow": {"slide_type": "notes", "notes": SECRET}},
        {"jupyter": {"source_hidden": True, "was": [SECRET]}},
        {"name": SECRET},
        {"vscode": {"languageId": {"deep": [{"er": SECRET}]}}},
        {"mystnb": {SECRET: 1}},
        {"my_grader": {"rubric": "anything at all"}},
        {"solution2": "2"},
    ],
)
def test_no_secret_survives_in_the_metadata_of_a_cell(metadata: dict[str, Any]) -> None:
    """Metadata nobody knows are left out, and known ones where they repeat what is hidden."""
    (_, _, cell) = released(exercise(markdown("Go on.", **metadata)))["cells"]
    assert SECRET not in json.dumps(cell)
    assert "rubric" not in json.dumps(cell)
    assert "solution2" not in json.dumps(cell)


# req: M4
@pytest.mark.parametrize(
    "metadata",
    [
        {"widgets": {"state": {"1": {"value": "anything"}}}},
        {"title": SECRET},
        {"authors": [{"name": SECRET}]},
        {"otter": {"tests": {"q1": "anything"}}},
        {"papermill": {"parameters": {"x": "anything"}}},
    ],
)
def test_no_secret_survives_in_the_metadata_of_the_notebook(metadata: dict[str, Any]) -> None:
    """Widget state and tests of other tools are left out; so is what repeats hidden text."""
    text = json.dumps(released(exercise(**metadata)))
    assert SECRET not in text
    assert "anything" not in text


# req: M4
def test_outputs_and_run_counts_are_not_released() -> None:
    """What the author's run left behind would show the answer."""
    result = released(exercise(code("show()", value=SECRET, printed=SECRET)))
    assert SECRET not in json.dumps(result)
    assert all(cell["outputs"] == [] for cell in result["cells"] if cell["cell_type"] == "code")
    assert all(cell["execution_count"] is None for cell in result["cells"] if cell["cell_type"] == "code")


# req: M4
def test_only_pictures_that_are_shown_are_released_of_attachments() -> None:
    """An attachment that no visible text shows, or that is no picture, is left out."""
    picture = {"image/png": base64.b64encode(b"picture").decode()}
    cell = markdown("![shown](attachment:a%20b.png)")
    cell["attachments"] = {
        "a b.png": {**picture, "text/plain": SECRET},
        "other.png": picture,
        "notes.txt": {"text/plain": SECRET},
    }
    source = exercise(cell)
    assert released(source)["cells"][2]["attachments"] == {"a b.png": picture}


# req: M4
@pytest.mark.parametrize("encode", [str, lambda text: base64.b64encode(text.encode()).decode()])
def test_a_drawing_that_shows_hidden_text_is_left_out(encode: Any) -> None:
    """Drawings are text, written plainly or in base64."""
    cell = markdown("![x](attachment:x.svg)")
    cell["attachments"] = {"x.svg": {"image/svg+xml": encode(f"<svg><text>{SECRET}</text></svg>")}}
    assert "attachments" not in released(exercise(cell))["cells"][2]


# req: M4
@pytest.mark.parametrize(
    ("cell", "place"),
    [
        (code("y", **ours(exercise={"id": "y", "title": SECRET})), 4),
        (code("assert 1", **ours(role="check", name=f"is it {SECRET}")), 4),
    ],
)
def test_a_title_or_name_that_shows_hidden_text_stops_the_release(cell: dict[str, Any], place: int) -> None:
    """Titles and names are listed to students without the notebook, so they are an author's to mend."""
    source = exercise(cell)
    reading = read(source, slug="m")
    assert [fault.cell for fault in reading.faults if fault.severity == "error"] == [place]
    with pytest.raises(Invalid, match="Cell 4"):
        release(source, reading)
    with pytest.raises(Invalid, match="name of cell 4"):
        release(source, read(exercise(), slug="m"))


# req: M4
def test_a_modules_title_that_shows_hidden_text_stops_the_release() -> None:
    """So is the title of the module."""
    source = exercise(jupyter_tutor={"module": {"summary": f"Find out that {SECRET}."}})
    assert [fault.cell for fault in read(source, slug="m").faults if fault.severity == "error"] == [0]


# req: M4
def test_fields_of_the_format_hold_nothing_else() -> None:
    """Numbers, ids and nbgrader's fields are taken for what they are, or left out."""
    task = markdown("Do.", **graded("t", task=True, points=1, checksum=SECRET, cell_type=SECRET))
    source = exercise(task) | {"nbformat_minor": SECRET, "more": SECRET}
    source["cells"][3] |= {"id": [SECRET], "more": SECRET}
    assert SECRET not in json.dumps(released(source))


# req: M4
def test_an_attachment_of_a_mark_scheme_is_left_out_with_it() -> None:
    """A picture that only a hidden region shows is hidden too."""
    task = markdown(
        "Draw.\n=== BEGIN MARK SCHEME ===\n![x](attachment:x.png)\n=== END MARK SCHEME ===",
        **graded("t", task=True, points=1),
    )
    task["attachments"] = {"x.png": {"image/png": "AAAA"}}
    (cell,) = released(notebook(task))["cells"]
    assert "attachments" not in cell


# req: M4
@pytest.mark.parametrize(
    "comment",
    [f"<!-- {SECRET} -->", f"<!--\n{SECRET}\n-->", f"<!-- {SECRET}", "a <!-- the answer is 42 --> b"],
)
def test_comments_in_markdown_are_not_released(comment: str) -> None:
    """Comments are an author's notes to themselves; an open one goes on to the end."""
    (_, _, cell) = released(exercise(markdown(f"Text.\n{comment}")))["cells"]
    assert "42" not in cell["source"]
    assert cell["source"].startswith("Text.")


@pytest.mark.parametrize(
    "text",
    [
        "```html\n<!-- kept -->\n```",
        "Write `<!-- kept -->`.",
        "<!-- BEGIN QUESTION -->\n\nText.",
        "<!-- #region -->",
    ],
)
def test_comments_that_are_shown_or_that_tools_read_stay(text: str) -> None:
    """Code is no comment, and marks of other tools stay."""
    assert released(exercise(markdown(text)))["cells"][2]["source"] == text


# req: M4
@pytest.mark.parametrize(
    "leak",
    [
        markdown(f"The answer:\n\n    {SECRET}"),
        markdown(f"It is `{SECRET}`, of course."),
        markdown(f"> {SECRET}"),
        code(f"# {SECRET}"),
        code(f"if True:\n    {SECRET}"),
        raw(SECRET),
        code(SECRET.replace(" ", "  ")),
    ],
)
def test_a_solution_that_was_pasted_elsewhere_stops_the_release(leak: dict[str, Any]) -> None:
    """Hidden text in a visible cell is an error that names the cell, and nothing is released."""
    source = exercise(leak)
    reading = read(source, slug="m")
    assert [(fault.severity, fault.cell) for fault in reading.faults] == [("error", 4)]
    with pytest.raises(Invalid, match="Cell 4"):
        release(source, reading)


# req: M4
def test_a_release_never_trusts_the_reading_of_another_notebook() -> None:
    """Given the reading of a harmless notebook, a release still looks for hidden text itself."""
    harmless = read(exercise(), slug="m")
    with pytest.raises(Invalid, match="Cell 4 shows what cell 3 hides"):
        release(exercise(markdown(SECRET)), harmless)


def test_part_of_a_solution_elsewhere_is_a_warning() -> None:
    """Half of a solution may be an accident; the author is told."""
    solution = "total = sum(values)\ncount = len(values)\nmean_of_all = total / count"
    source = notebook(
        markdown("Do it."),
        code("...", **ours(exercise="x")),
        code(solution, **ours(role="solution")),
        code("total = sum(values)\ncount = len(values)"),
    )
    reading = read(source, slug="m")
    assert [(fault.severity, fault.cell) for fault in reading.faults] == [("warning", 4)]
    assert len(release(source, reading)["cells"]) == 3


def test_what_an_exercise_shows_itself_is_no_secret() -> None:
    """Lines of the solution that stand in the exercise's text, starter or checks may be repeated."""
    source = notebook(
        markdown("Set `result = compute(values)`."),
        code("result = compute(values)  # correct this", **ours(exercise="x")),
        code("import numpy as np\nresult = compute(values)\nresult.sort()", **ours(role="solution")),
        code("import numpy as np"),
        markdown("Now `result = compute(values)` is there."),
    )
    assert [fault.severity for fault in read(source, slug="m").faults] == []


def test_a_solution_that_its_own_exercise_shows_is_a_warning() -> None:
    """Lines to be put in order show the whole solution on purpose; by accident it is worth a word."""
    starter = "print(total)\ntotal = sum(values)"
    solution = "total = sum(values)\nprint(total)"
    source = notebook(
        markdown("Do it."), code(starter, **ours(exercise="x")), code(solution, **ours(role="solution"))
    )
    assert [(fault.severity, fault.cell) for fault in read(source, slug="m").faults] == [("warning", 3)]


# req: M4
@pytest.mark.parametrize(
    ("prompt", "starter", "cell"),
    [
        ("Do it.", "total = sum(values)\n\nprint(total)", 2),
        ("Do it:\n\n    total = sum(values)\n    print(total)", "...", 1),
        ("Do it.", "# total = sum(values)\n# print(total)", 2),
    ],
)
def test_a_solution_pasted_into_its_own_exercise_stops_the_release(
    prompt: str, starter: str, cell: int
) -> None:
    """The whole solution in one piece is no starter and no prompt."""
    solution = "total = sum(values)\nprint(total)"
    source = notebook(
        markdown(prompt), code(starter, **ours(exercise="x")), code(solution, **ours(role="solution"))
    )
    faults = read(source, slug="m").faults
    assert [fault.cell for fault in faults if fault.severity == "error"] == [cell]


def test_metadata_of_students_tools_are_released_as_they_are() -> None:
    """Slides, jupytext, Voilà, MyST and the rest keep their metadata, equal in every byte."""
    notebook_metadata = {
        "jupytext": {
            "text_representation": {"extension": ".md", "format_name": "myst"},
            "formats": "ipynb,md:myst",
        },
        "rise": {"scroll": True, "theme": "söhne"},
        "voila": {"template": "gridstack"},
        "voici": {"theme": "dark"},
        "myst": {"thebe": True},
        "toc-autonumbering": False,
        "vscode": {"interpreter": {"hash": "0"}},
    }
    cell_metadata = {
        "slideshow": {"slide_type": "fragment"},
        "tags": ["hide-input", "Übung"],
        "editable": False,
        "deletable": False,
        "collapsed": True,
        "jupyter": {"source_hidden": True},
        "mystnb": {"figure": {"caption": "x"}},
        "lines_to_next_cell": 2,
    }
    result = released(exercise(code("1 + 1", **cell_metadata), **notebook_metadata))
    ours_out = {name: value for name, value in result["metadata"].items() if name != "jupyter_tutor"}
    source = exercise(**notebook_metadata)["metadata"]
    assert json.dumps(ours_out) == json.dumps(source)
    assert json.dumps(result["cells"][2]["metadata"]) == json.dumps(cell_metadata)


def test_authors_can_name_further_metadata_to_keep() -> None:
    """Metadata that nobody here knows are left out with a warning, unless the notebook names them."""
    source = exercise(markdown("x", my_tool={"a": 1}), my_tool=[1])
    assert [fault.message for fault in read(source, slug="m").faults] == [
        "Students do not get the metadata “my_tool”."
    ]
    source["metadata"]["jupyter_tutor"] = {"keep": ["my_tool"]}
    assert read(source, slug="m").faults == ()
    result = released(source)
    assert (result["metadata"]["my_tool"], result["cells"][2]["metadata"]) == ([1], {"my_tool": {"a": 1}})


# req: M4
def test_metadata_named_to_keep_lose_hidden_text_all_the_same() -> None:
    """Naming metadata does not let a solution through, nor our own or nbgrader's fields."""
    source = exercise(
        markdown("x", my_tool={"a": SECRET}), jupyter_tutor={"keep": ["my_tool", "jupyter_tutor", "nbgrader"]}
    )
    source["cells"][3]["metadata"] |= {
        "nbgrader": {"solution": True, "grade_id": "y", "hint": "psst"},
        **ours(words="psst"),
    }
    source["cells"][3]["metadata"]["nbgrader"] |= {
        "grade": True,
        "locked": False,
        "points": 1,
        "schema_version": 3,
    }
    text = json.dumps(released(source))
    assert SECRET not in text
    assert "psst" not in text


def test_a_list_of_lines_stays_one() -> None:
    """Sources keep the form they have in the file."""
    source = exercise()
    source["cells"][1]["source"] = ["# BEGIN SOLUTION\n", "x = 1\n", "# END SOLUTION"]
    assert released(source)["cells"][1]["source"] == ["# YOUR CODE HERE\n", "raise NotImplementedError()"]


def test_the_version_is_written_into_the_release() -> None:
    """A release says which version of its module it is; released again it keeps that."""
    source = own_module()
    result = release(source, read(source, slug="m"), number=7)
    assert result["metadata"]["jupyter_tutor"]["module"]["release"] == 7
    assert released(result) == result


# req: M3
def test_a_notebook_with_an_error_is_not_released() -> None:
    """The first error is said with its cell, and nothing is handed out."""
    source = exercise(markdown("x", **ours(role="hint", level=9)))
    with pytest.raises(Invalid, match=r"^Cell 4: jupyter_tutor.level is not a whole number"):
        released(source)


# req: M4
def test_a_solution_written_into_a_released_notebook_is_replaced_again() -> None:
    """An author who goes on in a released notebook of nbgrader's does not hand out what they write there."""
    result = released(nbgrader_module())
    result["cells"][1]["source"] = "def double(x):\n    return x + x"
    assert "x + x" not in json.dumps(released(result))


def test_nbgrader_knows_its_cells_in_a_release() -> None:
    """The checksum is that of what students get, and cells that must not change are locked."""
    cells = {cell["id"]: cell["metadata"] for cell in released(nbgrader_module())["cells"]}
    assert cells["c2"]["nbgrader"]["checksum"] == "f56f4710ce6003198ce13fdcfff6ffd4"
    assert (cells["c2"]["deletable"], "editable" in cells["c2"]) == (False, False)
    assert (cells["c3"]["deletable"], cells["c3"]["editable"]) == (False, False)
