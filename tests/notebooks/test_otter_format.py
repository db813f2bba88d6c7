"""Reading Otter's blocks."""

import pytest
from notebook_samples import code, markdown, notebook, otter_module, raw

from jupyter_tutor.notebooks import otter_solutions
from jupyter_tutor.notebooks.exercise import Format
from jupyter_tutor.notebooks.reading import read
from jupyter_tutor.notebooks.release import release


def question(*cells: dict, config: str = "name: q1") -> list[dict]:
    return [raw(f"# BEGIN QUESTION\n{config}"), markdown("Do."), *cells, raw("# END QUESTION")]


def solution(source: str) -> list[dict]:
    return [raw("# BEGIN SOLUTION"), code(source), raw("# END SOLUTION")]


def in_tests(*cells: dict) -> list[dict]:
    return [raw("# BEGIN TESTS"), *cells, raw("# END TESTS")]


def errors(*cells: dict) -> list[str]:
    return [fault.message for fault in read(notebook(*cells), slug="m").faults if fault.severity == "error"]


# req: M3
def test_questions_become_exercises() -> None:
    """Raw cells and fences, code and prose, prompts and tests: each question is an exercise."""
    reading = read(otter_module(), slug="m")
    square, why, cube = reading.module.exercises
    assert reading.faults == ()
    assert (square.id, square.points, square.format) == ("square", 4.0, Format.OTTER)
    assert square.prompt == "**Question 1.** Write `square`, and set `nine`."
    assert square.starter == "def square(x):\n    y = ...\n    ...\n\nnine = ...\nnine"
    assert square.solution == "def square(x):\n    y = x * x\n    return y\n\nnine = square(3)\nnine"
    assert (why.id, why.prompt, why.written, why.points) == ("why", "**Question 2.** Why?", True, 2.0)
    assert why.solution == "**SOLUTION**: a square of side x has that area."
    assert (cube.starter, cube.solution) == ("cube = lambda x: ...\n\ncube", "cube = lambda x: x ** 3")
    assert reading.module.setup == "import itertools"


# req: M3
def test_tests_become_python_that_raises() -> None:
    """A test's value and output as its author saw them become assertions, with their share of points."""
    square = read(otter_module(), slug="m").module.exercises[0]
    assert [(check.name, check.hidden, round(check.points, 2)) for check in square.checks] == [
        ("square - 1", False, 1.33),
        ("nine is right", False, 1.33),
        ("square - 3", True, 1.33),
    ]
    wrong = {"square": lambda x: x, "nine": 3}
    for check in square.checks:
        exec(check.code, {"square": lambda x: x * x, "nine": 9})
        with pytest.raises(AssertionError):
            exec(check.code, dict(wrong))
    assert square.checks[1].code == "assert nine == 9, 'Not nine.'"


def test_tests_that_raise_are_called_with_the_names_they_ask_for() -> None:
    """Without ok_format a test is a function; it is called with the notebook's names."""
    cells = [
        raw("# ASSIGNMENT CONFIG\ntests:\n    ok_format: false"),
        *question(
            *solution("x = 3 # SOLUTION"),
            *in_tests(code("def test_x(x, env):\n    assert x == env['x'] == 3\n\ntest_x(x)")),
        ),
    ]
    (check,) = read(notebook(*cells), slug="m").module.exercises[0].checks
    exec(check.code, {"x": 3})
    with pytest.raises(AssertionError):
        exec(check.code, {"x": 4})


@pytest.mark.parametrize(
    ("line", "stub"),
    [
        ("x = 2 # SOLUTION", "x = ..."),
        ("x=2  # SOLUTION", "x= ..."),
        ("    x, y = f(1), 2 #SOLUTION", "    x, y = ..."),
        ("a.b = 2 # SOLUTION", "a.b = ..."),
        ("a['k'] = 2 # SOLUTION", "a['k'] = ..."),
        ("a[f(x)[1]] = 2 # SOLUTION", "a[f(x)[1]] = ..."),
        ("    return x # SOLUTION", "    ..."),
        ("x += 1 # SOLUTION", "..."),
        ("if x == 2: # SOLUTION", "..."),
        ("print(x, end='') # SOLUTION", "..."),
        ("x: int = 3 # SOLUTION", "..."),
    ],
)
def test_the_stub_of_a_line_keeps_what_it_assigns_to(line: str, stub: str) -> None:
    """A marked assignment keeps its targets, any other marked line only its indentation."""
    assert otter_solutions.stripped(line, "python") == stub


def test_stubs_of_r() -> None:
    """In R a stub is a comment, and an assignment is of NULL."""
    source = "x <- 3 # SOLUTION\nplot(x) # SOLUTION\n# BEGIN SOLUTION\ny <- 4\n# END SOLUTION"
    assert (
        otter_solutions.stripped(source, "r")
        == "x <- NULL # YOUR CODE HERE\n# YOUR CODE HERE\n# YOUR CODE HERE"
    )


def test_solutions_are_stripped_everywhere_where_the_assignment_says_so() -> None:
    """With strip_solutions_from_all_cells also cells of no question lose their solutions."""
    cells = [
        raw("# ASSIGNMENT CONFIG\nstrip_solutions_from_all_cells: true"),
        code("data = range(10) # SOLUTION"),
        *question(code("y = 2 # SOLUTION")),
    ]
    reading = read(notebook(*cells), slug="m")
    assert reading.publishable
    assert reading.module.setup == "data = ..."


def test_a_solution_cell_without_marks_is_left_out_whole() -> None:
    """Where no line is marked Otter hands the cell out; here it is taken for the solution, with a warning."""
    reading = read(notebook(*question(*solution("x = 1 + 1"))), slug="m")
    (exercise,) = reading.module.exercises
    assert (exercise.starter, exercise.solution) == ("...", "x = 1 + 1")
    assert [fault.severity for fault in reading.faults] == ["warning"]


@pytest.mark.parametrize(
    ("points", "given", "shares", "total"),
    [
        ("", ["", ""], [0.5, 0.5], 1.0),
        ("points: 3", ["", "points: 2"], [1.0, 2.0], 3.0),
        ("points: [4, 1]", ["", ""], [4.0, 1.0], 5.0),
        ("points: {each: 2}", ["", ""], [2.0, 2.0], 4.0),
        ("", ["points: 2", ""], [2.0, 0.0], 2.0),
        ("points: 0", ["", ""], [0.0, 0.0], 0.0),
    ],
)
def test_points_are_shared_as_otter_shares_them(points: str, given: list, shares: list, total: float) -> None:
    """A number, a list, `each`, or the tests' own points."""
    cells = [
        code(f'""" # BEGIN TEST CONFIG\nname: t{n}\n{each}\n""" # END TEST CONFIG\nx == 1', value="True")
        for n, each in enumerate(given)
    ]
    config = f"name: q1\n{points}"
    reading = read(
        notebook(*question(*solution("x = 1 # SOLUTION"), *in_tests(*cells), config=config)), slug="m"
    )
    (exercise,) = reading.module.exercises
    assert [check.points for check in exercise.checks] == shares
    assert exercise.points == total


BAD_BLOCKS = [
    ([raw("# BEGIN QUESTION\nname: q"), markdown("x")], "BEGIN QUESTION has no end."),
    ([raw("# END QUESTION")], "END QUESTION stands where no block is open."),
    ([raw("# BEGIN SOLUTION")], "BEGIN SOLUTION stands outside of a question."),
    (question(raw("# BEGIN QUESTION\nname: z")), "BEGIN QUESTION stands inside a question block."),
    (
        question(raw("# BEGIN SOLUTION"), raw("# BEGIN TESTS"), raw("# END TESTS"), raw("# END SOLUTION")),
        "BEGIN TESTS stands inside a solution block.",
    ),
    (question(raw("# BEGIN SOLUTION")), "END QUESTION stands where the solution block is still open."),
    (question(*solution("x = 1 # SOLUTION"), config="points: 1"), "The question has no name."),
    (question(config="name: [1"), "The configuration is no YAML of names and values: "),
    (question(config="- a\n- b"), "The configuration is no YAML of names and values: it is no list of names"),
    (question(config="name: !!python/object/apply:os.getcwd []"), "The configuration is no YAML of names"),
    (question(config="name: q\nmanual: maybe"), "question.manual is not true or false."),
    (
        question(*solution("1 # SOLUTION"), config="name: q\npoints: many"),
        "Points are not numbers from 0 on.",
    ),
    (
        question(
            *solution("1 # SOLUTION"), *in_tests(code("1", value="1")), config="name: q\npoints: [1, 2]"
        ),
        "There are 2 points for 1 tests.",
    ),
    (question(*solution("# BEGIN SOLUTION\nx = 1")), "BEGIN SOLUTION without END SOLUTION."),
    (question(*solution("x = 1\n# END SOLUTION")), "END SOLUTION without BEGIN SOLUTION."),
    (question(*solution("x = 1 # SOLUTION\n# BEGIN IGNORE")), "BEGIN IGNORE without END IGNORE."),
    (question(*in_tests(code("x ==", value="1"))), "The test is not valid Python."),
    (question(*in_tests(markdown("x"))), "A tests block has a cell without code."),
    (
        question(*in_tests(code('""" # BEGIN TEST CONFIG\nname: t'))),
        "BEGIN TEST CONFIG has no END TEST CONFIG.",
    ),
    ([*question(), code("x = 1 # SOLUTION")], "A solution is marked outside of a solution block"),
    ([markdown("```otter\n# BEGIN QUESTION\nname: q")], "A fence of Otter's has no end."),
]


# req: M3
@pytest.mark.parametrize(("cells", "message"), BAD_BLOCKS)
def test_blocks_that_otter_would_refuse_are_errors(cells: list, message: str) -> None:
    """Blocks without an end, in the wrong place or with an unreadable configuration stop publishing."""
    assert any(found.startswith(message) for found in errors(*cells)), errors(*cells)


def test_an_ignored_cell_is_left_out() -> None:
    """A cell whose first line says ignore is nobody's."""
    cells = [*question(*solution("x = 1 # SOLUTION")), code("# IGNORE\nsecret = 1")]
    assert "secret" not in read(notebook(*cells), slug="m").module.setup


# req: M3
def test_students_get_a_seed_of_their_own() -> None:
    """The grader's value of the seed stands nowhere in a release, wherever it is assigned."""
    config = (
        "# ASSIGNMENT CONFIG\nseed:\n    variable: rng_seed\n    autograder_value: 4711\n    student_value: 7"
    )
    source = notebook(
        raw(config),
        code("rng_seed = 4711  # for the grader\nif rng_seed == 3:\n    rng_seed  =  4711"),
        raw("# BEGIN QUESTION\nname: draw"),
        markdown("Draw."),
        raw("# BEGIN SOLUTION"),
        code("rng_seed = 4711\ndrawn = draw(rng_seed) # SOLUTION"),
        raw("# END SOLUTION"),
        raw("# END QUESTION"),
    )
    reading = read(source, slug="m")
    assert reading.module.exercises[0].starter == "rng_seed = 7\ndrawn = ..."
    released = release(source, reading)
    assert released["cells"][0]["source"] == "rng_seed = 7\nif rng_seed == 3:\n    rng_seed = 7"
    assert "4711" not in str(released)


def test_a_seed_without_a_value_for_students_is_a_fault() -> None:
    """It would hand out the grader's own."""
    reading = read(notebook(raw("# ASSIGNMENT CONFIG\nseed:\n    variable: rng_seed")), slug="m")
    assert [fault.message for fault in reading.faults] == ["The seed has no value for students."]
