"""Whether a piece of code may be shown at a hint level: the student's own always, the solution last."""

from __future__ import annotations

import ast
from keyword import iskeyword

from jupyter_tutor.pedagogy.code_tokens import defined_names, exact_tokens, similarity
from jupyter_tutor.pedagogy.guard.behaviour import solves
from jupyter_tutor.pedagogy.guard.comparison import containment
from jupyter_tutor.pedagogy.guard.completeness import complete_functions, has_blank, is_statement
from jupyter_tutor.pedagogy.guard.disguises import View, views
from jupyter_tutor.pedagogy.guard.normal_form import statements, without_own_names
from jupyter_tutor.pedagogy.guard.quotation import quotes
from jupyter_tutor.pedagogy.guard.source import parse
from jupyter_tutor.pedagogy.guard.task import Task
from jupyter_tutor.pedagogy.ladder import HintLevel

SOLUTION_SHARE = 0.6
"""Share of the instructor's statements from which on code is the solution."""

REWRITE_SHARE = 0.75
"""Share of the student's code from which on a changed version of it is the fix, ready to paste."""

MOST_STATEMENTS = 40
"""Statements of an example where nothing is known of the solution: four times what the prompt allows."""

_TELLING_TOKENS = 5
"""A line of fewer tokens is too common to belong to a solution."""

_SUBSTITUTED_TOKENS = 4
"""Tokens of a part of a line in which another name is a correction: `len(xs)`."""

_NAME_TOKENS = 2
"""A keyword or a name in a sentence, perhaps with its colon, gives nothing away."""

CODE_AT_LEVEL = "code_at_level"
SOLUTION = "solution"
REWRITE = "rewrite"
DISGUISED = "disguised"
TOO_MUCH = "too_much"


class CodeJudge:
    """Judges the pieces of one answer in order, and remembers what it let through."""

    def __init__(self, hint_level: int, task: Task) -> None:
        self._level = hint_level
        self._task = task
        self._student = task.student_code
        self._own_lines = _lines(self._student)
        self._own_names = frozenset(exact_tokens(self._student))
        self._solution_lines = _lines(task.solution) - self._own_lines
        self._shown = ""
        self._shown_fresh = False  # whether anything of it is not the student's

    def block(self, code: str) -> str | None:
        """Why a block may not be shown, or None when it may."""
        if self._level >= HintLevel.SOLUTION:
            return None
        if self._task.grants(code):
            self._shown_fresh, self._shown = True, f"{self._shown}\n{code}"
            return None
        readings = views(code, self._student)
        own = any(quotes(view.code, self._student) for view in readings if not view.inside)
        fresh = [
            view for view in readings if (view.inside or not own) and not quotes(view.code, self._student)
        ]
        for view in fresh:
            kind = self._judged(view)
            if kind is not None:
                return kind
        if own and self._shown_fresh and any(map(self._is_solution, self._together(code))):
            return SOLUTION
        self._shown_fresh = self._shown_fresh or bool(fresh)
        self._shown += f"\n{fresh[0].code if fresh else code}"
        return None

    def span(self, code: str) -> str | None:
        """Why code within a sentence may not be shown, or None. Names and values always may."""
        tokens = exact_tokens(code)
        if self._may_stand(code, tokens):
            return None
        if len(tokens) >= _TELLING_TOKENS and tokens in self._solution_lines:
            return SOLUTION
        named = len(tokens) <= _NAME_TOKENS
        made = self._is_substitution(tokens) or self._is_expression(code)
        if self._level <= HintLevel.PLAN and not named and made:
            return CODE_AT_LEVEL
        if named or not is_statement(code) or (is_plain_call(code) and not complete_functions(code)):
            return self._hidden(code)
        return CODE_AT_LEVEL if self._level <= HintLevel.PLAN else self.block(code)

    def in_words(self, code: str) -> str | None:
        """Why a statement in the middle of a sentence may not be shown, or None.

        Only one of the solution's lines counts, or up to the plan one that is made of the student's names:
        a formula in a sentence is no leak.
        """
        tokens = exact_tokens(code)
        if self._may_stand(code, tokens):
            return None
        if len(tokens) >= _TELLING_TOKENS and tokens in self._solution_lines:
            return SOLUTION
        own = [token for token in set(tokens) if token.isidentifier() and token in self._own_names]
        telling = self._level <= HintLevel.PLAN and len(own) > 1 and not is_plain_call(code)
        return CODE_AT_LEVEL if telling else None

    def not_the_students(self, code: str) -> str:
        """The lines of a block that are not the student's own."""
        return "\n".join(line for line in code.splitlines() if not _lines(line) <= self._own_lines)

    def _may_stand(self, code: str, tokens: tuple[str, ...]) -> bool:
        """Whether code within a sentence is beyond question: the student's own, or the instructor's hint."""
        return self._level >= HintLevel.SOLUTION or tokens in self._own_lines or self._task.grants(code)

    def _hidden(self, code: str) -> str | None:
        """Why code within the text, in a string or encoded, may not be shown."""
        inside = [view for view in views(code, self._student) if view.inside]
        kinds = [self._judged(view) for view in inside if not quotes(view.code, self._student)]
        return next((kind for kind in kinds if kind is not None), None)

    def _judged(self, view: View) -> str | None:
        code = view.code
        kind = self._against_solution(code) or self._against_level(code)
        if kind is None and view.hidden and not self._owns(code):
            kind = DISGUISED
        return kind or self._against_student(code) or self._against_size(code)

    # ---- the solution ---------------------------------------------------------------------

    def _against_solution(self, code: str) -> str | None:
        """SOLUTION when the code, alone or with what was shown before, is what the exercise asks for."""
        return SOLUTION if any(map(self._is_solution, (code, *self._together(code)))) else None

    def _together(self, code: str) -> tuple[str, ...]:
        """The code after, within and before what was shown."""
        if not self._shown:
            return ()
        return f"{self._shown}\n{code}", f"{self._shown}\n{_indented(code)}", f"{code}\n{self._shown}"

    def _is_solution(self, code: str) -> bool:
        """Whether a function asked for is written out, does its work under another name, or is most of it.

        The last part is measured twice, so that the student's own code may come with its deciding
        place left open.
        """
        fresh = frozenset(name for name in complete_functions(code) if not self._is_own_function(code, name))
        if fresh & self._task.asked_names:
            return True
        if fresh and solves(self._with_own_functions(code, fresh), self._task, fresh):
            return True
        solution = self._task.solution
        return bool(solution) and (
            containment(solution, code) >= SOLUTION_SHARE
            and containment(solution, code, known=self._student) >= SOLUTION_SHARE
        )

    def _is_own_function(self, code: str, name: str) -> bool:
        """Whether a function of the code is the student's, unchanged."""
        tree = parse(code)
        if tree is None or name not in defined_names(self._student):
            return False
        found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == name]
        return bool(found) and all(quotes(ast.unparse(node), self._student) for node in found)

    def _with_own_functions(self, code: str, fresh: frozenset[str]) -> str:
        """The code after the student's other functions, which it may call."""
        own = parse(self._student)
        called = frozenset(exact_tokens(code)) - defined_names(code)
        if own is None or not (defined_names(self._student) - fresh) & called:
            return code
        tree = parse(code)
        return f"{ast.unparse(own)}\n{ast.unparse(tree)}" if tree is not None else code

    # ---- the level and the student ----------------------------------------------------------

    def _against_level(self, code: str) -> str | None:
        """CODE_AT_LEVEL when a level without code gets statements that are not the student's."""
        if self._level > HintLevel.PLAN:
            return None
        fresh = [line for line in code.splitlines() if not _lines(line) <= self._own_lines]
        if any(is_statement(line) and not self._asks_of_own(line) for line in fresh):
            return CODE_AT_LEVEL
        whole_is_code = bool(fresh) and parse(code) is not None and is_statement(code)
        return CODE_AT_LEVEL if whole_is_code and not self._asks_of_own(code) else None

    def _against_student(self, code: str) -> str | None:
        """REWRITE when it is the student's own program with the fix in it and nothing left open."""
        if not self._student or has_blank(code):
            return None
        if any(
            not self._is_own_function(code, name)
            for name in complete_functions(code) & defined_names(self._student)
        ):
            return REWRITE
        size, own = len(exact_tokens(code)), len(exact_tokens(self._student))
        alike = own >= _TELLING_TOKENS and size >= REWRITE_SHARE * own and not defined_names(self._student)
        return REWRITE if alike and (similarity(self._student, code) or 0.0) >= REWRITE_SHARE else None

    def _against_size(self, code: str) -> str | None:
        """TOO_MUCH when nothing is known of the solution and the code is a whole program."""
        if self._task.solution or self._task.all_checks:
            return None
        return TOO_MUCH if len(statements(code)) > MOST_STATEMENTS and parse(code) is not None else None

    def _owns(self, code: str) -> bool:
        return _lines(code) <= self._own_lines

    def _is_substitution(self, tokens: tuple[str, ...]) -> bool:
        """Whether it is a part of one of the student's lines with another name in it: a slip put right."""
        if len(tokens) < _SUBSTITUTED_TOKENS or any(_has(line, tokens) for line in self._own_lines):
            return False
        shape = without_own_names(tokens)
        return any(_has(without_own_names(line), shape) for line in self._own_lines)

    def _is_expression(self, code: str) -> bool:
        """Whether it is a value made of several names that the student does not have: `sum(xs) / len(xs)`."""
        tokens = exact_tokens(code)
        names = [token for token in tokens if token.isidentifier() and not iskeyword(token)]
        own = any(_has(line, tokens) for line in self._own_lines)
        return len(tokens) >= _TELLING_TOKENS and len(names) > 1 and not own and is_plain_call(code)

    def _asks_of_own(self, code: str) -> bool:
        """Whether it only calls what the student has on plain values, as in `mean([])`."""
        called, *others = [token for token in exact_tokens(code) if token.isidentifier()] or [""]
        return is_plain_call(code) and called in self._own_names and not others


def is_plain_call(code: str) -> bool:
    """Whether it is a single call or value: `mean([1, 2])`, `range()`."""
    tree = parse(code.strip())
    return tree is not None and len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr)


def _has(line: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether tokens stand in a line one after another."""
    return any(line[start : start + len(part)] == part for start in range(len(line) - len(part) + 1))


def _indented(code: str) -> str:
    return "\n".join(f"    {line}" for line in code.splitlines())


def _lines(code: str) -> frozenset[tuple[str, ...]]:
    """The lines of a piece of code as tokens; empty lines and comments are none."""
    return frozenset(tokens for line in code.splitlines() if (tokens := exact_tokens(line)))
