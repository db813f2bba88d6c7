"""What has nothing to do with the course."""

from __future__ import annotations

import pytest

from jupyter_tutor.pedagogy.off_topic import is_off_topic


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
    ],
)
def test_everything_else_is_let_through(text) -> None:
    """A word of the course, code, another language, length or doubt: it is answered."""
    assert not is_off_topic(text)


# req: P7
def test_course_questions_are_not_refused(rows) -> None:
    """None of those it was trained on is refused, and at least 88 % of other talk is."""
    questions = [row["text"] for row in rows("course_questions.jsonl")]
    other = [row["text"] for row in rows("other_talk.jsonl") if row["label"] == "off_topic"]
    assert sum(map(is_off_topic, questions)) / len(questions) == 0
    assert sum(map(is_off_topic, other)) / len(other) >= 0.88
