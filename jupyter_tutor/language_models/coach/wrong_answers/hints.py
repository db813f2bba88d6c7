"""What to say about a program that runs and fails a check.

Which of the check may be told at which step of the ladder:

- 1 Question: the input that fails, and the line; no value, as working it out is the question,
- 2 Concept and above: also what was expected and what came instead.

Of a hidden check nothing is told at any step.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jupyter_tutor.language_models.coach.cards import Card, code_span
from jupyter_tutor.language_models.coach.smells import Smell, find_smells
from jupyter_tutor.language_models.coach.source import StudentCode
from jupyter_tutor.language_models.coach.wrong_answers.cards.places import ANSWER, CONDITION, LOOP, STEP
from jupyter_tutor.language_models.coach.wrong_answers.cards.results import (
    CALL_REFUSED,
    NO_END,
    NOTHING_BACK,
    PRINTED,
)
from jupyter_tutor.language_models.coach.wrong_answers.slips import find_slip
from jupyter_tutor.language_models.coach.wrong_answers.suspicion import Suspect, head, suspects
from jupyter_tutor.language_models.coach.wrong_answers.values import how_it_differs, was_printed
from jupyter_tutor.tutoring.checks import CheckOutcome, CheckReport, Ending

_ASKED = (
    "Have you followed {call} by hand up to {there}?",
    "For {call}, what do you expect to happen on {there}?",
)
_ASKED_HIDDEN = (
    "One check that is not shown still fails: which unusual input could reach {there}?",
    "A check that you cannot see fails: what have you not tried yet with {there}?",
)
_TOLD = (
    "{call} should give {expected}, but your code gives {got}. {difference}",
    "The check {call} expects {expected} and gets {got}. {difference}",
)
_TOLD_ENDLESS = ("{call} did not come to an end in time.", "The check {call} had to be stopped.")
_TOLD_HIDDEN = ("A check that is not shown fails.", "One check that you cannot see fails.")
_TOLD_WITHOUT_VALUE = ("The check {call} does not pass.", "{call} is not true for your code.")
_POINTED = ("Look at {there}, {thing}.", "This points to {there}, {thing}.")


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """What is said about a failing check: the card, its slots, and the line that it points to."""

    key: str
    card: Card
    subject: str
    slots: Mapping[str, str]
    line: int


def about_wrong_answer(code: StudentCode, report: CheckReport) -> WrongAnswer | None:
    """The hint on the plainest failing check; None when no line of the program can be pointed to."""
    ranked = suspects(code, report)
    if code.tree is None or not ranked:
        return None
    outcome = plainest(report.failing)
    suspect = _pointed_to(ranked, outcome)
    key, card, thing = _card(suspect, code, outcome)
    slip = find_slip(suspect, code.tree, report, outcome) if key in _BY_PLACE else None
    if slip is not None:
        key, card = slip.key, replace(card, questions=(slip.question,), concepts=(slip.concept,))
    slots = _slots(outcome, suspect, thing)
    subject = _subject(outcome, slots)
    led = _led(card, outcome, names_line=_names_line(card))
    return WrongAnswer(f"wrong-answer-{key}", led, subject, slots, suspect.line)


def about_refused_call(code: StudentCode, outcome: CheckOutcome) -> WrongAnswer | None:
    """The check's call itself fails: no such name, or other values than the function takes."""
    raised = outcome.raised
    if raised is None or raised.line is not None or code.tree is None or outcome.check.hidden:
        return None
    defined = {node.name: node for node in ast.walk(code.tree) if isinstance(node, ast.FunctionDef)}
    if not defined:
        return None
    wanted = re.match(r"[^\W\d]\w*", outcome.check.call.strip())
    near = difflib.get_close_matches(wanted[0] if wanted else "", defined, n=1, cutoff=0.0)
    node = defined[near[0] if near else next(iter(defined))]
    slots = {
        "call": code_span(outcome.check.call, 60, 8),
        "error": code_span(f"{raised.name}: {raised.message}", 90, 12),
        "there": f"line {node.lineno}",
        "There": f"Line {node.lineno}",
        "thing": code_span(head(node), 40, 6),
    }
    return WrongAnswer(
        "call-refused", CALL_REFUSED, "{call} and {there}".format_map(slots), slots, node.lineno
    )


def plainest(failing: Sequence[CheckOutcome]) -> CheckOutcome:
    """The failing check that is easiest to follow by hand: not hidden, then the shortest."""
    return min(failing, key=lambda one: (one.check.hidden, len(one.check.call)))


_BY_PLACE: Mapping[str, Card] = {"condition": CONDITION, "loop": LOOP, "answer": ANSWER, "step": STEP}


def _card(suspect: Suspect, code: StudentCode, outcome: CheckOutcome) -> tuple[str, Card, str]:
    """What is known best comes first: how the result fails, then a smell, then the kind of line."""
    thing = code_span(head(suspect.node), 40, 6)
    if outcome.ending is Ending.ENDLESS:
        return "no-end", NO_END, thing
    if was_printed(outcome):
        return "printed", PRINTED, thing
    if outcome.got == "None" and outcome.check.expected not in {None, "None"}:
        return "nothing-back", NOTHING_BACK, thing
    smell = _smell_at(suspect.line, code)
    if smell is not None:
        return smell.key, smell.card, smell.thing
    key = _place(suspect.node)
    return key, _BY_PLACE[key], thing


def _smell_at(line: int, code: StudentCode) -> Smell | None:
    return next((smell for smell in find_smells(code) if smell.line == line), None)


def _place(node: ast.stmt) -> str:
    if isinstance(node, ast.If):
        return "condition"
    if isinstance(node, ast.For | ast.While):
        return "loop"
    return "answer" if isinstance(node, ast.Return) else "step"


def _pointed_to(ranked: Sequence[Suspect], outcome: CheckOutcome) -> Suspect:
    """The first suspect that fits how the check failed, else the first."""
    if outcome.ending is Ending.ENDLESS:
        fitting = [one for one in ranked if isinstance(one.node, ast.While)]
    elif was_printed(outcome):
        fitting = [one for one in ranked if head(one.node).startswith("print(")]
    elif outcome.got == "None":
        fitting = [one for one in ranked if not isinstance(one.node, ast.Assign | ast.AugAssign)]
    else:
        fitting = []
    return (fitting or ranked)[0]


def _names_line(card: Card) -> bool:
    return all("{there}" in text or "{There}" in text for text in card.concepts)


def _led(card: Card, outcome: CheckOutcome, *, names_line: bool) -> Card:
    """The card with the failing check in front of its questions and concepts, and its line if need be."""
    asked = _ASKED_HIDDEN if outcome.check.hidden else _ASKED
    told = _told(outcome)
    if not names_line:
        told = [f"{text} {pointed}" for text, pointed in zip(told, _POINTED, strict=True)]
    return replace(
        card,
        questions=tuple(f"{lead} {text}" for lead, text in _pairs(asked, card.questions)),
        concepts=tuple(f"{lead} {text}" for lead, text in _pairs(told, card.concepts)),
    )


def _pairs(leads: Sequence[str], texts: Sequence[str]) -> list[tuple[str, str]]:
    return [(lead, texts[place % len(texts)]) for place, lead in enumerate(leads)]


def _told(outcome: CheckOutcome) -> Sequence[str]:
    if outcome.check.hidden:
        return _TOLD_HIDDEN
    if outcome.ending is Ending.ENDLESS:
        return _TOLD_ENDLESS
    return _TOLD if outcome.check.expected is not None else _TOLD_WITHOUT_VALUE


def _slots(outcome: CheckOutcome, suspect: Suspect, thing: str) -> Mapping[str, str]:
    hidden = outcome.check.hidden
    return {
        "call": "the check that is not shown" if hidden else code_span(outcome.check.call, 60, 8),
        "expected": "" if hidden else code_span(outcome.check.expected or "", 40, 6),
        "got": "" if hidden else code_span(outcome.got or "", 40, 6),
        "difference": "" if hidden else how_it_differs(outcome),
        "there": f"line {suspect.line}",
        "There": f"Line {suspect.line}",
        "thing": thing,
    }


def _subject(outcome: CheckOutcome, slots: Mapping[str, str]) -> str:
    """The failing check and the line, in words for a sentence."""
    where = "{call} and {there}"
    if not outcome.check.hidden and outcome.ending is Ending.VALUE and outcome.check.expected is not None:
        where = "{call}, which should give {expected} and gives {got}, and {there}"
    return where.format_map(slots)
