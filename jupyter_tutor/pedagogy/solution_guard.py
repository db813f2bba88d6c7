"""Keeps code from the screen that gives more away than the hint level allows, while it streams.

Prose passes at once. Fenced blocks, inline code and lines that look like code are held until
they are complete and `CodeJudge` has ruled; what is not allowed is replaced by a kind sentence.
The outcome does not depend on how the stream was cut.

What it cannot catch: a solution described in words; code in a language other than Python at
level 4; code encoded, reversed or spelled out; a line of code in prose that starts with a word
of text ("Just write total = 0"); raw HTML (`<pre>`), whose lines are judged like other lines; at
level 4 without an instructor's solution, code that neither resembles the student's cell nor
defines its functions. Where it errs on the other side: a formula alone on its line that reads
as Python (`y = a*x + b`) counts as code at levels 1 to 3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from jupyter_tutor.pedagogy.code_judgement import CodeJudge
from jupyter_tutor.pedagogy.code_lines import (
    begins_keyword,
    is_indented,
    is_list_mark,
    may_be_list_mark,
    must_wait,
    prose_stops,
    turns_into_code,
)
from jupyter_tutor.pedagogy.program_structure import is_statement
from jupyter_tutor.pedagogy.prompt_files import prompt_file

MOST_HELD = 20_000
"""Characters of one piece of code; a longer one is not judged but held back."""

TOO_LONG = "too_long"

_FENCE = 3


class _State(Enum):
    """Where in the text the next character stands."""

    LINE_START = auto()
    PROSE = auto()
    MARKS = auto()
    SPAN = auto()
    CODE_LINE = auto()
    FENCE_LINE = auto()
    FENCED = auto()


@dataclass(frozen=True, slots=True)
class Hit:
    """Something was held back: why (`kind`), in which form, and how many characters."""

    kind: str
    form: str
    size: int


class SolutionGuard:
    """The guard of one answer. Feed it the model's text, show what it returns, finish it.

    `hint_level` 1 to 5; `student_code` is the active cell, whose quotation always passes;
    `solution` is the instructor's, when there is one.
    """

    def __init__(
        self,
        hint_level: int,
        student_code: str | None = None,
        solution: str | None = None,
        *,
        most_held: int = MOST_HELD,
    ) -> None:
        self._judge = CodeJudge(hint_level, student_code, solution)
        self._most_held = most_held
        self._hits: list[Hit] = []
        self._state = _State.LINE_START
        self._out: list[str] = []
        self._head = ""  # the current line so far, shown or not
        self._held = ""  # what is not shown yet of the construct being read
        self._marks = ""  # a run of backticks or tildes that has not ended
        self._fence = ""  # the marks that opened the current fence or span
        self._line = ""  # the current line inside a fence
        self._code = ""  # code lines without a fence, waiting for their end …
        self._code_held = ""  # … and what of them was not shown
        self._after_blank = True
        self._trust_line = False  # the line was judged to be prose

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What was held back so far, in order."""
        return tuple(self._hits)

    def feed(self, text: str) -> str:
        """The text that may be shown now."""
        position = 0
        while position < len(text):
            if self._state is _State.PROSE and not self._marks:
                stop = prose_stops().search(text, position)
                end = stop.start() if stop else len(text)
                self._show_prose(text[position:end])
                position = end
                if position == len(text):
                    break
            self._step(text[position])
            position += 1
        return self._take()

    def finish(self) -> str:
        """The rest, when the stream has ended; an unclosed fence is judged as it stands."""
        if self._state is _State.CODE_LINE or (self._state is _State.LINE_START and self._held):
            self._end_code_line("")
        if self._state is _State.MARKS:
            self._end_marks()
        if self._state is _State.SPAN:
            self._end_span(closing=self._marks)
        if self._state in {_State.FENCED, _State.FENCE_LINE}:
            self._end_fence(closing=self._line)
        self._end_code()
        self._show(self._held)
        self._held = ""
        return self._take()

    def _take(self) -> str:
        text = "".join(self._out)
        self._out.clear()
        return text

    def _show(self, text: str) -> None:
        if text:
            self._out.append(text)

    def _show_prose(self, text: str) -> None:
        self._head += text
        self._show(text)

    def _step(self, sign: str) -> None:
        """One character, where it depends on the state what it means."""
        if self._state is _State.PROSE:
            self._in_prose(sign)
        elif self._state is _State.LINE_START:
            self._at_line_start(sign)
        elif self._state is _State.MARKS:
            self._in_marks(sign)
        elif self._state is _State.SPAN:
            self._in_span(sign)
        elif self._state is _State.CODE_LINE:
            self._in_code_line(sign)
        elif self._state is _State.FENCE_LINE:
            self._in_fence_line(sign)
        else:
            self._in_fence(sign)

    # ---- prose ---------------------------------------------------------------------------

    def _in_prose(self, sign: str) -> None:
        """A backtick opens a span, a line break ends the line, `=` and a call may be code."""
        if sign == "\n":
            self._show(sign)
            self._new_line(blank=not self._head.strip())
        elif sign == "`":
            self._state, self._marks = _State.MARKS, sign
        elif not self._trust_line and turns_into_code(self._head, sign):
            self._state, self._held = _State.CODE_LINE, sign
            self._head += sign
        else:
            self._show_prose(sign)

    def _new_line(self, *, blank: bool) -> None:
        self._state = _State.LINE_START
        self._after_blank = blank
        self._head = self._held = ""
        self._trust_line = False

    # ---- the beginning of a line -------------------------------------------------------------

    def _at_line_start(self, sign: str) -> None:
        """Hold what may open a fence, a list item or a line of code; release anything else."""
        lead = self._held + sign
        if sign == "\n":
            self._end_code_line(sign)
        elif not self._held.strip() and sign in "`~":
            self._state, self._marks = _State.MARKS, sign
        elif not lead.strip():
            self._held = lead
        elif is_list_mark(lead):
            self._end_code()
            self._show(lead)
            self._held, self._after_blank = "", False
        elif may_be_list_mark(lead) or (not self._code and begins_keyword(lead)):
            self._held = lead
        elif self._code or must_wait(lead, after_blank=self._after_blank):
            self._state, self._held = _State.CODE_LINE, lead
            self._head = lead
        else:
            self._release_line(lead)

    def _release_line(self, lead: str) -> None:
        """The line is prose: show what was held of it, which can still turn into code later."""
        self._end_code()
        self._state, self._held, self._head = _State.PROSE, "", ""
        for sign in lead:
            self._step(sign)

    # ---- lines of code without a fence ---------------------------------------------------------

    def _in_code_line(self, sign: str) -> None:
        if sign == "\n":
            self._end_code_line(sign)
        else:
            self._held += sign
            self._head += sign

    def _end_code_line(self, line_break: str) -> None:
        """A held line is complete: it joins the code before it, or was prose after all."""
        line = self._head or self._held
        if not line.strip():
            if self._code:
                self._code += line + line_break
                self._code_held += self._held + line_break
            else:
                self._show(self._held + line_break)
            self._new_line(blank=True)
            return
        belongs = is_indented(line) and (self._after_blank or bool(self._code))
        if belongs or is_statement(line):
            self._code += line + line_break
            self._code_held += self._held + line_break
            self._new_line(blank=False)
            return
        held, shown_before = self._held, self._head[: len(self._head) - len(self._held)]
        self._end_code()
        self._state, self._held, self._head, self._trust_line = _State.PROSE, "", shown_before, True
        for sign in held + line_break:
            self._step(sign)

    def _end_code(self) -> None:
        """Judge the code lines that came one after another."""
        if not self._code:
            return
        code, held = self._code, self._code_held
        self._code = self._code_held = ""
        kind = TOO_LONG if len(code) > self._most_held else self._judge.block(code)
        if kind is None:
            self._show(held)
            return
        self._hits.append(Hit(kind, "lines", len(code)))
        blank_lines = held[len(held.rstrip("\n")) :] or "\n"
        self._show(prompt_file("held-back-code") + blank_lines)

    # ---- spans and fences ------------------------------------------------------------------

    def _in_marks(self, sign: str) -> None:
        """A run of marks goes on, or ends and shows what it was."""
        if sign == self._marks[0]:
            self._marks += sign
            return
        self._end_marks()
        self._step(sign)

    def _end_marks(self) -> None:
        """Three or more at the beginning of a line open a fence; backticks elsewhere open a span."""
        marks, self._marks = self._marks, ""
        at_start = not self._head.strip()
        if at_start and len(marks) >= _FENCE:
            self._end_code()
            self._state, self._fence, self._line = _State.FENCE_LINE, marks, ""
            self._held += marks
            return
        if at_start:
            self._end_code()
            self._show_prose(self._held)
            self._held = ""
        if marks[0] == "~":
            self._state = _State.PROSE
            self._show_prose(marks)
            return
        self._state, self._fence, self._held = _State.SPAN, marks, ""

    def _in_span(self, sign: str) -> None:
        """Inside inline code: it ends at as many marks, at a blank line, or at a fence."""
        if sign == "`":
            self._marks += sign
            return
        if self._marks:
            if len(self._marks) == len(self._fence):
                self._end_span(closing=self._marks)
                self._step(sign)
                return
            fence_follows = len(self._marks) >= _FENCE and not self._held.rpartition("\n")[2].strip()
            if fence_follows and "\n" in self._held:
                self._span_was_open(sign)
                return
            self._held += self._marks
            self._marks = ""
        if sign == "\n" and "\n" in self._held and not self._held.rpartition("\n")[2].strip():
            self._span_was_open(sign)
            return
        self._held += sign

    def _span_was_open(self, sign: str) -> None:
        """The span never closed: judge what it held up to its last line break, then go on reading."""
        content, _, rest = self._held.rpartition("\n")
        marks, self._marks, self._held = self._marks, "", content
        self._end_span(closing="")
        for following in f"\n{rest}{marks}{sign}":
            self._step(following)

    def _end_span(self, closing: str) -> None:
        """Judge inline code and show it, or a word in its place."""
        content, opening = self._held, self._fence
        self._held = self._marks = self._fence = ""
        self._state = _State.PROSE
        if closing and len(closing) != len(opening):
            content, closing = content + closing, ""
        several = "\n" in content.strip()
        if len(content) > self._most_held:
            kind: str | None = TOO_LONG
        else:
            kind = self._judge.block(content) if several else self._judge.span(content.strip())
        if kind is None:
            self._show_prose(opening + content + closing)
            return
        self._hits.append(Hit(kind, "span", len(content)))
        self._head += opening + content + closing
        self._show(prompt_file("held-back-words"))

    def _in_fence_line(self, sign: str) -> None:
        """The rest of a fence's first line; a backtick in it means that it is inline code."""
        if sign == "`" and self._fence[0] == "`":
            lead = self._held[: len(self._held) - len(self._fence) - len(self._line)]
            self._show_prose(lead)
            self._state, self._held = _State.SPAN, self._line
            self._marks = sign
            return
        self._held += sign
        self._line += sign
        if sign == "\n":
            self._state, self._line, self._code = _State.FENCED, "", ""

    def _in_fence(self, sign: str) -> None:
        """Inside a fence, line by line until the one that closes it."""
        self._held += sign
        self._line += sign
        if sign != "\n":
            return
        if self._closes(self._line):
            self._end_fence(closing=self._line)
            return
        self._code += self._line
        self._line = ""

    def _closes(self, line: str) -> bool:
        """Whether a line is nothing but at least as many of the opening marks."""
        marks = line.strip().lstrip("> \t")
        return len(marks) >= len(self._fence) and set(marks) == {self._fence[0]}

    def _end_fence(self, closing: str) -> None:
        """Judge the block and show it whole, or the sentence in its place."""
        code = self._code if self._closes(closing) else self._code + closing
        held = self._held
        self._code = self._held = self._line = ""
        quoted = re.sub(r"(?m)^[ \t]*>[ \t]?(?!>)", "", code)
        kind = TOO_LONG if len(code) > self._most_held else self._judge.block(quoted)
        if kind is None:
            self._show(held)
        else:
            self._hits.append(Hit(kind, "fence", len(code)))
            indent = held[: len(held) - len(held.lstrip(" \t"))]
            self._show(f"{indent}{prompt_file('held-back-code')}\n")
        self._new_line(blank=False)
