"""Reading MyST's exercise and solution directives."""

import pytest
from notebook_samples import code, markdown, myst_module, notebook, ours

from jupyter_tutor.notebooks.directives import Name, blocks
from jupyter_tutor.notebooks.exercise import Format
from jupyter_tutor.notebooks.reading import read


def faults(*cells: dict) -> list[str]:
    return [f"{fault.severity} {fault.message}" for fault in read(notebook(*cells), slug="m").faults]


# req: M3
def test_directives_become_exercises() -> None:
    """Fenced, with colons or gated: it has label, title, text, the code cell below and a solution."""
    reading = read(myst_module(), slug="m")
    total, prose, product = reading.module.exercises
    assert reading.faults == ()
    assert (total.id, total.title, total.prompt) == (
        "sum-list",
        "Sum of a list",
        "Add the numbers of `values` up.",
    )
    assert (total.starter, total.solution, total.cell) == (
        "values = [1, 2, 3]\ntotal = ...",
        "total = sum(values) + 0",
        2,
    )
    assert (prose.id, prose.written, prose.cell) == ("prose", True, 4)
    assert prose.solution == "It is the neutral element, zero."
    assert (product.title, product.prompt, product.cell) == ("Product", "Multiply them all.", 8)
    assert product.solution == "product = 1\nfor value in values:\n    product = product * value"
    assert {each.format for each in (total, prose, product)} == {Format.MYST}


def test_hints_of_ours_belong_to_a_directives_exercise() -> None:
    """Our cells complete an exercise of MyST, by its label or below it."""
    reading = read(
        notebook(
            markdown("```{exercise}\n:label: a\nDo.\n```"),
            code("...", **ours(exercise={"id": "a", "difficulty": {"programming": 1, "mathematics": 2}})),
            markdown("Think.", **ours(role="hint", level=1)),
            code("1", **ours(role="solution", exercise="a")),
        ),
        slug="m",
    )
    (exercise,) = reading.module.exercises
    assert reading.faults == ()
    assert (exercise.id, exercise.hints, exercise.solution, exercise.difficulty) == (
        "a",
        {1: "Think."},
        "1",
        (1, 2),
    )


@pytest.mark.parametrize(
    "text",
    [
        "````{solution} a\n```python\nsecret\n```\n````",
        "```{solution} a\nsecret\n```",
        "~~~{solution} a\nsecret\n~~~",
        ":::{solution} a\n:::{note}\nsecret\n:::\nsecret\n:::",
        "::::{grid}\n:::{solution} a\nsecret\n:::\n::::",
        ":::{prf:solution} a\nsecret\n:::",
        "  ```{solution} a\n  secret\n  ```",
        "- item\n\n  ```{solution} a\n  secret\n  ```",
        "> ```{solution} a\n> secret\n> ```",
    ],
)
def test_a_solution_is_found_however_it_is_fenced(text: str) -> None:
    """Nested, indented and quoted solutions are no text."""
    shown = [block.source for block in blocks(text) if block.name is Name.TEXT]
    assert "secret" not in "\n".join(shown)


def test_a_directive_inside_a_code_block_is_an_example() -> None:
    """A fence of plain code shows what it holds."""
    text = "````md\n```{solution} a\nx\n```\n````"
    assert [(block.name, block.source) for block in blocks(text)] == [(Name.TEXT, text)]
    assert faults(markdown(text)) == []


def test_a_hidden_exercise_is_none() -> None:
    """MyST leaves an exercise with :hidden: out of its output, and so students do not get it."""
    assert (
        read(notebook(markdown("```{exercise}\n:label: a\n:hidden:\nDo.\n```")), slug="m").module.exercises
        == ()
    )


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ([markdown("```{solution} a\nx")], "error The solution has no closing fence."),
        ([markdown("```{solution-start} a\n```")], "error solution-start has no end."),
        ([markdown("```{exercise-start}\n:label: a\n```")], "error exercise-start has no end."),
        ([markdown("```{solution-end}\n```")], "error solution-end closes nothing."),
        ([markdown("```{exercise-end}\n```")], "error exercise-end closes nothing."),
        ([markdown("```{exercise}\nDo.\n```")], "warning The exercise has no label."),
        (
            [markdown("```{solution} a\nIt is so and so.\n```")],
            "warning The solution is for “a”, and there is no such exercise.",
        ),
        (
            [markdown("```{exercise}\n:label: a\nDo.\n```\n```{exercise}\n:label: b\nDo.\n```")],
            "warning Two exercises are in one cell.",
        ),
        (
            [markdown("```{exercise}\n:label: a\nDo.\n```"), markdown("```{exercise}\n:label: a\nDo.\n```")],
            "error The id “a” is given to the cells 1, 2.",
        ),
    ],
)
def test_directives_that_cannot_be_understood_are_faults(cells: list, fault: str) -> None:
    """What has no end, no label or no exercise is named."""
    assert fault in faults(*cells)
