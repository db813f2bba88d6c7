"""What a student sees of their own usage, and of nobody else's."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from people import People
from provider_script import Script, words
from test_metering import metered
from test_rest import ask, check
from tutor_server import json_of


@pytest.fixture
async def server(tmp_path, monkeypatch, provider):
    """A tenth of a cent per token written, thirty tokens per answer: three cents."""
    provider.playlist.default = Script(tokens=words("Which name?"), output_tokens=30)
    async with metered(tmp_path, monkeypatch, provider) as running:
        yield running


# req: R5 R7
async def test_usage_me_has_the_money_the_calls_and_the_caps(server):
    """Of whoever asks; the day's end and the session's."""
    people = People(server)
    await ask(server, "Why?")
    people.are("bob")
    await ask(server, "Why not?")
    await ask(server, "And this?")
    response = await server.fetch("usage/me")
    check("/usage/me", "get", response)
    usage = json_of(response)
    assert usage["today"]["used_usd"] == usage["session"]["used_usd"] == "0.06"
    assert (usage["today"]["limit_usd"], usage["session"]["limit_usd"]) == ("10", "5")
    assert (usage["today"]["percent"], usage["session"]["percent"]) == (0.6, 1.2)
    assert usage["today"]["requests"] == usage["session"]["requests"] == 2
    assert usage["today"]["tokens"] > 60
    assert usage["today"]["resets_at"].endswith("T00:00:00+00:00")
    assert usage["session"]["resets_at"] is not None
    assert {cap["cap_type"] for cap in usage["caps"]} == {"daily", "daily_tokens"}
    people.are("eve")
    usage = json_of(await server.fetch("usage/me"))
    assert (usage["today"]["used_usd"], usage["session"]["resets_at"]) == ("0", None)


# req: R12 A9
async def test_calls_are_ones_own_paged_and_filtered(server):
    """Newest first; nobody else's, whatever is asked for."""
    people = People(server)
    await ask(server, "Why?")
    await ask(server, "Why not?")
    people.are("bob")
    await ask(server, "And this?")
    people.are("ada")
    page = await server.fetch("usage/calls?limit=1&user=bob")
    check("/usage/calls", "get", page)
    (newest,) = json_of(page)["calls"]
    rest = json_of(await server.fetch(f"usage/calls?cursor={json_of(page)['next_cursor']}"))
    (oldest,) = rest["calls"]
    assert rest["next_cursor"] is None
    assert {newest["user"], oldest["user"]} == {"ada"}
    assert newest["started_at"] > oldest["started_at"]
    assert (newest["provider"], newest["output_tokens"], newest["cost_usd"]) == ("openai", 30, "0.03")

    async def found(query: str) -> int:
        return len(json_of(await server.fetch(f"usage/calls?{query}"))["calls"])

    assert await found(f"since={quote(newest['started_at'])}") == 1
    assert await found(f"until={quote(newest['started_at'])}") == 1
    assert await found("since=2999-01-01") == 0
    assert await found("failed=true") == 0
    assert await found("failed=false&purpose=answer&provider=openai&model=gpt-test") == 2
    assert await found("model=other") == 0


# req: S3
@pytest.mark.parametrize(
    "query",
    ["since=yesterday", "until=0001-01-01T00:00:00%2B23:00", "failed=maybe", "limit=201", "cursor=x' OR 1=1"],
)
async def test_a_query_that_cannot_be_understood_names_the_field(server, query):
    """422."""
    response = await server.fetch(f"usage/calls?{query.replace(' ', '%20')}")
    assert response.code == 422
    assert json_of(response)["detail"].startswith(query.partition("=")[0])


# req: R7 A9
async def test_students_read_their_own_status_and_no_other(server):
    """403 whether or not there is somebody of that name; instructors read those of their groups."""
    people = People(server)
    await ask(server, "Why?")
    for name, roles in (("tom", ["instructor"]), ("bob", [])):
        people.are(name, *roles)
        await server.fetch("auth/me")
    for name in ("ada", "nobody"):
        assert (await server.fetch(f"usage/caps/status?user={name}")).code == 403
    people.are("root", "admin")
    await server.fetch("usage/groups/physics", "PUT", {"members": ["tom", "ada"]})
    people.are("tom", "instructor")
    response = await server.fetch("usage/caps/status?user=ada")
    check("/usage/caps/status", "get", response)
    requests = [cap for cap in json_of(response)["caps"] if cap["limit_type"] == "requests"]
    assert [(cap["current_usage"], cap["limit"]) for cap in requests] == [(1, 1_000)]
    assert (await server.fetch("usage/caps/status?user=bob")).code == 403
    people.are("root", "admin")
    assert (await server.fetch("usage/caps/status?user=bob")).code == 200
    assert (await server.fetch("usage/caps/status?user=nobody")).code == 404
    people.are("ada")
    own = json_of(await server.fetch("usage/caps/status"))
    assert own == json_of(response)
