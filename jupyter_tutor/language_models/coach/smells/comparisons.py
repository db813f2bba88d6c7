"""Cards on conditions that ask another question than they seem to, and on names with two meanings."""

from __future__ import annotations

from jupyter_tutor.language_models.coach.cards import Card, Example

OR_VALUE = Card(
    questions=(
        "How does Python read {thing} on {there}, part by part? What is each part alone, true or false?",
        "In the condition {thing} on {there}, what does the last part compare with what? Is it ever false?",
    ),
    concepts=(
        (
            "Have a look at {there}, {thing}. `and` and `or` join **whole conditions**. A value alone counts"
            " as true unless it is zero or empty. Is each part a full comparison?"
        ),
        (
            "Take {thing} on {there}. In speech we leave out words: is it red or blue? Python needs **both"
            " comparisons in full**. Are they there?"
        ),
    ),
    plans=(
        (
            "Split the condition on {there} at every `and` and `or`.",
            "Look at each part alone: what does it compare?",
            "Find the part that compares nothing.",
            "Complete it, and test with values for yes and no.",
        ),
        (
            "Print the condition with a value that should give false.",
            "If it says true, look at its parts.",
            "Say each part as a full sentence.",
            "Write it that way.",
        ),
    ),
    examples=(
        Example(
            "A text alone counts as true:",
            "coat = 'green'\nprint(coat == 'red' or 'blue')             # 'blue': counts as true\n"
            "print(coat == 'red' or coat == 'blue')     # False",
            "Which part of your condition is no comparison?",
        ),
        Example(
            "For many values there is a shorter way:",
            "coat = 'green'\nprint(coat in ('red', 'blue', 'grey'))     # False",
            "Which values do you ask about?",
        ),
    ),
)

IS_VALUE = Card(
    questions=(
        (
            "On {there} you write {thing}: do you want to know whether two values are equal, or whether they"
            " are one and the same object? Which sign asks for which?"
        ),
        "What does `is` compare in {thing} on {there}? Is that what you want to know?",
    ),
    concepts=(
        (
            "Have a look at {there}, {thing}. **`is`** asks whether two names mean the very same object."
            " Equal values may still be two objects. Is that your question?"
        ),
        (
            "Take {thing} on {there}. To be **equal** and to be **the same object** are two things. Which one"
            " counts here?"
        ),
    ),
    plans=(
        (
            "Say the condition on {there} in words.",
            "Decide whether equal values are enough.",
            "Look up which sign asks for that.",
            "Use it, and test with a large number or a long text.",
        ),
        (
            "Print both values, and look at them.",
            "If they look alike but the condition fails, think about the sign.",
            "Keep `is` for `None`.",
            "Test again.",
        ),
    ),
    examples=(
        Example(
            "Equal, but not the same object:",
            "left = [7]\nright = [7]\nprint(left == right)    # True: equal\n"
            "print(left is right)    # False: two lists",
            "Which of the two do you ask?",
        ),
        Example(
            "`is` belongs to `None`:",
            "reply = None\nif reply is None:\n    print('no answer yet')",
            "What stands on the right in your condition?",
        ),
    ),
)

SHADOWED = Card(
    questions=(
        (
            "On {there} you use the name {thing}: what does Python itself use that name for? Do you need that"
            " function later?"
        ),
        "What does {thing} mean after {there} has run? Could another cell be surprised by that?",
    ),
    concepts=(
        (
            "Have a look at {there}. {thing} is also the **name of something in Python**. From here on it"
            " means your value, and the old meaning is hidden. Is that a problem in your code?"
        ),
        (
            "Take the name {thing} on {there}. A name has **one meaning at a time**. Do you use it in both"
            " meanings?"
        ),
    ),
    plans=(
        (
            "Search your notebook for {thing}.",
            "Note where you mean your value, and where Python's function.",
            "Give your value a name that says what it holds.",
            "Restart the kernel, so that the old meaning is back.",
        ),
        (
            "Choose another name for the value on {there}.",
            "Change it wherever you mean that value.",
            "Restart the kernel, and run all cells.",
            "Check whether the result is the same.",
        ),
    ),
    examples=(
        Example(
            "A name of Python's gets another meaning:",
            "max = 40\nprint(max(3, 8))      # TypeError: max is a number now\n\n"
            "limit = 40            # a name of its own",
            "What could your value be called?",
        ),
        Example(
            "`del` brings the old meaning back:",
            "sum = 12\ndel sum\nprint(sum([5, 6]))    # 11",
            "Which meaning do you need later?",
        ),
    ),
)
