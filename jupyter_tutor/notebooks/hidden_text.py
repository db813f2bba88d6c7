"""Finding in what students get the words of what they do not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jupyter_tutor.notebooks.cells import Cell
from jupyter_tutor.notebooks.drafting import Book, Part
from jupyter_tutor.notebooks.foreign import strings

# A line shorter than this is found everywhere (`x = 1`, `return x`), and so tells nothing.
SHORTEST_LINE = 12
# A hidden text is found again where all its lines are, if together they have at least this many characters.
SHORTEST_TEXT = 16
# Metadata lose nothing by a mistake, so there an equal text of this many characters is enough.
SHORTEST_EQUAL = 6

_SPACES = re.compile(r"\s+")
_MARK = re.compile(r"\s*#\s*(?:BEGIN |END )?(?:SOLUTION|PROMPT|SEED|IGNORE)(?: NO PROMPT)?\s*$")
_QUOTED = re.compile(r"^(?:>|#|//|%|--|[-*+]|\d+[.)])\s+")
_IMPORT = re.compile(r"^(?:from\s+\S+\s+)?import\s|^library\(|^using\s")


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that students must not get: the cell it stands in, all its lines, and those of them to look for."""

    cell: Cell
    text: str
    lines: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many characters there are to look for."""
        return sum(len(line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Leak:
    """A cell in which students would see a secret; in `whole`, or at least half of it."""

    cell: Cell
    secret: Secret
    line: str
    whole: bool


def normal(line: str) -> str:
    """A line without what differs between two copies of it: spaces, marks of quotes, lists, comments and Otter."""
    line = _SPACES.sub(" ", _MARK.sub("", line)).strip()
    return _QUOTED.sub("", line).strip().strip("`")


def secrets_of(book: Book) -> tuple[Secret, ...]:
    """Every text of a notebook that is hidden, with the lines its exercise does not show anyway."""
    shown = _shown_lines(book)
    return tuple(
        Secret(part.cell, "\n".join(lines), tuple(dict.fromkeys(told)))
        for part in book.parts
        for text in part.secrets
        if (lines := [line for each in text.split("\n") if (line := normal(each))])
        for told in [[line for line in lines if _tells(line) and line not in shown[_owner(part)]]]
    )


def leaks(book: Book, secrets: Iterable[Secret]) -> Iterator[Leak]:
    """Where the cells that students get show a secret."""
    looked_for = [secret for secret in secrets if secret.size >= SHORTEST_TEXT]
    if not looked_for:
        return
    for part in book.parts:
        if part.visible:
            text = "\n".join(_SPACES.sub(" ", line) for line in part.visible.split("\n"))
            for secret in looked_for:
                found = [line for line in secret.lines if line in text]
                size = sum(len(line) for line in found)
                if found and (
                    len(found) == len(secret.lines) or (len(found) > 1 and 2 * size >= secret.size)
                ):
                    yield Leak(part.cell, secret, found[0], whole=len(found) == len(secret.lines))


class Searcher:
    """Looks for secrets in metadata, where anything that resembles one is reason enough to leave it out."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        secrets = tuple(secrets)
        self._lines = tuple(dict.fromkeys(line for secret in secrets for line in secret.lines))
        self._equal = frozenset(
            line for secret in secrets for line in secret.text.split("\n") if len(line) >= SHORTEST_EQUAL
        )
        self._texts = "\n".join(secret.text for secret in secrets)

    def finds(self, value: object) -> bool:
        """Whether some text in a JSON value shows a secret, or is part of one."""
        return bool(self._texts) and any(self._in_text(text) for text in strings(value))

    def _in_text(self, text: str) -> bool:
        words = _SPACES.sub(" ", text).strip()
        if words in self._equal or (len(words) >= SHORTEST_LINE and words in self._texts):
            return True
        return any(line in words for line in self._lines)


def _shown_lines(book: Book) -> dict[object, set[str]]:
    """By exercise the lines that students see of it: in its text, its answer cell and its checks."""
    shown: dict[object, set[str]] = defaultdict(set)
    for part in book.parts:
        if part.visible:
            shown[_owner(part)].update(normal(line) for line in part.visible.split("\n"))
    for draft in book.drafts:
        texts = (*draft.prompt, draft.text, draft.title)
        shown[id(draft)].update(normal(line) for text in texts for line in text.split("\n"))
    return shown


def _owner(part: Part) -> int:
    return id(part.draft) if part.draft else -part.cell.number


def _tells(line: str) -> bool:
    return len(line) >= SHORTEST_LINE and not _IMPORT.match(line)
