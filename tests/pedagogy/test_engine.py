"""Decisions on whole conversations."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.errors import ConfigurationError
from jupyter_tutor.pedagogy import engine
from jupyter_tutor.pedagogy.engine import TeachingPolicy
from jupyter_tutor.pedagogy.message_kind import MessageKind
from jupyter_tutor.pedagogy.problem import Difficulty, Levels
from jupyter_tutor.pedagogy.situation import NotebookExcerpt, Situation


# req: P1
def test_escalation_one_to_five(pupil_under, cell) -> None:
    """With every message climbing, five messages on one problem walk the whole ladder."""
    pupil = pupil_under(escalation="every_message")
    assert [pupil.asks("why does it fail?", cell()).hint_level for _ in range(5)] == [1, 2, 3, 4, 5]


# req: P1
def test_cap_at_five_in_seven_messages(pupil_under, cell) -> None:
    """The sixth and seventh message stay on the solution."""
    pupil = pupil_under(escalation="every_message")
    levels = [pupil.asks("why does it fail?", cell()).hint_level for _ in range(7)]
    assert levels == [1, 2, 3, 4, 5, 5, 5]


# req: P1, P2
def test_start_three_counts_as_the_first_step(pupil_under, cell) -> None:
    """A harder problem starts higher and climbs from there."""
    pupil = pupil_under(escalation="every_message")
    asked = [pupil.asks("why?", cell(), difficulty=Difficulty(5, 3)).hint_level for _ in range(4)]
    assert asked == [3, 4, 5, 5]


# req: P1, P6
def test_reset_on_new_problem(pupil_under, cell) -> None:
    """Another cell with other code starts at the foot of the ladder again."""
    pupil = pupil_under(escalation="every_message")
    for _ in range(3):
        pupil.asks("why does it fail?", cell())
    other = cell(cell_id="b2", cell_code="words = open('a.txt').read().split()")
    decision = pupil.asks("why does it fail?", other)
    assert (decision.hint_level, decision.is_new_problem) == (1, True)


# req: P6
def test_returning_finds_the_ladder_as_it_was_left(pupil_under, cell) -> None:
    """Back in the first cell the next step follows the last one given there."""
    pupil = pupil_under(escalation="every_message")
    other = cell(cell_id="b2", cell_code="words = open('a.txt').read().split()")
    first = [pupil.asks("why?", cell()).hint_level for _ in range(2)]
    second = pupil.asks("why?", other).hint_level
    back = pupil.asks("why?", cell())
    assert (first, second, back.hint_level, back.is_new_problem) == ([1, 2], 1, 3, False)


# req: P5
def test_effort_by_changing_the_cell(pupil, cell) -> None:
    """A changed cell opens the next step; a changed comment does not."""
    pupil.asks("why?", cell())
    assert (
        pupil.asks("and now?", cell(cell_code="def mean(xs):\n    return sum(xs)/len(xs)\n")).hint_level == 2
    )
    commented = cell(cell_code="def mean(xs):\n    return sum(xs) / len(xs)  # done?\n")
    again = pupil.asks("and now?", commented)
    assert (again.hint_level, again.in_other_words) == (2, True)


# req: P5
@pytest.mark.parametrize(
    ("before", "now", "level"), [(1, 2, 2), (None, 1, 2), (5, 1, 2), (2, 2, 1), (2, None, 1)]
)
def test_effort_by_running_the_cell(pupil, cell, before, now, level) -> None:
    """A counter that moved is a run, also when a new kernel counts from one; the same one is not."""
    pupil.asks("why?", cell(execution_count=before))
    assert pupil.asks("still wrong", cell(execution_count=now)).hint_level == level


# req: P5
def test_effort_by_saying_what_was_tried(pupil) -> None:
    """Words that say what was done count without any cell; "I tried it" does not."""
    pupil.asks("How do I add up all numbers of a list?")
    assert pupil.asks("I tried it").hint_level == 1
    assert pupil.asks("I tried a for loop over range(3) but it stops early").hint_level == 2


# req: P5
def test_the_same_code_pasted_is_no_effort(pupil, cell) -> None:
    """Pasting the cell into the message shows nothing new."""
    pupil.asks("why?", cell())
    pasted = pupil.asks(f"```\n{cell().cell_code}\n```", cell())
    assert (pasted.kind, pasted.hint_level) == (MessageKind.ATTEMPT, 1)


# req: P5
def test_another_cell_of_the_exercise_is_no_effort(pupil, cell) -> None:
    """Clicking another cell of the same exercise changes nothing; running it later does."""
    pupil.asks("why?", cell(exercise_id="mean", execution_count=4))
    elsewhere = cell(exercise_id="mean", cell_id="b2", cell_code="mean([1])", execution_count=3)
    assert pupil.asks("why?", elsewhere).hint_level == 1
    pupil = type(pupil)()
    pupil.asks("why?", cell(exercise_id="mean", execution_count=4))
    ran = cell(exercise_id="mean", cell_id="b2", cell_code="mean([1])", execution_count=5)
    assert pupil.asks("why?", ran).hint_level == 2


# req: P5
def test_asking_without_effort_gets_other_words_once(pupil, cell) -> None:
    """The first time the same level in other words, the second time it climbs, and so on."""
    seen = [pupil.asks("help", cell()) for _ in range(5)]
    assert [(d.hint_level, d.in_other_words) for d in seen] == [
        (1, False),
        (1, True),
        (2, False),
        (2, True),
        (3, False),
    ]


# req: P5
@pytest.mark.parametrize("escalation", ["effort", "every_message"])
def test_thanks_never_climb(pupil_under, cell, escalation) -> None:
    """Not as a canned reply, and not when canned replies are switched off."""
    pupil = pupil_under(escalation=escalation)
    pupil.asks("why?", cell())
    assert pupil.asks("ok, thanks!", cell(execution_count=9)).kind is MessageKind.THANKS
    pupil.policy = TeachingPolicy(escalation=escalation, greetings=False)
    off = pupil.asks("ok, thanks!", cell(execution_count=9))
    assert (off.canned, off.hint_level) == (False, 1)


# req: P5
def test_waiting_says_what_opens_the_next_step(pupil, cell) -> None:
    """A reason while effort is asked for, none once the next message climbs anyway or at the top."""
    assert pupil.asks("why?", cell()).waiting == "Run or change the cell, or say what you tried."
    assert pupil.asks("why?", cell()).waiting is None
    pupil.policy = TeachingPolicy(max_hint_level=2)
    assert pupil.asks("why?", cell()).waiting is None
    assert type(pupil)().asks("How do I add up numbers in a list?").waiting == "Say what you tried."


# req: P10
def test_the_policy_caps_the_level(pupil_under, cell) -> None:
    """With a maximum of two nobody sees three, wherever they start."""
    pupil = pupil_under(escalation="every_message", max_hint_level=2)
    hard = Difficulty(5, 5)
    assert [pupil.asks("why?", cell(), difficulty=hard).hint_level for _ in range(4)] == [2, 2, 2, 2]


# req: P7
def test_greeting_canned(pupil, cell) -> None:
    """A greeting needs no model, even beside a failing cell, and touches no problem."""
    pupil.asks("why?", cell())
    before = dict(pupil.problems)
    decision = pupil.asks("Hello!", cell(error_output="NameError: x"))
    assert (decision.kind, decision.canned, decision.problem) == (MessageKind.GREETING, True, None)
    assert pupil.problems == before


# req: P7
def test_off_topic_refused(pupil) -> None:
    """Daily life that starts a conversation is refused without a model."""
    decision = pupil.asks("What is the weather like in Paris tomorrow?")
    assert (decision.kind, decision.problem) == (MessageKind.OFF_TOPIC, None)


# req: P7
def test_off_topic_is_not_judged_beside_a_cell_or_within_a_problem(pupil, cell) -> None:
    """The same words with a cell, or as a reply, are answered."""
    words = "What is the weather like in Paris tomorrow?"
    assert not pupil.asks(words, cell()).canned
    pupil = type(pupil)()
    pupil.asks("My table of weather data for Paris is empty. Why?")
    assert not pupil.asks("But what is the weather in Paris tomorrow?").canned


# req: P7
def test_filters_can_be_turned_off(pupil_under) -> None:
    """Switched off, greetings and daily life are questions like any other."""
    pupil = pupil_under(greetings=False, off_topic=False)
    assert not pupil.asks("Hello!").canned
    assert not type(pupil)(policy=pupil.policy).asks("What is the weather like in Paris?").canned


# req: P3
def test_levels_move_when_a_new_problem_starts(pupil_under, cell) -> None:
    """The finished problem counts once: not at its own steps, not on coming back to it."""
    pupil = pupil_under(escalation="every_message", level_policy="ema")
    other = cell(cell_id="b2", cell_code="words = open('a.txt').read().split()")
    for _ in range(2):
        assert pupil.asks("why?", cell(), difficulty=Difficulty(4, 3)).levels == Levels()
    moved = pupil.asks("why?", other)
    assert moved.finished is not None
    assert moved.finished.finished_at == pupil.now
    assert moved.levels.programming < 3.0  # hint 3 of difficulty 4: 2.4 demonstrated
    back = pupil.asks("why?", cell())
    assert (back.finished, back.levels) == (None, moved.levels)


# req: P2
@given(
    programming=st.floats(1, 5),
    mathematics=st.floats(1, 5),
    difficulty=st.none() | st.builds(Difficulty, st.integers(1, 5), st.integers(1, 5)),
)
def test_a_first_reply_is_never_the_solution(programming, mathematics, difficulty) -> None:
    """Whatever levels and difficulty, a problem starts between one and four."""
    decision = engine.decide(
        Situation("why?", NotebookExcerpt(cell_id="a")),
        (),
        Levels(programming, mathematics),
        TeachingPolicy(),
        now=datetime(2026, 1, 1, tzinfo=UTC),
        new_id=lambda: "p1",
        difficulty=difficulty,
    )
    assert 1 <= decision.hint_level <= 4


RULES = ["small_talk", "identify", "intent", "judge_off_topic", "effort_since", "level_policy"]


# req: P8
@pytest.mark.parametrize("rule", RULES)
def test_a_broken_rule_never_raises_the_level(pupil_under, cell, monkeypatch, rule) -> None:
    """Whichever rule breaks, the last level given stays, the fault is reported, and no one is refused."""
    pupil = pupil_under(escalation="every_message")
    for _ in range(3):
        pupil.asks("why?", cell())

    def broken(*_: object) -> None:
        raise RuntimeError(rule)

    monkeypatch.setattr(engine, rule, broken)
    decision = pupil.asks("why?", cell())
    if decision.fault is None:  # a rule that this message does not need
        assert rule in {"judge_off_topic", "level_policy"}
        return
    assert (decision.hint_level, decision.problem.id, decision.is_new_problem) == (3, "p1", False)
    assert decision.trace[-1].startswith("fault=RuntimeError")


# req: P8
@pytest.mark.parametrize("rule", RULES)
def test_a_broken_rule_on_an_unknown_problem_gives_a_question(cell, pupil, monkeypatch, rule) -> None:
    """When the problem cannot be known, the student gets level one, however hard it is."""
    pupil.problems = {"old": pupil.asks("why?", cell()).problem}

    def broken(*_: object) -> None:
        raise RuntimeError(rule)

    monkeypatch.setattr(engine, rule, broken)
    new = cell(cell_id="z9", cell_code="import turtle")
    decision = pupil.asks("please explain", new, difficulty=Difficulty(5, 5))
    if decision.fault is None:
        assert rule in {"judge_off_topic", "effort_since"}
        return
    assert (decision.hint_level, decision.problem is not None, decision.finished) == (1, True, None)


# req: P8
def test_even_a_broken_id_gives_an_answer() -> None:
    """Without an id there is no problem to store, and still a first hint."""

    def no_id() -> str:
        raise OSError("no randomness")

    situation = Situation("why?", NotebookExcerpt(cell_id="a"))
    now = datetime(2026, 1, 1, tzinfo=UTC)
    decision = engine.decide(situation, (), Levels(), TeachingPolicy(), now=now, new_id=no_id)
    assert (decision.hint_level, decision.problem, type(decision.fault)) == (1, None, OSError)


# req: P1, P5
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["why?", "help", "thanks", "I tried adding a loop here but no", "another hint"]),
            st.sampled_from(["x = 1", "x = 2", "def mean(xs):\n    pass", ""]),
            st.none() | st.integers(0, 3),
            st.sampled_from(["a", "b", None]),
        ),
        max_size=12,
    ),
    st.sampled_from(["effort", "every_message"]),
    st.integers(1, 5),
)
def test_no_conversation_skips_a_step(pupil_under, messages, escalation, cap) -> None:
    """On every problem the level never falls, never rises by more than one and never exceeds the cap."""
    pupil = pupil_under(escalation=escalation, max_hint_level=cap)
    last: dict[str, int] = {}
    for text, code, count, cell_id in messages:
        notebook = NotebookExcerpt(path="n", cell_id=cell_id, cell_code=code, execution_count=count)
        decision = pupil.asks(text, notebook)
        assert decision.fault is None
        if decision.problem is None:
            continue
        before = last.get(decision.problem.id)
        assert decision.hint_level <= cap
        if before is not None:
            assert before <= decision.hint_level <= before + 1
        last[decision.problem.id] = decision.hint_level


def test_the_trace_tells_every_decision(pupil_under, cell) -> None:
    """Kind, problem, finished problem and level are there, each with its reason."""
    pupil = pupil_under(escalation="every_message")
    pupil.asks("why?", cell())
    trace = pupil.asks("why?", cell(cell_id="b", cell_code="words = text.split()")).trace
    assert [line.split("=")[0] for line in trace] == ["kind", "problem", "finished", "level"]
    assert all(": " in line for line in trace)


def test_the_trace_says_why_a_message_was_not_refused(pupil) -> None:
    """What was judged leaves a line, refused or not, with the reason."""
    assert pupil.asks("How do I sort an array?").trace[0] == "off_topic=no: a word of the field: array"
    refused = type(pupil)().asks("What is the weather like in Paris tomorrow?").trace
    assert refused[-1].startswith("kind=off_topic: log-odds")


@pytest.mark.parametrize(
    "wrong", [{"escalation": "never"}, {"level_policy": "elo"}, {"max_hint_level": 0}, {"max_hint_level": 6}]
)
def test_a_policy_that_does_not_exist_is_refused(wrong) -> None:
    """The error names the value, before any message is decided on."""
    with pytest.raises(ConfigurationError, match=str(next(iter(wrong.values())))):
        TeachingPolicy(**wrong)


def test_the_engine_loads_nothing_heavy() -> None:
    """Importing the rules brings in no framework, no SDK and no reader of prompts yet."""
    code = (
        "import sys; import jupyter_tutor.pedagogy.engine; "
        "print([m for m in ('pydantic', 'sqlalchemy', 'tornado', 'numpy', 'asyncio') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# req: P10
@given(
    text=st.sampled_from(["hello!", "thanks", "book me a flight", "why does it fail?", "I tried x = 1"]),
    code=st.none() | st.text(max_size=20),
    picks=st.none() | st.just("p1"),
)
def test_a_silenced_tutor_decides_nothing_but_that_it_is_silent(text, code, picks) -> None:
    """No problem is opened, no level given or moved, whatever is said from wherever."""
    decision = engine.decide(
        Situation(text, NotebookExcerpt(cell_code=code), picks),
        (),
        Levels(),
        TeachingPolicy(silent=True),
        now=datetime(2026, 11, 2, tzinfo=UTC),
        new_id=lambda: "p1",
    )
    assert (decision.kind, decision.canned, decision.hint_level) == (MessageKind.EXAM, True, 0)
    assert (decision.problem, decision.finished, decision.levels) == (None, None, Levels())
