"""How alike two texts are."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.pedagogy.follow_up import content_words
from jupyter_tutor.pedagogy.problem_identity import SAME_TEXT
from jupyter_tutor.pedagogy.text_likeness import likenesses


def test_the_same_words_in_another_order_are_alike() -> None:
    """Word order and stop words do not count; other words do."""
    same, other = likenesses(
        "Do dictionaries keep their order?",
        ["Is their order what dictionaries keep?", "How do I open a file?"],
    )
    assert same == pytest.approx(1.0)
    assert other < 0.2


def test_misspelt_words_still_count_a_little() -> None:
    """Pieces of words are compared too."""
    misspelt, other = likenesses("sort the dictionery", ["sort the dictionary", "plot the histogram"])
    assert misspelt > 0.5 > other


def test_what_every_text_has_tells_little() -> None:
    """A word in all known texts weighs less than one that is rare among them."""
    rare, common = likenesses("list recursion", ["recursion", "list", "list of lists", "list index"])[:2]
    assert rare > common


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=4))
def test_cosines_are_from_zero_to_one(text, others) -> None:
    """Whatever is written, in any script; a text without content words is like nothing."""
    found = likenesses(text, [*others, text])
    assert len(found) == len(others) + 1
    assert all(0.0 <= cosine <= 1.0 for cosine in found)
    assert found[-1] == pytest.approx(1.0 if content_words(text) else 0.0)


# req: P6
def test_a_question_is_found_again_among_others(rows) -> None:
    """Course questions with a third of their words left out: known again, and hardly ever confused."""
    dice = random.Random(7)
    questions = [row["text"] for row in rows("course_questions.jsonl")]
    questions = [text for text in questions if len(content_words(text)) > 1]
    found = confused = total = 0
    for _ in range(300):
        asked, *others = dice.sample(questions, 8)
        again = " ".join(word for word in asked.split() if dice.random() > 0.3)
        if len(content_words(again)) < 2:
            continue
        itself, *rest = likenesses(again, [asked, *others])
        found, confused, total = found + (itself >= SAME_TEXT), confused + (max(rest) >= SAME_TEXT), total + 1
    assert found / total >= 0.95
    assert confused / total <= 0.02
