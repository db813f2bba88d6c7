from __future__ import annotations

import ast
import json
import re
import subprocess
import sys

import pytest

from jupyter_tutor.language_models.coach.cards import Card, Example
from jupyter_tutor.language_models.coach.families import ELSEWHERE_FAMILY, FAMILIES, RAISED, UNKNOWN
from jupyter_tutor.language_models.coach.families.unknown import FAILED_CHECK, NOTHING_KNOWN
from jupyter_tutor.language_models.coach.smells.detectors import DETECTORS
from jupyter_tutor.language_models.coach.topics import DEBUGGING, TOPICS

CARDS: tuple[Card, ...] = (
    *(family.card for family in (*FAMILIES, ELSEWHERE_FAMILY, RAISED, UNKNOWN)),
    *(card for _, card, _ in DETECTORS),
    *(topic.card for topic in (*TOPICS, DEBUGGING)),
    FAILED_CHECK,
    NOTHING_KNOWN,
)
OUTSIDE = re.compile(r"open\(|Path\(|matplotlib|bs4|sails|while fuel|while water|book\(|basket|step_3|help\(")
"""Examples about files, plots, loops that do not end, and lines that fail on purpose without a comment."""
RUN_EACH = """
import ast, contextlib, io, json, sys
told = []
for code in json.load(sys.stdin):
    names, rows = {"__name__": "example"}, []
    for part in ast.parse(code).body:
        shown, error = io.StringIO(), None
        try:
            with contextlib.redirect_stdout(shown):
                exec(compile(ast.Module([part], []), "example", "exec"), names)
        except Exception as raised:
            error = type(raised).__name__
        rows.append([part.lineno, part.end_lineno, error, shown.getvalue().strip()])
    told.append(rows)
json.dump(told, sys.stdout)
"""


def _runnable() -> list[str]:
    codes = {example.code for card in CARDS for example in card.examples if not OUTSIDE.search(example.code)}
    return sorted(code for code in codes if _parses(code))


def _parses(code: str) -> bool:
    try:
        ast.parse(code)
    except SyntaxError:
        return False
    return True


Step = tuple[str, str | None, str]
"""A statement of an example, the error it ends in, and what it prints."""


@pytest.fixture(scope="module")
def steps() -> list[Step]:
    """Every statement of every example that can run, in order."""
    codes = _runnable()
    done = subprocess.run(
        [sys.executable, "-I", "-c", RUN_EACH],
        input=json.dumps(codes),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return [
        ("\n".join(code.splitlines()[first - 1 : last]), error, shown)
        for code, rows in zip(codes, json.loads(done.stdout), strict=True)
        for first, last, error, shown in rows
    ]


def test_examples_do_what_they_say(steps: list[Step]):
    """Each step of a worked example raises the error its comment names, and no other step fails."""
    assert len(steps) > 200
    for source, error, _ in steps:
        announced = re.search(r"#.*?\b([A-Z]\w*Error|StopIteration)\b", source)
        defines = source.startswith(("def ", "class "))
        if not source.startswith(("assert", "print(ropes[2])")):
            assert error == (announced[1] if announced and not defines else None), source


def test_examples_show_the_values_they_claim(steps: list[Step]):
    """A comment that is a plain value is what the line prints."""
    claim = re.compile(r"print\(.*\)\s+# (?:works: |still )?([\d.]+|True|False|None|\[.*\]|\(.*\)|\{.*\})$")
    claimed = [(found[1], shown) for source, _, shown in steps if (found := claim.fullmatch(source))]
    assert len(claimed) > 30
    assert [pair for pair in claimed if pair[0] != pair[1]] == []


def test_broken_examples_are_those_of_grammar():
    """An example that cannot be parsed shows a SyntaxError or IndentationError on purpose."""
    for card in CARDS:
        for example in card.examples:
            if not _parses(example.code):
                assert "Error" in example.code, example.code


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.questions[0][:30])
def test_every_card_has_two_wordings_of_everything(card: Card):
    """Asking again can always be answered in other words."""
    for wordings in (card.questions, card.concepts, card.plans, card.examples):
        assert len(wordings) >= 2
        assert len(set(wordings)) == len(wordings)


def test_examples_end_in_something_for_the_students_own_code():
    """An example leads back to the student's cell: it closes with a remark."""
    examples: list[Example] = [example for card in CARDS for example in card.examples]
    assert [example.code for example in examples if not example.after.strip()] == []
