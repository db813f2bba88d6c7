"""Cards on numbers and types."""

from __future__ import annotations

from jupyter_tutor.language_models.coach.cards import Card, Example

NUMBERS = Card(
    questions=(
        (
            "Which types do your values have, and which type should the result have? What do you get from"
            " `/`, `//` and `%` with small numbers?"
        ),
        "What does the sum give by hand, step by step? In which order does Python work it out?",
    ),
    concepts=(
        (
            "Python has **whole numbers** (`int`) and decimals (`float`). `/` always gives a decimal, `//`"
            " cuts to"
            " a whole number, and `%` gives the rest. Decimals are not always exact."
        ),
        (
            "In a sum, `**` comes first, then `*`, `/`, `//` and `%`, and then `+` and `-`. Brackets change"
            " that. The **type** of the result depends on what goes in."
        ),
    ),
    plans=(
        (
            "Work the sum out by hand for small numbers.",
            "Print each part of it alone.",
            "Compare types as well as values.",
            "Add brackets where the order is not what you mean.",
        ),
        (
            "Decide whether the result should be whole.",
            "Choose the kind of division for that.",
            "Test with numbers that divide evenly, and with some that do not.",
            "Round only when you show the result.",
        ),
    ),
    examples=(
        Example(
            "Whole part and rest:",
            "minutes = 135\nprint(minutes // 60, 'h')     # 2 h\nprint(minutes % 60, 'min')    # 15 min",
            "Which of the two do you need?",
        ),
        Example(
            "Decimals are close, but not exact:",
            "print(0.1 + 0.2)                        # 0.30000000000000004\n"
            "print(abs(0.1 + 0.2 - 0.3) < 1e-9)      # True",
            "Do you compare decimals somewhere?",
        ),
    ),
)

TYPES = Card(
    questions=(
        (
            "Which type has each of your values, and where does it come from? Which type does the next step"
            " need?"
        ),
        "What does `type` say about the value? Is it text that only looks like a number?",
    ),
    concepts=(
        (
            "Every value has a **type**: `int`, `float`, `str`, `list` and so on. The type says what can be"
            " done with it. What comes from `input` or a file is always text."
        ),
        (
            "The number `7` and the text `'7'` are **two types**. Python does not turn one into the other on"
            " its own; functions such as `int` and `str` do."
        ),
    ),
    plans=(
        (
            "Print the value and its type.",
            "Say which type the next step needs.",
            "Turn it into that type as early as possible.",
            "Decide what to do when that fails.",
        ),
        (
            "Follow the value back to where it came in.",
            "Check whether it was text there.",
            "Change it at that place.",
            "Use the new value from then on.",
        ),
    ),
    examples=(
        Example(
            "Text that looks like a number:",
            "size = '38'\nprint(size * 2)          # 3838\nprint(int(size) * 2)     # 76",
            "Which of your values is text?",
        ),
        Example(
            "A number in a text:",
            "gate = 14\nprint('Gate ' + str(gate))\nprint(f'Gate {gate}')",
            "Where do you put the two together?",
        ),
    ),
)
