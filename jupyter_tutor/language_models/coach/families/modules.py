"""Modules that are not there, and names that a module does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, code_span, family

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence


def _module(evidence: Evidence) -> Slots:
    name, module = evidence.group("name"), evidence.group("module")
    return {
        "name": code_span(name) if name else "the name",
        "module": code_span(module) if module else "the module",
    }


_NO_MODULE = Card(
    questions=(
        (
            "{stop}: is {module} spelled as in your course notes? Is it a module that has to be installed"
            " first, or a file of your own?"
        ),
        "{mark}: where should Python find {module}? Does the kernel you use have it?",
    ),
    concepts=(
        (
            "{stop}. This is about **imports**. Python looks for a module in its own library, among the"
            " installed packages and in the folder of the notebook. It found no {module} there."
        ),
        (
            "{mark}. A **module** can be imported only if it is installed for the kernel you use, or lies"
            " beside your notebook. {module} is neither."
        ),
    ),
    plans=(
        (
            "Check the spelling of {module}, capitals too.",
            "If it is a file of yours, check that it lies in the folder of the notebook.",
            "If it is a package, ask whether your course has it installed.",
            "After an installation, restart the kernel and try again.",
        ),
        (
            "Look at how your course material imports it.",
            "Compare the two lines.",
            "Check which kernel the notebook uses, at its top right.",
            "Ask your instructor if the package is missing.",
        ),
    ),
    examples=(
        Example(
            "The name of a module has to be exact:",
            "import Calendar    # ModuleNotFoundError: capital C\nimport calendar    # works",
            "What is the exact name of yours?",
        ),
        Example(
            "The name to import may differ from the name of the package:",
            "# installed as: beautifulsoup4\nfrom bs4 import BeautifulSoup    # imported as: bs4",
            "What does the help of your package say?",
        ),
    ),
)

_NO_NAME = Card(
    questions=(
        "{stop}: what do you want to get from {module}? Is it called {name} there, with the same capitals?",
        "{mark}: does {module} have something called {name}? Could a file of yours hide the real module?",
    ),
    concepts=(
        "{stop}. This is about **imports**. The module {module} was found, but it does not offer {name}.",
        (
            "{mark}. After `from … import`, only **names that the module has** may stand. {name} is none of"
            " them."
        ),
    ),
    plans=(
        (
            "Import the module alone, and look at its names with Tab.",
            "Search for the one you want.",
            "Compare its spelling with {name}.",
            "Check that no file of yours has the same name as the module.",
        ),
        (
            "Look up in the help which module has what you need.",
            "Compare with {there}.",
            "Check the version if the help speaks of another one.",
            "Change the import, and run the cell again.",
        ),
    ),
    examples=(
        Example(
            "Only what the module has can be imported:",
            "from math import squareroot    # ImportError\nfrom math import sqrt          # works",
            "What is it called in your module?",
        ),
        Example(
            "The module can be looked at first:",
            "import string\nprint([name for name in dir(string) if 'digit' in name])",
            "What does such a list show for your module?",
        ),
    ),
)

FAMILIES = (
    family(
        "module-not-found",
        "ModuleNotFoundError",
        r"No module named '?(?P<module>[\w.]+)|",
        _NO_MODULE,
        _module,
    ),
    family(
        "name-not-in-module",
        "ImportError",
        r"cannot import name '?(?P<name>\w+)'? from (?:partially initialized module )?'?(?P<module>[\w.]+)",
        _NO_NAME,
        _module,
    ),
)
