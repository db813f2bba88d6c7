from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.errors import CheckingUnavailable
from jupyter_tutor.sandbox.runner import Sandbox, SandboxLimits, outcome_of, same_value
from jupyter_tutor.tutoring.checks import Check, CheckOutcome, Checks, Ending

DOUBLE = "def double(x):\n    if x > 9:\n        x = 9\n    return x + x\n"


async def outcomes(
    sandbox: Sandbox, program: str, *checks: Check, setup: str = ""
) -> tuple[CheckOutcome, ...]:
    return (await sandbox.run(program, Checks(checks, setup))).outcomes


async def test_checks_say_what_passed_and_what_came_instead(sandbox: Sandbox):
    """A right value passes; a wrong one is told with the lines that ran for it."""
    right, wrong = await outcomes(sandbox, DOUBLE, Check("double(2)", "4"), Check("double(10)", "20"))
    assert (right.passed, right.ending, dict(right.lines)) == (True, Ending.VALUE, {2: 1, 4: 1})
    assert (wrong.passed, wrong.got, wrong.last_line) == (False, "18", 4)
    assert set(wrong.lines) == {2, 3, 4}


async def test_an_exception_is_told_as_python_shows_it(sandbox: Sandbox):
    """Name, message, line of the program and traceback with the source line arrive."""
    (one,) = await outcomes(sandbox, "def f(x):\n    return y\n", Check("f(1)", "1"))
    assert one.raised is not None
    assert (one.ending, one.raised.name, one.raised.line) == (Ending.ERROR, "NameError", 2)
    assert "return y" in one.raised.traceback


async def test_a_program_that_cannot_be_read_fails_with_its_line(sandbox: Sandbox):
    """A syntax error is an error of every check."""
    (one,) = await outcomes(sandbox, "def f(x)\n    return x\n", Check("f(1)", "1"))
    assert one.raised is not None
    assert (one.raised.name, one.raised.line) == ("SyntaxError", 1)


async def test_setup_statements_and_prints(sandbox: Sandbox):
    """Setup is there for the calls, an assert is a check without a value, and prints are kept apart."""
    program = "def f(x):\n    print('seen', x)\n"
    value, held, broken = await outcomes(
        sandbox,
        program,
        Check("f(SIZE)", "3"),
        Check("assert SIZE == 3"),
        Check("assert SIZE == 4"),
        setup="SIZE = 3",
    )
    assert (value.passed, value.got, value.printed) == (False, "None", "seen 3\n")
    assert (held.passed, broken.passed) == (True, False)


async def test_each_check_has_a_program_of_its_own(sandbox: Sandbox):
    """What one check changes, even in a module, no other one sees."""
    program = "import math\nkept = []\ndef f(x):\n    kept.append(x)\n    math.pi = 3\n    return len(kept)\n"
    checks = [Check("f(1)", "1"), Check("f(2)", "1"), Check("math.pi > 3.1", "True")]
    assert [one.passed for one in await outcomes(sandbox, program, *checks)] == [True, True, True]


async def test_where_processes_cannot_be_confined_nothing_runs(tmp_path: Path):
    """A process that does not report its confinement is a refusal, now and for every further call."""
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\necho \'{"refused": "no namespaces"}\'\n')
    python.chmod(0o755)
    sandbox = Sandbox(python=str(python))
    with pytest.raises(CheckingUnavailable, match="no namespaces"):
        await sandbox.run(DOUBLE, Checks((Check("double(1)", "2"),)))
    python.unlink()
    with pytest.raises(CheckingUnavailable, match="no namespaces"):
        await sandbox.run(DOUBLE, Checks((Check("double(1)", "2"),)))


@pytest.mark.parametrize("system", ["darwin", "win32"])
async def test_other_systems_start_nothing(monkeypatch: pytest.MonkeyPatch, system: str):
    """Where there are no namespaces at all, no process is even started."""
    monkeypatch.setattr("sys.platform", system)
    with pytest.raises(CheckingUnavailable, match=system):
        await Sandbox(python="/nowhere").run(DOUBLE, Checks((Check("double(1)", "2"),)))


async def test_one_silence_is_no_refusal_for_ever(confinement: None, tmp_path: Path):
    """A process that was killed before it could say anything costs one report, not all to come."""
    python = tmp_path / "python"
    python.write_text(
        f'#!/bin/sh\ncd {tmp_path}\n[ -e once ] || {{ : > once; exit 1; }}\nexec {sys.executable} "$@"\n'
    )
    python.chmod(0o755)
    sandbox = Sandbox(python=str(python))
    with pytest.raises(CheckingUnavailable, match="said nothing"):
        await outcomes(sandbox, DOUBLE, Check("double(1)", "2"))
    assert (await outcomes(sandbox, DOUBLE, Check("double(1)", "2")))[0].passed


async def test_nobody_waits_for_many_endless_checks(sandbox: Sandbox):
    """After two checks that do not end, the others are not run."""
    found = await outcomes(
        sandbox, "def f(x):\n    while x: pass\n", *[Check(f"f({n})", "1") for n in (1, 2, 3)]
    )
    assert [one.ending for one in found] == [Ending.ENDLESS, Ending.ENDLESS, Ending.NOT_RUN]


async def test_the_event_loop_goes_on_meanwhile(sandbox: Sandbox):
    """While a program loops for ever, other tasks of the server have their turns."""
    running = asyncio.create_task(outcomes(sandbox, "def f():\n    while True: pass\n", Check("f()", "1")))
    turns = 0
    while not running.done():
        await asyncio.sleep(0.01)
        turns += 1
    assert turns > 3
    assert (await running)[0].ending is Ending.ENDLESS


async def test_programs_take_turns(confinement: None):
    """More programs than may run at once all get their answer."""
    sandbox = Sandbox(SandboxLimits(at_once=2))
    found = await asyncio.gather(
        *(outcomes(sandbox, DOUBLE, Check(f"double({n})", str(2 * n))) for n in range(6))
    )
    assert all(one.passed for (one,) in found)


FIELDS = st.none() | st.integers() | st.text(max_size=5) | st.dictionaries(st.text(max_size=3), st.integers())
RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "end": st.sampled_from(["value", "error", "endless", "not_run", "too_much", "passed"]) | FIELDS,
        "got": FIELDS,
        "printed": FIELDS,
        "lines": st.dictionaries(st.text("0123456789", max_size=3), st.integers()) | FIELDS,
        "last": FIELDS,
        "error": st.fixed_dictionaries(
            {}, optional=dict.fromkeys(("name", "message", "line", "traceback"), FIELDS)
        )
        | FIELDS,
    },
)


@given(RECORDS | FIELDS)
def test_no_record_can_break_the_server_or_pass_a_check(record: object):
    """Whatever a program writes in place of its record, nothing raises, and text can be stored and sent."""
    outcome = outcome_of(Check("f()", "'what nobody knows'"), record)
    assert not outcome.passed
    assert "\x00" not in outcome.printed
    outcome.printed.encode()


def test_half_characters_are_replaced():
    """A message with half of a surrogate pair or a NUL, which no database takes, is made printable."""
    error = {"name": "ValueError", "message": "a\ud800\x00\tb", "line": 1, "traceback": ""}
    record = {"end": "error", "error": error, "printed": "", "lines": {}, "last": 0}
    raised = outcome_of(Check("f()", "1"), record).raised
    assert raised is not None
    assert raised.message == "a\ufffd\ufffd\tb"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple),
    max_leaves=8,
)


@given(VALUES)
def test_a_value_is_the_same_as_itself(value: object):
    """Whatever is written as a literal compares equal to itself, however it is laid out."""
    assert same_value(repr(value), f" {value!r}\n")


@pytest.mark.parametrize(
    ("expected", "got", "same"),
    [
        ("True", "1", False),
        ("[1, 2]", "(1, 2)", False),
        ("{1, 2}", "{2, 1}", True),
        ("0.3", "0.30000000000000004", True),
        ("3", "3.0", False),
        ("'3'", "3", False),
        ('"a"', "'a'", True),
        ("<object>", "<object>", True),
        ("[1]", "[1, 2]", False),
        ("4", "", False),
    ],
)
def test_values_compare_by_kind_and_content(expected: str, got: str, same: bool):
    """Kinds are told apart, layout and the last digits of decimals are not."""
    assert same_value(expected, got) is same
