"""Cards about names that do have a value, but not where they are used."""

from __future__ import annotations

from jupyter_tutor.language_models.coach.cards import Card, Example

OTHER_CELL = Card(
    questions=(
        "{stop}: which cell gives {name} its value? Have you run that cell since the kernel was started?",
        (
            "{mark}: where is {name} set in your notebook? Is there a number in the brackets beside that"
            " cell, to show that it has run?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about the **kernel's memory**. A cell's names exist only once that cell has run."
            " Another cell of your notebook sets {name}, but to Python it is as if that cell were not there."
        ),
        (
            "{mark}. Python remembers only what has **run since the kernel started**. The name {name} stands"
            " in another cell, and that cell has not been run, or it did not get that far."
        ),
    ),
    plans=(
        (
            "Find the cell that sets {name}.",
            "Look at the number beside it. Is it empty?",
            "Run that cell and see whether it ends without an error.",
            "Then run this cell again.",
        ),
        (
            "Choose to restart the kernel and run all cells above this one.",
            "Watch whether each cell above ends well.",
            "If one of them fails, look at that error first.",
            "Come back to {there} after that.",
        ),
    ),
    examples=(
        Example(
            "Think of two cells:",
            "# first cell\nseats = 48\n\n# second cell\nprint(seats // 4)",
            "When only the second cell runs, `seats` is unknown. After the first one has run, it works. Which"
            " cell is the first one in your case?",
        ),
        Example(
            "After a restart of the kernel, all names are gone:",
            "# cell 1\ndef wrap(word):\n    return '*' + word + '*'\n\n# cell 2\nprint(wrap('tea'))",
            "Cell 2 works only after cell 1 has run again. What must run before your cell?",
        ),
    ),
)

INSIDE_FUNCTION = Card(
    questions=(
        (
            "{stop}: where does {name} get its value, inside a function or outside? Can code outside a"
            " function see the names within it?"
        ),
        "{mark}: which part of your code gives {name} a value? Is {there} in that same part?",
    ),
    concepts=(
        (
            "{stop}. This is about **scope**. A name that gets its value inside a function lives only while"
            " that function runs. {name} belongs to {function}, and {there} lies outside of it."
        ),
        (
            "{mark}. Each function has **names of its own**, which nobody outside can see. Here {name} is a"
            " name of {function}."
        ),
    ),
    plans=(
        (
            "Find where {function} sets {name}.",
            "Decide who needs this value: only the function, or also the code on {there}?",
            "If others need it, let the function hand it back.",
            "Keep what the call gives back under a name of your own.",
        ),
        (
            "Check whether {there} should be inside {function}. Look at how far it is indented.",
            "If it should, move it there.",
            "If not, think about how the value can leave the function.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "A value leaves a function only when it is returned:",
            "def brew(cups):\n    grams = cups * 8\n    return grams\n\n"
            "brew(3)\nprint(grams)      # NameError: grams lives inside brew\n\n"
            "needed = brew(3)\nprint(needed)     # works: 24",
            "Here `needed` keeps what came back. What should keep it in your code?",
        ),
        Example(
            "What belongs to a function has to be indented under it:",
            "def label(parcel):\n    tag = parcel.upper()\nprint(tag)        # outside: NameError\n\n"
            "def label(parcel):\n    tag = parcel.upper()\n    print(tag)    # inside: works",
            "Compare the indentation of the two `print` lines with yours.",
        ),
    ),
)
