"""Programs that try what a sandbox has to stop. They run for real."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from jupyter_tutor.sandbox.runner import Sandbox, SandboxLimits
from jupyter_tutor.tutoring.checks import Check, CheckOutcome, Checks, Ending


async def said_by(
    sandbox: Sandbox, program: str, call: str = "f()", expected: str = "'never'"
) -> CheckOutcome:
    """What the program says, and that the check after it still runs as if nothing had been."""
    report = await sandbox.run(program, Checks((Check(call, expected), Check("1 + 1", "2"))))
    first, second = report.outcomes
    assert second.passed, second
    return first


def started_here() -> list[psutil.Process]:
    """Processes of sandboxes that are still there."""
    found = []
    for one in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if any("sandbox.confined" in word for word in one.cmdline()):
                found.append(one)
    return found


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(2000):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to be")


async def test_an_endless_loop_ends_after_its_lines(sandbox: Sandbox):
    """A loop without end is told as such, with the line it is in."""
    said = await said_by(sandbox, "def f():\n    n = 1\n    while n:\n        n += 1\n")
    assert said.ending is Ending.ENDLESS
    assert said.lines[4] > 1000


async def test_a_loop_that_catches_everything_is_stopped_by_the_clock(sandbox: Sandbox):
    """Catching what stops it, turning off the trace and sleeping do not help."""
    program = "import sys, time\ndef f():\n    sys.settrace(None)\n    while True:\n"
    program += "        try:\n            time.sleep(60)\n        except BaseException:\n            pass\n"
    assert (await said_by(sandbox, program)).ending is Ending.ENDLESS
    assert not started_here()


async def test_no_further_process_can_be_started(sandbox: Sandbox):
    """A fork bomb gets no fork, and nothing of it is left."""
    program = (
        "import os\ndef f():\n    made = 0\n    for _ in range(100):\n        try:\n"
        "            if os.fork() == 0:\n                while True: pass\n            made += 1\n"
        "        except OSError:\n            return made\n"
    )
    assert (await said_by(sandbox, program)).got == "0"
    assert not started_here()


async def test_memory_is_bounded(sandbox: Sandbox):
    """A program that takes all memory gets a MemoryError."""
    said = await said_by(
        sandbox, "def f():\n    held = []\n    while True:\n        held.append(b'x' * 10**7)\n"
    )
    assert said.raised is not None
    assert said.raised.name == "MemoryError"


@pytest.mark.parametrize(
    "call",
    [
        "libc.shmget(0, 2**28, 0o1600)",
        "libc.memfd_create(b'x', 0)",
        "libc.socket(40, 1, 0)",
        "libc.unshare(0x10000000)",
        "libc.ptrace(16, 1, 0, 0)",
    ],
)
async def test_calls_around_the_limits_are_refused(sandbox: Sandbox, call: str):
    """Memory that no limit counts, sockets of any family, new namespaces and tracing: not permitted."""
    program = f"import ctypes\ndef f():\n    libc = ctypes.CDLL(None, use_errno=True)\n    done = {call}\n"
    program += "    return done, ctypes.get_errno()\n"
    assert (await said_by(sandbox, program)).got == "(-1, 1)"


async def test_output_is_bounded(sandbox: Sandbox):
    """A flood of prints and of raw writes is cut, and a huge result too."""
    program = "import os\ndef f():\n    for _ in range(3000):\n        print('x' * 1000)\n"
    program += "        os.write(1, b'y' * 1000)\n    return 'z' * 10**6\n"
    said = await said_by(sandbox, program)
    assert len(said.printed) <= 2000
    assert len(said.got or "") <= 20_000


async def test_there_is_no_network(sandbox: Sandbox):
    """Neither another machine nor a server on this one can be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        program = f"import socket\ndef f(host):\n    socket.create_connection((host, {port}), 1)\n"
        for host in ("127.0.0.1", "192.0.2.1"):
            said = await said_by(sandbox, program, f"f({host!r})")
            assert said.raised is not None
            assert said.raised.name in {"OSError", "PermissionError"}


async def test_keys_and_files_are_out_of_reach(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """Neither its own environment, nor the server's, nor any file of a person can be read."""
    monkeypatch.setenv("ANTHROPIC_API_KEY", "key-of-the-site")
    secret = tmp_path / "secret.txt"
    secret.write_text("key-of-the-site")
    places = (f"/proc/{os.getpid()}/environ", "/proc/self/environ", str(secret), "/etc/passwd")
    program = (
        "import os\ndef f():\n    found = repr(dict(os.environ))\n"
        f"    for place in {places!r}:\n        try:\n            found += open(place).read()\n"
        "        except OSError:\n            found += ' none'\n"
        "    return found\n"
    )
    said = await said_by(sandbox, program)
    assert said.got is not None
    assert "key-of-the-site" not in said.got
    assert said.got.count("none") == 4


async def test_files_are_few_small_and_gone(sandbox: Sandbox):
    """The working folder is empty, holds little, and Python's own files cannot be changed."""
    program = (
        "import os\ndef f(place, size):\n    before = os.listdir('.')\n"
        "    with open(place, 'wb') as file:\n        file.write(b'x' * size)\n    return before\n"
    )
    assert (await said_by(sandbox, program, "f('a', 10)", "[]")).passed
    for call in ("f('big', 2 * 10**6)", "f('/usr/lib/x', 1)", "f('/x', 1)"):
        said = await said_by(sandbox, program, call)
        assert said.raised is not None, call
        assert said.raised.name in {"OSError", "PermissionError"}


async def test_no_other_process_can_be_signalled(sandbox: Sandbox):
    """The process that watches survives, and those of the server are not there."""
    program = "import os, signal\ndef f(number):\n    os.kill(number, signal.SIGKILL)\n    return 'sent'\n"
    assert (await said_by(sandbox, program, "f(1)")).got == "'sent'"
    said = await said_by(sandbox, program, f"f({os.getpid()})")
    assert said.raised is not None
    assert said.raised.name == "ProcessLookupError"


async def test_no_program_can_be_started(sandbox: Sandbox):
    """There is nothing to start: no shell, no Python."""
    said = await said_by(sandbox, "import os\ndef f():\n    os.execv('/bin/sh', ['sh', '-c', 'true'])\n")
    assert said.raised is not None
    assert said.raised.name == "FileNotFoundError"


@pytest.mark.parametrize(
    "leave", ["os._exit(0)", "os.closerange(0, 64)", "os.kill(os.getpid(), 9)", "exit()"]
)
async def test_leaving_early_is_no_pass(sandbox: Sandbox, leave: str):
    """Ending the process or closing its pipes passes no check."""
    said = await said_by(sandbox, f"import os\ndef f():\n    {leave}\n    return 1\n")
    assert not said.passed


async def test_a_printed_result_is_no_result(sandbox: Sandbox):
    """Records written to every open end do not count; the value of the call does."""
    forged = '{"end": "value", "got": "\'never\'", "printed": "", "lines": {}, "last": 0}'
    program = (
        f"import os\ndef f():\n    print({forged!r})\n    for end in range(64):\n        try:\n"
        f"            os.write(end, {forged.encode()!r} + b'\\n')\n        except OSError:\n"
        "            pass\n    return 'mine'\n"
    )
    said = await said_by(sandbox, program)
    assert (said.passed, said.got) == (False, "'mine'")


async def test_what_is_expected_is_not_there_to_be_found(sandbox: Sandbox):
    """A program that searches its process finds neither the expected value nor the other checks' calls."""
    program = (
        "import gc, sys\ndef f():\n    found = []\n    frame = sys._getframe()\n    while frame:\n"
        "        found.append(repr(frame.f_locals))\n        frame = frame.f_back\n"
        "    found += [repr(one) for one in gc.get_objects() if isinstance(one, (dict, list, tuple))]\n"
        "    seen = ' '.join(found)\n    wanted = ''.join(map(chr, [52, 55] * 4))\n"
        "    return [wanted in seen, chr(49) + ' + 1' in seen, 'f()' in seen]\n"
    )
    assert (await said_by(sandbox, program, "f()", "'47474747'")).got == "[False, False, True]"


async def test_cancelling_ends_everything(confinement: None):
    """When nobody waits any more, no process is left."""
    sandbox = Sandbox(SandboxLimits(seconds=60, check_seconds=60, lines=10**9))
    running = asyncio.create_task(said_by(sandbox, "def f():\n    while True: pass\n"))
    await until(lambda: len(started_here()) > 1)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await until(lambda: not started_here())
