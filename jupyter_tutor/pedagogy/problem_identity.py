"""Which problem a message is about: the student's own choice, exercise, cell and code, then words.

A wrong "new" throws a student back to the foot of the ladder, a wrong "same" carries a high
hint over to another exercise. Where the student works tells more than what they write: rules on
exercise, cell and code decide whenever there is a cell, and words only without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jupyter_tutor.pedagogy import follow_up
from jupyter_tutor.pedagogy.code_tokens import defined_names, plain_tokens, similarity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jupyter_tutor.pedagogy.problem import Problem
    from jupyter_tutor.pedagogy.situation import NotebookExcerpt, Situation

ANOTHER_PROGRAM = 0.2
"""Below this share of common code the same cell holds another program (a scratch cell)."""

THE_SAME_PROGRAM = 0.6
"""From this share on another cell holds the same program (split, copied, or given a new id)."""

SAME_WORDS = 0.6
"""From this share of common content words on an earlier problem is asked about again."""

_TITLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Identity:
    """The known problem a message is about, or None when it opens a new one, and why."""

    problem: Problem | None
    reason: str


def identify(situation: Situation, problems: Iterable[Problem], last_answer: str | None) -> Identity:
    """The problem among `problems` that the message is about.

    `last_answer` is what the tutor said last in this conversation, None at its beginning.
    """
    recent = sorted(problems, key=lambda problem: problem.touched_at, reverse=True)
    if situation.problem_id is not None:
        for problem in recent:
            if problem.id == situation.problem_id:
                return Identity(problem, "picked by the student")
    if not recent:
        return Identity(None, "the first problem")
    notebook = situation.notebook
    if notebook.exercise_id is not None:
        return _by_exercise(notebook, recent)
    if notebook.cell_id is not None:
        return _by_cell(situation, recent, last_answer)
    if notebook.cell_code and plain_tokens(notebook.cell_code):
        return _by_code(situation, recent, last_answer)
    return _by_words(situation, recent, last_answer)


def _by_exercise(notebook: NotebookExcerpt, recent: Sequence[Problem]) -> Identity:
    """The same exercise id; in another notebook only when the code says it is a copy."""
    for problem in recent:
        if problem.exercise_id != notebook.exercise_id:
            continue
        if _same_path(problem, notebook):
            return Identity(problem, f"the same exercise {notebook.exercise_id}")
        if (similarity(problem.code or "", notebook.cell_code or "") or 0.0) >= THE_SAME_PROGRAM:
            return Identity(problem, f"the same exercise {notebook.exercise_id} in a renamed notebook")
    return Identity(None, f"the first message in exercise {notebook.exercise_id}")


def _by_cell(situation: Situation, recent: Sequence[Problem], last_answer: str | None) -> Identity:
    """The same cell, unless it now holds another program; else the same program elsewhere."""
    notebook = situation.notebook
    here = [
        problem for problem in recent if problem.cell_id == notebook.cell_id and _same_path(problem, notebook)
    ]
    alike = [(_likeness(problem.code or "", notebook.cell_code or ""), problem) for problem in here]
    for share, problem in alike:
        if share is None:
            return Identity(problem, "the same cell")
    best = max(alike, key=lambda pair: pair[0] or 0.0, default=None)
    if best is not None:
        share, problem = best[0] or 0.0, best[1]
        if share >= ANOTHER_PROGRAM:
            return Identity(problem, f"the same cell, {share:.0%} of the code in common")
        if follow_up.judge(situation.text, problem, last_answer).sure and problem is recent[0]:
            return Identity(problem, "the same cell rewritten, and the words go on")
        return Identity(None, f"the same cell with another program, {share:.0%} in common")
    return _by_code(situation, recent, last_answer)


def _likeness(before: str, now: str) -> float | None:
    """Code in common of one cell's two states; the same function rewritten is still the same work."""
    return 1.0 if defined_names(before) & defined_names(now) else similarity(before, now)


def _by_code(situation: Situation, recent: Sequence[Problem], last_answer: str | None) -> Identity:
    """An unknown cell: a program that moved, a cell that uses the one before, or a new problem."""
    notebook, latest = situation.notebook, recent[0]
    shares = [(_shared_program(problem, notebook), problem) for problem in recent]
    share, problem = max(shares, key=lambda pair: pair[0])
    if share >= THE_SAME_PROGRAM:
        return Identity(problem, f"the same program in another cell, {share:.0%} in common")
    words = follow_up.judge(situation.text, latest, last_answer)
    if words.same and words.sure:
        if latest.cell_id is None and latest.exercise_id is None:
            return Identity(latest, f"a cell to the question before: {words.reason}")
        if _uses(latest, notebook):
            return Identity(latest, f"a cell that uses the one before: {words.reason}")
    return Identity(None, "another cell with other code")


def _by_words(situation: Situation, recent: Sequence[Problem], last_answer: str | None) -> Identity:
    """No cell at all: go on with the latest problem, return to an earlier one, or begin."""
    text, latest = situation.text, recent[0]
    words = follow_up.judge(text, latest, last_answer)
    if words.same and words.sure:
        return Identity(latest, words.reason)
    earlier = _asked_before(text, recent)
    if earlier is not None:
        return Identity(earlier, "asks about an earlier problem again")
    return Identity(latest if words.same else None, words.reason)


def _asked_before(text: str, recent: Sequence[Problem]) -> Problem | None:
    """An earlier problem whose exercise is named or whose words are these, None when unclear."""
    said = text.casefold()
    for problem in recent:
        if problem.exercise_id and f" {problem.exercise_id.casefold()} " in f" {said.strip(' .?!')} ":
            return problem
    if len(follow_up.content_words(text)) < 2:  # noqa: PLR2004 - one word is everywhere
        return None
    shares = [(follow_up.text_similarity(text, problem.text), problem) for problem in recent]
    share, problem = max(shares, key=lambda pair: pair[0])
    return problem if share >= SAME_WORDS else None


def _same_path(problem: Problem, notebook: NotebookExcerpt) -> bool:
    """Whether both are of one notebook, as far as both say which."""
    return problem.notebook_path is None or notebook.path is None or problem.notebook_path == notebook.path


def _shared_program(problem: Problem, notebook: NotebookExcerpt) -> float:
    """Code in common with a problem of the same notebook; another notebook shares nothing."""
    if not _same_path(problem, notebook):
        return 0.0
    return similarity(problem.code or "", notebook.cell_code or "") or 0.0


def _uses(problem: Problem, notebook: NotebookExcerpt) -> bool:
    """Whether the problem's own cell stands near, or its functions are called here."""
    if not _same_path(problem, notebook):
        return False
    code = problem.code or ""
    near = any((similarity(code, cell) or 0.0) >= THE_SAME_PROGRAM for cell in notebook.neighbours)
    return near or not defined_names(code).isdisjoint(plain_tokens(notebook.cell_code or ""))


def key_of(situation: Situation, problem_id: str) -> str:
    """A new problem's identity in words: `exercise:week1.ipynb#mean`, `cell:week1.ipynb#a1b2`, `text:…`.

    For people and logs; one cell can hold several problems one after another, so it is not unique.
    """
    notebook = situation.notebook
    place = f"{notebook.path}#" if notebook.path else ""
    if notebook.exercise_id is not None:
        return f"exercise:{place}{notebook.exercise_id}"
    if notebook.cell_id is not None:
        return f"cell:{place}{notebook.cell_id}"
    return f"text:{problem_id}"


def title_of(situation: Situation) -> str:
    """What people call it: the exercise's heading or name, the cell's first line, or the question's words."""
    notebook = situation.notebook
    if notebook.exercise_id is not None:
        return _shortened(_heading(notebook.exercise_text or "") or f"Exercise {notebook.exercise_id}")
    first_line = next(
        (line for line in (notebook.cell_code or "").splitlines() if _says_something(line)), None
    )
    if first_line is not None:
        return _shortened(f"Cell: {first_line.strip()}")
    return _shortened(" ".join(situation.text.split())) or "A question"


def _heading(markdown: str) -> str:
    """The words of the heading that a text begins with, empty when it begins otherwise."""
    first = next((line for line in markdown.splitlines() if line.strip()), "")
    return first.lstrip("#").strip(" #*_") if first.startswith("#") else ""


def _says_something(line: str) -> bool:
    """Whether a line of code tells one cell from another."""
    return bool(line.strip()) and not line.lstrip().startswith(("#", "%", "import ", "from "))


def _shortened(title: str) -> str:
    """At most 60 characters, cut between words where there are any."""
    if len(title) <= _TITLE_LENGTH:
        return title
    cut = title[: _TITLE_LENGTH - 1]
    head, _, tail = cut.rpartition(" ")
    return (head if head and len(tail) < _TITLE_LENGTH // 2 else cut).rstrip() + "…"
