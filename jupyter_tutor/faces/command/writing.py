"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from jupyter_tutor.errors import Invalid


def write_new(path: Path, text: str) -> None:
    """Write a file where there is none. Invalid where there is one, or where it cannot be written."""
    _write(path, text, replace=False)


def replace(path: Path, text: str) -> None:
    """Write a file, in place of the one that may be there, which is kept when this fails. Invalid then."""
    _write(path.resolve(), text, replace=True)


def _write(path: Path, text: str, *, replace: bool) -> None:
    """The text goes into a file beside it first, so that no reader and no failure ever sees half of it."""
    beside = path.with_name(f".{path.name[:100]}.{token_hex(4)}.tmp")
    try:
        with beside.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            with suppress(FileNotFoundError):
                shutil.copymode(path, beside)
            beside.replace(path)
        else:
            _place(beside, path)
    except FileExistsError:
        raise Invalid(f"{path} exists already, and is left as it is.") from None
    except OSError as error:
        raise Invalid(f"{path} cannot be written: {_reason(error)}.") from error
    finally:
        with suppress(OSError):
            beside.unlink()


def _place(beside: Path, path: Path) -> None:
    """Give the file its name; FileExistsError where somebody else has taken it meanwhile."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError from None
        beside.rename(path)


def _reason(error: OSError) -> str:
    """Why, in words; the folder is named where it is the folder that is missing."""
    if isinstance(error, FileNotFoundError):
        return "its folder does not exist"
    return error.strerror or str(error)
