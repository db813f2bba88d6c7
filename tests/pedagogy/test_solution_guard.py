"""What reaches the screen."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_tutor.pedagogy.code_judgement import CodeJudge
from jupyter_tutor.pedagogy.prompt_files import prompt_file
from jupyter_tutor.pedagogy.solution_guard import Hit, SolutionGuard

CELL = "def mean(xs):\n    total = 0\n    for x in xs:\n        total = x\n    return total / len(xs)\n"
SOLUTION = CELL.replace("total = x", "total = total + x")
HELD = prompt_file("held-back-code")


def shown(
    text: str, level: int, student: str | None = CELL, solution: str | None = SOLUTION
) -> tuple[str, list[str]]:
    guard = SolutionGuard(level, student, solution)
    out = guard.feed(text) + guard.finish()
    return out, [hit.kind for hit in guard.hits]


def fenced(code: str, marks: str = "```") -> str:
    return f"Look:\n\n{marks}python\n{code}{marks}\n\nWhat do you see?"


def test_prose_is_not_delayed() -> None:
    """Every piece of ordinary prose comes out of the very call that brought it in."""
    guard = SolutionGuard(2, CELL, SOLUTION)
    pieces = [
        "Look",
        " at",
        " line",
        " 4",
        ".",
        " What",
        " is",
        " there?",
        "\n\n",
        "Think",
        " first",
        "; then run.",
    ]
    assert [guard.feed(piece) for piece in pieces] == pieces


# req: P9
@pytest.mark.parametrize("level", [1, 2, 3, 4])
@pytest.mark.parametrize(
    "text",
    [
        fenced(SOLUTION),
        fenced(SOLUTION, "~~~"),
        fenced(SOLUTION, "`````"),
        fenced(SOLUTION.replace("total", "acc").replace("mean", "average")),
        fenced(SOLUTION.replace("total = total + x", "total += x  # add")),
        "Look:\n\n" + "".join(f"    {line}\n" for line in SOLUTION.splitlines()) + "\nDone.",
        "Look:\n" + SOLUTION + "Done.",
        "1. Do\n   ```\n" + "".join(f"   {line}\n" for line in SOLUTION.splitlines()) + "   ```\n2. Run",
        "> ```\n" + "".join(f"> {line}\n" for line in SOLUTION.splitlines()) + "> ```\n",
        "````markdown\n```python\n" + SOLUTION + "```\n````\n",
        "Never closed:\n```python\n" + SOLUTION,
        "Never closed: ``" + SOLUTION,
        "".join(f">>> {line}\n" for line in SOLUTION.splitlines()),
    ],
)
def test_the_solution_is_held_back_below_five(level, text) -> None:
    """In whatever form of Markdown and under whatever names, the deciding line does not appear."""
    out, kinds = shown(text, level)
    assert "+ x" not in out
    assert "+=" not in out
    assert kinds
    assert "held back" in out


# req: P1, P9
def test_level_five_shows_everything() -> None:
    """The last step is complete, character for character."""
    text = fenced(SOLUTION) + "\n\nand `total = total + x` once more"
    assert shown(text, 5) == (text, [])


# req: P9
@pytest.mark.parametrize("level", [1, 2, 3, 4])
@pytest.mark.parametrize(
    "text",
    [
        fenced(CELL),
        fenced("for x in xs:\n    total = x\n"),
        fenced("total   =   x   # here\n"),
        "What does `total = x` do to `total`?",
        "What is `mean([])`, and what does `for` do?",
        fenced("NameError: name 'totl' is not defined\n"),
        "In Python = is not ==. A list (of numbers) is fine.",
        "for each value, ask yourself: what changes?\nif nothing does, why?\n",
    ],
)
def test_the_student_s_own_code_and_plain_words_pass(level, text) -> None:
    """Quoting the cell, naming things and showing an error message give nothing away."""
    assert shown(text, level) == (text, [])


# req: P1, P9
@pytest.mark.parametrize("level", [1, 2, 3])
@pytest.mark.parametrize(
    "code", ["count = count + 1\n", "print(sorted(words))\n", "import math\n", "if x > 3:\n    y = 2\n"]
)
def test_levels_without_code_get_none(level, code) -> None:
    """Up to the plan, statements that are not the student's are held back even when harmless."""
    assert shown(fenced(code), level) == (f"Look:\n\n{HELD}\n\nWhat do you see?", ["code_at_level"])


# req: P1
def test_level_four_shows_an_example_or_a_part() -> None:
    """A similar example, and the student's own code with a place left open, pass."""
    example = fenced(
        "def longest(words):\n    best = ''\n    for word in words:\n"
        "        best = max(best, word, key=len)\n    return best\n"
    )
    gap = fenced(CELL.replace("total = x", "total = ..."))
    assert shown(example, 4) == (example, [])
    assert shown(gap, 4) == (gap, [])


# req: P9
def test_without_a_solution_a_rewrite_of_the_cell_is_held_back() -> None:
    """The student's own function or script with the fix in it is the solution, known or not."""
    assert shown(fenced(SOLUTION), 4, solution=None)[1] == ["rewrite"]
    script = "xs = [1, 2]\ntotal = 0\nfor x in xs:\n    total = x\nprint(total)\n"
    fixed = script.replace("total = x", "total += x")
    assert shown(fenced(fixed), 4, student=script, solution=None)[1] == ["rewrite"]
    assert shown(fenced(fixed), 4, student=None, solution=None)[1] == []


# req: P9
def test_parts_that_only_together_are_the_solution() -> None:
    """What earlier blocks showed counts when the next one is judged."""
    first = "```\ntotal = 0\nfor x in xs:\n    total = total + x\n```\n"
    second = "And:\n```\nreturn total / len(xs)\n```\n"
    out, kinds = shown(first + second, 4, student="")
    assert kinds == ["solution"]
    assert "total + x" not in out or "return" not in out


def test_hits_say_why_in_which_form_and_how_much() -> None:
    """One hit per held piece, in order."""
    guard = SolutionGuard(2, None, None)
    guard.feed("Use `total = 1 + x` or\n```\ny = 2\n```\nor\n\n    z = 3\n\n.")
    guard.finish()
    assert guard.hits == (
        Hit("code_at_level", "span", 13),
        Hit("code_at_level", "fence", 6),
        Hit("code_at_level", "lines", 11),
    )


def test_what_is_too_long_to_judge_is_held_back() -> None:
    """A block beyond the bound does not pass unread."""
    guard = SolutionGuard(4, None, None, most_held=100)
    out = guard.feed("```\n" + "x\n" * 100 + "```\n") + guard.finish()
    assert out == f"{HELD}\n"
    assert [hit.kind for hit in guard.hits] == ["too_long"]


FRAGMENTS = st.sampled_from(
    [
        "```", "```python\n", "~~~\n", "````", "`", "``", "\n", "\n\n", "    ", "> ", "1. ", "- ",
        "total = 0", "total += x", "x", "Look at ", "for x in xs:", "f(x)", "return y", "=", ">>> a = 1\n",
        "def f():\n    return 1\n", "*", "é", "(", "  ", "for", "the", SOLUTION, CELL,
    ]
)  # fmt: skip


# req: P9
@settings(max_examples=300)
@given(st.lists(FRAGMENTS, max_size=14).map("".join), st.integers(1, 5), st.randoms(use_true_random=False))
def test_the_outcome_does_not_depend_on_the_cuts(text, level, rng) -> None:
    """One piece, single characters or any chunks: the same text is shown, the same is held back."""
    whole = SolutionGuard(level, CELL, SOLUTION)
    at_once = whole.feed(text) + whole.finish()
    for size in (1, 7):
        cut = SolutionGuard(level, CELL, SOLUTION)
        position, out = 0, ""
        while position < len(text):
            length = rng.randint(1, size)
            out += cut.feed(text[position : position + length])
            position += length
        assert out + cut.finish() == at_once
        assert cut.hits == whole.hits
    if not whole.hits:
        assert at_once == text


# req: P9
@given(st.text(max_size=200))
def test_any_text_comes_through_or_is_a_hit(text) -> None:
    """Nothing is lost or doubled: without a hit the output is the input."""
    guard = SolutionGuard(3, None, None)
    out = guard.feed(text) + guard.finish()
    assert guard.hits or out == text


# req: P9
def test_on_real_student_programs(student_programs) -> None:
    """Correct programs of the task are held back, wrong ones quoted back and other tasks' are not."""
    rng = random.Random(7)
    tasks = [
        {
            "solution": files["code/reference/reference.py"],
            "right": [code for name, code in files.items() if name.startswith("code/correct")],
            "wrong": [code for name, code in files.items() if name.startswith("code/wrong")],
        }
        for files in student_programs
    ]
    for task in tasks:
        wrong = rng.sample(task["wrong"], 100)
        held = [CodeJudge(4, rng.choice(wrong), task["solution"]).block(code) for code in task["right"]]
        quoted = [CodeJudge(4, code, task["solution"]).block(code) for code in wrong]
        others = [code for other in tasks if other is not task for code in rng.sample(other["right"], 30)]
        unrelated = [CodeJudge(4, rng.choice(wrong), task["solution"]).block(code) for code in others]
        assert sum(kind is not None for kind in held) / len(held) >= 0.95
        assert sum(kind is not None for kind in quoted) == 0
        assert sum(kind is not None for kind in unrelated) / len(unrelated) <= 0.03
