"""What the linear model sees of a message."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.pedagogy.message_features import (
    BUCKETS,
    LONGEST_JUDGED,
    MOST_WORDS,
    WORD_BUCKETS,
    buckets,
    plain_words,
    word_bucket,
)


def test_case_punctuation_and_numbers_are_levelled() -> None:
    """What tells who typed it, rather than what it is about, is gone."""
    assert plain_words("What’s TASK_3?!") == ("whats", "task", "0") == plain_words("whats task 17")


@given(st.text(max_size=6_000))
def test_normalising_twice_changes_nothing(text) -> None:
    """For any text of any script."""
    words = plain_words(text)
    assert plain_words(" ".join(words)) == words


@given(st.text(alphabet="aé'ﷺ12_ ß\u0301", max_size=LONGEST_JUDGED))
def test_signs_that_grow_when_normalised_are_no_exception(text) -> None:
    """Ligatures and digits that lengthen a text stay within the bounds, too."""
    words = plain_words(text)
    assert len(words) <= MOST_WORDS
    assert plain_words(" ".join(words)) == words


@given(st.text(max_size=300))
def test_features_stay_in_their_buckets(text) -> None:
    """Every feature has a bucket, and every word one among those of words."""
    words = plain_words(text)
    found = buckets(words)
    assert all(0 <= bucket < BUCKETS and count > 0 for bucket, count in found.items())
    assert {word_bucket(word) for word in words} == {each for each in found if each < WORD_BUCKETS}


def test_the_hash_never_changes() -> None:
    """Weights belong to buckets, so these must be the same in every process and release."""
    assert word_bucket("loop") == 7662
    assert sorted(buckets(("a",))) == [15939, 66219, 77764, 79990]
