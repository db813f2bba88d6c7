"""Writing usage caps and groups over REST, with everybody's rights."""

from __future__ import annotations

import pytest
from people import People
from test_metering import metered
from test_rest import ask, check
from tutor_server import frames_until_end, json_of, send


@pytest.fixture
async def people(offline):
    """Tom teaches Ada physics; Bob is in no group."""
    people = People(offline)
    for name in ("ada", "bob", "tom", "root"):
        people.are(name)
        await offline.fetch("auth/me")
    people.are("root", "admin")
    response = await offline.fetch("usage/groups/physics", "PUT", {"members": ["tom", "ada"]})
    check("/usage/groups/{name}", "put", response)
    return people


# req: R7
async def test_a_cap_holds_for_the_next_message(offline, people):
    """Whose refusal has the fields that name it."""
    body = {"user": "ada", "cap_type": "hourly", "requests": 2, "cost_usd": "0.50"}
    response = await offline.fetch("usage/caps", "POST", body)
    check("/usage/caps", "post", response)
    cap = json_of(response)
    assert response.code == 201
    assert (cap["user"], cap["group"], cap["cost_usd"], cap["written_by"]) == ("ada", None, "0.5", "root")
    assert cap["effective_from"] is None
    people.are("ada")
    for _ in range(2):
        await ask(offline, "Why?")
    socket = await offline.socket()
    await send(socket, content="And this?")
    (refusal,) = await frames_until_end(socket)
    assert refusal["code"] == "CAP_EXCEEDED"
    assert refusal["message"].startswith("Hourly usage cap exceeded: 2/2 requests. Resets at ")
    people.are("root", "admin")
    changed = await offline.fetch(f"usage/caps/{cap['id']}", "PUT", {"requests": 3, "user": "ada"})
    check("/usage/caps/{cap_id}", "put", changed)
    assert json_of(changed)["cost_usd"] is None
    people.are("ada")
    await send(socket, content="And this?")
    assert (await frames_until_end(socket))[-1]["type"] == "done"


# req: R7
async def test_a_cap_below_present_use_says_from_when_it_holds(offline, people):
    """Five minutes from now."""
    people.are("ada")
    await ask(offline, "Why?")
    await ask(offline, "Why not?")
    people.are("root", "admin")
    body = {"user": "ada", "cap_type": "hourly", "requests": 1}
    cap = json_of(await offline.fetch("usage/caps", "POST", body))
    assert cap["effective_from"] > cap["written_at"]


# req: R7
async def test_caps_are_listed_replaced_and_deleted(offline, people):
    """One per owner and type; with defaults and groups."""
    await offline.fetch("usage/caps", "POST", {"group": "physics", "cap_type": "daily", "tokens": 5})
    second = await offline.fetch("usage/caps", "POST", {"group": "physics", "cap_type": "daily", "tokens": 9})
    response = await offline.fetch("usage/caps")
    check("/usage/caps", "get", response)
    listed = json_of(response)
    assert listed["caps"] == [json_of(second)]
    assert listed["defaults"] == [
        {"cap_type": "daily", "requests": 1_000, "tokens": 100_000, "cost_usd": "10"}
    ]
    assert listed["groups"] == {"physics": ["ada", "tom"]}
    path = f"usage/caps/{listed['caps'][0]['id']}"
    assert (await offline.fetch(path, "DELETE")).code == 204
    assert (await offline.fetch(path, "DELETE")).code == 404
    assert (await offline.fetch("usage/groups/physics", "PUT", {"members": []})).code == 200
    listed = json_of(await offline.fetch("usage/caps"))
    assert (listed["caps"], listed["groups"]) == ([], {})


# req: R7 A9
async def test_instructors_write_caps_of_their_course_and_students_none(offline, people):
    """403 for whatever is not theirs, and nothing changes."""
    bobs = json_of(
        await offline.fetch("usage/caps", "POST", {"user": "bob", "cap_type": "daily", "tokens": 5})
    )
    people.are("tom", "instructor")
    for body, status in (
        ({"user": "ada", "cap_type": "daily", "tokens": 5}, 201),
        ({"group": "physics", "cap_type": "daily", "tokens": 5}, 201),
        ({"user": "bob", "cap_type": "daily", "tokens": 9}, 403),
        ({"user": "tom", "cap_type": "daily", "tokens": 9}, 403),
        ({"user": "nobody", "cap_type": "daily", "tokens": 9}, 403),
        ({"group": "chemistry", "cap_type": "daily", "tokens": 9}, 403),
    ):
        assert (await offline.fetch("usage/caps", "POST", body)).code == status
    assert (await offline.fetch("usage/groups/physics", "PUT", {"members": ["tom", "ada"]})).code == 200
    listed = json_of(await offline.fetch("usage/caps"))["caps"]
    assert {cap["user"] or cap["group"] for cap in listed} == {"ada", "physics"}
    others = [
        ("PUT", f"usage/caps/{bobs['id']}", {"tokens": 9}),
        ("DELETE", f"usage/caps/{bobs['id']}", None),
    ]
    own = [
        ("GET", "usage/caps", None),
        ("POST", "usage/caps", {"user": "ada", "cap_type": "daily", "tokens": 9}),
        ("PUT", f"usage/caps/{listed[0]['id']}", {"tokens": 9}),
        ("DELETE", f"usage/caps/{listed[0]['id']}", None),
        ("PUT", "usage/groups/physics", {"members": ["ada"]}),
    ]
    for method, path, body in [*others, ("PUT", "usage/groups/chemistry", {"members": ["tom"]})]:
        assert (await offline.fetch(path, method, body)).code == 403
    people.are("ada")
    for method, path, body in [*others, *own]:
        response = await offline.fetch(path, method, body)
        assert (response.code, json_of(response)["code"]) == (403, "AUTH_FORBIDDEN")
    people.are("root", "admin")
    caps = json_of(await offline.fetch("usage/caps"))["caps"]
    assert {cap["user"] or cap["group"]: cap["tokens"] for cap in caps} == {"ada": 5, "physics": 5, "bob": 5}


# req: H4 S3
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"cap_type": "daily", "tokens": 1}, "user"),
        ({"user": "ada", "group": "g", "cap_type": "daily", "tokens": 1}, "user"),
        ({"user": "ada", "tokens": 1}, "cap_type"),
        ({"user": "ada", "cap_type": "yearly", "tokens": 1}, "cap_type"),
        ({"user": "ada", "cap_type": "daily"}, "requests"),
        ({"user": "ada", "cap_type": "daily", "tokens": 0}, "tokens"),
        ({"user": "ada", "cap_type": "daily", "tokens": 1.5}, "tokens"),
        ({"user": "ada", "cap_type": "daily", "tokens": True}, "tokens"),
        ({"user": "ada", "cap_type": "daily", "cost_usd": "-1"}, "cost"),
        ({"user": "ada", "cap_type": "daily", "cost_usd": "much"}, "cost_usd"),
        ({"user": "ada", "cap_type": "daily", "cost_usd": "1e-10"}, "cost_usd"),
        ({"user": "ada", "cap_type": "daily", "tokens": 1, "role": "admin"}, "role"),
        ({"group": " ", "cap_type": "daily", "tokens": 1}, "group"),
    ],
)
async def test_a_cap_that_is_none_is_refused_by_name(offline, people, body, field):
    """422, and nothing is written."""
    response = await offline.fetch("usage/caps", "POST", body)
    assert (response.code, field in json_of(response)["detail"]) == (422, True)
    assert json_of(await offline.fetch("usage/caps"))["caps"] == []


async def test_whose_a_cap_is_cannot_be_changed(offline, people):
    """Nor its type; a student who is not there is 404."""
    body = {"user": "ada", "cap_type": "daily", "tokens": 5}
    cap = json_of(await offline.fetch("usage/caps", "POST", body))
    for other in ({"user": "bob"}, {"group": "physics"}, {"cap_type": "hourly"}):
        assert (await offline.fetch(f"usage/caps/{cap['id']}", "PUT", {"tokens": 9, **other})).code == 422
    assert (await offline.fetch("usage/caps", "POST", {**body, "user": "nobody"})).code == 404
    assert (await offline.fetch("usage/groups/x", "PUT", {"members": ["nobody"]})).code == 404


# req: R7
async def test_a_cap_that_is_the_first_thing_after_a_restart_knows_what_was_used(
    tmp_path, monkeypatch, provider
):
    """Nothing is forgotten, and nothing is counted twice."""
    async with metered(tmp_path, monkeypatch, provider) as server:
        People(server)
        await ask(server, "Why?")
    async with metered(tmp_path, monkeypatch, provider) as server:
        people = People(server)
        people.are("root", "admin")
        body = {"user": "ada", "cap_type": "monthly", "requests": 5}
        assert json_of(await server.fetch("usage/caps", "POST", body))["effective_from"] is None
        await server.fetch("usage/caps", "POST", body)
        people.are("ada")
        caps = json_of(await server.fetch("usage/caps/status"))["caps"]
        used = {cap["cap_type"]: cap["current_usage"] for cap in caps if cap["limit_type"] == "requests"}
        assert used == {"monthly": 1, "daily": 1}
