"""Progress as it is stored, on both databases: who may write over what, and what is kept."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from module_samples import MORNING, code, edition, notebook, save
from sqlalchemy import Connection

from jupyter_tutor.errors import NotFound
from jupyter_tutor.storage.database import Store
from jupyter_tutor.storage.progress import KEPT_STATES
from jupyter_tutor.storage.progress_marks import ProgressMarks
from jupyter_tutor.tutoring.modules.packing import unpack
from jupyter_tutor.tutoring.modules.records import (
    CheckRun,
    ExerciseCounts,
    ExerciseProgress,
    ExerciseStatus,
    HintGiven,
    ModuleCounts,
    ModuleStatus,
    Progress,
)
from jupyter_tutor.tutoring.records import Student

EVERYTHING = 10**9


@pytest.fixture
async def module(store: Store) -> str:
    """The id of a published module."""
    (published,) = await store.modules.publish(None, [edition()], "ann", MORNING)
    return published.id


def run(student: Student, module: str, exercise: str, *, passed: bool) -> CheckRun:
    return CheckRun(student.id, module, exercise, passed, frozenset({"mean", "median"}), MORNING)


async def newest(store: Store, student: Student, module: str) -> dict:
    return unpack(await store.progress.newest_state(student.id, module, EVERYTHING))


async def answered(store: Store, student: Student, module: str) -> None:
    """Count an answered message, as the end of an answer does in its own transaction."""
    marks = ProgressMarks(is_sqlite=store._connections.is_sqlite)
    await store._connections.write(
        lambda connection: marks.begin(connection, student.id, module, MORNING, answers=1)
    )


async def hinted(store: Store, student: Student, module: str, level: int) -> None:
    """Note a hint, as the end of an answer does in its own transaction."""
    marks = ProgressMarks(is_sqlite=store._connections.is_sqlite)
    hint = HintGiven(student.id, module, "mean", level, MORNING)

    def work(connection: Connection) -> None:
        marks.begin(connection, student.id, module, MORNING)
        marks.note_hint(connection, hint)

    await store._connections.write(work)


# req: M2
async def test_what_was_never_begun_reads_as_not_started(store: Store, ann: Student, module: str):
    """Without a row there is a status, no version, no notebook and no states."""
    assert await store.progress.progress(ann.id, module) == Progress(module)
    assert await store.progress.all_of(ann.id) == {}
    assert await store.progress.newest_state(ann.id, module, EVERYTHING) is None
    assert await store.progress.states(ann.id, module) == ()


# req: M2
async def test_a_save_based_on_the_newest_is_accepted(store: Store, ann: Student, module: str):
    """The first begins the module; each makes the next version."""
    first = await store.progress.save(save(ann.id, module, 0))
    second = await store.progress.save(save(ann.id, module, 1, "x = 2", module_version=2))
    assert (first.is_accepted, second.is_accepted) == (True, True)
    assert (first.progress.version, first.progress.status) == (1, ModuleStatus.IN_PROGRESS)
    assert (second.progress.version, second.progress.module_version) == (2, 2)
    assert await store.progress.progress(ann.id, module) == second.progress
    assert await store.progress.all_of(ann.id) == {module: second.progress}
    assert await newest(store, ann, module) == notebook(code("x = 2"))


# req: M2
@pytest.mark.parametrize("base", [0, 1, 3, 7])
async def test_a_save_based_on_anything_else_changes_nothing(
    store: Store, ann: Student, module: str, base: int
):
    """What is stored comes back with its notebook, and stays."""
    await store.progress.save(save(ann.id, module, 0))
    await store.progress.save(save(ann.id, module, 1, "x = 2"))
    refused = await store.progress.save(save(ann.id, module, base, "mine", status=ModuleStatus.COMPLETED))
    assert not refused.is_accepted
    assert (refused.progress.version, refused.progress.status) == (2, ModuleStatus.IN_PROGRESS)
    assert unpack(refused.state) == notebook(code("x = 2"))
    assert await newest(store, ann, module) == notebook(code("x = 2"))
    assert [note.version for note in await store.progress.states(ann.id, module)] == [2, 1]


async def test_a_save_based_on_what_is_not_there_is_refused(store: Store, ann: Student, module: str):
    """A database that was put back knows less than its students: they are told, and begin anew."""
    refused = await store.progress.save(save(ann.id, module, 4))
    assert (refused.is_accepted, refused.progress, refused.state) == (False, Progress(module), None)


async def test_the_same_save_again_is_accepted_and_changes_nothing(store: Store, ann: Student, module: str):
    """A browser whose reply got lost asks again."""
    await store.progress.save(save(ann.id, module, 0))
    again = await store.progress.save(save(ann.id, module, 0))
    assert (again.is_accepted, again.progress.version) == (True, 1)
    done = save(ann.id, module, 1, None, status=ModuleStatus.COMPLETED)
    assert [(await store.progress.save(done)).is_accepted for _ in range(2)] == [True, True]
    other = await store.progress.save(save(ann.id, module, 1, None, status=ModuleStatus.IN_PROGRESS))
    assert not other.is_accepted
    assert len(await store.progress.states(ann.id, module)) == 1


# req: M2
async def test_of_many_first_writers_one_is_accepted(
    database_url: str, store: Store, ann: Student, module: str
):
    """Whatever the order, one row is made, and everybody else is told what it holds."""
    stores = [Store(database_url, None) for _ in range(6)]
    saves = [other.progress.save(save(ann.id, module, 0, f"x = {n}")) for n, other in enumerate(stores)]
    outcomes = await asyncio.gather(*saves)
    (accepted,) = [number for number, outcome in enumerate(outcomes) if outcome.is_accepted]
    kept = notebook(code(f"x = {accepted}"))
    assert await newest(store, ann, module) == kept
    assert all(unpack(outcome.state) == kept for outcome in outcomes if not outcome.is_accepted)
    for other in stores:
        await other.close()


# req: M2
async def test_two_writers_at_once_lose_nothing_that_was_accepted(
    database_url: str, store: Store, ann: Student, module: str
):
    """Each of two reads, changes and saves until accepted: at the end every change of both is there."""
    rounds = 12

    async def writer(name: str) -> int:
        mine, refusals = Store(database_url, None), 0
        for number in range(rounds):
            while True:
                progress = await mine.progress.progress(ann.id, module)
                state = await mine.progress.newest_state(ann.id, module, progress.version)
                before = unpack(state)["cells"][0]["source"] if state else ""
                wanted = save(ann.id, module, progress.version, f"{before}{name}{number} ")
                if (await mine.progress.save(wanted)).is_accepted:
                    break
                refusals += 1
        await mine.close()
        return refusals

    await asyncio.gather(writer("a"), writer("b"))
    words = (await newest(store, ann, module))["cells"][0]["source"].split()
    assert sorted(words) == sorted(f"{name}{number}" for name in "ab" for number in range(rounds))
    assert (await store.progress.progress(ann.id, module)).version == 2 * rounds


async def test_the_newest_states_are_kept_and_older_ones_go(
    store: Store, ann: Student, bob: Student, module: str
):
    """Ten notebooks each; a version without a notebook takes no place, and nobody's goes for another's."""
    await store.progress.save(save(bob.id, module, 0, "bob's"))
    for base in range(KEPT_STATES + 4):
        await store.progress.save(save(ann.id, module, base, f"x = {base}"))
    done = save(ann.id, module, KEPT_STATES + 4, None, status=ModuleStatus.COMPLETED)
    assert (await store.progress.save(done)).progress.version == KEPT_STATES + 5
    versions = [note.version for note in await store.progress.states(ann.id, module)]
    assert versions == list(range(KEPT_STATES + 4, 4, -1))
    assert unpack(await store.progress.state(ann.id, module, 5)) == notebook(code("x = 4"))
    with pytest.raises(NotFound):
        await store.progress.state(ann.id, module, 4)
    assert await newest(store, bob, module) == notebook(code("bob's"))


async def test_a_clock_that_jumps_back_changes_no_order(store: Store, ann: Student, module: str):
    """Versions decide what is newest, never times."""
    for base in range(KEPT_STATES + 2):
        late = MORNING - timedelta(days=base)
        await store.progress.save(save(ann.id, module, base, f"x = {base}", at=late))
    assert await newest(store, ann, module) == notebook(code(f"x = {KEPT_STATES + 1}"))
    notes = await store.progress.states(ann.id, module)
    assert [note.version for note in notes] == list(range(KEPT_STATES + 2, 2, -1))


async def test_checks_move_an_exercise_forward_only(store: Store, ann: Student, module: str):
    """A failed run counts; once passed it stays done, whatever fails later."""
    failed = await store.progress.record_check(run(ann, module, "mean", passed=False))
    passed = await store.progress.record_check(run(ann, module, "mean", passed=True))
    later = await store.progress.record_check(run(ann, module, "mean", passed=False))
    assert failed == ExerciseProgress("mean", ExerciseStatus.IN_PROGRESS, 1)
    assert passed == ExerciseProgress("mean", ExerciseStatus.DONE, 2)
    assert later == ExerciseProgress("mean", ExerciseStatus.DONE, 3)
    progress = await store.progress.progress(ann.id, module)
    assert (progress.status, progress.version) == (ModuleStatus.IN_PROGRESS, 0)


async def test_a_module_whose_exercises_are_all_done_is_completed(store: Store, ann: Student, module: str):
    """With the last one; a save that knows nothing of it is still accepted and leaves it completed."""
    await store.progress.save(save(ann.id, module, 0))
    await store.progress.record_check(run(ann, module, "mean", passed=True))
    await store.progress.record_check(run(ann, module, "median", passed=True))
    saved = await store.progress.save(save(ann.id, module, 1, "x = 2"))
    assert (saved.is_accepted, saved.progress.status) == (True, ModuleStatus.COMPLETED)


async def test_two_tabs_that_pass_the_last_two_exercises_at_once_complete_it(
    database_url: str, store: Store, ann: Student, module: str
):
    """Neither may look before the other has written."""
    other = Store(database_url, None)
    await asyncio.gather(
        store.progress.record_check(run(ann, module, "mean", passed=True)),
        other.progress.record_check(run(ann, module, "median", passed=True)),
    )
    assert (await store.progress.progress(ann.id, module)).status is ModuleStatus.COMPLETED
    await other.close()


# req: M5
async def test_answered_messages_are_counted_and_begin_the_module(store: Store, ann: Student, module: str):
    """Also many at once; the first save is still the first."""
    await asyncio.gather(*(answered(store, ann, module) for _ in range(7)))
    progress = await store.progress.progress(ann.id, module)
    assert (progress.attempt_count, progress.status) == (7, ModuleStatus.IN_PROGRESS)
    saved = await store.progress.save(save(ann.id, module, 0))
    assert (saved.is_accepted, saved.progress.attempt_count) == (True, 7)


async def test_the_highest_hint_is_kept(store: Store, ann: Student, module: str):
    """In whatever order they come, and beside the runs of checks."""
    for level in (2, 4, 3):
        await hinted(store, ann, module, level)
    await store.progress.record_check(run(ann, module, "mean", passed=True))
    await hinted(store, ann, module, 1)
    mark = (await store.progress.progress(ann.id, module)).exercises["mean"]
    assert mark == ExerciseProgress("mean", ExerciseStatus.DONE, 1, 4)


async def test_a_class_is_summed_up(store: Store, ann: Student, bob: Student, module: str):
    """Students, completions, runs and hints per exercise; who went back to not started does not count."""
    await store.progress.record_check(run(ann, module, "mean", passed=True))
    await store.progress.record_check(run(ann, module, "median", passed=True))
    await store.progress.record_check(run(bob, module, "mean", passed=False))
    await store.progress.record_check(run(bob, module, "mean", passed=False))
    await hinted(store, bob, module, 3)
    cleo = await store.students.recognise("cleo", "Cleo")
    await store.progress.save(save(cleo.id, module, 0, None, status=ModuleStatus.NOT_STARTED))
    assert await store.progress.counts() == {
        module: ModuleCounts(
            students=2,
            completed=1,
            exercises={
                "mean": ExerciseCounts(1, 1, 3, (0, 0, 1, 0, 0)),
                "median": ExerciseCounts(0, 1, 1, (0, 0, 0, 0, 0)),
            },
        )
    }
