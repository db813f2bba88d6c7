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
_WORD = re.compile(r"\w+")
_INNER_WORD = re.compile(r"(?<=\W)\w+(?=\W)")
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


@dataclass(frozen=True, slots=True)
class Leak:
    """A cell in which students would see a secret: the `whole`, else half of it or a long line."""

    cell: Cell
    secret: Secret
    line: str
    whole: bool


def normal(line: str) -> str:
    """A line without what copies differ in: spaces, marks of quotes, lists, comments and Otter."""
    line = _MARK.sub("", _SPACES.sub(" ", line)).strip()
    # The language of a block of code is no text: every notebook's kernel is named after it.
    return _FENCE.sub("", _QUOTED.sub("", line).strip()).strip("`")


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
    lines = _normal_lines(text)
    telling = [line for line in lines if _tells(line)]
    hidden = tuple(dict.fromkeys(line for line in telling if line not in shown))
    return Secret(cell, "\n".join(lines), hidden, bool(telling) and all(line in shown for line in lines))


def leaks(book: Book, secrets: Iterable[Secret]) -> Iterator[Leak]:
    """Where the cells that students get show a secret."""
    shown = _Shown(book)
    for secret in secrets:
        pasted = set(shown.pasted(secret))
        for part in pasted:
            yield Leak(shown.parts[part].cell, secret, secret.text.split("\n", 1)[0], whole=True)
        found: dict[int, list[str]] = defaultdict(list)
        for line in secret.lines if secret.size >= SHORTEST_TEXT else ():
            for part in shown.having(line):
                found[part].append(line)
        for part, lines in found.items():
            whole = len(lines) == len(secret.lines)
            if part not in pasted and (whole or _is_much(lines, secret)):
                yield Leak(shown.parts[part].cell, secret, lines[0], whole=whole)


def _is_much(found: list[str], secret: Secret) -> bool:
    if any(len(line) >= LONG_LINE for line in found):
        return True
    return len(found) > 1 and 2 * sum(len(line) for line in found) >= secret.size


class _Shown:
    """What students get, made ready to look for lines in. Parts are known by their place in `parts`."""

    def __init__(self, book: Book) -> None:
        self.parts = [part for part in book.parts if part.visible]
        texts = [part.visible or "" for part in self.parts]
        self._texts = ["\n".join(_SPACES.sub(" ", line) for line in text.split("\n")) for text in texts]
        self._normal = ["".join(f"\n{line}" for line in _normal_lines(text)) + "\n" for text in texts]
        self._words = {word for text in self._texts for word in _WORD.findall(text)}
        self._lines: dict[str, set[int]] = defaultdict(set)
        for part, text in enumerate(texts):
            for line in _normal_lines(text):
                self._lines[line].add(part)

    def having(self, line: str) -> list[int]:
        """The parts that contain a line, or have it in a longer one."""
        if not self._words.issuperset(_INNER_WORD.findall(line)):  # spares most lines the search
            return []
        return [part for part, text in enumerate(self._texts) if line in text]

    def pasted(self, secret: Secret) -> list[int]:
        """The parts that have all of a secret in one piece, line by line.

        One line may stand in the words and checks of its exercise, but not in its answer cell.
        """
        if len(secret.text) < SHORTEST_TEXT:
            return []
        lines = secret.text.split("\n")
        parts = set.intersection(*(self._lines.get(line, set()) for line in lines))
        if len(lines) == 1 and secret.given_away:
            return [part for part in parts if self.parts[part].role is Role.ANSWER]
        return [part for part in parts if f"\n{secret.text}\n" in self._normal[part]]


def _normal_lines(text: str) -> list[str]:
    return [line for each in text.split("\n") if (line := normal(each))]


class Searcher:
    """Looks for secrets in metadata, where anything that resembles one is reason enough to leave it out."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        secrets = tuple(secrets)
        self._lines = tuple(dict.fromkeys(line for secret in secrets for line in secret.lines))
        self._texts = "\n".join(secret.text for secret in secrets)

    def finds(self, value: object) -> bool:
        """Whether some text in a JSON value shows a secret, or is part of one."""
        return bool(self._texts) and any(self._is_part(text) or self.shows(text) for text in strings(value))

    def shows(self, text: str) -> bool:
        """Whether a line of a secret stands in a text."""
        words = _SPACES.sub(" ", text)
        return len(words) >= SHORTEST_LINE and any(line in words for line in self._lines)

    def _is_part(self, text: str) -> bool:
        words = _SPACES.sub(" ", text).strip()
        return len(words) >= SHORTEST_PART and words in self._texts


def _shown_texts(book: Book) -> dict[int, str]:
    """By exercise the text that students see of it: what it asks, its answer cell and its checks."""
    shown: dict[int, list[str]] = defaultdict(list)
    for part in book.parts:
        if part.visible:
            shown[_owner(part)].append(part.visible)
    for draft in book.drafts:
        shown[id(draft)].extend((*draft.prompt, draft.text))
    return {
        owner: "\n".join(normal(line) for line in "\n".join(texts).split("\n"))
        for owner, texts in shown.items()
    }


def _owner(part: Part) -> int:
    return id(part.draft) if part.draft else -part.cell.number


def _tells(line: str) -> bool:
    return len(line) >= SHORTEST_LINE and not _IMPORT.match(line)
