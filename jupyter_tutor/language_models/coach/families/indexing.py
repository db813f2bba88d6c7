"""Places that do not exist: in lists, texts and dictionaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, code_span, family
from jupyter_tutor.language_models.coach.lookups import as_list, calls, names_in, subscripts

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence

_KINDS = {"list": "list", "tuple": "tuple", "string": "text"}


def _place(evidence: Evidence) -> Slots:
    found = subscripts(evidence)
    return {
        "thing": as_list(found, "the square brackets"),
        "holder": as_list([node.value for node in found][:1], "the sequence"),
        "index": " and ".join(code_span(name) for name in names_in([n.slice for n in found])[:2])
        or "the index",
        "kind": _KINDS.get(evidence.group("kind"), "sequence"),
    }


def _stored_place(evidence: Evidence) -> Slots:
    found = subscripts(evidence, stored=True)
    return {
        "thing": as_list(found, "the assignment"),
        "holder": as_list([node.value for node in found][:1], "the list"),
    }


def _popped(evidence: Evidence) -> Slots:
    return {"thing": as_list(calls(evidence, "pop"), "`pop`")}


def _key(evidence: Evidence) -> Slots:
    found = subscripts(evidence)
    key = evidence.failure.evalue.split("\n", 1)[0]
    return {
        "key": code_span(key) if key else "the key",
        "thing": as_list(found, "the look-up"),
        "holder": as_list([node.value for node in found][:1], "the dictionary"),
    }


_OUT_OF_RANGE = Card(
    questions=(
        (
            "{stop}: what are the values of {index} and of {holder} at that moment? How many items are there,"
            " and which index does the last one have?"
        ),
        (
            "{mark}: which place does {thing} ask for, and is there such a place? What happens when {holder}"
            " is empty or has only one item?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **indexing**. The places in a {kind} are counted from zero, so the last"
            " index is one less than the length. An empty one has no places at all. Somewhere {thing} went"
            " past the end."
        ),
        (
            "{mark}. An **index** is only good while it is smaller than the length, for counting begins at"
            " zero. {thing} asked for a place that {holder} does not have."
        ),
    ),
    plans=(
        (
            "Just before {there}, print {index} and the length of {holder}.",
            "Run the cell and read the last values before the error.",
            "Compare the index with the length. How much too large is it?",
            "Find out which line chose that index: a loop, a counter or a sum.",
            "Decide at which value it has to end, and think about the empty case.",
        ),
        (
            "Take an input with two items and write the valid indexes down.",
            "Follow the values of {index} by hand until {there} fails.",
            "Find the step at which it leaves the valid range.",
            "Change what sets it, then test with none, one and two items.",
        ),
    ),
    examples=(
        Example(
            "Looking at neighbours needs care at the end:",
            "heights = [31, 35, 29]\nfor k in range(len(heights)):\n"
            "    print(heights[k + 1] - heights[k])   # IndexError when k is 2\n\n"
            "for k in range(len(heights) - 1):\n    print(heights[k + 1] - heights[k])   # works: 4, -6",
            "The largest `k + 1` must be a real place. What is the largest index on {there}?",
        ),
        Example(
            "A counter may walk past the last place:",
            "stations = ['Arun', 'Bela']\npos = 0\nwhile pos <= len(stations):   # one time too many\n"
            "    print(stations[pos])      # IndexError when pos is 2\n    pos = pos + 1\n\n"
            "pos = 0\nwhile pos < len(stations):    # works\n    print(stations[pos])\n    pos = pos + 1",
            "Which condition keeps your index in range?",
        ),
    ),
)

_ASSIGNED = Card(
    questions=(
        (
            "{stop}: how long is {holder} before {there} runs? Does the place that {thing} wants to fill"
            " exist already?"
        ),
        (
            "{mark}: do you want to change an item that is there, or add a new one? How long is {holder} at"
            " that moment?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **changing a list**. Square brackets can replace an item that exists. They"
            " cannot make the list longer, and {holder} has no such place yet."
        ),
        (
            "{mark}. An assignment to a **list index** needs a place that is there. {thing} names one that"
            " {holder} does not have."
        ),
    ),
    plans=(
        (
            "Print the length of {holder} just before {there}.",
            "Decide whether you want to replace an item or to add one.",
            "To add one, look for the list method that does so.",
            "To replace one, check that the index is smaller than the length.",
        ),
        (
            "Follow the loop by hand and write down the list after each round.",
            "See at which index the list has no place.",
            "Choose: fill the list with start values first, or let it grow.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "An empty list has no places to assign to:",
            "doubles = []\ndoubles[0] = 14        # IndexError\n\n"
            "doubles = []\ndoubles.append(14)     # works: the list grows",
            "Should your list grow as well?",
        ),
        Example(
            "A list can be given its places first:",
            "votes = [0] * 4        # four places, all 0\nvotes[3] = 25          # works\n"
            "votes[4] = 9           # IndexError: the places are 0 to 3",
            "How many places does your list have?",
        ),
    ),
)

_EMPTY_POP = Card(
    questions=(
        (
            "{stop}: how many items are left before {thing} runs? What makes the list shrink until nothing"
            " is in it?"
        ),
        (
            "{mark}: can you take something out of a list that is empty? How often does {thing} run, and how"
            " many items were there at the start?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **taking items out**. Each `pop` makes its list shorter. At some point"
            " {thing} asked for an item that is no longer there."
        ),
        (
            "{mark}. A **list that is empty** has nothing to give, and one that shrinks has fewer places each"
            " time. {thing} did not find the item it wanted."
        ),
    ),
    plans=(
        (
            "Print the list just before {there}.",
            "Count how often {there} runs.",
            "Compare that with the number of items at the start.",
            "Add a check that stops in time.",
        ),
        (
            "Follow the list by hand, and write it down after every round.",
            "Find the round in which it is too short.",
            "Decide what your code should do then.",
            "Test it with an empty list too.",
        ),
    ),
    examples=(
        Example(
            "Ask whether anything is left before you take it:",
            "plates = ['blue', 'red']\nwhile True:\n    print(plates.pop())   # third round: IndexError\n\n"
            "plates = ['blue', 'red']\nwhile plates:\n    print(plates.pop())   # stops when none is left",
            "Which question could your loop ask?",
        ),
        Example(
            "While a list shrinks, its places move:",
            "cards = [7, 8, 9]\ncards.pop(2)\ncards.pop(2)   # IndexError: only places 0 and 1 are left",
            "Which places are left in your list at {there}?",
        ),
    ),
)

_KEY = Card(
    questions=(
        (
            "{stop}: which keys does {holder} have at that moment? Is {key} among them, with the same"
            " spelling and the same type?"
        ),
        (
            "{mark}: where is {key} put into {holder}, and has that happened before {there}? What should your"
            " code do when a key is missing?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **dictionary keys**. Square brackets find a value only when exactly that"
            " key is there. The text `'1'` and the number `1` are two keys. {key} is not among the keys."
        ),
        (
            "{mark}. A look-up asks for one **key** and gets its value. When the key was never put in, there"
            " is nothing to give. Here the key is {key}."
        ),
    ),
    plans=(
        (
            "Print the keys of {holder} just before {there}.",
            "Search them for {key}. Look at capitals, spaces and quotes.",
            "Find the line that should have put it in.",
            "Decide what to do when a key is missing, and check for it first.",
        ),
        (
            "Say where {key} comes from: typed by you, or read from data?",
            "Compare it with the keys that exist.",
            "If it may be missing, choose a value to use in its place.",
            "Test with a key that exists and with one that does not.",
        ),
    ),
    examples=(
        Example(
            "A missing key can be asked for safely:",
            "prices = {'tea': 3, 'milk': 2}\nprint(prices['honey'])          # KeyError: 'honey'\n"
            "print(prices.get('honey', 0))   # 0, since there is none\n"
            "if 'honey' in prices:           # or ask first\n    print(prices['honey'])",
            "What should your code do when {key} is not there?",
        ),
        Example(
            "Counting needs a first value for every key:",
            "seen = {}\nfor bird in ['owl', 'jay', 'owl']:\n"
            "    seen[bird] = seen.get(bird, 0) + 1   # 0 the first time\nprint(seen)",
            "Without `get`, the first look-up would be a `KeyError`. Where does your key first appear?",
        ),
    ),
)

FAMILIES = (
    family("index-assigned", "IndexError", r"list assignment index out of range", _ASSIGNED, _stored_place),
    family("index-popped", "IndexError", r"pop (?:index out of range|from)", _EMPTY_POP, _popped),
    family(
        "index-out-of-range",
        "IndexError",
        r"^(?:(?P<kind>list|tuple|string) index|.*\bindex(?:er)?\b.*) (?:is )?out[- ]of[- ](?:range"
        r"|bounds)$|^$",
        _OUT_OF_RANGE,
        _place,
    ),
    family("key-missing", "KeyError", r"", _KEY, _key),
)
