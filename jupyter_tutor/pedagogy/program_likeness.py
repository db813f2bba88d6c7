"""Whether two states of code are one program: as written, by structure, and by the functions they define."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from jupyter_tutor.pedagogy.code_tokens import defined_names, similarity
from jupyter_tutor.pedagogy.guard.normal_form import statements

SAME_AS_WRITTEN = 0.5
"""From this share of common code on, names included, a cell elsewhere holds the same program."""

SAME_FUNCTION = 0.25
"""It needs no more than this where both define a function of the same telling name."""

SAME_STRUCTURE = 0.8
"""From this share of common structure on, names left out, it is the same program renamed."""

SAME_STRUCTURE_OF_ANOTHER_FUNCTION = 0.95
"""It needs this much where both define functions and none of the same name."""

ANOTHER_PROGRAM = 0.2
"""Below this share of common code the same cell holds another program (a scratch cell)."""

OTHER_FUNCTIONS = 0.4
"""So it does below this one where both define functions and none of the same name."""

_PIECE = 3
_LEAST_STRUCTURE = 20
"""Pieces; shorter programs look alike without their names whatever they do."""

LONGEST_STRUCTURE = 4_000
"""Characters; the structure of longer cells takes too long to read while a student waits."""

_TELLS_NOTHING = frozenset(
    {
        "answer",
        "f",
        "foo",
        "fun",
        "func",
        "function",
        "g",
        "main",
        "my_function",
        "run",
        "solution",
        "solve",
        "test",
    }
)


@dataclass(frozen=True, slots=True)
class ProgramLikeness:
    """How alike two programs are, each from 0 to 1.

    `written` is None when one of them is empty. `same_function`: both define one of the same
    name; `other_functions`: both define functions, none of the same name.
    """

    written: float | None
    structure: float
    same_function: bool
    other_functions: bool
    telling_name: bool

    @property
    def written_threshold(self) -> float:
        """The share that is enough for a cell elsewhere."""
        return SAME_FUNCTION if self.telling_name else SAME_AS_WRITTEN

    @property
    def in_place_threshold(self) -> float:
        """The share that the code of one cell keeps while it is the same work."""
        return OTHER_FUNCTIONS if self.other_functions else ANOTHER_PROGRAM

    @property
    def structure_threshold(self) -> float:
        """The share of structure that is enough, in any cell."""
        return SAME_STRUCTURE_OF_ANOTHER_FUNCTION if self.other_functions else SAME_STRUCTURE

    @property
    def renamed(self) -> bool:
        """The same structure under other names."""
        return self.structure >= self.structure_threshold

    @property
    def same_elsewhere(self) -> bool:
        """The same program in another cell."""
        return (self.written or 0.0) >= self.written_threshold or self.renamed

    @property
    def same_in_place(self) -> bool:
        """Still the work of this cell: emptied, edited, renamed, or the same function written anew."""
        if self.written is None or self.same_function or self.renamed:
            return True
        return self.written >= self.in_place_threshold


def compare(before: str, now: str) -> ProgramLikeness:
    """Compare two states of code. Code that does not parse is compared line by line."""
    defined = defined_names(before), defined_names(now)
    shared = defined[0] & defined[1]
    return ProgramLikeness(
        similarity(before, now),
        _structural(before, now),
        same_function=bool(shared),
        other_functions=bool(defined[0] and defined[1] and not shared),
        telling_name=bool(telling(shared)),
    )


def telling(names: frozenset[str]) -> frozenset[str]:
    """Those names of functions that not every other program has."""
    return names - _TELLS_NOTHING


def _structural(before: str, now: str) -> float:
    """Share of the smaller one's three-token pieces that the other has, names and layout left out."""
    if max(len(before), len(now)) > LONGEST_STRUCTURE:
        return 0.0
    pieces = _pieces(before), _pieces(now)
    least = min(pieces[0].total(), pieces[1].total())
    if least < _LEAST_STRUCTURE:
        return 0.0
    return (pieces[0] & pieces[1]).total() / least


@lru_cache(maxsize=256)
def _pieces(code: str) -> Counter[tuple[str, ...]]:
    """Three neighbouring tokens each, of the normalised program."""
    try:
        lines = statements(code)
    except RecursionError:  # an expression nested deeper than anybody writes
        return Counter()
    tokens = [token for line in lines for token in (*line, "\n")]
    return Counter(zip(*(tokens[start:] for start in range(_PIECE)), strict=False))
