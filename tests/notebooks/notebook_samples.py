"""Notebooks to read, in the four formats, as short to write as what they say."""

from __future__ import annotations

import copy
from typing import Any

PYTHON = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "file_extension": ".py"},
}


def notebook(*cells: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    """A notebook of nbformat 4.5 whose cells have the ids c1, c2 …"""
    numbered = [{**copy.deepcopy(cell), "id": f"c{number}"} for number, cell in enumerate(cells, start=1)]
    return {"cells": numbered, "metadata": {**PYTHON, **metadata}, "nbformat": 4, "nbformat_minor": 5}


def markdown(source: str, **metadata: Any) -> dict[str, Any]:
    """A Markdown cell."""
    return {"cell_type": "markdown", "metadata": metadata, "source": source}


def raw(source: str, **metadata: Any) -> dict[str, Any]:
    """A raw cell."""
    return {"cell_type": "raw", "metadata": metadata, "source": source}


def code(source: str, *, value: str | None = None, printed: str = "", **metadata: Any) -> dict[str, Any]:
    """A code cell that was run: it ended with a value and printed something."""
    outputs: list[dict[str, Any]] = []
    if printed:
        outputs.append({"output_type": "stream", "name": "stdout", "text": printed})
    if value is not None:
        data = {"text/plain": value}
        outputs.append({"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": data})
    return {
        "cell_type": "code",
        "metadata": metadata,
        "source": source,
        "outputs": outputs,
        "execution_count": 1,
    }


def ours(**fields: Any) -> dict[str, Any]:
    """Our metadata of a cell."""
    return {"jupyter_tutor": fields}


def graded(name: str, *, grade: bool = False, solution: bool = False, **fields: Any) -> dict[str, Any]:
    """nbgrader's metadata of a cell, of schema 3."""
    values = {"grade": grade, "grade_id": name, "locked": False, "schema_version": 3, "solution": solution}
    return {"nbgrader": {**values, **fields}}


def own_module(*further: dict[str, Any]) -> dict[str, Any]:
    """A module in our own metadata with one exercise that has everything an exercise can have."""
    return notebook(
        markdown("# Means\n\nWhat a mean is."),
        code("import statistics"),
        markdown("## The mean\n\nWrite a function `mean` for the mean of a list."),
        code(
            "def mean(values):\n    ...",
            slideshow={"slide_type": "slide"},
            **ours(
                exercise={
                    "id": "mean",
                    "title": "The mean of a list",
                    "difficulty": {"programming": 2, "mathematics": 1},
                    "points": 3,
                    "skills": ["loops"],
                    "policy": {"max_hint_level": 3, "tutor": "on", "words": "No imports."},
                }
            ),
        ),
        markdown("Which two numbers is a mean made of?", **ours(role="hint", level=1)),
        markdown("A mean is a sum divided by a count.", **ours(role="hint", level=2)),
        markdown("An empty list has no mean.", **ours(role="mistake", when={"error": "ZeroDivisionError"})),
        code("def mean(values):\n    return sum(values) / len(values)", **ours(role="solution")),
        code("assert mean([1, 2, 3]) == 2", value="None", **ours(role="check", name="three", points=1)),
        code(
            "assert mean([5, 5]) == 5 and mean([0, 8]) == 4", **ours(role="check", hidden=True, name="more")
        ),
        *further,
        jupyter_tutor={
            "version": 1,
            "module": {
                "slug": "means",
                "title": "Means",
                "summary": "About means.",
                "order": 2,
                "minutes": 20,
            },
            "policy": {"max_hint_level": 4},
        },
    )


def nbgrader_module() -> dict[str, Any]:
    """A module in nbgrader's format: a function with tests, prose, and a task with a mark scheme."""
    return notebook(
        markdown("## Part A\n\nWrite `double`."),
        code(
            'def double(x):\n    """Twice x."""\n'
            "    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
            **graded("double", solution=True),
        ),
        code(
            "assert double(1) == 2\n### BEGIN HIDDEN TESTS\nassert double(21) == 42\n### END HIDDEN TESTS",
            **graded("double-tests", grade=True, points=2),
        ),
        markdown("## Part B\n\nWhy is that even?"),
        markdown(
            "Because two divides it, whatever it is.", **graded("why", grade=True, solution=True, points=1)
        ),
        markdown(
            "## Part C\n\nDraw it.\n"
            "=== BEGIN MARK SCHEME ===\nOne point for the axes.\n=== END MARK SCHEME ===",
            **graded("draw", task=True, locked=True, points=4),
        ),
    )


def otter_module() -> dict[str, Any]:
    """A module in Otter's format: a function, prose, a prompt of its own, tests of every kind."""
    return notebook(
        raw("# ASSIGNMENT CONFIG\nname: hw\ninit_cell: false\nexport_cell: false\ngenerate: false"),
        markdown("# Squares"),
        code("import math  # IGNORE\nimport itertools"),
        raw("# BEGIN QUESTION\nname: square\npoints: 4"),
        markdown("**Question 1.** Write `square`, and set `nine`."),
        raw("# BEGIN SOLUTION"),
        code(
            "def square(x):\n    y = x * x # SOLUTION\n    return y # SOLUTION\n"
            "\nnine = square(3) # SOLUTION\nnine"
        ),
        raw("# END SOLUTION"),
        raw("# BEGIN TESTS"),
        code("square(4)", value="16"),
        code(
            '""" # BEGIN TEST CONFIG\nname: nine is right\nfailure_message: Not nine.\n'
            '""" # END TEST CONFIG\nnine == 9',
            value="True",
        ),
        code("# HIDDEN\nprint(square(12))", printed="144\n"),
        raw("# END TESTS"),
        raw("# END QUESTION"),
        markdown(
            "```otter\n# BEGIN QUESTION\nname: why\nmanual: true\npoints: 2\n```\n\n"
            "**Question 2.** Why?\n\n```otter\n# BEGIN SOLUTION\n```"
        ),
        markdown("**SOLUTION**: a square of side x has that area."),
        markdown("```otter\n# END SOLUTION\n```\n```otter\n# END QUESTION\n```"),
        raw("# BEGIN QUESTION\nname: cube\nmanual: true"),
        markdown("**Question 3.** Write `cube`."),
        raw("# BEGIN PROMPT"),
        code("cube = lambda x: ..."),
        raw("# END PROMPT"),
        raw("# BEGIN SOLUTION"),
        code("cube = lambda x: x ** 3 # SOLUTION NO PROMPT\n''' # BEGIN PROMPT\ncube\n''' # END PROMPT"),
        raw("# END SOLUTION"),
        raw("# END QUESTION"),
        markdown("The end."),
    )


def myst_module() -> dict[str, Any]:
    """A module with MyST directives: fenced, with colons, gated over several cells."""
    return notebook(
        markdown(
            "# Sums\n\n```{exercise} Sum of a list\n:label: sum-list\n\nAdd the numbers of `values` up.\n```"
        ),
        code("values = [1, 2, 3]\ntotal = ..."),
        markdown(
            "````{solution} sum-list\n:class: dropdown\n\n"
            "```python\ntotal = sum(values) + 0\n```\n````\n\nGo on."
        ),
        markdown(
            ":::{exercise}\n:label: prose\n\nWhat is a sum of nothing?\n:::\n\n"
            ":::{solution} prose\nIt is the neutral element, zero.\n:::"
        ),
        markdown("```{exercise-start} Product\n:label: product\n```"),
        markdown("Multiply them all."),
        markdown("```{exercise-end}\n```"),
        code("product = ..."),
        markdown("```{solution-start} product\n```"),
        code("product = 1\nfor value in values:\n    product = product * value"),
        markdown("Or with `math.prod` of the values."),
        markdown("```{solution-end}\n```"),
        markdown("The end."),
    )


MODULES = (own_module, nbgrader_module, otter_module, myst_module)
