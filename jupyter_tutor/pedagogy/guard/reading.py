"""Cuts a streaming answer into pieces that can be judged: prose by the sentence, code by the block.

The pieces depend on the text alone, never on how the stream was cut, and joined they are the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from jupyter_tutor.pedagogy.guard.markup import (
    beside_fence,
    continues_code,
    fence_closed,
    fence_opened,
    is_code_line,
    is_indented,
    is_plain,
    safe_end,
    span_is_open,
)


class Form(StrEnum):
    """How a piece stands in the answer."""

    PROSE = "prose"
    FENCE = "fence"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the answer. `code` is what is to be judged of a fence or of lines of code."""

    form: Form
    text: str
    code: str = ""


class Reader:
    """Takes an answer in and gives it out in pieces, each as soon as it is complete."""

    def __init__(self) -> None:
        self._line = ""  # the current line, as far as it has come
        self._given = 0  # how much of it has gone out
        self._fence = ""  # the marks that opened the current fence
        self._fenced: list[str] = []
        self._run: list[str] = []  # lines of code without a fence
        self._open = ""  # prose whose inline code has not ended
        self._after_blank = True

    def feed(self, text: str) -> list[Piece]:
        """The pieces that are complete now."""
        pieces: list[Piece] = []
        *complete, rest = text.split("\n")
        for part in complete:
            self._line += part
            pieces += self._sentences()
            pieces += self._end_line("\n")
        self._line += rest
        pieces += self._sentences()
        return pieces

    def finish(self) -> list[Piece]:
        """The rest; an unclosed fence is what it is so far."""
        pieces: list[Piece] = list(self._end_line("")) if self._line else []
        if self._fence:
            pieces.append(self._end_fence(self._fenced))
        pieces += self._end_open()
        pieces += self._end_run()
        return pieces

    def cut(self) -> list[Piece]:
        """The beginning of a sentence that can be nothing but prose; what else is not complete is lost."""
        if self._fence or self._run or self._open or not is_plain(self._line[self._given :]):
            return []
        rest, self._line, self._given = self._line[self._given :], "", 0
        return [Piece(Form.PROSE, rest)] if rest else []

    def _sentences(self) -> Iterator[Piece]:
        """Finished sentences of a line that can be nothing but prose."""
        if self._fence or self._run or self._open:
            return
        end = safe_end(self._line, self._given, len(self._line))
        if end > self._given:
            piece = Piece(Form.PROSE, self._line[self._given : end])
            self._given = end
            yield piece

    def _end_line(self, line_break: str) -> Iterator[Piece]:
        whole, line = self._line + line_break, self._line[self._given :] + line_break
        fresh = self._given == 0
        self._line, self._given = "", 0
        if self._fence:
            self._fenced.append(whole)
            if fence_closed(whole, self._fence):
                yield self._end_fence(self._fenced[:-1])
            return
        marks = fence_opened(whole) if fresh else ""
        if self._open and (marks or not whole.strip()):
            yield from self._end_open()
        if marks:
            yield from self._end_run()
            self._fence, self._fenced = marks, [whole]
        elif self._open:
            self._open += line
            if not span_is_open(self._open):
                yield from self._end_open()
        else:
            yield from self._plain_line(line, fresh=fresh)

    def _plain_line(self, line: str, *, fresh: bool) -> Iterator[Piece]:
        """A line outside of fences: code, blank, or prose."""
        if not line.strip():
            self._after_blank = True
            if self._run:
                self._run.append(line)
            else:
                yield Piece(Form.PROSE, line)
            return
        indented = is_indented(line) and (self._after_blank or bool(self._run))
        if fresh and (indented or is_code_line(line) or self._continues(line)):
            self._run.append(line)
        else:
            yield from self._end_run()
            self._open = line
            if not span_is_open(line):
                yield from self._end_open()
        self._after_blank = False

    def _continues(self, line: str) -> bool:
        """Whether a line goes on with the code directly above it."""
        return bool(self._run) and not self._after_blank and continues_code(line, "".join(self._run))

    def _end_fence(self, body: list[str]) -> Piece:
        text = "".join(self._fenced)
        self._fence, self._fenced = "", []
        self._after_blank = False
        opening, *lines = body
        return Piece(Form.FENCE, text, "".join([beside_fence(opening), *lines]))

    def _end_open(self) -> Iterator[Piece]:
        if self._open:
            text, self._open = self._open, ""
            yield Piece(Form.PROSE, text)

    def _end_run(self) -> Iterator[Piece]:
        """The lines of code that came one after another; blank ones below them are prose."""
        if not self._run:
            return
        code = "".join(self._run)
        self._run = []
        bare = code.rstrip("\n \t")
        end = len(bare) + 1 if code[len(bare) : len(bare) + 1] == "\n" else len(code)
        yield Piece(Form.LINES, code[:end], code[:end])
        if code[end:]:
            yield Piece(Form.PROSE, code[end:])
