"""Run programs in a process of their own and read what they end in."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

RUNNER = Path(__file__).with_name("run_programs.py")
SECONDS_FOR_ALL = 120


def run_programs(programs: list[str]) -> list[dict[str, str]]:
    """What each program ends in; see `run_programs.py`."""
    done = subprocess.run(
        [sys.executable, "-I", str(RUNNER)],
        input=json.dumps(programs),
        capture_output=True,
        text=True,
        timeout=SECONDS_FOR_ALL,
        check=True,
    )
    return json.loads(done.stdout)
