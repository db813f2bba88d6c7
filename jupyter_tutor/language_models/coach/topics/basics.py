"""Cards on loops, conditions, names and functions."""

from __future__ import annotations

from jupyter_tutor.language_models.coach.cards import Card, Example

LOOPS = Card(
    questions=(
        (
            "Which step of your task has to be done again and again? What is different from one round to the"
            " next,"
            " and when is it enough?"
        ),
        "What should your loop go through, items or numbers? What do you want to know after the last round?",
    ),
    concepts=(
        (
            "A **loop** repeats a block. `for` takes the items of something one by one; `while` goes on for"
            " as long as a condition is true. What belongs to the loop is indented under its header."
        ),
        (
            "To **repeat** is what loops are for. With `for` you know what to go through. With `while` you"
            " only know when to stop. Which of the two is your case?"
        ),
    ),
    plans=(
        (
            "Say what one round should do, for one item.",
            "Say what the loop goes through, or when it should stop.",
            "Decide which value has to be ready before the first round.",
            "Decide what to do with it after the last round.",
            "Follow two rounds by hand to check.",
        ),
        (
            "Do the task by hand for three items.",
            "Note which step came again and again.",
            "Make that step the body of the loop.",
            "Put what happens once before or after it.",
        ),
    ),
    examples=(
        Example(
            "A loop through texts, with a value that grows:",
            "luggage = ['trunk', 'bag']\nlabels = ''\nfor piece in luggage:\n"
            "    labels = labels + piece[0]\nprint(labels)     # tb",
            "Which value grows in your loop, and what does it start with?",
        ),
        Example(
            "A loop that stops when a condition fails:",
            "snow = 3\ndays = 0\nwhile snow < 40:\n    snow = snow * 2\n    days = days + 1\n"
            "print(days)       # 4",
            "When should yours stop?",
        ),
    ),
)

CONDITIONS = Card(
    questions=(
        (
            "Which cases does your task tell apart? Can two of them be true at once, and what should happen"
            " then?"
        ),
        (
            "What do you want to ask with your condition, in words? For which input is it true, and for"
            " which is it false?"
        ),
    ),
    concepts=(
        (
            "A **condition** is a question with the answer true or false. `if` runs its block when the"
            " answer is true, `elif` asks another question when it was not, and `else` takes all that is"
            " left."
        ),
        (
            "Python looks at **branches from top to bottom** and takes the first one that is true. So their"
            " order counts. Several questions can be joined by `and` and `or`."
        ),
    ),
    plans=(
        (
            "List the cases in words.",
            "For each, write the question that tells it from the others.",
            "Put the most special case first.",
            "Decide what happens when none fits.",
            "Test each case, and the values at the borders.",
        ),
        (
            "Draw the cases on a number line, or as a table.",
            "Look for gaps and overlaps.",
            "Turn each part into one branch.",
            "Try one value for each branch.",
        ),
    ),
    examples=(
        Example(
            "Three cases, the most special one first:",
            "def ferry_fee(length):\n    if length > 9:\n        return 60\n    elif length > 5:\n"
            "        return 35\n    else:\n        return 20",
            "Which of your cases has to come first?",
        ),
        Example(
            "Two questions joined:",
            "def may_board(ticket, seats):\n    return ticket and seats > 0\n\n"
            "print(may_board(True, 0))     # False",
            "Which questions belong together in your task?",
        ),
    ),
)

VARIABLES = Card(
    questions=(
        "Which values does your task need to remember, and under which names? When does each of them change?",
        "What does the name hold before the line, and what after it? Which side is worked out first?",
    ),
    concepts=(
        (
            "A **variable** is a name for a value. An equals sign works out its right side first, and then"
            " lets the name on the left mean the result. The old value is gone."
        ),
        (
            "To **assign** is not to say that two things are equal: it gives a name a value at that moment."
            " Later changes elsewhere do not change it."
        ),
    ),
    plans=(
        (
            "List the values that you need to remember.",
            "Give each a name that says what it is.",
            "Note when it gets its first value.",
            "Note when it changes.",
        ),
        (
            "Draw a table with a column for each name.",
            "Run through the lines by hand.",
            "Write the new value down after each line.",
            "Compare the last row with what you expect.",
        ),
    ),
    examples=(
        Example(
            "The right side comes first:",
            "level = 10\nlevel = level + 5     # 10 + 5, then kept as level\nprint(level)          # 15",
            "What are the values in your line?",
        ),
        Example(
            "A result does not follow later changes:",
            "width = 4\narea = width * width\nwidth = 9\nprint(area)           # still 16",
            "When is your value worked out?",
        ),
    ),
)

FUNCTIONS = Card(
    questions=(
        (
            "What should your function get, and what should it give back? Which name has each of the values"
            " inside"
            " it?"
        ),
        (
            "What do you expect from one call of your function, for one small input? Which line hands over"
            " the result?"
        ),
    ),
    concepts=(
        (
            "A **function** is a piece of work with a name. Its parameters are names for what it gets, and"
            " `return` hands its result back. Nothing runs until it is called."
        ),
        (
            "Think of a **function** as a machine: something goes in, something comes out. To define it is"
            " one step, and to call it is another. What is printed inside is not what comes out."
        ),
    ),
    plans=(
        (
            "Say in one sentence what the function does.",
            "Name what it gets: these are the parameters.",
            "Work out the result for one input by hand.",
            "Write those steps as the body, and hand the result back at the end.",
            "Call it with your input, and compare.",
        ),
        (
            "Write down two or three calls, and the answers you want.",
            "Find the steps that lead from the one to the other.",
            "Make them the body of the function.",
            "Check every call.",
        ),
    ),
    examples=(
        Example(
            "Something goes in, something comes out:",
            "def tiles(room_m2, tile_m2):\n    count = room_m2 / tile_m2\n    return round(count)\n\n"
            "needed = tiles(12, 0.25)    # 48",
            "What goes in and what comes out of yours?",
        ),
        Example(
            "To print is not to return:",
            "def show(word):\n    print(word * 2)\n\ndef give(word):\n    return word * 2\n\n"
            "x = show('ha')    # prints haha, x is None\ny = give('ha')    # y is 'haha'",
            "Which of the two does your task ask for?",
        ),
    ),
)

RECURSION = Card(
    questions=(
        (
            "What is the smallest case of your problem, and its answer? How does a larger case contain a"
            " smaller one of the same kind?"
        ),
        (
            "If you knew the answer for a slightly smaller input, how would you get yours from it? Where"
            " does that"
            " end?"
        ),
    ),
    concepts=(
        (
            "In **recursion** a function calls itself with a smaller problem. It needs a base case that is"
            " answered directly, and a step that comes closer to it."
        ),
        (
            "A problem is **recursive** when it contains a smaller one of the same kind. The answer is built"
            " from that of the smaller one, down to a case so small that it is clear."
        ),
    ),
    plans=(
        (
            "Find the smallest input, and say its answer.",
            "Describe a larger input as a small step plus a smaller input.",
            "Let the function call itself for that smaller input.",
            "Build the answer from what comes back.",
            "Follow it by hand for a size of two.",
        ),
        (
            "Write the answers for sizes zero, one and two.",
            "Say how each follows from the one before.",
            "The first is your base case, the rest is the step.",
            "Check that each call gets smaller.",
        ),
    ),
    examples=(
        Example(
            "A text is its first letter and a shorter text:",
            "def spaced(word):\n    if len(word) <= 1:          # smallest case\n        return word\n"
            "    return word[0] + ' ' + spaced(word[1:])\n\nprint(spaced('oak'))     # o a k",
            "What is the smallest case of yours?",
        ),
        Example(
            "A tower is one block on a smaller tower:",
            "def blocks(levels):\n    if levels == 0:\n        return 0\n"
            "    return levels + blocks(levels - 1)\n\nprint(blocks(4))         # 10",
            "What is the smaller problem inside yours?",
        ),
    ),
)
