"""Cards on loops that run, but perhaps not as often or not as far as they should."""

from __future__ import annotations

from jupyter_tutor.language_models.coach.cards import Card, Example

ENDLESS = Card(
    questions=(
        (
            "On {there} there is {thing}: which value has to change so that this loop ends? Does any line"
            " inside the loop change it?"
        ),
        "How often will the loop on {there} ({thing}) run? What makes its condition false one day?",
    ),
    concepts=(
        (
            "Have a look at {there}, {thing}. A **`while` loop** goes on for as long as its condition is"
            " true. Do you see a line in it that leads to the end? I see none that changes what the"
            " condition asks for."
        ),
        (
            "Take {thing} on {there}. A loop needs an **end**: something in it must change the condition, or"
            " leave"
            " the loop. Is there such a line in yours?"
        ),
    ),
    plans=(
        (
            "Find {there}, {thing}.",
            "Write down the names in the condition.",
            "Look in the loop for the line that changes one of them.",
            "If there is none, decide what should change in each round.",
            "Check with a small input that the loop ends.",
        ),
        (
            "Say in words when the loop on {there} should stop.",
            "Follow two rounds by hand.",
            "Does anything in the condition differ after the first one?",
            "Add what is missing, and try again.",
        ),
    ),
    examples=(
        Example(
            "The loop ends because each round changes its condition:",
            "pages = 120\nwhile pages > 0:\n    print(pages, 'left')\n"
            "    pages = pages - 40     # without this line: no end",
            "Which line does that in your loop?",
        ),
        Example(
            "A loop may also be left from inside:",
            "guess = 1\nwhile True:\n    if guess * guess > 90:\n        break\n    guess = guess + 1\n"
            "print(guess)    # 10",
            "What could end yours?",
        ),
    ),
)

LEAVES_AT_ONCE = Card(
    questions=(
        (
            "How many rounds does your loop get to do when Python meets {thing} on {there}? Has it seen all"
            " the items by then?"
        ),
        (
            "What happens on {there} ({thing}) in the very first round? When may the function really give its"
            " answer?"
        ),
    ),
    concepts=(
        (
            "Have a look at {there}, {thing}. A **`return`** ends the whole function at once, the loop"
            " included. How many items has your loop seen by then?"
        ),
        (
            "Take {thing} on {there}. Each **`return`** ends the function. If every way through a round ends"
            " in one, can there be a second round?"
        ),
    ),
    plans=(
        (
            "Follow the first round of the loop by hand, up to {there}.",
            "Decide which answer can be given early, after one item.",
            "Decide which answer needs all the items.",
            "Give that one after the loop.",
            "Test with an input in which the last item decides.",
        ),
        (
            "Print the item at the start of each round.",
            "Count how many you see.",
            "If it is only one, look at where {there} is indented.",
            "Think about where that line belongs.",
        ),
    ),
    examples=(
        Example(
            "One leak is enough for a no, but a yes needs all the hulls:",
            "def all_tight(hulls):\n    for hull in hulls:\n        if hull == 'leak':\n"
            "            return False    # sure at once\n"
            "    return True             # sure only after the last one",
            "Which of your answers is sure at once?",
        ),
        Example(
            "A total is ready only after the loop:",
            "def letters_in(words):\n    count = 0\n    for word in words:\n"
            "        count = count + len(word)\n"
            "    return count            # not inside the loop",
            "When is your result ready?",
        ),
    ),
)

CHANGING = Card(
    questions=(
        (
            "On {there} there is {thing}: which list does the loop go through, and which one is changed? What"
            " happens to the places of the items that follow?"
        ),
        "Which items does the loop see after {thing} on {there} has run? Could one be skipped?",
    ),
    concepts=(
        (
            "Have a look at {there}, {thing}. The loop goes through a list **while that list changes**. Its"
            " items move, and the loop counts on. Could it miss some, or never end?"
        ),
        (
            "Take {thing} on {there}. A loop keeps a **place in the list**. What becomes of that place when"
            " items come or go?"
        ),
    ),
    plans=(
        (
            "Take a list of three items, and follow the loop by hand.",
            "After each round, write down the list and the place.",
            "See which item is skipped or comes twice.",
            "Build a new list, or go through a copy.",
        ),
        (
            "Say which items should be left at the end.",
            "Collect these in a new list.",
            "Leave the first list as it is.",
            "Compare the two at the end.",
        ),
    ),
    examples=(
        Example(
            "Removing moves the items, so one is skipped:",
            "jars = ['a', 'x', 'x', 'b']\nfor jar in jars:\n    if jar == 'x':\n"
            "        jars.remove(jar)\nprint(jars)      # ['a', 'x', 'b']\n\n"
            "kept = []\nfor jar in ['a', 'x', 'x', 'b']:\n    if jar != 'x':\n        kept.append(jar)\n"
            "print(kept)      # ['a', 'b']",
            "What does your list look like after each round?",
        ),
        Example(
            "Going through a copy is safe:",
            "herd = [3, 8, 9]\nfor weight in list(herd):     # a copy\n    if weight > 5:\n"
            "        herd.remove(weight)\nprint(herd)                   # [3]",
            "Which list does your loop go through?",
        ),
    ),
)

RANGE_ENDS = Card(
    questions=(
        (
            "Which numbers does {thing} on {there} give, the first and the last? Does your loop need all of"
            " these,"
            " no more and no fewer?"
        ),
        (
            "For a list of three items, which numbers come out of {thing} on {there}? Which place is left"
            " out, if any?"
        ),
    ),
    concepts=(
        (
            "Have a look at {there}, {thing}. A **range** starts at its first number and ends just before its"
            " second one. Are the first and the last item treated as you want?"
        ),
        (
            "Take {thing} on {there}. With ranges, being **off by one** is easy, for the end itself is not"
            " included. Is each item you need within it?"
        ),
    ),
    plans=(
        (
            "Take a list of three items.",
            "Write down the numbers that the range on {there} gives.",
            "Mark the places your loop reads with each of them.",
            "See whether one is missing or too much.",
            "Test with none and one item as well.",
        ),
        (
            "Print the loop variable in each round.",
            "Compare the first and the last value with what you need.",
            "Ask whether you need the places at all, or just the items.",
            "Change the range, and test again.",
        ),
    ),
    examples=(
        Example(
            "Writing the numbers down shows what a range covers:",
            "rungs = ['low', 'mid', 'top']\nprint(list(range(len(rungs))))        # [0, 1, 2]\n"
            "print(list(range(1, len(rungs))))     # [1, 2]: the first is left out\n"
            "print(list(range(len(rungs) - 1)))    # [0, 1]: the last is left out",
            "What does the same show for your range?",
        ),
        Example(
            "Neighbours come in one pair fewer than items:",
            "dates = [2, 5, 11]\nfor k in range(len(dates) - 1):\n"
            "    print(dates[k], dates[k + 1])    # two pairs",
            "How many rounds do you need?",
        ),
    ),
)

NAME_UNUSED = Card(
    questions=(
        (
            "What does {thing} hold in each round of the loop on {there}? Should anything in the loop depend"
            " on it?"
        ),
        (
            "The loop on {there} sets {thing}: where do you use that value? Does each round do the same as"
            " the one before?"
        ),
    ),
    concepts=(
        (
            "Have a look at {there}. The **loop variable** {thing} gets a new item in each round, but nothing"
            " reads it. Is every round meant to do the same?"
        ),
        (
            "Take the loop on {there}. Usually a round works with **its own item**, here {thing}. Do you use"
            " another name by mistake?"
        ),
    ),
    plans=(
        (
            "Print {thing} in each round.",
            "Look at the names that the loop does use.",
            "Ask whether one of them should be {thing}.",
            "Change it, and compare the results.",
        ),
        (
            "Say in words: for each …, do … with it.",
            "Find the place in the loop that does something with the item.",
            "Check which name stands there.",
            "Run it with two items.",
        ),
    ),
    examples=(
        Example(
            "Each round should use its own item:",
            "fees = [4, 9]\nbill = 0\nfor fee in fees:\n"
            "    bill = bill + fees[0]    # always the first: 8\n\n"
            "bill = 0\nfor fee in fees:\n    bill = bill + fee        # its own item: 13",
            "Which name does your loop read?",
        ),
        Example(
            "When only the number of rounds counts, the usual name is `_`:",
            "for _ in range(3):\n    print('knock')",
            "Is that what you want, or is the item needed?",
        ),
    ),
)
