"""Cards on results that get lost, and on defaults that are shared."""

from __future__ import annotations

from jupyter_tutor.language_models.coach.cards import Card, Example

NONE_KEPT = Card(
    questions=(
        (
            "On {there} you keep the result of {thing}: what does that method give back? What do you see"
            " when you print it?"
        ),
        "What does the name on the left hold after {there} ({thing}) has run? Where is the changed list?",
    ),
    concepts=(
        (
            "Have a look at {there}, {thing}. Some methods **change a list in place** and give back `None`."
            " Is that the value you wanted to keep?"
        ),
        (
            "Take {thing} on {there}. A method either **changes** its list or **gives** a new one. Which"
            " kind is this one?"
        ),
    ),
    plans=(
        (
            "Print the name on the left just after {there}.",
            "Print the list itself too.",
            "Decide which of the two you want to go on with.",
            "Change {there} so that the right one is kept.",
        ),
        (
            "Look up what the method on {there} gives back.",
            "Ask whether the list may be changed, or must stay as it is.",
            "Choose the form that fits.",
            "Print the result to check it.",
        ),
    ),
    examples=(
        Example(
            "`reverse` changes the list and gives nothing back:",
            "lane = [1, 2, 3]\nback = lane.reverse()\nprint(back)     # None\nprint(lane)     # [3, 2, 1]",
            "Which of the two do you keep?",
        ),
        Example(
            "A new sorted list comes from a function, not from the method:",
            "bids = [70, 20]\nranked = sorted(bids)    # a new list\n"
            "print(ranked, bids)      # [20, 70] [70, 20]",
            "May your list be changed, or should it stay?",
        ),
    ),
)


NO_RETURN = Card(
    questions=(
        (
            "What does {thing}, which starts on {there}, give back to whoever calls it? Which line of it"
            " hands over"
            " the result?"
        ),
        (
            "When you write `print` around a call of {thing} ({there}), what do you see? Where is its result"
            " returned?"
        ),
    ),
    concepts=(
        (
            "Have a look at {thing} on {there}. A function gives a value back only with **`return`**."
            " Without it, a call gives `None`. Should this one give something back?"
        ),
        (
            "Take {thing} on {there}. To **print** shows a value to people; to **return** gives it to the"
            " code. Which of the two does the task want?"
        ),
    ),
    plans=(
        (
            "Say which value {thing} should hand back.",
            "Find the line that works it out.",
            "Follow every way through the function to its end.",
            "Make sure that each of them hands the value back.",
            "Print the result of a call to check.",
        ),
        (
            "Call {thing} with a small input, and print what comes back.",
            "If it is `None`, look at the end of the function.",
            "Decide what should be given back there.",
            "Check how far that line is indented.",
        ),
    ),
    examples=(
        Example(
            "Without `return` the result is lost:",
            "def volume(side):\n    cube = side ** 3\n\nprint(volume(2))      # None\n\n"
            "def volume_of(side):\n    cube = side ** 3\n    return cube\n\nprint(volume_of(2))   # 8",
            "What should your function hand back?",
        ),
        Example(
            "Every way through needs its `return`:",
            "def sign_of(change):\n    if change < 0:\n        return 'falling'\n"
            "    return 'rising'     # also this way",
            "Which way through your function has none?",
        ),
    ),
)

UNUSED = Card(
    questions=(
        "What happens with the result of {thing} on {there}? Is it kept anywhere, under which name?",
        "Does {thing} on {there} change anything, or does it only work something out? Who uses the result?",
    ),
    concepts=(
        (
            "Have a look at {there}, {thing}. This line works something out, and then the **result is"
            " lost**. Was it meant to be kept, to change something, or to be called?"
        ),
        (
            "Take {thing} on {there}. Many operations **give a new value** and leave the old one alone. Do"
            " you go on with the old one?"
        ),
    ),
    plans=(
        (
            "Say what {there} should achieve.",
            "Print the value before and after that line. Does it change?",
            "If not, think about where the new value goes.",
            "Keep it under a name, and use that name.",
        ),
        (
            "Check the brackets: is it a call, or only the name of a method?",
            "Check the signs: do you want to set or to compare?",
            "Decide who needs the result.",
            "Change {there}, and look at the result again.",
        ),
    ),
    examples=(
        Example(
            "Text methods give a new text:",
            "town = 'lima'\ntown.title()             # worked out, then lost\n"
            "print(town)              # lima\n"
            "town = town.title()      # kept\nprint(town)              # Lima",
            "Where does the result of your line go?",
        ),
        Example(
            "Without round brackets a method is not called:",
            "trail = [9, 4]\ntrail.reverse       # nothing happens\ntrail.reverse()     # now it does",
            "Is your line a call?",
        ),
    ),
)


DEFAULT = Card(
    questions=(
        (
            "On {there} there is {thing}: when is that default made, once or for every call? What does it"
            " hold at the second call?"
        ),
        "What do you get when you call the function on {there} twice without that argument ({thing})?",
    ),
    concepts=(
        (
            "Have a look at {there}, {thing}. A **default value** is made once, when the function is"
            " defined. If it is changed, do later calls see that?"
        ),
        "Take {thing} on {there}. All calls **share one default**. Is that what you want when it can change?",
    ),
    plans=(
        (
            "Call the function twice, and print the result each time.",
            "See whether the second one still holds things from the first.",
            "If so, choose a default that cannot change.",
            "Make the new list or dictionary inside the function.",
        ),
        (
            "Ask who should own the list: the caller or the function?",
            "If the function, make it anew in each call.",
            "If the caller, take away the default.",
            "Test with two calls.",
        ),
    ),
    examples=(
        Example(
            "The default is shared by all calls:",
            "def pack(item, bag=[]):\n    bag.append(item)\n    return bag\n\n"
            "print(pack('map'))     # ['map']\nprint(pack('torch'))   # ['map', 'torch']",
            "What does your second call give?",
        ),
        Example(
            "A new list for each call:",
            "def pack(item, bag=None):\n    if bag is None:\n        bag = []\n    bag.append(item)\n"
            "    return bag",
            "Where could yours be made?",
        ),
    ),
)
