"""Which of the instructor's own words come when: mistakes first, one at a time, each once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelf import EXERCISE

from jupyter_tutor.notebooks.exercise import Mistake
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.tutoring.teaching.authored_hints import Facts, hint_to_give, made, needs_a_run

TRACEBACK = "Traceback (most recent call last):\n  line 3\nIndexError: list index out of range"
HINTS = {1: "What is the last window?", 2: "A window is a slice.", 4: "Count the starts."}
MISTAKE = Mistake("A slice may end after the list.", error="IndexError")


# req: P1
@given(st.dictionaries(st.integers(1, 5), st.sampled_from(["a", "b", "c"])), st.integers(1, 5))
def test_only_the_hint_of_the_step_that_was_reached_is_given(hints, level):
    """No other step's words come out, whichever the instructor wrote."""
    exercise = replace(EXERCISE, hints={step: f"{words} {step}" for step, words in hints.items()})
    own = hint_to_give(exercise, level, Facts.of(NotebookExcerpt()), ())
    assert (None if own is None else own.text) == exercise.hints.get(level)


def test_a_mistake_comes_first_then_the_hint_of_the_step_then_nothing():
    """Each is given once; after that it is the tutor's turn to find other words."""
    exercise = replace(EXERCISE, hints=HINTS, mistakes=(MISTAKE,))
    facts = Facts.of(NotebookExcerpt(error_output=TRACEBACK))
    given_keys, texts = [], []
    while (own := hint_to_give(exercise, 2, facts, given_keys)) is not None:
        given_keys.append(own.key)
        texts.append(own.text)
    assert texts == [MISTAKE.text, HINTS[2]]
    assert hint_to_give(exercise, 4, facts, given_keys).text == HINTS[4]
    assert hint_to_give(exercise, 3, facts, given_keys) is None


@pytest.mark.parametrize(
    ("mistake", "excerpt", "got", "expected"),
    [
        (Mistake("m", error="IndexError"), NotebookExcerpt(error_output=TRACEBACK), None, True),
        (Mistake("m", error="KeyError"), NotebookExcerpt(error_output=TRACEBACK), None, False),
        (
            Mistake("m", error="LinAlgError"),
            NotebookExcerpt(error_output="numpy.linalg.LinAlgError: x"),
            None,
            True,
        ),
        (Mistake("m", error="Error"), NotebookExcerpt(error_output=TRACEBACK), None, False),
        (
            Mistake("m", code="range( len(values) )"),
            NotebookExcerpt(cell_code="for i in range(len(values)):"),
            None,
            True,
        ),
        (Mistake("m", code="len(value)"), NotebookExcerpt(cell_code="len(values)"), None, False),
        (Mistake("m", code="x = 1"), NotebookExcerpt(cell_code="x = 2  # not x = 1"), None, False),
        (Mistake("m", got="[1, 2]"), NotebookExcerpt(), "[1,2]", True),
        (Mistake("m", got="[1, 2]"), NotebookExcerpt(), "[1, 2, 3]", False),
        (
            Mistake("m", got="3.0"),
            NotebookExcerpt(error_output="AssertionError: expected 2.0, got 3.0"),
            None,
            True,
        ),
        (
            Mistake("m", error="IndexError", code="while"),
            NotebookExcerpt(error_output=TRACEBACK),
            None,
            False,
        ),
        (Mistake("m"), NotebookExcerpt(error_output=TRACEBACK, cell_code="x"), "1", False),
    ],
)
def test_a_mistake_is_made_where_everything_holds_that_it_is_known_by(mistake, excerpt, got, expected):
    """Error, code and result are compared without spaces and comments, and never in part."""
    assert made(mistake, Facts.of(excerpt, got)) is expected


def test_checks_are_run_only_where_nothing_else_can_tell():
    """A run takes time: it is made when only what a check got is missing."""
    excerpt = NotebookExcerpt(cell_code="return 0", error_output=TRACEBACK)
    waits = {
        Mistake("m", got="1"): True,
        Mistake("m", got="1", error="IndexError"): True,
        Mistake("m", got="1", error="KeyError"): False,
        Mistake("m", error="IndexError"): False,
    }
    for mistake, expected in waits.items():
        assert needs_a_run(replace(EXERCISE, mistakes=(mistake,)), excerpt) is expected
