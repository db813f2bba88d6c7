"""Progress over REST: saving work, conflicts, earlier states, and bodies that are too much."""

from __future__ import annotations

import asyncio
import gzip
import json

import pytest
from module_samples import answer, code, notebook, text
from people import People
from planted import plain, planted
from test_module_endpoints import publish
from test_rest import check
from tutor_server import json_of

MEGABYTE = 1024 * 1024
WORK = notebook(code("x = 1", cell_id="c1"))


@pytest.fixture
async def people(offline):
    """Everybody who asks."""
    return People(offline)


@pytest.fixture
async def module(offline, people) -> str:
    """The id of a module; Ada asks from now on."""
    people.are("ines", "instructor")
    (row,) = await publish(offline, planted())
    people.are("ada")
    return row["id"]


async def put(server, module: str, **body):
    return await server.fetch(f"progress/{module}", "PUT", body)


async def progress(server, module: str) -> dict:
    response = await server.fetch(f"progress/{module}")
    check("/progress/{module_id}", "get", response)
    return json_of(response)


# req: M2
async def test_unstarted_is_not_started(offline, module):
    """No version, no notebook, and every exercise not started."""
    assert await progress(offline, module) == {
        "module_id": module,
        "status": "not_started",
        "version": None,
        "module_version": None,
        "attempt_count": 0,
        "updated_at": None,
        "exercises": [
            {"id": each, "status": "not_started", "attempts": 0, "hint_level": None}
            for each in ("mean", "why")
        ],
        "notebook_state": None,
    }


# req: M2
async def test_saving_makes_versions(offline, module):
    """The first without a version, the next based on it; status and notebook alone or together."""
    first = await put(offline, module, notebook_state=WORK)
    check("/progress/{module_id}", "put", first)
    row = json_of(first)
    assert (first.code, row["version"], row["status"], row["module_version"]) == (200, 1, "in_progress", 1)
    assert "notebook_state" not in row
    second = await put(offline, module, status="completed", version=1)
    assert (json_of(second)["version"], json_of(second)["status"]) == (2, "completed")
    stored = await progress(offline, module)
    assert (stored["notebook_state"], stored["version"], stored["status"]) == (WORK, 2, "completed")
    listed = await offline.fetch("progress")
    check("/progress", "get", listed)
    assert [row["version"] for row in json_of(listed)["modules"]] == [2]


# req: M2
async def test_a_stale_version_is_409_with_the_newer_one(offline, module):
    """Nothing changes, and the body has what is stored with its notebook."""
    await put(offline, module, notebook_state=WORK)
    theirs = notebook(code("x = 2", cell_id="c1"))
    await put(offline, module, notebook_state=theirs, version=1)
    for version in ({}, {"version": 0}, {"version": 1}, {"version": 3}):
        mine = notebook(code("mine", cell_id="c1"))
        refused = await put(offline, module, notebook_state=mine, **version)
        check("/progress/{module_id}", "put", refused)
        body = json_of(refused)
        assert (refused.code, body["code"]) == (409, "CONFLICT")
        assert (body["progress"]["version"], body["progress"]["notebook_state"]) == (2, theirs)
    assert (await progress(offline, module))["notebook_state"] == theirs


# req: M2
async def test_of_many_first_saves_at_once_one_is_accepted(offline, module):
    """The others are told its content."""
    saves = (put(offline, module, notebook_state=notebook(code(f"x = {n}"))) for n in range(8))
    responses = await asyncio.gather(*saves)
    (accepted,) = [n for n, response in enumerate(responses) if response.code == 200]
    kept = notebook(code(f"x = {accepted}"))
    refused = [json_of(response) for response in responses if response.code == 409]
    assert len(refused) == 7
    assert all(body["progress"]["notebook_state"] == kept for body in refused)


async def test_progress_is_ones_own(offline, people, module):
    """Another student sees and changes nothing of it."""
    await put(offline, module, notebook_state=WORK)
    people.are("bob")
    assert (await progress(offline, module))["status"] == "not_started"
    assert json_of(await offline.fetch(f"progress/{module}/states"))["states"] == []
    assert (await offline.fetch(f"progress/{module}/states/1")).code == 404
    assert (await put(offline, module, notebook_state=notebook(code("bob")))).code == 200
    people.are("ada")
    assert (await progress(offline, module))["notebook_state"] == WORK


async def test_earlier_states_are_listed_and_read(offline, module):
    """Each with its time and size; what is not kept is 404, what is no number 422."""
    for version in range(3):
        await put(offline, module, notebook_state=notebook(code(f"x = {version}")), version=version)
    listed = await offline.fetch(f"progress/{module}/states")
    check("/progress/{module_id}/states", "get", listed)
    assert [state["version"] for state in json_of(listed)["states"]] == [3, 2, 1]
    state = await offline.fetch(f"progress/{module}/states/2")
    check("/progress/{module_id}/states/{version}", "get", state)
    assert json_of(state) == {"version": 2, "notebook_state": notebook(code("x = 1"))}
    assert (await offline.fetch(f"progress/{module}/states/9")).code == 404
    assert (await offline.fetch(f"progress/{module}/states/two")).code == 422


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, "status, notebook_state: one of them is needed"),
        ({"status": "finished"}, "status"),
        ({"status": "completed", "version": "1"}, "version"),
        ({"status": "completed", "version": True}, "version"),
        ({"status": "completed", "version": -1}, "version"),
        ({"status": "completed", "other": 1}, "other"),
        ({"notebook_state": []}, "notebook_state"),
        ({"notebook_state": {}}, "notebook_state: nbformat must be 4"),
        ({"notebook_state": {**WORK, "cells": [1]}}, "notebook_state: cell 1: must be an object"),
        ({"notebook_state": WORK, "module_version": 2}, "module_version: the module has versions 1 to 1"),
        ({"notebook_state": WORK, "module_version": 0}, "module_version"),
    ],
)
async def test_what_cannot_be_saved_is_refused_by_field(offline, module, body, told):
    """422 with one sentence, and nothing is stored."""
    response = await put(offline, module, **body)
    assert (response.code, json_of(response)["code"]) == (422, "VALIDATION")
    assert told in json_of(response)["detail"]
    assert (await progress(offline, module))["status"] == "not_started"


async def send_raw(server, module: str, raw: bytes, **headers: str):
    return await server.fetch(f"progress/{module}", "PUT", raw=raw, headers=headers)


async def test_a_packed_body_is_understood(offline, module):
    """As the panel sends it when a page goes away, so that it fits into what browsers still let through."""
    packed = gzip.compress(json.dumps({"notebook_state": WORK}).encode())
    assert (await send_raw(offline, module, packed, **{"Content-Encoding": "gzip"})).code == 200
    assert (await progress(offline, module))["notebook_state"] == WORK


@pytest.mark.parametrize(
    ("raw", "headers", "told"),
    [
        (b"{", {}, "not valid JSON"),
        (b'{"notebook_state": ' + b"[" * 200_000, {}, "not valid JSON"),
        (b"\xff\xfe", {}, "not valid JSON"),
        (b"{}", {"Content-Type": "text/plain"}, "application/json"),
        (b"{}", {"Content-Encoding": "br"}, "only gzip"),
        (b"{}", {"Content-Encoding": "gzip"}, "not gzip"),
        (gzip.compress(b"{}" * 1_000, mtime=0)[:-9], {"Content-Encoding": "gzip"}, "not one whole gzip"),
        (gzip.compress(b"{}", mtime=0) + b"{}", {"Content-Encoding": "gzip"}, "not one whole gzip"),
        (b" " * (6 * MEGABYTE), {}, "6,291,456 bytes; at most 5 MB"),
        (gzip.compress(b" " * (6 * MEGABYTE), mtime=0), {"Content-Encoding": "gzip"}, "at most 5 MB"),
        (gzip.compress(b"\0" * (64 * MEGABYTE), 9, mtime=0), {"Content-Encoding": "gzip"}, "at most 5 MB"),
    ],
)
async def test_bodies_that_are_too_much_or_broken_are_refused(offline, module, raw, headers, told):
    """422 with the size or the reason: what 64 KB of gzip hide is not unpacked."""
    response = await send_raw(offline, module, raw, **headers)
    assert (response.code, json_of(response)["code"]) == (422, "VALIDATION")
    assert told in json_of(response)["detail"]


async def test_a_notebook_of_five_megabytes_is_kept(offline, module):
    """As large as is allowed, with every sign that JSON and databases stumble over."""
    odd = "\0 é 𝄞 \ud800 \u2028 </script>"
    large = notebook(code(odd), *(code("x = 1  # " + "y" * 10_000) for _ in range(500)))
    assert 4.8 * MEGABYTE < len(json.dumps(large)) < 5 * MEGABYTE
    assert (await put(offline, module, notebook_state=large)).code == 200
    assert (await progress(offline, module))["notebook_state"] == large


async def test_large_outputs_are_trimmed_and_sources_are_not(offline, module):
    """The row says nothing of it; the notebook does, where the output stood."""
    image = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * 900_000}}
    ran = notebook(code("plot()", outputs=[image]))
    assert (await put(offline, module, notebook_state=ran)).code == 200
    (cell,) = (await progress(offline, module))["notebook_state"]["cells"]
    assert cell["source"] == "plot()"
    assert "not kept with the saved work" in cell["outputs"][0]["data"]["text/plain"]


async def test_numbers_that_json_does_not_have_are_refused(offline, module):
    """NaN is written by some kernels; no browser could read it back."""
    raw = json.dumps({"notebook_state": notebook(code("x"), score=float("nan"))}).encode()
    response = await send_raw(offline, module, raw)
    assert response.code == 422
    assert "NaN" in json_of(response)["detail"]


async def test_running_checks_moves_exercises_and_the_module(offline, module):
    """Attempts are counted; with the last exercise the module is completed."""
    path = f"progress/{module}/exercises/mean"
    failed = {"passed": False, "checks": [{"name": "two", "passed": False, "message": "AssertionError"}]}
    response = await offline.fetch(path, "PUT", failed)
    check("/progress/{module_id}/exercises/{exercise_id}", "put", response)
    expected = {"id": "mean", "status": "in_progress", "attempts": 1, "hint_level": None}
    assert json_of(response) == expected
    assert (await progress(offline, module))["status"] == "in_progress"
    passed = {"passed": True, "checks": [{"name": "two", "passed": True}]}
    done = await offline.fetch(path, "PUT", passed)
    assert json_of(done) == expected | {"status": "done", "attempts": 2}
    (row,) = json_of(await offline.fetch("modules"))["modules"]
    assert (row["done"], row["total"], row["status"]) == (1, 2, "in_progress")
    await offline.fetch(f"progress/{module}/exercises/why", "PUT", {"passed": True})
    (row,) = json_of(await offline.fetch("modules"))["modules"]
    assert (row["done"], row["status"]) == (2, "completed")


async def test_a_run_that_contradicts_itself_or_is_of_nothing_is_refused(offline, module):
    """Passed with a failed check is 422, an exercise that is not there 404; nothing is counted."""
    contradiction = {"passed": True, "checks": [{"name": "two", "passed": False}]}
    assert (await offline.fetch(f"progress/{module}/exercises/mean", "PUT", contradiction)).code == 422
    assert (await offline.fetch(f"progress/{module}/exercises/other", "PUT", {"passed": True})).code == 404
    assert (await progress(offline, module))["status"] == "not_started"


async def test_an_exercise_that_a_newer_version_has_not_can_still_be_checked(offline, people, module):
    """By those who work on the version that has it; for others it is not there."""
    await put(offline, module, notebook_state=WORK)
    people.are("ines", "instructor")
    shorter = planted()
    shorter["cells"].pop()
    await publish(offline, shorter)
    path = f"progress/{module}/exercises/why"
    people.are("bob")
    await put(offline, module, notebook_state=WORK)
    assert (await offline.fetch(path, "PUT", {"passed": True})).code == 404
    people.are("ada")
    done = json_of(await offline.fetch(path, "PUT", {"passed": True}))
    assert (done["id"], done["status"]) == ("why", "done")
    (row,) = json_of(await offline.fetch("modules"))["modules"]
    assert (row["done"], row["total"], row["status"]) == (0, 1, "in_progress")


async def test_a_newer_version_is_told_and_ones_work_moves_over(offline, people, module):
    """`taken_version` stays behind until the student moves; then answers and own cells are in the new one."""
    release = json_of(await offline.fetch(f"modules/{module}/notebook"))["notebook"]
    cells = release["cells"]
    mine = "def mean(values):\n    return sum(values)\n"
    work = {
        **release,
        "cells": [cells[0], {**cells[1], "source": mine}, text("My note", cell_id="n"), *cells[2:]],
    }
    await put(offline, module, notebook_state=work)
    for exercise in ("mean", "why"):
        await offline.fetch(f"progress/{module}/exercises/{exercise}", "PUT", {"passed": True})
    people.are("ines", "instructor")
    newer = planted()
    newer["cells"].insert(1, text("# New", cell_id="new"))
    newer["cells"].append(answer("third = ...", "third"))
    await publish(offline, newer)
    people.are("ada")
    (row,) = json_of(await offline.fetch("modules"))["modules"]
    assert (row["version"], row["taken_version"], row["status"], row["done"]) == (2, 1, "completed", 2)
    handed = json_of(await offline.fetch(f"modules/{module}/notebook?work=true"))
    sources = [cell["source"] for cell in handed["notebook"]["cells"]]
    assert sources[:4] == ["# Means", "# New", mine, "My note"]
    assert sources[-1] == "third = ..."
    assert (await progress(offline, module))["notebook_state"] == work
    moved = await put(
        offline, module, notebook_state=handed["notebook"], version=1, module_version=handed["version"]
    )
    assert (json_of(moved)["module_version"], json_of(moved)["status"]) == (2, "in_progress")
    assert len(json_of(await offline.fetch(f"progress/{module}/states"))["states"]) == 2
    fresh = json_of(await offline.fetch(f"modules/{module}/notebook"))["notebook"]["cells"]
    assert mine not in [cell["source"] for cell in fresh]


async def test_modules_without_exercises_are_completed_by_hand(offline, people):
    """A module to read has nothing to pass; saving it again leaves it completed."""
    people.are("ines", "instructor")
    (row,) = await publish(offline, plain("reading"))
    await put(offline, row["id"], notebook_state=WORK)
    await put(offline, row["id"], status="completed", version=1)
    saved = await put(offline, row["id"], notebook_state=WORK, version=2)
    assert json_of(saved)["status"] == "completed"


# req: M2
async def test_work_is_there_again_after_a_restart(tmp_path, monkeypatch):
    """Another server on the same data folder hands out what the first accepted."""
    from tutor_server import running_server

    async with running_server(tmp_path, monkeypatch) as first:
        (row,) = await publish(first, planted())
        await put(first, row["id"], notebook_state=WORK)
    async with running_server(tmp_path, monkeypatch) as second:
        stored = await progress(second, row["id"])
        assert (stored["notebook_state"], stored["version"]) == (WORK, 1)
        assert (await put(second, row["id"], notebook_state=WORK, version=1)).code == 200
