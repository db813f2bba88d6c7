"""The checks of an exercise, and what running a student's program against them said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Check:
    """One check: `call` is an expression of the student's names, `expected` its value's `repr`.

    Without `expected`, `call` is any statement, such as an `assert`, and passes when nothing is
    raised. With `loosely` equal numbers are equal whatever their type, as `==` has it. Of a
    `hidden` check nothing but its existence may be shown.
    """

    call: str
    expected: str | None = None
    hidden: bool = False
    loosely: bool = False


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks of one exercise.

    `setup` runs before the program and holds what the calls need. `solutions` are programs known to
    be right, the instructor's first; they are compared with, and never shown.
    """

    checks: tuple[Check, ...]
    setup: str = ""
    solutions: tuple[str, ...] = ()


class Ending(StrEnum):
    """How the run of a check ended."""

    VALUE = "value"
    ERROR = "error"
    ENDLESS = "endless"
    NOT_RUN = "not_run"


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception: its name, message, line of the program, and the traceback as Python shows it."""

    name: str
    message: str
    line: int | None
    traceback: str


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What one check said.

    `got` is the value's `repr`, None when there was no value; `printed` what the program printed.
    `lines` says how often each line of the program ran during the call, `last_line` which one ran
    last; both are empty or 0 where that is not known.
    """

    check: Check
    ending: Ending
    passed: bool
    got: str | None = None
    printed: str = ""
    raised: Raised | None = None
    lines: Mapping[int, int] = field(default_factory=dict)
    last_line: int = 0


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The outcomes of all checks of an exercise for one program, in the checks' order."""

    program: str
    outcomes: tuple[CheckOutcome, ...]
    solutions: tuple[str, ...] = ()

    @property
    def failing(self) -> tuple[CheckOutcome, ...]:
        """Checks that ran and did not pass."""
        return tuple(one for one in self.outcomes if not one.passed and one.ending is not Ending.NOT_RUN)

    @property
    def passing(self) -> tuple[CheckOutcome, ...]:
        """Checks that passed."""
        return tuple(one for one in self.outcomes if one.passed)
