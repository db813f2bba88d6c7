"""Reading a notebook of any of the formats as one module, with everything that is wrong in it."""

from __future__ import annotations

from collections.abc import Mapping

from jupyter_tutor.notebooks import inspection, myst, nbgrader, otter, otter_blocks, own
from jupyter_tutor.notebooks.cell_policies import add_to_exercises
from jupyter_tutor.notebooks.cells import Cell, cells_of, language_of, notebook_metadata
from jupyter_tutor.notebooks.comments import without_comments
from jupyter_tutor.notebooks.drafting import Book, Part, Role
from jupyter_tutor.notebooks.exercise import Fault, Reading
from jupyter_tutor.notebooks.own_module import is_release, read_module
from jupyter_tutor.notebooks.regions import Kind, cut


def read(notebook: Mapping[str, object], *, slug: str) -> Reading:
    """The module that a notebook of nbformat 4 holds, and its faults. `slug` names a module that has no slug.

    Invalid where it is no such notebook. Faults come in the order of their cells.
    """
    book = dissect(notebook)
    add_to_exercises(book)
    exercises = tuple(draft.finished() for draft in book.drafts)
    module = read_module(notebook_metadata(notebook), book, exercises, slug)
    inspection.inspect(book, notebook_metadata(notebook))
    return Reading(module, tuple(sorted(dict.fromkeys(book.faults), key=_position)))


def dissect(notebook: Mapping[str, object]) -> Book:
    """What each cell is, and what of it students see. Invalid where it is no notebook of nbformat 4."""
    cells = cells_of(notebook)
    book = Book(cells, language_of(notebook), is_release=is_release(notebook_metadata(notebook)))
    directives = myst.Reader(book)
    blocks = otter.Reader(book) if otter_blocks.uses(cells) else None
    for cell in cells:
        _read_cell(cell, book, directives, blocks)
    directives.finish()
    if blocks:
        blocks.finish()
    _settle(book)
    for part in book.parts:
        if part.visible is not None and part.cell.kind == "markdown":
            part.visible = without_comments(part.visible)
    return book


def _read_cell(cell: Cell, book: Book, directives: myst.Reader, blocks: otter.Reader | None) -> None:
    if directives.in_solution and directives.take(cell):
        return
    if not nbgrader.is_test(cell) and own.read_role(cell, book):
        return
    if blocks and blocks.take(cell):
        return
    if nbgrader.read(cell, book) or directives.take(cell) or own.begin_exercise(cell, book):
        return
    _read_text(cell, book)


def _read_text(cell: Cell, book: Book) -> None:
    found = cut(cell.source, "")
    own.report(found, cell, book)
    if found.regions:
        kind = found.regions[0][0]
        book.error(
            cell,
            f"BEGIN {kind} stands in a cell that is no exercise.",
            "Mark the cell as an exercise or a check.",
        )
    book.parts.append(Part(cell, Role.TEXT, found.visible, secrets=found.texts(*Kind)))


def _settle(book: Book) -> None:
    """Give hints, solutions, checks and mistakes to their exercises, once all exercises are known."""
    drafts = {draft.id: draft for draft in reversed(book.drafts)}
    for claim in book.claims:
        draft = drafts.get(claim.id) if claim.id else claim.nearest
        if draft is not None:
            claim.part.draft = draft
            claim.give(draft)
            continue
        note = book.error if claim.needed else book.warn
        if claim.id:
            note(
                claim.part.cell,
                f"The {claim.what} is for “{claim.id}”, and there is no such exercise.",
                "Correct the id, or mark that exercise.",
            )
        else:
            note(
                claim.part.cell,
                f"The {claim.what} belongs to no exercise.",
                "Put it below its exercise, or name that in its metadata.",
            )


def _position(fault: Fault) -> tuple[int, str, str]:
    return fault.cell, fault.severity, fault.message
