"""What administrators see and change: everybody's usage, prices, limits, the breaker."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from decimal import Decimal

import pytest
from people import People
from provider_script import Script, words
from test_metering import metered
from test_rest import ask, check
from tutor_server import frames_until_end, json_of, running_server, send

from jupyter_tutor.errors import DatabaseUnavailable
from jupyter_tutor.storage.run_time_settings import StoredRunTimeSettings

CSV = {"Content-Type": "text/csv"}
KEY = "a key of the site, ü"


@pytest.fixture
async def server(tmp_path, monkeypatch, provider):
    """A tenth of a cent per token written, thirty tokens per answer: three cents."""
    provider.playlist.default = Script(tokens=words("Which name?"), output_tokens=30)
    async with metered(tmp_path, monkeypatch, provider, breaker_cost="1") as running:
        yield running


ADMINS = [
    ("GET", "admin/usage"),
    ("GET", "admin/usage?format=csv"),
    ("GET", "admin/usage/calls"),
    ("GET", "admin/breaker"),
    ("POST", "admin/breaker/reset"),
    ("GET", "admin/prices"),
    ("POST", "admin/prices"),
    ("PUT", "admin/prices"),
    ("PUT", "admin/prices/m"),
    ("DELETE", "admin/prices/m"),
    ("GET", "admin/settings"),
    ("PUT", "admin/settings"),
]


# req: A9 R12 R13
@pytest.mark.parametrize(("method", "path"), ADMINS)
@pytest.mark.parametrize("roles", [(), ("instructor",)])
async def test_nothing_of_it_is_for_students_or_instructors(offline, method, path, roles):
    """403 before anything is looked at."""
    people = People(offline)
    people.are("ada", *roles)
    response = await offline.fetch(path, method, raw="" if method in {"POST", "PUT"} else None)
    assert (response.code, json_of(response)["code"]) == (403, "AUTH_FORBIDDEN")


# req: R12
async def test_everybodys_usage_is_that_of_the_ledger(server):
    """Sums, breakdowns, and the same in the CSV."""
    people = People(server)
    await ask(server, "Why?")
    people.are("bob")
    await ask(server, "Why not?")
    await ask(server, "And this?")
    people.are("root", "admin")
    calls = await server.fetch("admin/usage/calls")
    check("/admin/usage/calls", "get", calls)
    calls = json_of(calls)["calls"]
    for period in ("today", "week", "month"):
        response = await server.fetch(f"admin/usage?period={period}")
        check("/admin/usage", "get", response)
        usage = json_of(response)
        assert usage["period"] == period
        assert usage["today"]["requests"] == len(calls) == 3
        assert usage["today"]["input_tokens"] == sum(call["input_tokens"] for call in calls)
        assert usage["today"]["output_tokens"] == 90
        assert usage["today"]["estimated_cost_usd"] == "0.09"
        assert usage["this_week"]["requests"] == usage["this_month"]["requests"] == 3
        assert {user["user"]: user["estimated_cost_usd"] for user in usage["per_user"]} == {
            "bob": "0.06",
            "ada": "0.03",
        }
        assert [(model["provider"], model["model"]) for model in usage["per_model"]] == [
            ("openai", "gpt-test")
        ]
        assert usage["per_day"][-1]["requests"] == 3
        sheet = await server.fetch(f"admin/usage?period={period}&format=csv")
        assert sheet.headers["Content-Type"].startswith("text/csv")
        assert f"usage-{period}.csv" in sheet.headers["Content-Disposition"]
        rows = list(csv.DictReader(io.StringIO(sheet.body.decode())))
        assert [(row["user"], row["requests"]) for row in rows] == [("ada", "1"), ("bob", "2")]
        assert sum(Decimal(row["estimated_cost_usd"]) for row in rows) == Decimal("0.09")
    of_bob = json_of(await server.fetch("admin/usage/calls?user=bob"))["calls"]
    assert [call["user"] for call in of_bob] == ["bob", "bob"]
    assert (await server.fetch("admin/usage/calls?user=nobody")).code == 404
    assert (await server.fetch("admin/usage?period=year")).code == 422


# req: R12
async def test_a_name_that_is_a_formula_is_a_text_in_the_csv(server):
    """No spreadsheet runs it."""
    people = People(server)
    people.are("=HYPERLINK(1)")
    await ask(server, "Why?")
    people.are("root", "admin")
    sheet = (await server.fetch("admin/usage?format=csv")).body.decode()
    assert ",'=HYPERLINK(1)," in sheet


# req: R12 A9
async def test_the_key_opens_the_report_and_nothing_else(offline, monkeypatch):
    """Without any identity; a wrong one is 403, and one that is not set opens nothing."""
    monkeypatch.setenv("ADMIN_API_KEY", KEY)
    right = {"X-Admin-Key": KEY.encode().decode("latin-1")}
    assert (await offline.fetch("admin/usage", token=None, headers=right)).code == 200
    assert (await offline.fetch("admin/usage?format=csv", token="wrong", headers=right)).code == 200
    for wrong in ("", "a key", KEY[:-1], f"{KEY} ."):
        headers = {"X-Admin-Key": wrong.encode().decode("latin-1")}
        response = await offline.fetch("admin/usage", token=None, headers=headers)
        assert (response.code, json_of(response)["code"]) == (403, "AUTH_FORBIDDEN")
    for path in ("admin/usage/calls", "admin/settings", "admin/prices", "usage/me"):
        assert (await offline.fetch(path, token=None, headers=right)).code == 401
    for unset in (None, ""):
        if unset is None:
            monkeypatch.delenv("ADMIN_API_KEY")
        else:
            monkeypatch.setenv("ADMIN_API_KEY", unset)
        for shown in ("", "None", KEY.encode().decode("latin-1")):
            headers = {"X-Admin-Key": shown}
            assert (await offline.fetch("admin/usage", token=None, headers=headers)).code == 403


async def test_a_student_with_the_key_reads_the_report(offline, monkeypatch):
    """The key is enough, and a wrong one takes nothing from an administrator."""
    monkeypatch.setenv("ADMIN_API_KEY", "key")
    people = People(offline)
    assert (await offline.fetch("admin/usage", headers={"X-Admin-Key": "key"})).code == 200
    assert (await offline.fetch("admin/usage", headers={"X-Admin-Key": "other"})).code == 403
    people.are("root", "admin")
    assert (await offline.fetch("admin/usage", headers={"X-Admin-Key": "other"})).code == 200


# req: R13
async def test_a_limit_that_is_changed_holds_for_the_next_message(offline):
    """And is put back by null, with both in the history."""
    first = await offline.fetch("admin/settings")
    check("/admin/settings", "get", first)
    version = json_of(first)["version"]
    body = {"version": version, "values": {"messages_per_minute": 1, "session_budget": "2.50"}}
    changed = await offline.fetch("admin/settings", "PUT", body)
    check("/admin/settings", "put", changed)
    shown = {s["name"]: s for s in json_of(changed)["settings"]}
    assert shown["messages_per_minute"] == {
        "name": "messages_per_minute",
        "value": 1,
        "configured": 20,
        "kind": "int",
        "changed": True,
    }
    assert (shown["session_budget"]["value"], shown["session_budget"]["configured"]) == ("2.5", "5")
    await ask(offline, "Why?")
    socket = await offline.socket()
    await send(socket, content="And this?")
    (refusal,) = await frames_until_end(socket)
    assert refusal["code"] == "RATE_LIMITED"
    body = {"version": json_of(changed)["version"], "values": {"messages_per_minute": None}}
    back = json_of(await offline.fetch("admin/settings", "PUT", body))
    newest = back["history"][0]
    assert (newest["name"], newest["before"], newest["after"]) == ("messages_per_minute", 1, None)
    assert len(back["history"]) == 3
    await send(socket, content="And this?")
    assert (await frames_until_end(socket))[-1]["type"] == "done"


# req: R7 R13
async def test_default_caps_lowered_below_present_use_hold_after_their_grace_also_after_a_restart(
    tmp_path, monkeypatch
):
    """For whoever has used more; for everybody else they hold for the next message."""
    async with running_server(tmp_path, monkeypatch) as server:
        people = People(server)
        for name, times in (("ada", 2), ("bob", 1)):
            people.are(name)
            for _ in range(times):
                assert (await ask(server, "Why?"))["type"] == "done"
        people.are("root", "admin")
        await change(server, default_caps=[{"cap_type": "daily", "requests": 1}])
        people.are("ada")
        assert (await ask(server, "And this?"))["type"] == "done"
    async with running_server(tmp_path, monkeypatch) as server:
        people = People(server)
        people.are("ada")
        assert (await ask(server, "And this?"))["type"] == "done"
        statuses = json_of(await server.fetch("usage/caps/status"))["caps"]
        (daily,) = [s for s in statuses if (s["cap_type"], s["limit_type"]) == ("daily", "requests")]
        assert (daily["current_usage"], daily["limit"], daily["is_exceeded"]) == (4, 1_000, False)
        people.are("bob")
        assert (await ask(server, "And this?"))["code"] == "CAP_EXCEEDED"
        people.are("root", "admin")
        await change(server, cap_grace=1)
        await asyncio.sleep(1)
        people.are("ada")
        refusal = await ask(server, "And this?")
        assert refusal["message"].startswith("Daily usage cap exceeded: 4/1 requests.")


async def change(server, **values) -> None:
    """Change limits, as whoever is asking."""
    version = json_of(await server.fetch("admin/settings"))["version"]
    response = await server.fetch("admin/settings", "PUT", {"version": version, "values": values})
    assert response.code == 200


# req: R13 H4
async def test_of_two_changes_of_the_same_version_one_is_409(offline):
    """However close together they come."""
    version = json_of(await offline.fetch("admin/settings"))["version"]
    answers = await asyncio.gather(
        *(
            offline.fetch("admin/settings", "PUT", {"version": version, "values": {"messages_per_minute": n}})
            for n in (5, 6, 7)
        )
    )
    assert sorted(answer.code for answer in answers) == [200, 409, 409]
    assert len(json_of(await offline.fetch("admin/settings"))["history"]) == 1


# req: R13 H4
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"messages_per_minute": 0}, "messages_per_minute"),
        ({"session_budget": "free"}, "session_budget"),
        ({"default_caps": [{"cap_type": "daily"}]}, "default_caps"),
        ({"nonsense": 1}, "nonsense"),
        ([], "values"),
    ],
)
async def test_a_setting_that_is_not_allowed_is_422_by_name(offline, values, field):
    """Nothing is changed."""
    before = json_of(await offline.fetch("admin/settings"))
    body = {"version": before["version"], "values": values}
    response = await offline.fetch("admin/settings", "PUT", body)
    assert (response.code, field in json_of(response)["detail"]) == (422, True)
    assert json_of(await offline.fetch("admin/settings")) == before


# req: R6
async def test_the_breaker_is_seen_and_reset(server, provider):
    """After a reset everybody may ask again."""
    provider.playlist.default = Script(tokens=words("Which name?"), output_tokens=1_500)
    await ask(server, "Why?")
    response = await server.fetch("admin/breaker")
    check("/admin/breaker", "get", response)
    standing = json_of(response)
    assert (standing["state"], standing["spent_usd"], standing["limit_usd"]) == ("open", "1.5", "1")
    assert (standing["percent"], standing["enabled"]) == (150.0, True)
    assert standing["reopens_at"] is not None
    assert (standing["last_reset_at"], standing["last_reset_by"]) == (None, None)
    reset = await server.fetch("admin/breaker/reset", "POST")
    check("/admin/breaker/reset", "post", reset)
    assert (json_of(reset)["state"], json_of(reset)["spent_usd"]) == ("closed", "0")
    assert (await ask(server, "Why not?"))["type"] == "done"
    (line,) = json_of(await server.fetch("admin/settings"))["history"]
    assert (line["name"], line["before"], line["after"]) == ("breaker_reset", "open", "closed")
    assert (line["changed_at"], line["changed_by"]) == (
        json_of(reset)["last_reset_at"],
        json_of(reset)["last_reset_by"],
    )


# req: R6 R10
async def test_a_reset_of_the_breaker_survives_a_restart(tmp_path, monkeypatch, provider):
    """Without one the server that follows pauses as well; with it, it answers and says who reset it."""
    provider.playlist.default = Script(tokens=words("Which name?"), output_tokens=900)
    for seen, then in (("closed", None), ("open", "reset"), ("closed", None)):
        async with metered(tmp_path, monkeypatch, provider, breaker_cost="1") as server:
            standing = json_of(await server.fetch("admin/breaker"))
            assert standing["state"] == seen
            if then is None:
                for text in ("Why?", "Why not?"):
                    await ask(server, text)
                assert json_of(await server.fetch("admin/breaker"))["state"] == "open"
            else:
                reset = json_of(await server.fetch("admin/breaker/reset", "POST"))
                assert reset["state"] == "closed"
    assert (standing["last_reset_at"], standing["spent_usd"]) == (reset["last_reset_at"], "0")


# req: R6 H4
async def test_a_reset_that_cannot_be_stored_is_503_and_changes_nothing(server, provider, monkeypatch):
    """The breaker stays open; nothing in the audit says otherwise."""
    provider.playlist.default = Script(tokens=words("Which name?"), output_tokens=1_500)
    await ask(server, "Why?")

    async def away(*_):
        raise DatabaseUnavailable("The conversation database is away.")

    with monkeypatch.context() as patched:
        patched.setattr(StoredRunTimeSettings, "note", away)
        response = await server.fetch("admin/breaker/reset", "POST")
    check("/admin/breaker/reset", "post", response)
    assert (response.code, json_of(response)["code"]) == (503, "DB_UNAVAILABLE")
    standing = json_of(await server.fetch("admin/breaker"))
    assert (standing["state"], standing["last_reset_at"]) == ("open", None)
    assert json_of(await server.fetch("admin/settings"))["history"] == []


# req: R4
async def test_a_price_is_made_changed_and_deleted(server):
    """A name with a slash is quoted; what an answer costs follows at once."""
    price = {"model": "gpt-test", "input": 0, "output": "2000"}
    made = await server.fetch("admin/prices", "POST", price)
    check("/admin/prices", "post", made)
    assert (made.code, json_of(made)["written_by"]) == (
        201,
        json_of(await server.fetch("auth/me"))["username"],
    )
    assert (await server.fetch("admin/prices", "POST", price)).code == 409
    assert (await ask(server, "Why?"))["cost_usd"] == "0.06"
    response = await server.fetch("admin/prices")
    check("/admin/prices", "get", response)
    (in_use,) = [p for p in json_of(response)["in_use"] if p["model"] == "gpt-test"]
    assert (in_use["source"], in_use["output"]) == ("site", "2000")
    assert (await server.fetch("admin/prices/gpt-test", "DELETE")).code == 204
    assert (await server.fetch("admin/prices/gpt-test", "DELETE")).code == 404
    assert (await ask(server, "Why not?"))["cost_usd"] == "0.03"
    await server.fetch("admin/prices", "POST", {**price, "model": "@cf/meta/llama"})
    path = "admin/prices/%40cf%2Fmeta%2Fllama"
    changed = await server.fetch(path, "PUT", {"input": "0.1", "output": 1, "cached_input": None})
    check("/admin/prices/{model}", "put", changed)
    assert json_of(changed)["model"] == "@cf/meta/llama"
    assert (await server.fetch(path, "PUT", {"input": 1, "output": 1, "model": "other"})).code == 422
    assert (await server.fetch("admin/prices/other", "PUT", {"input": 1, "output": 1})).code == 404
    assert (await server.fetch(path, "DELETE")).code == 204


# req: R4
async def test_a_price_sheet_is_taken_whole_or_not_at_all(offline):
    """What is downloaded can be uploaded again."""
    good = "model,input,output,cached_input\nm/1,1,2,0.5\n@x,0.1,0.2,\n"
    written = await offline.fetch("admin/prices", "PUT", raw=good, headers=CSV)
    check("/admin/prices", "put", written)
    assert json_of(written) == {"changed": 2}
    before = await offline.fetch("admin/prices?format=csv")
    assert before.headers["Content-Type"].startswith("text/csv")
    assert before.body.decode().splitlines()[1:] == ["@x,0.1,0.1,0.2", "m/1,1,0.5,2"]
    bad = good.replace("m/1,1", "m/1,9") + "m2,-1,0,\nm3,1,nan,\n"
    refused = await offline.fetch("admin/prices", "PUT", raw=bad, headers=CSV)
    assert refused.code == 422
    assert all(f"line {number}" in json_of(refused)["detail"] for number in (4, 5))
    assert (await offline.fetch("admin/prices?format=csv")).body == before.body
    again = await offline.fetch("admin/prices", "PUT", raw=before.body, headers=CSV)
    assert json_of(again) == {"changed": 2}
    for raw, headers in ((good, {}), (b"\xff\xfe", CSV), ("", CSV), ("x" * 2_000_001, CSV)):
        response = await offline.fetch("admin/prices", "PUT", raw=raw, headers=headers)
        assert (response.code, json_of(response)["code"]) == (422, "VALIDATION")


# req: S3
@pytest.mark.parametrize(
    "price",
    [
        {"input": 1, "output": 1},
        {"model": " ", "input": 1, "output": 1},
        {"model": "m", "input": -1, "output": 1},
        {"model": "m", "input": True, "output": 1},
        {"model": "m", "input": "1e999999999", "output": 1},
        {"model": "m", "input": 1},
    ],
)
async def test_a_price_that_is_none_is_refused(offline, price):
    """422."""
    response = await offline.fetch("admin/prices", "POST", raw=json.dumps(price))
    assert response.code == 422
    assert json_of(await offline.fetch("admin/prices"))["prices"] == []
