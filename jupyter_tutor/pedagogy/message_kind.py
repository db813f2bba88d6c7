"""What a message is, by rules that would rather call it a question than be wrong.

Whole messages are matched against closed vocabularies: one word outside of them and the
message is a question. Anything in a script or language these rules do not know is a question.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from jupyter_tutor.pedagogy.course_words import COURSE_WORDS
from jupyter_tutor.pedagogy.message_model import MessageModel, message_model

LONGEST_SMALL_TALK = 14
"""Words; longer messages say something."""

_LONGEST_JUDGED = 8_000
"""Characters; what a student did stands in the first pages or not at all."""


class MessageKind(StrEnum):
    """The kinds a decision is made on; the first three need no language model."""

    GREETING = "greeting"
    THANKS = "thanks"
    OFF_TOPIC = "off_topic"
    ASKS_FOR_MORE = "asks_for_more"
    ATTEMPT = "attempt"
    QUESTION = "question"


_ADDRESSED = (
    "ai tutor bot coach assistant buddy friend mate sir teacher everyone anyone there all again my dear"
)

_GREETING_WORDS = frozenset(
    (
        "hi hello hey heya heyo hiya howdy yo ahoy hoy greetings salutations sup wassup hallo hola "
        "bonjour ciao "
        "salut namaste good great nice morning afternoon evening day to see meet you it's it is its so "
        "why oh and "
        "how's how how've hows have ya things everything life going doing doin been hanging treating "
        "feel feeling "
        "okay ok well alright today this fine with for right now up what's whats new are r your do u "
        "tell me let "
        "know i want i'd like would will can could the guten tag morgen abend buenos dias tardes "
        + _ADDRESSED
    ).split()
)

_GREETING_CORE = (
    r"^(?:oh |why |and |so )*(?:hi+|hello+|he+y+|heya|heyo|hiya|howdy|yo|ahoy|greetings|salutations|sup|"
    r"wassup|"
    r"hallo|hola|bonjour|ciao|salut|namaste|good (?:morning|afternoon|evening|day)|guten (?:tag|morgen|"
    r"abend)|"
    r"buenos dias|buenas tardes)\b"
    r"|\bhow(?: are| r|'re)? (?:you|ya|u|things)\b|\bhow (?:have|ya) (?:you |ya )?been\b|\bhow(?:'ve you|"
    r" you've) been\b|^how is (?:your day|everything)$|\bhow the ai is doing\b"
    r"|\bhow(?:'s|s| is) (?:it|life|your day|everything|the ai|my ai|the tutor)\b.*\b(?:going|doing|"
    r"hanging|"
    r"treating|with you|day)\b|^(?:so )?how is everything$|\bhow do you feel\b"
    r"|^are you (?:doing |feeling )?(?:ok|okay|well|good|alright|fine)(?: today)?$"
    r"|\b(?:good|great|nice) to (?:see|meet) you\b|^what(?:'s|s) (?:up|new)(?: with you)?(?: today)?$"
)

_THANKS_WORDS = frozenset(
    (
        "thank thanks thankyou thx ty tysm cheers merci danke gracias much many a bunch lot ton very so "
        "really "
        "ever again once more "
        "appreciate appreciated it that the this your you help helping me out for with answer reply "
        "response "
        "explanation hint hints info information assistance time patience chatting chat talk advice "
        "great awesome perfect cool nice good wonderful amazing excellent brilliant fantastic super "
        "lovely helpful "
        "useful was is been be i i'm am grateful happy glad have had you've you're are my gratitude big "
        "huge "
        "ok okay okey kk alright got gotcha understood understand see makes sense clear now all that's "
        "it's thats "
        "bye goodbye farewell later see soon around until next have one day evening night weekend "
        "we our conversation pleasure always enjoyed enjoyable touch catch up going leaving no matter "
        "answering explaining "
        "adios sayonara ciao signing off tata good one get in with why then pleased efforts kind nice "
        "works worked working solved fixed helps helped and ah oh aha wow yay well done job to talk speak "
        "o must say need want would like cannot can't not enough owe ya obliged take easy " + _ADDRESSED
    ).split()
)

_THANKS_CORE = (
    r"\b(?:thank|thanks|thankyou|thx|ty|tysm|cheers|merci|danke|gracias|appreciate|appreciated|grateful|"
    r"gratitude|"
    r"obliged)\b|^(?:good )?bye\b|^have a (?:good|nice|great|lovely) (?:one|day|evening|night|weekend)\b"
    r"|^(?:adios|sayonara|ciao|tata)\b|^signing off$|^i have to (?:go|get going)$|\b(?:goodbye|"
    r"farewell)\b|\bsee (?:you|ya) (?:later|soon|around|again)\b|\blater$"
    r"|^until next time$|\bi owe you\b|\b(?:been|is|was|are|you're) (?:a |so |very |really )*(?:big |"
    r"great |huge )?"
    r"(?:help|helpful)\b|^(?:ah |oh |aha |ok |okay )*(?:ok|okay|okey|kk|alright|got it|gotcha|understood|"
    r"i see|"
    r"(?:that |it |this )?makes sense|i understand(?: now| it now)?|all clear|(?:great|awesome|perfect|"
    r"cool|nice|"
    r"wonderful|amazing|excellent|brilliant|fantastic|lovely|super|wow|yay)(?: job| work)?)$"
    r"|^(?:great |awesome |perfect |ok |okay |yay |cool |nice |ah |oh )*(?:it|that|this) (?:works|worked|"
    r"helps|helped)"
    r"(?: now| well| very well)?$|\b(?:nice|great|good) (?:to )?(?:talk|chat|speak)(?:ing)?\b"
)

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


_OPEN = frozenset(
    (  # noqa: SIM905 - read as running text
        "but still why how what when where which who if can could would should does do did doesn't don't "
        "didn't isn't not fails fail failed wrong however question questions help explain hint again because "
        "then stuck mean means what's whats need want understand try tried"
    ).split()
)
"""Words after which something is asked or left open: no judgement of a whole message as small talk."""


def small_talk(text: str, model: MessageModel | None = None) -> MessageKind | None:
    """GREETING or THANKS when the whole message is nothing else, None otherwise.

    A message with code, digits or a question after its thanks is never small talk. What the rules do not
    know is judged by its words (by the shipped model unless another is given) if nothing in it asks.
    """
    if len(text) > 40 * LONGEST_SMALL_TALK or _compiled(r"[\d=(){}\[\]<>#%*/\\_`\n]").search(text.strip()):
        return None
    said = normalised(text)
    words = said.split()
    if not words or len(words) > LONGEST_SMALL_TALK:
        return None
    if _GREETING_WORDS.issuperset(words) and _compiled(_GREETING_CORE).search(said):
        return MessageKind.GREETING
    if "?" not in text and _THANKS_WORDS.issuperset(words) and _compiled(_THANKS_CORE).search(said):
        return MessageKind.THANKS
    asks = "?" in text or not _OPEN.isdisjoint(words) or not COURSE_WORDS.isdisjoint(words)
    return None if asks or not text.isascii() else _judged(words, model)


def _judged(words: list[str], model: MessageModel | None) -> MessageKind | None:
    judgements = (model or message_model()).judgements
    for kind in (MessageKind.GREETING, MessageKind.THANKS):
        if len(words) > 1 and judgements[kind].holds(words):
            return kind
    return None


def intent(text: str) -> MessageKind:
    """ATTEMPT, ASKS_FOR_MORE or QUESTION.

    An attempt names something that was done and more than "I tried it"; pasted code is one.
    """
    if says_what_was_tried(text) or pasted_code(text):
        return MessageKind.ATTEMPT
    said = normalised(text[:_LONGEST_JUDGED])
    return MessageKind.ASKS_FOR_MORE if _compiled(_MORE).search(said) else MessageKind.QUESTION


def says_what_was_tried(text: str) -> bool:
    """Whether the words name something the student did, and more of it than "I tried it"."""
    said = normalised(text[:_LONGEST_JUDGED])
    return bool(_compiled(_ATTEMPT).search(said)) and not _compiled(_NO_ATTEMPT).search(said)


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
