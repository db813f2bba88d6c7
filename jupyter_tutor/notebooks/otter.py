"""Otter Assign's blocks: raw cells, or fences named `otter` in Markdown, around what makes a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from jupyter_tutor.notebooks import otter_blocks, otter_solutions, otter_tests, own
from jupyter_tutor.notebooks.cells import Cell
from jupyter_tutor.notebooks.drafting import Book, Draft, Part, Role
from jupyter_tutor.notebooks.exercise import Check, Format
from jupyter_tutor.notebooks.fields import Fields
from jupyter_tutor.notebooks.otter_points import PointsFault, shared, whole
from jupyter_tutor.notebooks.otter_seed import Seed, seed_of
from jupyter_tutor.notebooks.yaml_text import YamlFault, loaded

ANSWER_STUB = "_Type your answer here, replacing this text._"
KEPT_TAG = "otter_include"


@dataclass(slots=True)
class _Question:
    draft: Draft
    manual: bool
    points: object
    prompted: bool = False
    last_text: Cell | None = None
    tests: list[tuple[Part, Check, float | None]] = field(default_factory=list)


class Reader:
    """Reads one notebook, cell by cell; `finish` after the last."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._blocks: list[tuple[str, Cell]] = []
        self._question: _Question | None = None
        self._raising = False
        self._strip_all = False
        self._seed: Seed | None = None

    def take(self, cell: Cell) -> bool:
        """Read a cell. False when Otter has nothing to do with it."""
        segments = list(otter_blocks.segments(cell))
        if not any(is_block and otter_blocks.is_structure(text) for is_block, text in segments):
            return self._content(cell)
        if otter_blocks.is_unclosed(cell):
            self._book.error(cell, "A fence of Otter's has no end.", "Close it with ```.")
        seen = []
        for is_block, text in segments:
            if is_block:
                self._structure(cell, text)
            elif self._block in {None, "question", "prompt"}:
                seen.append(text)
                self._prompt(cell, text)
            elif self._block == "solution" and self._question:
                self._question.draft.solution.append(text)
        visible = "\n\n".join(text.strip("\n") for text in seen if text.strip())
        hidden = [text for _, text in segments if text not in seen]
        role = Role.TEXT if visible else Role.HIDDEN
        secrets = tuple(text for text in hidden if not otter_blocks.is_structure(text))
        self._book.parts.append(Part(cell, role, visible or None, secrets=secrets))
        return True

    def finish(self) -> None:
        """Note what the notebook leaves open, and give students their own seed."""
        if self._seed:
            self._seed.put_into(self._book)
        for block, cell in self._blocks:
            self._book.error(
                cell, f"BEGIN {block.upper()} has no end.", f"Put a raw cell # END {block.upper()} after it."
            )

    @property
    def _block(self) -> str | None:
        return self._blocks[-1][0] if self._blocks else None

    def _structure(self, cell: Cell, text: str) -> None:
        edge = otter_blocks.edge_of(text)
        if edge is None:
            return self._configure(cell, text)
        way, block = edge
        if way == "end":
            return self._end(cell, block)
        outside = "question" if block == "question" else None
        if (self._block is None) != (outside is not None) or self._block in {"prompt", "solution", "tests"}:
            where = f"inside a {self._block} block" if self._block else "outside of a question"
            mend = (
                f"End that first with # END {self._block.upper()}."
                if self._block
                else "Put it after # BEGIN QUESTION."
            )
            return self._book.error(cell, f"BEGIN {block.upper()} stands {where}.", mend)
        if block == "question":
            self._begin_question(cell, text)
        elif block == "prompt" and self._question:
            self._question.prompted = True
        self._blocks.append((block, cell))
        return None

    def _end(self, cell: Cell, block: str) -> None:
        if self._block != block:
            open_block = f"the {self._block} block is still open" if self._block else "no block is open"
            self._book.error(
                cell,
                f"END {block.upper()} stands where {open_block}.",
                "Every BEGIN needs its own END, the inner one first.",
            )
            return
        self._blocks.pop()
        if block == "question":
            self._end_question(cell)

    def _configure(self, cell: Cell, text: str) -> None:
        if not otter_blocks.is_structure(text):
            self._book.error(
                cell, "The otter fence is no block of Otter's.", "See Otter Assign's format, or remove it."
            )
            return
        values = self._yaml(cell, text)
        tests = values.get("tests")
        self._raising = isinstance(tests, Mapping) and tests.get("ok_format") is False
        self._strip_all = values.get("strip_solutions_from_all_cells") is True
        self._seed = seed_of(Fields(self._book, cell, "assignment", values)) or self._seed

    def _begin_question(self, cell: Cell, text: str) -> None:
        values = self._yaml(cell, text)
        fields = Fields(self._book, cell, "question", values)
        name = fields.name("name") if not isinstance(values.get("name"), int | float) else str(values["name"])
        if not name:
            self._book.error(
                cell, "The question has no name.", "Add a line name: … to the BEGIN QUESTION cell."
            )
            name = f"cell-{cell.number}"
        draft = Draft(name, cell, Format.OTTER)
        self._question = _Question(draft, fields.flag("manual"), values.get("points"))
        self._book.begin(draft)

    def _end_question(self, cell: Cell) -> None:
        question, self._question = self._question, None
        if question is None:
            return
        draft = question.draft
        draft.answer = draft.answer or question.last_text
        if draft.answer is None:
            self._book.error(
                cell, f"The question “{draft.id}” has no cell to answer in.", "Add a prompt or a solution."
            )
        self._share_points(question, cell)

    def _share_points(self, question: _Question, cell: Cell) -> None:
        """Give the question its tests, now that all of them are known, and its points."""
        draft, tests = question.draft, question.tests
        try:
            points = shared(question.points, [given for _, _, given in tests]) if tests else []
            by_hand = question.manual or not tests
            draft.points = whole(question.points, len(tests)) if by_hand else sum(points)
        except PointsFault as fault:
            self._book.error(cell, f"{fault}.", "Write one number for the question, or one for each test.")
            return
        if by_hand and not question.manual and question.points is None:
            draft.points = 1.0
        for (part, check, _), each in zip(tests, points, strict=True):
            part.draft = draft
            draft.checks.append(replace(check, points=each))

    def _content(self, cell: Cell) -> bool:
        question = self._question
        if otter_solutions.is_ignored(cell.source):
            self._book.parts.append(Part(cell, Role.HIDDEN, None, secrets=(cell.source,)))
        elif question is None:
            return self._between(cell)
        elif self._block == "tests":
            self._test(cell, question)
        elif self._block == "solution":
            self._solution(cell, question)
        else:
            self._given(cell, question)
        return True

    def _between(self, cell: Cell) -> bool:
        """A cell of no question: Otter leaves lines out of it, and solutions where it is told to."""
        if not cell.is_code or cell.metadata.get(own.KEY) is not None:
            return False
        visible = self._lines(cell, otter_solutions.without_ignored)
        if self._strip_all:
            visible = self._lines(
                cell, lambda source: otter_solutions.stripped(source, self._book.language), visible
            )
        elif otter_solutions.is_marked(visible):
            self._loose(cell)
        if visible == cell.source:
            return False
        self._book.parts.append(
            Part(cell, Role.TEXT, visible, secrets=(otter_solutions.left_out(cell.source, visible),))
        )
        return True

    def _given(self, cell: Cell, question: _Question) -> None:
        visible = self._lines(cell, otter_solutions.without_ignored)
        if cell.is_code and otter_solutions.is_marked(visible):
            if self._strip_all:
                visible = self._lines(
                    cell, lambda source: otter_solutions.stripped(source, self._book.language), visible
                )
            else:
                self._loose(cell)
        answers = self._block == "prompt"
        part = Part(cell, Role.TEXT, visible, secrets=(otter_solutions.left_out(cell.source, visible),))
        if answers:
            self._answer(cell, question, part)
        elif cell.kind == "markdown":
            self._prompt(cell, visible)
        self._book.parts.append(part)

    def _solution(self, cell: Cell, question: _Question) -> None:
        part = Part(cell, Role.HIDDEN, None, secrets=(cell.source,))
        if cell.is_code:
            self._solution_code(cell, question, part)
        elif cell.kind == "markdown":
            tags = cell.metadata.get("tags")
            if isinstance(tags, list) and KEPT_TAG in tags:
                part = Part(cell, Role.TEXT, cell.source)
            else:
                question.draft.solution.append(cell.source)
                if question.manual and not question.prompted:
                    question.prompted = True
                    part.visible = ANSWER_STUB
                    self._answer(cell, question, part)
        self._book.parts.append(part)

    def _solution_code(self, cell: Cell, question: _Question, part: Part) -> None:
        language = self._book.language
        source = self._lines(cell, otter_solutions.without_ignored)
        question.draft.solution.append(
            self._lines(cell, lambda text: otter_solutions.solved(text, language), source)
        )
        if otter_solutions.is_marked(source):
            part.visible = self._lines(cell, lambda text: otter_solutions.stripped(text, language), source)
        elif not question.prompted:
            part.visible = otter_solutions.BLOCK_STUBS.get(language, otter_solutions.STUB)
            self._book.warn(
                cell,
                "No line of this cell is marked as solution, so all of it is left out.",
                "Mark lines with # SOLUTION, or move what students may see out of the solution block.",
            )
        if part.visible is not None:
            part.secrets = (otter_solutions.left_out(cell.source, part.visible),)
            self._answer(cell, question, part)

    def _answer(self, cell: Cell, question: _Question, part: Part) -> None:
        draft = question.draft
        part.role, part.draft = Role.ANSWER, draft
        draft.starter.append(part.visible or "")
        if draft.answer is None:
            draft.answer = cell
            own.describe(draft, own.metadata_of(cell, self._book))

    def _prompt(self, cell: Cell, text: str) -> None:
        if self._question and text.strip():
            self._question.last_text = cell
            self._question.draft.prompt.append(text)

    def _test(self, cell: Cell, question: _Question) -> None:
        part = Part(cell, Role.HIDDEN, None, secrets=(cell.source,))
        self._book.parts.append(part)
        if not cell.is_code:
            self._book.error(
                cell, "A tests block has a cell without code.", "Move it out of the block, or remove it."
            )
            return
        test = otter_tests.split(cell.source)
        if test.fault:
            self._book.error(cell, test.fault, 'Close the configuration with """ # END TEST CONFIG.')
        fields = Fields(self._book, cell, "test", self._yaml(cell, test.configuration or ""))
        hidden = fields.flag("hidden") if "hidden" in fields.values else test.hidden
        name = fields.name("name") or f"{question.draft.id} - {1 + len(question.tests)}"
        code = test.code
        if self._book.language == "python":
            try:
                code = otter_tests.code_of(test, cell, fields.text("failure_message"), raising=self._raising)
            except otter_tests.UNREADABLE:
                self._book.error(
                    cell, "The test is not valid Python.", "Correct it; running it names the line."
                )
        part.secrets = (test.code,)
        if not hidden:
            part.role, part.visible, part.check, part.secrets = Role.CHECK, code, name, ()
        check = Check(name, code, hidden=hidden, cell=cell.number)
        question.tests.append((part, check, fields.number("points")))

    def _loose(self, cell: Cell) -> None:
        self._book.error(
            cell,
            "A solution is marked outside of a solution block, and Otter would hand it out.",
            "Put # BEGIN SOLUTION and # END SOLUTION cells around it.",
        )

    def _lines(self, cell: Cell, change: Callable[[str], str], source: str | None = None) -> str:
        try:
            return change(cell.source if source is None else source)
        except otter_solutions.Unbalanced as fault:
            self._book.error(
                cell, f"{fault}.", "Every BEGIN needs its END in the same cell; they do not nest."
            )
            return ""

    def _yaml(self, cell: Cell, text: str) -> Mapping[str, object]:
        try:
            return loaded(text)
        except YamlFault as fault:
            self._book.error(
                cell, f"The configuration is no YAML of names and values: {fault}.", "Correct that line."
            )
            return {}
