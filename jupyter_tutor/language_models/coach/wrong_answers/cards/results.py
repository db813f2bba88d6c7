"""Cards on answers that do not come: nothing handed back, printed instead, or no end."""

from __future__ import annotations

from jupyter_tutor.language_models.coach.cards import Card, Example

NOTHING_BACK = Card(
    questions=(
        "Which `return` does your code reach there, if any?",
        "Where does the function end for this input, and what does it hand back?",
    ),
    concepts=(
        (
            "A function that comes to its end without a **`return`** hands back `None`. So for this input no"
            " `return` with a value is reached."
        ),
        (
            "**`None`** is what comes back when a function just ends. There may be a case in which your code"
            " has no answer."
        ),
    ),
    plans=(
        (
            "List every `return` in your function.",
            "Follow {call} by hand, and see which of them is reached.",
            "If none is, say what the answer should be in that case.",
            "Think about where in the function that case is known.",
            "Add what is missing, and run all checks.",
        ),
        (
            "Start with the smallest input: nothing in it, or one item.",
            "Follow the function to its end.",
            "Mark each way through it that ends without a value.",
            "Say in words what each of these should give.",
            "Change the code, and run all checks.",
        ),
    ),
    examples=(
        Example(
            "No branch fits, so nothing comes back:",
            "def first_wet(days):\n    for day in days:\n        if day == 'rain':\n"
            "            return day\n\n"
            "print(first_wet(['sun']))    # None: the loop ended, and then?",
            "What should your function say when its loop is over?",
        ),
        Example(
            "A method that changes a list hands back nothing:",
            "def by_size(shoes):\n    return shoes.sort()    # sorts, but gives None\n\n"
            "print(by_size([41, 38]))",
            "What does the call on your line hand back?",
        ),
    ),
)

PRINTED = Card(
    questions=(
        "Is the right value shown or handed back there?",
        "What does the caller get when your function only shows its value?",
    ),
    concepts=(
        (
            "`print` shows a value to people. **`return`** hands it to the code that called. A check can only"
            " see what is handed back."
        ),
        (
            "Showing and **handing back** are two things. After `print` the value is gone, and the function"
            " gives `None`."
        ),
    ),
    plans=(
        (
            "Find the line that shows the value.",
            "Ask who needs it: a person or the calling code?",
            "Let the function hand it back in place of showing it.",
            "Show it outside of the function, where you call it.",
            "Run all checks.",
        ),
        (
            "Call your function, and keep what it gives in a name.",
            "Look at what that name holds.",
            "Find the place where the value was shown, not handed back.",
            "Change that, and run all checks.",
        ),
    ),
    examples=(
        Example(
            "One shows, the other hands back:",
            "def shown(eggs):\n    print(eggs * 2)\n\ndef handed(eggs):\n    return eggs * 2\n\n"
            "basket = shown(3)     # 6 on the screen\nprint(basket)         # None\n"
            "print(handed(3) + 1)  # 7",
            "Which of the two is your function like?",
        ),
        Example(
            "Only a value that is handed back can be used again:",
            "def rent(days):\n    return 12 * days\n\nprint(rent(2) + rent(3))   # 60",
            "What could others do with your result?",
        ),
    ),
)

NO_END = Card(
    questions=(
        "What has to change there so that the code comes to an end?",
        "Which value should be different after each round of {thing}?",
    ),
    concepts=(
        (
            "The code **went on for too long** and was stopped. A loop ends only when its condition becomes"
            " false, or when it is left. A function that calls itself needs a case without a call."
        ),
        (
            "It was stopped because it **had no end**. Something in each round must bring the end closer."
            " What is that here?"
        ),
    ),
    plans=(
        (
            "Take {call}, and follow two rounds by hand.",
            "Write down the values that the condition asks for.",
            "See whether any of them differs after a round.",
            "If not, decide what should change in each round.",
            "Change that, and run all checks.",
        ),
        (
            "Say in words when the work is done.",
            "Find the line that should notice it.",
            "Print the values it looks at, for three rounds only.",
            "Ask why it never says: done.",
            "Change that, and run all checks.",
        ),
    ),
    examples=(
        Example(
            "Each round must come closer to the end:",
            "candles = 3\nwhile candles > 0:\n    print('burning')\n"
            "    candles = candles - 1    # without it: no end",
            "What does the same in your code?",
        ),
        Example(
            "A list that grows while you go through it has no end:",
            "seeds = [1, 2]\nfor seed in list(seeds):      # a copy stays as it is\n    seeds.append(seed)\n"
            "print(seeds)                  # [1, 2, 1, 2]",
            "Does something grow while your code goes through it?",
        ),
    ),
)

CALL_REFUSED = Card(
    questions=(
        (
            "The check calls {call} and gets {error}: does {thing} on {there} have just that name, and take"
            " just these values?"
        ),
        "What differs between the call {call}, which ends in {error}, and {thing} on {there}?",
    ),
    concepts=(
        (
            "{call} ends in {error}. A **call must fit its function**: the same name, letter for letter, and"
            " as many values. Compare it with {there}, {thing}."
        ),
        (
            "The check {call} cannot even start: {error}. Others call your function by its **name and its"
            " values**, so both must be those of the task. Look at {there}, {thing}."
        ),
    ),
    plans=(
        (
            "Read in the task what the function is called, and what it is given.",
            "Compare that with {there}.",
            "Look for other capitals, a missing letter, or a value too many.",
            "Change {there}, run the cell, and run all checks.",
        ),
        (
            "Call your function yourself, just as in {call}.",
            "Read the error, and find the word in it that does not fit.",
            "Change {there} so that the call fits.",
            "Run the cell again, then all checks.",
        ),
    ),
    examples=(
        Example(
            "The name in the call and the name in the definition differ:",
            "def bake_bread(grams):\n    return grams * 0.9\n\n"
            "bake_Bread(500)    # NameError: other capitals",
            "Which name does your task ask for?",
        ),
        Example(
            "The call brings more values than the function takes:",
            "def fence(length):\n    return length * 2\n\nfence(3, 4)    # TypeError: two values, one place",
            "How many values does the check bring?",
        ),
    ),
)
