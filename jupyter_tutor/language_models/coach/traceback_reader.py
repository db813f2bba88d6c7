"""Read what a traceback says: which exception, with what message, at which line of the student's cell.

Understands what IPython prints (`Cell In[3], line 2`, `Input In [3]`, `<ipython-input-3-…>`, the
files of ipykernel), what plain Python prints (`File "…", line 2`), ANSI colours, chained exceptions,
exception groups, and a bare `NameError: …` line. Any text at all may be given; nothing here raises.
"""

from __future__ import annotations

import builtins
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST_TRACEBACK = 200_000
"""Characters that are read. Of a longer one the middle is left out: its ends say what happened."""
LONGEST_LINE = 2_000
"""A longer line names no place."""
LONGEST_MESSAGE = 8_000
"""Characters of a student's message that are searched for an exception."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One place a traceback names.

    `place` is the file or cell as printed, `cell` the number in `In[…]` when it is one, `line` counts
    from 1 as the student sees it, `text` is that source line without its indentation ("" when the
    traceback does not show it), `function` is None at the top level. `inside` says whether the place
    belongs to the student: a notebook cell, or, where no cell is named, a file outside the libraries.
    """

    place: str
    line: int | None = None
    cell: int | None = None
    function: str | None = None
    text: str = ""
    inside: bool = False

    @property
    def is_cell(self) -> bool:
        """Whether the place is a notebook cell."""
        return bool(self.place.startswith("Cell In[") or _CELL_PLACE.search(self.place))


@dataclass(frozen=True, slots=True)
class Failure:
    """One exception. `earlier` are those it grew out of, the oldest first.

    `ename` and `evalue` stand exactly as in the traceback; `evalue` may have several lines.
    """

    ename: str
    evalue: str = ""
    frames: tuple[Frame, ...] = ()
    earlier: tuple[Failure, ...] = ()

    @property
    def own(self) -> Frame | None:
        """The last frame that lies in the student's code."""
        return next((frame for frame in reversed(self.frames) if frame.inside), None)

    @property
    def started(self) -> Frame | None:
        """The student's frame in which it all began: the cell that was run."""
        return next((frame for frame in self.frames if frame.inside), None)


_ANSI = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))")
_IPYTHON_HEADER = re.compile(r"^([^\W\d][\w.]*) +Traceback \(most recent call last\)\s*$")
_PLAIN_HEADER = re.compile(r"^(?:\+ Exception Group )?Traceback \(most recent call last\):\s*$")
_RULE = re.compile(r"^-{20,}\s*$")
_CHAIN = (
    "During handling of the above exception, another exception occurred:",
    "The above exception was the direct cause of the following exception:",
)
_GROUP_MARGIN = re.compile(r"^ {1,4}[|+] ?(?=\S| )")

_CELL = re.compile(
    r"^ {0,4}(?:Cell|Input) In ?\[(?P<cell>\d*)\s*\](?:, line (?P<line>\d+))?(?:, in (?P<function>.+?))?\s*$"
)
_PLAIN_FRAME = re.compile(r'^ {0,8}File "(?P<place>.+?)", line (?P<line>\d+)(?:, in (?P<function>.+?))?\s*$')
_FILE_FRAME = re.compile(r"^ {0,4}File (?P<place>\S.*?):(?P<line>\d+)(?:,? in (?P<function>.+?))?\s*$")
_OLD_FRAME = re.compile(
    r"^(?P<place><ipython-input-\d+-\w+>|(?:[A-Za-z]:\\|~|/).*?\.py) in (?P<function>.+?)\s*$"
)
_FRAMES = (_CELL, _PLAIN_FRAME, _FILE_FRAME, _OLD_FRAME)
_ARROW = re.compile(r"^-+> ?(\d+)(?: (.*))?$")
_CELL_PLACE = re.compile(r"<ipython-input-(\d+)-|[/\\]ipykernel_\d+[/\\]\d+\.py$|^<tokenize>$")
_TIMED = re.compile(r"^<timed (?:exec|eval)>$")
_LIBRARY = re.compile(
    r"site-packages|dist-packages|[/\\]lib(?:64)?[/\\]python\d|[/\\]IPython[/\\]|^<frozen|^<magic"
    r"|^<__array|^<string>$"
)
_MESSAGE = re.compile(r"^([^\W\d][\w.]*)(?:: ?(.*)|:?\s*)$")
_EXCEPTION_NAME = re.compile(r"(?:Error|Exception|Warning|Interrupt|Iteration|Exit|Failure|Timeout|Group)$")
_BUILT_IN = frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)


def read_traceback(text: str) -> Failure | None:
    """The exception that a traceback ends in, or None when the text holds none."""
    lines = [_GROUP_MARGIN.sub("", line) for line in _clean(text)] if _is_group(text) else _clean(text)
    failures = [failure for part in _parts(lines) if (failure := _read_part(part)) is not None]
    if not failures:
        return None
    return replace(failures[-1], earlier=tuple(failures[:-1]))


def exception_in_words(text: str) -> Failure | None:
    """The exception a student speaks of in a message: a pasted traceback, its last line, or a name.

    `I get NameError: name 'x' is not defined` and `what is an index error` are both understood.
    """
    if "Traceback (most recent call last)" in text:
        return read_traceback(text)
    clean = _ANSI.sub("", text[:LONGEST_MESSAGE])
    said = re.search(
        r"\b([A-Za-z_][\w.]{0,80}(?:Error|Exception|Interrupt|Iteration))\b(?:: ?([^\n]*))?", clean
    )
    if said is not None and (said[2] or said[1].rpartition(".")[2] in _BUILT_IN or said[1][0].isupper()):
        return Failure(said[1], (said[2] or "").strip())
    for name in sorted(_BUILT_IN):
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ?", name)
        if name.endswith("Error") and re.search(rf"\b{words}s?\b", clean, re.IGNORECASE):
            return Failure(name)
    return None


def _clean(text: str) -> list[str]:
    if len(text) > LONGEST_TRACEBACK:
        half = LONGEST_TRACEBACK // 2
        text = text[:half] + "\n" + text[-half:].partition("\n")[2]
    text = _ANSI.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\xa0", " ").split("\n")


def _is_group(text: str) -> bool:
    return "Exception Group Traceback (most recent call last)" in text[:LONGEST_TRACEBACK]


def _parts(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut a chain into its exceptions. Only headers in the style of the first one count.

    A message may quote a whole traceback of the other style (a worker process does that).
    """
    first = next((i for i, line in enumerate(lines) if _header(line) is not None), None)
    if first is None:
        yield lines
        return
    style = _IPYTHON_HEADER if _IPYTHON_HEADER.match(lines[first]) else _PLAIN_HEADER
    start = 0
    for i in range(first + 1, len(lines)):
        if style.match(lines[i]) and _begins_another(lines, i, style):
            yield lines[start:i]
            start = i
    yield lines[start:]


def _begins_another(lines: Sequence[str], i: int, style: re.Pattern[str]) -> bool:
    before = [line.strip() for line in lines[max(0, i - 4) : i] if line.strip()]
    if not before:
        return False
    return before[-1] in _CHAIN or (style is _IPYTHON_HEADER and bool(_RULE.match(before[-1])))


def _header(line: str) -> re.Match[str] | None:
    return _IPYTHON_HEADER.match(line) or _PLAIN_HEADER.match(line)


def _read_part(lines: Sequence[str]) -> Failure | None:
    header = next(((i, found) for i, line in enumerate(lines) if (found := _header(line))), None)
    at, name, start = (None, None, 0)
    if header is not None:
        at, found = header
        start = at + 1
        name = found[1] if found.re is _IPYTHON_HEADER else None
    frames: list[Frame] = []
    for i in range(start, len(lines)):
        if _take_place(frames, lines[i]):
            continue
        said = _MESSAGE.match(lines[i])
        if said and _is_message(said, expected=name, placed=at is not None or bool(frames)):
            tail = _without_chain_mark(lines[i + 1 :])
            return Failure(said[1], "\n".join([said[2] or "", *tail]).rstrip(), _sorted_out(frames))
    return Failure(name, "", _sorted_out(frames)) if name else None


def _is_message(said: re.Match[str], *, expected: str | None, placed: bool) -> bool:
    name = said[1]
    if expected is not None:
        return name == expected or name.rpartition(".")[2] == expected
    short = name.rpartition(".")[2]
    if short in _BUILT_IN or _EXCEPTION_NAME.search(short):
        return True
    return placed and said[2] is not None


def _without_chain_mark(lines: Sequence[str]) -> list[str]:
    kept = list(lines)
    while kept and (not kept[-1].strip() or _RULE.match(kept[-1])):
        kept.pop()
    if kept and kept[-1].strip() in _CHAIN:
        kept.pop()
    return kept


def _take_place(frames: list[Frame], line: str) -> bool:
    """Add what a line says about places, and whether it said anything."""
    if len(line) > LONGEST_LINE:
        return line[:1].isspace()
    for pattern in _FRAMES:
        if found := pattern.match(line):
            frames.append(_frame(found.groupdict()))
            return True
    if arrow := _ARROW.match(line):
        if frames:
            number = int(arrow[1][:9])
            frames[-1] = replace(frames[-1], line=_shown(frames[-1], number), text=(arrow[2] or "").strip())
        return True
    if not line[:1].isspace():
        return not line
    if frames and not frames[-1].text and re.match(r"\s{2,}[^\s^~]", line) and not re.match(r"\s+\d+ ", line):
        frames[-1] = replace(frames[-1], text=line.strip())
    return True


def _shown(frame: Frame, number: int) -> int:
    return number + 1 if _TIMED.match(frame.place) else number


def _frame(found: dict[str, str | None]) -> Frame:
    place = found.get("place")
    number = found.get("cell")
    if place is None:
        place = f"Cell In[{number}]"
    elif (old := _CELL_PLACE.search(place)) is not None:
        number = old[1]
    frame = Frame(place, cell=int(number[:9]) if number else None, function=_function(found.get("function")))
    line = found.get("line")
    return replace(frame, line=_shown(frame, int(line[:9]))) if line else frame


def _function(printed: str | None) -> str | None:
    if printed is None or printed.startswith("<"):
        return None
    return re.split(r"[(\s]", printed, maxsplit=1)[0] or None


def _sorted_out(frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """Mark the student's frames. `%%time` runs the cell's body under a name of its own."""
    told = [_without_stand_in(frame) for frame in _with_named_cell(frames)]
    cells = [_is_cell(frame) for frame in told]
    inside = cells if any(cells) else [not _LIBRARY.search(frame.place) for frame in told]
    return tuple(replace(frame, inside=mine) for frame, mine in zip(told, inside, strict=True))


def _with_named_cell(frames: Sequence[Frame]) -> Sequence[Frame]:
    """Call a lone `<string>` the cell that it is.

    From Python 3.12 on, IPython prints this for a cell whose indentation it could not split into tokens.
    A text given to `exec` has the same name, but then the place that called `exec` is printed before it.
    """
    if len(frames) == 1 and frames[0].place == "<string>":
        return [replace(frames[0], place="Cell In[]")]
    return frames


def _without_stand_in(frame: Frame) -> Frame:
    stands_in = frame.text.startswith(("'Could not get source", "get_ipython()."))
    return replace(frame, text="") if stands_in and not _is_magic_call(frame) else frame


def _is_magic_call(frame: Frame) -> bool:
    return frame.text.startswith("get_ipython().run_cell_magic(")


def _is_cell(frame: Frame) -> bool:
    if _is_magic_call(frame):
        return False
    return frame.is_cell or bool(_TIMED.match(frame.place))
