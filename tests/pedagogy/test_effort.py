"""When the ladder climbs: both escalation policies against their plain statement."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.pedagogy.engine import TeachingPolicy
from jupyter_tutor.pedagogy.situation import NotebookExcerpt

EVENTS = st.lists(st.sampled_from(["ask", "change", "run", "tell", "tell again", "thanks"]), max_size=25)


class Desk:
    """A student at one cell, who does things and writes."""

    def __init__(self, pupil) -> None:
        self.pupil, self.changes, self.runs, self.told = pupil, 0, 0, 0

    def does(self, event: str):
        self.changes += event == "change"
        self.runs += event == "run"
        self.told += event == "tell"
        text = {
            "tell": f"I changed the start of the loop to {self.told} and it still stops early",
            "tell again": f"I changed the start of the loop to {self.told} and it still stops early",
            "thanks": "ok, thanks",
        }.get(event, "why does it not work?")
        code = f"total = {self.changes}\nfor x in xs:\n    total += x\n"
        return self.pupil.asks(text, NotebookExcerpt("n", "a", cell_code=code, execution_count=self.runs))


# req: P1, P5
@given(EVENTS, st.integers(1, 5))
def test_effort_is_exactly_what_is_stated(pupil_under, events, cap) -> None:
    """Effort climbs; asking without it gets other words once and climbs the second time; thanks never do."""
    desk = Desk(pupil_under(max_hint_level=cap))
    level, asked, told = desk.does("ask").hint_level, 0, False
    for event in events:
        decision = desk.does(event)
        if event == "thanks":
            assert decision.canned
            continue
        effort = event in {"change", "run", "tell"} or (event == "tell again" and not told)
        told = told or event in {"tell", "tell again"}
        in_other_words = False
        if level == cap:
            in_other_words, asked = not effort, 0
        elif effort or asked:
            level, asked = level + 1, 0
        else:
            in_other_words, asked = True, 1
        assert (decision.hint_level, decision.in_other_words) == (level, in_other_words)


# req: P1, P5
@given(EVENTS, st.integers(1, 5))
def test_every_message_climbs_but_thanks(pupil_under, events, cap) -> None:
    """Each message that is not thanks is one step up, whatever was done, until the highest level."""
    desk = Desk(pupil_under(escalation="every_message", max_hint_level=cap))
    level = desk.does("ask").hint_level
    for event in events:
        decision = desk.does(event)
        if event != "thanks":
            level = min(level + 1, cap)
            assert decision.hint_level == level


# req: P5
@pytest.mark.parametrize("event", ["change", "run"])
def test_work_done_before_thanks_still_counts(pupil_under, event) -> None:
    """With canned replies switched off thanks get an answer, but they do not use up the effort."""
    desk = Desk(pupil_under(greetings=False))
    desk.does("ask")
    desk.changes, desk.runs = int(event == "change"), int(event == "run")
    assert desk.does("thanks").hint_level == 1
    assert desk.does("ask").hint_level == 2


# req: P5
def test_effort_is_the_default() -> None:
    """A site that sets nothing asks for effort."""
    assert TeachingPolicy().escalation == "effort"


# req: P5
def test_the_same_attempt_again_is_no_effort(pupil) -> None:
    """Told twice in the same words it counts once, also with other punctuation; changed code in it is new."""
    tried = "Still too small, I replaced it:\n```\ntotal = total + x\nreturn total\n```"
    assert pupil.asks("How do I add up all numbers of a list?").hint_level == 1
    assert pupil.asks(tried).hint_level == 2
    assert pupil.asks(tried.replace("it:", "it!")).hint_level == 2
    assert pupil.asks(tried.replace("total + x", "total * x")).hint_level == 3
