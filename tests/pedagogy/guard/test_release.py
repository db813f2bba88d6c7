"""What reaches the screen."""

from __future__ import annotations

import base64
import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_tutor.pedagogy.guard.judgement import CodeJudge
from jupyter_tutor.pedagogy.guard.markup import beside_fence
from jupyter_tutor.pedagogy.guard.release import Hit, SolutionGuard
from jupyter_tutor.pedagogy.guard.task import Task
from jupyter_tutor.pedagogy.prompt_files import prompt_file

CELL = "def mean(xs):\n    total = 0\n    for x in xs:\n        total = x\n    return total / len(xs)\n"
SOLUTION = CELL.replace("total = x", "total = total + x")
HELD = prompt_file("held-back-code")
WORDS = prompt_file("held-back-words")
TASK = Task(CELL, SOLUTION)


def shown(
    text: str, level: int, student: str | None = CELL, solution: str | None = SOLUTION
) -> tuple[str, list[str]]:
    guard = SolutionGuard(level, Task(student or "", solution or ""))
    out = guard.feed(text) + guard.finish()
    return out, [hit.kind for hit in guard.hits]


def fenced(code: str, marks: str = "```") -> str:
    return f"Look:\n\n{marks}python\n{code}{marks}\n\nWhat do you see?"


def test_prose_is_released_by_the_finished_sentence() -> None:
    """A sentence comes out as soon as the next word begins, and not before; a line with its end."""
    guard = SolutionGuard(2, TASK)
    pieces = ["Look", " at line 4", ".", " What is", " there?", "\n", "1", ". Think", ".", " "]
    given = [guard.feed(piece) for piece in pieces]
    assert given == ["", "", "", "Look at line 4. ", "", "What is there?\n", "", "", "", "1. Think. "]


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
    assert shown(fenced(SOLUTION), 4, solution=None)[1] == ["solution"]
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


# req: P1, P9
@pytest.mark.parametrize(
    ("span", "passes"),
    [
        ("mean([1, 2])", True),
        ("len(xs)", True),
        ("total / len(xs)", True),
        ("total / len(ys)", False),
        ("sum(xs) / len(xs)", False),
        ("xs", True),
        ("for", True),
        ("x > 3", True),
        ("total += x", False),
    ],
)
def test_a_span_names_things_and_writes_nothing(span, passes) -> None:
    """A name, a call on plain values and a part of a line pass; a new expression does not."""
    assert shown(f"See `{span}` there.", 2, solution=None) == (
        (f"See `{span}` there.", []) if passes else (f"See {WORDS} there.", ["code_at_level"])
    )


def test_hits_say_why_in_which_form_and_how_much() -> None:
    """One hit per held piece, in order."""
    guard = SolutionGuard(2, Task())
    guard.feed("Use `total = 1 + x` or\n```\ny = 2\n```\nor\n\n    z = 3\n\n.")
    guard.finish()
    assert guard.hits == (
        Hit("code_at_level", "span", 15),
        Hit("code_at_level", "fence", 6),
        Hit("code_at_level", "lines", 10),
    )


def test_what_is_too_long_to_judge_is_held_back() -> None:
    """A block beyond the bound does not pass unread."""
    guard = SolutionGuard(4, Task(), most_held=100)
    out = guard.feed("```\n" + "x\n" * 100 + "```\n") + guard.finish()
    assert out == f"{HELD}\n"
    assert [hit.kind for hit in guard.hits] == ["too_long"]


# req: P9
def test_a_line_that_never_ends_is_not_read() -> None:
    """Prose of any length passes; with signs of code it is held back instead of read for seconds."""
    guard = SolutionGuard(2, TASK)
    long = "so total = x and more " * 200
    words = "so it goes on " * 200
    assert guard.feed(f"{words}\n{long}\n") == f"{words}\n{WORDS} \n"
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
    whole = SolutionGuard(level, TASK)
    at_once = whole.feed(text) + whole.finish()
    for size in (1, 7):
        cut = SolutionGuard(level, TASK)
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
    guard = SolutionGuard(3, Task())
    out = guard.feed(text) + guard.finish()
    assert guard.hits or out == text


FIX = "total = total + x"
ENCODED = base64.b64encode(SOLUTION.encode()).decode()
DISGUISES = {
    "base64": f"Decode this: {ENCODED}\n",
    "base64 over lines": "\n".join(ENCODED[start : start + 40] for start in range(0, len(ENCODED), 40))
    + "\n",
    "base64 fenced": f"```\n{ENCODED}\n```\n",
    "hexadecimal": f"`{SOLUTION.encode().hex()}`",
    "backwards": f"Read it backwards:\n{FIX[::-1]}\n",
    "backwards, fenced": f"```\n{SOLUTION[::-1]}\n```",
    "rot13": f"```\n{codecs.encode(SOLUTION, 'rot13')}\n```",
    "a comment": f"```python\n{CELL.replace('total = x', 'total = x  # ' + FIX)}```",
    "only comments": "```python\n" + "".join(f"# {line}\n" for line in SOLUTION.splitlines()) + "```",
    "a docstring": f'```python\n"""\n{SOLUTION}"""\n```',
    "exec": f"```python\nexec({SOLUTION!r})\n```",
    "exec, inline": f"Try `exec({FIX!r})`.",
    "a difference": f"```diff\n-        total = x\n+        {FIX}\n```",
    "the whole difference": "```diff\n"
    + "".join(
        f" {line}\n" if "total = x" not in line else f"-{line}\n+        {FIX}\n"
        for line in CELL.splitlines()
    )
    + "```",
    "line numbers": "".join(f"{number}: {line}\n" for number, line in enumerate(SOLUTION.splitlines(), 1)),
    "a session": "".join(f"{'...' if line[0] == ' ' else '>>>'} {line}\n" for line in SOLUTION.splitlines()),
    "a magic": f"%%time\n{SOLUTION}",
    "a sentence in a fence": f"```\nDo this. {FIX}\n```",
    "a table": f"| step | code |\n|---|---|\n| add | {FIX} |\n",
    "a quotation": "".join(f"> {line}\n" for line in SOLUTION.splitlines()),
    "tags": "<pre><code>" + SOLUTION.replace(" ", "&nbsp;") + "</code></pre>\n",
    "a tag in a sentence": f"Write <code>{FIX}</code> there.",
    "line breaks as tags": "for x in xs:<br>&nbsp;&nbsp;&nbsp;&nbsp;" + FIX + "<br>\n",
    "quotation marks": f'Write "{FIX}" in line 4.',
    "curly quotation marks": f"Write “{FIX}” in line 4.",
    "bold": f"Write **{FIX}** in line 4.",
    "a sentence": f"Just write {FIX} there. Then run it.",
    "after a sentence": f"Do this. {FIX}\n",
    "wide letters": f"{FIX.replace('=', '＝').replace('+', '＋')}\n",
    "signs without width": f"Write {chr(0x200B).join(FIX)} there.\n",
    "nested fences": "````markdown\nHere:\n~~~\n```python\n" + SOLUTION + "```\n~~~\n````\n",
    "three quotes for a fence": f"'''python\n{SOLUTION}'''\n",
    "semicolons": "`total = 0; " + FIX + "`",
    "a list of lines": "".join(f"- `{line.strip()}`\n" for line in SOLUTION.splitlines()),
    "numbered lines": "".join(
        f"{number}. {line.strip()}\n" for number, line in enumerate(SOLUTION.splitlines(), 1)
    ),
}


# req: P9
@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES.keys())
def test_no_disguise_shows_the_fix_at_the_concept(disguise) -> None:
    """Encoded, turned round, in comments, strings, tags, tables or sentences: the line is held back."""
    out, kinds = shown(f"A hint.\n\n{disguise}\nWhat do you see?", 2)
    assert kinds
    for telling in (FIX, FIX[::-1], ENCODED[60:90], "+ x", "＋", "gbgny + k", SOLUTION.encode().hex()[60:90]):
        assert telling not in out.replace("\u200b", "").replace("&nbsp;", " ")
    assert out.startswith("A hint.\n\n")
    assert out.endswith("What do you see?")


# req: P9
def test_lines_in_another_order_are_a_fix() -> None:
    """A moved `return` is the student's own line and yet the correction."""
    wrong = "def mean(xs):\n    total = 0\n    for x in xs:\n        total += x\n        return total\n"
    right = wrong.replace("        return", "    return")
    assert shown(fenced(wrong), 4, student=wrong, solution=None)[1] == []
    assert shown(fenced(right), 4, student=wrong, solution=None)[1] == ["solution"]
    assert shown(fenced(right), 2, student=wrong, solution=None)[1] == ["solution"]


# req: P8
def test_a_fault_in_judging_holds_the_code_back(monkeypatch) -> None:
    """Whatever breaks, nothing is shown that was not judged, and the fault is kept for the log."""

    def broken(*_: object) -> str:
        raise RuntimeError("broken")

    monkeypatch.setattr(CodeJudge, "block", broken)
    monkeypatch.setattr(CodeJudge, "span", broken)
    guard = SolutionGuard(4, TASK)
    out = guard.feed("See `x = 1` and\n```\ny = 2\n```\n") + guard.finish()
    assert out == f"See {WORDS} and\n{HELD}\n"
    assert [hit.kind for hit in guard.hits] == ["unjudged", "unjudged"]
    assert len(guard.faults) == 2


# req: P9
def test_after_a_hit_the_guard_waits_and_goes_on_with_either_text() -> None:
    """Nothing comes out while it is stopped; then a sentence in its place, or another text."""
    texts = []
    for over in (False, True):
        guard = SolutionGuard(2, TASK, stop_at_hit=True)
        out = guard.feed(f"Look.\n```\n{SOLUTION}```\nAnd run. Then")
        assert (out, guard.stopped) == ("Look.\n", True)
        assert guard.feed(" look again.") == ""
        if over:
            guard.start_over()
            out += guard.feed("What is added? And `total += x`?")
        else:
            out += guard.go_on()
        texts.append(out + guard.finish())
        assert guard.hits[0].outcome == ("regenerated" if over else "redacted")
    assert texts == [f"Look.\n{HELD}\nAnd run. Then look again.", f"Look.\nWhat is added? And {WORDS}?"]


def test_a_second_text_that_never_comes_leaves_the_kind_sentence() -> None:
    """What stands for the hit is kept until another text has come."""
    guard = SolutionGuard(2, TASK, stop_at_hit=True)
    guard.feed(f"Look.\n```\n{SOLUTION}```\n")
    guard.start_over()
    assert guard.go_on() == f"{HELD}\n"


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Look. At the", "Look. At the"),
        ("Look. At `to", "Look. "),
        ("Look.\n```\nx = 1\n", "Look.\n"),
        ("x = 1\ny", ""),
    ],
)
def test_a_cut_shows_the_begun_sentence_and_no_begun_code(text, given) -> None:
    """What cannot be judged as a whole is not shown."""
    guard = SolutionGuard(2, TASK)
    assert guard.feed(text) + guard.cut() == given


# req: P9
@pytest.mark.parametrize("language", ["python", "{code-cell}", "c++", ""])
def test_what_stands_beside_the_marks_of_a_fence_is_judged_unless_it_is_a_language(language) -> None:
    """Code in the place of the language's name is held back as any other."""
    guard = SolutionGuard(2, TASK)
    hidden = "for x in xs:<br>&nbsp;&nbsp;&nbsp;&nbsp;total = total + x<br>"
    out = guard.feed(f"Look.\n```{hidden}\n```\nSo.\n```{language}\nprint(1)\n```\n") + guard.finish()
    assert "total + x" not in out
    assert beside_fence(f"```{language}\n") == ""


# req: P9
@settings(max_examples=200)
@given(
    st.lists(st.sampled_from([*DISGUISES.values(), SOLUTION, "Look. ", "\n\n", "Do it: "]), max_size=4).map(
        "".join
    ),
    st.integers(1, 9),
)
def test_no_prefix_of_what_is_held_back_is_ever_out(text, size) -> None:
    """What is out at any moment is a beginning of what is out in the end."""
    whole = SolutionGuard(2, TASK)
    at_once = whole.feed(text) + whole.finish()
    guard, out = SolutionGuard(2, TASK), ""
    for start in range(0, len(text), size):
        out += guard.feed(text[start : start + size])
        assert at_once.startswith(out)
        assert "+ x" not in out
    assert out + guard.finish() == at_once


# req: P9
@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_code_of_the_instructors_hint_passes_and_counts_as_shown(level) -> None:
    """In a sentence and in a block, whatever its spaces; with the other half it would be the solution."""
    steps = SOLUTION.splitlines(keepends=True)
    half, rest = "".join(steps[1:3]), "".join(steps[3:])
    hint = f"Begin with `total = total + x`:\n\n```python\n{half}```\n\nWhat comes then?\n"
    task = Task("", SOLUTION, granted=hint)
    guard = SolutionGuard(level, task)
    assert guard.feed(hint) + guard.finish() == hint
    assert guard.hits == ()
    guard = SolutionGuard(level, task)
    assert "return" not in guard.feed(f"{hint}Then\n\n```python\n{rest}```\n") + guard.finish()
    bare = SolutionGuard(level, Task("", SOLUTION))
    assert bare.feed(hint) + bare.finish() != hint
