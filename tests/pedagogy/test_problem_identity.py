"""Which problem a message is about."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jupyter_tutor.pedagogy.problem_identity import identify, key_of, title_of
from jupyter_tutor.pedagogy.situation import NotebookExcerpt, Situation

MEAN = "def mean(xs):\n    total = 0\n    for x in xs:\n        total = x\n    return total / len(xs)\n"
TURTLE = "import turtle\npen = turtle.Turtle()\nfor _ in range(4):\n    pen.forward(100)\n    pen.left(90)\n"


def about(text: str, problems, last_answer: str | None = None, problem_id: str | None = None, **notebook):
    found = identify(Situation(text, NotebookExcerpt(**notebook), problem_id), problems, last_answer)
    assert found.reason
    return None if found.problem is None else found.problem.id


@pytest.fixture
def known(problem):
    """Three problems of one notebook: an exercise, a scratch cell touched last, a plain question."""
    start = problem().touched_at
    return (
        problem(id="mean", exercise_id="mean", notebook_path="w1", cell_id="a", code=MEAN),
        problem(
            id="text",
            text="How do dictionaries keep their order?",
            touched_at=start + timedelta(minutes=1),
        ),
        problem(
            id="cell", notebook_path="w1", cell_id="b", code=TURTLE, touched_at=start + timedelta(minutes=2)
        ),
    )


# req: P6
def test_the_student_s_choice_wins(known) -> None:
    """A picked problem beats exercise, cell and words."""
    assert (
        about("next exercise", known, problem_id="text", path="w1", exercise_id="mean", cell_id="a") == "text"
    )
    assert about("why?", known, problem_id="unknown", path="w1", cell_id="b", cell_code=TURTLE) == "cell"


# req: P6
def test_exercise_beats_cell(known) -> None:
    """The same exercise in another cell is the same problem; another exercise in the same cell is not."""
    assert about("why?", known, path="w1", exercise_id="mean", cell_id="b", cell_code=TURTLE) == "mean"
    assert about("still wrong", known, path="w1", exercise_id="mode", cell_id="a", cell_code=MEAN) is None


# req: P6
def test_an_exercise_id_of_another_notebook_is_another_exercise(known) -> None:
    """Unless the code says that the notebook was only renamed."""
    assert about("why?", known, path="w2", exercise_id="mean", cell_id="a", cell_code=TURTLE) is None
    assert about("why?", known, path="w1-copy", exercise_id="mean", cell_id="q", cell_code=MEAN) == "mean"


# req: P6
def test_cell_and_code(known) -> None:
    """A cell stays the problem while it is edited, also when it does not parse or is emptied."""
    broken = TURTLE.replace("pen.left(90)", "pen.left(9")
    assert about("and now?", known, path="w1", cell_id="b", cell_code=broken) == "cell"
    assert about("and now?", known, path="w1", cell_id="b", cell_code="") == "cell"
    assert (
        about("why is this wrong", known, path="w1", cell_id="b", cell_code=MEAN.replace("mean", "avg"))
        is None
    )


# req: P6
def test_a_program_that_moved_is_found_by_its_code(known) -> None:
    """A copied or split cell, or one with a new id, is the same problem; in another notebook it is not."""
    assert about("why?", known, path="w1", cell_id="new", cell_code=TURTLE) == "cell"
    assert about("why?", known, path="w9", cell_id="new", cell_code=TURTLE) is None
    assert about("why?", known, cell_code=TURTLE) == "cell"


# req: P6
def test_the_same_function_rewritten(problem) -> None:
    """In its own cell a rewritten function stays the problem; in another cell its name alone says nothing."""
    before = (problem(id="f", notebook_path="w1", cell_id="a", code="def solve(n):\n    return n * (n + 1)"),)
    after = "def solve(text):\n    words = open(text).read().split()\n    print(sorted(words, key=len))"
    assert about("why?", before, path="w1", cell_id="a", cell_code=after) == "f"
    assert about("why?", before, path="w1", cell_id="b", cell_code=after) is None


# req: P6
def test_a_cell_that_calls_the_function_goes_on_when_the_words_do(problem) -> None:
    """Testing the function in the next cell is the same problem if the student says it goes on."""
    latest = (problem(id="f", notebook_path="w1", cell_id="a", code=MEAN),)
    assert about("I still get 3", latest, path="w1", cell_id="b", cell_code="print(mean([1, 2]))") == "f"
    assert (
        about("what does this print?", latest, path="w1", cell_id="b", cell_code="print(mean([1]))") is None
    )


# req: P6
def test_a_plain_question_gets_its_cell_later(problem) -> None:
    """A follow-up that brings a cell along belongs to the question before."""
    asked = (problem(id="t", text="My loop never stops, why?"),)
    found = about("it still never stops", asked, path="w1", cell_id="a", cell_code="while True: pass")
    assert found == "t"


# req: P6
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("still the same error", "cell"),
        ("now I get 4 instead of 3", "cell"),
        ("why?", "cell"),
        ("can you give me another hint", "cell"),
        ("next exercise: how do I read a csv file with pandas", None),
        ("How does one compute an eigenvalue of a symmetric matrix", None),
        ("Do dictionaries keep their order?", "text"),
        ("back to mean", "mean"),
        ("¿por qué?", "cell"),
        ("왜 그래요?", "cell"),
        ("", "cell"),
    ],
)
def test_without_a_cell_the_words_decide(known, text, expected) -> None:
    """Go on with the latest problem, return to an earlier one, or begin."""
    assert about(text, known) == expected


# req: P6
def test_words_of_the_last_answer_go_on(known) -> None:
    """A message made of what the tutor just said is a reply to it."""
    text = "Which accumulator variable holds the running sum"
    assert about(text, known) is None
    assert (
        about(text, known, last_answer="Think of an accumulator: a variable for the running sum.") == "cell"
    )


# req: P6
def test_exercise_numbers_tell_problems_apart(problem) -> None:
    """Another number of the same list is another problem, the same number goes on."""
    asked = (problem(id="t", text="How do I start task 2?"),)
    assert about("And what about task 3, is it like the one before?", asked) is None
    assert about("Is a while loop right for task 2?", asked) == "t"


def test_titles_and_keys() -> None:
    """People see the exercise, the cell's first telling line or the question's first words."""
    exercise = Situation("why?", NotebookExcerpt(path="w1", exercise_id="mean", cell_id="a"))
    code = "# my work\nimport math\ndef area_of_the_circle_around_the_square(side_length, number_of_corners):"
    cell = Situation("why?", NotebookExcerpt(cell_id="a", cell_code=code))
    words = Situation("Why  is\nthis\n" + "so " * 40, NotebookExcerpt())
    assert (title_of(exercise), key_of(exercise, "i")) == ("Exercise mean", "exercise:w1#mean")
    words_above = "\n## The *mean* of 5\n\nAdd them up."
    headed = Situation("why?", NotebookExcerpt(exercise_id="mean", exercise_text=words_above))
    assert title_of(headed) == "The *mean* of 5"
    assert title_of(cell).startswith("Cell: def area_of_the_circle")
    assert title_of(words).startswith("Why is this so so")
    assert max(len(title_of(each)) for each in (exercise, cell, words)) <= 60
    assert (key_of(cell, "i"), key_of(words, "i")) == ("cell:a", "text:i")


# req: P6
def test_real_dialogues_are_not_torn_apart(problem, rows) -> None:
    """In labelled tutoring dialogues without any cell, at most 1 in 20 is ever reset wrongly."""
    import re

    from jupyter_tutor.pedagogy import follow_up

    dialogues = {row["conversation_id"]: row["history"] for row in rows("tutor_replies_revealing.jsonl")}
    free = total = 0
    for history in dialogues.values():
        opening, last, kept = None, "", True
        for who, said in re.findall(
            r"(Tutor|Student):\s(.*?)(?=\s\n\s(?:Tutor|Student):|\Z)", history, re.DOTALL
        ):
            if who == "Tutor":
                last = said
            elif opening is None:
                opening = f"{last} {said}"
            else:
                kept &= follow_up.judge(said, problem(text=opening), last).same
        free, total = free + kept, total + 1
    assert free / total >= 0.95
