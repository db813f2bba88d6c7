"""What has nothing to do with the course."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.pedagogy import off_topic
from jupyter_tutor.pedagogy.course_words import FIELD_WORDS, field_word, is_ambiguous, names_the_course
from jupyter_tutor.pedagogy.off_topic import is_off_topic, judge


@pytest.mark.parametrize(
    "text",
    [
        "What's the weather like today?",
        "book me a flight to Boston",
        "tell me a joke",
        "who made you",
        "how much do I owe on my credit card",
        "Recommend a restaurant near me",
    ],
)
def test_daily_life(text) -> None:
    """Errands, travel, food, entertainment and the assistant itself."""
    assert is_off_topic(text)


@pytest.mark.parametrize(
    "text",
    [
        "How do I compute the average calories per row?",
        "The weather column is empty in my dataframe",
        "My bank account class has no deposit method",
        "print(song.title)",
        "Was ist das Wetter heute? ü",
        "今天天气怎么样",
        "what is photosynthesis",
        "why?",
        "",
        "the weather " * 40,
        "weather",
        "What is the weather?\nprint(weather)",
        "wie wird das Wetter heute in Berlin",
        "que tiempo hace hoy en madrid",
        "¿Qué tiempo hace en París?",
        "A car travels 60 miles in 2 hours. How fast is it?",
        "John has 3 apples and buys 2 more. How many has he?",
        "I get a NameError when I book the flight",
        "for flight in flights: book(flight)",
        "help me please",
        "where can I find the slides",
        "how do I plot the calories",
        "My restaurant should let guests reserve tables",
    ],
)
def test_everything_else_is_let_through(text) -> None:
    """A word of the course, code, another language, length or doubt: it is answered."""
    assert not is_off_topic(text)


# req: P7
def test_course_questions_are_not_refused(rows) -> None:
    """At most 1 % of real course questions are refused, and at least 85 % of other talk is.

    The weights have seen these messages; what they do on unseen ones stands in their header.
    """
    questions = [row["text"] for row in rows("course_questions.jsonl")]
    other = [row["text"] for row in rows("other_talk.jsonl") if row["label"] == "off_topic"]
    assert sum(map(is_off_topic, questions)) / len(questions) <= 0.01
    assert sum(map(is_off_topic, other)) / len(other) >= 0.85


@given(st.text(max_size=400))
def test_any_text_is_judged(text) -> None:
    """Whatever the script and signs, there is a decision and a reason."""
    judged = judge(text)
    assert judged.reason
    assert judged.off_topic is False or judged.score is not None


@given(st.text(alphabet=st.characters(categories=["Lo", "Lm"]), min_size=1), st.integers(0, 5))
def test_other_scripts_are_let_through(text, at) -> None:
    """One letter of another script anywhere in a refused message, and it is answered."""
    words = ["please", "book", "me", "a", "flight"]
    words.insert(at, text)
    assert not is_off_topic(" ".join(words))


@given(st.sampled_from(sorted(FIELD_WORDS)), st.integers(0, 5))
def test_a_word_of_the_field_is_enough(word, at) -> None:
    """Anywhere in a message that is refused without it."""
    words = ["please", "book", "me", "a", "flight"]
    assert is_off_topic(" ".join(words))
    words.insert(at, word)
    assert judge(" ".join(words)).score is None


def test_an_ambiguous_word_asks_for_more() -> None:
    """A word that courses use too takes from the score exactly what it says."""
    message = "please write a text to my mom that dinner is ready"
    score = off_topic.shipped_model().scores(off_topic.plain_words(message))["off_topic"]
    assert judge(message).score == pytest.approx(score - off_topic.AMBIGUOUS_WORD_MARGIN)


def test_course_words() -> None:
    """Field words, everyday words of the field, and neither."""
    assert field_word(["my", "loop", "array"]) == "array"
    assert (field_word(["list"]), is_ambiguous(["list"]), names_the_course(["list"])) == (None, True, True)
    assert not names_the_course(["dinner"])


@pytest.mark.parametrize("piece", ["book a flight ", "今天", "a\n", "(", "book a flight to Boston 1 "])
def test_messages_of_thousands_of_words_are_let_through(piece) -> None:
    """Whoever writes that much has something to say."""
    assert not is_off_topic(piece * 6_000)


def test_emoji_and_quotes_hide_nothing() -> None:
    """They are no other language."""
    assert is_off_topic("book me a flight to Boston ✈️ please")
    assert is_off_topic("what’s the weather like today")


# req: P7
def test_on_unseen_messages() -> None:
    """Cross-validated: at least 80 % found, of intents never seen too, at 1 % of course questions refused."""
    found = off_topic.shipped_model().header["cross_validated"]["off_topic"]
    (hits, count), (refused, questions) = found["found"], found["course_questions"]
    new_hits, new_count = found["intents_not_seen"]
    assert hits / count >= 0.85
    assert new_hits / new_count >= 0.8
    assert refused / questions <= 0.01
