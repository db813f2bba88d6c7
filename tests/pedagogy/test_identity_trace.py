"""What decisions on problem identity leave behind, and what they keep: each problem's ladder."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_tutor.pedagogy import engine, follow_up, problem_identity
from jupyter_tutor.pedagogy.identity_trace import Measure, Rule
from jupyter_tutor.pedagogy.program_likeness import SAME_AS_WRITTEN, SAME_STRUCTURE
from jupyter_tutor.pedagogy.situation import NotebookExcerpt

MEAN = (
    "def mean(xs):\n    total = 0\n    for x in xs:\n        total = total + x\n    return total / len(xs)\n"
)
TURTLE = "import turtle\npen = turtle.Turtle()\nfor _ in range(4):\n    pen.forward(100)\n    pen.left(90)\n"
WORDS = "text = open('a.txt').read()\ncounts = {}\nfor word in text.split():\n    counts[word] = 1\n"

PLACES = {
    "exercise": NotebookExcerpt("w1", "c1", "mean", cell_code=MEAN),
    "its twin": NotebookExcerpt("w1", "c2", "median", cell_code=MEAN.replace("mean", "median")),
    "turtle": NotebookExcerpt("w1", "c3", cell_code=TURTLE),
    "words": NotebookExcerpt("w1", "c4", cell_code=WORDS),
    "elsewhere": NotebookExcerpt("w2", "c3", cell_code=TURTLE),
}
EDITS = {
    "as it was": lambda code: code,
    "commented": lambda code: f"# step by step\n{code}  # done?",
    "laid out": lambda code: code.replace("    ", "\t").replace(" = ", "="),
    "renamed": lambda code: code.replace("total", "acc").replace("pen", "bob").replace("counts", "seen"),
    "printing": lambda code: f"{code}\nprint('here')",
    "broken": lambda code: code.replace(")", "", 1),
    "emptied": lambda _: "",
}


def at(place: str, edit: str) -> NotebookExcerpt:
    notebook = PLACES[place]
    return NotebookExcerpt(
        notebook.path, notebook.cell_id, notebook.exercise_id, cell_code=EDITS[edit](notebook.cell_code)
    )


# req: P1, P6
@given(st.lists(st.tuples(st.sampled_from(sorted(PLACES)), st.sampled_from(sorted(EDITS))), max_size=20))
def test_each_ladder_is_found_as_it_was_left(pupil_under, visits) -> None:
    """Moving among exercises and cells in any order, editing them meanwhile: each climbs by itself."""
    pupil = pupil_under(escalation="every_message")
    ids: dict[str, str] = {}
    for place in sorted(PLACES):  # every problem opens with its own code
        ids[place] = pupil.asks("why does it not work?", PLACES[place]).problem.id
    assert len(set(ids.values())) == len(PLACES)
    steps = dict.fromkeys(PLACES, 1)
    for place, edit in visits:
        decision = pupil.asks("why does it not work?", at(place, edit))
        steps[place] = min(5, steps[place] + 1)
        assert (decision.problem.id, decision.hint_level) == (ids[place], steps[place])


# req: P6
@given(st.lists(st.sampled_from(sorted(set(EDITS) - {"emptied", "broken"})), min_size=1, max_size=4))
def test_a_cell_with_a_new_id_is_known_by_its_code(pupil_under, edits) -> None:
    """Renamed, commented and laid out anew, one after the other, in a cell that was never seen."""
    pupil = pupil_under()
    first = pupil.asks("why?", PLACES["exercise"])
    code = MEAN
    for edit in edits:
        code = EDITS[edit](code)
    decision = pupil.asks("why does it not work?", NotebookExcerpt("w1", "new", cell_code=code))
    assert decision.problem.id == first.problem.id


BOTH_SCORES = {Measure.CODE_AS_WRITTEN, Measure.CODE_STRUCTURE}


# req: P6
@pytest.mark.parametrize(
    ("asked", "rule", "measures"),
    [
        (("why?", PLACES["words"], True), Rule.PICKED, set()),
        (("why?", PLACES["exercise"], False), Rule.EXERCISE, {Measure.EXERCISE_ID}),
        (("why?", PLACES["turtle"], False), Rule.CELL, {Measure.CELL_ID, *BOTH_SCORES}),
        (("why?", NotebookExcerpt("w1", "moved", cell_code=TURTLE), False), Rule.CODE, BOTH_SCORES),
        (("still wrong", NotebookExcerpt(), False), Rule.WORDS, set()),
        (("Do dictionaries keep their order", NotebookExcerpt(), False), Rule.TEXT, {Measure.TEXT_COSINE}),
    ],
    ids=[rule.value for rule in (Rule.PICKED, Rule.EXERCISE, Rule.CELL, Rule.CODE, Rule.WORDS, Rule.TEXT)],
)
def test_the_trace_says_which_rule_and_which_scores(pupil_under, asked, rule, measures) -> None:
    """From the student's choice down to the likeness of texts, each rule signs its decisions."""
    text, notebook, picked = asked
    pupil = pupil_under(off_topic=False)
    first = pupil.asks("How do dictionaries keep their order?").problem.id
    assert pupil.asks("why?", PLACES["exercise"]).identity.rule is Rule.EXERCISE
    pupil.asks("why?", PLACES["turtle"])
    identity = pupil.asks(text, notebook, problem_id=first if picked else None).identity
    assert identity.rule is rule
    assert identity.problem is not None
    assert {each.measure for each in identity.comparisons} >= measures
    assert all(each.problem_id in pupil.problems for each in identity.comparisons)
    if measures:
        assert any(each.alike and each.problem_id == identity.problem.id for each in identity.comparisons)


# req: P6
def test_a_new_problem_says_what_it_was_not(pupil) -> None:
    """Another cell with other code leaves the scores that were too small."""
    assert pupil.asks("why?", PLACES["turtle"]).identity.rule is Rule.FIRST
    identity = pupil.asks("why?", PLACES["words"]).identity
    assert (identity.problem, identity.rule, identity.reason) == (
        None,
        Rule.CODE,
        "another cell with other code",
    )
    assert [(each.measure, each.threshold, each.alike) for each in identity.comparisons] == [
        (Measure.CODE_AS_WRITTEN, SAME_AS_WRITTEN, False),
        (Measure.CODE_STRUCTURE, SAME_STRUCTURE, False),
    ]


WORDS_SAID = ("zebra", "quokka", "task 9", "still", "next exercise", "another hint", "yak = zebra(1)")


# req: P6, H2
@given(
    st.lists(st.sampled_from(WORDS_SAID), max_size=5).map(" ".join),
    st.sampled_from([None, "quokka = 1\nyak = zebra(quokka)\nprint(yak)\n", "quokka = 2\n"]),
    st.sampled_from([None, "a", "b"]),
)
def test_no_word_of_the_student_is_in_the_trace(pupil_under, text, code, cell_id) -> None:
    """Neither message, code, title nor name: what is logged are rules, ids and numbers."""
    pupil = pupil_under()
    pupil.asks("Where is the zebra of task 9?", NotebookExcerpt("yak", "a", cell_code="quokka = 2\n"))
    identity = pupil.asks(text, NotebookExcerpt("yak", cell_id, cell_code=code)).identity
    if identity is not None:
        logged = repr((identity.rule, identity.reason, [asdict(each) for each in identity.comparisons]))
        assert not any(word in logged for word in ("zebra", "quokka", "yak", "task"))
        assert not any(letter.isdigit() for letter in identity.reason)


JUDGEMENTS = [
    (problem_identity, "compare"),
    (problem_identity, "likenesses"),
    (problem_identity, "plain_tokens"),
    (follow_up, "judge"),
    (engine, "identify"),
    (engine, "effort_since"),
    (engine, "intent"),
]


# req: P8
@pytest.mark.parametrize(("module", "name"), JUDGEMENTS, ids=[name for _, name in JUDGEMENTS])
@settings(max_examples=25)
@given(
    st.lists(st.sampled_from(sorted(PLACES)), max_size=8),
    st.sampled_from([*(PLACES[name] for name in sorted(PLACES)), NotebookExcerpt()]),
)
def test_a_broken_judgement_never_raises_the_level(pupil_under, module, name, visits, last) -> None:
    """Whatever was asked before, a judgement that breaks gives the problem's last level or a question."""
    pupil = pupil_under(escalation="every_message")
    for place in visits:
        pupil.asks("why does it not work?", PLACES[place])
    before = {problem.id: problem.hint_level for problem in pupil.problems.values()}

    def broken(*_: object) -> None:
        raise RuntimeError(name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, broken)
        decision = pupil.asks("How do dictionaries keep their order?", last)
    if decision.fault is None:  # a judgement that this message does not need
        return
    assert decision.identity.rule is Rule.FAULT
    assert decision.hint_level <= max(1, before.get(decision.problem.id, 1))
