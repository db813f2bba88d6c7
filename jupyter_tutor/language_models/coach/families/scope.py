"""Local variables that are used before they have a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, code_span, family

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence


def _local(evidence: Evidence) -> Slots:
    function = evidence.failure.own.function if evidence.failure.own else None
    return {
        "name": code_span(evidence.group("name")),
        "function": code_span(function) if function else "the function",
    }


_UNBOUND = Card(
    questions=(
        (
            "{stop}: which line inside {function} gives {name} its first value? Does that line always run"
            " before {there}, even when a loop has nothing to do or an `if` is false?"
        ),
        (
            "{mark}: has {name} a value inside {function} by then? Which way through the function reaches"
            " {there} without setting it?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **local variables**. When a function assigns to a name anywhere, that"
            " name is the function's own. {name} is one of those, and on {there} it had no value yet."
        ),
        (
            "{mark}. Because {function} sets {name} somewhere, Python takes it for a **local variable** in"
            " the whole function. A value of the same name outside does not count."
        ),
    ),
    plans=(
        (
            "Mark every line in {function} that gives {name} a value.",
            "Ask for each of them when it runs: always, or only in some cases?",
            "Think of an input for which none of them runs before {there}.",
            "Decide which value {name} should have in that case.",
            "Give it that value early enough, then run the cell again.",
        ),
        (
            "Decide whether {name} should come from outside {function} or belong to it.",
            "If it comes from outside, think about handing it in as an argument.",
            "If it belongs to the function, find out where it should start.",
            "Test with the smallest input, such as an empty list.",
        ),
    ),
    examples=(
        Example(
            "A variable that is set only inside an `if` may have no value:",
            "def ticket(age_of_guest):\n    if age_of_guest < 12:\n        fee = 3\n"
            "    return fee              # UnboundLocalError for adults\n\n"
            "def ticket_fixed(age_of_guest):\n    fee = 8\n    if age_of_guest < 12:\n        fee = 3\n"
            "    return fee",
            "In the second one `fee` has a value on every way. On which way does yours have none?",
        ),
        Example(
            "Assigning makes a name local, also when it exists outside:",
            "stamps = 5\n\ndef use_one():\n    stamps = stamps - 1   # UnboundLocalError\n\n"
            "def use_one_of(stamps_left):\n    return stamps_left - 1\n\nstamps = use_one_of(stamps)",
            "The second function gets the value as an argument and hands the new one back.",
        ),
    ),
)

_FREE = Card(
    questions=(
        "{stop}: in which function should {name} get its value? Has that line run before {there} does?",
        "{mark}: which of your functions sets {name}, the inner or the outer one? Was it set by then?",
    ),
    concepts=(
        (
            "{stop}. This is about **functions inside functions**. The inner one may use names of the outer"
            " one, but they need a value by the time the inner one runs. {name} had none."
        ),
        (
            "{mark}. {name} belongs to the **outer function**, and there it had no value yet when Python came"
            " to {there}."
        ),
    ),
    plans=(
        (
            "Find where the outer function sets {name}.",
            "Find where the inner function is called.",
            "See which of the two runs first.",
            "Change the order, then run the cell again.",
        ),
        (
            "Ask whether the inner function could get {name} as an argument.",
            "If so, hand it in at the call.",
            "If not, make sure the outer function has set it by then.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "The outer function has to set the name before the inner one runs:",
            "def picnic():\n    def pack():\n        return basket + ['bread']\n    basket = ['plums']\n"
            "    return pack()      # basket has its value by now",
            "If `pack()` were called one line earlier, it would fail. Where is the call in your code?",
        ),
        Example(
            "An argument makes the need visible:",
            "def concert():\n    def sell(seats_left):\n        return seats_left - 1\n    return sell(30)",
            "Nothing has to be looked up outside here. Could that work for {name}?",
        ),
    ),
)

FAMILIES = (
    family(
        "local-without-value",
        "UnboundLocalError",
        r"(?:cannot access )?local variable '(?P<name>\w+)'",
        _UNBOUND,
        _local,
    ),
    family(
        "outer-name-without-value",
        "NameError UnboundLocalError",
        r"(?:cannot access )?free variable '(?P<name>\w+)'",
        _FREE,
        _local,
    ),
)
