"""Everyday talk by meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.pedagogy.linear_model import shipped_model, unit_vector
from jupyter_tutor.pedagogy.meaning import NEAREST, anchor_texts, calibrated, cosine, margin
from jupyter_tutor.pedagogy.message_features import plain_words

numbers = st.floats(-1e6, 1e6, allow_subnormal=False)
vectors = st.tuples(numbers, numbers, numbers)
several = st.lists(vectors, min_size=NEAREST + 1, max_size=6)


@given(several, several, st.floats(0.1, 10))
def test_no_known_course_sentence_is_everyday_talk(course, everyday, scale) -> None:
    """Whatever the embedding model, and however long its vectors are."""
    anchors = calibrated(course, everyday)
    assert anchors.threshold <= 0
    for at, vector in enumerate(course):
        others = [*course[:at], *course[at + 1 :]]
        scaled = [scale * number for number in vector]
        assert margin(scaled, others, everyday) >= anchors.threshold - 1e-6


def test_two_directions_are_told_apart() -> None:
    """Near the everyday sentences and far from the course: everyday talk; the other way round: not."""
    course = [(1.0, 0.1 * step) for step in range(5)]
    everyday = [(0.1 * step, 1.0) for step in range(5)]
    anchors = calibrated(course, everyday)
    assert anchors.everyday_talk((0.05, 1.0))
    assert not anchors.everyday_talk((1.0, 0.05))
    assert not anchors.everyday_talk((0.0, 0.0))


def test_what_does_not_fit_is_an_error() -> None:
    """Vectors of different lengths, or too few sentences."""
    with pytest.raises(ValueError, match="argument 2"):
        cosine((1.0,), (1.0, 2.0))
    with pytest.raises(ValueError, match="too few"):
        calibrated([(1.0,)] * NEAREST, [(1.0,)] * NEAREST)


def test_the_shipped_sentences_work_with_vectors_of_words() -> None:
    """With mere counts of words and pieces for an embedding, plain cases come out right."""
    idf = shipped_model().idf

    def dense(text: str) -> tuple[float, ...]:
        vector = unit_vector(plain_words(text), idf)
        places = [0.0] * 512
        for bucket, value in vector.items():
            places[bucket % 512] += value
        return tuple(places)

    course, everyday = anchor_texts()
    assert min(len(course), len(everyday)) >= 20
    anchors = calibrated(list(map(dense, course)), list(map(dense, everyday)))
    assert not anchors.everyday_talk(dense("Why does my loop print the wrong sum?"))
    assert all(
        anchors.everyday_talk(dense(text)) for text in ("Book me a table tonight, my brother is late",)
    )
