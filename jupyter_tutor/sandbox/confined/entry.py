"""The sandbox's own process: confine itself, then run each check in a process of its own.

Reads one JSON object from standard input and writes one JSON object per line to standard output:
`{"refused": why}` alone when it cannot be confined, else a record per check (see `student`). The
checks' processes have neither end: what they hand over goes through a pipe of their own to this
process, which nothing in there can signal, trace or end.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import secrets
import select
import signal
import sys
import time
from typing import Any

from jupyter_tutor.sandbox.confined.student import run_check
from jupyter_tutor.sandbox.confined.world import close_to_others, confine, die_with_parent

PROCESSES = 3
"""The one that confined itself, the one that watches, and the check. No room for another."""
OPEN_FILES = 32
ENDLESS_CHECKS = 2
"""So many checks may go on for too long; those after them are not run, for somebody waits."""
LONGEST_RECORD = 65_536
"""Bytes that are read of what a check hands over; the rest is not read and the record does not count."""


def main() -> None:
    """Confine this process, watch over the checks, and report."""
    order = json.load(sys.stdin.buffer)
    limits = order["limits"]
    report = os.dup(1)  # the checks' own outputs go nowhere
    _to_nowhere(0, 1, 2)
    try:
        _limit(limits)
        confine(order["folder"], limits["file_bytes"])
        # Only now: the same limit outside would count all processes of this user.
        resource.setrlimit(resource.RLIMIT_NPROC, (PROCESSES, PROCESSES))
        watcher = os.fork()
    except Exception as error:  # noqa: BLE001 - whatever stands in the way, nothing is run
        _write(report, {"refused": str(error)})
        return
    if watcher == 0:
        _watch(order, report)
    os.close(report)
    os.waitpid(watcher, 0)


def _watch(order: dict[str, Any], report: int) -> None:
    """The first process of the new namespace: when it ends, everything in there does."""
    try:
        die_with_parent()
        close_to_others()
        until = time.monotonic() + order["limits"]["seconds"]
        _write(report, {"confined": True})
        patience = ENDLESS_CHECKS
        for call in order["calls"]:
            record = _checked(order, call, report, until) if patience else {"end": "not_run"}
            patience -= record.get("end") in {"endless", "too_much"}
            _write(report, record)
    finally:
        os._exit(0)


def _checked(order: dict[str, Any], call: str, report: int, until: float) -> dict[str, Any]:
    """Run one check in a process of its own; what is left of it is killed afterwards."""
    left = min(order["limits"]["check_seconds"], until - time.monotonic())
    if left <= 0:
        return {"end": "not_run"}
    read, write = os.pipe()
    nonce = secrets.token_bytes(16)
    child = os.fork()
    if child == 0:
        os.close(read)
        os.close(report)
        order["calls"].clear()  # other checks may be hidden ones
        _as_student(order, call, write, nonce)
    os.close(write)
    told = _read(read, time.monotonic() + left)
    os.close(read)
    _end_everything(child)
    return _record(told, nonce)


def _as_student(order: dict[str, Any], call: str, write: int, nonce: bytes) -> None:
    try:
        record = run_check(order["program"], order["setup"], call, order["limits"]["lines"])
        with os.fdopen(write, "wb") as pipe:
            pipe.write(nonce + json.dumps(record).encode())
    finally:
        os._exit(0)


def _read(pipe: int, until: float) -> bytes:
    """What came until the check's process closed its end, the time was up, or it was too much."""
    told = b""
    while len(told) <= LONGEST_RECORD:
        ready, _, _ = select.select([pipe], [], [], max(0.0, until - time.monotonic()))
        part = os.read(pipe, LONGEST_RECORD) if ready else b""
        if not part:
            break
        told += part
    return told


def _end_everything(child: int) -> None:
    """Kill all in this namespace but oneself, which the kernel spares, and collect what is left."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)
    try:
        os.waitpid(child, 0)
        while True:
            os.waitpid(-1, 0)
    except ChildProcessError:
        return


def _record(told: bytes, nonce: bytes) -> dict[str, Any]:
    """The record, or what its absence means: only what follows the nonce counts."""
    _, marked, text = told.partition(nonce)
    try:
        record = json.loads(text) if marked and len(told) <= LONGEST_RECORD else None
    except ValueError:
        record = None
    return record if isinstance(record, dict) else {"end": "too_much"}


def _limit(limits: dict[str, Any]) -> None:
    wanted = {
        resource.RLIMIT_CPU: limits["cpu_seconds"],
        resource.RLIMIT_AS: limits["memory_bytes"],
        resource.RLIMIT_FSIZE: limits["file_bytes"],
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in wanted.items():
        resource.setrlimit(kind, (most, most))


def _to_nowhere(*numbers: int) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in numbers:
        os.dup2(nowhere, number)
    os.close(nowhere)


def _write(report: int, record: dict[str, Any]) -> None:
    os.write(report, json.dumps(record).encode() + b"\n")
