"""Answers under what the course staff wrote and allows: caps, exams, their hints, their solution."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from chain import Script, ScriptedChain
from house import House, only, text_of
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf import EXERCISE, PROMPT, SOLUTION, STARTER, Shelf, module
from surroundings import ManualClock

from jupyter_tutor.notebooks.exercise import Mistake, Policy
from jupyter_tutor.pedagogy.engine import TeachingPolicy
from jupyter_tutor.pedagogy.problem import Difficulty
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.tutoring.checks import Check, CheckOutcome, CheckReport, Ending
from jupyter_tutor.tutoring.deciding import Instructors
from jupyter_tutor.tutoring.events import Canned, Done, Failed, Started
from jupyter_tutor.tutoring.modules.records import ExamTime
from jupyter_tutor.tutoring.occurrences import GuardHit
from jupyter_tutor.tutoring.policy import AnsweringPolicy
from jupyter_tutor.tutoring.records import AnswerProgress, AnswerState

CLIMBING = AnsweringPolicy(TeachingPolicy(escalation="every_message"))
ALWAYS = ExamTime(datetime(2020, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC))
CELL = NotebookExcerpt(
    path="signals.ipynb", exercise_id="moving-average", exercise_text=PROMPT, cell_code=STARTER, module="m1"
)
HINTS = {
    1: "PLANTED-ONE Which window is last?",
    2: "PLANTED-TWO A window is a slice.",
    3: "PLANTED-THREE Plan.",
}


class NoRuns:
    """Checks nothing."""

    async def report(self, notebook):
        return None


class Got:
    """Says what the first failing check got."""

    def __init__(self, got: str) -> None:
        self.got, self.asked = got, 0

    async def report(self, notebook):
        self.asked += 1
        outcome = CheckOutcome(Check("f()", "1"), Ending.VALUE, passed=False, got=self.got)
        return CheckReport(notebook.cell_code or "", (outcome,))


def house(shelf: Shelf, *scripts: Script, checked=None, policy: AnsweringPolicy = CLIMBING) -> House:
    """A house whose tutor knows what is on the shelf."""
    built = House(ScriptedChain(*scripts), policy)
    instructors = Instructors(shelf.catalogue(built.clock, built.witness), checked or NoRuns())
    return House(built.chain, policy, clock=built.clock, witness=built.witness, instructors=instructors)


def shelf_with(exercise=EXERCISE, *policies: Policy, exams=()) -> Shelf:
    shelf = Shelf()
    shelf.publish("m1", module(exercise), *policies, exams=exams)
    return shelf


# req: P10
@pytest.mark.parametrize(
    ("shelf", "cell"),
    [
        (shelf_with(EXERCISE, Policy(tutor_on=False)), CELL),
        (shelf_with(replace(EXERCISE, policy=Policy(tutor_on=False))), replace(CELL, module=None)),
        (shelf_with(EXERCISE, exams=(ALWAYS,)), NotebookExcerpt()),
        (shelf_with(EXERCISE, exams=(ALWAYS,)), CELL),
    ],
    ids=["module", "exercise", "exam-elsewhere", "exam"],
)
async def test_a_silenced_tutor_says_so_without_a_model_and_without_money(shelf, cell):
    """Whatever is said, a greeting too, gets the canned reply; only the message is counted."""
    tutor = house(shelf)
    for said in ("Hello!", "What is wrong here?", "book me a flight to Rome"):
        events = await tutor.ask(said, notebook=cell)
        assert only(events, Canned).filter == "exam"
        done = only(events, Done)
        assert (done.state, done.cost_nano_usd, done.hint_level) == (AnswerState.REFUSED, 0, None)
    assert tutor.chain.requests == []
    assert tutor.store.calls == []
    assert tutor.store.progress == []
    assert {answer.filter for answer in tutor.store.answers()} == {"exam"}


# req: P10
async def test_the_tutor_speaks_again_when_the_exam_is_over():
    """The span goes by the injected clock."""
    now = ManualClock().now()
    tutor = house(shelf_with(EXERCISE, exams=(ExamTime(now, now + timedelta(hours=1)),)))
    assert isinstance((await tutor.ask("Why?", notebook=CELL))[0], Canned)
    tutor.clock.advance(3600)
    assert isinstance((await tutor.ask("Why?", notebook=CELL))[0], Started)


# req: P10
async def test_no_message_gets_above_the_exercises_highest_step():
    """The ladder itself ends there, and the panel is told so."""
    tutor = house(shelf_with(replace(EXERCISE, policy=Policy(max_hint_level=2)), Policy(max_hint_level=4)))
    levels = []
    for number in range(5):
        events = await tutor.ask(f"I tried {number} things and it fails, why?", notebook=CELL)
        started = only(events, Started)
        levels.append((started.hint_level, started.max_hint_level))
    assert levels == [(1, 2), (2, 2), (2, 2), (2, 2), (2, 2)]


# req: P10
async def test_a_problem_keeps_its_policy_when_the_cell_is_left_out():
    """Going on in words alone, or from another cell, is going on with the same exercise."""
    tutor = house(shelf_with(replace(EXERCISE, policy=Policy(max_hint_level=2))))
    await tutor.ask("Why does it fail?", notebook=replace(CELL, module=None))
    picked = next(iter(tutor.store.problems["ada-id"]))
    for fields in (
        {"notebook": NotebookExcerpt()},
        {"notebook": NotebookExcerpt(path="b.ipynb", cell_id="x", cell_code="y = 1"), "problem_id": picked},
    ):
        for _ in range(3):
            events = await tutor.ask("I still do not get your last hint, tell me more", **fields)
            assert only(events, Started).max_hint_level == 2


# req: P10
async def test_the_words_of_the_course_stand_in_the_prompt():
    """As wishes of the course, from the outside in, not among what the student says."""
    exercise = replace(EXERCISE, policy=Policy(words="Speak of windows."))
    tutor = house(shelf_with(exercise, Policy(words="Use the notation of the lecture.")))
    await tutor.ask("Why does it fail?", notebook=CELL)
    (request,) = tutor.chain.requests
    assert "Use the notation of the lecture.\nSpeak of windows." in request.system
    assert all("Speak of windows." not in turn.text for turn in request.turns)
    await tutor.ask("And then?", notebook=NotebookExcerpt(module="m1"))
    assert tutor.chain.requests[-1].system.count("Use the notation of the lecture.") == 1
    assert tutor.chain.requests[-1].system.count("Speak of windows.") == 1


# req: P1
async def test_the_instructors_hint_comes_at_its_step_and_never_earlier():
    """Each step's own hint is handed to the model when the step is reached; the others never are."""
    tutor = house(shelf_with(replace(EXERCISE, hints=HINTS)))
    for level in (1, 2, 3, 4, 5):
        await tutor.ask(f"I tried {level} things and it fails, why?", notebook=CELL)
        request = tutor.chain.requests[-1]
        assert request.lesson.hint_level == level
        assert request.lesson.own_hint == HINTS.get(level)
        planted = [step for step, words in HINTS.items() if words in request.system]
        assert planted == ([level] if level in HINTS else [])
    assert [answer.own_hint for answer in tutor.store.answers()] == ["hint:1", "hint:2", "hint:3", None, None]


# req: P1
async def test_asked_again_at_the_same_step_the_tutor_finds_other_words():
    """The authored hint was given; the second time it is the model's or the coach's turn."""
    capped = replace(EXERCISE, hints=HINTS, policy=Policy(max_hint_level=1))
    tutor = house(shelf_with(capped))
    for _ in range(2):
        await tutor.ask("I do not understand", notebook=CELL)
    first, second = tutor.chain.requests
    assert (first.lesson.own_hint, first.lesson.in_other_words) == (HINTS[1], False)
    assert (second.lesson.own_hint, second.lesson.in_other_words) == (None, True)


# req: P1
async def test_a_common_mistake_comes_before_the_hint_of_its_step():
    """Where it shows in what the checks get, they are run for it; the hint follows on the next message."""
    mistake = Mistake("PLANTED-MISTAKE You forgot the last window.", got="[2.0]")
    exercise = replace(EXERCISE, hints=HINTS, mistakes=(mistake,), policy=Policy(max_hint_level=1))
    checked = Got("[2.0]")
    tutor = house(shelf_with(exercise), checked=checked)
    for _ in range(3):
        await tutor.ask("Why is it wrong?", notebook=CELL)
    own = [request.lesson.own_hint for request in tutor.chain.requests]
    assert own == [mistake.text, HINTS[1], None]
    assert checked.asked == 3


# req: P9
async def test_below_the_last_step_the_solution_reaches_neither_prompt_nor_screen():
    """It goes to the model at step 5 alone; at step 4 the guard knows it in disguise."""
    disguised = (
        SOLUTION.replace("averages", "out").replace("window", "part").replace("moving_average", "smooth")
    )
    leak = Script([f"Like this:\n\n```python\n{disguised}```\n\nDone."])
    tutor = house(shelf_with(), *(Script() for _ in range(3)), leak, leak, Script())
    for _ in range(4):
        events = await tutor.ask(
            "I tried again and it fails, why?", notebook=replace(CELL, cell_code="x = 1")
        )
        request = tutor.chain.requests[-1]
        assert SOLUTION.strip() not in request.system
        assert request.lesson.solution is None
    assert "sum(" not in text_of(events)
    assert {hit.reason for hit in tutor.witness.of(GuardHit)} == {"solution"}
    await tutor.ask("I tried again and it fails, why?", notebook=CELL)
    assert SOLUTION.strip() in tutor.chain.requests[-1].system
    assert tutor.chain.requests[-1].lesson.solution == SOLUTION


# req: P9
async def test_code_that_the_instructor_wrote_into_a_hint_gets_through():
    """What is to be given at this step is decided by who wrote it there, even where code is held back."""
    code = "for start in range(3):\n    print(start)"
    hint = f"Try `window = values[start:start + width]` first:\n\n```python\n{code}\n```\n"
    tutor = house(shelf_with(replace(EXERCISE, hints={1: hint})), Script([hint]), Script([hint]))
    first = await tutor.ask("Why does it fail?", notebook=CELL)
    assert text_of(first) == hint
    again = await tutor.ask(
        "Thanks! And why does it fail?",
        notebook=replace(CELL, exercise_id="elsewhere", exercise_text=None, cell_code="z"),
    )
    assert "print(start)" not in text_of(again)


# req: M5
async def test_an_answer_in_a_module_counts_once_and_notes_its_step():
    """A greeting is an answered message too; a refusal and a failure are not."""
    tutor = house(shelf_with(), Script(), Script(pieces=[], error=RuntimeError("ours")))
    await tutor.ask("Why does it fail?", notebook=CELL)
    await tutor.ask("Why does it fail still?", notebook=CELL)
    await tutor.ask("Hello!", notebook=CELL)
    at = tutor.clock.now()
    assert tutor.store.progress == [
        AnswerProgress("ada-id", at, "m1", "m1", "moving-average", 1),
        AnswerProgress("ada-id", at, "m1"),
    ]
    assert {session.session_type for session in tutor.store.sessions.values()} == {"tutor"}
    assert {call.module for call in tutor.store.calls} == {"m1"}


# req: M5
async def test_a_hint_outside_of_the_module_is_noted_but_no_attempt_in_it():
    """The general chat stays the general chat."""
    tutor = house(shelf_with())
    await tutor.ask("Why does it fail?", notebook=replace(CELL, module=None))
    (progress,) = tutor.store.progress
    assert (progress.answered_in, progress.hinted_in, progress.exercise_id) == (None, "m1", "moving-average")
    assert {session.session_type for session in tutor.store.sessions.values()} == {"general"}


# req: P10
async def test_a_conversation_keeps_its_module_where_the_message_names_none():
    """It goes on in the general chat under the module's policy, and in another module under that one's."""
    shelf = shelf_with(EXERCISE, Policy(max_hint_level=1))
    shelf.publish("m2", module(slug="other"), Policy(max_hint_level=2))
    tutor = house(shelf)
    highest = []
    for place in ("m1", None, "m2"):
        events = await tutor.ask("What is a window?", notebook=NotebookExcerpt(module=place))
        highest.append(only(events, Started).max_hint_level)
    shelf.withdraw("m1")
    events = await tutor.ask("What is a stretch?", notebook=NotebookExcerpt())
    highest.append(only(events, Started).max_hint_level)
    assert highest == [1, 1, 2, 5]


async def test_an_unknown_module_is_refused():
    """Also where nobody publishes anything."""
    for tutor in (house(shelf_with()), House(ScriptedChain())):
        (failed,) = await tutor.ask("Why?", notebook=NotebookExcerpt(module="nowhere"))
        assert (type(failed), failed.code) == (Failed, "NOT_FOUND")


# req: P2 P10
async def test_how_hard_a_published_exercise_is_says_its_author_alone():
    """A request that claims the hardest of exercises begins no higher for it."""
    for stated, level in (((5, 5), 3), ((1, 1), 1), (None, 1)):
        tutor = house(shelf_with(replace(EXERCISE, difficulty=stated)))
        events = await tutor.ask("Why does it fail?", notebook=CELL, difficulty=Difficulty(5, 5))
        assert only(events, Started).hint_level == level


# req: P6
async def test_a_picked_problem_of_another_exercise_counts_where_nothing_is_won_by_it():
    """From a cell that allows as much, the student may say what they are really asking about."""
    roots = replace(EXERCISE, id="roots", prompt="Find the roots.", starter="", solution="")
    for exercises in ((EXERCISE, roots), (replace(EXERCISE, policy=Policy(max_hint_level=3)), roots)):
        shelf = Shelf()
        shelf.publish("m1", module(*exercises), Policy(max_hint_level=4))
        tutor = house(shelf)
        first = await tutor.ask(
            "What is a root?", notebook=NotebookExcerpt(exercise_id="roots", path="a.ipynb")
        )
        picked = only(first, Started).problem_id
        again = await tutor.ask("And why two?", notebook=CELL, problem_id=picked)
        assert (only(again, Started).problem_id == picked) is (exercises[0] is EXERCISE)


# req: P10
@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            dict,
            exercise_id=st.sampled_from([None, "moving-average", "made-up", "roots"]),
            code=st.sampled_from([None, "y = 1", STARTER, SOLUTION]),
            text=st.sampled_from([None, "Find the roots.", PROMPT]),
            path=st.sampled_from(["a.ipynb", "b.ipynb", None]),
            module=st.sampled_from([None, "m1", "m2"]),
            picks=st.booleans(),
            said=st.sampled_from(["I tried it, why does it fail?", "Next exercise: what is a root?", PROMPT]),
        ),
        min_size=1,
        max_size=6,
    )
)
async def test_no_sequence_of_requests_climbs_above_the_cap(requests):
    """Whatever is claimed, left out or picked: what shows the exercise is held to its step.

    And no hint but that of the step which was reached is ever told to a model.
    """
    hints = {step: f"PLANTED {step}." for step in range(1, 6)}
    roots = replace(EXERCISE, id="roots", prompt="Find the roots of a polynomial.", starter="", solution="")
    roots = replace(roots, hints=hints)
    shelf = shelf_with(replace(EXERCISE, policy=Policy(max_hint_level=2), hints=hints))
    shelf.publish("m2", module(roots, slug="roots"))
    tutor = house(shelf)
    capped: set[str] = set()
    for request in requests:
        shown = (request["exercise_id"] == "moving-average" and request["module"] != "m2") or (
            request["code"] in {STARTER, SOLUTION} or PROMPT in {request["text"], request["said"]}
        )
        picked = next(iter(capped), None) if request["picks"] else None
        excerpt = NotebookExcerpt(
            path=request["path"],
            exercise_id=request["exercise_id"],
            exercise_text=request["text"],
            cell_code=request["code"],
            module=request["module"],
        )
        started = only(
            await tutor.ask(request["said"], notebook=excerpt, problem_id=picked, session_id=None), Started
        )
        told = {step for step, hint in hints.items() if hint in tutor.chain.requests[-1].system}
        assert told <= {started.hint_level}
        if shown or started.problem_id in capped:
            assert started.max_hint_level == 2
            assert started.hint_level <= 2
        if shown:
            capped.add(started.problem_id)
