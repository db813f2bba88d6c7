"""Greetings and thanks: the words they are made of, and the words that make them something else."""

from __future__ import annotations

import re
from functools import cache

_ADDRESSED = (
    "ai tutor bot coach assistant buddy friend mate sir teacher everyone anyone there all again my dear"
)

GREETING_WORDS = frozenset(
    (
        "hi hello hey heya heyo hiya howdy yo ahoy hoy greetings salutations sup wassup hallo hola "
        "bonjour bonsoir ciao aloha shalom moin servus hej ola g'day gday lately while anybody "
        "pleased long time no goes "
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
    r"hallo|hola|bonjour|ciao|salut|namaste|g'?day|aloha|shalom|moin|servus|hej|ola|"
    r"bonsoir|good (?:morning|afternoon|evening|day)|guten (?:tag|morgen|"
    r"abend)|"
    r"buenos dias|buenas tardes)\b"
    r"|\bhow(?: are| r|'re)? (?:you|ya|u|things)\b|\bhow (?:have|ya) (?:you |ya )?been\b|\bhow(?:'ve you|"
    r" you've) been\b|^how is (?:your day|everything)$|\bhow the ai is doing\b"
    r"|\bhow(?:'s|s| is) (?:it|life|your day|everything|the ai|my ai|the tutor)\b.*\b(?:going|doing|"
    r"hanging|"
    r"treating|with you|day)\b|^(?:so )?how is everything$|\bhow do you feel\b"
    r"|^how do you do$|\bhow goes it\b|^long time no see\b|^(?:is )?any(?:one|body) there$"
    r"|^are you (?:doing |feeling )?(?:ok|okay|well|good|alright|fine)(?: today)?$"
    r"|\b(?:good|great|nice|pleased) to (?:see|meet) you\b|^what(?:'s|s) (?:up|new)(?: with you)?(?: today)?$"
)

THANKS_WORDS = frozenset(
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


_ASKS = frozenset(
    (  # noqa: SIM905 - read as running text
        "after answer because before broken but can cannot cant change code confused could does doesnt dont "
        "example exercise explain fail failed fails fix fixed give help hint if look mean means need "
        "number please problem question questions quick run running show something start still stuck task "
        "test think understand when where which work working works wrong yes no not"
    ).split()
)
"""In a greeting these ask for something."""

_OBJECTS = frozenset(
    (  # noqa: SIM905 - read as running text
        "but bad because cannot cant does doesnt dont error explain fail failed fails how however if "
        "isnt mean means need next no not question show still stuck task try understand unhelpful "
        "useless what when where which why wont wrong yet could can would should another again more"
    ).split()
)
"""In thanks these say that it is not over."""

_NOT_SMALL_TALK = frozenset(
    {"whats going on", "whats happening", "is everything ok", "is everything okay", "wake up", "really great"}
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def only_greets(said: str) -> bool:
    """Whether a normalised message consists of the words of a greeting and is one."""
    return GREETING_WORDS.issuperset(said.split()) and bool(_compiled(_GREETING_CORE).search(said))


def only_thanks(said: str) -> bool:
    """Whether a normalised message consists of the words of thanks or a farewell and is one."""
    return THANKS_WORDS.issuperset(said.split()) and bool(_compiled(_THANKS_CORE).search(said))


def may_greet(words: tuple[str, ...]) -> bool:
    """Whether nothing in a message, with apostrophes taken out, asks for anything beyond a greeting."""
    return _ASKS.isdisjoint(words) and " ".join(words) not in _NOT_SMALL_TALK


def may_thank(words: tuple[str, ...]) -> bool:
    """Whether nothing in a message, with apostrophes taken out, objects or goes on."""
    return _OBJECTS.isdisjoint(words) and " ".join(words) not in _NOT_SMALL_TALK
