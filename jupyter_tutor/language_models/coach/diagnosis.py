"""Decide what an answer is about: a failure, a fault in the grammar, a suspicious place, or a topic."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Evidence, Family, Slots, code_span
from jupyter_tutor.language_models.coach.families import ELSEWHERE_FAMILY, FAMILIES, GENERAL, RAISED, UNKNOWN
from jupyter_tutor.language_models.coach.families.unknown import FAILED_CHECK, NOTHING_KNOWN
from jupyter_tutor.language_models.coach.smells import find_smells
from jupyter_tutor.language_models.coach.source import StudentCode, as_run, nodes_at, read_code
from jupyter_tutor.language_models.coach.topics import (
    DEBUGGING,
    Topic,
    speaks_of_a_wrong_result,
    topic_asked_for,
    topic_of,
)
from jupyter_tutor.language_models.coach.traceback_reader import (
    Failure,
    Frame,
    exception_in_words,
    read_traceback,
)
from jupyter_tutor.language_models.coach.wrong_answers.hints import (
    WrongAnswer,
    about_refused_call,
    about_wrong_answer,
)
from jupyter_tutor.tutoring.checks import CheckReport, Ending

if TYPE_CHECKING:
    from jupyter_tutor.tutoring.ports import Lesson

MOST_NEIGHBOURS = 8
MOST_CHECK_OUTPUT = 20_000
MOST_OF_A_MESSAGE = 2_000
_UNREADABLE = frozenset({"SyntaxError", "IndentationError", "TabError"})
_EXPECTED = re.compile(
    r"\b[Ee]xpected\b:?\s{0,40}(?P<expected>\S[^\n]*)\n\s{0,40}(?:But )?[Gg]ot\b:?\s{0,40}(?P<got>\S[^\n]*)"
)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the answer is about.

    `subject` is it in words for a sentence (`{error} on {there}` filled in). `failure` and `line` are
    those of an error; `cell` is the number of the cell when it is not the one that was run.
    `changed` says that the line reads differently now; `known` that a rule was found.
    """

    key: str
    card: Card
    subject: str
    slots: Slots
    failure: Failure | None = None
    line: int | None = None
    cell: int | None = None
    text: str = ""
    changed: bool = False
    known: bool = True


def diagnose(lesson: Lesson, report: CheckReport | None = None) -> Diagnosis:
    """What to talk about in this lesson. Never raises, whatever the student's text and code are.

    `report` is what the exercise's checks say about the active cell, where they were run. An error
    that the student sees comes before it, unless that error only says that a check has failed.
    """
    notebook = lesson.notebook
    asked = topic_asked_for(lesson.text)
    if asked is not None:
        return _about_topic(asked)
    output = notebook.error_output or ""
    failure = read_traceback(output) or (exception_in_words(lesson.text) if not output.strip() else None)
    if failure is None or failure.ename == "AssertionError":
        by_checks = _about_report(report) if report is not None and report.failing else None
        if by_checks is not None:
            return by_checks
    if failure is not None:
        as_counted = as_run if failure.own is not None and failure.own.is_cell else str
        cells = [notebook.cell_code or "", *notebook.neighbours[:MOST_NEIGHBOURS]]
        code, *others = [read_code(as_counted(cell)) for cell in cells]
        return _about_failure(failure, code, tuple(others))
    if (check := _EXPECTED.search(output[:MOST_CHECK_OUTPUT])) is not None:
        return _about_check(check)
    return _about_code(lesson.text, read_code(notebook.cell_code or ""))


def _about_report(report: CheckReport) -> Diagnosis | None:
    """An exception in a check that may be shown, else a wrong answer; None when there is no line."""
    code = read_code(report.program)
    for outcome in report.failing:
        raised = outcome.raised
        if outcome.ending is not Ending.ERROR or raised is None or outcome.check.hidden:
            continue
        failure = read_traceback(raised.traceback) if raised.line is not None else None
        if failure is not None:
            return _about_failure(failure, code, ())
        if (refused := about_refused_call(code, outcome)) is not None:
            return _about_answer(refused)
    found = about_wrong_answer(code, report)
    return None if found is None else _about_answer(found)


def _about_answer(found: WrongAnswer) -> Diagnosis:
    return Diagnosis(found.key, found.card, found.subject, found.slots, line=found.line)


def _about_failure(failure: Failure, code: StudentCode, others: tuple[StudentCode, ...]) -> Diagnosis:
    frame = failure.own
    home = _home(failure, frame, code, others)
    line = frame.line if frame else None
    text = (frame.text if frame else "") or home.line(line)
    rest = tuple(cell for cell in (code, *others) if cell is not home and cell.source != home.source)
    evidence = Evidence(failure, line, text, home, rest)
    chosen, slots = _choose(evidence)
    active = frame is None or failure.started is None or frame.cell == failure.started.cell
    changed = active and home is code and line is not None and bool(frame and frame.text)
    return Diagnosis(
        key=chosen.key,
        card=chosen.card,
        subject="the error",
        slots=slots,
        failure=failure,
        line=line,
        cell=None if active or frame is None else frame.cell,
        text=text,
        changed=changed and bool(code.source.strip()) and not _still_reads(code, line, text),
        known=chosen is not UNKNOWN,
    )


def _home(
    failure: Failure, frame: Frame | None, code: StudentCode, others: tuple[StudentCode, ...]
) -> StudentCode:
    """The cell in which the frame's line stands. The one that was run is preferred."""
    if frame is None or failure.started is None or frame.cell == failure.started.cell:
        return code
    fitting = [cell for cell in others if frame.text and cell.line(frame.line) == frame.text]
    return fitting[0] if fitting else StudentCode("")


def _still_reads(code: StudentCode, line: int | None, text: str) -> bool:
    now = code.line(line)
    return now == text or "get_ipython()" in text


def _choose(evidence: Evidence) -> tuple[Family, Slots]:
    if _raises_it_itself(evidence):
        return RAISED, {}
    short = evidence.failure.ename.rpartition(".")[2]
    message = evidence.failure.evalue[:MOST_OF_A_MESSAGE]
    if short in _UNREADABLE and _is_elsewhere(evidence.failure):
        return ELSEWHERE_FAMILY, {}
    for family in (*FAMILIES, *((GENERAL,) if short in _UNREADABLE else ())):
        if short in family.enames and (said := family.pattern.search(message)) is not None:
            slots = family.facts(replace(evidence, said=said))
            if slots is not None:
                return family, slots
    return UNKNOWN, {}


def _raises_it_itself(evidence: Evidence) -> bool:
    """Whether the line is a `raise` of this very exception; the placeholder of an exercise is not meant."""
    short = evidence.failure.ename.rpartition(".")[2]
    frames = evidence.failure.frames
    if not evidence.text.startswith("raise") or short == "NotImplementedError" or not frames[-1].inside:
        return False
    for node in nodes_at(evidence.code, evidence.line, evidence.text):
        if isinstance(node, ast.Raise):
            what = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            name = what.attr if isinstance(what, ast.Attribute) else getattr(what, "id", "")
            return what is None or name == short
    return False


def _is_elsewhere(failure: Failure) -> bool:
    return bool(failure.frames) and not failure.frames[-1].inside


def _about_check(check: re.Match[str]) -> Diagnosis:
    slots = {"expected": code_span(check["expected"], 40, 6), "got": code_span(check["got"], 40, 6)}
    return Diagnosis("failed-check", FAILED_CHECK, "the check that failed", slots)


def _about_code(text: str, code: StudentCode) -> Diagnosis:
    """Nothing has failed: look for faults of grammar, then for suspicious places, then for a topic."""
    if code.fault is not None:
        frame = Frame("the cell", line=code.fault.line, text=code.line(code.fault.line), inside=True)
        return _about_failure(Failure(code.fault.ename, code.fault.evalue, (frame,)), code, ())
    topic = topic_of(text)
    wrong = speaks_of_a_wrong_result(text)
    smells = find_smells(code) if wrong or topic is None else ()
    if smells:
        smell = smells[0]
        slots = {"thing": smell.thing, "there": f"line {smell.line}", "There": f"Line {smell.line}"}
        return Diagnosis(smell.key, smell.card, f"line {smell.line}", slots, line=smell.line)
    if topic is not None:
        return _about_topic(topic)
    if wrong:
        return _about_topic(DEBUGGING)
    return Diagnosis("nothing-known", NOTHING_KNOWN, "your question", {}, known=False)


def _about_topic(topic: Topic) -> Diagnosis:
    return Diagnosis(topic.key, topic.card, topic.name, {})
