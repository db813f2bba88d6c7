"""Reads a ProgSnap2 table of submissions and hint requests: what each student did, problem by problem."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FILE = "attempt_log.csv"

_FAILED_ALONE, _GAVE_UP_ALONE, _HELPED, _GAVE_UP_HELPED = 2, 3, 4, 5


@dataclass(frozen=True, slots=True)
class Attempted:
    """One student's work on one problem.

    `first_right`: the first thing they did there was a correct submission. `hint_level` is what
    the ladder would have come to, from 1 to 5, as `_hint_level` has it.
    """

    problem: str
    first_right: bool
    hint_level: int


def read(path: Path) -> dict[str, list[Attempted]]:
    """By student, the problems in the order in which they were begun.

    Columns used: SubjectID, Order, ProblemID, EventType (`Submit`, `X-HintRequest`), Correct
    (`TRUE`, else not). A file without them is a KeyError.
    """
    with path.open(encoding="utf-8", newline="") as file:
        events = sorted(csv.DictReader(file), key=lambda event: (event["SubjectID"], int(event["Order"])))
    return {student: _attempted(list(own)) for student, own in groupby(events, key=itemgetter("SubjectID"))}


def _attempted(events: Sequence[dict[str, str]]) -> list[Attempted]:
    by_problem: dict[str, list[dict[str, str]]] = {}
    for event in events:
        by_problem.setdefault(event["ProblemID"], []).append(event)
    return [Attempted(problem, _right(own[0]), _hint_level(own)) for problem, own in by_problem.items()]


def _right(event: dict[str, str]) -> bool:
    return event["EventType"] == "Submit" and event["Correct"].upper() == "TRUE"


def _hint_level(events: Sequence[dict[str, str]]) -> int:
    """How much help a problem took, as a level of the ladder.

    1: right at once. 2: right after further tries, without a hint. 3: never right, without a hint.
    4: right after asking for hints. 5: never right in spite of them. The log's hints are of one
    kind, so its levels say how far help was needed, not what was shown.
    """
    if _right(events[0]):
        return 1
    until = next((place for place, event in enumerate(events) if _right(event)), len(events))
    asked = any(event["EventType"] != "Submit" for event in events[:until])
    if until < len(events):
        return _HELPED if asked else _FAILED_ALONE
    return _GAVE_UP_HELPED if asked else _GAVE_UP_ALONE
