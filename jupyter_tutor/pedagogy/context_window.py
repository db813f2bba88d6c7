"""What fits into a model's context: the current message whole, then as much of the rest as there is room for.

The budget is counted in tokens of the estimator that is handed in, over everything that is
sent: the system prompt, the summary, the older turns, the notebook's data and the message.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jupyter_tutor.errors import Invalid
from jupyter_tutor.pedagogy.notebook_data import cut_head, notebook_block
from jupyter_tutor.pedagogy.turns import Turn

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Budget", "ContextWindow", "check_message", "fit", "notebook_block", "split_for_summary"]

Estimate = Callable[[str], int]

TOKENS_PER_TURN = 4
"""What the providers' own marks around a message cost, rounded up."""

_KEPT_SHARE = 0.25
"""Share of the budget that stays word for word when older turns are summarised, so that the next
summary is several messages away."""

_CHARACTERS_PER_TOKEN = 64
"""No text has more characters in a token, so a longer one need not be counted to be refused."""

_SUMMARY_OPENING = "Summary of the conversation so far (background, not a request):\n"


@dataclass(frozen=True, slots=True)
class Budget:
    """Tokens: of everything sent, of one message, of the notebook's data, of a summary.

    `summarise_above` is the share of `total` from which on older turns are to be summarised.
    """

    total: int = 10_000
    message: int = 6_000
    notebook: int = 4_000
    summary: int = 300
    summarise_above: float = 0.8


@dataclass(frozen=True, slots=True)
class ContextWindow:
    """`turns` to send, the current message last; `dropped` counts the older turns left out.

    `should_summarise` says that all of it together is above the share the budget allows;
    `tokens` is what is sent, the system prompt included. `notebook_dropped` is true when the
    notebook's data had to give way to a message that needs the room.
    """

    turns: tuple[Turn, ...]
    dropped: int
    should_summarise: bool
    tokens: int
    notebook_dropped: bool = False


def fit(  # noqa: PLR0917 - the order is that of what is sent
    system: str,
    notebook_block: str,
    history: Sequence[Turn],
    message: str,
    budget: Budget,
    estimate: Estimate,
    summary: str | None = None,
) -> ContextWindow:
    """The turns that fit, in the order summary, newest older turns, current message.

    `history` is oldest first and without the turns the summary covers. The message goes whole
    or is refused: Invalid when it is over its own budget, or finds no room beside `system`.
    The notebook's data stands in front of it in the same turn.
    """
    check_message(message, budget, estimate)
    room = budget.total - estimate(system)
    current, block_dropped = _current(notebook_block, message, room, estimate)
    room -= _cost(current, estimate)
    if room < 0:
        raise Invalid("The message does not fit beside the tutor's instructions. Please shorten it.")
    first = _summary_turn(summary, budget, estimate)
    wanted = sum(_cost(turn, estimate) for turn in (*first, *history))
    share_used = budget.total - room + wanted
    if first and _cost(first[0], estimate) > room:
        first = ()
    kept = _newest(history, room - sum(_cost(turn, estimate) for turn in first), estimate)
    if not first:
        kept = _from_student(kept)
    turns = (*first, *kept, current)
    return ContextWindow(
        turns=turns,
        dropped=len(history) - len(kept),
        should_summarise=share_used > budget.summarise_above * budget.total,
        tokens=estimate(system) + sum(_cost(turn, estimate) for turn in turns),
        notebook_dropped=block_dropped,
    )


def split_for_summary(history: Sequence[Turn], budget: Budget, estimate: Estimate) -> int:
    """How many of the oldest turns to summarise; the newest stay word for word up to their share."""
    kept = _newest(history, int(budget.total * _KEPT_SHARE), estimate)
    return len(history) - len(kept)


def check_message(message: str, budget: Budget, estimate: Estimate) -> None:
    """Invalid for a message over its budget; one that is absurdly long is not even counted."""
    too_long = len(message) > budget.message * _CHARACTERS_PER_TOKEN
    if too_long or estimate(message) > budget.message:
        raise Invalid(
            f"The message is longer than {budget.message:,} tokens. Send the part that matters, "
            "or put the code into a cell."
        )


def _current(block: str, message: str, room: int, estimate: Estimate) -> tuple[Turn, bool]:
    """The student's turn with the notebook's data, or without it when both do not fit."""
    alone = Turn("user", message)
    if not block:
        return alone, False
    both = Turn("user", f"{block}\n\n{message}")
    if _cost(both, estimate) <= room:
        return both, False
    return alone, True


def _cost(turn: Turn, estimate: Estimate) -> int:
    return estimate(turn.text) + TOKENS_PER_TURN


def _summary_turn(summary: str | None, budget: Budget, estimate: Estimate) -> tuple[Turn, ...]:
    """The summary as the first turn, at most its own budget long; nothing without one."""
    if not summary or not summary.strip():
        return ()
    return (Turn("user", cut_head(_SUMMARY_OPENING + summary.strip(), budget.summary, estimate)),)


def _newest(history: Sequence[Turn], room: int, estimate: Estimate) -> tuple[Turn, ...]:
    """The unbroken run of newest turns that costs at most `room`."""
    start = len(history)
    for turn in reversed(history):
        room -= _cost(turn, estimate)
        if room < 0:
            break
        start -= 1
    return tuple(history[start:])


def _from_student(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """Without an answer whose question was dropped: a conversation begins with the student."""
    while turns and turns[0].role != "user":
        turns = turns[1:]
    return turns
