"""The judgements of messages: features, the file of weights, and what they may never do."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.pedagogy.message_features import MOST_WORDS, SIZE, features
from jupyter_tutor.pedagogy.message_kind import normalised, small_talk
from jupyter_tutor.pedagogy.message_model import decoded, message_model
from jupyter_tutor.pedagogy.off_topic import is_off_topic


@given(st.text(max_size=400))
def test_any_text_has_features_of_unit_length(text):
    """Whatever script it is in; none for no words, and every place is one of a weight."""
    words = normalised(text).split()
    values = features(words)
    assert set(values) <= set(range(SIZE))
    length = math.sqrt(sum(value * value for value in values.values()))
    assert length == pytest.approx(1.0 if words else 0.0)


@given(st.text(max_size=300))
def test_case_and_punctuation_change_nothing(text):
    """They tell where a message comes from, not what it is."""
    words = normalised(text).split()
    assert normalised(" ,, ".join(words)).split() == normalised(" ".join(words).upper()).split() or any(
        word.upper().casefold() != word for word in words
    )
    assert normalised(" ".join(words)).split() == words


def test_later_words_are_not_looked_at():
    """A message of 6,000 tokens costs no more than its beginning."""
    words = [f"word{number}" for number in range(20_000)]
    assert features(words) == features(words[:MOST_WORDS])


# req: P7
@given(st.text(max_size=2_000))
def test_nothing_breaks_the_judgement(text):
    """Any text is judged without an error, and what is not plain English is never refused."""
    small_talk(text)
    refused = is_off_topic(text)
    assert not refused or text.replace("\u2019", "'").isascii()


# req: P7
@pytest.mark.parametrize(
    "text",
    [
        "왜 안 되나요?",
        "¿Por qué no funciona mi bucle?",
        "pourquoi mon code ne marche pas ?",
        "for i in range(3):\n    print(i)",
        "x = [1, 2",
        "why",
        "help",
        "loop",
        "?",
        "🤔🤔🤔",
        "what is mitochondria",
        "explain entropy",
        "what does heteroscedasticity mean",
        "how do I find eigenvalues of A",
        "ValueError",
        "no idea",
        "play " * 6_000,
    ],
)
def test_what_is_not_sure_is_answered(text):
    """Other languages, code, one word, another course's subject, and a message of many pages."""
    assert not is_off_topic(text)
    assert small_talk(text) is None


def test_the_weights_say_where_they_come_from():
    """Authors and licences of the data are in the file, which is small."""
    attribution = message_model().header["attribution"]
    assert "CS1QA" in attribution
    assert "CC BY 3.0" in attribution


def test_weights_of_another_version_are_refused():
    """With what to do, not with wrong decisions."""
    header = {**message_model().header, "format": 0}
    with pytest.raises(ValueError, match="make train"):
        decoded(json.dumps(header).encode() + b"\n" + bytes(SIZE * 3))
    with pytest.raises(ValueError, match="make train"):
        decoded(json.dumps(message_model().header).encode() + b"\n" + b"\x00")
