"""What NumPy refuses: shapes that do not fit, places that do not exist, matrices without an inverse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, code_span, family
from jupyter_tutor.language_models.coach.lookups import as_list, line_nodes, names_in, subscripts

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence


def _arrays(evidence: Evidence) -> Slots:
    names = [name for name in names_in(line_nodes(evidence)) if name not in {"np", "numpy"}][:3]
    return {"names": " and ".join(code_span(name) for name in names) or "the arrays"}


def _place(evidence: Evidence) -> Slots:
    found = subscripts(evidence) or subscripts(evidence, stored=True)
    return {
        "thing": as_list(found, "the square brackets"),
        "holder": as_list([node.value for node in found][:1], "the array"),
    }


_SHAPES = Card(
    questions=(
        "{stop}: which shapes do {names} have at that moment? How should their rows and columns meet?",
        "{mark}: what does `.shape` say for {names}? Which of those numbers should be equal, and which are?",
    ),
    concepts=(
        (
            "{stop}. This is about **shapes**, the sizes of arrays in each direction. What meets must be of"
            " fitting size. For sums of arrays that means: equal, or 1 (broadcasting). For `@` the inner"
            " sizes must be equal."
        ),
        (
            "{mark}. Every array has a **shape**, its size in each direction. What {there} does needs shapes"
            " that go together."
        ),
    ),
    plans=(
        (
            "Print the shape of {names} just before {there}.",
            "Write the shapes below each other, lined up on the right.",
            "Mark the first pair of numbers that differ when neither is 1.",
            "Decide which array has the wrong size, or lies the wrong way round.",
            "Mend it where it is made, or turn it first.",
        ),
        (
            "Sketch both arrays as boxes with rows and columns.",
            "Say in words which numbers should meet.",
            "Compare the sketch with the shapes that Python prints.",
            "Change the one that does not match.",
        ),
    ),
    examples=(
        Example(
            "A row of three fits a table with three columns:",
            "import numpy as np\n\ntable = np.ones((2, 3))\n"
            "print(table + np.array([7, 8, 9]))   # (2, 3) and (3,): fits\n"
            "print(table + np.array([7, 8]))      # (2, 3) and (2,): ValueError\n"
            "print(table + np.array([[7], [8]]))  # (2, 3) and (2, 1): fits",
            "Which numbers meet in your line?",
        ),
        Example(
            "For a matrix product the inner sizes must be equal:",
            "import numpy as np\n\nleft = np.ones((4, 2))\nright = np.ones((4, 3))\n"
            "left @ right       # (4, 2) and (4, 3): ValueError\n"
            "left.T @ right     # (2, 4) and (4, 3): fits",
            "Which sizes stand side by side in your product?",
        ),
    ),
)

_RESHAPE = Card(
    questions=(
        (
            "{stop}: how many items does the array hold, and how many would the new shape need? Are the two"
            " numbers equal?"
        ),
        "{mark}: what do you get when you multiply the numbers of the new shape? How many items are there?",
    ),
    concepts=(
        (
            "{stop}. This is about **shapes**. A new shape only puts the same items in another order. The"
            " number of items must stay the same, and here it would not."
        ),
        (
            "{mark}. To **reshape** adds no items and drops none. The product of the new sizes has to be the"
            " number of items."
        ),
    ),
    plans=(
        (
            "Print how many items the array has.",
            "Multiply the numbers of the shape you ask for.",
            "Compare the two.",
            "Correct the shape, or find out why items are missing.",
        ),
        (
            "Say how many rows and columns you want.",
            "Check whether the items can fill them exactly.",
            "If not, look at where the array is made.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "Six items fill two rows of three:",
            "import numpy as np\n\nbeads = np.arange(6)\nprint(beads.reshape(2, 3))   # 2 * 3 = 6: fits\n"
            "print(beads.reshape(2, 4))   # 2 * 4 = 8: ValueError",
            "What is the product of your sizes?",
        ),
        Example(
            "One size can be left to NumPy:",
            "import numpy as np\n\nbeads = np.arange(20)\nprint(beads.reshape(5, -1).shape)   # (5, 4)",
            "It still has to come out even. Does it in your case?",
        ),
    ),
)

_BOUNDS = Card(
    questions=(
        (
            "{stop}: which shape does {holder} have, and which place does {thing} ask for? Which number is"
            " too large, and in which direction?"
        ),
        (
            "{mark}: how many rows and columns does {holder} have? What is the last valid index in each"
            " direction?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **indexing arrays**. Each direction (axis) has its own length, and its"
            " places are counted from zero. {thing} goes past the end, or names more axes than there are."
        ),
        (
            "{mark}. An array has one **index per axis**: first the row, then the column. {thing} does not"
            " fit the shape of {holder}."
        ),
    ),
    plans=(
        (
            "Print the shape of {holder} just before {there}.",
            "Print the index or indexes you use.",
            "Compare them axis by axis.",
            "Find the loop or sum that makes the index too large, or the axis that is not there.",
        ),
        (
            "Read in the message which axis it speaks of: 0 means rows, 1 means columns.",
            "Check whether rows and columns are mixed up.",
            "Count how many axes the array really has.",
            "Change the index, and run the cell again.",
        ),
    ),
    examples=(
        Example(
            "Rows come first, then columns:",
            "import numpy as np\n\ngrid = np.zeros((2, 5))\n"
            "print(grid[1, 4])   # last row, last column: works\n"
            "print(grid[4, 1])   # IndexError: there are only 2 rows",
            "Are rows and columns in the right order on {there}?",
        ),
        Example(
            "A plain row of numbers has one axis only:",
            "import numpy as np\n\nline = np.array([6, 2, 9])\nprint(line[2])      # works: 9\n"
            "print(line[0, 2])   # IndexError: too many indices",
            "How many axes does your array have?",
        ),
    ),
)

_TRUTH = Card(
    questions=(
        (
            "{stop}: is the condition one answer or many? What should count: that all items fulfil it, or"
            " that one does?"
        ),
        (
            "{mark}: what do you see when you print the condition alone? How should Python make one yes or"
            " no of it?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **conditions on arrays**. Comparing an array gives one answer for each"
            " item. An `if` needs a single answer, and Python will not guess which."
        ),
        (
            "{mark}. An array of answers is neither **true nor false** as a whole. The same holds for `and`"
            " and `or` between arrays."
        ),
    ),
    plans=(
        (
            "Print the condition of {there} by itself.",
            "Decide what you want to know: all of them, any of them, or each one.",
            "For all or any, reduce it to one answer.",
            "For each one, think about picking items by a mask.",
        ),
        (
            "Say in words when the branch should be taken.",
            "Check whether a single number was meant and not the array.",
            "Choose the form that gives one answer.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "Say whether all or any of them count:",
            "import numpy as np\n\nph = np.array([6.5, 7.2])\n"
            "if ph > 7:            # ValueError: two answers\n"
            "    print('base')\nif (ph > 7).any():    # one answer: True\n    print('at least one base')",
            "Which of the two do you mean?",
        ),
        Example(
            "A mask picks the items that fulfil a condition:",
            "import numpy as np\n\nph = np.array([6.5, 7.2, 8.0])\nprint(ph[ph > 7])     # [7.2 8. ]",
            "Do you want one answer, or the matching items?",
        ),
    ),
)

_LINALG = Card(
    questions=(
        (
            "{stop}: which shape and which values does the matrix have? Is one of its rows a multiple of"
            " another one?"
        ),
        (
            "{mark}: what must hold for a matrix so that this can be worked out? How could you check that for"
            " yours?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **matrices**. Not every matrix allows every operation. Some ask for as"
            " many rows as columns. A **singular** matrix has rows that depend on each other, and so no"
            " inverse."
        ),
        (
            "{mark}. An inverse, or one single solution, exists only for a square matrix with **independent"
            " rows**. The words after the name of the error say what is missing here."
        ),
    ),
    plans=(
        (
            "Print the matrix and its shape just before {there}.",
            "Check that it has as many rows as columns.",
            "Look for a row that is zero, or a multiple of another.",
            "Find out whether the data or the way you fill the matrix causes it.",
        ),
        (
            "Work out the determinant or the rank of the matrix.",
            "A determinant of zero means that the rows depend on each other.",
            "Ask whether your problem has one single solution at all.",
            "If not, think about another method.",
        ),
    ),
    examples=(
        Example(
            "The second row is three times the first:",
            "import numpy as np\n\nm = np.array([[1.0, 2.0], [3.0, 6.0]])\n"
            "print(np.linalg.matrix_rank(m))   # 1, not 2\n"
            "np.linalg.inv(m)                  # LinAlgError: Singular matrix",
            "What is the rank of your matrix?",
        ),
        Example(
            "More equations than unknowns ask for another method:",
            "import numpy as np\n\na = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])   # 3 rows, 2 columns\n"
            "b = np.array([2.0, 3.0, 5.1])\nprint(np.linalg.lstsq(a, b, rcond=None)[0])",
            "How many equations and unknowns do you have?",
        ),
    ),
)

FAMILIES = (
    family(
        "array-index",
        "IndexError",
        r"is out of bounds for (?:axis|dimension)|too many indices for array",
        _BOUNDS,
        _place,
    ),
    family("reshape", "ValueError", r"cannot reshape array", _RESHAPE),
    family(
        "shapes-do-not-fit",
        "ValueError",
        r"could not be broadcast|could not broadcast|shapes .* not aligned|mismatch in its core dimension"
        r"|dimensions .* (?:must match|do not match)|must have same (?:first )?dimension|all the input array",
        _SHAPES,
        _arrays,
    ),
    family("array-has-no-truth", "ValueError", r"truth value of an? .* is ambiguous", _TRUTH),
    family("matrix", "LinAlgError", r"", _LINALG),
)
