"""Compare two programs statement by statement, whatever their authors called things."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jupyter_tutor.pedagogy.code_tokens import exact_tokens
from jupyter_tutor.pedagogy.guard.source import parse
from jupyter_tutor.pedagogy.program_structure import KEPT_NAMES, plain

MOST_STATEMENTS = 120
"""Statements of a program that are compared; the work grows with the square."""
_LEAST_COST = 0.1
"""What two statements cost at least that are not the same."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A simple statement or the head of a block: its line, depth, tokens, and which are own names."""

    line: int
    depth: int
    tokens: tuple[str, ...]
    own: frozenset[int]

    @property
    def shape(self) -> tuple[str, ...]:
        """The tokens with every own name as `v`."""
        return tuple("v" if place in self.own else token for place, token in enumerate(self.tokens))


@dataclass(frozen=True, slots=True)
class Difference:
    """How one program differs from another.

    `changed` are lines of the first that the second has otherwise or not at all; `beside` those
    around a place where only the second has something; `cost` is the sum of it all.
    """

    cost: float
    changed: frozenset[int]
    beside: frozenset[int]

    @property
    def lines(self) -> frozenset[int]:
        """All lines of the first program at which the two differ."""
        return self.changed | self.beside


@lru_cache(maxsize=512)
def statements_of(program: str) -> tuple[Statement, ...]:
    """The program's statements in order; none for one that does not parse or is too long."""
    tree = parse(program)
    if tree is None:
        return ()
    try:
        found = tuple(_statements(plain(tree).body, 0))
    except (ValueError, RecursionError):
        return ()
    return found if len(found) <= MOST_STATEMENTS else ()


def nearest_difference(program: str, others: Sequence[str]) -> Difference | None:
    """The difference to the nearest of the other programs; None when there is nothing to compare."""
    mine = statements_of(program)
    found = [difference(mine, theirs) for other in others if (theirs := statements_of(other))]
    return min(found, key=lambda one: one.cost, default=None) if mine else None


def difference(mine: Sequence[Statement], theirs: Sequence[Statement]) -> Difference:
    """The cheapest way from one program to the other (edit distance over statements).

    Wagner & Fischer, JACM 21 (1974). Names are matched first, by how often they stand at the same
    place of statements of one shape.
    """
    steps, _ = _align([(one.depth, one.shape) for one in mine], [(one.depth, one.shape) for one in theirs])
    names = _matching_names(mine, theirs, steps)
    steps, cost = _align(
        [(one.depth, _renamed(one, names)) for one in mine], [(one.depth, one.tokens) for one in theirs]
    )
    changed, beside = set(), set()
    here = 0
    for step in steps:
        if step.mine is None:
            beside |= {mine[place].line for place in (here - 1, here) if 0 <= place < len(mine)}
            continue
        here = step.mine + 1
        if step.cost:
            changed.add(mine[step.mine].line)
    return Difference(cost, frozenset(changed), frozenset(beside))


def _statements(body: Sequence[ast.stmt], depth: int) -> Iterator[Statement]:
    for node in body:
        if isinstance(node, ast.Pass):
            continue  # left over from a template, mostly
        line = getattr(node, "lineno", 0)
        inner = [getattr(node, name, []) for name in ("body", "orelse", "finalbody")]
        handlers = getattr(node, "handlers", [])
        if not inner[0] or not isinstance(inner[0], list):
            yield _statement(line, depth, ast.unparse(node))
            continue
        yield _statement(line, depth, _head(node))
        yield from _statements(inner[0], depth + 1)
        for handler in handlers:
            yield from _statements(handler.body, depth + 1)
        for rest in inner[1:]:
            if rest:
                yield from _statements(rest, depth + 1 if not _is_elif(rest) else depth)


def _is_elif(rest: Sequence[ast.stmt]) -> bool:
    return len(rest) == 1 and isinstance(rest[0], ast.If)


def _head(node: ast.stmt) -> str:
    return ast.unparse(node).split("\n", 1)[0]


def _statement(line: int, depth: int, text: str) -> Statement:
    tokens = exact_tokens(text)
    own = frozenset(
        place
        for place, token in enumerate(tokens)
        if token.isidentifier() and token not in KEPT_NAMES and tokens[place - 1 : place] != (".",)
    )
    return Statement(line, depth, tokens, own)


@dataclass(frozen=True, slots=True)
class _Step:
    """Places of the statements that belong together; None where one side has nothing."""

    mine: int | None
    theirs: int | None
    cost: float


_Lines = Sequence[tuple[int, tuple[str, ...]]]


def _align(mine: _Lines, theirs: _Lines) -> tuple[list[_Step], float]:
    costs = [[0.0] * (len(theirs) + 1) for _ in range(len(mine) + 1)]
    for i in range(len(mine) + 1):
        for j in range(len(theirs) + 1):
            ways = []
            if i:
                ways.append(costs[i - 1][j] + 1.0)
            if j:
                ways.append(costs[i][j - 1] + 1.0)
            if i and j:
                ways.append(costs[i - 1][j - 1] + _cost(mine[i - 1], theirs[j - 1]))
            costs[i][j] = min(ways, default=0.0)
    return _steps_back(costs, mine, theirs), costs[-1][-1]


def _steps_back(costs: list[list[float]], mine: _Lines, theirs: _Lines) -> list[_Step]:
    i, j = len(mine), len(theirs)
    steps: list[_Step] = []
    while i or j:
        if i and j:
            cost = _cost(mine[i - 1], theirs[j - 1])
            if costs[i][j] == costs[i - 1][j - 1] + cost:
                i, j = i - 1, j - 1
                steps.append(_Step(i, j, cost))
                continue
        if i and costs[i][j] == costs[i - 1][j] + 1.0:
            i -= 1
            steps.append(_Step(i, None, 1.0))
        else:
            j -= 1
            steps.append(_Step(None, j, 1.0))
    return steps[::-1]


@lru_cache(maxsize=65_536)
def _cost(one: tuple[int, tuple[str, ...]], other: tuple[int, tuple[str, ...]]) -> float:
    """0 for the same statement at the same depth, up to 1.9 for one that has nothing in common."""
    if one == other:
        return 0.0
    common = (Counter(one[1]) & Counter(other[1])).total()
    alike = 2 * common / max(1, len(one[1]) + len(other[1]))
    return max(_LEAST_COST, 1.9 * (1 - alike)) + (_LEAST_COST if one[0] != other[0] else 0.0)


def _matching_names(
    mine: Sequence[Statement], theirs: Sequence[Statement], steps: Sequence[_Step]
) -> Mapping[str, str]:
    seen: Counter[tuple[str, str]] = Counter()
    for step in steps:
        if step.mine is None or step.theirs is None:
            continue
        one, other = mine[step.mine], theirs[step.theirs]
        if one.shape == other.shape:
            seen.update((one.tokens[place], other.tokens[place]) for place in one.own)
    names: dict[str, str] = {}
    for (one_name, other_name), _ in sorted(seen.items(), key=lambda item: (-item[1], item[0])):
        if one_name not in names and other_name not in names.values():
            names[one_name] = other_name
    return names


def _renamed(statement: Statement, names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        names.get(token, token) if place in statement.own else token
        for place, token in enumerate(statement.tokens)
    )
