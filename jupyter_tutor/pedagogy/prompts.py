"""What a model is told: the tutor's role, the hint level's rules, and the side questions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from jupyter_tutor.pedagogy.ladder import HIGHEST, LOWEST
from jupyter_tutor.pedagogy.problem import Difficulty
from jupyter_tutor.pedagogy.prompt_files import CURRENT, prompt_file

_LONGEST_OWN_WORDS = 2_000
_LONGEST_OWN_SOLUTION = 8_000


@dataclass(frozen=True, slots=True)
class Prompt:
    """A system prompt and the version of the texts it was made of, which is stored with the answer."""

    text: str
    version: str


def system_prompt(
    hint_level: int,
    *,
    in_other_words: bool,
    own_words: str | None = None,
    own_hint: str | None = None,
    own_solution: str | None = None,
) -> Prompt:
    """The prompt for one hint of level 1 to 5; ValueError for any other level.

    `in_other_words`: the student asks again at the same level. `own_words` are the course
    staff's wishes for this exercise; they never open a higher level. `own_hint` is what the
    instructor wrote for this step, to be given now; `own_solution` the instructor's, which is left
    out below the last step.
    """
    if not LOWEST <= hint_level <= HIGHEST:
        raise ValueError(f"hint level {hint_level!r} must be from {LOWEST} to {HIGHEST}")
    parts = [prompt_file("role"), prompt_file(f"level-{hint_level}"), prompt_file("data-rules")]
    if in_other_words:
        parts.append(prompt_file("other-words"))
    if own_words and own_words.strip():
        parts.append(f"{prompt_file('own-words')}\n{own_words.strip()[:_LONGEST_OWN_WORDS]}")
    if own_hint and own_hint.strip():
        parts.append(f"{prompt_file('own-hint')}\n{own_hint.strip()[:_LONGEST_OWN_WORDS]}")
    if own_solution and own_solution.strip() and hint_level == HIGHEST:
        parts.append(f"{prompt_file('own-solution')}\n{own_solution.strip()[:_LONGEST_OWN_SOLUTION]}")
    return Prompt("\n\n".join(parts), CURRENT)


def stricter_prompt(prompt: Prompt) -> Prompt:
    """The prompt of an answer that is written anew because the first one gave too much away."""
    return Prompt(f"{prompt.text}\n\n{prompt_file('stricter')}", prompt.version)


def go_on_prompt() -> str:
    """The instruction to go on after what the student has seen of an answer."""
    return prompt_file("go-on")


def summary_prompt() -> str:
    """The instruction to summarise the older turns of a conversation in at most 300 tokens."""
    return prompt_file("summary")


def difficulty_prompt() -> str:
    """The instruction to judge how hard a problem is, in the form `parse_difficulty` reads."""
    return prompt_file("difficulty")


@cache
def _rating() -> re.Pattern[str]:
    quotes = r"[\"'*_]{0,4}"
    return re.compile(
        rf"(programming|mathematics|math){quotes}\s*[:=]{quotes}\s*{quotes}(\d+)(?!\d|\.\d)", re.IGNORECASE
    )


def parse_difficulty(text: str) -> Difficulty | None:
    """The judgement in a model's reply, None unless both dimensions are there as 1 to 5.

    Reads `programming: 3` on lines, in JSON or in a sentence; the first rating of each counts.
    """
    found: dict[str, int] = {}
    for name, digits in _rating().findall(text[:2_000]):
        dimension = "programming" if name.casefold() == "programming" else "mathematics"
        found.setdefault(dimension, int(digits))
    if len(found) != 2 or not all(1 <= value <= 5 for value in found.values()):  # noqa: PLR2004
        return None
    return Difficulty(found["programming"], found["mathematics"])
