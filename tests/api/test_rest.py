"""The REST endpoints: conversations, ratings, standing, health, and what bad input gets."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

import nbformat
import pytest
import yaml
from jsonschema import Draft202012Validator
from provider_script import Script, words
from tutor_server import frames_until_end, json_of, running_server, send

import jupyter_tutor
from jupyter_tutor.api.routes import ROUTES

API = Path(jupyter_tutor.__file__).parent / "api"
OPENAPI = yaml.safe_load((API / "openapi.yaml").read_text())
FRAMES = json.loads((API / "frames.schema.json").read_text())
PARAMETERS = {
    "sessions": "session_id",
    "messages": "message_id",
    "caps": "cap_id",
    "groups": "name",
    "prices": "model",
    "modules": "module_id",
    "courses": "course_id",
    "progress": "module_id",
    "states": "version",
    "exercises": "exercise_id",
}
NOBODYS = "0b1c9a52-7a3e-4a52-9f0f-2f1a4a1f6d11"
CELL = {"notebook_path": "week1.ipynb", "cell_id": "c1", "cell_code": "print(totl)"}


def inlined(schema):
    """A schema with every reference replaced by what it refers to."""
    if isinstance(schema, list):
        return [inlined(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        document = FRAMES if schema["$ref"].startswith("frames") else OPENAPI
        found = document
        for part in schema["$ref"].partition("#/")[2].split("/"):
            found = found[part]
        return inlined(found)
    return {name: inlined(value) for name, value in schema.items()}


def check(path: str, method: str, response) -> None:
    """The response is one that the published document describes."""
    described = inlined(OPENAPI["paths"][path][method]["responses"][str(response.code)])
    if response.code != 204:
        schema = described["content"]["application/json"]["schema"]
        Draft202012Validator(schema).validate(json_of(response))


async def ask(server, content: str, **fields) -> dict:
    socket = await server.socket()
    await send(socket, content=content, **{**CELL, **fields})
    return (await frames_until_end(socket))[-1]


def test_the_document_describes_every_route_and_no_other():
    """openapi.yaml and the routes are the same list."""
    from jupyter_tutor.api.unknown import UnknownEndpoint

    described = {
        (path, method) for path, item in OPENAPI["paths"].items() for method in item if method != "parameters"
    }
    routed = set()
    for pattern, handler in ROUTES:
        if not pattern.startswith("/tutor/api/") or handler is UnknownEndpoint:
            continue
        path = pattern.removeprefix("/tutor/api")
        for name, parameter in PARAMETERS.items():
            path = path.replace(f"/{name}/([^/]+)", f"/{name}/{{{parameter}}}")
        routed |= {(path, m) for m in ("get", "post", "put", "patch", "delete") if m in vars(handler)}
    assert routed == described


async def test_me_is_a_stable_local_person_with_every_role(server, tmp_path, monkeypatch):
    """The same id in every browser and after every restart, whoever Jupyter thinks it is."""
    first, second = await server.fetch("auth/me"), await server.fetch("auth/me")
    check("/auth/me", "get", first)
    assert json_of(first) == json_of(second)
    assert json_of(first)["roles"] == ["student", "instructor", "admin"]


# req: C4
async def test_conversations_are_listed_newest_first_and_paged(server, provider):
    """Preview, notebook, counts; a cursor leads to the older ones."""
    for number in range(3):
        await ask(server, f"Question {number} " + "x" * 100)
    page = await server.fetch("chat/sessions?limit=2")
    check("/chat/sessions", "get", page)
    sessions, cursor = json_of(page)["sessions"], json_of(page)["next_cursor"]
    assert [s["preview"][:10] for s in sessions] == ["Question 2", "Question 1"]
    assert {len(s["preview"]) for s in sessions} == {80}
    assert sessions[0]["message_count"] == 2
    rest = json_of(await server.fetch(f"chat/sessions?limit=2&cursor={cursor}"))
    assert [s["preview"][:10] for s in rest["sessions"]] == ["Question 0"]
    assert rest["next_cursor"] is None


# req: C4
async def test_conversations_are_searched_by_words(server, provider):
    """Every word must occur, in questions or answers, whatever signs are in the query."""
    provider.play(Script(tokens=words("Think about recursion.")), Script(tokens=words("Think about slices.")))
    await ask(server, "Why does it never end?")
    await ask(server, "Why is it empty?")

    async def found(query: str) -> list[str]:
        response = await server.fetch(f"chat/sessions?query={query}")
        assert response.code == 200
        return [s["preview"] for s in json_of(response)["sessions"]]

    assert await found("recursion") == ["Why does it never end?"]
    assert await found("why%20empty") == ["Why is it empty?"]
    assert await found("nothing") == []
    assert await found("%22%27%3B%20DROP%20TABLE%20users%3B%20--%20%2A") == []


# req: C4
async def test_a_conversation_is_renamed_and_deleted(server, provider):
    """The title is kept; a deleted one is gone with its messages."""
    done = await ask(server, "Why?")
    path = f"chat/sessions/{done['session_id']}"
    renamed = await server.fetch(path, "PATCH", {"title": "  Loops  "})
    check("/chat/sessions/{session_id}", "patch", renamed)
    assert json_of(await server.fetch(path))["title"] == "Loops"
    assert (await server.fetch(path, "DELETE")).code == 204
    assert (await server.fetch(path)).code == 404
    assert (await server.fetch(f"{path}/messages")).code == 404


# req: C4
@pytest.mark.parametrize("format_name", ["markdown", "json", "notebook"])
async def test_a_conversation_is_exported(server, provider, format_name):
    """Every format carries question, code and answer, under a file name made of the title."""
    provider.play(Script(tokens=words("Which ```name``` is <b>undefined</b>?")))
    done = await ask(server, "Why does this fail?")
    path = f"chat/sessions/{done['session_id']}/export?format={format_name}"
    response = await server.fetch(path)
    text = response.body.decode()
    assert "why-does-this-fail." in response.headers["Content-Disposition"]
    assert "print(totl)" in text
    assert "Why does this fail?" in text
    if format_name == "notebook":
        nbformat.validate(nbformat.reads(text, as_version=4))
    if format_name == "json":
        assert (
            json.loads(text)["messages"][1]["cost_usd"] is not None
            or json.loads(text)["messages"][1]["model"]
        )


async def test_an_unknown_export_format_is_named(server, provider):
    """422 with the formats there are."""
    done = await ask(server, "Why?")
    response = await server.fetch(f"chat/sessions/{done['session_id']}/export?format=pdf")
    assert response.code == 422
    assert "markdown" in json_of(response)["detail"]


# req: C4
async def test_feedback_is_kept_changed_and_taken_back(server, provider):
    """A thumb is on the message it was given to; a wrong value is refused by name."""
    done = await ask(server, "Why?")
    path = f"chat/messages/{done['message_id']}/feedback"
    messages = f"chat/sessions/{done['session_id']}/messages"
    for rating, shown in ((1, 1), (-1, -1), (0, None)):
        assert (await server.fetch(path, "PUT", {"rating": rating, "comment": "ok"})).code == 204
        response = await server.fetch(messages)
        check("/chat/sessions/{session_id}/messages", "get", response)
        assert json_of(response)["messages"][1]["rating"] == shown
    refused = await server.fetch(path, "PUT", {"rating": 5})
    assert (refused.code, "rating" in json_of(refused)["detail"]) == (422, True)
    assert (await server.fetch(f"chat/messages/{uuid4()}/feedback", "PUT", {"rating": 1})).code == 404


# req: P2
async def test_levels_are_read_and_replaced_by_a_self_rating(server):
    """Start 3.0; a rating outside 1–5 or that is no number changes nothing."""
    assert json_of(await server.fetch("levels")) == {"programming": 3.0, "mathematics": 3.0}
    response = await server.fetch("levels", "PUT", {"programming": 1.5, "mathematics": 4})
    check("/levels", "put", response)
    for bad in (
        {"programming": 0, "mathematics": 2},
        {"programming": 2},
        {"programming": "x", "mathematics": 2},
    ):
        assert (await server.fetch("levels", "PUT", bad)).code == 422
    assert (await server.fetch("levels", "PUT", raw='{"programming": NaN, "mathematics": 1}')).code == 422
    assert json_of(await server.fetch("levels")) == {"programming": 1.5, "mathematics": 4.0}


# req: P6
async def test_problems_are_listed_with_their_ladder(server, provider):
    """The problem of the last question comes first."""
    await ask(server, "Why?", exercise_id="mean")
    await ask(server, "Why?", exercise_id="median", cell_id="c2")
    response = await server.fetch("problems")
    check("/problems", "get", response)
    problems = json_of(response)["problems"]
    assert [p["exercise_id"] for p in problems] == ["median", "mean"]
    assert {p["hint_level"] for p in problems} == {1}


# req: H1
async def test_health_names_what_is_down(tmp_path, monkeypatch):
    """200 while all is well; 503 with the check that failed, and never a secret."""
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    environ = {"OPENAI_API_KEY": "sk-very-secret"}
    async with running_server(tmp_path, monkeypatch, environ=environ, data_dir=blocked / "tutor") as server:
        response = await server.fetch("health", token=None)
        check("/health", "get", response)
        assert response.code == 503
        assert json_of(response)["checks"]["db"] == "down: DB_UNAVAILABLE"
        assert json_of(response)["checks"]["llm"] == "ok"
        assert (await server.fetch("health?check=llm")).code == 200
        assert "secret" not in response.body.decode()
        assert (await server.fetch("health?check=disk")).code == 422


# req: H1
async def test_health_ai_says_who_answers(server):
    """Provider and model by name, so that the panel can say what is sent to whom."""
    response = await server.fetch("health/ai", token=None)
    check("/health/ai", "get", response)
    assert (json_of(response)["provider"], json_of(response)["offline"]) == ("openai", False)


async def test_without_a_key_the_coach_answers(offline):
    """Nothing leaves the machine, and health says so."""
    body = json_of(await offline.fetch("health/ai"))
    assert (body["provider"], body["offline"], body["fallbacks"]) == ("coach", True, [])


# req: S3
@pytest.mark.parametrize(
    ("method", "path", "raw", "content_type"),
    [
        ("PUT", "levels", "{", "application/json"),
        ("PUT", "levels", "[]", "application/json"),
        ("PUT", "levels", '{"programming": 1, "mathematics": 1, "role": "admin"}', "application/json"),
        ("PUT", "levels", '{"programming": 1, "mathematics": 1}', "text/plain"),
        ("PUT", "levels", "programming=1", "application/x-www-form-urlencoded"),
        ("PUT", "levels", "\x00" * 50, "application/json"),
        ("PUT", "levels", "[" * 50_000, "application/json"),
        ("PUT", "levels", '"' + "x" * 3_000_000 + '"', "application/json"),
        ("POST", "chat/stream", '{"content": 1}', "application/json"),
        ("GET", "chat/sessions?limit=0", None, "application/json"),
        ("GET", "chat/sessions?limit=ten", None, "application/json"),
        ("GET", "chat/sessions?cursor=nonsense", None, "application/json"),
        ("GET", "chat/sessions/%27%20OR%201%3D1", None, "application/json"),
        ("GET", "chat/sessions/{{7*7}}/messages", None, "application/json"),
        ("PATCH", f"chat/sessions/{NOBODYS}", '{"title": "x"}', "application/json"),
        ("DELETE", f"chat/sessions/{NOBODYS}", None, "application/json"),
    ],
)
async def test_bad_requests_are_4xx_with_a_sentence_and_change_nothing(
    server, method, path, raw, content_type
):
    """Injection, oversized and malformed bodies, wrong content types and wrong ids."""
    response = await server.fetch(path, method, raw=raw, headers={"Content-Type": content_type})
    assert 400 <= response.code < 500
    body = json_of(response)
    assert set(body) == {"detail", "code"}
    assert body["detail"]
    assert json_of(await server.fetch("levels")) == {"programming": 3.0, "mathematics": 3.0}


async def test_a_method_that_an_endpoint_lacks_is_refused(server):
    """405 in the same error form."""
    response = await server.fetch("levels", "DELETE")
    assert response.code == 405
    assert set(json_of(response)) == {"detail", "code"}
