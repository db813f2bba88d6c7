"""The notebooks that a command line names, read and understood."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_tutor.errors import Invalid
from jupyter_tutor.faces.command.modules.names import natural, slug_of
from jupyter_tutor.faces.command.progress import Progress
from jupyter_tutor.notebooks.exercise import Fault, Reading, Severity
from jupyter_tutor.notebooks.state import without_outputs
from jupyter_tutor.tutoring.modules.packing import LARGEST_NOTEBOOK, written

_ENDING = ".ipynb"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read. Of what is no notebook `notebook` and `reading` are None; the faults say why."""

    path: Path
    notebook: dict[str, Any] | None
    reading: Reading | None
    faults: tuple[Fault, ...]

    @property
    def slug(self) -> str:
        """The module's name: its own, else that of its file."""
        return slug_of(self.path.stem) if self.reading is None else self.reading.module.slug

    @property
    def publishable(self) -> bool:
        """Whether no fault is an error."""
        return all(fault.severity is not Severity.ERROR for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that was named with the notebooks below it in natural order, or a notebook that was named."""

    path: Path
    is_folder: bool
    files: tuple[Path, ...]


def places(paths: Sequence[Path]) -> list[Place]:
    """What was named. Invalid for what is not there, may not be read, or holds no notebook."""
    return [Place(path, path.is_dir(), tuple(_files(path))) for path in paths]


def each_once(files: Iterable[Path]) -> list[Path]:
    """The files, without those that were named before by this or another path."""
    found: dict[Path, Path] = {}
    for file in files:
        found.setdefault(file.resolve(), file)
    return list(found.values())


def read_all(files: Sequence[Path]) -> list[Source]:
    """Read every notebook, saying on standard error how far it has come."""
    with Progress().over(files, str) as named:
        return [read(file) for file in named]


def read(file: Path) -> Source:
    """Read one notebook. Invalid where the file cannot be read; where it is no notebook, that is a fault."""
    from jupyter_tutor.notebooks.intake import load
    from jupyter_tutor.notebooks.reading import read as read_notebook

    content = _content(file)
    try:
        notebook = load(_text(content))
    except Invalid as error:
        return Source(file, None, None, (_no_notebook(error.message),))
    reading = read_notebook(notebook, slug=slug_of(file.stem))
    too_large = _too_large(notebook) if len(content) > LARGEST_NOTEBOOK else ()
    return Source(file, notebook, reading, (*reading.faults, *too_large))


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        files = sorted(_walk(path), key=lambda file: [natural(part) for part in file.relative_to(path).parts])
        if not files:
            raise Invalid(f"There is no notebook (*{_ENDING}) in {path}.")
        return files
    if not path.exists():
        raise Invalid(f"There is no file or folder {path}.")
    return [path]


def _walk(folder: Path) -> Iterator[Path]:
    """The notebooks below a folder, without what is hidden: Jupyter keeps its checkpoints there."""

    def refused(error: OSError) -> None:
        raise Invalid(f"{error.filename} cannot be read: {error.strerror}.") from error

    for place, folders, names in os.walk(folder, onerror=refused):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.endswith(_ENDING) and not name.startswith("."):
                yield Path(place, name)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Invalid(f"{file} cannot be read: {error.strerror}.") from error


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("This is no notebook: it is not text in UTF-8.") from None


def _too_large(notebook: dict[str, Any]) -> tuple[Fault, ...]:
    """A fault where more would have to be kept than can be; outputs are not kept."""
    size = len(written(without_outputs(notebook)))
    if size <= LARGEST_NOTEBOOK:
        return ()
    most = LARGEST_NOTEBOOK / 2**20
    message = f"It has {size / 2**20:.1f} MB without its outputs; at most {most:.0f} MB can be published."
    return (Fault(Severity.ERROR, 0, "", message, "Keep data and pictures in files beside it."),)


def _no_notebook(message: str) -> Fault:
    mend = "Open it in JupyterLab and save it again, or name another file."
    return Fault(Severity.ERROR, 0, "", message, mend)
