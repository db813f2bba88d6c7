"""What instructors can read of the decisions on their students' messages."""

from __future__ import annotations

import pytest
from people import People
from provider_script import Script, words
from test_rest import ask, check
from tutor_server import json_of

from jupyter_tutor.tutoring.teaching import decision_log


@pytest.fixture
def _at_once(monkeypatch):
    monkeypatch.setattr(decision_log, "PAUSE_SECONDS", 0.0)


async def decisions(server, query: str = "", *, least: int = 1) -> list[dict]:
    """The page, once it has so many rows: they are written beside the answers."""
    for _ in range(200):
        response = await server.fetch(f"teaching/decisions{query}")
        check("/teaching/decisions", "get", response)
        if len(json_of(response)["decisions"]) >= least:
            return json_of(response)["decisions"]
    pytest.fail("the decisions were not kept")


# req: P6 P9
@pytest.mark.usefixtures("_at_once")
async def test_every_decision_can_be_read_with_its_reason_and_finds(server, provider):
    """A question, a follow-up whose answer gives the solution away, and thanks; no word of any of them."""
    provider.playlist.default = Script(tokens=words("Which name?"))
    await ask(server, "Why does my zebra fail?", cell_code="def zebra(x):\n    retrun x", cell_id="c1")
    code = "```python\ndef zebra(x):\n    return x\n```"
    provider.playlist.default = Script(tokens=words(f"Here it is.\n\n{code}\n"))
    await ask(server, "I tried to swap two letters", cell_code="def zebra(x):\n    reutrn x", cell_id="c1")
    await ask(server, "thanks!")
    thanks, second, first = await decisions(server, least=3)
    assert (thanks["kind"], thanks["hint_level"], thanks["rule"]) == ("thanks", 0, None)
    assert (first["is_new_problem"], first["rule"]) == (True, "first")
    assert (second["is_new_problem"], second["rule"]) == (False, "cell")
    assert second["problem_id"] == first["problem_id"]
    assert any(each["alike"] for each in second["comparisons"])
    assert {find["outcome"] for find in second["finds"]} <= {"regenerated", "redacted"}
    assert second["finds"]
    assert "zebra" not in str((thanks, second, first))


# req: A9
@pytest.mark.usefixtures("_at_once")
async def test_instructors_read_of_their_groups_and_students_nothing(offline):
    """403 for students; others only those in a group with them, by name or all together."""
    people = People(offline)
    for name in ("ada", "bob", "tom"):
        people.are(name)
        await ask(offline, "Why?")
    people.are("root", "admin")
    await offline.fetch("usage/groups/physics", "PUT", {"members": ["ada", "tom"]})
    assert {row["user"] for row in await decisions(offline, least=3)} == {"ada", "bob", "tom"}
    people.are("tom", "instructor")
    assert {row["user"] for row in await decisions(offline, least=2)} == {"ada", "tom"}
    assert {row["user"] for row in await decisions(offline, "?user=ada")} == {"ada"}
    for name in ("bob", "nobody"):
        assert (await offline.fetch(f"teaching/decisions?user={name}")).code == 403
    people.are("ada")
    response = await offline.fetch("teaching/decisions")
    assert (response.code, json_of(response)["code"]) == (403, "AUTH_FORBIDDEN")
