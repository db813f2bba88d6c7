"""nbgrader's markers: regions of a cell that students do not get.

A line that contains `BEGIN SOLUTION`, `BEGIN HIDDEN TESTS` or `BEGIN MARK SCHEME` opens a region whatever
stands around the words, so that every language's comments do; one with the same words after `END` closes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

STUBS = {
    "python": "# YOUR CODE HERE\nraise NotImplementedError()",
    "r": "# YOUR CODE HERE\nfail()",
    "matlab": "% YOUR CODE HERE\nerror('No Answer Given!')",
    "octave": "% YOUR CODE HERE\nerror('No Answer Given!')",
    "sas": "/* YOUR CODE HERE */\n %notImplemented;",
    "java": "// YOUR CODE HERE",
}
SLASHES = frozenset(
    {"c", "c++", "c#", "f#", "go", "groovy", "javascript", "kotlin", "rust", "scala", "typescript"}
)
TEXT_STUB = "YOUR ANSWER HERE"

# An author's slip: nearly a marker, alone on its line. What it should have hidden would be seen.
_SLIP = re.compile(
    r"^\W*(?P<edge>begin|end)[\s_-]*(?P<kind>solutions?|hidden[\s_-]*tests?|mark(?:ing)?[\s_-]*schemes?)\W*$",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """What a region holds, in the words of its markers."""

    SOLUTION = "SOLUTION"
    TESTS = "HIDDEN TESTS"
    SCHEME = "MARK SCHEME"


@dataclass(frozen=True, slots=True)
class Cut:
    """A cell's source after its regions were cut out.

    `visible` is what students get, `solved` the same with its solutions and `tested` with its hidden tests in
    place, `regions` what was cut out, `faults` what is wrong with the markers as (message, mend).
    """

    visible: str
    solved: str
    tested: str
    regions: tuple[tuple[Kind, str], ...] = ()
    faults: tuple[tuple[str, str], ...] = ()

    def texts(self, *kinds: Kind) -> tuple[str, ...]:
        """The regions of these kinds."""
        return tuple(text for kind, text in self.regions if kind in kinds)


def stub(language: str) -> str:
    """What stands for a solution in code, as nbgrader has it where nbgrader knows the language."""
    return STUBS.get(language, ("//" if language in SLASHES else "#") + " YOUR CODE HERE")


def cut(source: str, stub_text: str) -> Cut:
    """Take the regions out of a source. `stub_text` takes the place of a solution, indented as its marker."""
    state = _Cutting(stub_text.split("\n"))
    for line in source.split("\n"):
        state.take(line)
    return state.result()


class _Cutting:
    def __init__(self, stub_lines: list[str]) -> None:
        self._stub = stub_lines
        self._visible: list[str] = []
        self._solved: list[str] = []
        self._tested: list[str] = []
        self._region: list[str] = []
        self._regions: list[tuple[Kind, str]] = []
        self._inside: Kind | None = None
        self._faults: list[tuple[str, str]] = []

    def take(self, line: str) -> None:
        for kind in Kind:
            if f"BEGIN {kind}" in line:
                return self._open(kind, line)
            if f"END {kind}" in line:
                return self._close(kind)
        if (slip := _SLIP.match(line)) and len(line) < 80:  # noqa: PLR2004 - a marker, no sentence
            self._fault(f"“{slip.group(0).strip()}” is nearly a marker.", _spelling(slip))
        (self._visible if self._inside is None else self._region).append(line)
        if self._inside in {None, Kind.SOLUTION}:
            self._solved.append(line)
        if self._inside in {None, Kind.TESTS}:
            self._tested.append(line)
        return None

    def _open(self, kind: Kind, line: str) -> None:
        if self._inside is not None:
            self._fault(
                f"BEGIN {kind} stands inside {self._inside}.",
                f"Put END {self._inside} before it; regions do not nest.",
            )
            return
        self._inside = kind
        if kind is Kind.SOLUTION:
            indent = line[: len(line) - len(line.lstrip())]
            self._visible.extend(indent + each for each in self._stub)

    def _close(self, kind: Kind) -> None:
        if self._inside is not kind:
            self._fault(
                f"END {kind} closes nothing.",
                f"Put BEGIN {kind} where the region begins, or remove the line.",
            )
            return
        self._regions.append((kind, "\n".join(self._region)))
        self._region = []
        self._inside = None

    def result(self) -> Cut:
        if self._inside is not None:
            self._fault(
                f"BEGIN {self._inside} has no end.", f"Put END {self._inside} after the region's last line."
            )
            self._regions.append((self._inside, "\n".join(self._region)))
        visible, solved, tested = ("\n".join(lines) for lines in (self._visible, self._solved, self._tested))
        return Cut(visible, solved, tested, tuple(self._regions), tuple(self._faults))

    def _fault(self, message: str, mend: str) -> None:
        self._faults.append((message, mend))


def _spelling(slip: re.Match[str]) -> str:
    word = slip.group("kind").lower()
    kind = Kind.SOLUTION if word.startswith("s") else Kind.TESTS if word.startswith("h") else Kind.SCHEME
    return f"Write {slip.group('edge').upper()} {kind}, in capitals."
