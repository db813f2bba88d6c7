"""Run a student's program and one call to it, and note what came out and which lines ran."""

from __future__ import annotations

import linecache
import sys
import traceback
from collections import Counter
from types import CodeType, FrameType
from typing import Any

CELL = "<student cell>"
"""The file name that the student's program has while it runs."""
LONGEST_VALUE = 20_000
"""Characters that are kept of a result, which is compared."""
LONGEST_TEXT = 2_000
"""Characters that are kept of what was printed and of a message."""
LONGEST_TRACEBACK = 6_000


class TooManyLinesError(BaseException):
    """The program went on for more lines than it may. Not an Exception: it is not the student's to catch."""


class _Printed:
    """Takes what is printed and keeps the beginning."""

    def __init__(self) -> None:
        self.text = ""
        self.encoding = "utf-8"

    def write(self, text: str) -> int:
        """Keep what still fits."""
        if len(self.text) < LONGEST_TEXT:
            self.text += str(text)[: LONGEST_TEXT - len(self.text)]
        return len(text)

    def flush(self) -> None:
        """Nothing waits."""

    def isatty(self) -> bool:
        """Nobody looks on."""
        return False


class _Trace:
    """Counts the program's lines as they run, with `sys.settrace`."""

    def __init__(self, most: int) -> None:
        self.counts: Counter[int] = Counter()
        self.last = 0
        self.left = most

    def __call__(self, frame: FrameType, event: str, _arg: Any) -> Any:
        if frame.f_code.co_filename != CELL:
            return None
        if event == "line":
            self.last = frame.f_lineno
            self.counts[self.last] += 1
            self.left -= 1
            if self.left < 0:
                raise TooManyLinesError
        return self


def run_check(program: str, setup: str, call: str, most_lines: int) -> dict[str, Any]:
    """The record of one check.

    `end` is `value`, `error` or `endless`; `got` the value's `repr`; `printed` what was printed;
    `error` the exception's name, message, line and traceback; `lines` how often each line of the
    program ran during the call, `last` the last of them.
    """
    printed, trace = _Printed(), _Trace(most_lines)
    sys.stdout = sys.stderr = printed
    names: dict[str, Any] = {"__name__": "__main__", "__builtins__": __builtins__}
    record: dict[str, Any] = {"end": "value", "got": "None"}
    linecache.cache[CELL] = (len(program), None, program.splitlines(keepends=True), CELL)
    sys.settrace(trace)
    try:
        exec(compile(setup, "<setup>", "exec", dont_inherit=True), names)  # noqa: S102 - what this is for
        exec(compile(program, CELL, "exec", dont_inherit=True), names)  # noqa: S102
        trace.counts.clear()
        value = _value(call, names)
        sys.settrace(None)
        record["got"] = repr(value)[:LONGEST_VALUE]
    except TooManyLinesError:
        record = {"end": "endless"}
    except BaseException as error:  # noqa: BLE001 - whatever a program raises is its result
        sys.settrace(None)
        record = {"end": "error", "error": _told(error)}
    finally:
        sys.settrace(None)
    return {**record, "printed": printed.text, "lines": dict(trace.counts), "last": trace.last}


def _value(call: str, names: dict[str, Any]) -> Any:
    """The value of the check's expression; statements such as `assert` have none."""
    try:
        code: CodeType = compile(call, "<check>", "eval", dont_inherit=True)
    except SyntaxError:
        exec(compile(call, "<check>", "exec", dont_inherit=True), names)  # noqa: S102
        return None
    return eval(code, names)  # noqa: S307


def _told(error: BaseException) -> dict[str, Any]:
    """An exception in the words in which Python shows it, from the program's first frame on."""
    entries = [entry for entry in traceback.extract_tb(error.__traceback__) if entry.filename != __file__]
    own = [entry.lineno for entry in entries if entry.filename == CELL]
    line = error.lineno if isinstance(error, SyntaxError) and error.filename == CELL else None
    shown = "".join(
        [
            "Traceback (most recent call last):\n",
            *traceback.format_list(entries[-8:]),
            *traceback.format_exception_only(error),
        ]
    )
    return {
        "name": type(error).__name__,
        "message": str(error)[:LONGEST_TEXT],
        "line": line or (own[-1] if own else None),
        "traceback": shown[-LONGEST_TRACEBACK:],
    }
