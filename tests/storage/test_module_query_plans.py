"""What is asked for one student finds its rows through an index, however many others there are."""

from __future__ import annotations

from module_samples import MORNING, edition, save
from test_query_plans import assert_indexed, plans

from jupyter_tutor.storage.database import Store
from jupyter_tutor.storage.progress_marks import ProgressMarks
from jupyter_tutor.tutoring.modules.records import CheckRun, HintGiven
from jupyter_tutor.tutoring.records import Student


# req: H5
async def test_a_students_progress_is_found_through_indexes(store: Store, ann: Student):
    """Reading, saving, checks, hints and attempts never read a whole table."""
    (module,) = await store.modules.publish(None, [edition()], "author", MORNING)
    await store.progress.save(save(ann.id, module.id, 0))
    run = CheckRun(ann.id, module.id, "mean", passed=True, exercise_ids=frozenset({"mean"}), at=MORNING)
    hint = HintGiven(ann.id, module.id, "mean", 2, MORNING)
    marks = ProgressMarks(is_sqlite=store._connections.is_sqlite)
    row = (ann.id, module.id, MORNING)
    found = []
    for use in (
        lambda: store.progress.all_of(ann.id),
        lambda: store.progress.progress(ann.id, module.id),
        lambda: store.progress.save(save(ann.id, module.id, 1, "x = 2")),
        lambda: store.progress.newest_state(ann.id, module.id, 2),
        lambda: store.progress.states(ann.id, module.id),
        lambda: store.progress.record_check(run),
        lambda: store._connections.write(lambda connection: marks.note_hint(connection, hint)),
        lambda: store._connections.write(lambda connection: marks.begin(connection, *row, answers=1)),
        lambda: store.modules.module(module.id),
        lambda: store.modules.release(module.id, 1),
    ):
        found += await plans(store, use)
    assert len(found) > 15
    for plan in found:
        assert_indexed(plan)


async def test_the_sums_over_a_class_read_an_index_alone(store: Store):
    """The rows themselves are not visited, which takes ten times as long."""
    if store._connections.is_sqlite:
        _, exercises = await plans(store, store.progress.counts)
        assert "USING COVERING INDEX ix_exercise_progress_class" in exercises
        assert "TEMP B-TREE" not in exercises
    else:
        _, exercises = await plans(store, store.progress.counts)
        assert "ix_exercise_progress_class" in exercises
