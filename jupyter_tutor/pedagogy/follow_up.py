"""Whether a message without a cell goes on with a problem, judged from its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from jupyter_tutor.pedagogy.code_tokens import exact_tokens
from jupyter_tutor.pedagogy.message_kind import normalised

if TYPE_CHECKING:
    from jupyter_tutor.pedagogy.problem import Problem

_SELF_CONTAINED = 3
"""Content words from which on a message can be understood without the one before it."""

_LONGEST_JUDGED = 4_000

SHARED_WORDS = 0.25
"""From this share of its content words on a message takes up the problem or the last answer."""

_STOP_WORDS = frozenset(
    (  # noqa: SIM905 - read as running text
        "a about all am an and any are as at be been but by can can't could did do does doing don't done "
        "for from "
        "get got had has have having he her here him his how i i'm i've if in into is isn't it it's its "
        "just let "
        "like me more most much my no not now of on one only or other our out over please she should so "
        "some such "
        "than that that's the their them then there these they this those to too up us use using very "
        "want was we "
        "were what what's when where which while who why will with would yes you your tell give know "
        "need explain "
        "help make way mean means doesn't work works right wrong code thing something question problem"
    ).split()
)

_KEEPS = (
    r"\bstill\b|\bagain\b|\bsame (?:problem|exercise|question|task|error|cell|thing)\b|\b(?:your|the|"
    r"that|this|last|"
    r"first|second|previous) (?:hint|answer|explanation|suggestion|advice)\b|\byou (?:said|mean|meant|"
    r"told|wrote|"
    r"suggested|mentioned|asked)\b|\bwhat do you mean\b|\bnow (?:i|it|the|my|what|why|how|there)\b|\bthe "
    r"(?:error|output|"
    r"result|code|function|loop|program|message|exception) (?:now|is now|still|changed)\b|\b(?:another|"
    r"next|more) "
    r"(?:hint|step|clue|help|detail|example)\b|\bstep (?:\d|one|two|three|four|five)\b"
)

_OPENS_AS_REPLY = (
    r"^(?:but|and|so|then|ok|okay|yes|no|nope|yeah|yep|sure|also|hmm+|oh|ah|wait|sorry|because|right|"
    r"actually|well|"
    r"i see|i think|i guess|i got|i get|i did|i tried|i don't|i dont|i do not|i'm not|it|it's|that|"
    r"that's|this|they|"
    r"these|those|is it|is that|is this|does it|does that|does this|why is it|why is that|why does it|"
    r"what about|"
    r"how about|what if|would it|could it|do i|did i|am i|should i|my (?:answer|code|function|loop|"
    r"result))\b"
)

_NEW_MARK = (
    r"\b(?:next|another|new|different|other|separate) (?:\w+ )?(?:exercise|problem|task|question|"
    r"assignment|topic|thing)\b"
    r"|\b(?:moving|move|going|go) on to\b|\bsomething else\b|\bunrelated\b|\bswitch(?:ing)? to\b|"
    r"\bchange of topic\b"
)
_ABOUT_THE_SAME = (
    r"\b(?:about|on|regarding|with) (?:this|that|it|your (?:hint|answer)|the (?:hint|answer|same))\b"
)

_NUMBERED = r"\b(?:exercise|problem|task|question|assignment|lab|ex|q)\s?#?\s?(\d+(?:[._]\d+)*)\b"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """`same`: the message goes on with the problem. `sure`: the words say so themselves.

    `share` is that of its content words which the problem has, where it was the share that decided.
    The reason is one of a few sentences and never quotes the message.
    """

    same: bool
    sure: bool
    reason: str
    share: float | None = None


@lru_cache(maxsize=512)
def content_words(text: str) -> frozenset[str]:
    """The words that carry meaning, their commonest English endings taken off."""
    words = _compiled(r"[^\W_]+(?:'[^\W_]+)*").findall(normalised(text[:_LONGEST_JUDGED]))
    return frozenset(_stem(word) for word in words if word not in _STOP_WORDS)


def _stem(word: str) -> str:
    """Plural and verb endings off, enough to compare two messages of one person."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:  # noqa: PLR2004
            return word[: -len(ending)]
    return word


def numbers_named(text: str) -> frozenset[str]:
    """The exercise numbers a text names: `task 3`, `Question #2`."""
    return frozenset(_compiled(_NUMBERED).findall(text[:_LONGEST_JUDGED].casefold()))


def announces_new(text: str) -> bool:
    """Whether the words say that something new begins: "next exercise", "another question"."""
    said = normalised(text[:_LONGEST_JUDGED])
    return bool(_compiled(_NEW_MARK).search(said)) and not _compiled(_ABOUT_THE_SAME).search(said)


def judge(text: str, problem: Problem, last_answer: str | None) -> FollowUp:
    """Whether the message goes on with `problem`, the one that was worked on last.

    Rules in order: words that say so; another exercise's number; the opening of a reply; too
    short to stand alone; a name of the code; words of the problem or of the last answer. What
    matches none of them is new.
    """
    said = normalised(text[:_LONGEST_JUDGED])
    if announces_new(text):
        return FollowUp(same=False, sure=True, reason="announces something new")
    known = numbers_named(problem.text) | numbers_named(problem.title)
    named = numbers_named(text)
    if named and known:
        same = not named.isdisjoint(known)
        return FollowUp(same=same, sure=True, reason=f"names {'its' if same else 'another'} number")
    if _compiled(_KEEPS).search(said):
        return FollowUp(same=True, sure=True, reason="says that it goes on")
    if _compiled(_OPENS_AS_REPLY).search(said):
        return FollowUp(same=True, sure=False, reason="opens like a reply")
    return _by_shared_words(text, problem, last_answer)


def _by_shared_words(text: str, problem: Problem, last_answer: str | None) -> FollowUp:
    """What the message's own words say, when it neither refers back nor announces anything."""
    words = content_words(text)
    if len(words) < _SELF_CONTAINED:
        return FollowUp(same=True, sure=False, reason="too short to stand alone")
    if _names_code(text, problem.code):
        return FollowUp(same=True, sure=False, reason="names something of the problem's code")
    known = content_words(problem.text) | content_words(last_answer or "")
    share = len(words & known) / len(words)
    same = share >= SHARED_WORDS
    reason = "takes up its words" if same else "stands alone"
    return FollowUp(same=same, sure=False, reason=reason, share=share)


def _names_code(text: str, code: str | None) -> bool:
    """Whether the message uses a name of the problem's code that is no everyday word."""
    if not code:
        return False
    names = {token for token in exact_tokens(code) if len(token) > 2 and token.isidentifier()}  # noqa: PLR2004
    said = _compiled(r"[^\W\d]\w*").findall(text[:_LONGEST_JUDGED])
    return any(word in names and word.casefold() not in _STOP_WORDS for word in said)
