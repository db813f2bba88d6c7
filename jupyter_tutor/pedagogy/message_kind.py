"""What a message is, by rules and a linear model that would rather call it a question than be wrong.

Greetings and thanks: closed vocabularies, then the model where no word speaks against it. Attempts and
asking for more: rules alone, there is nothing labelled to learn them from. Whatever is in a script or
language that neither knows is a question. Off-topic messages are judged in `off_topic`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from jupyter_tutor.pedagogy.course_words import names_the_course
from jupyter_tutor.pedagogy.linear_model import LinearModel, shipped_model
from jupyter_tutor.pedagogy.message_features import plain_words
from jupyter_tutor.pedagogy.small_talk_words import may_greet, may_thank, only_greets, only_thanks

LONGEST_SMALL_TALK = 14
"""Words; longer messages say something."""

FEWEST_WORDS = 2
"""Of a message that the model may judge: "how?" alone is nobody's greeting."""

KNOWN_SHARE = 0.6
"""Less of a message known from training, and the model says nothing of it."""

_LONGEST_JUDGED = 8_000
"""Characters; what a student did stands in the first pages or not at all."""

_BEGINNING, _END = 600, 300
"""Characters in which a message says what its writer did or wants."""


class MessageKind(StrEnum):
    """The kinds a decision is made on; the first four need no language model.

    EXAM is any message where the course staff switched the tutor off.
    """

    EXAM = "exam"
    GREETING = "greeting"
    THANKS = "thanks"
    OFF_TOPIC = "off_topic"
    ASKS_FOR_MORE = "asks_for_more"
    ATTEMPT = "attempt"
    QUESTION = "question"


_MORE = (
    r"\b(?:another|next|more|bigger|better|second|third|one more|further|stronger) (?:hint|help|clue|tip|"
    r"step|"
    r"detail|details|explanation)s?\b|\b(?:still|really|completely|totally|so|i'm|im|am|got) (?:stuck|"
    r"lost|confused)\b"
    r"|\b(?:stuck|help(?: me)?(?: please)?)$|^(?:please )?(?:help|again|more|hint)\b"
    r"|\b(?:don't|dont|do not|didn't|did not|still don't|can't|cannot) (?:\w+ )?(?:get|understand|see|"
    r"know|follow)\b"
    r"|\bno (?:idea|clue)\b|\b(?:just )?(?:give|tell|show|send|write|want|need) (?:me |us )?(?:the |a |"
    r"an |your |full |"
    r"complete |whole )*(?:answer|solution|code|hint|result)\b|\bsolve (?:it|this|that)(?: for me)?\b|"
    r"\bwhat now\b"
    r"|\bi give up\b|\b(?:say|explain) (?:it|that|this) (?:again|differently|in other words|more simply|"
    r"simpler)\b"
)

_DID = (
    r"tried|changed|added|removed|replaced|used|moved|fixed|deleted|renamed|rewrote|put|wrote|set|made|ran|"
    r"printed|checked|swapped|initiali[sz]ed|initiated|defined|converted|indented|commented|called|passed|"
    r"imported|edited|modified|updated|switched|increased|decreased|did|attempted|implemented|debugged|"
    r"tested"
)

_ATTEMPT = (
    rf"\bi(?:'ve| have|ve)?(?: also| just| already| now| even| first| then)* (?:{_DID})\b(?: \S+){{2,}}"
    r"|\b(?:after|by|when|if|once) (?:i )?(?:tried|trying|try|changing|change|changed|adding|add|added|"
    r"removing|"
    r"remove|removed|replacing|replace|replaced|using|use|used|running|run|ran|moving|move|moved)\b(?: "
    r"\S+){2,}"
    r"|\b(?:now|then) (?:i (?:get|got|have)|it (?:says|prints|shows|gives|returns|prints out)|the error "
    r"(?:is|says))\b"
    r"(?: \S+){1,}|\bmy (?:code|attempt|idea|guess|approach|function|loop|answer|result) (?:is|was|gives|"
    r"returns|"
    r"prints|now|shows)\b(?: \S+){1,}|\bi (?:get|got) (?:an? |the )?(?:\w*error|exception|\d)\b(?: \S+){1,}"
)

_NO_ATTEMPT = (
    r"\b(?:haven't|have not|didn't|did not|never|not) (?:\w+ )?(?:tried|try|changed|done|did)\b|\btried "
    r"nothing\b"
    r"|\btried (?:everything|it|that|this|hard|so hard|my best|all|many things|a lot)(?: \w+){0,2}$"
    r"|\b(?:have you|did you|why did you|you) (?:\w+ )?(?:tried|changed|added|used|put|made)\b"
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def normalised(text: str) -> str:
    """Words only: lower case, one space between them, letters of every script, plain apostrophes."""
    plain = text.casefold().replace("\u2019", "'").replace("\u2018", "'").replace("`", " ")
    return " ".join(_compiled(r"[^\W_]+(?:'[^\W_]+)*").findall(plain))


def small_talk(text: str) -> MessageKind | None:
    """GREETING or THANKS when the whole message is nothing else, None otherwise.

    Either every word of it belongs to a closed vocabulary, or the linear model is sure and no word
    asks, objects, or belongs to a course. A message with code, digits or a question after its
    thanks is never small talk.
    """
    if not _may_be_small_talk(text):
        return None
    known = closed_small_talk(text)
    model = shipped_model()
    if known is not None or model is None:
        return known
    for kind in (MessageKind.GREETING, MessageKind.THANKS):
        score = small_talk_score(text, kind, model)
        if score is not None and score >= model.thresholds[kind]:
            return kind
    return None


def closed_small_talk(text: str) -> MessageKind | None:
    """GREETING or THANKS when every word belongs to a closed vocabulary."""
    if not _may_be_small_talk(text):
        return None
    said = normalised(text)
    if only_greets(said):
        return MessageKind.GREETING
    return MessageKind.THANKS if "?" not in text and only_thanks(said) else None


def small_talk_score(text: str, kind: str, model: LinearModel) -> float | None:
    """The model's log-odds that a message is only a greeting, or only thanks; None when it cannot be."""
    words = plain_words(text)
    allowed = may_greet(words) if kind == MessageKind.GREETING else "?" not in text and may_thank(words)
    if len(words) < FEWEST_WORDS or not allowed or not _may_be_small_talk(text) or names_the_course(words):
        return None
    return model.scores(words)[kind] if model.known_share(words) >= KNOWN_SHARE else None


def _may_be_small_talk(text: str) -> bool:
    """Whether a message is short and plain enough to be looked at."""
    if len(text) > 40 * LONGEST_SMALL_TALK or _compiled(r"[\d=(){}\[\]<>#%*/\\_`\n]").search(text.strip()):
        return False
    return 0 < len(normalised(text).split()) <= LONGEST_SMALL_TALK


def intent(text: str) -> MessageKind:
    """ATTEMPT, ASKS_FOR_MORE or QUESTION.

    An attempt names something that was done and more than "I tried it"; pasted code is one.
    """
    if says_what_was_tried(text) or pasted_code(text):
        return MessageKind.ATTEMPT
    said = normalised(_said_first_and_last(text))
    return MessageKind.ASKS_FOR_MORE if _compiled(_MORE).search(said) else MessageKind.QUESTION


def says_what_was_tried(text: str) -> bool:
    """Whether the words name something the student did, and more of it than "I tried it"."""
    said = normalised(_said_first_and_last(text))
    return bool(_compiled(_ATTEMPT).search(said)) and not _compiled(_NO_ATTEMPT).search(said)


def _said_first_and_last(text: str) -> str:
    """The beginning and the end of a long message, where its writer speaks; what is pasted lies between."""
    if len(text) <= _BEGINNING + _END:
        return text
    return f"{text[:_BEGINNING]} {text[-_END:]}"


def pasted_code(text: str) -> str:
    """The lines of a message that can only be code, empty when there are fewer than two.

    What stands between fences is code whatever it looks like.
    """
    fenced = _compiled(r"(?:```|~~~)[^\n]*\n([\s\S]*?)(?:```|~~~|\Z)").findall(text[:_LONGEST_JUDGED])
    if fenced:
        return "\n".join(fenced)
    pattern = _compiled(
        r"^\s*(?:def \w+\(.*:|class \w+.*:|for .+ in .+:|while .+:|(?:el)?if .+:|else:|return\b.*|import "
        r"\w+|"
        r"from \w+ import .+|print\(.*\)|[\w.\[\]]+ ?[-+*/]?= ?[^=\s].*)\s*$"
    )
    lines = [line for line in text[:_LONGEST_JUDGED].splitlines() if pattern.match(line)]
    return "\n".join(lines) if len(lines) > 1 else ""
