"""Whether a function does what is asked, under whatever name."""

from __future__ import annotations

import pytest

from jupyter_tutor.pedagogy.guard.behaviour import solves
from jupyter_tutor.pedagogy.guard.judgement import CodeJudge
from jupyter_tutor.pedagogy.guard.task import Check, Task
from jupyter_tutor.pedagogy.situation import NotebookExcerpt

SOLUTION = """def largest(xs):
    best = xs[0]
    for x in xs:
        if x > best:
            best = x
    return best
"""
OTHER_WAY = "def h(values):\n    return sorted(values)[-1]\n"
RECURSIVE = "def h(v):\n    return v[0] if len(v) == 1 else (lambda m: v[0] if v[0] > m else m)(h(v[1:]))\n"
SMALLEST = "def h(values):\n    return sorted(values)[0]\n"
CHECKS = (Check("largest([1, 5, 2])", "5"), Check("largest([-1, -3])", "-1"))


# req: P9
@pytest.mark.parametrize("task", [Task(solution=SOLUTION), Task(checks=CHECKS)], ids=["solution", "checks"])
@pytest.mark.parametrize(("code", "expected"), [(OTHER_WAY, True), (RECURSIVE, True), (SMALLEST, False)])
def test_another_way_under_another_name_is_a_solution(task, code, expected) -> None:
    """What counts is what it computes; a similar example that computes something else is none."""
    assert solves(code, task, frozenset({"h"})) is expected
    assert (CodeJudge(4, task).block(code) is not None) is expected


# req: P9
@pytest.mark.parametrize(
    "notebook",
    [
        NotebookExcerpt(neighbours=("assert largest([1, 5, 2]) == 5\nassert -1 == largest([-1, -3])",)),
        NotebookExcerpt(exercise_text="Find it.\n\n>>> largest([1, 5, 2])\n5\n>>> largest([-1, -3])\n-1\n"),
    ],
    ids=["asserts beside the cell", "a session in the text"],
)
def test_examples_in_the_notebook_are_checks(notebook) -> None:
    """Without an instructor's solution, what the notebook itself says is enough."""
    task = Task.of(notebook)
    assert task.all_checks == CHECKS
    assert "largest" in task.asked_names
    assert CodeJudge(4, task).block(OTHER_WAY) == "solution"
    assert CodeJudge(4, task).block(SMALLEST) is None


def test_a_constant_is_no_solution_of_few_checks() -> None:
    """Checks that one constant satisfies tell nothing."""
    task = Task(checks=(Check("f(1)", "True"), Check("f(2)", "True")))
    assert not solves("def g(x):\n    return True\n", task, frozenset({"g"}))


def test_the_student_s_functions_may_be_called() -> None:
    """A fix that leans on a helper of the student's is followed with it."""
    student = "def first(xs):\n    return xs[0]\n\ndef other(xs):\n    pass\n"
    code = "def g(xs):\n    return first(sorted(xs)[::-1])\n"
    assert CodeJudge(4, Task(student, SOLUTION)).block(code) == "solution"


@pytest.mark.parametrize("text", ["", "def (", "assert", "assert x", ">>> f(1)", "assert f(1) == g(2)"])
def test_texts_without_checks_have_none(text) -> None:
    """Broken or other text is no fault."""
    assert Task(text=text, neighbours=(text,)).all_checks == ()


def test_names_are_found_in_the_exercise() -> None:
    """Functions that the text names, before a parenthesis or by an underscore, and no builtin."""
    task = Task(text="Implement unique_day and print(x). Then call best(xs).")
    assert task.asked_names == {"unique_day", "best"}


WITHOUT_DOUBLES = """def remove_doubles(xs):
    new = []
    for x in xs:
        if x not in new:
            new.append(x)
    return new
"""
FIRST_LARGEST = """def first_largest(xs, k):
    result = []
    for i in range(k):
        result.append(max(xs))
        xs.remove(max(xs))
    return result
"""
OTHER_WAYS = {
    WITHOUT_DOUBLES: (
        "def h(a):\n    return list(dict.fromkeys(a))\n",
        "def h(a):\n    return [] if a == [] else [a[0]] + h([b for b in a[1:] if b != a[0]])\n",
        (
            "def h(a):\n    r = a.copy()\n    r.reverse()\n    for b in a:\n        while r.count(b) > 1:\n"
            "            r.remove(b)\n    r.reverse()\n    return r\n"
        ),
    ),
    FIRST_LARGEST: (
        "def h(a, n):\n    return sorted(a, reverse=True)[:n]\n",
        "def h(a, n):\n    a.sort()\n    return a[::-1][:n]\n",
        (
            "def h(a, n):\n    if n == 0:\n        return []\n    m = max(a)\n    a.remove(m)\n"
            "    return [m] + h(a, n - 1)\n"
        ),
    ),
}


# req: P9
@pytest.mark.parametrize("solution", OTHER_WAYS)
def test_arguments_of_ours_tell_exercises_apart(solution) -> None:
    """By the instructor's solution alone: every way of its own exercise is one, none of another's is."""
    for exercise, ways in OTHER_WAYS.items():
        for way in ways:
            assert (CodeJudge(4, Task(solution=solution)).block(way) == "solution") is (exercise == solution)
