"""Faults that show only when a whole notebook has been read."""

import pytest
from notebook_samples import code, graded, markdown, notebook, ours

from jupyter_tutor.notebooks.python_code import fault_in
from jupyter_tutor.notebooks.reading import read


def faults(*cells: dict, **metadata: object) -> list[str]:
    return [
        f"{fault.severity} {fault.cell} {fault.message}"
        for fault in read(notebook(*cells, **metadata), slug="m").faults
    ]


# req: M3
def test_an_id_given_twice_names_all_its_cells() -> None:
    """Exercises of any format and nbgrader's cells share one list of ids."""
    assert faults(
        markdown("A."),
        code("x", **ours(exercise="a")),
        markdown("x", **ours(role="solution")),
        markdown("A."),
        code("x = 1", **graded("a", solution=True)),
        markdown("Read this.", **graded("a", locked=True)),
    ) == ["error 5 The id “a” is given to the cells 2, 5, 6."]


# req: M3
@pytest.mark.parametrize(
    ("role", "message"),
    [
        ({"role": "hint", "level": 1}, "The hint belongs to no exercise."),
        ({"role": "solution"}, "The solution belongs to no exercise."),
        ({"role": "check", "name": "c"}, "The check belongs to no exercise."),
        ({"role": "mistake", "when": {"got": "1"}}, "The common mistake belongs to no exercise."),
        (
            {"role": "hint", "level": 1, "exercise": "b"},
            "The hint is for “b”, and there is no such exercise.",
        ),
    ],
)
def test_a_cell_without_its_exercise_is_an_error(role: dict, message: str) -> None:
    """What belongs to an exercise has to stand below one, or to name one that there is."""
    assert faults(code("1", **ours(**role))) == [f"error 1 {message}"]


# req: M3
def test_two_hints_of_a_level_and_two_checks_of_a_name_are_errors() -> None:
    """The ladder has one hint for a step; progress knows checks by their names."""
    found = faults(
        markdown("A."),
        code("x", **ours(exercise="a")),
        markdown("One.", **ours(role="hint", level=2)),
        markdown("Two.", **ours(role="hint", level=2)),
        code("assert 1", **ours(role="check", name="c")),
        code("assert 2", **ours(role="check", name="c")),
        code("x = 1", **ours(role="solution")),
    )
    assert found == [
        "error 2 The exercise “a” has two checks “c”.",
        "error 4 The exercise “a” has two hints of level 2.",
    ]


# req: M3
def test_an_exercise_without_text_or_solution_is_a_warning() -> None:
    """Both can be meant, and both are easily forgotten."""
    assert faults(code("x", **ours(exercise="a"))) == [
        "warning 1 The exercise “a” has no solution, so what gives it away is harder to recognise.",
        "warning 1 The exercise “a” has no text.",
    ]


# req: M3
def test_code_that_cannot_be_parsed_is_found_where_it_matters() -> None:
    """A broken check is an error, visible or hidden, a broken solution a warning; a starter may be broken."""
    found = faults(
        markdown("A."),
        code("def f(:", **ours(exercise="a")),
        code("assert (", **ours(role="check", name="b")),
        code("assert )", **ours(role="check", name="c", hidden=True)),
        code("def f(", **ours(role="solution")),
        code("not python at all"),
    )
    assert [" ".join(each.split(" ")[:6]) for each in found] == [
        "error 3 The code cannot be",
        "error 4 The code cannot be",
        "warning 5 The code cannot be",
    ]


def test_code_of_other_languages_is_not_parsed() -> None:
    """Only in a Python notebook is code taken for Python."""
    julia = {"name": "julia-1.10", "display_name": "Julia", "language": "julia"}
    cells = markdown("A."), code("f(x) = x", **ours(exercise="a")), code("f(x) = 2x", **ours(role="solution"))
    assert faults(*cells, kernelspec=julia) == []


@pytest.mark.parametrize(
    "source",
    [
        "x = 1",
        "",
        "%matplotlib inline\nx = 1",
        "!ls -l",
        "files = !ls",
        "x?",
        "await f()",
        "%%bash\nls |",
        "x = %time f()",
    ],
)
def test_what_a_notebook_runs_is_python(source: str) -> None:
    """Magics, shell commands, help and await are no faults."""
    assert fault_in(source) is None


@pytest.mark.parametrize("source", ["def f(:", "x = = 1", "%time f()\nx = (", "\0", "(" * 5_000])
def test_what_no_notebook_runs_is_named(source: str) -> None:
    """What cannot be parsed is said, whatever it is."""
    assert fault_in(source)


def test_metadata_that_stay_behind_are_named_once() -> None:
    """The author hears of unknown metadata by name, once, and not of what a run leaves behind."""
    assert faults(
        markdown("x", my_tool=1, tags=[]),
        code("1", my_tool=2, execution={"iopub.execute_input": "now"}),
        their_tool={},
        widgets={},
    ) == [
        "warning 0 Students do not get the metadata “their_tool”.",
        "warning 1 Students do not get the metadata “my_tool”.",
    ]


def test_metadata_that_repeat_hidden_text_are_named() -> None:
    """Metadata that would be released but for what they say are a warning."""
    solution = "the_answer = compute_it(all_values)"
    assert faults(
        markdown("A."),
        code("x", tags=[solution], **ours(exercise="a")),
        code(solution, **ours(role="solution")),
    ) == ["warning 2 The metadata “tags” repeat hidden text, so students do not get them."]
