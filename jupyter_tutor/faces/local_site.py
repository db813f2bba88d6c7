"""Where the tutor of one person's server keeps its data, and who that person is."""

from __future__ import annotations

import getpass
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir

from jupyter_tutor.faces.settings import TutorSettings


def data_folder(settings: TutorSettings) -> Path:
    """Where the tutor keeps its files."""
    return Path(settings.data_dir or Path(jupyter_data_dir()) / "jupyter_tutor")


def database_url(settings: TutorSettings) -> str:
    """The configured database, or a file in the tutor's data folder."""
    return settings.database_url or f"sqlite:///{data_folder(settings) / 'tutor.sqlite'}"


def user_name(settings: TutorSettings) -> str:
    """The configured name, or the account; containers may run under a number that has no name."""
    try:
        return settings.username or getpass.getuser()
    except (KeyError, OSError):
        return "student"
