from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_tutor.language_models.coach import Coach
from jupyter_tutor.language_models.coach.coach import coach
from jupyter_tutor.language_models.coach.diagnosis import diagnose
from jupyter_tutor.language_models.coach.source import read_code
from jupyter_tutor.language_models.coach.wrong_answers.comparison import nearest_difference
from jupyter_tutor.language_models.coach.wrong_answers.hints import plainest
from jupyter_tutor.language_models.coach.wrong_answers.suspicion import ochiai, suspects
from jupyter_tutor.language_models.coach.wrong_answers.values import how_it_differs
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.pedagogy.turns import Turn
from jupyter_tutor.quality.readability import FENCE, grade, sentences, words
from jupyter_tutor.tutoring.checks import Check, CheckOutcome, CheckReport, Ending, Raised
from jupyter_tutor.tutoring.ports import Lesson, ModelRequest, Text

SEARCH = (
    "def find(x, seq):\n    for i in range(len(seq)):\n        if x < seq[i]:\n            return i\n"
    "    return 0\n"
)
FOUND = Check("find(5, [1, 5])", "1")
END = Check("find(9, [1])", "1")


def outcome(
    check: Check,
    got: str | None,
    lines: tuple[int, ...] = (),
    *,
    ending: Ending = Ending.VALUE,
    printed: str = "",
    raised: Raised | None = None,
) -> CheckOutcome:
    return CheckOutcome(
        check,
        ending,
        passed=got == check.expected,
        got=got,
        printed=printed,
        raised=raised,
        lines=dict.fromkeys(lines, 1),
        last_line=lines[-1] if lines else 0,
    )


PASSING = outcome(Check("find(1, [2])", "0"), "0", (2, 3, 4))
FAILING = outcome(FOUND, "0", (2, 3, 5))


def lesson(level: int, code: str = SEARCH, *, error: str | None = None, variant: int = 0) -> Lesson:
    return Lesson(
        "Why is it wrong?", level, NotebookExcerpt(cell_code=code, error_output=error), variant=variant
    )


def hint(level: int, *outcomes: CheckOutcome, code: str = SEARCH, variant: int = 0) -> str:
    return coach(lesson(level, code, variant=variant), CheckReport(code, outcomes))


# req: P1
def test_the_first_hint_asks_about_the_failing_input_and_the_line():
    """Level 1 names the input and the line, in questions only, and neither expected value nor result."""
    text = hint(1, PASSING, outcome(Check("find(57, [1, 57])", "1942"), "8301", (2, 3, 5)))
    assert "`find(57, [1, 57])`" in text
    assert "line 5" in text or "line 3" in text
    assert all(one.endswith("?") for one in sentences(text))
    assert "1942" not in text
    assert "8301" not in text


# req: P1
@pytest.mark.parametrize("level", [2, 3, 4])
def test_from_the_second_hint_on_expected_and_got_are_told(level: int):
    """Levels 2 to 4 hold the expected value against what came out."""
    text = hint(level, outcome(Check("find(57, [1, 57])", "1942"), "8301", (2, 3, 5)))
    assert "`1942`" in text
    assert "`8301`" in text


# req: M4
@pytest.mark.parametrize("level", [1, 2, 3, 4])
@pytest.mark.parametrize("variant", [0, 1])
def test_of_a_hidden_check_nothing_is_told(level: int, variant: int):
    """Neither call nor values of a hidden check are in any hint, whatever it ended in."""
    check = Check("find(57, [1, 57])", "1942", hidden=True)
    raised = Raised("KeyError", "8301", 3, 'Traceback:\n  File "<student cell>", line 3\nKeyError: 8301')
    for one in (
        outcome(check, "8301", (2, 3, 5)),
        outcome(check, None, (2, 3), ending=Ending.ERROR, raised=raised),
        outcome(check, None, (2, 3), ending=Ending.ENDLESS),
    ):
        text = hint(level, one, variant=variant)
        assert "line" in text
        assert not any(secret in text for secret in ("57", "1942", "8301"))


# req: P9
def test_no_hint_below_the_solution_has_the_solutions_code():
    """What the coach knows of the solution only ranks lines; no statement of it is shown."""
    solution = "def find(x, seq):\n    secret = sorted(seq)\n    return secret.index(x) + 0\n"
    report = CheckReport(SEARCH, (PASSING, FAILING), (solution,))
    for level in (1, 2, 3, 4):
        assert "secret" not in coach(lesson(level), report)


def test_the_shortest_check_that_may_be_shown_is_taken():
    """Of several failing checks the one that is easiest to follow comes first, hidden ones last."""
    hidden = outcome(Check("f()", "1", hidden=True), "2")
    assert plainest([hidden, outcome(FOUND, "0"), outcome(END, "0")]).check == END


@pytest.mark.parametrize(
    ("expected", "got", "said"),
    [
        ("3", "2", "off by one"),
        ("3", "7", ""),
        ("True", "False", "wrong way round"),
        ("[1]", "(1,)", "`tuple`"),
        ("[1, 2]", "[2, 1]", "order"),
        ("[1, 2]", "[1]", "missing"),
        ("[1]", "[1, 2]", "too much"),
        ("[1, 2]", "[1, 3]", "some of what"),
        ("3", "None", "nothing was handed back"),
        ("3", "<object>", ""),
    ],
)
def test_the_kind_of_difference_is_told(expected: str, got: str, said: str):
    """A difference that is typical gets a sentence, any other none."""
    told = how_it_differs(outcome(Check("f()", expected), got))
    assert said in told
    assert bool(told) == bool(said)


@pytest.mark.parametrize(
    ("code", "one", "key", "line"),
    [
        (
            "def f(x):\n    y = x + 1\n    print(y)\n",
            outcome(Check("f(1)", "2"), "None", (2, 3), printed="2\n"),
            "printed",
            3,
        ),
        (
            "def f(x):\n    if x > 3:\n        return x\n",
            outcome(Check("f(1)", "1"), "None", (2,)),
            "nothing-back",
            2,
        ),
        (
            "def f(n):\n    while n:\n        n = n + 1\n    return n\n",
            outcome(Check("f(1)", "0"), None, (2, 3), ending=Ending.ENDLESS),
            "no-end",
            2,
        ),
        (
            "def f(a, b):\n    return a + a\n",
            outcome(Check("f(1, 2)", "3"), "2", (2,)),
            "parameter-unused",
            2,
        ),
        (
            "def f(a):\n    return a // 2\n",
            outcome(Check("f(3)", "1.5"), "1", (2,)),
            "whole-number-division",
            2,
        ),
        ("def f(xs):\n    return len(xs) + 1\n", outcome(Check("f([])", "0"), "1", (2,)), "base-case", 2),
        (
            "def f(xs):\n    for x in xs:\n        if x > 2:\n            break\n    return x\n",
            outcome(Check("f([1, 3, 4])", "4"), "3", (2, 3, 4, 5)),
            "early-break",
            3,
        ),
        (
            (
                "def f(xs):\n    best = 0\n    for x in xs:\n        if x > best:\n"
                "            best = x\n    return best\n"
            ),
            outcome(Check("f([-2])", "-2"), "0", (2, 3, 4, 6)),
            "first-value",
            4,
        ),
        (
            "def f(xs):\n    for x in xs:\n        return x\n",
            outcome(Check("f([1, 2])", "2"), "1", (2, 3)),
            "leaves-at-once",
            3,
        ),
        ("def f(x):\n    return x * 3\n", outcome(Check("f(2)", "4"), "6", (2,)), "answer", 2),
        (
            "def f(x):\n    x += 1\n    x *= 2\n    return x\n",
            outcome(Check("f(2)", "4"), "6", (2, 3, 4)),
            "answer",
            4,
        ),
    ],
)
def test_usual_slips_are_known(code: str, one: CheckOutcome, key: str, line: int):
    """Each slip gets its own words, and the line where it is."""
    found = diagnose(lesson(1, code), CheckReport(code, (one,)))
    assert (found.key, found.line) == (f"wrong-answer-{key}", line)


def test_an_exception_in_a_check_is_explained_as_an_error():
    """The families of errors explain what a check raised, with the student's line."""
    trace = 'Traceback (most recent call last):\n  File "<check>", line 1, in <module>\n'
    trace += (
        '  File "<student cell>", line 3, in find\n    if x < seq[i]:\nIndexError: list index out of range\n'
    )
    raised = Raised("IndexError", "list index out of range", 3, trace)
    one = outcome(FOUND, None, (2, 3), ending=Ending.ERROR, raised=raised)
    text = hint(1, PASSING, one)
    assert "`IndexError" in text
    assert "line 3" in text.lower()
    assert "`seq`" in text


def test_a_call_that_does_not_fit_points_to_the_definition():
    """When the check's own call fails, the nearest definition is shown beside it."""
    code = "x = 1\ndef fnd(x, seq):\n    return 0\n"
    raised = Raised(
        "NameError", "name 'find' is not defined", None, "NameError: name 'find' is not defined\n"
    )
    one = outcome(FOUND, None, ending=Ending.ERROR, raised=raised)
    found = diagnose(lesson(1, code), CheckReport(code, (one,)))
    assert (found.key, found.line) == ("call-refused", 2)
    assert "NameError" in hint(1, one, code=code)


def test_what_the_student_sees_comes_first():
    """An error below the cell and a question about a topic are answered as before; a failed check is not."""
    report = CheckReport(SEARCH, (PASSING, FAILING))
    assert diagnose(lesson(1, error="KeyError: 'b'"), report).key.startswith("key-")
    assert diagnose(lesson(1, error="AssertionError"), report).key.startswith("wrong-answer-")
    asked = Lesson("What is a dictionary?", 1, NotebookExcerpt(cell_code=SEARCH))
    assert diagnose(asked, report) == diagnose(asked)


def test_without_failing_checks_all_is_as_before():
    """Checks that pass, or none at all, change nothing."""
    assert coach(lesson(2), CheckReport(SEARCH, (PASSING,))) == coach(lesson(2))
    assert coach(lesson(2), CheckReport(SEARCH, ())) == coach(lesson(2))


class Checked:
    """Says of every cell that two checks ran, and keeps what it was asked about."""

    def __init__(self) -> None:
        self.programs: list[str | None] = []

    async def report(self, notebook: NotebookExcerpt) -> CheckReport | None:
        self.programs.append(notebook.cell_code)
        return CheckReport(notebook.cell_code or "", (PASSING, FAILING))


async def said(checked: Checked, code: str) -> str:
    request = ModelRequest("", (Turn("user", "help"),), 500, lesson(1, code))
    parts = [part async for part in Coach(checked=checked).stream(request)]
    return "".join(part.content for part in parts if isinstance(part, Text))


async def test_the_coach_asks_for_the_checks_of_the_cell():
    """As a language model it takes the report of the cell into its answer."""
    assert "find(5, [1, 5])" in await said(Checked(), SEARCH)


async def test_magics_are_left_out_before_a_cell_is_run():
    """Lines that only a notebook understands become `pass`; a cell of another language is not run."""
    checked = Checked()
    await said(checked, f"{SEARCH}%matplotlib inline\n!ls\n")
    await said(checked, "%%bash\nls\n")
    assert checked.programs == [f"{SEARCH}pass\npass\n"]


def test_ochiai_is_that_of_its_authors():
    """One of two failing checks and one of two passing ones ran the line: 1 over the root of 2 times 2."""
    other = outcome(END, "0", (2,))
    assert ochiai(3, [FAILING, other], [PASSING]) == pytest.approx(1 / (2 * 2) ** 0.5)
    assert ochiai(9, [FAILING], [PASSING]) == 0


def test_the_solution_moves_a_line_up():
    """A line that the instructor's solution has otherwise is more suspicious than without it."""
    right = SEARCH.replace("return 0", "return len(seq)")
    report = CheckReport(SEARCH, (PASSING, outcome(END, "0", (2, 3, 5))))
    known = CheckReport(SEARCH, report.outcomes, (right,))
    before = {one.line: one.score for one in suspects(read_code(SEARCH), report)}
    after = {one.line: one.score for one in suspects(read_code(SEARCH), known)}
    assert suspects(read_code(SEARCH), known)[0].line == 5
    assert after[5] > before[5]
    assert after[3] == before[3]


def test_programs_differ_where_they_do_something_else():
    """Other names, layout, comments and spelled-out steps are no difference; a changed line and a gap are."""
    same = "def g(a, b):\n    # goes through b\n    for k in range(len(b)):\n"
    same += "        if b[k] > a: return k\n    return 0\n"
    assert nearest_difference(SEARCH, [same]).lines == frozenset()
    changed = SEARCH.replace("x < seq[i]", "x <= seq[i]")
    assert nearest_difference(changed, [same, "print(1)"]).changed == {3}
    missing = SEARCH.replace("    return 0\n", "")
    assert nearest_difference(missing, [same]).beside == {4}
    swapped = SEARCH.replace("x < seq[i]", "i < seq[x]")
    assert nearest_difference(swapped, [same]).changed == {3}
    assert nearest_difference("def (", [same]) is None
    assert nearest_difference(SEARCH, []) is None


TEXTS = st.text(max_size=60) | st.sampled_from(["`", "{call}", "f([])", "''", "None", "[1, 2]", "3", "\n\n"])
REPORTS = st.builds(
    lambda code, outcomes: CheckReport(code, tuple(outcomes), (SEARCH,)),
    st.sampled_from(
        [SEARCH, "def f(:", "", "x = 1", "while True: pass\nelse: y = 3", "class A:\n  def f(self): f.g"]
    ),
    st.lists(
        st.builds(
            outcome,
            st.builds(Check, TEXTS, st.none() | TEXTS, st.booleans()),
            st.none() | TEXTS,
            st.lists(st.integers(0, 9), max_size=4).map(tuple),
            ending=st.sampled_from(Ending),
            printed=TEXTS,
            raised=st.none() | st.builds(Raised, TEXTS, TEXTS, st.none() | st.integers(0, 9), TEXTS),
        ),
        max_size=3,
    ),
)


# req: P8
@settings(max_examples=300, deadline=None)
@given(REPORTS, st.integers(1, 4), st.integers(0, 3))
def test_any_report_gets_a_hint_that_keeps_the_rules(report: CheckReport, level: int, variant: int):
    """Whatever the checks say, nothing raises, and form and length of the level are kept."""
    text = coach(lesson(level, report.program, variant=variant), report)
    if level == 1:
        assert all(one.endswith("?") for one in sentences(text)), text
    if level <= 2:
        assert words(text) <= 80
    if level <= 3:
        assert not FENCE.search(text)
    assert words(text) <= 160
    assert grade(text) <= 9
