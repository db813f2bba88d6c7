"""What fits into a model's context."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.errors import Invalid
from jupyter_tutor.pedagogy.context_window import Budget, fit, split_for_summary
from jupyter_tutor.pedagogy.token_estimate import raw_estimate
from jupyter_tutor.pedagogy.turns import Turn

LONG = "a sentence of several words that a student could write about lists " * 30


def dialogue(count: int, text: str = LONG) -> list[Turn]:
    return [Turn("assistant" if index % 2 else "user", f"{index} {text}") for index in range(count)]


# req: X1
def test_empty_history() -> None:
    """Nothing before means exactly the current message, with the notebook's data in front of it."""
    assert fit("system", "", [], "why?", Budget(), raw_estimate).turns == (Turn("user", "why?"),)
    window = fit("system", "DATA", [], "why?", Budget(), raw_estimate)
    assert (window.turns, window.dropped) == ((Turn("user", "DATA\n\nwhy?"),), 0)
    assert not window.should_summarise


# req: X1
def test_truncation() -> None:
    """Of fifty long messages the newest unbroken run stays, then the current one; never over budget."""
    history = dialogue(50)
    window = fit("system", "", history, "why?", Budget(), raw_estimate)
    kept = window.turns[:-1]
    assert window.turns[-1] == Turn("user", "why?")
    assert 5 < len(kept) < 50
    assert list(kept) == history[-len(kept) :]
    assert kept[0].role == "user"
    assert window.dropped == 50 - len(kept)
    assert 8_000 < window.tokens <= 10_000


# req: X2
def test_compression_triggers() -> None:
    """Above four fifths of the budget a summary is asked for, below it is not."""

    def wants(count: int) -> bool:
        return fit("system", "", dialogue(count), "why?", Budget(), raw_estimate).should_summarise

    per_turn = raw_estimate(dialogue(1)[0].text) + 4
    limit = 8_000 // per_turn
    assert not wants(limit - 1)
    assert wants(limit + 1)


# req: X2
def test_the_summary_comes_first() -> None:
    """Then the recent turns, then the current message; an endless summary is cut to its budget."""
    window = fit("system", "", dialogue(50), "why?", Budget(), raw_estimate, summary="They work on mean.")
    assert "They work on mean." in window.turns[0].text
    assert window.turns[1] in dialogue(50)
    assert window.turns[-1].text == "why?"
    long = fit("system", "", [], "why?", Budget(), raw_estimate, summary=LONG * 20)
    assert raw_estimate(long.turns[0].text) <= 300
    assert fit("system", "", [], "why?", Budget(), raw_estimate, summary="  ").turns == (
        Turn("user", "why?"),
    )


# req: X2
def test_what_is_summarised_leaves_the_newest_turns() -> None:
    """A quarter of the budget stays word for word; a short conversation is not summarised at all."""
    history = dialogue(50)
    older = split_for_summary(history, Budget(), raw_estimate)
    kept = sum(raw_estimate(turn.text) + 4 for turn in history[older:])
    assert 0 < older < 50
    assert kept <= 2_500 < kept + raw_estimate(history[older - 1].text) + 4
    assert split_for_summary(dialogue(2), Budget(), raw_estimate) == 0


# req: X1
@pytest.mark.parametrize("message", [LONG * 20, "a" * 10_000_000])
def test_a_message_over_its_budget_is_refused(message) -> None:
    """Never cut: the student is told to send the part that matters."""
    with pytest.raises(Invalid, match="6,000"):
        fit("system", "", [], message, Budget(), raw_estimate)


# req: X1
def test_the_message_is_whole_when_the_notebook_needs_its_room() -> None:
    """The notebook's data gives way to the message, and the window says so."""
    message = LONG * 13
    window = fit("system", LONG * 12, [], message, Budget(), raw_estimate)
    assert window.turns == (Turn("user", message),)
    assert window.notebook_dropped


# req: X1
def test_a_message_that_finds_no_room_beside_the_instructions_is_refused() -> None:
    """With a budget too small for both, it is refused rather than cut."""
    with pytest.raises(Invalid, match="instructions"):
        fit(LONG, "", [], LONG, Budget(total=600), raw_estimate)


# req: X1
@given(
    st.lists(st.tuples(st.booleans(), st.text(max_size=400)), max_size=12),
    st.text(max_size=300),
    st.text(max_size=300),
    st.none() | st.text(max_size=300),
    st.integers(20, 600),
)
def test_never_over_budget(history, message, block, summary, total) -> None:
    """Whatever comes in: within the budget with the message whole at the end, or refused."""
    turns = [Turn("user" if student else "assistant", text) for student, text in history]
    budget = Budget(total=total, message=total // 2, summary=30)
    try:
        window = fit("be kind", block, turns, message, budget, raw_estimate, summary)
    except Invalid:
        assert raw_estimate(message) > total // 2 or raw_estimate(message) + 10 > total - raw_estimate(
            "be kind"
        )
        return
    assert window.tokens <= total
    assert window.turns[-1].text.endswith(message)
    kept = len(turns) - window.dropped
    recent = window.turns[-1 - kept : -1] if kept else ()
    assert recent == tuple(turns[len(turns) - kept :])
