"""Pairs of student programs of which it is known whether they are of one exercise."""

from __future__ import annotations

import builtins
import keyword
import random
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from jupyter_tutor.quality.figures import SEED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PER_EXERCISE = 100
"""Wrong programs that are drawn from each exercise."""

EDIT, CORRECTED, RENAMED, OTHER = "next program", "nearest correct program", "renamed and rewritten", "other"

_KEPT = frozenset(keyword.kwlist) | frozenset(dir(builtins))
_NAME = re.compile(r"(?<![.\w\"'])[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two programs; `kind` is OTHER for two exercises. `exercise` is that of the first."""

    exercise: str
    kind: str
    before: str
    now: str

    @property
    def same(self) -> bool:
        """Whether both are of one exercise."""
        return self.kind != OTHER


def pairs(exercises: Mapping[str, Mapping[str, str]]) -> list[Pair]:
    """From each exercise's files, by name: its wrong programs with what may follow them, and with others.

    The collection is in the order in which programs came in, so that the next one often is the
    same student's next try. Half of the other exercises' programs are correct ones.
    """
    dice = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    wrong = {name: _programs(files, "wrong") for name, files in exercises.items()}
    correct = {name: _programs(files, "correct") for name, files in exercises.items()}
    found: list[Pair] = []
    for name, programs in wrong.items():
        others = [p for other in exercises if other != name for p in (wrong[other], correct[other]) if p]
        for place in sorted(dice.sample(range(len(programs)), min(PER_EXERCISE, len(programs)))):
            found += _of_one(name, programs, place, correct[name])
            found += [Pair(name, OTHER, programs[place], dice.choice(each)) for each in others]
    return found


def _of_one(exercise: str, programs: Sequence[str], place: int, correct: Sequence[str]) -> Iterator[Pair]:
    """The pairs of one program within its exercise."""
    program = programs[place]
    following = next((each for each in programs[place + 1 :] if each != program), None)
    if following is not None:
        yield Pair(exercise, EDIT, program, following)
    if correct:
        nearest = max(correct, key=lambda each: SequenceMatcher(None, program, each).quick_ratio())
        yield Pair(exercise, CORRECTED, program, nearest)
    yield Pair(exercise, RENAMED, program, renamed(program))


def _programs(files: Mapping[str, str], kind: str) -> list[str]:
    return [files[name] for name in sorted(files) if name.startswith(f"code/{kind}/")]


def renamed(code: str) -> str:
    """The program with every own name replaced, blank lines and a comment put in, deeper indents."""
    names: dict[str, str] = {}

    def replaced(match: re.Match[str]) -> str:
        name = match.group()
        return name if name in _KEPT else names.setdefault(name, f"name_{len(names)}")

    lines = []
    for line in _NAME.sub(replaced, code).expandtabs(4).splitlines():
        indent = len(line) - len(line.lstrip())
        lines += [" " * indent + line, ""] if line.strip() else []
    return "# my second version\n" + "\n".join(lines)


def same_function_name(code: str) -> str:
    """The program with each function it defines called `solve`, so that names do not tell the exercise."""
    for name in set(re.findall(r"\bdef\s+([^\W\d]\w*)", code)):
        code = re.sub(rf"\b{re.escape(name)}\b", "solve", code)
    return code
