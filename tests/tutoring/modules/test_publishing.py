"""What publishing asks of the rules and of the store, with both of them in memory."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from module_samples import code, notebook
from surroundings import ManualClock

from jupyter_tutor.errors import Invalid, NotPublishable
from jupyter_tutor.notebooks.exercise import Check, Exercise, Fault, Module, Policy, Reading, Severity
from jupyter_tutor.tutoring.modules.packing import unpack
from jupyter_tutor.tutoring.modules.publishing import Draft, Publishing
from jupyter_tutor.tutoring.modules.records import CourseName

FAULT = Fault(Severity.ERROR, 3, "x = 1", "It is wrong.", "Mend it.")
COURSE = CourseName("numbers", "Numbers")


class Rules:
    """Finds in each notebook one exercise, and a fault where its first cell says `broken`."""

    def __init__(self) -> None:
        self.threads: set[threading.Thread] = set()

    def read(self, given: Any, *, slug: str) -> Reading:
        self.threads.add(threading.current_thread())
        first = given["cells"][0]["source"]
        checks = (Check("one", "assert x"), Check("two", "assert y", hidden=True))
        exercise = Exercise("mean", "Mean", "Write it.", "", "secret", 1, checks=checks, points=2)
        named, order = given["metadata"].get("slug", slug), given["metadata"].get("order")
        module = Module(named, "Title", "", order, None, (), Policy(), (exercise,))
        return Reading(module, (FAULT,) if first == "broken" else ())

    def release(self, given: Any, reading: Reading) -> dict[str, Any]:
        self.threads.add(threading.current_thread())
        return notebook(code(f"released {given['cells'][0]['source']}"))


class Shelf:
    """Remembers what it was asked to publish."""

    def __init__(self) -> None:
        self.published: list[Any] = []

    async def publish(self, course: Any, editions: Any, by: str, at: Any) -> tuple[()]:
        self.published.append((course, list(editions), by))
        return ()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def publishing(shelf: Shelf) -> Publishing:
    return Publishing(shelf, Rules(), ManualClock())


def draft(source: str = "x = 1", slug: str | None = "a", order: int | None = None, **metadata: Any) -> Draft:
    return Draft(notebook(code(source), **metadata), slug, order)


async def test_what_is_published_is_the_release_and_what_students_may_know(publishing, shelf):
    """Of an exercise its id, title, points and the number of checks that are handed out."""
    await publishing.publish(None, [draft()], "ines-id")
    ((course, (edition,), by),) = shelf.published
    (outline,) = edition.exercises
    assert (course, by, edition.slug) == (None, "ines-id", "a")
    assert (outline.id, outline.title, outline.points, outline.checks) == ("mean", "Mean", 2, 1)
    assert unpack(edition.release) == notebook(code("released x = 1"))
    assert unpack(edition.source) == notebook(code("x = 1"))


async def test_notebooks_are_read_beside_the_event_loop(publishing):
    """Checking, previewing and publishing leave the loop to others."""
    await publishing.check(draft())
    await publishing.preview(draft())
    await publishing.publish(None, [draft()], "ines-id")
    assert threading.current_thread() not in publishing.rules.threads


async def test_one_faulty_notebook_publishes_none(publishing, shelf):
    """The error names the module and has its faults; a preview refuses too, a check tells."""
    with pytest.raises(NotPublishable) as refused:
        await publishing.publish(COURSE, [draft(), draft("broken", "b")], "ines-id")
    assert (refused.value.slug, refused.value.faults) == ("b", (FAULT,))
    with pytest.raises(NotPublishable):
        await publishing.preview(draft("broken"))
    assert (await publishing.check(draft("broken"))).faults == (FAULT,)
    assert shelf.published == []


async def test_places_come_from_the_draft_then_the_notebook_then_the_list(publishing, shelf):
    """A single notebook without any keeps the place it has."""
    drafts = [draft("x", "a", 7), draft("x", "b", order=None), draft("x", "c")]
    drafts[1].notebook["metadata"]["order"] = 5
    await publishing.publish(None, drafts, "ines-id")
    await publishing.publish(None, [draft()], "ines-id")
    await publishing.publish(COURSE, [draft()], "ines-id")
    orders = [[edition.order for edition in editions] for _, editions, _ in shelf.published]
    assert orders == [[7, 5, 3], [None], [1]]


async def test_the_digest_follows_the_words_and_not_the_runs(publishing, shelf):
    """The same notebook run again is the same; another word, or another release, is not."""
    ran = draft()
    ran.notebook["cells"][0] |= {"execution_count": 7, "outputs": [{"output_type": "stream", "text": "1"}]}
    for each in (draft(), ran, draft("x = 2")):
        await publishing.publish(None, [each], "ines-id")
    publishing.rules.release = lambda given, reading: notebook(code("mended"))
    await publishing.publish(None, [draft()], "ines-id")
    digests = [edition.digest for _, (edition,), _ in shelf.published]
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


@pytest.mark.parametrize(
    ("drafts", "told"),
    [
        ([draft(slug=None)], "has no slug"),
        ([draft(), draft("y")], "two notebooks are called a"),
        ([Draft("text")], "modules: notebook 1: must be a notebook"),
    ],
)
async def test_what_has_no_name_or_no_cells_is_refused(publishing, shelf, drafts, told):
    """With the number of the notebook in the list."""
    with pytest.raises(Invalid, match=told):
        await publishing.publish(None, drafts, "ines-id")
    assert shelf.published == []
