"""The notebook to start from: one exercise with everything that one can have, which explains itself.

What is for the author alone stands in the cells that no release has: the solution and the hidden check.
"""

from __future__ import annotations

from typing import Any

_EXERCISE = "spread"

_PROMPT = """\
## How far apart?

Write a function `spread(values)` that returns the difference between the largest and the smallest number of a
list.

- `spread([4, 9, 2])` is `7`
- `spread([5])` is `0`"""

_ANSWER = """\
def spread(values):
    ..."""

_QUESTION = """\
Which two numbers of a list decide how far apart its values lie? Does it matter where in the list they are?"""

_CONCEPT = """\
The *range* of some numbers is the distance between the largest and the smallest of them. Python has a
function for each of the two."""

_PLAN = """\
1. Find the largest number.
2. Find the smallest one.
3. Return the first minus the second."""

_EXAMPLE = """\
With the lengths of words it looks like this:

```python
lengths = [len(word) for word in words]
longest = max(lengths)
shortest = ...
```

What goes in the place of the dots, and what do you do with the two?"""

_EXPLAINED = """\
```python
def spread(values):
    return max(values) - min(values)
```

`max` and `min` look at every number, so the order of the list makes no difference."""

_MISTAKE = """\
That is the last number minus the first. Try it with `[4, 9, 2]`: where do the largest and the smallest number
stand there?"""

_SOLUTION = """\
# For you alone: students never get this cell. The tutor knows a solution by it.
def spread(values):
    return max(values) - min(values)"""

_CHECK = """\
assert spread([4, 9, 2]) == 7, "spread([4, 9, 2]) should be 7"
assert spread([5]) == 0, "spread([5]) should be 0"
"""

_HIDDEN_CHECK = """\
# For you alone: of a hidden check students learn only whether it passes.
#
# How this notebook is put together. The metadata `jupyter_tutor` of a cell says what the cell is:
#   exercise   what students fill in; its text is the Markdown cell above
#   hint       levels 1 to 5: question, concept, plan, example, solution. They are given one at a time
#   mistake    what to say where the code contains `code`, raises `error`, or a check gets `got`
#   solution   what students are never shown below level 5
#   check      Python that raises nothing when the work is right; those that are not `hidden` go to students
# In JupyterLab the tab Author, beside the tutor, shows and changes what a cell is.
# Add as many exercises as you like, each with an id of its own. Only the exercise cell is required.
assert spread([-3, -8, -5]) == 5, "negative numbers"
assert spread([1, 2, 3, 10]) == 9, "a list that is in order"
"""


def starter(slug: str, title: str) -> dict[str, Any]:
    """The notebook (nbformat 4.5 JSON) of a module with that slug and title."""
    summary = "How far apart the numbers of a list lie."
    module = {"slug": slug, "title": title, "summary": summary, "minutes": 10}
    hints = (_QUESTION, _CONCEPT, _PLAN, _EXAMPLE, _EXPLAINED)
    return {
        "cells": [
            _cell("intro", "markdown", f"# {title}\n\nWhat this is about, and what you can do after it."),
            _cell("prompt", "markdown", _PROMPT),
            _cell("answer", "code", _ANSWER, exercise=_exercise()),
            *(_hint(level, text) for level, text in enumerate(hints, 1)),
            _part("mistake", "markdown", _MISTAKE, when={"code": "values[-1] - values[0]"}),
            _part("solution", "code", _SOLUTION),
            _part("check", "code", _CHECK, name="examples", points=1),
            _part("check", "code", _HIDDEN_CHECK, "hidden-check", name="other lists", points=1, hidden=True),
        ],
        "metadata": {
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "jupyter_tutor": {"version": 1, "module": module},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _exercise() -> dict[str, Any]:
    return {
        "id": _EXERCISE,
        "title": "How far apart?",
        "difficulty": {"programming": 1, "mathematics": 1},
        "skills": ["built-in functions"],
    }


def _hint(level: int, text: str) -> dict[str, Any]:
    return _part("hint", "markdown", text, f"hint-{level}", level=level)


def _part(role: str, kind: str, text: str, cell_id: str = "", **more: object) -> dict[str, Any]:
    return _cell(cell_id or role, kind, text, role=role, exercise=_EXERCISE, **more)


def _cell(cell_id: str, kind: str, text: str, **own: object) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "id": cell_id,
        "cell_type": kind,
        "source": text.rstrip().splitlines(keepends=True),
    }
    cell["metadata"] = {"jupyter_tutor": own} if own else {}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell
