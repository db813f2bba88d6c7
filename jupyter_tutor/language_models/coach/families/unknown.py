"""What is said when there is no rule: honestly that, with a question that helps anyone."""

from __future__ import annotations

from jupyter_tutor.language_models.coach.cards import Card, Example, family

_UNKNOWN = Card(
    questions=(
        (
            "{stop}: since I have no rule for {ename}, could you tell me in your own words what its message"
            " says? What did you expect {there} to do, and what is the smallest input that still fails?"
        ),
        (
            "{mark}: as I do not know {ename}, which values go into this line? Does the same line work with a"
            " simpler value?"
        ),
    ),
    concepts=(
        (
            "{stop}. I have no rule for {ename}, so I will not guess what it means. In general an"
            " **exception** says: this step could not be done. What did you expect {there} to do?"
        ),
        (
            "{mark}. {ename} is an **exception** that I have no rule for. Its own words are the best clue."
            " What do"
            " you think they say about {there}?"
        ),
    ),
    plans=(
        (
            "Read the message slowly, and look up the words that you do not know.",
            "Print the values that {there} uses, just before it.",
            "Make the input smaller until the error goes away.",
            "Compare the last input that failed with the first that worked. What differs?",
        ),
        (
            "Look {ename} up in the help of the module it comes from.",
            "Run the parts of {there} one by one.",
            "Find the smallest part that still fails.",
            "Show that part to your instructor, with the message.",
        ),
    ),
    examples=(
        Example(
            "I have no rule for {ename}, so here is how to narrow down any error:",
            "basket = ['3', '7', 'x']\nfor fruit in basket:\n"
            "    print('next:', repr(fruit))   # the last one shown is the culprit\n"
            "    print(int(fruit) * 2)",
            "What does such a `print` show just before {there}?",
        ),
        Example(
            "I do not know {ename}, but any long line can be taken apart:",
            "text = ' 12;x '\nstep_1 = text.strip()\nstep_2 = step_1.split(';')\n"
            "print(step_1, step_2)     # look at each step\n"
            "step_3 = int(step_2[1])   # only this one fails",
            "Which step of {there} fails when it stands alone?",
        ),
    ),
)

UNKNOWN = family("unknown", "", r"", _UNKNOWN)

FAILED_CHECK = Card(
    questions=(
        (
            "A check wants {expected} and gets {got}: for which input is that? What does your code do with"
            " it, step"
            " by step, and at which step does it go another way than you think?"
        ),
        (
            "Where does {got} come from, when the check asks for {expected}? Which line of your code makes"
            " that value?"
        ),
    ),
    concepts=(
        (
            "A **check** ran your code and compared the result. It wanted {expected} and got {got}. Your"
            " code did not crash: for this input it gives another answer than the task asks for."
        ),
        (
            "The check speaks of an **expected** and an actual value: {expected} against {got}. The"
            " difference of the two often tells what kind of slip it is."
        ),
    ),
    plans=(
        (
            "Find the input that the check uses.",
            "Work out by hand why {expected} is the right answer.",
            "Run your code on just this input. Does it give {got}?",
            "Print what your names hold after each step, until one surprises you.",
            "Mend that step, and run all checks again.",
        ),
        (
            "Compare {expected} and {got}: is it the type, the order, one too many or one too few?",
            "Look for the line that could cause just that.",
            "Try it on the smallest input that shows it.",
            "Run all checks again after the change.",
        ),
    ),
    examples=(
        Example(
            "Printing in each round shows where the value goes wrong:",
            "def uphill(path):\n    climb = 0\n    for n in range(len(path)):          # starts too early\n"
            "        climb = climb + max(0, path[n] - path[n - 1])\n"
            "        print(n, climb)                 # look here\n    return climb\n\n"
            "uphill([9, 5, 7])    # expected 2, got 4",
            "The first round is the odd one. Which step is it in your code?",
        ),
        Example(
            "Text and number look alike, but are not equal:",
            "def room(door):\n    return door[-2:]\n\nprint(repr(room('B-17')))    # got '17', expected 17",
            "Do the two values of your check have the same type?",
        ),
    ),
)

NOTHING_KNOWN = Card(
    questions=(
        (
            "What did you expect your code to do, and what happens instead? Which is the smallest input for"
            " which the two differ?"
        ),
        "What should come out, what does come out, and for which input? Which line do you trust least?",
    ),
    concepts=(
        (
            "I work by rules, and none of mine fits your question. So let us look at the **difference between"
            " expected and actual**. Which input did you try, what should come out, and what came out?"
        ),
        (
            "I have no rule for this, and I do not want to guess. The most useful thing to know is a **small"
            " example**: one input, the result you want, and the result you get. Can you give me one?"
        ),
    ),
    plans=(
        (
            "Write down one small input, and the result you want.",
            "Follow your code by hand for this input.",
            "Print the values after each step, and compare.",
            "Tell me the first step at which they differ.",
        ),
        (
            "Say the task in one sentence: what goes in, what comes out?",
            "Split it into two or three smaller steps.",
            "Do the first one alone, and check it.",
            "Ask me again about the step that does not work.",
        ),
    ),
    examples=(
        Example(
            "I have no rule for this question. Here is a way to see what a piece of code does:",
            "def pairs(socks):\n    print('gets:', socks)          # what goes in\n    result = socks // 2\n"
            "    print('gives:', result)        # what comes out\n    return result\n\n"
            "assert pairs(5) == 2               # what you want, as a check",
            "What do such lines show in your code?",
        ),
        Example(
            "No rule of mine fits, but a table of steps helps with most questions:",
            "spill = 50\nfor hour in range(1, 4):\n    spill = spill - 8 * hour\n"
            "    print(hour, spill)     # one line per round",
            "Which line of such a table would surprise you in your case?",
        ),
    ),
)
