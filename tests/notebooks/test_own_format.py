"""Reading our own metadata."""

import pytest
from notebook_samples import code, markdown, notebook, ours, own_module

from jupyter_tutor.notebooks.exercise import Check, Format, Mistake, Policy, Reading
from jupyter_tutor.notebooks.reading import read


def messages(reading: Reading) -> list[str]:
    return [f"{fault.severity} {fault.cell} {fault.message}" for fault in reading.faults]


# req: M3
def test_everything_an_author_marked_is_in_the_exercise() -> None:
    """An exercise has prompt, starter, solution, checks, hints, mistakes, skills, difficulty and policy."""
    reading = read(own_module(), slug="other")
    (exercise,) = reading.module.exercises
    assert reading.faults == ()
    assert (exercise.id, exercise.title, exercise.cell, exercise.cell_id) == (
        "mean",
        "The mean of a list",
        4,
        "c4",
    )
    assert exercise.prompt.endswith("Write a function `mean` for the mean of a list.")
    assert exercise.starter == "def mean(values):\n    ..."
    assert exercise.solution == "def mean(values):\n    return sum(values) / len(values)"
    assert exercise.hints == {
        1: "Which two numbers is a mean made of?",
        2: "A mean is a sum divided by a count.",
    }
    assert exercise.checks == (
        Check("three", "assert mean([1, 2, 3]) == 2", points=1.0, cell=9),
        Check("more", "assert mean([5, 5]) == 5 and mean([0, 8]) == 4", hidden=True, cell=10),
    )
    assert exercise.mistakes == (Mistake("An empty list has no mean.", error="ZeroDivisionError"),)
    assert (exercise.points, exercise.skills, exercise.difficulty) == (3.0, ("loops",), (2, 1))
    assert exercise.policy == Policy(max_hint_level=3, tutor_on=True, words="No imports.")
    assert not exercise.written
    assert exercise.format is Format.OWN


def test_the_module_is_what_the_notebook_says() -> None:
    """Slug, title, summary, order, minutes and policy are the notebook's; set-up is the code at its top."""
    module = read(own_module(), slug="other").module
    assert (module.slug, module.title, module.summary) == ("means", "Means", "About means.")
    assert (module.order, module.minutes, module.policy) == (2, 20, Policy(max_hint_level=4))
    assert module.setup == "import statistics"
    assert module.exercise("mean") is module.exercises[0]


# req: M3
def test_a_plain_notebook_is_a_module_without_exercises_or_faults() -> None:
    """A notebook without any markup has no exercise and nothing wrong; its heading is its title."""
    plain = notebook(markdown("# Ünïcode und Räume"), code("1 + 1", value="2"), markdown("Text."))
    reading = read(plain, slug="plain")
    assert (reading.faults, reading.module.exercises) == ((), ())
    assert (reading.module.slug, reading.module.title) == ("plain", "Ünïcode und Räume")


def test_an_id_alone_marks_an_exercise() -> None:
    """`{"exercise": "mean"}` is enough; the title is the heading above, hidden cells not counted."""
    reading = read(
        notebook(
            markdown("### Exercise 1"),
            markdown("Think.", **ours(role="hint", level=1, exercise="mean")),
            code("mean = ...", **ours(exercise="mean")),
            markdown("x", **ours(role="solution")),
        ),
        slug="m",
    )
    (exercise,) = reading.module.exercises
    assert (exercise.id, exercise.title, exercise.hints) == ("mean", "Exercise 1", {1: "Think."})
    assert messages(reading) == []


def test_the_text_of_the_metadata_goes_before_the_cell_above() -> None:
    """`text` is the prompt where it is given."""
    cells = markdown("Above."), code("x = ...", **ours(exercise={"id": "x", "text": "Given."}))
    assert read(notebook(*cells), slug="m").module.exercises[0].prompt == "Given."


def test_a_markdown_answer_cell_is_written() -> None:
    """An answer cell of Markdown makes an exercise in prose."""
    cells = (
        markdown("Why?"),
        markdown("…", **ours(exercise="why")),
        markdown("Because.", **ours(role="solution")),
    )
    (exercise,) = read(notebook(*cells), slug="m").module.exercises
    assert exercise.written
    assert exercise.solution == "Because."


def test_markers_in_the_answer_cell_hold_solution_and_hidden_checks() -> None:
    """Between nbgrader's markers the answer cell may have its own solution and hidden checks."""
    solution = "def f():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n"
    source = solution + "# BEGIN HIDDEN TESTS\nassert f() == 1\n# END HIDDEN TESTS"
    reading = read(notebook(markdown("Write f."), code(source, **ours(exercise="f"))), slug="m")
    (exercise,) = reading.module.exercises
    assert messages(reading) == []
    assert exercise.starter == "def f():\n    # YOUR CODE HERE\n    raise NotImplementedError()"
    assert exercise.solution == "def f():\n    return 1"
    assert exercise.checks == (Check("Hidden check 1", "assert f() == 1", hidden=True, cell=2),)


def test_cells_belong_to_the_exercise_they_name_wherever_they_stand() -> None:
    """A hint that names its exercise belongs there, one that does not to the exercise above."""
    reading = read(
        notebook(
            markdown("One."),
            code("a = ...", **ours(exercise="one")),
            markdown("Two."),
            code("b = ...", **ours(exercise="two")),
            markdown("For two.", **ours(role="hint", level=1)),
            markdown("For one.", **ours(role="hint", level=1, exercise="one")),
        ),
        slug="m",
    )
    assert [exercise.hints for exercise in reading.module.exercises] == [{1: "For one."}, {1: "For two."}]


def test_a_list_of_lines_is_the_same_as_a_text() -> None:
    """Files have sources as lists of lines, JupyterLab as one text; both read alike."""
    as_text, as_lines = own_module(), own_module()
    for cell in as_lines["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
    assert read(as_lines, slug="m") == read(as_text, slug="m")


BAD_FIELDS = [
    ({"exercise": 3}, "jupyter_tutor.exercise is not an object."),
    ({"exercise": {"id": 3}}, "jupyter_tutor.exercise.id is not a text."),
    ({"exercise": {"id": "a\nb"}}, "jupyter_tutor.exercise.id is not one line of at most 200 characters."),
    ({"exercise": {}}, "The exercise has no id."),
    ({"exercise": {"id": "x", "title": []}}, "jupyter_tutor.exercise.title is not a text."),
    ({"exercise": {"id": "x", "text": 1}}, "jupyter_tutor.exercise.text is not a text."),
    (
        {"exercise": {"id": "x", "points": "3"}},
        "jupyter_tutor.exercise.points is not a number that is not negative.",
    ),
    (
        {"exercise": {"id": "x", "points": True}},
        "jupyter_tutor.exercise.points is not a number that is not negative.",
    ),
    (
        {"exercise": {"id": "x", "points": -1}},
        "jupyter_tutor.exercise.points is not a number that is not negative.",
    ),
    ({"exercise": {"id": "x", "skills": "a"}}, "jupyter_tutor.exercise.skills is not a list of texts."),
    ({"exercise": {"id": "x", "skills": [""]}}, "jupyter_tutor.exercise.skills is not a list of texts."),
    ({"exercise": {"id": "x", "difficulty": 3}}, "jupyter_tutor.exercise.difficulty is not an object."),
    ({"exercise": {"id": "x", "difficulty": {"programming": 3}}}, "The difficulty is incomplete."),
    (
        {"exercise": {"id": "x", "difficulty": {"programming": 6, "mathematics": 1}}},
        "jupyter_tutor.exercise.difficulty.programming is not a whole number from 1 to 5.",
    ),
    ({"exercise": {"id": "x", "policy": "off"}}, "jupyter_tutor.exercise.policy is not an object."),
    (
        {"exercise": {"id": "x", "policy": {"max_hint_level": 0}}},
        "jupyter_tutor.exercise.policy.max_hint_level is not a whole number from 1 to 5.",
    ),
    (
        {"exercise": {"id": "x", "policy": {"tutor": True}}},
        "jupyter_tutor.exercise.policy.tutor is not “on” or “off”.",
    ),
    (
        {"exercise": {"id": "x", "policy": {"tutor": "no"}}},
        "jupyter_tutor.exercise.policy.tutor is not “on” or “off”.",
    ),
    ({"exercise": {"id": "x", "policy": {"words": 1}}}, "jupyter_tutor.exercise.policy.words is not a text."),
    ({"role": "hint", "level": "2"}, "jupyter_tutor.level is not a whole number from 1 to 5."),
    ({"role": "hint", "level": 6}, "jupyter_tutor.level is not a whole number from 1 to 5."),
    ({"role": "hint"}, "The hint has no level."),
    ({"role": "hunt", "level": 1}, "jupyter_tutor.role is none of hint, solution, check, mistake."),
    ({"role": 1}, "jupyter_tutor.role is none of hint, solution, check, mistake."),
    ({"role": "check", "hidden": "yes"}, "jupyter_tutor.hidden is not true or false."),
    ({"role": "check", "points": []}, "jupyter_tutor.points is not a number that is not negative."),
    ({"role": "check", "name": 1}, "jupyter_tutor.name is not a text."),
    ({"role": "check", "exercise": ["x"]}, "jupyter_tutor.exercise is not an object."),
    ({"role": "mistake"}, "The common mistake does not say when it is made."),
    ({"role": "mistake", "when": []}, "jupyter_tutor.when is not an object."),
    ({"role": "mistake", "when": {"error": 1}}, "jupyter_tutor.when.error is not a text."),
]


# req: M3
@pytest.mark.parametrize(("fields", "message"), BAD_FIELDS)
def test_a_field_of_the_wrong_kind_is_an_error_with_its_cell(fields: dict, message: str) -> None:
    """Whatever is wrong in a cell's metadata stops publishing; the fault names cell, line and a remedy."""
    reading = read(
        notebook(
            markdown("Do."), code("y = ...", **ours(exercise="y")), code("\n z = 1\n", **ours(**fields))
        ),
        slug="m",
    )
    found = [fault for fault in reading.faults if fault.message == message]
    assert found, messages(reading)
    assert {(fault.severity, fault.cell, fault.line) for fault in found} == {("error", 3, "z = 1")}
    assert all(fault.mend for fault in found)
    assert not reading.publishable


BAD_MODULES = [
    ({"version": 2}, "The notebook's metadata are of version 2; 1 is the newest known here."),
    ({"version": "1"}, "jupyter_tutor.version is no version."),
    ({"module": []}, "jupyter_tutor.module is not an object."),
    ({"module": {"slug": "Not A Slug"}}, "“Not A Slug” is no name for a module."),
    ({"module": {"title": 1}}, "jupyter_tutor.module.title is not a text."),
    ({"module": {"summary": {}}}, "jupyter_tutor.module.summary is not a text."),
    ({"module": {"order": -1}}, "jupyter_tutor.module.order is not a whole number from 0 on."),
    ({"module": {"order": 1.5}}, "jupyter_tutor.module.order is not a whole number from 0 on."),
    ({"module": {"minutes": 0}}, "jupyter_tutor.module.minutes is not a whole number from 1 on."),
    ({"module": {"requires": "a"}}, "jupyter_tutor.module.requires is not a list of texts."),
    ({"module": {"requires": ["A b"]}}, "“A b” in jupyter_tutor.module.requires is no module's slug."),
    ({"policy": 1}, "jupyter_tutor.policy is not an object."),
    ({"keep": "voila"}, "jupyter_tutor.keep is not a list of texts."),
]


@pytest.mark.parametrize(("fields", "message"), BAD_MODULES)
def test_a_wrong_field_of_the_notebook_is_an_error_of_the_whole(fields: dict, message: str) -> None:
    """Faults of the notebook's own metadata are of cell 0."""
    reading = read(notebook(jupyter_tutor=fields), slug="m")
    assert f"error 0 {message}" in messages(reading)


def test_metadata_that_are_no_object_are_an_error() -> None:
    """Neither a cell's nor the notebook's metadata may be anything but an object."""
    reading = read(notebook(code("1", jupyter_tutor="exercise"), jupyter_tutor=[]), slug="m")
    assert messages(reading) == [
        "error 0 jupyter_tutor is not an object in the notebook's metadata.",
        "error 1 jupyter_tutor is not an object.",
    ]


def test_a_field_without_meaning_is_a_warning() -> None:
    """A slip in a field's name would be without effect in silence, so the author hears of it."""
    reading = read(notebook(markdown("Do."), code("1", **ours(exercise="x", titel="T", role=None))), slug="m")
    assert not reading.publishable
    reading = read(notebook(markdown("Do."), code("1", **ours(exercise={"id": "x", "titel": "T"}))), slug="m")
    assert "warning 2 jupyter_tutor.exercise has a field “titel” that means nothing." in messages(reading)
    assert reading.publishable
