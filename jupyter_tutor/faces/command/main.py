"""Reads the command line of `jupyter tutor` and runs one command.

Exit codes: 0 done, 1 the command found faults, 2 the command line, a file it names or a setting is wrong,
3 the database cannot be used now, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper

from jupyter_tutor.errors import Conflict, DatabaseUnavailable, TutorError
from jupyter_tutor.faces.command import module, quality

FAULTS = 1
WRONG = 2
AWAY = 3
STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name (those of the process by default); the exit code."""
    _print_any_name()
    parser = argparse.ArgumentParser("jupyter tutor", description="The tutor, from a terminal.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    module.add_to(commands)
    quality.add_to(commands)
    chosen = parser.parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
        sys.stdout.flush()
    except TutorError as error:
        print(error.message, file=sys.stderr)
        return AWAY if isinstance(error, DatabaseUnavailable | Conflict) else WRONG
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        # Whoever read the output has seen enough.
        _forget_output()
        return FAULTS
    except OSError as error:
        print(f"{error.filename or 'The output'}: {error.strerror or error}.", file=sys.stderr)
        _forget_output()
        return WRONG
    return code


def _forget_output() -> None:
    """What could not be printed is not tried again at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_any_name() -> None:
    """A terminal that lacks a letter of a file's name shows its number instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
