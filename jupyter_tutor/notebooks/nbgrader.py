"""Cells marked in nbgrader's metadata, `metadata.nbgrader`, of its schemas 1 to 3 and the one before them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from jupyter_tutor.notebooks import own
from jupyter_tutor.notebooks.cells import Cell
from jupyter_tutor.notebooks.drafting import Book, Claim, Draft, Part, Role
from jupyter_tutor.notebooks.exercise import Check, Format
from jupyter_tutor.notebooks.regions import TEXT_STUB, Cut, Kind, cut, stub

KEY = "nbgrader"
NEWEST_SCHEMA = 3
FLAGS = ("grade", "solution", "locked", "task")

_ID = re.compile(r"[A-Za-z0-9_\-]+")
_AUTOTEST = re.compile(r"^[^\w\n]*(HASHED )?AUTOTEST\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Marks:
    """What nbgrader's metadata say of a cell."""

    id: str
    grade: bool
    solution: bool
    task: bool
    points: float

    @property
    def tests(self) -> bool:
        """Whether the cell holds tests alone."""
        return self.grade and not self.solution and not self.task


def is_test(cell: Cell) -> bool:
    """Whether nbgrader's metadata make a cell one of tests; nothing is checked."""
    values = cell.metadata.get(KEY)
    return isinstance(values, Mapping) and values.get("grade") is True and values.get("solution") is not True


def read(cell: Cell, book: Book) -> bool:
    """Read a cell that nbgrader knows. False when it is none."""
    marks = _marks(cell, book)
    if marks is None:
        return False
    _check_kind(marks, cell, book)
    found = cut(cell.source, stub(book.language) if cell.is_code else TEXT_STUB)
    own.report(found, cell, book)
    _check_regions(marks, found, cell, book)
    if marks.solution:
        _read_solution(marks, found, cell, book)
    elif marks.task:
        _read_task(marks, found, cell, book)
    elif marks.grade:
        _read_tests(marks, found, cell, book)
    else:
        book.parts.append(Part(cell, Role.TEXT, found.visible, secrets=found.texts(*Kind)))
    return True


def _read_solution(marks: Marks, found: Cut, cell: Cell, book: Book) -> None:
    draft = _begin(marks, cell, book)
    text = stub(book.language) if cell.is_code else TEXT_STUB
    released = book.is_release and text in "\n".join(line.strip() for line in found.visible.split("\n"))
    blank = cell.source.strip() == text  # what the author had from a release
    whole = not found.texts(Kind.SOLUTION) and not released
    visible = text if whole else found.visible
    draft.answer = cell
    draft.starter.append(visible)
    if found.solved.strip() and not released and not blank:
        draft.solution.append(found.solved)
    for code in found.texts(Kind.TESTS):
        draft.checks.append(Check(f"{marks.id} (hidden)", code, hidden=True, cell=cell.number))
    secrets = (cell.source,) if whole and not blank else found.texts(*Kind)
    book.parts.append(Part(cell, Role.ANSWER, visible, secrets=secrets, draft=draft))


def _read_task(marks: Marks, found: Cut, cell: Cell, book: Book) -> None:
    draft = _begin(marks, cell, book)
    draft.prompt = [found.visible]
    draft.answer = cell
    draft.solution.extend(found.texts(Kind.SCHEME))
    book.parts.append(Part(cell, Role.ANSWER, found.visible, secrets=found.texts(*Kind), draft=draft))


def _read_tests(marks: Marks, found: Cut, cell: Cell, book: Book) -> None:
    if _AUTOTEST.search(cell.source):
        book.warn(
            cell,
            "The cell asks nbgrader to write tests from the solution (AUTOTEST), which is not done here.",
            "Write the tests out, or generate the assignment with nbgrader and copy them.",
        )
    fields = own.metadata_of(cell, book) if own.KEY in cell.metadata else None
    hidden = fields.flag("hidden") if fields else False
    part = Part(cell, Role.HIDDEN if hidden else Role.CHECK, None if hidden else found.visible)
    part.secrets = (found.tested,) if hidden else found.texts(*Kind)
    book.parts.append(part)
    name = (fields.name("name") if fields else "") or marks.id
    book.claims.append(
        Claim(
            part,
            "test cell",
            own.reference(fields) or None,
            _nearest(book),
            lambda draft: own.add_checks(draft, part, found, name, marks.points),
            needed=False,
        )
    )


def _begin(marks: Marks, cell: Cell, book: Book) -> Draft:
    draft = Draft(marks.id, cell, Format.NBGRADER, points=marks.points if marks.grade or marks.task else 0.0)
    draft.prompt.append(book.text_above())
    book.begin(draft)
    fields = own.metadata_of(cell, book)
    own.describe(draft, fields)
    named = own.reference(fields)
    if named and named != marks.id:
        book.error(
            cell,
            f"The exercise has two names: “{marks.id}” for nbgrader and “{named}” for the tutor.",
            "Remove the id from our metadata; nbgrader's counts.",
        )
    return draft


def _nearest(book: Book) -> Draft | None:
    drafts = [draft for draft in book.drafts if draft.cell.is_code]
    return drafts[-1] if drafts else book.current


def _marks(cell: Cell, book: Book) -> Marks | None:
    values = cell.metadata.get(KEY)
    if values is None:
        return None
    if not isinstance(values, Mapping):
        book.error(
            cell, "nbgrader's metadata are not an object.", "Remove them, or mark the cell again in nbgrader."
        )
        return None
    for flag in FLAGS:
        if not isinstance(values.get(flag, False), bool):
            book.error(
                cell, f"nbgrader.{flag} is neither true nor false.", "Mark the cell again in nbgrader."
            )
    flags = {flag: values.get(flag, False) is True for flag in FLAGS}
    if not any(flags.values()):
        return None
    schema = _schema(values, cell, book)
    return Marks(
        id=_id(values, cell, book),
        grade=flags["grade"],
        solution=flags["solution"],
        task=flags["task"],
        points=_points(values, schema, cell, book, needed=flags["grade"]),
    )


def _schema(values: Mapping[str, object], cell: Cell, book: Book) -> int:
    schema = values.get("schema_version", 0)
    if not isinstance(schema, int) or isinstance(schema, bool) or not 0 <= schema <= NEWEST_SCHEMA:
        book.error(
            cell,
            f"nbgrader's metadata have schema {schema!r:.20}; 1 to {NEWEST_SCHEMA} are known here.",
            "Save the notebook with an nbgrader of schema 3, or update the tutor.",
        )
        return NEWEST_SCHEMA
    return schema


def _id(values: Mapping[str, object], cell: Cell, book: Book) -> str:
    name = values.get("grade_id")
    if isinstance(name, str) and _ID.fullmatch(name):
        return name
    book.error(
        cell,
        "The cell has no id that nbgrader allows.",
        "Give it one in nbgrader's toolbar: letters, digits, hyphens and underscores.",
    )
    return f"cell-{cell.number}"


def _points(values: Mapping[str, object], schema: int, cell: Cell, book: Book, *, needed: bool) -> float:
    points = values.get("points")
    if schema == 0:  # the first schema kept them as text, and left them out for none
        points = _old_points(points)
    if points is None and not needed:
        return 0.0
    if isinstance(points, int | float) and not isinstance(points, bool) and 0 <= points < float("inf"):
        return float(points)
    book.error(
        cell, "nbgrader's points are not a number from 0 on.", "Set the cell's points in nbgrader's toolbar."
    )
    return 0.0


def _old_points(points: object) -> object:
    if points in {None, ""} if isinstance(points, str | None) else False:
        return 0.0
    try:
        return max(float(points), 0.0) if isinstance(points, str) else points
    except ValueError:
        return points


def _check_kind(marks: Marks, cell: Cell, book: Book) -> None:
    mend = "Mark the cell again in nbgrader's toolbar."
    if marks.task and cell.kind != "markdown":
        book.error(cell, "A manually graded task has to be a Markdown cell.", mend)
    elif not marks.task and cell.kind == "markdown" and marks.grade != marks.solution:
        book.error(cell, "A Markdown cell that is graded has to be a solution cell too.", mend)


def _check_regions(marks: Marks, found: Cut, cell: Cell, book: Book) -> None:
    for kind, allowed, where in (
        (Kind.SOLUTION, marks.solution, "a solution"),
        (Kind.TESTS, marks.grade, "a tests"),
        (Kind.SCHEME, marks.task, "a manually graded task"),
    ):
        if found.texts(kind) and not allowed:
            book.error(
                cell,
                f"BEGIN {kind} stands outside of {where} cell.",
                f"Mark the cell as {where} cell in nbgrader.",
            )
