"""Whether a piece of code may be shown at a hint level: the student's own always, the solution last."""

from __future__ import annotations

from jupyter_tutor.pedagogy.code_tokens import defined_names, exact_tokens, similarity
from jupyter_tutor.pedagogy.ladder import HintLevel
from jupyter_tutor.pedagogy.program_structure import (
    complete_functions,
    containment,
    has_blank,
    is_statement,
    parse,
)

SOLUTION_SHARE = 0.6
"""Share of the instructor's statements from which on code is the solution."""

REWRITE_SHARE = 0.75
"""Share of the student's code from which on a changed version of it is the fix, ready to paste."""

_TELLING_TOKENS = 5
"""A line of fewer tokens is too common to belong to a solution."""

_NAME_TOKENS = 2
"""A keyword or a name in a sentence, perhaps with its colon, gives nothing away."""

CODE_AT_LEVEL = "code_at_level"
SOLUTION = "solution"
REWRITE = "rewrite"


class CodeJudge:
    """Judges the pieces of one answer in order, and remembers what it let through.

    `student_code` is the active cell; `solution` the instructor's, None when there is none.
    """

    def __init__(self, hint_level: int, student_code: str | None, solution: str | None) -> None:
        self._level = hint_level
        self._student = student_code or ""
        self._solution = solution or ""
        self._own_lines = _lines(self._student)
        self._own_names = frozenset(exact_tokens(self._student))
        self._solution_lines = _lines(self._solution) - self._own_lines
        self._shown = ""

    def block(self, code: str) -> str | None:
        """Why a block may not be shown, or None when it may."""
        if self._level >= HintLevel.SOLUTION or self._is_quoted(code):
            return None
        kind = self._against_solution(code) or self._against_level(code) or self._against_student(code)
        if kind is None:
            self._shown += f"\n{code}"
        return kind

    def span(self, code: str) -> str | None:
        """Why code within a sentence may not be shown, or None. Names and values always may."""
        if self._level >= HintLevel.SOLUTION or self._is_quoted(code):
            return None
        tokens = exact_tokens(code)
        if len(tokens) <= _NAME_TOKENS:
            return None
        if len(tokens) >= _TELLING_TOKENS and tokens in self._solution_lines:
            return SOLUTION
        if self._level <= HintLevel.PLAN and is_statement(code) and not self._is_plain_call(code):
            return CODE_AT_LEVEL
        whole = self._against_solution(code)
        if whole is None and is_statement(code):
            self._shown += f"\n{code}"
        return whole

    def _is_quoted(self, code: str) -> bool:
        """Whether every line is one of the student's own cell, however it is laid out."""
        return _lines(code) <= self._own_lines

    def _against_solution(self, code: str) -> str | None:
        """SOLUTION when the code, alone or with what was shown before, is the instructor's program."""
        if not self._solution:
            return None
        if complete_functions(code) & defined_names(self._solution):
            return SOLUTION
        return SOLUTION if any(map(self._is_solution, (code, f"{self._shown}\n{code}"))) else None

    def _is_solution(self, code: str) -> bool:
        """Whether the code is most of the solution, and most of what the student does not have yet.

        The second part lets the student's own code pass with its deciding place left open.
        """
        return (
            containment(self._solution, code) >= SOLUTION_SHARE
            and containment(self._solution, code, known=self._student) >= SOLUTION_SHARE
        )

    def _against_level(self, code: str) -> str | None:
        """CODE_AT_LEVEL when a level without code gets statements that are not the student's."""
        if self._level > HintLevel.PLAN:
            return None
        fresh = [line for line in code.splitlines() if not _lines(line) <= self._own_lines]
        if any(is_statement(line) and not self._uses_own_names_only(line) for line in fresh):
            return CODE_AT_LEVEL
        whole_is_code = parse(code) is not None and is_statement(code)
        return CODE_AT_LEVEL if whole_is_code and not self._uses_own_names_only(code) else None

    def _against_student(self, code: str) -> str | None:
        """REWRITE when it is the student's own program with the fix in it and nothing left open."""
        if not self._student or has_blank(code):
            return None
        if complete_functions(code) & defined_names(self._student):
            return REWRITE
        size, own = len(exact_tokens(code)), len(exact_tokens(self._student))
        alike = own >= _TELLING_TOKENS and size >= REWRITE_SHARE * own and not defined_names(self._student)
        return REWRITE if alike and (similarity(self._student, code) or 0.0) >= REWRITE_SHARE else None

    def _uses_own_names_only(self, code: str) -> bool:
        """Whether it only calls what the student has, as when asking what `mean([])` gives."""
        return self._is_plain_call(code) and all(
            token in self._own_names for token in exact_tokens(code) if token.isidentifier()
        )

    @staticmethod
    def _is_plain_call(code: str) -> bool:
        """Whether it is a single call or value: `mean([1, 2])`, `range()`."""
        tree = parse(code.strip())
        return tree is not None and len(tree.body) == 1 and type(tree.body[0]).__name__ == "Expr"


def _lines(code: str) -> frozenset[tuple[str, ...]]:
    """The lines of a piece of code as tokens; empty lines and comments are none."""
    return frozenset(tokens for line in code.splitlines() if (tokens := exact_tokens(line)))
