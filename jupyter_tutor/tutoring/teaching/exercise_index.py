"""Finds the exercise that a cell belongs to among all that are published: by its code, by its text.

An index from telling names and words to exercises picks a few candidates; only they are compared, so
that the time a look-up takes hardly grows with the number of modules.
"""

from __future__ import annotations

import builtins
import keyword
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nlargest
from itertools import pairwise
from math import log

from jupyter_tutor.notebooks.exercise import Exercise, Policy
from jupyter_tutor.pedagogy.code_tokens import defined_names, plain_tokens, similarity
from jupyter_tutor.pedagogy.follow_up import content_words
from jupyter_tutor.pedagogy.program_likeness import SAME_FUNCTION, compare, telling

GROWN_FROM = 0.75
"""From this share of a starter's neighbouring tokens on a cell has grown out of it."""

LIKE_SOLUTION = 0.6
"""From this share of the larger program's tokens on a cell is on its way to the solution."""

SAME_TEXT = 0.7
"""From this share of all words of both on two texts are the same exercise's."""

TOLD = 0.85
"""From this share of an exercise's words on a message has its text in it."""

_LEAST_TOKENS = 10
"""Pairs of a program; shorter ones are found in many a cell."""

_LEAST_WORDS = 6
_CANDIDATES = 3
_COMMONEST = 40
"""Exercises; a name or word that more of them have tells too little to look them all up."""

_LONGEST = 6_000
"""Characters of a cell or message that are looked at."""

_EVERYDAY = frozenset({*keyword.kwlist, *dir(builtins), "np", "pd", "plt", "S", "N"})


@dataclass(frozen=True)
class Entry:
    """A published exercise with the policies that hold for it merged into one."""

    module_id: str
    exercise: Exercise
    policy: Policy = field(default_factory=Policy)
    setup: str = ""

    @cached_property
    def starter_pairs(self) -> Counter[tuple[str, str]]:
        """Neighbouring tokens of the starter; empty where the exercise is prose."""
        return Counter() if self.exercise.written else _pairs(self.exercise.starter)

    @cached_property
    def solution_pairs(self) -> Counter[tuple[str, str]]:
        """Neighbouring tokens of the solution; empty where the exercise is prose."""
        return Counter() if self.exercise.written else _pairs(self.exercise.solution)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the prompt that carry meaning."""
        return content_words(self.exercise.prompt)

    @cached_property
    def names(self) -> frozenset[str]:
        """Names in starter and solution that Python does not give."""
        if self.exercise.written:
            return frozenset()
        return _names(self.exercise.starter) | _names(self.exercise.solution)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much a cell is like an exercise, 0 to 1 by each measure.

    `code` is by its program, `text` by the text above the cell, `told` by what the message repeats of
    the exercise's text. Below its threshold a measure is 0.
    """

    code: float = 0.0
    text: float = 0.0
    told: float = 0.0

    @property
    def strength(self) -> float:
        """The strongest of the three."""
        return max(self.code, self.text, self.told)

    def says_more_than(self, other: Likeness) -> bool:
        """Whether one of the measures speaks for this exercise rather than for the other one."""
        return self.code > other.code or self.text > other.text or self.told > other.told


class ExerciseIndex:
    """All published exercises, by id and by what they look like. Made once; never changes."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._by_id: dict[str, list[int]] = defaultdict(list)
        self._by_feature: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(self._entries):
            self._by_id[entry.exercise.id].append(number)
            for feature in _features(entry.names, entry.words):
                self._by_feature[feature].append(number)

    def named(self, exercise_id: str, module_id: str | None) -> tuple[Entry, ...]:
        """The exercises of that id: those in the module, where it has any, else all there are."""
        found = tuple(self._entries[number] for number in self._by_id.get(exercise_id, ()))
        return tuple(entry for entry in found if entry.module_id == module_id) or found

    def alike(self, code: str, text: str, said: str) -> list[tuple[Likeness, Entry]]:
        """The exercises that a cell with this code, this text above it and this message belongs to.

        The most alike first; none that only shares a few words or tokens.
        """
        cell = _Cell(code[:_LONGEST], text[:_LONGEST], said[:_LONGEST])
        found = [
            (cell.likeness(self._entries[number]), self._entries[number]) for number in self._candidates(cell)
        ]
        return sorted((pair for pair in found if pair[0].strength), key=lambda pair: -pair[0].strength)

    def likeness(self, entry: Entry, code: str, text: str, said: str) -> Likeness:
        """How much a cell is like one exercise."""
        return _Cell(code[:_LONGEST], text[:_LONGEST], said[:_LONGEST]).likeness(entry)

    def _candidates(self, cell: _Cell) -> list[int]:
        """The few exercises that share most of what is rare: per measure, since each decides alone."""
        chosen: dict[int, None] = {}
        for features in (
            _features(cell.names, frozenset()),
            _features(frozenset(), cell.text_words),
            _features(frozenset(), cell.said_words),
        ):
            scores: defaultdict[int, float] = defaultdict(float)
            for feature in features:
                holders = self._by_feature.get(feature, ())
                if 0 < len(holders) <= _COMMONEST:
                    weight = log(1 + len(self._entries) / len(holders))
                    for number in holders:
                        scores[number] += weight
            chosen |= dict.fromkeys(nlargest(_CANDIDATES, scores, key=scores.__getitem__))
        return list(chosen)


@dataclass(frozen=True)
class _Cell:
    code: str
    text: str
    said: str

    @cached_property
    def names(self) -> frozenset[str]:
        return _names(self.code)

    @cached_property
    def pairs(self) -> Counter[tuple[str, str]]:
        return _pairs(self.code)

    @cached_property
    def text_words(self) -> frozenset[str]:
        return content_words(self.text)

    @cached_property
    def said_words(self) -> frozenset[str]:
        return content_words(self.said)

    def likeness(self, entry: Entry) -> Likeness:
        words = entry.words
        text = told = 0.0
        if len(words) >= _LEAST_WORDS:
            text = len(words & self.text_words) / len(words | self.text_words)
            told = len(words & self.said_words) / len(words)
        return Likeness(
            self._code_likeness(entry), text if text >= SAME_TEXT else 0.0, told if told >= TOLD else 0.0
        )

    def _code_likeness(self, entry: Entry) -> float:
        """The share of the starter that is there, or of the solution, or a function of a telling name."""
        if not self.pairs:
            return 0.0
        starter, solution = entry.starter_pairs, entry.solution_pairs
        grown = _share(starter, self.pairs, starter.total()) if starter.total() >= _LEAST_TOKENS else 0.0
        larger = max(solution.total(), self.pairs.total())
        solved = _share(solution, self.pairs, larger) if solution.total() >= _LEAST_TOKENS else 0.0
        found = max(grown if grown >= GROWN_FROM else 0.0, solved if solved >= LIKE_SOLUTION else 0.0)
        return found or self._by_structure(entry)

    def _by_structure(self, entry: Entry) -> float:
        """Whether it defines what the exercise asks for, or is the solution under other names."""
        starter, solution = entry.exercise.starter, entry.exercise.solution
        own, asked = defined_names(self.code), defined_names(starter) | defined_names(solution)
        if not own or not asked:
            return 0.0
        if own & asked:
            written = max(similarity(program, self.code) or 0.0 for program in (starter, solution))
            return written if telling(own & asked) and written >= SAME_FUNCTION else 0.0
        sizes = sorted((entry.solution_pairs.total(), self.pairs.total()))
        if sizes[0] < max(_LEAST_TOKENS, LIKE_SOLUTION * sizes[1]):
            return 0.0
        like = compare(solution, self.code)
        return like.structure if like.renamed else 0.0


def _share(wanted: Counter[tuple[str, str]], there: Counter[tuple[str, str]], of: int) -> float:
    return (wanted & there).total() / of


def _pairs(code: str) -> Counter[tuple[str, str]]:
    return Counter(pairwise((*plain_tokens(code), "")))


def _names(code: str) -> frozenset[str]:
    return frozenset(token for token in plain_tokens(code) if token.isidentifier() and token not in _EVERYDAY)


def _features(names: frozenset[str], words: frozenset[str]) -> Iterable[str]:
    """Names and words as keys of one index, told apart."""
    return (*(f"n {name}" for name in names), *(f"w {word}" for word in words))
