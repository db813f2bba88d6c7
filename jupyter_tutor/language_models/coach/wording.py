"""Turn a diagnosis into the text of an answer at one step of the hint ladder."""

from __future__ import annotations

import builtins
import io
import keyword
import re
import sys
import tokenize
from enum import IntEnum
from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import code_span
from jupyter_tutor.language_models.coach.source import identifiers
from jupyter_tutor.language_models.coach.worked_solution import how_it_works

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jupyter_tutor.language_models.coach.cards import Example
    from jupyter_tutor.language_models.coach.diagnosis import Diagnosis
    from jupyter_tutor.tutoring.ports import Lesson


class Level(IntEnum):
    """The steps of the hint ladder."""

    QUESTION = 1
    CONCEPT = 2
    PLAN = 3
    EXAMPLE = 4
    SOLUTION = 5


class Brevity(IntEnum):
    """How much of the error is quoted, from all of it to its name alone."""

    FULL = 0
    NO_CODE = 1
    SHORT_MESSAGE = 2
    NAME_ONLY = 3


MOST_WORDS_OF_A_HINT = 80
"""For levels 1 and 2; longer hints are not read."""
_UNREADABLE = frozenset({"SyntaxError", "IndentationError", "TabError"})

_PLAN_INTROS = (
    "Here is a plan for {subject}:",
    "You can find it yourself, step by step. This is about {subject}:",
)
_UNKNOWN_PLAN_INTROS = (
    "I have no rule for {subject}, but this helps with most things:",
    "I do not know {subject}, but we can narrow it down:",
)
_EXAMPLE_INTROS = (
    "This is a similar case to {subject}, with other names.",
    "Here is something like {subject}, in another setting.",
)
_TOPIC_EXAMPLE_INTROS = ("An example for {subject}.", "Here is an example for {subject}.")
_NO_SOLUTION = (
    "A full solution is there only when your instructor wrote one, and here there is none. An example may"
    " help instead.\n\n"
)
_FREE_NAMES = frozenset({*keyword.kwlist, *dir(builtins), *sys.stdlib_module_names, "np", "pd", "plt", "st"})


def answer(lesson: Lesson, diagnosis: Diagnosis) -> str:
    """The answer as Markdown, at the lesson's level and in the wording it asks for."""
    variant = lesson.variant or int(lesson.in_other_words)
    match Level(min(Level.SOLUTION, max(Level.QUESTION, lesson.hint_level))):
        case Level.QUESTION:
            text = _hint(diagnosis, diagnosis.card.questions, variant, _questions_beside(diagnosis))
        case Level.CONCEPT:
            text = _hint(diagnosis, diagnosis.card.concepts, variant, _remarks_beside(diagnosis))
        case Level.PLAN:
            text = _plan(diagnosis, variant)
        case Level.SOLUTION if lesson.solution and lesson.solution.strip():
            text = _solution(diagnosis, lesson.solution, variant)
        case Level.SOLUTION:
            text = _NO_SOLUTION + _example(diagnosis, variant, lesson)
        case Level.EXAMPLE:
            text = _example(diagnosis, variant, lesson)
    return f"In other words: {text}" if lesson.in_other_words else text


def pieces(text: str) -> Iterator[str]:
    """Cut an answer into lines and sentences; joined again they are the answer."""
    for line in text.splitlines(keepends=True):
        yield from re.findall(r".+?(?:[.!?:](?=\s)\s+|\n|$)", line, re.DOTALL) or [line]


def count_words(text: str) -> int:
    """Words as a reader counts them: what stands between blanks."""
    return len(text.split())


def _hint(diagnosis: Diagnosis, wordings: Sequence[str], variant: int, beside: Sequence[str]) -> str:
    template = wordings[variant % len(wordings)]
    text = ""
    for brevity in Brevity:
        text = template.format_map(_slots(diagnosis, brevity))
        if count_words(text) <= MOST_WORDS_OF_A_HINT:
            break
    for remark in beside:
        if count_words(f"{text} {remark}") <= MOST_WORDS_OF_A_HINT:
            text = f"{text} {remark}"
    return text


def _questions_beside(diagnosis: Diagnosis) -> list[str]:
    found = []
    if diagnosis.changed:
        found.append(f"Have you run the cell again since you changed {_place(diagnosis)}?")
    if (earlier := _earlier(diagnosis)) is not None:
        found.append(f"And what does the first error, {earlier}, say?")
    return found


def _remarks_beside(diagnosis: Diagnosis) -> list[str]:
    found = []
    if diagnosis.changed:
        found.append("That line reads differently now, so the message may be an old one.")
    if (earlier := _earlier(diagnosis)) is not None:
        found.append(f"It came up after an earlier {earlier}.")
    return found


def _earlier(diagnosis: Diagnosis) -> str | None:
    earlier = diagnosis.failure.earlier if diagnosis.failure else ()
    return code_span(earlier[-1].ename) if earlier else None


def _plan(diagnosis: Diagnosis, variant: int) -> str:
    slots = _slots(diagnosis, Brevity.NO_CODE)
    plans = diagnosis.card.plans
    steps = [step.format_map(slots) for step in plans[variant % len(plans)]]
    intros = _PLAN_INTROS if diagnosis.known else _UNKNOWN_PLAN_INTROS
    intro = intros[variant % len(intros)].format(subject=_subject(diagnosis))
    return "\n".join([intro, "", *(f"{number}. {step}" for number, step in enumerate(steps, 1))])


def _example(diagnosis: Diagnosis, variant: int, lesson: Lesson) -> str:
    slots = _slots(diagnosis, Brevity.NO_CODE)
    used = identifiers("\n".join([lesson.notebook.cell_code or "", *lesson.notebook.neighbours]))
    example = diagnosis.card.examples[variant % len(diagnosis.card.examples)]
    renamed = _colliding(example, used)
    intros = _EXAMPLE_INTROS if diagnosis.failure or diagnosis.line else _TOPIC_EXAMPLE_INTROS
    intro = intros[variant % len(intros)].format(subject=_subject(diagnosis)) if diagnosis.known else ""
    before = _in_code(example.before, renamed).format_map(slots)
    after = _in_code(example.after, renamed).format_map(slots)
    code = _renamed(example.code, renamed)
    return f"{intro} {before}\n\n```python\n{code}\n```\n\n{after}".strip()


def _colliding(example: Example, used: frozenset[str]) -> frozenset[str]:
    """Names of the example that the student uses as well: theirs must not look like the example's."""
    names: set[str] = set()
    previous = ""
    try:
        for token in tokenize.generate_tokens(io.StringIO(example.code).readline):
            if token.type == tokenize.NAME and previous not in {".", "import", "from"}:
                names.add(token.string)
            previous = token.string
    except (tokenize.TokenError, SyntaxError):
        pass  # an example of code that cannot be read; the names up to there are enough
    return frozenset(name for name in names & used if name not in _FREE_NAMES and not name.startswith("_"))


def _renamed(code: str, names: frozenset[str]) -> str:
    for name in sorted(names):
        code = re.sub(rf"(?<![\w.]){re.escape(name)}\b", f"other_{name}", code)
    return code


def _in_code(text: str, names: frozenset[str]) -> str:
    return re.sub(r"`[^`]*`", lambda span: _renamed(span[0], names), text) if names else text


def _solution(diagnosis: Diagnosis, solution: str, variant: int) -> str:
    intro = ("This is your instructor's solution:", "Here is how your instructor solved it:")[variant % 2]
    body = solution.strip("\n")
    if "```" not in body:
        body = f"```python\n{body}\n```"
    works = how_it_works(solution)
    beside = f"It is the answer to {_subject(diagnosis)}. " if diagnosis.failure else ""
    compare = "Compare it with your own cell: where do the two differ first, and why does that matter?"
    return f"{intro}\n\n{body}\n\n{works}{beside}{compare}"


def _subject(diagnosis: Diagnosis) -> str:
    if diagnosis.failure is None:
        return diagnosis.subject
    slots = _slots(diagnosis, Brevity.NO_CODE)
    return f"{slots['error']} on {slots['there']}" if diagnosis.line is not None else slots["error"]


def _slots(diagnosis: Diagnosis, brevity: Brevity) -> dict[str, str]:
    """The common slots, filled. Each step of brevity leaves out a bit more of what is quoted."""
    if diagnosis.failure is None:
        return dict(diagnosis.slots)
    failure = diagnosis.failure
    there = _place(diagnosis)
    error = _error(failure.ename, failure.evalue, brevity)
    text = f" ({code_span(diagnosis.text)})" if diagnosis.text and brevity is Brevity.FULL else ""
    if diagnosis.line is None:
        stop = mark = f"Python stopped with {error}"
    else:
        unreadable = failure.ename in _UNREADABLE and diagnosis.key != "syntax-elsewhere"
        stop = (
            f"Python could not read {there}{text} and says {error}"
            if unreadable
            else f"Python stopped at {there}{text} with {error}"
        )
        mark = f"{there[0].upper()}{there[1:]}{text} gave {error}"
    return {
        **diagnosis.slots,
        "stop": stop,
        "mark": mark,
        "error": error,
        "ename": code_span(failure.ename),
        "there": there,
        "There": there[0].upper() + there[1:],
    }


def _place(diagnosis: Diagnosis) -> str:
    if diagnosis.line is None:
        return "that line"
    return f"line {diagnosis.line}" + (f" of cell `[{diagnosis.cell}]`" if diagnosis.cell else "")


def _error(ename: str, evalue: str, brevity: Brevity) -> str:
    """The exception with the first sentence of its message; the name alone when it has to be short."""
    first = evalue.strip().split("\n", 1)[0]
    sentence = re.split(r"(?<=\w)\. (?=[A-Z])", first, maxsplit=1)[0]
    if not sentence or brevity is Brevity.NAME_ONLY:
        return code_span(ename)
    shortened = f"{ename}: {sentence}" + (" …" if sentence != first else "")
    if brevity is Brevity.SHORT_MESSAGE:
        return code_span(shortened, longest=50, most_words=8)
    return code_span(shortened, longest=120, most_words=18)
