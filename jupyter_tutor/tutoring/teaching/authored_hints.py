"""Which of the instructor's own words a student gets now: a common mistake's first, then the step's hint."""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection
from dataclasses import dataclass, replace

from jupyter_tutor.notebooks.exercise import Exercise, Mistake
from jupyter_tutor.pedagogy.code_tokens import exact_tokens
from jupyter_tutor.pedagogy.situation import NotebookExcerpt

_LAST_ERROR = re.compile(r"^(?:[\w.]*\.)?([A-Za-z_]\w*)(?::|$)", re.MULTILINE)
_GOT = re.compile(r"\bgot:?\s+(?P<got>[^\n]+)", re.IGNORECASE)
_LONGEST_ERROR = 20_000


@dataclass(frozen=True, slots=True)
class OwnHint:
    """Words of the instructor. `key` is stored with the answer that gave them: `hint:2`, `mistake:…`."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the cell: its code, the names of errors it raised, what failing checks got."""

    code: str
    errors: frozenset[str]
    got: frozenset[str]

    @classmethod
    def of(cls, notebook: NotebookExcerpt, got: str | None = None) -> Facts:
        """The facts of an excerpt; `got` is the value of the first failing check, where it was run."""
        output = (notebook.error_output or "")[-_LONGEST_ERROR:]
        told = frozenset(_plain(match["got"]) for match in _GOT.finditer(output))
        return cls(
            code=notebook.cell_code or "",
            errors=frozenset(_LAST_ERROR.findall(output)),
            got=told | ({_plain(got)} if got is not None else frozenset()),
        )


def made(mistake: Mistake, facts: Facts) -> bool:
    """Whether everything that a mistake is known by holds. One that is known by nothing is never made."""
    conditions = []
    if mistake.error:
        conditions.append(mistake.error.rpartition(".")[2] in facts.errors)
    if mistake.code:
        conditions.append(_contains(facts.code, mistake.code))
    if mistake.got:
        conditions.append(_plain(mistake.got) in facts.got)
    return bool(conditions) and all(conditions)


def needs_a_run(exercise: Exercise, notebook: NotebookExcerpt) -> bool:
    """Whether some mistake waits for nothing but what the failing check got."""
    facts = Facts.of(notebook)
    return any(
        mistake.got and _plain(mistake.got) not in facts.got and _holds_but_for_got(mistake, facts)
        for mistake in exercise.mistakes
    )


def hint_to_give(exercise: Exercise, hint_level: int, facts: Facts, given: Collection[str]) -> OwnHint | None:
    """The instructor's words for this message, None when all that fit were given.

    `given` are the keys of what the student got on this problem in this conversation. At one step come
    the mistakes that the cell makes, then the hint of that step; whoever asks on gets other words.
    """
    fitting = [OwnHint(_key(mistake), mistake.text) for mistake in exercise.mistakes if made(mistake, facts)]
    fitting.append(OwnHint(f"hint:{hint_level}", exercise.hints.get(hint_level, "")))
    waiting = (own for own in fitting if own.text.strip() and own.key not in given)
    return next(waiting, None)


def _key(mistake: Mistake) -> str:
    return f"mistake:{zlib.crc32(mistake.text.encode()):08x}"


def _holds_but_for_got(mistake: Mistake, facts: Facts) -> bool:
    return made(replace(mistake, got=""), facts) or not (mistake.error or mistake.code)


def _contains(code: str, part: str) -> bool:
    """Whether the code has a part, whatever the spaces and comments."""
    return bool(part.strip()) and _bare(part) in _bare(code)


def _bare(code: str) -> str:
    """The tokens in a row, each closed by a sign that stands in none, so that none is cut in two."""
    return "".join(f"{token}\x00" for token in ("", *exact_tokens(code)))


def _plain(value: str) -> str:
    """A value's `repr` without spaces, as instructors and checks write it differently."""
    return "".join(value.split()).rstrip(".")
