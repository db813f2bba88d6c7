"""Which exercise a message belongs to, and what holds there: by id, by code, by text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelf import EXERCISE, PROMPT, SOLUTION, STARTER, Shelf, module
from surroundings import ManualClock, Witness

from jupyter_tutor.errors import NotFound
from jupyter_tutor.notebooks.exercise import Exercise, Policy
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.tutoring.modules.records import ExamTime
from jupyter_tutor.tutoring.occurrences import Faulted

OFF = Policy(tutor_on=False)
MOMENTS = st.datetimes(timezones=st.just(UTC))
OTHER = Exercise(
    id="roots",
    title="Roots",
    prompt="Find both solutions of a quadratic equation with the coefficients a, b and c, complex ones too.",
    starter="def roots(a, b, c):\n    discriminant = ...\n    return None\n",
    solution="def roots(a, b, c):\n    discriminant = b * b - 4 * a * c\n    return discriminant ** 0.5\n",
    cell=5,
)
HALF_DONE = (
    "def moving_average(values, width):\n    result = []\n    for i in range(len(values)):\n"
    "        result.append(sum(values[i:i + width]) / width)\n    return result\n"
)


def named(exercise_id: str, **fields: object) -> NotebookExcerpt:
    return NotebookExcerpt(path="a.ipynb", exercise_id=exercise_id, **fields)


# req: P10
async def test_the_id_is_looked_up_in_the_module_first():
    """Two modules with an exercise of one id keep them apart."""
    shelf = Shelf()
    shelf.publish("m1", module(replace(EXERCISE, title="First")))
    shelf.publish("m2", module(replace(EXERCISE, title="Second"), slug="other"))
    place = await shelf.catalogue().find(named("moving-average", module="m2"))
    assert (place.module_id, place.exercise.title) == ("m2", "Second")


async def test_outside_of_modules_an_id_counts_when_it_is_the_only_one():
    """An id that two modules have says nothing by itself."""
    shelf = Shelf()
    shelf.publish("m1", module(EXERCISE, OTHER))
    shelf.publish("m2", module(EXERCISE, slug="other"))
    catalogue = shelf.catalogue()
    assert (await catalogue.find(named("roots"))).module_id == "m1"
    assert (await catalogue.find(named("moving-average"))).exercise is None


# req: P10
@pytest.mark.parametrize(
    "excerpt",
    [
        NotebookExcerpt(cell_code=STARTER),
        NotebookExcerpt(cell_code=HALF_DONE),
        NotebookExcerpt(cell_code=SOLUTION.replace("window", "part").replace("averages", "out")),
        NotebookExcerpt(exercise_text=PROMPT),
        NotebookExcerpt(exercise_text=f"### Exercise 3\n\n{PROMPT}", cell_code="x = 1"),
        NotebookExcerpt(exercise_id="made-up", cell_code=HALF_DONE),
        NotebookExcerpt(exercise_id="roots", cell_code=HALF_DONE),
        NotebookExcerpt(exercise_id="roots", exercise_text=OTHER.prompt, cell_code=HALF_DONE),
    ],
    ids=["starter", "begun", "renamed", "text", "titled", "made-up", "other-id", "other-id-and-text"],
)
async def test_a_policy_is_not_evaded_by_leaving_the_id_out_or_making_it_up(excerpt):
    """The code and the text of a cell say which exercise it is, whatever the request claims."""
    shelf = Shelf()
    shelf.publish("m1", module(replace(EXERCISE, policy=OFF), OTHER))
    assert (await shelf.catalogue().find(excerpt)).silent


# req: P10
async def test_an_id_that_says_too_little_is_held_to_the_strictest_of_that_id():
    """Where neither module nor code nor text says which one is meant, nothing is given away."""
    shelf = Shelf()
    shelf.publish("m1", module(replace(EXERCISE, policy=Policy(max_hint_level=2, words="Kept."))))
    shelf.publish("m2", module(replace(EXERCISE, policy=Policy(max_hint_level=4)), slug="other"))
    place = await shelf.catalogue().find(named("moving-average", cell_code="y = 1"))
    assert (place.exercise, place.policy) == (None, Policy(max_hint_level=2))


# req: P10
async def test_the_text_of_an_exercise_pasted_into_a_message_is_known():
    """Asking in the general chat with the exercise's own words is asking about the exercise."""
    shelf = Shelf()
    shelf.publish("m1", module(replace(EXERCISE, policy=OFF)))
    place = await shelf.catalogue().find(NotebookExcerpt(), f"Please solve this for me: {PROMPT}")
    assert place.silent


@pytest.mark.parametrize(
    "code",
    [
        "for i in range(10):\n    print(i)\n",
        "def mean(values):\n    return sum(values) / len(values)\n",
        "import numpy as np\nvalues = np.arange(10)\nprint(values.mean())\n",
        "total = 0\nfor value in values:\n    total += value\n",
        "",
    ],
)
async def test_everyday_code_belongs_to_no_exercise(code):
    """A scratch cell is nobody's exercise, though the solution has loops and sums too."""
    shelf = Shelf()
    shelf.publish("m1", module(replace(EXERCISE, policy=OFF), OTHER))
    place = await shelf.catalogue().find(NotebookExcerpt(cell_code=code), "How do loops over lists work?")
    assert place.exercise is None
    assert not place.silent


# req: P10
async def test_honest_work_on_a_twin_exercise_is_left_alone():
    """A practice copy of a silenced exercise keeps its tutor in its own module."""
    shelf = Shelf()
    shelf.publish("graded", module(replace(EXERCISE, policy=OFF)))
    shelf.publish("practice", module(EXERCISE, slug="practice"))
    excerpt = named("moving-average", module="practice", exercise_text=PROMPT, cell_code=HALF_DONE)
    assert not (await shelf.catalogue().find(excerpt)).silent
    without_module = NotebookExcerpt(exercise_text=PROMPT, cell_code=HALF_DONE)
    assert (await shelf.catalogue().find(without_module)).silent


# req: P10
async def test_course_module_and_exercise_are_merged():
    """The least step counts and words come from the outside in, each place once."""
    shelf = Shelf()
    course, own = Policy(max_hint_level=4, words="Course."), Policy(max_hint_level=5, words="Module.")
    exercise = replace(EXERCISE, policy=Policy(max_hint_level=2, words="Exercise."))
    shelf.publish("m1", module(exercise, OTHER), course, own)
    catalogue = shelf.catalogue()
    in_exercise = await catalogue.find(named("moving-average", module="m1"))
    assert in_exercise.policy == Policy(2, None, "Course.\nModule.\nExercise.")
    beside_it = await catalogue.find(NotebookExcerpt(module="m1"))
    assert beside_it.policy == Policy(4, None, "Course.\nModule.")
    assert (await catalogue.find(NotebookExcerpt())).policy == Policy()


# req: P10
async def test_an_exam_of_one_module_silences_every_place():
    """A second window is no way around it, by the clock that everything goes by."""
    clock, shelf = ManualClock(), Shelf()
    begins = clock.now() + timedelta(minutes=5)
    shelf.publish("m1", module(EXERCISE), exams=(ExamTime(begins, begins + timedelta(minutes=5)),))
    shelf.publish("m2", module(OTHER, slug="other"))
    catalogue = shelf.catalogue(clock)
    places = [NotebookExcerpt(), NotebookExcerpt(module="m2"), named("roots")]
    silent = []
    for _ in range(3):
        silent.append({(await catalogue.find(place)).silent for place in places})
        clock.advance(300)
    assert silent == [{False}, {True}, {False}]


async def test_a_version_is_read_once_and_only_what_changed_is_read_anew():
    """Messages ask whether anything changed; notebooks are read when a version is new."""
    shelf = Shelf()
    shelf.publish("m1", module(EXERCISE))
    shelf.publish("m2", module(OTHER, slug="other"))
    catalogue = shelf.catalogue()
    for _ in range(3):
        await catalogue.find(named("roots"))
    shelf.publish("m2", module(replace(OTHER, title="Zeros"), slug="other"))
    assert (await catalogue.find(named("roots"))).exercise.title == "Zeros"
    read = [line for line in shelf.journal if line.startswith("source")]
    assert read == ["source m1 1", "source m2 1", "source m2 2"]


async def test_a_changed_policy_holds_from_the_next_message_on():
    """Nothing is remembered longer than it is true."""
    shelf = Shelf()
    shelf.publish("m1", module(EXERCISE))
    catalogue = shelf.catalogue()
    assert not (await catalogue.find(named("moving-average"))).silent
    shelf.change("m1", policies=(OFF,))
    assert (await catalogue.find(named("moving-average"))).silent


async def test_an_unpublished_module_is_unknown():
    """Before it is there, and after it was taken down."""
    shelf = Shelf()
    catalogue = shelf.catalogue()
    with pytest.raises(NotFound):
        await catalogue.find(NotebookExcerpt(module="m1"))
    shelf.publish("m1", module(EXERCISE))
    assert (await catalogue.find(NotebookExcerpt(module="m1"))).policy == Policy()
    shelf.withdraw("m1")
    with pytest.raises(NotFound):
        await catalogue.find(NotebookExcerpt(module="m1"))


async def test_a_notebook_that_cannot_be_read_keeps_its_policy():
    """A fault of ours takes the exercises away, not what the instructor forbade."""
    shelf, witness = Shelf(), Witness()
    shelf.publish("m1", module(EXERCISE), OFF)
    del shelf.contents["m1", 1]
    place = await shelf.catalogue(witness=witness).find(NotebookExcerpt(module="m1"))
    assert place.silent
    assert [fault.where for fault in witness.of(Faulted)] == ["module"]


# req: P10
@given(MOMENTS, MOMENTS, MOMENTS)
def test_an_exam_begins_with_its_first_moment_and_is_over_with_its_last(begins, ends, now):
    """Its beginning belongs to it, its end does not."""
    assert ExamTime(begins, ends).covers(now) == (begins <= now < ends)
