"""The cells of a notebook as nbformat 4 JSON, which may say the same thing in several ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from jupyter_tutor.errors import Invalid

KINDS = ("code", "markdown", "raw")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `number` counts from 1, `kind` is one of KINDS, `json` is the cell as the file has it."""

    number: int
    kind: str
    source: str
    metadata: Mapping[str, object]
    id: str | None
    json: Mapping[str, object]

    @property
    def first_line(self) -> str:
        """The first line with something on it, without the spaces around it."""
        return next((line.strip() for line in self.source.splitlines() if line.strip()), "")

    @property
    def is_code(self) -> bool:
        """Whether it is run."""
        return self.kind == "code"


def cells_of(notebook: Mapping[str, object]) -> tuple[Cell, ...]:
    """The notebook's cells. Invalid says which is none."""
    if not isinstance(notebook, Mapping) or notebook.get("nbformat") != 4:  # noqa: PLR2004 - the format's number
        raise Invalid("The notebook is not of nbformat 4: open it in JupyterLab and save it again.")
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise Invalid("The notebook has no list of cells.")
    if not isinstance(notebook.get("metadata", {}), Mapping):
        raise Invalid("The notebook's metadata is not an object.")
    return tuple(_cell(number, cell) for number, cell in enumerate(cells, start=1))


def notebook_metadata(notebook: Mapping[str, object]) -> Mapping[str, object]:
    """The notebook's metadata; empty where it has none."""
    return cast("Mapping[str, object]", notebook.get("metadata", {}))


def language_of(notebook: Mapping[str, object]) -> str:
    """The notebook's programming language as its kernel names it, in lower case; Python where it does not."""
    metadata = notebook_metadata(notebook)
    for key, name in (("kernelspec", "language"), ("language_info", "name")):
        entry = metadata.get(key)
        language = entry.get(name) if isinstance(entry, Mapping) else None
        if isinstance(language, str) and language:
            return language.lower()
    return "python"


def _cell(number: int, json: object) -> Cell:
    if not isinstance(json, Mapping) or json.get("cell_type") not in KINDS:
        raise Invalid(f"Cell {number} is no code, Markdown or raw cell.")
    metadata = json.get("metadata", {})
    if not isinstance(metadata, Mapping):
        raise Invalid(f"The metadata of cell {number} are not an object.")
    cell_id = json.get("id")
    return Cell(
        number=number,
        kind=str(json["cell_type"]),
        source=_source(number, json.get("source", "")),
        metadata=metadata,
        id=cell_id if isinstance(cell_id, str) else None,
        json=json,
    )


def _source(number: int, source: object) -> str:
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise Invalid(f"The source of cell {number} is no text.")
    return source.replace("\r\n", "\n").replace("\r", "\n")
