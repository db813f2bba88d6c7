"""Messages that have nothing to do with a course, by a linear model within rules. Fails open.

The rules come first and only ever let a message through: another language, code, a word of the
field, length, a single word. What is left is refused when the model (`linear_model`) finds it far
enough on the side of everyday talk; an everyday word that is also a word of the field asks for more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from jupyter_tutor.pedagogy.course_words import field_word, is_ambiguous
from jupyter_tutor.pedagogy.linear_model import LinearModel, shipped_model
from jupyter_tutor.pedagogy.message_features import plain_words
from jupyter_tutor.pedagogy.message_kind import MessageKind, intent

LONGEST_JUDGED = 40
"""Words; nobody tells a tutor that much about dinner."""

FEWEST_WORDS = 2
_SHORT = 6
"""Words; up to here "help me please" is all that a message says."""

KNOWN_SHARE = 0.6
"""Less of a message known from training, and it is another language or another matter: not judged."""

_FIRST_PERSON = frozenset({"i", "im", "id", "me", "my", "we", "us", "our"})
"""Who orders a table for 5 at 7 says so; a word problem does not."""

_LONGEST_LOOKED_AT = 1_000
"""Characters."""

AMBIGUOUS_WORD_MARGIN = 1.0
"""Log-odds a message must have beyond the threshold when it uses a word that courses use too."""


@dataclass(frozen=True, slots=True)
class OffTopicJudgement:
    """`score` is the model's log-odds less what ambiguous words cost, None where a rule let it through."""

    off_topic: bool
    reason: str
    score: float | None = None


@cache
def _words() -> re.Pattern[str]:
    return re.compile(r"[a-z0-9]+")


@cache
def _signs_of_code() -> re.Pattern[str]:
    return re.compile(
        r"[`=(){}\[\]<>#\\_*^|~]|//|\b\w/\w\b|\.\w+\(|\w\.[A-Za-z]|(?-i:[a-z][A-Z])|\berror|error\b|exception\b",
        re.IGNORECASE,
    )


def is_off_topic(text: str) -> bool:
    """Whether a message, which must start a problem and come without a cell, is about something else."""
    return judge(text).off_topic


def judge(text: str, model: LinearModel | None = None) -> OffTopicJudgement:
    """The judgement with its reason, by the shipped model unless another is given.

    Without a model everything is let through.
    """
    plain = text.replace("\u2019", "'").strip()
    reason = _let_through(plain)
    if reason is not None:
        return OffTopicJudgement(off_topic=False, reason=reason)
    model = model or shipped_model()
    if model is None:
        return OffTopicJudgement(off_topic=False, reason="there is no model to judge it by")
    words = plain_words(plain)
    if len(words) < FEWEST_WORDS or model.known_share(words) < KNOWN_SHARE:
        return OffTopicJudgement(off_topic=False, reason="too little of it is known")
    threshold = model.thresholds["off_topic"]
    score = model.scores(words)["off_topic"] - (AMBIGUOUS_WORD_MARGIN if is_ambiguous(words) else 0.0)
    sure = score >= threshold
    reason = f"log-odds {score:.2f} {'reach' if sure else 'are below'} {threshold:.2f}"
    return OffTopicJudgement(off_topic=sure, reason=reason, score=score)


def _let_through(plain: str) -> str | None:
    """Why a message is not judged at all; None when it is."""
    if len(plain) > _LONGEST_LOOKED_AT:
        return "too long to be about something else"
    if any(sign.isalnum() and not sign.isascii() for sign in plain):
        return "not plain English"
    if "\n" in plain or _signs_of_code().search(plain):
        return "code, an error or several lines"
    return _let_through_by_words(plain, _words().findall(plain.lower()))


def _let_through_by_words(plain: str, words: list[str]) -> str | None:
    """The same for what its words say."""
    if not words or len(words) > LONGEST_JUDGED:
        return "nothing to judge, or too much"
    if len(words) <= _SHORT and intent(plain) is not MessageKind.QUESTION:
        return "asks for more, or shows an attempt"
    if sum(word[0].isdigit() for word in words) > 1 and _FIRST_PERSON.isdisjoint(words):
        return "numbers to calculate with"
    word = field_word(words)
    return None if word is None else f"a word of the field: {word}"
