"""The student's notebook, made by taking what students may see, never by taking away what they may not."""

from __future__ import annotations

from collections.abc import Mapping

from jupyter_tutor.errors import Invalid
from jupyter_tutor.notebooks import foreign, nbgrader_release, own
from jupyter_tutor.notebooks.cells import notebook_metadata
from jupyter_tutor.notebooks.drafting import Book, Draft, Part, Role
from jupyter_tutor.notebooks.exercise import Reading, Severity
from jupyter_tutor.notebooks.hidden_text import Searcher, leaks, secrets_of
from jupyter_tutor.notebooks.own_module import VERSION, kept_metadata
from jupyter_tutor.notebooks.reading import dissect

NEWEST_MINOR = 5


def release(
    notebook: Mapping[str, object], reading: Reading, *, number: int | None = None
) -> dict[str, object]:
    """The notebook that students get, of nbformat 4. `reading` is what `read` made of it.

    `number` is the version it is published as; None keeps that of a notebook released before, else is 0.
    Invalid, naming the cell, when the reading has an error or hidden text would be seen.
    """
    book = dissect(notebook)
    faults = (*reading.faults, *book.faults)
    error = next((fault for fault in faults if fault.severity is Severity.ERROR), None)
    if error:
        raise Invalid(f"{_place(error.cell)}: {error.message} {error.mend}")
    secrets = secrets_of(book)
    for leak in leaks(book, secrets):
        if leak.whole:
            raise Invalid(
                f"Cell {leak.cell.number} shows what cell {leak.secret.cell.number} hides: “{leak.line}”."
            )
    metadata = notebook_metadata(notebook)
    keep = kept_metadata(metadata)
    writer = _Writer(book, Searcher(secrets), foreign.CELL_KEYS | keep)
    return {
        "cells": [writer.cell(part) for part in book.parts if part.visible is not None],
        "metadata": {
            **writer.clean(foreign.kept(metadata, foreign.NOTEBOOK_KEYS | keep)),
            own.KEY: {"version": VERSION, "module": _module(metadata, reading, number)},
        },
        "nbformat": 4,
        "nbformat_minor": _minor(notebook),
    }


class _Writer:
    def __init__(self, book: Book, searcher: Searcher, names: frozenset[str]) -> None:
        self._searcher = searcher
        self._names = names
        self._exercises: dict[int, Draft] = {}
        for draft in book.drafts:
            self._exercises.setdefault(draft.cell.number, draft)

    def clean(self, metadata: dict[str, object]) -> dict[str, object]:
        """Metadata without what shows hidden text."""
        return {name: value for name, value in metadata.items() if not self._searcher.finds({name: value})}

    def cell(self, part: Part) -> dict[str, object]:
        """One cell as students get it."""
        cell, visible = part.cell, part.visible or ""
        if cell.id is not None and self._searcher.finds(cell.id):
            raise Invalid(f"The id of cell {cell.number} shows hidden text.")
        written: dict[str, object] = {"cell_type": cell.kind}
        if cell.id is not None:
            written["id"] = cell.id
        written["metadata"] = self._metadata(part)
        written["source"] = _like(cell.json.get("source"), cell.source, visible)
        attached = foreign.attachments(cell.json, visible)
        attached = {name: each for name, each in self.clean(attached).items() if not self._in_bytes(each)}
        if attached:
            written["attachments"] = attached
        if cell.is_code:
            written |= {"outputs": [], "execution_count": None}
        return written

    def _in_bytes(self, bundle: object) -> bool:
        return any(self._searcher.shows(text) for text in foreign.decoded(bundle))

    def _metadata(self, part: Part) -> dict[str, object]:
        cell = part.cell
        metadata = self.clean(foreign.kept(cell.metadata, self._names))
        metadata |= nbgrader_release.student_metadata(cell, part.visible or "")
        draft = self._exercises.get(cell.number)
        if draft:
            metadata[own.KEY] = {"exercise": _exercise(draft)}
        elif part.role is Role.CHECK and part.draft and part.check:
            metadata[own.KEY] = {"role": "check", "exercise": part.draft.id, "name": part.check}
        if any(self._searcher.shows(text) for text in foreign.strings(metadata.get(own.KEY))):
            raise Invalid(f"The title or name of cell {cell.number} shows hidden text.")
        return metadata


def _exercise(draft: Draft) -> dict[str, object]:
    exercise = draft.finished()
    shown: dict[str, object] = {"id": exercise.id, "title": exercise.title, "points": exercise.points}
    if exercise.difficulty:
        shown["difficulty"] = dict(zip(("programming", "mathematics"), exercise.difficulty, strict=True))
    return shown


def _module(metadata: Mapping[str, object], reading: Reading, number: int | None) -> dict[str, object]:
    if number is None:
        ours = metadata.get(own.KEY)
        module = ours.get("module") if isinstance(ours, Mapping) else None
        before = module.get("release") if isinstance(module, Mapping) else None
        number = before if isinstance(before, int) and not isinstance(before, bool) else 0
    return {"slug": reading.module.slug, "title": reading.module.title, "release": number}


def _minor(notebook: Mapping[str, object]) -> int:
    minor = notebook.get("nbformat_minor")
    return minor if isinstance(minor, int) and not isinstance(minor, bool) else NEWEST_MINOR


def _like(json: object, source: str, visible: str) -> object:
    """A source in the form its notebook has them in: one text, or a list of lines."""
    if visible == source and isinstance(json, str | list):
        return json
    return visible.splitlines(keepends=True) if isinstance(json, list) else visible


def _place(cell: int) -> str:
    return f"Cell {cell}" if cell else "The notebook"
