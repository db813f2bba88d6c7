"""A clock that is wrong by as much as a file says, for a server in a process of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from jupyter_tutor.tutoring.clock import SystemClock


class ShiftedClock:
    """What a test does to the clock of servers: it may be put forward and back while they run."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @property
    def code(self) -> str:
        """Python code that makes a process go by this clock."""
        here = str(Path(__file__).parent)
        return (
            f"import sys; sys.path.append({here!r}); import shifted_clock as s; s.follow({str(self._file)!r})"
        )

    def show(self, moment: datetime) -> None:
        """Show this time from now on; it passes as it always does."""
        seconds = (moment - datetime.now(UTC)).total_seconds()
        new = self._file.with_suffix(".new")
        new.write_text(str(seconds))
        new.replace(self._file)


def follow(file: str) -> None:
    """Shift the tutor's clock in this process."""
    shift = Path(file)

    def now(clock: SystemClock) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(shift.read_text()))

    SystemClock.now = now
