"""Exercises and solutions written as MyST directives in Markdown cells."""

from __future__ import annotations

from jupyter_tutor.notebooks import own
from jupyter_tutor.notebooks.cells import Cell
from jupyter_tutor.notebooks.directives import Block, Name, blocks, code_in
from jupyter_tutor.notebooks.drafting import Book, Claim, Draft, Part, Role
from jupyter_tutor.notebooks.exercise import Format


class Reader:
    """Reads one notebook, cell by cell; `finish` after the last.

    An exercise is answered in the code cell directly below its text, else (or where our metadata say so)
    in the cell of its text.
    `_waiting` is the exercise that may find such a cell next.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._waiting: Draft | None = None
        self._exercise: tuple[Draft, Cell] | None = None
        self._solution: tuple[str, Cell] | None = None
        self._found: list[Draft] = []

    @property
    def in_solution(self) -> bool:
        """Whether a gated solution is open: whatever the cell is, students do not get it."""
        return self._solution is not None

    def take(self, cell: Cell) -> bool:
        """Read a cell. False when it has nothing to do with MyST."""
        found = blocks(cell.source) if cell.kind == "markdown" else []
        if all(block.name is Name.TEXT for block in found):
            return self._between(cell)
        self._waiting = None
        seen: list[str] = []
        secrets: list[str] = []
        for block in found:
            if not block.closed:
                self._unclosed(cell, block)
            shown = self._block(cell, block)
            (seen if shown else secrets).append(
                block.source if shown or block.name is Name.TEXT else block.body
            )
        visible = "\n".join(seen).strip("\n")
        role = Role.TEXT if visible.strip() else Role.HIDDEN
        self._book.parts.append(
            Part(cell, role, visible if visible.strip() else None, secrets=tuple(secrets))
        )
        return True

    def finish(self) -> None:
        """Note the gates that stay open, and exercises that share their cell."""
        for gate, kind in ((self._exercise, "exercise"), (self._solution, "solution")):
            if gate:
                self._book.error(
                    gate[1], f"{kind}-start has no end.", f"Close it with {kind}-end in a cell below."
                )
        taken: set[int] = set()
        for draft in self._found:
            if draft.cell.number in taken:
                self._book.warn(draft.cell, "Two exercises are in one cell.", "Split the cell between them.")
            taken.add(draft.cell.number)

    def _between(self, cell: Cell) -> bool:
        if self._solution:
            self._hide(cell)
            return True
        if self._exercise and cell.kind == "markdown":
            self._exercise[0].prompt.append(cell.source)
            return False
        waiting, self._waiting = self._waiting, None
        if waiting is None or waiting.answer or not cell.is_code or not _is_free(cell, waiting):
            return False
        own.answer(waiting, cell, self._book)
        own.describe(waiting, own.metadata_of(cell, self._book))
        return True

    def _hide(self, cell: Cell) -> None:
        label = self._solution[0] if self._solution else ""
        self._give(
            Part(cell, Role.HIDDEN, None, secrets=(cell.source,)), label, cell.source if cell.is_code else ""
        )

    def _give(self, part: Part, label: str, solution: str) -> None:
        self._book.parts.append(part)
        self._claim(part, label, solution)

    def _claim(self, part: Part, label: str, solution: str) -> None:
        def give(draft: Draft) -> None:
            if solution.strip():
                draft.solution.append(solution)

        self._book.claims.append(
            Claim(part, "solution", label or None, self._book.current, give, needed=False)
        )

    def _block(self, cell: Cell, block: Block) -> bool:
        """Read one block of a Markdown cell; returns whether students see it."""
        if block.name is Name.SOLUTION_END:
            if self._solution is None:
                self._book.error(
                    cell, "solution-end closes nothing.", "Put solution-start where the solution begins."
                )
            self._solution = None
            return False
        if self._solution or block.name in {Name.SOLUTION, Name.SOLUTION_START}:
            self._read_solution(cell, block)
            return False
        if block.name is Name.EXERCISE_END:
            if self._exercise is None:
                self._book.error(
                    cell, "exercise-end closes nothing.", "Put exercise-start where the exercise begins."
                )
            self._waiting, self._exercise = self._exercise[0] if self._exercise else None, None
        elif block.name in {Name.EXERCISE, Name.EXERCISE_START}:
            return self._begin(cell, block)
        elif self._exercise:
            self._exercise[0].prompt.append(block.source)
        elif block.source.strip():
            self._waiting = None
        return True

    def _read_solution(self, cell: Cell, block: Block) -> None:
        if block.name is Name.SOLUTION_START:
            if self._solution:
                self._book.error(
                    cell, "solution-start stands inside another.", "Close that first with solution-end."
                )
            self._solution = (block.argument, cell)
        label = block.argument if block.name is not Name.TEXT else self._solution[0] if self._solution else ""
        body = block.body if block.name is not Name.TEXT else block.source
        codes = code_in(body)
        self._claim(Part(cell, Role.HIDDEN, None), label, "\n\n".join(codes) if codes else body)

    def _begin(self, cell: Cell, block: Block) -> bool:
        if block.hidden:
            return False
        if not block.label:
            self._book.warn(
                cell, "The exercise has no label.", "Give it :label:, so that progress survives edits."
            )
        draft = Draft(
            block.label or f"exercise-{1 + len(self._found)}", cell, Format.MYST, title=block.argument
        )
        draft.prompt.append(block.body)
        self._found.append(draft)
        self._book.begin(draft)
        fields = own.metadata_of(cell, self._book)
        own.describe(draft, fields)
        if own.reference(fields) == draft.id:
            draft.answer = cell
        self._waiting = draft
        if block.name is Name.EXERCISE_START:
            if self._exercise:
                self._book.error(
                    cell, "exercise-start stands inside another.", "Close that first with exercise-end."
                )
            self._exercise = (draft, cell)
        return True

    def _unclosed(self, cell: Cell, block: Block) -> None:
        self._book.error(
            cell, f"The {block.name} has no closing fence.", "Close it with as many marks as it begins with."
        )


def _is_free(cell: Cell, draft: Draft) -> bool:
    """Whether a code cell may be an exercise's answer cell: it is nobody else's."""
    ours = cell.metadata.get(own.KEY)
    named = ours.get("exercise") if isinstance(ours, dict) else None
    if isinstance(named, dict):
        named = named.get("id")
    return named in {None, draft.id} if isinstance(named, str | None) else False
