"""A lock on a data folder: limits that are kept in memory may be decided by one process only."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from jupyter_tutor.errors import Conflict

IN_USE = (
    "Another Jupyter server of yours uses the tutor's data ({folder}). Ask there, or stop it, or give this "
    "server a data folder of its own (JUPYTER_TUTOR_DATA_DIR)."
)


class FolderLock:
    """Held from `take` until `release`, or until the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: FileLock | None = None

    def take(self) -> None:
        """Take the lock, or raise Conflict when another process has it; does nothing when it is held."""
        if self._lock is not None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._folder / "limits.lock", timeout=0, thread_local=False)
        try:
            lock.acquire()
        except Timeout as error:
            raise Conflict(IN_USE.format(folder=self._folder)) from error
        self._lock = lock

    def release(self) -> None:
        """Let another process have it."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None
