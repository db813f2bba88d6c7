"""Modules over REST: publishing them, what students see of them, and what they never see."""

from __future__ import annotations

import gzip
import json

import pytest
from module_samples import notebook, text
from people import People
from planted import SECRETS, ours, plain, planted
from test_authorisation import ENDPOINTS, ID
from test_rest import check
from tutor_server import json_of

AUTHORS = [
    ("POST", "modules", {"modules": [{"notebook": plain("a")}]}),
    ("POST", "modules/check", {"notebook": plain("a")}),
    ("POST", "modules/preview", {"notebook": plain("a")}),
    ("GET", "modules/overview", None),
    ("DELETE", "modules/{id}", None),
    ("PUT", "modules/{id}/policy", {"tutor": "off"}),
    ("PUT", "courses/{course}/policy", {"tutor": "off"}),
]
COURSE = {"slug": "numbers", "title": "Numbers"}


@pytest.fixture
async def people(offline):
    """Ines is an instructor; she asks unless a test says otherwise."""
    people = People(offline)
    people.are("ines", "instructor")
    return people


async def publish(server, *notebooks, course=None) -> list[dict]:
    """Publish and give back the rows."""
    body = {"modules": [{"notebook": each} for each in notebooks]} | ({"course": course} if course else {})
    response = await server.fetch("modules", "POST", body)
    assert response.code == 201, response.body
    check("/modules", "post", response)
    return json_of(response)["modules"]


# req: M1
async def test_modules_are_listed_in_order_with_ones_own_status(offline, people):
    """Whatever the order of publishing; each with its course, and a status per student."""
    rows = await publish(
        offline, plain("c", order=3), plain("a", order=1), plain("b", order=2), course=COURSE
    )
    people.are("ada")
    await offline.fetch(f"progress/{rows[0]['id']}", "PUT", {"status": "completed"})
    response = await offline.fetch("modules")
    check("/modules", "get", response)
    listed = json_of(response)
    assert [(row["slug"], row["status"]) for row in listed["modules"]] == [
        ("a", "not_started"),
        ("b", "not_started"),
        ("c", "completed"),
    ]
    assert [course["title"] for course in listed["courses"]] == ["Numbers"]
    people.are("bob")
    statuses = {row["status"] for row in json_of(await offline.fetch("modules"))["modules"]}
    assert statuses == {"not_started"}


# req: M1
async def test_one_module_shows_its_exercises(offline, people):
    """Titles, points, how many checks can be run, and how far one is."""
    (row,) = await publish(offline, planted())
    people.are("ada")
    response = await offline.fetch(f"modules/{row['id']}")
    check("/modules/{module_id}", "get", response)
    module = json_of(response)
    assert (module["title"], module["summary"], module["minutes"]) == ("Mean", "Means of numbers.", 20)
    assert (module["done"], module["total"], module["taken_version"]) == (0, 2, None)
    standing = {"status": "not_started", "attempts": 0, "hint_level": None}
    assert module["exercises"][0] == {
        "id": "mean",
        "title": "Mean",
        "points": 2.0,
        "difficulty": None,
        "checks": 1,
        **standing,
    }


# req: M1
async def test_the_notebook_is_the_release_under_a_name(offline, people):
    """With the number of its version, to be written to a file that sorts as the course does."""
    (row,) = await publish(offline, planted())
    people.are("ada")
    response = await offline.fetch(f"modules/{row['id']}/notebook")
    check("/modules/{module_id}/notebook", "get", response)
    handed = json_of(response)
    assert (handed["name"], handed["version"]) == ("01-mean.ipynb", 1)
    assert [cell["id"] for cell in handed["notebook"]["cells"]] == ["c1", "c2", "c4", "c8"]
    module = handed["notebook"]["metadata"]["jupyter_tutor"]["module"]
    assert module == {"slug": "mean", "title": "Mean", "release": 1}


# req: M1
@pytest.mark.parametrize("path", ["modules/{}", "modules/{}/notebook", "progress/{}", "progress/{}/states"])
@pytest.mark.parametrize("name", ["00000000-0000-0000-0000-000000000000", "%00", "..%2F..", "é" * 300])
async def test_an_unknown_module_is_404(offline, path, name):
    """Whatever stands in its place."""
    from urllib.parse import quote

    response = await offline.fetch(path.format(quote(name, safe="%")))
    assert (response.code, json_of(response)["code"]) == (404, "NOT_FOUND")


# req: M4
@pytest.mark.parametrize("method", ["get", "after work", "refused", "moved"])
async def test_no_secret_of_an_author_reaches_a_student(offline, people, method):
    """Every route that a student may ask is searched, before and after they work, save and move on."""
    (row,) = await publish(offline, planted(), course=COURSE)
    policy = {"words": "Never say kumquat.", "max_hint_level": 3}
    await offline.fetch(f"modules/{row['id']}/policy", "PUT", policy)
    await offline.fetch(f"courses/{row['course']}/policy", "PUT", policy)
    people.are("ada")
    seen = b""
    if method != "get":
        release = json_of(await offline.fetch(f"modules/{row['id']}/notebook"))["notebook"]
        body = {"notebook_state": release}
        seen += (await offline.fetch(f"progress/{row['id']}", "PUT", body)).body
        for exercise in ("mean", "why", "quagmire"):
            run = await offline.fetch(f"progress/{row['id']}/exercises/{exercise}", "PUT", {"passed": False})
            seen += run.body
    if method == "refused":
        body = {"notebook_state": notebook(text("mine"))}
        refused = await offline.fetch(f"progress/{row['id']}", "PUT", body)
        assert refused.code == 409
        seen += refused.body
    if method == "moved":
        people.are("ines", "instructor")
        newer = planted()
        newer["cells"].append(text("More."))
        await publish(offline, newer, course=COURSE)
        people.are("ada")
    for path in (
        "modules",
        f"modules/{row['id']}",
        f"modules/{row['id']}/notebook",
        f"modules/{row['id']}/notebook?work=true",
        "progress",
        f"progress/{row['id']}",
        f"progress/{row['id']}?state=false",
        f"progress/{row['id']}/states",
        f"progress/{row['id']}/states/1",
        "modules/overview",
        "problems",
        "chat/sessions",
    ):
        seen += (await offline.fetch(path)).body
    for forbidden_method, pattern, body in AUTHORS:
        path = pattern.format(id=row["id"], course=row["course"])
        seen += (await offline.fetch(path, forbidden_method, body)).body
    for any_method, path, _, body in ENDPOINTS:  # whatever there is, also what comes later
        seen += (await offline.fetch(path.replace(ID, row["id"]), any_method, body)).body
    assert [secret for secret in SECRETS if secret.encode() in seen] == []
    assert b"Means of numbers." in seen


async def test_an_instructor_reads_the_words_that_they_wrote(offline, people):
    """What is kept from students is there for whoever has to change it."""
    (row,) = await publish(offline, planted())
    await offline.fetch(f"modules/{row['id']}/policy", "PUT", {"words": " Never say kumquat. "})
    (row,) = json_of(await offline.fetch("modules"))["modules"]
    assert row["policy"] == {"max_hint_level": None, "tutor": None, "words": "Never say kumquat."}


# req: M3
@pytest.mark.parametrize(("method", "path", "body"), AUTHORS, ids=[f"{m} {p}" for m, p, _ in AUTHORS])
async def test_authors_endpoints_are_not_for_students(offline, people, method, path, body):
    """403 before anything is looked at or changed; instructors and administrators may."""
    (row,) = await publish(offline, planted(), course=COURSE)
    path = path.format(id=row["id"], course=row["course"])
    before = json_of(await offline.fetch("modules"))
    people.are("ada")
    response = await offline.fetch(path, method, body)
    assert (response.code, json_of(response)["code"]) == (403, "AUTH_FORBIDDEN")
    people.are("ines", "instructor")
    assert json_of(await offline.fetch("modules")) == before
    for role in ("instructor", "admin"):
        people.are(role, role)
        assert (await offline.fetch(path, method, body)).code in {200, 201, 204}


# req: M3
async def test_a_notebook_is_checked_without_being_published(offline, people):
    """Faults with cell numbers, and the exercises as they are understood."""
    broken = planted()
    broken["cells"][4]["metadata"] = ours(role="check", exercise="nothing", hidden=True)
    response = await offline.fetch("modules/check", "POST", {"notebook": broken})
    check("/modules/check", "post", response)
    told = json_of(response)
    assert told["publishable"] is False
    assert 5 in {fault["cell"] for fault in told["faults"] if fault["severity"] == "error"}
    assert [each["id"] for each in told["exercises"]] == ["mean", "why"]
    assert json_of(await offline.fetch("modules"))["modules"] == []
    well = json_of(await offline.fetch("modules/check", "POST", {"notebook": planted()}))
    mean = well["exercises"][0]
    assert well["publishable"] is True
    assert (mean["checks"], mean["hidden_checks"], mean["hints"], mean["mistakes"]) == (1, 1, [2], 1)


async def test_signs_that_no_text_can_carry_stop_nobody(offline, people):
    """Half a surrogate pair and NUL in cells, faults and words: everything is still listed and read."""
    odd = "odd \ud800 \0 \u2028"
    strange = planted()
    strange["cells"].append(text(odd, other="unknown"))
    for path in ("modules/check", "modules/preview"):
        response = await offline.fetch(path, "POST", {"notebook": strange})
        assert response.code == 200, response.body
    (row,) = await publish(offline, strange)
    policy = await offline.fetch(f"modules/{row['id']}/policy", "PUT", {"words": "odd \0"})
    assert policy.code == 200
    for path in ("modules", f"modules/{row['id']}", f"modules/{row['id']}/notebook", "modules/overview"):
        response = await offline.fetch(path)
        assert response.code == 200
        assert response.body.decode()


async def test_a_preview_is_what_students_get(offline, people):
    """The same notebook as after publishing, its version aside."""
    response = await offline.fetch("modules/preview", "POST", {"notebook": planted()})
    check("/modules/preview", "post", response)
    preview = json_of(response)["notebook"]
    (row,) = await publish(offline, planted())
    released = json_of(await offline.fetch(f"modules/{row['id']}/notebook"))["notebook"]
    assert preview["cells"] == released["cells"]


# req: M3
async def test_faults_stand_in_the_way_of_preview_and_publishing(offline, people):
    """422 with every fault; of a course with one faulty notebook nothing is published."""
    broken = planted("broken", "Broken")
    broken["cells"][4]["metadata"] = ours(role="check", exercise="nothing", hidden=True)
    response = await offline.fetch("modules/preview", "POST", {"notebook": broken})
    check("/modules/preview", "post", response)
    assert (response.code, json_of(response)["code"]) == (422, "VALIDATION")
    assert 5 in {fault["cell"] for fault in json_of(response)["faults"]}
    body = {"course": COURSE, "modules": [{"notebook": planted()}, {"notebook": broken}]}
    response = await offline.fetch("modules", "POST", body)
    check("/modules", "post", response)
    assert response.code == 422
    assert {fault["module"] for fault in json_of(response)["faults"]} == {"broken"}
    assert json_of(await offline.fetch("modules")) == {"courses": [], "modules": []}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, "modules"),
        ({"modules": []}, "modules"),
        ({"modules": [{"notebook": {"cells": []}}]}, "nbformat must be 4"),
        ({"modules": [{"notebook": notebook(text("# A"))}]}, "has no slug"),
        ({"modules": [{"notebook": plain("a"), "slug": "Not A Slug"}]}, "slug"),
        ({"modules": [{"notebook": plain("a")}, {"notebook": plain("a")}]}, "two notebooks are called a"),
        ({"modules": [{"notebook": plain("a")}], "course": {"slug": "x"}}, "course.title"),
        ({"modules": [{"notebook": plain("a", "x" * 6_000_000)}]}, "notebook 1: the notebook has 6,000,"),
    ],
)
async def test_what_cannot_be_published_is_told(offline, people, body, told):
    """422, naming the field or the notebook, and nothing is published."""
    response = await offline.fetch("modules", "POST", body)
    assert (response.code, json_of(response)["code"]) == (422, "VALIDATION")
    assert told in json_of(response)["detail"]
    assert json_of(await offline.fetch("modules"))["modules"] == []


async def test_a_course_is_published_in_the_order_given(offline, people):
    """Notebooks that state no order stand where they stood in the list; gzip is understood."""
    body = {"course": COURSE, "modules": [{"notebook": plain(slug)} for slug in ("zeta", "alpha", "mid")]}
    packed = gzip.compress(json.dumps(body).encode())
    response = await offline.fetch("modules", "POST", raw=packed, headers={"Content-Encoding": "gzip"})
    assert response.code == 201
    rows = json_of(await offline.fetch("modules"))["modules"]
    assert [(row["slug"], row["order"]) for row in rows] == [("zeta", 1), ("alpha", 2), ("mid", 3)]


async def test_the_same_notebook_is_the_same_version_whatever_was_run_in_it(offline, people):
    """Outputs and counts are no reason for a new version; a word of the author is."""
    first = planted()
    (row,) = await publish(offline, first)
    ran = json.loads(json.dumps(first))
    ran["cells"][1] |= {"execution_count": 9, "outputs": []}
    assert (await publish(offline, ran))[0]["version"] == 1
    ran["cells"][2]["source"] = "Think of the other zeppelin."
    (newer,) = await publish(offline, ran)
    assert (newer["id"], newer["version"]) == (row["id"], 2)


async def test_an_unpublished_module_is_gone_but_for_those_who_have_begun_it(offline, people):
    """Their work stays theirs; publishing again brings it back for all."""
    (row,) = await publish(offline, planted())
    people.are("ada")
    state = {"notebook_state": notebook(text("mine"))}
    await offline.fetch(f"progress/{row['id']}", "PUT", state)
    people.are("ines", "instructor")
    response = await offline.fetch(f"modules/{row['id']}", "DELETE")
    check("/modules/{module_id}", "delete", response)
    assert response.code == 204
    people.are("bob")
    assert json_of(await offline.fetch("modules"))["modules"] == []
    for path in (f"modules/{row['id']}", f"progress/{row['id']}"):
        assert (await offline.fetch(path)).code == 404
    people.are("ada")
    assert json_of(await offline.fetch(f"progress/{row['id']}"))["notebook_state"] == state["notebook_state"]
    saved = await offline.fetch(f"progress/{row['id']}", "PUT", state | {"version": 1})
    assert saved.code == 200
    people.are("ines", "instructor")
    assert (await publish(offline, planted()))[0]["id"] == row["id"]


async def test_policies_are_set_for_modules_and_courses(offline, people):
    """What is left out is not decided; the exam's time comes back in UTC."""
    (row,) = await publish(offline, planted(), course=COURSE)
    exam = {"from": "2026-12-01T10:00:00+01:00", "until": "2026-12-01T12:00:00+01:00"}
    body = {"max_hint_level": 2, "tutor": "on", "words": "Kindly.", "exam": exam}
    response = await offline.fetch(f"modules/{row['id']}/policy", "PUT", body)
    check("/modules/{module_id}/policy", "put", response)
    utc = {"from": "2026-12-01T09:00:00+00:00", "until": "2026-12-01T11:00:00+00:00"}
    assert json_of(response) == body | {"exam": utc}
    response = await offline.fetch(f"courses/{row['course']}/policy", "PUT", {"tutor": "off"})
    check("/courses/{course_id}/policy", "put", response)
    listed = json_of(await offline.fetch("modules"))
    assert listed["courses"][0]["policy"] == {"max_hint_level": None, "tutor": "off", "words": ""}
    assert listed["modules"][0]["exam"] == utc


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"max_hint_level": 6}, "max_hint_level"),
        ({"max_hint_level": True}, "max_hint_level"),
        ({"tutor": "maybe"}, "tutor"),
        ({"words": "x" * 2_001}, "words"),
        ({"exam": {"from": "2026-12-01T10:00:00", "until": "2026-12-01T12:00:00"}}, "exam"),
        ({"exam": {"from": "2026-12-01T12:00:00Z", "until": "2026-12-01T12:00:00Z"}}, "exam"),
        ({"exam": {"from": "0001-01-01T00:00:00+12:00", "until": "2026-12-01T12:00:00Z"}}, "exam"),
        ({"other": 1}, "other"),
    ],
)
async def test_a_policy_that_cannot_be_is_refused(offline, people, body, field):
    """422 naming the field."""
    (row,) = await publish(offline, planted())
    response = await offline.fetch(f"modules/{row['id']}/policy", "PUT", body)
    assert (response.code, json_of(response)["code"]) == (422, "VALIDATION")
    assert json_of(response)["detail"].startswith(field)


async def test_a_class_is_seen_by_its_instructor(offline, people):
    """Students by status, runs and hints, summed over everybody."""
    (row,) = await publish(offline, planted())
    for name, passed in (("ada", True), ("bob", False), ("cleo", False)):
        people.are(name)
        path = f"progress/{row['id']}/exercises/mean"
        assert (await offline.fetch(path, "PUT", {"passed": passed})).code == 200
    await offline.fetch(f"progress/{row['id']}", "PUT", {"status": "completed"})
    people.are("ines", "instructor")
    response = await offline.fetch("modules/overview")
    check("/modules/overview", "get", response)
    (module,) = json_of(response)["modules"]
    mean, why = module["exercises"]
    assert (module["students"], module["completed"]) == (3, 1)
    assert (mean["done"], mean["in_progress"], mean["not_started"], mean["attempts"]) == (1, 2, 0, 3)
    assert (why["not_started"], why["hint_levels"]) == (3, [0, 0, 0, 0, 0])
