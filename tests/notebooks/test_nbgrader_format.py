"""Reading nbgrader's metadata and markers."""

import pytest
from notebook_samples import code, graded, markdown, nbgrader_module, notebook, ours

from jupyter_tutor.notebooks.exercise import Check, Format
from jupyter_tutor.notebooks.reading import read

REGION = "{0} BEGIN SOLUTION {1}\nsecret\n{0} END SOLUTION {1}"


def errors(*cells: dict) -> list[str]:
    return [fault.message for fault in read(notebook(*cells), slug="m").faults if fault.severity == "error"]


# req: M3
def test_solutions_tests_and_tasks_become_exercises() -> None:
    """A solution cell has the tests below it, graded prose is written, a task has its mark scheme."""
    reading = read(nbgrader_module(), slug="m")
    double, why, draw = reading.module.exercises
    assert reading.faults == ()
    assert (double.id, double.points, double.written, double.format) == (
        "double",
        2.0,
        False,
        Format.NBGRADER,
    )
    assert double.solution == 'def double(x):\n    """Twice x."""\n    return 2 * x'
    assert (
        double.starter
        == 'def double(x):\n    """Twice x."""\n    # YOUR CODE HERE\n    raise NotImplementedError()'
    )
    assert double.checks == (
        Check("double-tests", "assert double(1) == 2", cell=3),
        Check(
            "double-tests (hidden)",
            "assert double(1) == 2\nassert double(21) == 42",
            hidden=True,
            points=2.0,
            cell=3,
        ),
    )
    assert (why.written, why.solution, why.starter, why.points) == (
        True,
        "Because two divides it, whatever it is.",
        "YOUR ANSWER HERE",
        1.0,
    )
    assert (draw.id, draw.prompt, draw.solution, draw.points) == (
        "draw",
        "## Part C\n\nDraw it.",
        "One point for the axes.",
        4.0,
    )


@pytest.mark.parametrize("schema", [None, 1, 2, 3])
def test_every_schema_is_read(schema: int | None) -> None:
    """Schemas 1 to 3, and the first that had no number and kept points as text, say the same."""
    marks = graded("f", solution=True, schema_version=schema)
    tests = graded("t", grade=True, schema_version=schema, points="2" if schema is None else 2)
    if schema is None:
        for each in (marks, tests):
            del each["nbgrader"]["schema_version"]
    reading = read(notebook(markdown("F."), code("f = 1", **marks), code("assert f", **tests)), slug="m")
    assert reading.faults == ()
    assert [(each.id, each.points, each.solution) for each in reading.module.exercises] == [
        ("f", 2.0, "f = 1")
    ]


def test_hints_of_ours_belong_to_nbgraders_exercise() -> None:
    """Our cells and fields complete an exercise of nbgrader, which keeps its own id."""
    reading = read(
        notebook(
            markdown("F."),
            code("f = 1", **graded("f", solution=True), **ours(exercise={"title": "The F"})),
            markdown("Think.", **ours(role="hint", level=1)),
            code("assert f", **graded("t", grade=True, points=1), **ours(role="check", name="is true")),
        ),
        slug="m",
    )
    (exercise,) = reading.module.exercises
    assert reading.faults == ()
    assert (exercise.id, exercise.title, exercise.hints) == ("f", "The F", {1: "Think."})
    assert [(check.name, check.points) for check in exercise.checks] == [("is true", 1.0)]


def test_two_different_names_are_refused() -> None:
    """An id of ours that differs from nbgrader's would make two exercises of one."""
    cells = markdown("F."), code("f = 1", **graded("f", solution=True), **ours(exercise="g"))
    assert errors(*cells) == ["The exercise has two names: “f” for nbgrader and “g” for the tutor."]


@pytest.mark.parametrize(
    ("begin", "end"),
    [("#", ""), ("###", ""), ("//", ""), ("%", ""), ("--", ""), ("/*", "*/"), ("<!--", "-->")],
)
def test_markers_are_known_in_every_languages_comments(begin: str, end: str) -> None:
    """What stands around a marker's words does not matter."""
    source = "given\n" + REGION.format(begin, end)
    reading = read(notebook(markdown("F."), code(source, **graded("f", solution=True))), slug="m")
    assert reading.module.exercises[0].starter == "given\n# YOUR CODE HERE\nraise NotImplementedError()"


@pytest.mark.parametrize(
    ("language", "stub"),
    [
        ("R", "# YOUR CODE HERE\nfail()"),
        ("octave", "% YOUR CODE HERE\nerror('No Answer Given!')"),
        ("sas", "/* YOUR CODE HERE */\n %notImplemented;"),
        ("java", "// YOUR CODE HERE"),
        ("julia", "# YOUR CODE HERE"),
        ("c++", "// YOUR CODE HERE"),
    ],
)
def test_the_stub_is_of_the_notebooks_language(language: str, stub: str) -> None:
    """A solution is replaced by what nbgrader writes in that language, else by a comment."""
    kernel = {"name": "k", "display_name": "K", "language": language}
    reading = read(
        notebook(markdown("F."), code("f", **graded("f", solution=True)), kernelspec=kernel), slug="m"
    )
    assert reading.module.exercises[0].starter == stub


BAD_MARKS = [
    ({"schema_version": 4}, "nbgrader's metadata have schema 4; 1 to 3 are known here."),
    ({"schema_version": "3"}, "nbgrader's metadata have schema '3'; 1 to 3 are known here."),
    ({"grade_id": ""}, "The cell has no id that nbgrader allows."),
    ({"grade_id": "a b"}, "The cell has no id that nbgrader allows."),
    ({"grade_id": None}, "The cell has no id that nbgrader allows."),
    ({"grade": "yes"}, "nbgrader.grade is neither true nor false."),
    ({"grade": True, "points": "x"}, "nbgrader's points are not a number from 0 on."),
    ({"grade": True, "points": -1}, "nbgrader's points are not a number from 0 on."),
    ({"grade": True}, "nbgrader's points are not a number from 0 on."),
    ({"solution": False, "task": True, "points": 1}, "A manually graded task has to be a Markdown cell."),
]


@pytest.mark.parametrize(("marks", "message"), BAD_MARKS)
def test_metadata_that_nbgrader_would_refuse_are_errors(marks: dict, message: str) -> None:
    """Every field of nbgrader's metadata is checked."""
    cell = code("f = 1", **graded("f", solution=True))
    cell["metadata"]["nbgrader"] |= marks
    assert message in errors(markdown("F."), cell)


def test_metadata_that_are_no_object_are_an_error() -> None:
    """nbgrader's metadata have to be an object."""
    assert errors(code("1", nbgrader=[])) == ["nbgrader's metadata are not an object."]


@pytest.mark.parametrize(
    ("source", "marks", "message"),
    [
        ("# BEGIN SOLUTION\n1", graded("f", solution=True), "BEGIN SOLUTION has no end."),
        ("1\n# END SOLUTION", graded("f", solution=True), "END SOLUTION closes nothing."),
        (
            "# BEGIN SOLUTION\n# BEGIN SOLUTION\n# END SOLUTION",
            graded("f", solution=True),
            "BEGIN SOLUTION stands inside SOLUTION.",
        ),
        (
            "# BEGIN SOLUTION\n# BEGIN HIDDEN TESTS\n1\n# END HIDDEN TESTS\n# END SOLUTION",
            graded("f", solution=True),
            "BEGIN HIDDEN TESTS stands inside SOLUTION.",
        ),
        (
            "# BEGIN SOLUTION\n1\n# END SOLUTION",
            graded("f", grade=True, points=1),
            "BEGIN SOLUTION stands outside of a solution cell.",
        ),
        (
            "# BEGIN HIDDEN TESTS\n1\n# END HIDDEN TESTS",
            graded("f", solution=True),
            "BEGIN HIDDEN TESTS stands outside of a tests cell.",
        ),
        (
            "# BEGIN MARK SCHEME\n1\n# END MARK SCHEME",
            graded("f", solution=True),
            "BEGIN MARK SCHEME stands outside of a manually graded task cell.",
        ),
        (
            "# begin solution\n1\n# END SOLUTION",
            graded("f", solution=True),
            "“# begin solution” is nearly a marker.",
        ),
        ("### BEGIN SOLUTIONS\n1", {}, "BEGIN SOLUTION stands in a cell that is no exercise."),
        ("# BEGIN SOLUTION\n1\n# END SOLUTION", {}, "BEGIN SOLUTION stands in a cell that is no exercise."),
        ("# Begin Hidden Tests\n1", {}, "“# Begin Hidden Tests” is nearly a marker."),
    ],
)
def test_markers_that_hide_nothing_are_errors(source: str, marks: dict, message: str) -> None:
    """Unclosed, nested, misspelt and misplaced markers stop publishing, as they hide nothing."""
    assert message in errors(markdown("F."), code(source, **marks))


def test_tests_above_every_exercise_are_a_warning() -> None:
    """nbgrader allows tests without a solution cell; they belong to nobody, and the author hears of it."""
    reading = read(notebook(code("assert True", **graded("t", grade=True, points=1))), slug="m")
    assert [fault.message for fault in reading.faults] == ["The test cell belongs to no exercise."]
    assert reading.publishable


def test_tests_to_be_written_by_nbgrader_are_a_warning() -> None:
    """AUTOTEST lines are instructions to nbgrader that nobody carries out here."""
    tests = code("### AUTOTEST f(3)", **graded("t", grade=True, points=1))
    reading = read(notebook(markdown("F."), code("f = abs", **graded("f", solution=True)), tests), slug="m")
    assert [fault.cell for fault in reading.faults] == [3]
