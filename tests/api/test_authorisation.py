"""Every endpoint: nobody without identity, and each asks for its own action on the tutor."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from jupyter_server.auth.authorizer import Authorizer
from tutor_server import json_of, running_server

ID = str(uuid4())
ENDPOINTS = [
    ("GET", "auth/me", "read", None),
    ("POST", "chat/stream", "execute", {"content": "Why?"}),
    ("GET", "chat/sessions", "read", None),
    ("GET", f"chat/sessions/{ID}", "read", None),
    ("PATCH", f"chat/sessions/{ID}", "write", {"title": "x"}),
    ("DELETE", f"chat/sessions/{ID}", "write", None),
    ("GET", f"chat/sessions/{ID}/messages", "read", None),
    ("GET", f"chat/sessions/{ID}/export", "read", None),
    ("PUT", f"chat/messages/{ID}/feedback", "write", {"rating": 1}),
    ("GET", "problems", "read", None),
    ("GET", "levels", "read", None),
    ("PUT", "levels", "write", {"programming": 2, "mathematics": 2}),
    ("GET", "modules", "read", None),
    ("POST", "modules", "write", {"modules": [{"notebook": {}}]}),
    ("POST", "modules/check", "execute", {"notebook": {}}),
    ("POST", "modules/preview", "execute", {"notebook": {}}),
    ("GET", "modules/overview", "read", None),
    ("GET", f"modules/{ID}", "read", None),
    ("DELETE", f"modules/{ID}", "write", None),
    ("GET", f"modules/{ID}/notebook", "read", None),
    ("PUT", f"modules/{ID}/policy", "write", {"tutor": "off"}),
    ("PUT", f"courses/{ID}/policy", "write", {"tutor": "off"}),
    ("GET", "progress", "read", None),
    ("GET", f"progress/{ID}", "read", None),
    ("PUT", f"progress/{ID}", "write", {"status": "completed"}),
    ("GET", f"progress/{ID}/states", "read", None),
    ("GET", f"progress/{ID}/states/{ID}", "read", None),
    ("PUT", f"progress/{ID}/exercises/{ID}", "write", {"passed": True}),
    ("GET", "usage/me", "read", None),
    ("GET", "usage/calls", "read", None),
    ("GET", "usage/caps", "read", None),
    ("POST", "usage/caps", "write", {"group": "g", "cap_type": "daily", "requests": 9}),
    ("GET", "usage/caps/status", "read", None),
    ("PUT", f"usage/caps/{ID}", "write", {"requests": 9}),
    ("DELETE", f"usage/caps/{ID}", "write", None),
    ("PUT", f"usage/groups/{ID}", "write", {"members": []}),
    ("GET", "admin/usage", "read", None),
    ("GET", "admin/usage/calls", "read", None),
    ("GET", "admin/breaker", "read", None),
    ("POST", "admin/breaker/reset", "write", {}),
    ("GET", "admin/prices", "read", None),
    ("POST", "admin/prices", "write", {"model": "m", "input": 1, "output": 2}),
    ("PUT", "admin/prices", "write", {}),
    ("PUT", f"admin/prices/{ID}", "write", {"input": 1, "output": 2}),
    ("DELETE", f"admin/prices/{ID}", "write", None),
    ("GET", "admin/settings", "read", None),
    ("PUT", "admin/settings", "write", {"version": 0, "values": {}}),
    ("GET", "teaching/decisions", "read", None),
]
OPEN_TO_ALL = ["health", "health/ai"]
NAMES = [f"{method} {path.replace(ID, '{id}')}" for method, path, *_ in ENDPOINTS]


class Recorder(Authorizer):
    """Refuses what the test says and remembers what was asked."""

    asked: list[tuple[str, str]] = []
    allowed = True

    def is_authorized(self, handler, user, action, resource):
        Recorder.asked.append((action, resource))
        return Recorder.allowed


@pytest.fixture
async def guarded(tmp_path, monkeypatch):
    Recorder.asked, Recorder.allowed = [], True
    config = {"ServerApp": {"authorizer_class": Recorder}}
    async with running_server(tmp_path, monkeypatch, config=config) as running:
        yield running


def test_the_table_names_every_endpoint():
    """A new endpoint without a row here fails."""
    from jupyter_tutor.api.routes import ROUTES

    methods = ("get", "post", "put", "patch", "delete")
    found = set()
    for pattern, handler in ROUTES:
        path = pattern.removeprefix("/tutor/api/").replace("([^/]+)", "{id}")
        found |= {f"{m.upper()} {path}" for m in methods if m in vars(handler)}
    expected = {*NAMES, *(f"GET {path}" for path in OPEN_TO_ALL), "GET /tutor/ws/chat", "GET /tutor/ws/tutor"}
    assert found == expected


# req: A9
@pytest.mark.parametrize(("method", "path", "action", "body"), ENDPOINTS, ids=NAMES)
async def test_nobody_gets_in_without_identity(server, method, path, action, body):
    """401 AUTH_INVALID without a token and with a wrong one."""
    for token in (None, "wrong"):
        response = await server.fetch(path, method, body, token=token)
        assert (response.code, json_of(response)["code"]) == (401, "AUTH_INVALID")


# req: A9
@pytest.mark.parametrize(("method", "path", "action", "body"), ENDPOINTS, ids=NAMES)
async def test_each_endpoint_asks_for_its_action_on_the_tutor(guarded, method, path, action, body):
    """The authorizer decides on (action, "tutor"), and its no is 403 AUTH_FORBIDDEN."""
    await guarded.fetch(path, method, body)
    assert Recorder.asked == [(action, "tutor")]
    Recorder.allowed = False
    response = await guarded.fetch(path, method, body)
    assert (response.code, json_of(response)["code"]) == (403, "AUTH_FORBIDDEN")


# req: A9
@pytest.mark.parametrize("path", OPEN_TO_ALL)
async def test_health_is_open_to_everybody(server, path):
    """A load balancer has no token."""
    assert (await server.fetch(path, token=None)).code == 200


# req: C1
async def test_a_socket_without_identity_is_accepted_and_closed_with_4001(server):
    """The close code can be read by the panel, which a refused upgrade cannot."""
    socket = await server.socket(token=None)
    assert await socket.read_message() is None
    assert (socket.close_code, socket.close_reason) == (4001, "Authentication required")


async def test_a_socket_that_is_not_allowed_is_closed_with_1008(guarded):
    """The authorizer decides on sockets too."""
    Recorder.allowed = False
    socket = await guarded.socket()
    assert await socket.read_message() is None
    assert socket.close_code == 1008
    assert Recorder.asked == [("execute", "tutor")]


# req: S1
async def test_a_socket_from_another_origin_is_refused(server):
    """A page elsewhere cannot use the student's cookie to talk to the tutor."""
    from tornado.httpclient import HTTPClientError

    cookies = await server.cookies()
    assert (await server.socket(token=None, headers={"Cookie": cookies})).close_code is None
    with pytest.raises(HTTPClientError) as caught:
        await server.socket(token=None, headers={"Cookie": cookies, "Origin": "http://evil.example"})
    assert caught.value.code == 403


# req: S1
async def test_writing_with_a_cookie_needs_the_xsrf_token(server):
    """A cookie alone changes nothing: the token from the header must match the cookie's."""
    cookies, body = await server.cookies(), {"programming": 2.0, "mathematics": 2.0}
    assert (await server.fetch("levels", token=None, headers={"Cookie": cookies})).code == 200
    response = await server.fetch("levels", "PUT", body, token=None, headers={"Cookie": cookies})
    assert (response.code, json_of(response)["code"]) == (403, "AUTH_FORBIDDEN")
    assert json_of(await server.fetch("levels")) == {"programming": 3.0, "mathematics": 3.0}


async def test_an_unknown_path_is_404_for_those_who_are_signed_in_and_401_for_the_rest(server):
    """The same error form as everywhere else."""
    assert (await server.fetch("nothing/here", token=None)).code == 401
    response = await server.fetch("nothing/here")
    assert response.code == 404
    assert json.loads(response.body)["code"] == "NOT_FOUND"
