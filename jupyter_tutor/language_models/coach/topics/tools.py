"""Cards on files, arrays, plots and classes."""

from __future__ import annotations

from jupyter_tutor.language_models.coach.cards import Card, Example

FILES = Card(
    questions=(
        "In which folder does your file lie, seen from the notebook? What does one line of it look like?",
        "Do you want to read or to write? What should happen to what is already in the file?",
    ),
    concepts=(
        (
            "A **file** is opened by its path and a mode: `r` reads, `w` writes anew, `a` adds at the end."
            " With `with` it is closed by itself. What you read is text."
        ),
        (
            "Reading a **file** gives text, line by line, each with the end of its line. The path is seen"
            " from the"
            " folder in which the notebook runs."
        ),
    ),
    plans=(
        (
            "Check the path and the name of the file.",
            "Open it in a `with` block.",
            "Go through it line by line, and print the first line to see its form.",
            "Cut each line into the parts you need, and turn them into the right types.",
        ),
        (
            "Try with a file of three lines.",
            "Read it, and print what you get, with quotes.",
            "Take away the end of each line.",
            "Only then work with the values.",
        ),
    ),
    examples=(
        Example(
            "Line by line:",
            "with open('tides.txt') as notes:\n    for entry in notes:\n"
            "        hour, height = entry.strip().split(',')\n        print(hour, float(height))",
            "What does one line of your file look like?",
        ),
        Example(
            "Writing anew:",
            "with open('menu.txt', 'w') as card:\n    card.write('soup\\n')\n    card.write('bread\\n')",
            "Should the old content stay?",
        ),
    ),
)

ARRAYS = Card(
    questions=(
        "Which shape does each of your arrays have? Which direction is a row, and which is a column?",
        "What do you want to do with every item at once? Which shape should the result have?",
    ),
    concepts=(
        (
            "A **NumPy array** holds values of one type, in one or more directions. Its `shape` gives the"
            " size in each. Sums work on all items at once, and an axis says along which direction."
        ),
        (
            "Arrays of different shapes can meet by **broadcasting**: lined up on the right, sizes must be"
            " equal or 1. A size of 1 is stretched."
        ),
    ),
    plans=(
        (
            "Print the shape of each array.",
            "Write the shapes below each other, lined up on the right.",
            "Say which sizes meet, and which shape should come out.",
            "Choose the axis along which you want to add up.",
        ),
        (
            "Try with an array of two rows and three columns.",
            "Work out the result by hand.",
            "Let NumPy do it, and compare.",
            "Then take the real data.",
        ),
    ),
    examples=(
        Example(
            "Axis 0 goes down the rows, axis 1 along them:",
            "import numpy as np\n\nsales = np.array([[1, 2, 3], [10, 20, 30]])\n"
            "print(sales.shape)          # (2, 3)\nprint(sales.sum(axis=0))    # [11 22 33]\n"
            "print(sales.sum(axis=1))    # [ 6 60]",
            "Along which direction do you add up?",
        ),
        Example(
            "A column and a row make a table:",
            "import numpy as np\n\nhours = np.array([[1], [2]])       # (2, 1)\n"
            "fees = np.array([5, 7, 9])         # (3,)\nprint((hours * fees).shape)        # (2, 3)",
            "Which shapes meet in your line?",
        ),
    ),
)

PLOTS = Card(
    questions=(
        "What should stand on each of the two axes? Do both lists have the same number of values?",
        "What should someone read from your plot at a glance? Which kind of plot shows that?",
    ),
    concepts=(
        (
            "A **plot** pairs values: one list for the x axis and one of the same length for the y axis."
            " Lines show a course, points single values, bars compare groups."
        ),
        (
            "A plot is built **step by step**: first the data, then title and labels, and at the end it is"
            " shown. Each axis needs a label with its unit."
        ),
    ),
    plans=(
        (
            "Print how many x values and y values you have.",
            "Choose the kind of plot.",
            "Draw the data, and look at it.",
            "Add labels with units, and a title.",
        ),
        (
            "Start with three points that you know.",
            "Check that they appear where they should.",
            "Put in your real data.",
            "Add what a reader needs: labels, legend, title.",
        ),
    ),
    examples=(
        Example(
            "A line with labels:",
            "import matplotlib.pyplot as plt\n\nweeks = [1, 2, 3]\nsprout_cm = [0.5, 2.0, 4.5]\n"
            "plt.plot(weeks, sprout_cm)\nplt.xlabel('week')\nplt.ylabel('height (cm)')\nplt.show()",
            "What are your two lists?",
        ),
        Example(
            "Bars compare groups:",
            "import matplotlib.pyplot as plt\n\nplt.bar(['owl', 'jay'], [4, 11])\n"
            "plt.ylabel('sightings')\nplt.show()",
            "Which kind of plot fits your data?",
        ),
    ),
)

CLASSES = Card(
    questions=(
        (
            "What should each object remember, and what should it be able to do? Where does it get its first"
            " values?"
        ),
        "Which values belong to one object, and which to all of them? How do you reach them inside a method?",
    ),
    concepts=(
        (
            "A **class** is a plan for objects. `__init__` gives a new object its first values, `self` is the"
            " object itself, and methods are functions that belong to it."
        ),
        (
            "An **object** keeps values together with what can be done with them. Inside its methods you"
            " reach them through `self`."
        ),
    ),
    plans=(
        (
            "Name one object, and list what it knows.",
            "Set these values when it is made.",
            "List what it can do: each is a method.",
            "Make one object, and try every method.",
        ),
        (
            "Write down how you want to use the object, in two or three lines.",
            "See which values and methods that needs.",
            "Define those, and no more.",
            "Try it with two objects side by side.",
        ),
    ),
    examples=(
        Example(
            "Each object has its own values:",
            "class Lamp:\n    def __init__(self, watts):\n        self.watts = watts\n\n"
            "    def cost(self, hours):\n        return self.watts * hours / 1000\n\n"
            "print(Lamp(40).cost(5))     # 0.2",
            "What does each of your objects remember?",
        ),
        Example(
            "A method changes its own object:",
            "class Tank:\n    def __init__(self):\n        self.litres = 0\n\n"
            "    def fill(self, more):\n        self.litres = self.litres + more",
            "Which values do your methods change?",
        ),
    ),
)
