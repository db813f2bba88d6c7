"""Keeps from the screen what gives more away than the hint level allows, while the answer streams.

Prose is released by the finished sentence, code once it is judged. On the first hit the guard stops:
the answer is written anew from there, or goes on with a kind sentence in the place of the code. What
went out never depends on how the stream was cut.

What it cannot catch: a solution described in words (`described` counts those); code in a language
other than Python at level 4; at level 4, code that neither resembles nor does what the exercise asks
for, and an exercise of which neither a solution nor a check nor a name is known. Where it errs on the
other side: a formula alone on its line that reads as Python (`y = a*x + b`) counts as code up to level 3.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from jupyter_tutor.pedagogy.guard.judgement import CodeJudge
from jupyter_tutor.pedagogy.guard.markup import is_plain
from jupyter_tutor.pedagogy.guard.prose import finds_in
from jupyter_tutor.pedagogy.guard.reading import Form, Piece, Reader
from jupyter_tutor.pedagogy.guard.source import parse
from jupyter_tutor.pedagogy.guard.task import Task
from jupyter_tutor.pedagogy.ladder import HintLevel
from jupyter_tutor.pedagogy.prompt_files import prompt_file

MOST_HELD = 20_000
"""Characters of one piece of code; a longer one is not judged but held back."""

LONGEST_SENTENCE = 2_000
"""Characters of a line or sentence with signs of code in it; a longer one is held back unread."""

TOO_LONG = "too_long"
UNJUDGED = "unjudged"


@dataclass(frozen=True, slots=True)
class Hit:
    """Something was held back: why (`kind`), in which form, how many characters.

    `outcome` is `redacted` when a sentence stands in its place, `regenerated` when the answer was
    written anew.
    """

    kind: str
    form: str
    size: int
    outcome: str = "redacted"


class SolutionGuard:
    """The guard of one answer. Feed it the model's text, show what it returns, finish it.

    With `stop_at_hit` it shows nothing more after the first hit until it is told to `start_over` with
    another text or to `go_on` with this one; `stopped` says that it waits for that.
    """

    def __init__(
        self, hint_level: int, task: Task, *, stop_at_hit: bool = False, most_held: int = MOST_HELD
    ) -> None:
        self._open = hint_level >= HintLevel.SOLUTION
        self._judge = CodeJudge(hint_level, task)
        self._most_held = most_held
        self._stop_at_hit = stop_at_hit
        self._reader = Reader()
        self._waiting: list[Piece] = []
        self._hits: list[Hit] = []
        self.stopped = False
        self.faults: list[Exception] = []

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What was held back so far, in order."""
        return tuple(self._hits)

    def feed(self, text: str) -> str:
        """The text that may be shown now."""
        return text if self._open else self._show(self._reader.feed(text))

    def finish(self) -> str:
        """The rest, when the stream has ended."""
        rest, self._reader = self._reader.finish(), Reader()
        return self._show(rest)

    def cut(self) -> str:
        """What may be shown when the stream broke off: an unfinished sentence, no unfinished code."""
        return "" if self._open or self.stopped else self._show(self._reader.cut())

    def go_on(self) -> str:
        """Go on with the same text: what may be shown now, the hit replaced by a kind sentence."""
        self._stop_at_hit = self.stopped = False
        waiting, self._waiting = self._waiting, []
        return "".join(map(self._redacted, waiting))

    def start_over(self) -> None:
        """Forget what did not go out: another text follows, and its hits are replaced.

        What stands for the hit is kept for `go_on`, should there come no other text.
        """
        self._stop_at_hit = self.stopped = False
        self._waiting = self._waiting[:1]
        self._reader = Reader()
        self._hits = [replace(hit, outcome="regenerated") for hit in self._hits]

    @property
    def watches(self) -> bool:
        """Whether anything can be held back at this level."""
        return not self._open

    def _show(self, pieces: Iterable[Piece]) -> str:
        shown = []
        for piece in pieces:
            if self.stopped:
                self._waiting.append(piece)
                continue
            hits_before = len(self._hits)
            text = self._redacted(piece)
            if self._stop_at_hit and len(self._hits) > hits_before:
                self.stopped = True
                self._waiting.append(Piece(Form.PROSE, text, code=_JUDGED))
            else:
                shown.append(text)
        return "".join(shown)

    def _redacted(self, piece: Piece) -> str:
        """A piece as it may be shown."""
        if piece.code is _JUDGED:
            return piece.text
        if piece.form is Form.PROSE:
            return self._redacted_prose(piece.text)
        kind = self._why(piece.code, "block") or self._why_in_words(piece.code)
        if kind is None:
            return piece.text
        self._hits.append(Hit(kind, str(piece.form), len(piece.code)))
        indent = piece.text[: len(piece.text) - len(piece.text.lstrip(" \t"))]
        lead = indent if piece.form is Form.FENCE else ""
        return f"{lead}{prompt_file('held-back-code')}\n"

    def _why_in_words(self, code: str) -> str | None:
        """Why a block that is no program may not be shown: it may hold sentences with code in them."""
        if parse(code) is not None:
            return None
        try:
            finds = finds_in(self._judge.not_the_students(code), self._why)
        except Exception as fault:  # noqa: BLE001 - what cannot be read is held back
            self.faults.append(fault)
            return UNJUDGED
        return finds[0].kind if finds else None

    def _redacted_prose(self, text: str) -> str:
        """Sentences with a word in the place of every find."""
        if len(text) > LONGEST_SENTENCE and not is_plain(text):
            self._hits.append(Hit(TOO_LONG, str(Form.PROSE), len(text)))
            return prompt_file("held-back-words") + text[len(text.rstrip()) :]
        try:
            finds = finds_in(text, self._why)
        except Exception as fault:  # noqa: BLE001 - what cannot be read is held back
            self.faults.append(fault)
            self._hits.append(Hit(UNJUDGED, str(Form.PROSE), len(text)))
            return prompt_file("held-back-words") + text[len(text.rstrip()) :]
        shown, position = [], 0
        for find in finds:
            shown += [text[position : find.start], prompt_file("held-back-words")]
            self._hits.append(Hit(find.kind, "span", find.end - find.start))
            position = find.end
        return "".join([*shown, text[position:]])

    def _why(self, code: str, form: str) -> str | None:
        """Why code may not be shown, None when it may; a fault of ours is a reason."""
        if len(code) > self._most_held:
            return TOO_LONG
        judged = {"block": self._judge.block, "span": self._judge.span, "words": self._judge.in_words}
        try:
            return judged[form](code)
        except Exception as fault:  # noqa: BLE001 - whatever breaks, nothing is given away
            self.faults.append(fault)
            return UNJUDGED


_JUDGED = "judged already"
"""Marks a waiting piece whose text is what replaces it."""
