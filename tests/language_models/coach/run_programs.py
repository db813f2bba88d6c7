"""Run programs and print, for each, the error it ends in: what IPython shows, what Python shows, the truth.

Reads a JSON list of programs from standard input and writes a JSON list to standard output, with
null for a program that does not fail. Meant to be run in a process of its own, with `python -I`.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
import traceback
import types

from IPython.core.interactiveshell import InteractiveShell

SECONDS = 0.5
SECONDS_WITH_FORMATTING = 10.0


def _ipython(shell: InteractiveShell, code: str) -> str | None:
    shown: list[str] = []
    shell._showtraceback = lambda _kind, _value, lines: shown.extend(lines)
    shell.reset()
    result = _limited(lambda: shell.run_cell(code, store_history=True), SECONDS_WITH_FORMATTING)
    error = result and (result.error_before_exec or result.error_in_exec)
    return "\n".join(shown) if error is not None else None


def _plain(code: str) -> dict[str, object] | None:
    place = "/home/student/exercise.py"

    def run() -> dict[str, object] | None:
        try:
            exec(compile(code, place, "exec", dont_inherit=True), {"__name__": "__main__"})
        except BaseException as error:  # noqa: BLE001 - whatever the program raises is what is wanted
            return _told(error, place)
        return None

    return _limited(run)


def _told(error: BaseException, place: str) -> dict[str, object]:
    own = [entry for entry in traceback.extract_tb(error.__traceback__) if entry.filename == place]
    line = own[-1].lineno if own else None
    if isinstance(error, SyntaxError) and error.filename == place:
        line = error.lineno
    shown = "".join(traceback.format_exception(error.with_traceback(_from_student(error, place))))
    return {"ename": type(error).__name__, "evalue": str(error), "line": line, "plain": shown}


def _from_student(error: BaseException, place: str) -> types.TracebackType | None:
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename != place:
        trace = trace.tb_next
    return trace


def _limited(run, seconds=SECONDS):
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return run()
    except KeyboardInterrupt:
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def main() -> None:
    """Run what comes in."""
    wanted = json.load(sys.stdin)
    os.environ["NO_COLOR"] = ""
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    sys.stdin = io.StringIO()
    shell = InteractiveShell.instance()
    told = []
    for code in wanted:
        truth = _plain(code)
        endless = truth is not None and truth["ename"] == "KeyboardInterrupt"
        told.append(truth and {**truth, "ipython": truth["plain"] if endless else _ipython(shell, code)})
    json.dump(told, sys.__stdout__)


if __name__ == "__main__":
    main()
