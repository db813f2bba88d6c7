"""Cards on lists, texts, dictionaries and other groups of values."""

from __future__ import annotations

from jupyter_tutor.language_models.coach.cards import Card, Example

LISTS = Card(
    questions=(
        "Which items does your list hold, and in which order? Do you need the items, or their places?",
        "What is the first index of your list, and what is the last? What should happen when it is empty?",
    ),
    concepts=(
        (
            "A **list** keeps items in order. Each has an index that counts from 0, and index -1 is the last"
            " one. A list can grow, shrink and be changed."
        ),
        (
            "With **square brackets** you pick from a list: one item by its index, or a part by a slice. The"
            " end of a slice is not included."
        ),
    ),
    plans=(
        (
            "Write a small list with three items on paper.",
            "Put the index below each item.",
            "Mark the items that you want.",
            "Say the rule by which they are picked: by index, by slice, or by a condition.",
            "Test with an empty list as well.",
        ),
        (
            "Decide whether the list should be changed, or a new one made.",
            "For a new one, start with an empty list.",
            "Go through the old one, and add what you need.",
            "Print both to compare.",
        ),
    ),
    examples=(
        Example(
            "Picking from a list:",
            "trees = ['oak', 'elm', 'fir', 'yew']\nprint(trees[0])       # oak\n"
            "print(trees[-1])      # yew\nprint(trees[1:3])     # ['elm', 'fir']",
            "Which items do you want to pick?",
        ),
        Example(
            "A new list from an old one:",
            "winds = [12, 3, 8]\nstrong = []\nfor wind in winds:\n    if wind > 5:\n"
            "        strong.append(wind)\nprint(strong)         # [12, 8]",
            "What goes into your new list?",
        ),
    ),
)

STRINGS = Card(
    questions=(
        (
            "Which part of the text do you need, and how could you tell it from the rest? What should come"
            " out for"
            " one small example?"
        ),
        "Is your text changed by that method, or is a new one made? What do you see when you print both?",
    ),
    concepts=(
        (
            "A **string** is text: a row of characters, each with an index from 0. It cannot be changed, so"
            " its methods give back a new one. Text stands in quotes."
        ),
        (
            "With **text** you can join, slice, search and replace. Capitals and blanks count. What a method"
            " gives"
            " back has to be kept under a name."
        ),
    ),
    plans=(
        (
            "Write down one text, and the result you want.",
            "Number its characters from 0.",
            "Say which step leads to the result: split, slice, replace or join.",
            "Keep what that step gives.",
            "Test with an empty text too.",
        ),
        (
            "Print the text with its quotes, to see blanks.",
            "Cut it into parts where a sign separates them.",
            "Work on each part.",
            "Put the parts together again.",
        ),
    ),
    examples=(
        Example(
            "Cutting and putting together:",
            "line = 'rye;oats;millet'\ngrains = line.split(';')\nprint(grains[1])              # oats\n"
            "print(' + '.join(grains))     # rye + oats + millet",
            "Which sign separates the parts of your text?",
        ),
        Example(
            "Values within a text:",
            "ship, crew = 'Vega', 18\nprint(f'{ship}: {crew} on board')     # Vega: 18 on board",
            "Which values belong in your text?",
        ),
    ),
)

DICTIONARIES = Card(
    questions=(
        (
            "What is looked up in your dictionary, and what is found? What should happen when a key is not"
            " there?"
        ),
        "What are your keys, and what are your values? Can the same key come twice?",
    ),
    concepts=(
        (
            "A **dictionary** keeps a value for each key. You ask by key, not by place. A key occurs only"
            " once; to"
            " set it again replaces its value."
        ),
        (
            "Use a **dictionary** when you want to find something by its name. A loop through it gives the"
            " keys; `.items()` gives keys and values together."
        ),
    ),
    plans=(
        (
            "Decide what the key is, and what the value is.",
            "Write down a small dictionary by hand.",
            "Say how each key gets its value, also the first time.",
            "Decide what to do for a key that is missing.",
        ),
        (
            "Say the question that your dictionary answers.",
            "Fill it step by step with three entries.",
            "Print it after each step.",
            "Then look things up in it.",
        ),
    ),
    examples=(
        Example(
            "Looking up and going through:",
            "depths = {'Como': 425, 'Garda': 346}\nprint(depths['Como'])            # 425\n"
            "for lake, metres in depths.items():\n    print(lake, metres)",
            "What is the key in your task?",
        ),
        Example(
            "A list for each key:",
            "rooms = {}\nfor guest, floor in [('Ana', 1), ('Bo', 2), ('Cy', 1)]:\n"
            "    rooms.setdefault(floor, []).append(guest)\n"
            "print(rooms)     # {1: ['Ana', 'Cy'], 2: ['Bo']}",
            "What should be kept for each of your keys?",
        ),
    ),
)

TUPLES_AND_SETS = Card(
    questions=(
        "Does the order of your items matter, and may one come twice? Will they change later?",
        "What do you need from this group of values: a fixed record, no doubles, or a quick look-up?",
    ),
    concepts=(
        (
            "A **tuple** is a fixed row of values, good for records. A **set** holds each value once and has"
            " no order. A list is ordered and can change."
        ),
        (
            "Choose by what you need. A **list** keeps items in order. A **tuple** keeps parts that belong"
            " together. A **set** keeps each value once."
        ),
    ),
    plans=(
        (
            "Say whether order matters.",
            "Say whether doubles matter.",
            "Say whether the group changes.",
            "Choose the type by these three answers.",
        ),
        (
            "Try the same three values as a list, a tuple and a set.",
            "Print all three.",
            "See what each keeps and what it loses.",
            "Choose one.",
        ),
    ),
    examples=(
        Example(
            "A set drops doubles:",
            "visits = ['Rome', 'Bari', 'Rome']\nprint(len(set(visits)))      # 2 different towns",
            "Do doubles count in your task?",
        ),
        Example(
            "A tuple keeps parts together:",
            "peak = ('Elbrus', 5642)\nname, metres = peak\nprint(name)                  # Elbrus",
            "Which values belong together in yours?",
        ),
    ),
)

SORTING = Card(
    questions=(
        "By what should the items be ordered, and which comes first? Should the old list stay as it is?",
        "For two of your items, how do you decide which comes first? What should happen when they are equal?",
    ),
    concepts=(
        (
            "To **sort** is to put items in an order. The method `sort` changes its list and gives `None`;"
            " `sorted` gives a new list. A key says by what to order."
        ),
        (
            "Python can **order** whatever can be compared: numbers, texts, and tuples part by part. With a"
            " `key` you name the part that counts."
        ),
    ),
    plans=(
        (
            "Say for two items which one comes first, and why.",
            "Name the part that decides.",
            "Decide between a new list and a changed one.",
            "Check the result with items that are equal in that part.",
        ),
        (
            "If you write the sorting yourself, do it by hand with three cards.",
            "Note which two you compare at each step, and when you swap.",
            "Repeat until no swap is needed.",
            "Turn that into a loop.",
        ),
    ),
    examples=(
        Example(
            "Ordered by length, in a new list:",
            "rivers = ['Loire', 'Po', 'Ebro']\n"
            "print(sorted(rivers, key=len))     # ['Po', 'Ebro', 'Loire']\n"
            "print(rivers)                      # unchanged",
            "By what do you order?",
        ),
        Example(
            "Text is ordered letter by letter, and capitals come first:",
            "print(sorted(['pear', 'Fig', 'apple']))                 # ['Fig', 'apple', 'pear']\n"
            "print(sorted(['pear', 'Fig', 'apple'], key=str.lower))  # ['apple', 'Fig', 'pear']",
            "Are your items all of one kind?",
        ),
    ),
)

COMPREHENSIONS = Card(
    questions=(
        (
            "What would the same thing look like as a loop that fills a list? Which part of it is the item,"
            " which the source, and which the condition?"
        ),
        "What goes into the new list for one single item? Which items are left out?",
    ),
    concepts=(
        (
            "A **comprehension** builds a list in one line: first what goes in, then for which items, then"
            " under which condition. It means the same as a loop that appends."
        ),
        (
            "Read a **comprehension** from the middle. It says: for each item of the source, if the"
            " condition holds, take the value at the front."
        ),
    ),
    plans=(
        (
            "Write it as a loop that appends to an empty list.",
            "Check that the loop works.",
            "Move the appended value to the front.",
            "Then the loop header, then the condition.",
        ),
        (
            "Name the source, the value and the condition.",
            "Write them in the order value, source, condition.",
            "Compare the result with a loop.",
            "Keep the form you find easier to read.",
        ),
    ),
    examples=(
        Example(
            "The same list in two ways:",
            "miles = [3, 26, 13]\nlong_runs = []\nfor m in miles:\n    if m > 10:\n"
            "        long_runs.append(m * 1.6)\n\nlong_runs = [m * 1.6 for m in miles if m > 10]",
            "How would your line look as a loop?",
        ),
        Example(
            "Without a condition every item is taken:",
            "print([len(w) for w in ['reed', 'oar']])     # [4, 3]",
            "What is taken from each of your items?",
        ),
    ),
)
