"""Messages that have nothing to do with a course. Fails open.

A message is off-topic when it is plain English, no word or sign of it belongs to a course, and a linear
judgement of its words (`message_model.py`) says so.
"""

from __future__ import annotations

import re
from functools import cache

from jupyter_tutor.pedagogy.course_words import COURSE_WORDS
from jupyter_tutor.pedagogy.message_kind import normalised
from jupyter_tutor.pedagogy.message_model import Judgement, message_model

LONGEST_CHARACTERS = 400

LONGEST_JUDGED = 40
"""Words; nobody tells a tutor that much about dinner."""


@cache
def _words() -> re.Pattern[str]:
    return re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")


@cache
def _signs_of_code() -> re.Pattern[str]:
    return re.compile(r"[`=(){}\[\]<>#\\_*/]|\.\w+\(|\w\.\w|\berror|\b\w+error\b", re.IGNORECASE)


@cache
def _asks_what_something_is() -> re.Pattern[str]:
    return re.compile(
        r"^(?:what(?:'s| is| are| does)|explain|define|describe) (?:an? |the )?[a-z-]+(?: mean)?$"
    )


def judged_words(text: str) -> list[str] | None:
    """The words of a message that may be judged; None for one that is on topic whatever it says.

    Only plain ASCII English of moderate length without a word or sign of a course is judged, and not the
    question what one thing is: it may be the subject of any course.
    """
    plain = text.replace("\u2019", "'").strip()
    if len(plain) > LONGEST_CHARACTERS or not plain.isascii() or "\n" in plain:
        return None
    if _signs_of_code().search(plain):
        return None
    words = _words().findall(plain.lower())
    if not words or len(words) > LONGEST_JUDGED or not COURSE_WORDS.isdisjoint(words):
        return None
    if _asks_what_something_is().search(" ".join(words)):
        return None
    return normalised(plain).split()


def is_off_topic(text: str, judgement: Judgement | None = None) -> bool:
    """Whether a message, which must start a problem and come without a cell, is about something else.

    The shipped judgement decides unless another is given.
    """
    words = judged_words(text)
    if words is None:
        return False
    return (judgement or message_model().judgements["off_topic"]).holds(words)
