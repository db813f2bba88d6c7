"""Cells marked in our own metadata, `metadata.jupyter_tutor`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jupyter_tutor.notebooks.cells import Cell
from jupyter_tutor.notebooks.drafting import Book, Claim, Draft, Part, Role
from jupyter_tutor.notebooks.exercise import Check, Format, Mistake
from jupyter_tutor.notebooks.fields import LEVELS, Fields
from jupyter_tutor.notebooks.regions import TEXT_STUB, Cut, Kind, cut, stub

KEY = "jupyter_tutor"
ROLES = ("hint", "solution", "check", "mistake")


def metadata_of(cell: Cell, book: Book) -> Fields | None:
    """Our metadata of a cell, None where it has none. What is no object is a fault."""
    values = cell.metadata.get(KEY)
    if isinstance(values, Mapping):
        return Fields(book, cell, KEY, values)
    if values is not None:
        book.error(
            cell, f"{KEY} is not an object.", "Mark the cell again, or remove the field from its metadata."
        )
    return None


def role_of(fields: Fields | None) -> str | None:
    """The role that the metadata give a cell, None where they give none."""
    role = fields.values.get("role") if fields else None
    return role if isinstance(role, str) else None


def read_role(cell: Cell, book: Book) -> bool:
    """Read a hint, solution, check or common mistake. False when the cell is none of them."""
    fields = metadata_of(cell, book)
    if fields is None or "role" not in fields.values:
        return False
    role = role_of(fields)
    if role == "check":
        _read_check(fields, cell, book)
        return True
    part = Part(cell, Role.HIDDEN, None, secrets=(cell.source,))
    book.parts.append(part)
    if role == "hint":
        _read_hint(fields, part)
    elif role == "solution":
        fields.only("role", "exercise")
        claim(fields, part, "solution", lambda draft: draft.solution.append(cut(cell.source, "").solved))
    elif role == "mistake":
        _read_mistake(fields, part)
    else:
        book.error(
            cell, f"{KEY}.role is none of {', '.join(ROLES)}.", "Choose one of them, or remove the field."
        )
    return True


def begin_exercise(cell: Cell, book: Book) -> bool:
    """Read an exercise's answer cell. False when our metadata do not make it one."""
    fields = metadata_of(cell, book)
    if fields is None or "exercise" not in fields.values:
        return False
    exercise_id = reference(fields)
    draft = next((each for each in book.drafts if each.id == exercise_id and each.answer is None), None)
    if draft is None:
        if not exercise_id:
            book.error(
                cell, "The exercise has no id.", f"Give it one: {KEY}.exercise.id, the exercise's name."
            )
            exercise_id = f"cell-{cell.number}"
        draft = Draft(exercise_id, cell, Format.OWN)
        draft.prompt.append(book.text_above())
        book.begin(draft)
    answer(draft, cell, book)
    describe(draft, fields)
    return True


def answer(draft: Draft, cell: Cell, book: Book) -> Part:
    """Make a cell the answer cell of an exercise, with what stands in it between markers."""
    found = cut(cell.source, stub(book.language) if cell.is_code else TEXT_STUB)
    report(found, cell, book)
    draft.answer = cell
    draft.starter.append(found.visible)
    if found.texts(Kind.SOLUTION):
        draft.solution.append(found.solved)
    for code in found.texts(Kind.TESTS):
        draft.checks.append(
            Check(f"Hidden check {len(draft.checks) + 1}", code, hidden=True, cell=cell.number)
        )
    part = Part(cell, Role.ANSWER, found.visible, secrets=found.texts(*Kind), draft=draft)
    book.parts.append(part)
    return part


def describe(draft: Draft, fields: Fields | None) -> None:
    """Add what our metadata say of an exercise to what its own format says."""
    exercise = (
        fields.object("exercise") if fields and not isinstance(fields.values.get("exercise"), str) else None
    )
    if exercise is None:
        return
    exercise.only("id", "title", "text", "difficulty", "points", "skills", "policy")
    draft.title = exercise.name("title") or draft.title
    draft.text = exercise.text("text") or draft.text
    draft.skills = exercise.texts("skills")
    draft.policy = exercise.policy()
    draft.points = exercise.number("points") or draft.points
    difficulty = exercise.object("difficulty")
    if difficulty:
        difficulty.only("programming", "mathematics")
        grades = (difficulty.whole("programming", *LEVELS), difficulty.whole("mathematics", *LEVELS))
        if None in grades:
            exercise.book.error(
                draft.cell,
                "The difficulty is incomplete.",
                "Give both programming and mathematics, 1 to 5 each.",
            )
        else:
            draft.difficulty = (grades[0] or 1, grades[1] or 1)


def reference(fields: Fields | None) -> str:
    """The id of the exercise that our metadata name, empty where they name none."""
    if fields is None:
        return ""
    exercise = fields.values.get("exercise")
    if exercise is None or isinstance(exercise, str):
        return fields.name("exercise")
    inner = fields.object("exercise")
    return inner.name("id") if inner else ""


def claim(fields: Fields, part: Part, what: str, give: Callable[[Draft], None]) -> None:
    """Note that a cell belongs to the exercise that our metadata name, else to the one above."""
    book = fields.book
    book.claims.append(Claim(part, what, reference(fields) or None, book.current, give))


def report(found: Cut, cell: Cell, book: Book) -> None:
    """Note what is wrong with a cell's markers."""
    for message, mend in found.faults:
        book.error(cell, message, mend)


def _read_hint(fields: Fields, part: Part) -> None:
    fields.only("role", "exercise", "level")
    level = fields.whole("level", *LEVELS)
    if level is None:
        if "level" not in fields.values:
            fields.book.error(part.cell, "The hint has no level.", f"Give {KEY}.level, 1 to 5.")
        return

    def give(draft: Draft) -> None:
        if level in draft.hints:
            fields.book.error(
                part.cell,
                f"The exercise “{draft.id}” has two hints of level {level}.",
                "Change the level of one, or join them in one cell.",
            )
        draft.hints.setdefault(level, part.cell.source.strip())

    claim(fields, part, "hint", give)


def _read_mistake(fields: Fields, part: Part) -> None:
    fields.only("role", "exercise", "when")
    when = fields.object("when")
    if when:
        when.only("error", "code", "got")
    found = Mistake(
        part.cell.source.strip(), *(when.text(key) if when else "" for key in ("error", "code", "got"))
    )
    if not (found.error or found.code or found.got):
        fields.book.error(
            part.cell,
            "The common mistake does not say when it is made.",
            f"Give {KEY}.when at least one of error, code and got.",
        )
    claim(fields, part, "common mistake", lambda draft: draft.mistakes.append(found))


def _read_check(fields: Fields, cell: Cell, book: Book) -> None:
    fields.only("role", "exercise", "hidden", "points", "name", "policy")
    if not cell.is_code:
        book.error(cell, "The check is no code cell.", "Make it one, or unmark it.")
    found = cut(cell.source, "")
    report(found, cell, book)
    hidden = fields.flag("hidden")
    part = Part(cell, Role.HIDDEN if hidden else Role.CHECK, None if hidden else found.visible)
    part.secrets = (found.tested,) if hidden else found.texts(*Kind)
    book.parts.append(part)
    name, points = fields.name("name"), fields.number("points") or 0.0
    claim(fields, part, "check", lambda draft: add_checks(draft, part, found, name, points))


def add_checks(draft: Draft, part: Part, found: Cut, name: str, points: float) -> None:
    """Give an exercise the checks of a cell: what students see of it, and the whole where some is hidden.

    The points are for the whole.
    """
    name = name or f"Check {1 + len({check.cell for check in draft.checks})}"
    part.draft, part.check = draft, name
    cell = part.cell.number
    hidden = part.visible is None or bool(found.texts(Kind.TESTS))
    if part.visible is not None and part.visible.strip():
        draft.checks.append(Check(name, part.visible, points=0.0 if hidden else points, cell=cell))
    if hidden:
        named = f"{name} (hidden)" if draft.checks and draft.checks[-1].cell == cell else name
        draft.checks.append(Check(named, found.tested, hidden=True, points=points, cell=cell))
