"""Finding in what students get the words of what they do not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jupyter_tutor.notebooks.cells import Cell
from jupyter_tutor.notebooks.drafting import Book, Part, Role
from jupyter_tutor.notebooks.foreign import strings

# A line shorter than this is found everywhere (`x = 1`, `return x`), and so tells nothing.
SHORTEST_LINE = 12
# A hidden text is found again where all its lines are, if together they have at least this many characters.
SHORTEST_TEXT = 16
# A line of this length is hardly the same by accident.
LONG_LINE = 40
# A line of this length is hardly the same by accident.
LONG_LINE = 40
# A text in metadata that is part of a hidden one tells of it from this many characters on.
SHORTEST_PART = 24

_SPACES = re.compile(r"\s+")
_MARK = re.compile(r"\s*#\s*(?:BEGIN |END )?(?:SOLUTION|PROMPT|SEED|IGNORE)(?: NO PROMPT)?\s*$")
_QUOTED = re.compile(r"^(?:>|#|//|%|--|[-*+]|\d+[.)])\s+")
_FENCE = re.compile(r"^(?:`{3,}|~{3,})\w*$")
_IMPORT = re.compile(r"^(?:from\s+\S+\s+)?import\s|^library\(|^using\s")


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that students must not get: where it stands, all of it, and its lines to look for.

    `given_away` says that its exercise shows every line of it anyway.
    """

    cell: Cell
    text: str
    lines: tuple[str, ...]
    given_away: bool

    @property
    def size(self) -> int:
        """How many characters there are to look for."""
        return sum(len(line) for line in self.lines)

    def is_pasted(self, part: Part, text: str) -> bool:
        """Whether the normal text of a part has all of this in one piece, line by line.

        One line may stand in the words and checks of its exercise, but not in its answer cell.
        """
        if len(self.text) < SHORTEST_TEXT or f"\n{self.text}\n" not in text:
            return False
        return part.role is Role.ANSWER or "\n" in self.text or not self.given_away


@dataclass(frozen=True, slots=True)
class Leak:
    """A cell in which students would see a secret: the `whole`, else half of it or a long line."""

    cell: Cell
    secret: Secret
    line: str
    whole: bool


def normal(line: str) -> str:
    """A line without what copies differ in: spaces, marks of quotes, lists, comments and Otter."""
    line = _QUOTED.sub("", _SPACES.sub(" ", _MARK.sub("", line)).strip()).strip()
    # The language of a block of code is no text: every notebook's kernel is named after it.
    return _FENCE.sub("", line).strip("`")


def secrets_of(book: Book) -> tuple[Secret, ...]:
    """Every text of a notebook that is hidden, with the lines its exercise does not show anyway."""
    shown = _shown_texts(book)
    return tuple(
        _secret(part.cell, text, shown.get(_owner(part), ""))
        for part in book.parts
        for text in part.secrets
        if text.strip()
    )


def _secret(cell: Cell, text: str, shown: str) -> Secret:
    lines = [line for each in text.split("\n") if (line := normal(each))]
    telling = [line for line in lines if _tells(line)]
    hidden = tuple(dict.fromkeys(line for line in telling if line not in shown))
    return Secret(cell, "\n".join(lines), hidden, bool(telling) and all(line in shown for line in lines))


def leaks(book: Book, secrets: Iterable[Secret]) -> Iterator[Leak]:
    """Where the cells that students get show a secret."""
    secrets = tuple(secrets)
    for part in book.parts if secrets else ():
        lines = (part.visible or "").split("\n")
        text = "\n".join(_SPACES.sub(" ", line) for line in lines)
        normal_text = "".join(f"\n{line}" for each in lines if (line := normal(each))) + "\n"
        for secret in secrets:
            if secret.is_pasted(part, normal_text):
                yield Leak(part.cell, secret, secret.text.split("\n", 1)[0], whole=True)
            elif secret.size >= SHORTEST_TEXT and (found := [line for line in secret.lines if line in text]):
                whole = len(found) == len(secret.lines)
                if whole or _is_much(found, secret):
                    yield Leak(part.cell, secret, found[0], whole=whole)


def _is_much(found: list[str], secret: Secret) -> bool:
    if any(len(line) >= LONG_LINE for line in found):
        return True
    return len(found) > 1 and 2 * sum(len(line) for line in found) >= secret.size


class Searcher:
    """Looks for secrets in metadata, where anything that resembles one is reason enough to leave it out."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        secrets = tuple(secrets)
        self._lines = tuple(dict.fromkeys(line for secret in secrets for line in secret.lines))
        self._texts = "\n".join(secret.text for secret in secrets)

    def finds(self, value: object) -> bool:
        """Whether some text in a JSON value shows a secret, or is part of one."""
        return bool(self._texts) and any(self._in_text(text) for text in strings(value))

    def _in_text(self, text: str) -> bool:
        words = _SPACES.sub(" ", text).strip()
        if len(words) >= SHORTEST_PART and words in self._texts:
            return True
        return any(line in words for line in self._lines)


def _shown_texts(book: Book) -> dict[int, str]:
    """By exercise the text that students see of it: what it asks, its answer cell and its checks."""
    shown: dict[int, list[str]] = defaultdict(list)
    for part in book.parts:
        if part.visible:
            shown[_owner(part)].append(part.visible)
    for draft in book.drafts:
        shown[id(draft)].extend((*draft.prompt, draft.text, draft.title))
    return {
        owner: "\n".join(normal(line) for line in "\n".join(texts).split("\n"))
        for owner, texts in shown.items()
    }


def _owner(part: Part) -> int:
    return id(part.draft) if part.draft else -part.cell.number


def _tells(line: str) -> bool:
    return len(line) >= SHORTEST_LINE and not _IMPORT.match(line)
