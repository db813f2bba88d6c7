"""Courses and modules as they are stored, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from module_samples import MORNING, OUTLINES, code, edition, notebook

from jupyter_tutor.errors import Conflict, NotFound
from jupyter_tutor.notebooks.exercise import Policy
from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.modules.packing import unpack
from jupyter_tutor.tutoring.modules.records import CourseName, ExamTime

COURSE = CourseName("python-1", "Python 1")


async def publish(store: Store, *editions, course: CourseName | None = COURSE):
    return await store.modules.publish(course, editions, "ann", MORNING)


# req: M1
async def test_modules_are_listed_in_order(store: Store):
    """By their order, each with its course and what students may know of its exercises."""
    await publish(store, edition("b", order=2), edition("a", order=3), edition("c", order=1))
    await publish(store, edition("alone", order=2), course=None)
    listing = await store.modules.listing()
    assert [(module.slug, module.order) for module in listing.modules] == [
        ("c", 1),
        ("alone", 2),
        ("b", 2),
        ("a", 3),
    ]
    (course,) = listing.courses
    assert (course.slug, course.title, course.policy, course.exam) == ("python-1", "Python 1", Policy(), None)
    assert {module.course_id for module in listing.modules} == {course.id, None}
    assert listing.modules[0].exercises == OUTLINES


async def test_everything_of_a_module_comes_back(store: Store):
    """Every field of an edition survives the database."""
    given = edition(
        order=7,
        minutes=None,
        requires=("first", "second"),
        summary="Sums ∑",
        policy=Policy(3, False, "Kindly."),
    )
    (module,) = await publish(store, given)
    assert (module.slug, module.title, module.summary) == (given.slug, given.title, "Sums ∑")
    assert (module.order, module.minutes, module.requires) == (7, None, ("first", "second"))
    assert (module.notebook_policy, module.policy) == (Policy(3, False, "Kindly."), Policy())
    assert (module.version, module.is_published) == (1, True)
    assert unpack(await store.modules.release(module.id, 1)) == notebook(code("print(1)"))
    assert unpack(await store.modules.source(module.id, 1)) == notebook(code("print(1)  # solution"))


async def test_what_another_process_publishes_is_listed(database_url: str, store: Store):
    """The list that is kept in memory is renewed by every change, whoever makes it."""
    assert (await store.modules.listing()).modules == ()
    other = Store(database_url, None)
    (module,) = await publish(other, edition())
    assert (await store.modules.listing()).modules == (module,)
    await other.modules.set_module_policy(module.id, Policy(2), None, MORNING)
    (known,) = (await store.modules.listing()).modules
    assert known.policy == Policy(2)
    assert await store.modules.listing() is await store.modules.listing()
    await other.modules.unpublish(module.id, MORNING)
    assert (await store.modules.listing()).modules == ()
    await other.close()


async def test_the_same_notebook_makes_no_new_version_and_another_does(store: Store):
    """Versions are written once: the earlier ones stay as they were."""
    (first,) = await publish(store, edition(body="one"))
    (same,) = await publish(store, edition(body="one", title="New title"))
    (second,) = await publish(store, edition(body="two"))
    assert [first.version, same.version, second.version] == [1, 1, 2]
    assert first.id == same.id == second.id
    assert same.title == "New title"
    assert unpack(await store.modules.release(first.id, 1)) == notebook(code("one"))
    assert unpack(await store.modules.release(first.id, 2)) == notebook(code("two"))


async def test_a_module_without_a_place_goes_behind_the_others_and_keeps_it(store: Store):
    """Publishing again without an order leaves it where it is."""
    await publish(store, edition("a", order=5))
    (module,) = await publish(store, edition("b"))
    assert module.order == 6
    await publish(store, edition("c"))
    (module,) = await publish(store, edition("b", body="new"))
    assert module.order == 6


async def test_unpublished_modules_are_not_listed_and_come_back(store: Store):
    """Nothing of it is lost; publishing again brings back the same module."""
    (module,) = await publish(store, edition())
    await store.modules.unpublish(module.id, MORNING)
    assert (await store.modules.listing()).modules == ()
    (hidden,) = (await store.modules.listing(with_unpublished=True)).modules
    assert (hidden.id, hidden.is_published) == (module.id, False)
    (back,) = await publish(store, edition())
    assert (back.id, back.version, back.is_published) == (module.id, 1, True)


async def test_slugs_are_unique_in_their_course_alone(store: Store):
    """The same slug elsewhere is another module, and in no course there is one of each."""
    (one,) = await publish(store, edition())
    (two,) = await publish(store, edition(), course=CourseName("python-2", "Python 2"))
    (three,) = await publish(store, edition(), course=None)
    (again,) = await publish(store, edition(), course=None)
    assert len({one.id, two.id, three.id}) == 3
    assert again.id == three.id


async def test_publishing_is_all_or_nothing(store: Store):
    """What fails at the last module takes back the first, the course and the count of changes."""
    before = await store.modules.changes()
    broken = replace(edition("b"), digest=None)
    with pytest.raises(Conflict):
        await publish(store, edition("a"), broken)
    listing = await store.modules.listing(with_unpublished=True)
    assert (listing.modules, listing.courses) == ((), ())
    assert await store.modules.changes() == before


async def test_two_who_publish_the_same_at_once_wait_for_each_other(database_url: str):
    """On two connections: both succeed, there is one module, and every version is kept."""
    stores = [Store(database_url, None) for _ in range(4)]
    await stores[0].start()
    published = await asyncio.gather(
        *(publish(store, edition(body=f"body {n}")) for n, store in enumerate(stores))
    )
    assert len({module.id for (module,) in published}) == 1
    assert sorted(module.version for (module,) in published) == [1, 2, 3, 4]
    for store in stores:
        await store.close()


async def test_a_policy_and_an_exam_are_kept(store: Store):
    """For a module and for a course; publishing again leaves them."""
    exam = ExamTime(MORNING, MORNING + timedelta(hours=2))
    (module,) = await publish(store, edition())
    await store.modules.set_module_policy(module.id, Policy(2, True, "Be kind."), exam, MORNING)
    await store.modules.set_course_policy(module.course_id, Policy(4, False, ""), None, MORNING)
    (again,) = await publish(store, edition(body="new"))
    assert (again.policy, again.exam) == (Policy(2, True, "Be kind."), exam)
    course = await store.modules.course(module.course_id)
    assert (course.policy, course.exam) == (Policy(4, False, ""), None)


async def test_every_change_is_counted(store: Store):
    """Who keeps modules in memory knows by one number whether they are still right."""
    seen = [await store.modules.changes()]
    (module,) = await publish(store, edition())
    seen.append(await store.modules.changes())
    await store.modules.set_module_policy(module.id, Policy(), None, MORNING)
    seen.append(await store.modules.changes())
    await store.modules.set_course_policy(module.course_id, Policy(), None, MORNING)
    seen.append(await store.modules.changes())
    await store.modules.unpublish(module.id, MORNING - timedelta(days=1))
    seen.append(await store.modules.changes())
    assert seen == [0, 1, 2, 3, 4]


async def test_what_does_not_exist_is_not_found(store: Store):
    """Modules, courses and versions; and a change of none is not counted."""
    (module,) = await publish(store, edition())
    before = await store.modules.changes()
    for missing in (
        store.modules.module("nothing"),
        store.modules.course("nothing"),
        store.modules.release(module.id, 2),
        store.modules.source("nothing", 1),
        store.modules.unpublish("nothing", MORNING),
        store.modules.set_module_policy("nothing", Policy(), None, MORNING),
        store.modules.set_course_policy("nothing", Policy(), None, MORNING),
    ):
        with pytest.raises(NotFound):
            await missing
    assert await store.modules.changes() == before
