"""Which problem a message is about: the student's own choice, exercise, cell and code, then words.

A wrong "new" throws a student back to the foot of the ladder, a wrong "same" carries a high
hint over to another exercise. Where the student works tells more than what they write: rules on
exercise, cell and code decide whenever there is a cell, and words only without one; how alike
two texts are is asked last. Every decision says which rule made it, on which scores.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jupyter_tutor.pedagogy import follow_up
from jupyter_tutor.pedagogy.code_tokens import defined_names, plain_tokens, similarity
from jupyter_tutor.pedagogy.identity_trace import Comparison, Identity, Measure, Rule
from jupyter_tutor.pedagogy.program_likeness import SAME_AS_WRITTEN, ProgramLikeness, compare
from jupyter_tutor.pedagogy.text_likeness import likenesses

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jupyter_tutor.pedagogy.follow_up import FollowUp
    from jupyter_tutor.pedagogy.problem import Problem
    from jupyter_tutor.pedagogy.situation import NotebookExcerpt, Situation

SAME_TEXT = 0.5
"""From this cosine on an earlier problem is asked about again."""

_TITLE_LENGTH = 60


def identify(situation: Situation, problems: Iterable[Problem], last_answer: str | None) -> Identity:
    """The problem among `problems` that the message is about.

    `last_answer` is what the tutor said last in this conversation, None at its beginning.
    """
    recent = sorted(problems, key=lambda problem: problem.touched_at, reverse=True)
    if situation.problem_id is not None:
        for problem in recent:
            if problem.id == situation.problem_id:
                return Identity(problem, Rule.PICKED, "picked by the student")
    if not recent:
        return Identity(None, Rule.FIRST, "the first problem")
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
    seen = []
    for problem in recent:
        same_id = problem.exercise_id == notebook.exercise_id
        seen.append(_identical(problem, Measure.EXERCISE_ID, same=same_id))
        if not same_id:
            continue
        if _same_path(problem, notebook):
            return Identity(problem, Rule.EXERCISE, "the same exercise", tuple(seen))
        likeness = compare(problem.code or "", notebook.cell_code or "")
        seen += _scores(problem, likeness)
        if likeness.same_elsewhere:
            return Identity(problem, Rule.CODE, "the same exercise in a renamed notebook", tuple(seen))
    return Identity(None, Rule.EXERCISE, "the first message in this exercise", tuple(seen))


def _by_cell(situation: Situation, recent: Sequence[Problem], last_answer: str | None) -> Identity:
    """The same cell, unless it now holds another program; else the same program elsewhere."""
    notebook = situation.notebook
    here = [
        problem for problem in recent if problem.cell_id == notebook.cell_id and _same_path(problem, notebook)
    ]
    if not here:
        return _by_code(situation, recent, last_answer)
    alike = [(compare(problem.code or "", notebook.cell_code or ""), problem) for problem in here]
    seen = [_identical(problem, Measure.CELL_ID, same=True) for problem in here]
    seen += [score for likeness, problem in alike for score in _scores(problem, likeness, in_place=True)]
    likeness, problem = max(alike, key=lambda pair: _in_place(pair[0]))
    if likeness.same_in_place:
        reason = "the same cell" if likeness.written is None else "the same cell, edited or not"
        return Identity(problem, Rule.CELL, reason, tuple(seen))
    words = follow_up.judge(situation.text, problem, last_answer)
    if words.same and words.sure and problem is recent[0]:
        return Identity(problem, Rule.WORDS, "the same cell rewritten, and the words go on", tuple(seen))
    return Identity(None, Rule.CELL, "the same cell with another program", tuple(seen))


def _in_place(likeness: ProgramLikeness) -> float:
    """What ranks the problems of one cell: nothing to compare first, then the same function or structure."""
    if likeness.written is None:
        return 2.0
    return likeness.written + (likeness.same_function or likeness.renamed)


def _by_code(situation: Situation, recent: Sequence[Problem], last_answer: str | None) -> Identity:
    """An unknown cell: a program that moved, a cell that uses the one before, or a new problem."""
    notebook, latest = situation.notebook, recent[0]
    near = [problem for problem in recent if _same_path(problem, notebook)]
    alike = [(compare(problem.code or "", notebook.cell_code or ""), problem) for problem in near]
    seen = tuple(score for likeness, problem in alike for score in _scores(problem, likeness))
    moved = [pair for pair in alike if pair[0].same_elsewhere]
    if moved:
        _, problem = max(moved, key=lambda pair: (pair[0].written or 0.0, pair[0].structure))
        return Identity(problem, Rule.CODE, "the same program in another cell", seen)
    words = follow_up.judge(situation.text, latest, last_answer)
    if words.same and words.sure:
        if latest.cell_id is None and latest.exercise_id is None:
            return Identity(latest, Rule.WORDS, f"a cell to the question before: {words.reason}", seen)
        if _uses(latest, notebook):
            return Identity(latest, Rule.WORDS, f"a cell that uses the one before: {words.reason}", seen)
    return Identity(None, Rule.CODE, "another cell with other code", seen)


def _by_words(situation: Situation, recent: Sequence[Problem], last_answer: str | None) -> Identity:
    """No cell at all: go on with the latest problem, return to an earlier one, or begin."""
    text, latest = situation.text, recent[0]
    words = follow_up.judge(text, latest, last_answer)
    seen = _shared_words(latest, words)
    if words.same and words.sure:
        return Identity(latest, Rule.WORDS, words.reason, seen)
    named = _named(text, recent)
    if named is not None:
        return Identity(named, Rule.WORDS, "names an earlier exercise", seen)
    again = _asked_before(text, recent)
    again = replace(again, comparisons=seen + again.comparisons)
    if again.problem is not None:
        return again
    return Identity(latest if words.same else None, Rule.WORDS, words.reason, again.comparisons)


def _named(text: str, recent: Sequence[Problem]) -> Problem | None:
    """The latest problem whose exercise the message calls by its id."""
    said = f" {text.casefold().strip(' .?!')} "
    for problem in recent:
        if problem.exercise_id and f" {problem.exercise_id.casefold()} " in said:
            return problem
    return None


def _asked_before(text: str, recent: Sequence[Problem]) -> Identity:
    """The known problem whose opening message is most like this one, if it is like it at all."""
    if len(follow_up.content_words(text)) < 2:  # noqa: PLR2004 - one word is everywhere
        return Identity(None, Rule.TEXT, "too short to compare")
    cosines = likenesses(text, [problem.text for problem in recent])
    seen = tuple(
        Comparison(problem.id, Measure.TEXT_COSINE, cosine, SAME_TEXT)
        for problem, cosine in zip(recent, cosines, strict=True)
    )
    best = max(range(len(recent)), key=cosines.__getitem__)
    found = recent[best] if seen[best].alike else None
    return Identity(found, Rule.TEXT, "asks about an earlier problem again", seen)


def _identical(problem: Problem, measure: Measure, *, same: bool) -> Comparison:
    return Comparison(problem.id, measure, float(same), 1.0)


def _scores(
    problem: Problem, likeness: ProgramLikeness, *, in_place: bool = False
) -> tuple[Comparison, Comparison]:
    """Both scores of a program, against what is enough elsewhere or `in_place`."""
    written = likeness.in_place_threshold if in_place else likeness.written_threshold
    return (
        Comparison(problem.id, Measure.CODE_AS_WRITTEN, likeness.written or 0.0, written),
        Comparison(problem.id, Measure.CODE_STRUCTURE, likeness.structure, likeness.structure_threshold),
    )


def _shared_words(problem: Problem, words: FollowUp) -> tuple[Comparison, ...]:
    """The share of words, where it was looked at."""
    if words.share is None:
        return ()
    return (Comparison(problem.id, Measure.SHARED_WORDS, words.share, follow_up.SHARED_WORDS),)


def _same_path(problem: Problem, notebook: NotebookExcerpt) -> bool:
    """Whether both are of one notebook, as far as both say which."""
    return problem.notebook_path is None or notebook.path is None or problem.notebook_path == notebook.path


def _uses(problem: Problem, notebook: NotebookExcerpt) -> bool:
    """Whether the problem's own cell stands near, or its functions are called here."""
    if not _same_path(problem, notebook):
        return False
    code = problem.code or ""
    near = any((similarity(code, cell) or 0.0) >= SAME_AS_WRITTEN for cell in notebook.neighbours)
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
