"""Faults that show only when a whole notebook has been read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from jupyter_tutor.notebooks.cells import Cell
from jupyter_tutor.notebooks.drafting import Book, Draft
from jupyter_tutor.notebooks.exercise import Format
from jupyter_tutor.notebooks.foreign import CELL_KEYS, NOTEBOOK_KEYS, kept, strings, unknown
from jupyter_tutor.notebooks.hidden_text import Searcher, Secret, leaks, secrets_of
from jupyter_tutor.notebooks.own_module import kept_metadata
from jupyter_tutor.notebooks.python_code import fault_in


def inspect(book: Book, metadata: Mapping[str, object]) -> None:
    """Note what is missing, double, no code, or not hidden. `metadata` are the notebook's."""
    _check_ids(book)
    for draft in book.drafts:
        _check_exercise(draft, book)
    if book.language == "python":
        _check_code(book)
    secrets = secrets_of(book)
    _check_leaks(book, secrets)
    _check_given_away(book, secrets)
    searcher = Searcher(secrets)
    _check_names(book, metadata, searcher)
    _check_metadata(book, metadata, searcher)


def _check_ids(book: Book) -> None:
    """Ids that are given twice, of exercises and of nbgrader's cells, naming all their cells."""
    names: dict[str, list[Cell]] = defaultdict(list)
    for draft in book.drafts:
        names[draft.id].append(draft.cell)
    for cell, name in _grade_ids(book):
        if cell not in names[name]:
            names[name].append(cell)
    for name, cells in names.items():
        if len(cells) > 1:
            cells.sort(key=lambda cell: cell.number)
            numbers = ", ".join(str(cell.number) for cell in cells)
            book.error(
                cells[1], f"The id “{name}” is given to the cells {numbers}.", "Give each an id of its own."
            )


def _grade_ids(book: Book) -> Iterable[tuple[Cell, str]]:
    for part in book.parts:
        values = part.cell.metadata.get("nbgrader")
        if isinstance(values, dict) and any(
            values.get(flag) is True for flag in ("grade", "solution", "locked")
        ):
            name = values.get("grade_id")
            if isinstance(name, str) and name:
                yield part.cell, name


def _check_exercise(draft: Draft, book: Book) -> None:
    if not draft.text and not any(text.strip() for text in draft.prompt):
        book.warn(
            draft.cell,
            f"The exercise “{draft.id}” has no text.",
            "Put a Markdown cell directly above it, or set its text.",
        )
    if not any(text.strip() for text in draft.solution) and not book.is_release:
        book.warn(
            draft.cell,
            f"The exercise “{draft.id}” has no solution, so what gives it away is harder to recognise.",
            "Add a solution cell, or put it between BEGIN SOLUTION and END SOLUTION.",
        )
    names = [check.name for check in draft.checks]
    for name in sorted({name for name in names if names.count(name) > 1}):
        book.error(
            draft.cell, f"The exercise “{draft.id}” has two checks “{name}”.", "Name each check differently."
        )


def _check_code(book: Book) -> None:
    """Checks that are no Python can only fail, a solution that is none is a slip; a starter may be broken."""
    for part in book.parts:
        of_otter = part.draft is not None and part.draft.format is Format.OTTER
        is_check = part.check is not None
        is_solution = part.draft is not None and not is_check and bool(part.secrets)
        if not part.cell.is_code or not (is_check or is_solution) or (of_otter and is_check):
            continue
        fault = fault_in(part.cell.source)
        if fault is not None:
            note = book.error if is_check else book.warn
            note(part.cell, f"The code cannot be run: {fault}.", "Correct it.")


def _check_leaks(book: Book, secrets: tuple[Secret, ...]) -> None:
    for leak in leaks(book, secrets):
        part = "" if leak.whole else "part of "
        note = book.error if leak.whole else book.warn
        note(
            leak.cell,
            f"Students would see here {part}what cell {leak.secret.cell.number} hides.",
            f"Take it out, or write it differently: “{leak.line[:60]}”.",
        )


def _check_given_away(book: Book, secrets: tuple[Secret, ...]) -> None:
    for secret in secrets:
        if secret.given_away:
            book.warn(
                secret.cell,
                "The exercise shows every line of this in its text, its answer cell or its checks.",
                "Take out there what students shall find themselves.",
            )


def _check_names(book: Book, metadata: Mapping[str, object], searcher: Searcher) -> None:
    """Titles and names are on every student's list, whatever the notebook shows."""
    ours = metadata.get("jupyter_tutor")
    named: list[tuple[Cell | None, str]] = [(None, text) for text in strings(ours)]
    named += [(draft.cell, draft.title) for draft in book.drafts]
    named += [(part.cell, part.check) for part in book.parts if part.check and part.visible is not None]
    for cell, text in named:
        if searcher.shows(text):
            book.error(cell, f"“{text[:60]}” shows hidden text in a title or name.", "Name it differently.")


def _check_metadata(book: Book, metadata: Mapping[str, object], searcher: Searcher) -> None:
    """Name metadata that students do not get, each name once."""
    keep = kept_metadata(metadata)
    told: set[str] = set()
    pairs = [
        (None, metadata, NOTEBOOK_KEYS),
        *((part.cell, part.cell.metadata, CELL_KEYS) for part in book.parts),
    ]
    for cell, values, names in pairs:
        for name in unknown(values, names | keep):
            if name not in told:
                told.add(name)
                book.warn(
                    cell,
                    f"Students do not get the metadata “{name}”.",
                    "Name it in jupyter_tutor.keep if they need it.",
                )
        for name, value in kept(values, names | keep).items():
            if searcher.finds({name: value}):
                book.warn(
                    cell,
                    f"The metadata “{name}” repeat hidden text, so students do not get them.",
                    "Remove it there.",
                )
