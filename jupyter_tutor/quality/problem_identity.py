"""Is a problem known again: by its code in another cell and in its own, and by words alone."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jupyter_tutor.pedagogy import follow_up
from jupyter_tutor.pedagogy.problem import Difficulty, Problem
from jupyter_tutor.pedagogy.problem_identity import identify
from jupyter_tutor.pedagogy.program_likeness import compare
from jupyter_tutor.pedagogy.situation import NotebookExcerpt, Situation
from jupyter_tutor.quality.figures import Chart, Figure, Section, Series, bootstrap, wilson
from jupyter_tutor.quality.program_pairs import (
    CORRECTED,
    EDIT,
    OTHER,
    RENAMED,
    Pair,
    pairs,
    same_function_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    Judged = tuple[bool, bool]

TITLE = "Problem identity"
PROGRAMS = "student_programs"
DIALOGUES = "tutor_replies_revealing.jsonl"

GOAL_WITH_CODE = 0.987
TEXT_ONLY = 0.834
_QUESTION = "Why does this not give the result that the task wants?"
"""Says neither that it goes on nor that something new begins, so that the code decides."""

_WHEN = datetime(2026, 1, 1, tzinfo=UTC)
_ASKED = "The question is:"
"""What the tutor of these dialogues begins with; students do not."""

_TURN = re.compile(r"(Tutor|Student):\s(.*?)(?=\s\n\s(?:Tutor|Student):|\Z)", re.DOTALL)

_EXPLANATION = """
A student asked about one program; then a question comes with a second one. Is it the same problem?
Pairs of one exercise: a wrong program and the next one in the collection, the nearest correct one, or
itself renamed, commented and laid out anew. Other pairs come from two exercises. Balanced accuracy is
the mean of how often one exercise and how often two are recognised. "Another cell": neither exercise
nor cell id helps, only the code. "Function names hidden": each function is called solve, as if the
exercise did not ask for a name. "Same cell": the second program stands where the first one stood; then
an edit must stay the same problem. With an exercise id none of this is needed. Only three exercises
are there, a hundred programs of each, so the intervals say nothing about other exercises.
The tutoring dialogues on which .834 (text alone) and .987 (rules and code) were measured are not
among the data; the figure on words alone comes from other dialogues, about mathematics and without
any code: each later message of a student must go on, the task of the next dialogue must not.
"""


def measure(folder: Path) -> Section:
    """Reads student_programs/*.json and tutor_replies_revealing.jsonl, whichever is there."""
    figures: list[Figure] = []
    charts: tuple[Chart, ...] = ()
    missing = []
    files = sorted((folder / PROGRAMS).glob("*.json"))
    known = pairs({path.stem: json.loads(path.read_text(encoding="utf-8")) for path in files})
    if any(pair.same for pair in known) and any(not pair.same for pair in known):
        figures += _by_code(known)
        charts = (_shares(figures), _thresholds(known))
    else:
        missing.append(f"{PROGRAMS}/*.json with wrong programs of two exercises")
    if (folder / DIALOGUES).exists():
        figures.append(_by_words(folder / DIALOGUES))
    else:
        missing.append(DIALOGUES)
    return Section(TITLE, _EXPLANATION.strip(), tuple(figures), charts, tuple(missing))


def known_again(before: str, now: str, *, same_cell: bool, question: str = _QUESTION) -> bool:
    """Whether a question on `now` is taken for the problem whose code was `before`."""
    problem = replace(_problem("What is wrong here?"), notebook_path="n", cell_id="a", code=before)
    notebook = NotebookExcerpt(path="n", cell_id="a" if same_cell else "b", cell_code=now)
    return identify(Situation(question, notebook), (problem,), None).problem is not None


def _by_code(known: Sequence[Pair]) -> list[Figure]:
    elsewhere = [(pair.same, known_again(pair.before, pair.now, same_cell=False)) for pair in known]
    hidden = [
        (
            pair.same,
            known_again(same_function_name(pair.before), same_function_name(pair.now), same_cell=False),
        )
        for pair in known
    ]
    in_place = [(pair.same, known_again(pair.before, pair.now, same_cell=True)) for pair in known]
    first = _balanced("Another cell, balanced accuracy", elsewhere)
    named = replace(first, baseline=TEXT_ONLY, baseline_name="text alone, published", goal=GOAL_WITH_CODE)
    shares = [
        _share(
            f"Another cell, {kind}: {'the same' if kind != OTHER else 'told apart'}", known, elsewhere, kind
        )
        for kind in (EDIT, CORRECTED, RENAMED, OTHER)
    ]
    place = [
        _share(f"Same cell, {kind}: {'the same' if kind != OTHER else 'told apart'}", known, in_place, kind)
        for kind in (EDIT, RENAMED, OTHER)
    ]
    return [
        named,
        _balanced("Another cell, function names hidden, balanced accuracy", hidden),
        *shares,
        *place,
    ]


def balanced_accuracy(judged: Iterable[Judged]) -> float:
    """Of (same, judged same): the mean of the shares recognised of both kinds; 0.5 where one is missing."""
    right = {True: [0, 0], False: [0, 0]}
    for same, said in judged:
        right[same][0] += same is said
        right[same][1] += 1
    shares = [hits / count if count else 0.5 for hits, count in right.values()]
    return sum(shares) / len(shares)


def _balanced(name: str, judged: Sequence[Judged]) -> Figure:
    value, low, high = bootstrap([[case] for case in judged], balanced_accuracy)
    return Figure(name, value, low, high, len(judged))


def _share(name: str, known: Sequence[Pair], judged: Sequence[Judged], kind: str) -> Figure:
    right = [same is said for pair, (same, said) in zip(known, judged, strict=True) if pair.kind == kind]
    return Figure(name, *wilson(sum(right), len(right)), len(right))


def _by_words(path: Path) -> Figure:
    """Follow-ups and openings of dialogues, judged by words alone."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    histories = {row["conversation_id"]: row["history"] for row in rows}
    dialogues = [turns for _, history in sorted(histories.items()) if (turns := _TURN.findall(history))]
    groups: list[list[Judged]] = []
    for turns, following in zip(dialogues, [*dialogues[1:], *dialogues[:1]], strict=True):
        opening, later = _opening(turns)
        problem = _problem(opening)
        group = [(True, follow_up.judge(said, problem, last).same) for said, last in later]
        last_answer = later[-1][1] if later else None
        other_task = _opening(following)[0].rpartition(_ASKED)[2]
        group.append((False, follow_up.judge(other_task, problem, last_answer).same))
        groups.append(group)
    value, low, high = bootstrap(groups, balanced_accuracy)
    count = sum(map(len, groups))
    return Figure(
        "Words alone, balanced accuracy", value, low, high, count, baseline=TEXT_ONLY, baseline_name="cosine"
    )


def _opening(turns: Sequence[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    """What a dialogue begins with, and each later message of the student with the tutor's before it."""
    opening, last, later = "", "", []
    for who, said in turns:
        if who == "Tutor":
            last = said
        elif not opening:
            opening = f"{last} {said}"
        else:
            later.append((said, last))
    return opening, later


def _problem(text: str) -> Problem:
    return Problem("p", "k", "t", 1, 1, Difficulty(3, 3), _WHEN, _WHEN, text=text)


def _shares(figures: Sequence[Figure]) -> Chart:
    # Shares of pairs of programs; words are another matter.
    bars = Series("share", tuple(f.name for f in figures), tuple(f.value for f in figures))
    return Chart("Recognised by code", "bar", "pairs", "share right", (bars,))


def _thresholds(known: Sequence[Pair]) -> Chart:
    """How many pairs reach each share of common code, one exercise against two."""
    written = [
        (pair.same, compare(pair.before, pair.now).written or 0.0) for pair in known if pair.kind != RENAMED
    ]
    steps = tuple(step / 20 for step in range(21))

    def reached(name: str, *, same: bool) -> Series:
        scores = [score for of_one, score in written if of_one is same]
        return Series(name, steps, tuple(sum(s >= step for s in scores) / len(scores) for step in steps))

    lines = (reached("one exercise", same=True), reached("two exercises", same=False))
    return Chart("Code in common", "line", "share of common code", "pairs that reach it", lines)
