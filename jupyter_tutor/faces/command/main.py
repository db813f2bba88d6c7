"""Reads the command line of `jupyter tutor` and runs one command.

Exit codes: 0 done, 1 the command found faults, 2 the command line or a file it names is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from jupyter_tutor.errors import TutorError
from jupyter_tutor.faces.command import quality

WRONG = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name (those of the process by default); the exit code."""
    parser = argparse.ArgumentParser("jupyter tutor", description="The tutor, from a terminal.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    quality.add_to(commands)
    chosen = parser.parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
    except TutorError as error:
        print(error.message, file=sys.stderr)
        return WRONG
    return code


if __name__ == "__main__":
    sys.exit(main())
