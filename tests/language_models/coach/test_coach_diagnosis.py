from __future__ import annotations

import pytest

from jupyter_tutor.language_models.coach.coach import coach
from jupyter_tutor.language_models.coach.diagnosis import diagnose
from jupyter_tutor.language_models.coach.topics import DEBUGGING, TOPICS
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.quality.readability import FENCE, grade, sentences, words
from jupyter_tutor.tutoring.ports import Lesson

SMELLS = {
    "endless-loop": ("n = 3\nwhile n > 0:\n    print(n)", 2),
    "none-kept": ("x = [1]\ny = x.sort()\nprint(y)", 2),
    "or-value": ("x = 1\nif x == 1 or 2:\n    print(x)", 2),
    "leaves-at-once": (
        (
            "def f(xs):\n    for x in xs:\n        if x > 1:\n            return True\n"
            "        else:\n            return False"
        ),
        3,
    ),
    "no-return": ("def f(x):\n    y = x + 1\nprint(f(2))", 1),
    "result-unused": ("s = 'a'\ns.upper()\nprint(s)", 2),
    "changing-the-loop": ("xs = [1]\nfor x in xs:\n    xs.remove(x)", 3),
    "is-with-value": ("x = 5\nif x is 5:\n    print(x)", 2),
    "mutable-default": ("def f(a, b=[]):\n    b.append(a)\n    return b", 1),
    "range-ends": ("xs = [1]\nfor i in range(len(xs) - 1):\n    print(xs[i])", 2),
    "shadowed": ("list = [1]\nprint(list)", 1),
    "loop-name-unused": ("for x in [1]:\n    print(3)", 1),
}
QUESTIONS = {
    "recursion": "what is recursion?",
    "comprehensions": "What is a list comprehension?",
    "arrays": "what is a numpy array",
    "plots": "how do I make a plot?",
    "classes": "what is a class?",
    "dictionaries": "Explain dictionaries",
    "files": "how do I read a file?",
    "sorting": "how do i sort a list",
    "tuples-and-sets": "what is a tuple?",
    "strings": "what is a string",
    "loops": "How does a for loop work?",
    "functions": "what is a function",
    "lists": "explain lists",
    "conditions": "what is a conditional?",
    "exceptions": "what is an exception",
    "modules": "what is a module",
    "types": "what is a type",
    "numbers": "what does modulo mean?",
    "variables": "what is a variable?",
    "debugging": "it does not work",
}


def lesson(text: str = "", level: int = 1, variant: int = 0, **notebook: str) -> Lesson:
    return Lesson(text, level, NotebookExcerpt(**notebook), variant=variant)


@pytest.mark.parametrize("key", SMELLS)
def test_suspicious_places_are_asked_about(key: str):
    """Code that runs but gives a wrong result: the suspicious line is found and named."""
    code, line = SMELLS[key]
    found = diagnose(lesson("my result is wrong", cell_code=code))
    assert (found.key, found.line) == (key, line)
    assert f"line {line}" in coach(lesson("my result is wrong", cell_code=code))


def test_sound_code_has_no_suspicious_places():
    """A loop that ends, a function that returns and a plain range are left alone."""
    code = (
        "def f(xs):\n    total = 0\n    n = 3\n    while n > 0:\n        n -= 1\n"
        "    for x in xs:\n        total += x\n    return total\nprint(f([1]))"
    )
    assert diagnose(lesson("the result is wrong", cell_code=code)).key == "debugging"


@pytest.mark.parametrize("key", QUESTIONS)
def test_questions_about_concepts_are_recognised(key: str):
    """A question for an explanation gets the card of its topic."""
    assert diagnose(lesson(QUESTIONS[key])).key == key


def test_every_topic_has_a_question():
    """The table above speaks for all topics."""
    assert {topic.key for topic in (*TOPICS, DEBUGGING)} == set(QUESTIONS)


def _all_without_an_error() -> list[tuple[str, dict[str, str]]]:
    found = [("my result is wrong", {"cell_code": code}) for code, _ in SMELLS.values()]
    found += [(question, {}) for question in QUESTIONS.values()]
    found.append(("?", {"error_output": "Trying:\n    f(2)\nExpected:\n    3\nGot:\n    4"}))
    return [*found, ("hmm", {})]


@pytest.mark.parametrize(("text", "notebook"), _all_without_an_error())
def test_answers_without_an_error_keep_the_rules_of_the_ladder(text: str, notebook: dict[str, str]):
    """Questions only, no steps, steps without code, one example; short and easy, at every level."""
    for variant in (0, 1):
        texts = [coach(lesson(text, level, variant, **notebook)) for level in (1, 2, 3, 4, 5)]
        assert all(one.endswith("?") for one in sentences(texts[0]))
        assert "\n1. " not in texts[1]
        assert "\n3. " in texts[2]
        assert [len(FENCE.findall(one)) for one in texts] == [0, 0, 0, 1, 1]
        assert all(15 <= words(one) <= 80 for one in texts[:2])
        assert all(words(one) <= 160 and grade(one) <= 9 for one in texts)


def test_an_error_comes_before_a_question():
    """With an error in the output, a question about `this` is about the error."""
    output = "NameError: name 'x' is not defined"
    assert diagnose(lesson("what does this mean?", error_output=output)).key == "name-undefined"


def test_a_concept_asked_for_comes_before_an_old_error():
    """A question for an explanation is answered although an old error still stands there."""
    output = "NameError: name 'x' is not defined"
    assert diagnose(lesson("what is a dictionary?", error_output=output)).key == "dictionaries"


def test_an_error_named_in_the_message_is_explained():
    """Without an output, the exception that the student writes about counts; no line is made up."""
    found = diagnose(lesson("I get NameError: name 'totl' is not defined", cell_code="total = 1"))
    assert (found.key, found.line) == ("name-misspelt", None)
    assert "line" not in coach(lesson("I get a KeyError")).split("`")[0]


def test_a_bold_guess_of_pythons_is_not_passed_on():
    """A suggestion from the student's names counts; one of Python's own names has to look like the name."""
    guessed = "NameError: name 'hello' is not defined. Did you mean: 'help'?"
    assert diagnose(lesson(error_output=guessed, cell_code="print(hello)")).key == "name-undefined"
    near = "NameError: name 'totals_2' is not defined. Did you mean: 'totals'?"
    assert diagnose(lesson(error_output=near)).key == "name-misspelt"
    own = "NameError: name 'prnt' is not defined. Did you mean: 'print'?"
    assert diagnose(lesson(error_output=own, cell_code="prnt(1)")).key == "name-misspelt"


def test_indentation_that_was_not_even_split_is_the_cells_own():
    """Without a word about a cell, IPython still means the cell; its empty first lines do not count."""
    output = "  File <string>:3\n    y = 2\n         ^\nTabError: inconsistent use of tabs and spaces"
    found = diagnose(lesson(error_output=output, cell_code="\n\ndef f():\n\tx = 1\n        y = 2"))
    assert (found.key, found.line, found.changed) == ("tabs-and-blanks", 3, False)


def test_code_that_cannot_be_read_is_explained_without_a_traceback():
    """The message and line of compile() are given when the cell was not run."""
    hint = coach(lesson("help", cell_code="x = 1\nif x == 1\n    print(x)"))
    assert "line 2" in hint
    assert "`SyntaxError: expected ':'`" in hint


def test_a_failed_check_is_put_as_expected_and_got():
    """What a check prints is used when there is no exception."""
    hint = coach(lesson(error_output="Expected:\n    [1, 2]\nGot:\n    [2, 1]"))
    assert "`[1, 2]`" in hint
    assert "`[2, 1]`" in hint


def test_an_unknown_exception_is_named_and_not_explained():
    """The coach says that it has no rule, names the exception as it stands, and asks."""
    output = (
        'Traceback (most recent call last):\n  File "a.py", line 7, in f\n    go()\nodd.pkg.OddThing: what'
    )
    for level in (1, 2, 3, 4):
        text = coach(lesson("", level, error_output=output))
        assert "odd.pkg.OddThing" in text
        assert "no rule" in text
    assert "line 7" in coach(lesson("", 1, error_output=output))


def test_a_changed_line_is_noticed():
    """When the cell no longer reads as the traceback does, the student is asked to run it again."""
    output = (
        'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\n    foo\n'
        "NameError: name 'foo' is not defined"
    )
    assert "run the cell again" in coach(lesson(error_output=output, cell_code="bar = 1"))
    assert "run the cell again" not in coach(lesson(error_output=output, cell_code="foo"))


def test_empty_first_lines_do_not_count_as_a_change():
    """IPython drops empty lines at the top of a cell and counts from there; so does the coach."""
    output = (
        "ValueError   Traceback (most recent call last)\nCell In[1], line 2\n----> 2 int('a')\n\n"
        "ValueError: invalid literal for int() with base 10: 'a'"
    )
    found = diagnose(lesson(error_output=output, cell_code="\n\nx = 1\nint('a')"))
    assert (found.line, found.changed) == (2, False)


def test_a_line_of_another_cell_is_named_as_such():
    """An error inside a function of an earlier cell is placed in that cell, and read from it."""
    output = (
        "IndexError   Traceback (most recent call last)\nCell In[7], line 1\n----> 1 first([])\n\n"
        "Cell In[3], line 2, in first(xs)\n      1 def first(xs):\n----> 2     return xs[0]\n\n"
        "IndexError: list index out of range"
    )
    notebook = NotebookExcerpt(
        cell_code="first([])", error_output=output, neighbours=("def first(xs):\n    return xs[0]",)
    )
    hint = coach(Lesson("", 1, notebook))
    assert "line 2 of cell `[3]`" in hint
    assert "`xs`" in hint


# req: P1
def test_level_5_gives_only_the_instructors_solution():
    """With a solution it is shown and explained; without one the coach says so and gives an example."""
    notebook = NotebookExcerpt(cell_code="1 / 0", error_output="ZeroDivisionError: division by zero")
    solution = "def rate(a, b):\n    if b == 0:\n        return 0\n    return a / b"
    shown = coach(Lesson("", 5, notebook, solution=solution))
    assert solution in shown
    assert "defines `rate`" in shown
    without = coach(Lesson("", 5, notebook))
    assert "only when your instructor wrote one" in without
    assert coach(Lesson("", 4, notebook)) in without


def test_the_solution_is_kept_back_below_level_5():
    """Whatever the lesson carries, no lower level shows it."""
    notebook = NotebookExcerpt(cell_code="1 / 0", error_output="ZeroDivisionError: division by zero")
    for level in (1, 2, 3, 4):
        assert "secret_name" not in coach(Lesson("", level, notebook, solution="secret_name = 1"))


def test_an_example_never_uses_the_students_names():
    """Names of the example that the student uses too are replaced."""
    code = "heights = [1]\nfor k in range(2):\n    print(heights[k])"
    notebook = NotebookExcerpt(cell_code=code, error_output="IndexError: list index out of range")
    text = coach(Lesson("", 4, notebook))
    assert "other_heights" in text
    assert "heights = [31" not in text.replace("other_heights", "")
