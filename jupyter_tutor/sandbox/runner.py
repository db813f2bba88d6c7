"""Runs a student's program against checks in a confined process, or refuses."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import json
import math
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_tutor.errors import CheckingUnavailable
from jupyter_tutor.tutoring.checks import Check, CheckOutcome, CheckReport, Checks, Ending, Raised

PACKAGES = Path(__file__).parents[2]
"""The folder that holds this package, wherever it is installed."""
_START = (
    "import sys; sys.path.insert(0, {packages!r}); from jupyter_tutor.sandbox.confined.entry import main; "
    "sys.path.remove({packages!r}); main()"
)
_GRACE_SECONDS = 2.0
"""For starting Python and for the process to end what it watches itself."""
_LONGEST_REPORT = 8_000_000
"""Bytes of a report; more than the records of a hundred checks can have."""
_MOST_CHECKS = 100


@dataclass(frozen=True, slots=True)
class SandboxLimits:
    """What a student's program may use while its checks run.

    `seconds` and `check_seconds` are by the clock, for all checks and for one; `cpu_seconds` hold for
    each process; `lines` are lines of the program that one check may run before it counts as endless.
    `at_once` is how many programs run at the same time.
    """

    seconds: float = 6.0
    check_seconds: float = 2.0
    cpu_seconds: int = 6
    memory_bytes: int = 256 * 2**20
    file_bytes: int = 2**20
    lines: int = 200_000
    at_once: int = 2


class Sandbox:
    """Runs programs in processes without network, files, other processes, keys or much of anything.

    What is compared never enters the process: it is told the calls and says what came out, so a
    program cannot claim to have passed. Whether the system can confine a process is found out by
    trying, once.
    """

    def __init__(self, limits: SandboxLimits | None = None, python: str = sys.executable) -> None:
        self._limits = limits or SandboxLimits()
        self._python = python
        self._turns = asyncio.Semaphore(self._limits.at_once)
        on_linux = sys.platform.startswith("linux")
        self._refusal = None if on_linux else f"Student code is not run on {sys.platform}"
        self._has_confined = False

    async def run(self, program: str, checks: Checks) -> CheckReport:
        """The outcomes of the checks. CheckingUnavailable where student code cannot be confined."""
        if self._refusal is not None:
            raise CheckingUnavailable(self._refusal)
        wanted = checks.checks[:_MOST_CHECKS]
        async with self._turns:
            records = await self._records(program, checks.setup, [check.call for check in wanted])
        records += [{"end": "not_run"}] * (len(wanted) - len(records))
        outcomes = tuple(outcome_of(check, record) for check, record in zip(wanted, records, strict=False))
        return CheckReport(program, outcomes, checks.solutions)

    async def _records(self, program: str, setup: str, calls: Sequence[str]) -> list[dict[str, Any]]:
        with tempfile.TemporaryDirectory(prefix="jupyter-tutor-") as folder:
            os.chmod(folder, 0o755)  # noqa: PTH101, S103 - who becomes nobody has to be able to enter
            order = {
                "program": program,
                "setup": setup,
                "calls": list(calls),
                "folder": folder,
                "limits": {
                    "seconds": self._limits.seconds,
                    "check_seconds": self._limits.check_seconds,
                    "cpu_seconds": self._limits.cpu_seconds,
                    "memory_bytes": self._limits.memory_bytes,
                    "file_bytes": self._limits.file_bytes,
                    "lines": self._limits.lines,
                },
            }
            told = await self._told(json.dumps(order).encode())
        first, *records = _lines(told) or [{}]
        if "confined" not in first:
            refusal = f"Student code is not run here: {first.get('refused', 'the process said nothing')}"
            if "refused" in first and not self._has_confined:
                self._refusal = refusal  # what never worked is not tried again
            raise CheckingUnavailable(refusal)
        self._has_confined = True
        return records

    async def _told(self, order: bytes) -> bytes:
        """What the process says until it ends or its time is up; nothing of it is left afterwards."""
        process = await asyncio.create_subprocess_exec(
            self._python,
            "-I",
            "-S",
            "-c",
            _START.format(packages=str(PACKAGES)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PATH": "", "LC_ALL": "C.UTF-8"},
            cwd="/",
            start_new_session=True,
        )
        told = bytearray()
        try:
            async with asyncio.timeout(self._limits.seconds + _GRACE_SECONDS):
                await _talk(process, order, told)
        except TimeoutError:
            pass  # what it said until then counts
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await asyncio.shield(_ended(process))
        return bytes(told)


async def _talk(process: asyncio.subprocess.Process, order: bytes, told: bytearray) -> None:
    if process.stdin is None or process.stdout is None:
        raise CheckingUnavailable("Student code is not run here: the process has no ends to talk to")
    with contextlib.suppress(ConnectionError):
        process.stdin.write(order)
        await process.stdin.drain()
    process.stdin.close()
    while len(told) < _LONGEST_REPORT and (part := await process.stdout.read(65_536)):
        told += part


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Wait for the killed process; asyncio does not see its end while its report is unread."""
    while process.stdout is not None and await process.stdout.read(65_536):
        pass
    await process.wait()


def _lines(told: bytes) -> list[dict[str, Any]]:
    """The complete lines of a report."""
    return [json.loads(line) for line in told.decode().splitlines(keepends=True) if line.endswith("\n")]


def outcome_of(check: Check, record: Any) -> CheckOutcome:
    """The outcome that a record tells of. A record that is not in form is that of a check that did not run.

    A program that looks hard enough can write the record of its own check, so nothing in it is trusted.
    """
    try:
        return _outcome(check, record)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return CheckOutcome(check, Ending.NOT_RUN, passed=False)


def _outcome(check: Check, record: Any) -> CheckOutcome:
    if record["end"] == "too_much":
        return CheckOutcome(check, Ending.ENDLESS, passed=False)
    ending = Ending(record["end"])
    if ending is Ending.NOT_RUN:
        return CheckOutcome(check, ending, passed=False)
    got = _text(record["got"]) if ending is Ending.VALUE else None
    return CheckOutcome(
        check,
        ending,
        passed=got is not None and (check.expected is None or _fits(check, got)),
        got=got,
        printed=_text(record["printed"]),
        raised=_raised(record["error"]) if ending is Ending.ERROR else None,
        lines={int(line): int(count) for line, count in record["lines"].items()},
        last_line=int(record["last"]),
    )


def _raised(error: Any) -> Raised:
    line = None if error["line"] is None else int(error["line"])
    return Raised(_text(error["name"]), _text(error["message"]), line, _text(error["traceback"]))


def _text(given: Any) -> str:
    """Text that can be stored and sent on: what cannot be printed, such as half a character, is replaced."""
    if not isinstance(given, str):
        raise TypeError("a text was expected")
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "\ufffd" for sign in given)


def _fits(check: Check, got: str) -> bool:
    """Whether the value is what is expected, as strictly as the check says."""
    expected = check.expected or ""
    return same_value(expected, got) or (check.loosely and _equal(expected, got))


def _equal(expected: str, got: str) -> bool:
    """Whether the literals are equal by `==`: `2` and `2.0` are."""
    try:
        return bool(ast.literal_eval(expected.strip()) == ast.literal_eval(got.strip()))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return False


def same_value(expected: str, got: str) -> bool:
    """Whether two `repr`s show the same value: literals by value and type, all else by their text.

    Decimal numbers may differ in the ninth digit, as their last ones depend on the order of a sum.
    """
    if expected.strip() == got.strip():
        return True
    try:
        return _same(ast.literal_eval(expected.strip()), ast.literal_eval(got.strip()))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return False


def _same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9)
    if type(one) is not type(other):
        return False
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(_same(a, b) for a, b in zip(one, other, strict=True))
    return one == other
