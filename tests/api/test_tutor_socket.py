"""Messages within a module, over a real server: policies, exams, hints one at a time, attempts."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from module_samples import code, notebook, text
from provider_script import Script, words
from shelf import PROMPT, SOLUTION, STARTER
from tutor_server import frames_until_end, json_of, running_server, send, text_of

from jupyter_tutor.errors import CheckingUnavailable
from jupyter_tutor.sandbox.runner import Sandbox
from jupyter_tutor.tutoring.checks import Check, Checks

SECRETS = {f"hint {step}": f"PLANTED-{step} look at window {step}." for step in range(1, 6)}
SECRETS |= {
    "mistake": "PLANTED-MISTAKE the last window is cut.",
    "hidden": "PLANTED_HIDDEN_987",
    "solution": "PLANTED_TRICK",
}
CELL = {"notebook_path": "signals.ipynb", "cell_id": "c1", "exercise_text": PROMPT, "cell_code": STARTER}
IN_EXERCISE = {**CELL, "exercise_id": "moving-average"}
SECRET_SOLUTION = SOLUTION.replace("averages", SECRETS["solution"])


def signals(
    policy: dict[str, Any] | None = None,
    *,
    of_exercise: dict[str, Any] | None = None,
    mistake: dict[str, str] | None = None,
) -> dict:
    """A module with one exercise and everything that students may not see."""
    when = mistake or {"error": "IndexError"}
    exercise = {"id": "moving-average", "difficulty": {"programming": 3, "mathematics": 3}}
    exercise |= {"policy": of_exercise} if of_exercise else {}
    hints = [
        text(SECRETS[f"hint {step}"], jupyter_tutor={"role": "hint", "level": step}) for step in range(1, 6)
    ]
    return notebook(
        text("# Signals"),
        text(PROMPT),
        code(STARTER, cell_id="answer", jupyter_tutor={"exercise": exercise}),
        *hints,
        text(SECRETS["mistake"], jupyter_tutor={"role": "mistake", "when": when}),
        code(SECRET_SOLUTION, jupyter_tutor={"role": "solution"}),
        code("assert moving_average([1, 3], 2) == [2.0]", jupyter_tutor={"role": "check", "name": "small"}),
        code(
            f"assert moving_average([5], 1) == [5]  # {SECRETS['hidden']}",
            jupyter_tutor={"role": "check", "hidden": True, "name": "large"},
        ),
        jupyter_tutor={
            "version": 1,
            "module": {"slug": "signals", "title": "Signals"},
            **({"policy": policy} if policy else {}),
        },
    )


async def publish(server, *notebooks: dict) -> list[str]:
    """The ids of the modules that are published now."""
    body = {
        "course": {"slug": "physics", "title": "Physics"},
        "modules": [{"notebook": n} for n in notebooks],
    }
    response = await server.fetch("modules", "POST", body)
    assert response.code < 300, response.body
    return [row["id"] for row in json_of(response)["modules"]]


def secrets_in(frames: Any) -> set[str]:
    """The names of the planted secrets that occur anywhere in what was sent."""
    sent = json.dumps(frames)
    return {name for name, secret in SECRETS.items() if secret in sent}


async def climb(server, module_id: str, messages: int, **cell: Any) -> list[list[dict]]:
    """The frames of one message after the other, each after some work, in one conversation."""
    socket = await server.socket(path=f"ws/tutor?module={module_id}")
    answers: list[list[dict]] = []
    session: dict[str, str] = {}
    for number in range(messages):
        work = {**IN_EXERCISE, "cell_code": f"{STARTER}# try {number}\n", **cell, **session}
        await send(socket, content=f"I tried {number} windows and it still fails, why?", **work)
        answers.append(await frames_until_end(socket))
        session = {"session_id": answers[-1][-1]["session_id"]}
    return answers


async def test_an_unknown_module_closes_with_4004(server):
    """One that never was, one that was taken down, and none at all."""
    (module_id,) = await publish(server, signals())
    assert (await server.fetch(f"modules/{module_id}", "DELETE")).code < 300
    for query in ("?module=nowhere", f"?module={module_id}", ""):
        socket = await server.socket(path=f"ws/tutor{query}")
        assert await socket.read_message() is None
        assert socket.close_code == 4004


async def test_a_module_socket_without_identity_is_closed_with_4001(server):
    """As the chat is."""
    socket = await server.socket(token=None, path="ws/tutor?module=x")
    assert await socket.read_message() is None
    assert socket.close_code == 4001


# req: M5
async def test_a_conversation_in_a_module_is_stored_as_such_and_counts_each_answer_once(server, tmp_path):
    """Type, module and ledger say where it was; a request counts once, the general chat not at all."""
    (module_id,) = await publish(server, signals())
    socket = await server.socket(path=f"ws/tutor?module={module_id}")
    request_id = await send(socket, content="Why does it fail?", **IN_EXERCISE)
    frames = await frames_until_end(socket)
    await send(socket, content="Why does it fail?", request_id=request_id, **IN_EXERCISE)
    await frames_until_end(socket)
    general = await server.socket()
    await send(general, content="Why does it fail?", **IN_EXERCISE)
    await frames_until_end(general)
    session = json_of(await server.fetch(f"chat/sessions/{frames[-1]['session_id']}"))
    assert (session["session_type"], session["module"]) == ("tutor", module_id)
    progress = json_of(await server.fetch(f"progress/{module_id}"))
    assert (progress["attempt_count"], progress["status"]) == (1, "in_progress")
    assert [(each["id"], each["hint_level"]) for each in progress["exercises"]] == [("moving-average", 1)]
    with closing(sqlite3.connect(tmp_path / "tutor" / "tutor.sqlite")) as database:
        assert database.execute("SELECT module FROM llm_calls ORDER BY number").fetchall() == [
            (module_id,),
            (None,),
        ]


# req: M4 P1
async def test_hints_come_one_at_a_time_in_the_instructors_words(offline):
    """The coach says each at its step; nothing that was not earned is in any frame."""
    (module_id,) = await publish(offline, signals())
    answers = await climb(offline, module_id, 5)
    for step, frames in enumerate(answers, 1):
        assert text_of(frames) == SECRETS[f"hint {step}"]
        assert secrets_in(frames) == {f"hint {step}"}
    progress = json_of(await offline.fetch(f"progress/{module_id}"))
    assert progress["exercises"][0]["hint_level"] == 5


# req: P1
async def test_a_common_mistake_comes_first_and_the_hint_of_the_step_with_the_next_message(offline):
    """Asked once more at the same step, the coach finds words of its own."""
    (module_id,) = await publish(offline, signals({"max_hint_level": 1}))
    error = "Traceback (most recent call last):\n  line 3\nIndexError: list index out of range"
    answers = await climb(offline, module_id, 3, error_output=error)
    assert [secrets_in(frames) for frames in answers] == [{"mistake"}, {"hint 1"}, set()]
    assert all(frames[0]["max_hint_level"] == 1 for frames in answers)


# req: M4 P9
async def test_a_model_learns_the_hint_of_its_step_and_the_solution_at_the_last(server, provider):
    """What a model was never told it cannot be talked into telling."""
    (module_id,) = await publish(server, signals())
    await climb(server, module_id, 5)
    told = [secrets_in(entry.body) for entry in provider.journal]
    assert told == [{"hint 1"}, {"hint 2"}, {"hint 3"}, {"hint 4"}, {"hint 5", "solution"}]


# req: P9
async def test_the_solution_in_disguise_is_held_back_at_level_4(server, provider):
    """Renamed and as a function of another name, it is known by what the module's checks say."""
    (module_id,) = await publish(server, signals())
    disguised = (
        SOLUTION.replace("moving_average", "smooth").replace("averages", "out").replace("window", "part")
    )
    leak = Script(tokens=words(f"Here you are:\n\n```python\n{disguised}```\n"))
    provider.play(Script(), Script(), Script(), leak, leak)
    answers = await climb(server, module_id, 4, cell_code="x = 1", exercise_text=None)
    assert answers[3][0]["hint_level"] == 4
    assert "sum(" not in text_of(answers[3])


# req: P10
@pytest.mark.parametrize(
    "cell",
    [
        IN_EXERCISE,
        CELL,
        {"cell_code": SECRET_SOLUTION.replace("window", "part")},
        {"exercise_text": PROMPT},
        {**CELL, "exercise_id": "made-up"},
    ],
    ids=["id", "no-id", "code", "text", "false-id"],
)
async def test_the_highest_step_of_an_exercise_holds_in_the_general_chat(server, cell):
    """With the id and without it, message after message."""
    await publish(server, signals(of_exercise={"max_hint_level": 2}))
    socket, levels = await server.socket(), []
    for number in range(4):
        await send(socket, content=f"I tried {number} things and it still fails, why?", **cell)
        start = (await frames_until_end(socket))[0]
        levels.append((start["hint_level"], start["max_hint_level"]))
    assert max(levels) == (2, 2)
    problems = json_of(await server.fetch("problems"))["problems"]
    assert {(problem["exercise_id"], problem["max_hint_level"]) for problem in problems} == {
        ("moving-average", 2)
    }


async def ask_everywhere(server, module_ids: list[str]) -> list[list[dict]]:
    """One question in the general chat, in every module and over the event stream."""
    found = []
    for path in ("ws/chat", *(f"ws/tutor?module={module_id}" for module_id in module_ids)):
        socket = await server.socket(path=path)
        await send(socket, content="What is a mean?")
        found.append(await frames_until_end(socket))
        socket.close()
    response = await server.fetch(
        "chat/stream", "POST", {"content": "What is a mean?", "request_id": str(uuid4())}
    )
    lines = response.body.decode().splitlines()
    found.append([json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")])
    return found


# req: P10
@pytest.mark.parametrize("kind", ["modules", "courses"])
async def test_an_exam_silences_chat_tutor_and_stream(server, provider, kind):
    """No model is asked and nothing is spent while it lasts; afterwards all is as before."""
    other = notebook(
        text("# Other"), jupyter_tutor={"version": 1, "module": {"slug": "other", "title": "Other"}}
    )
    ids = await publish(server, signals(), other)
    listing = json_of(await server.fetch("modules"))
    place = ids[0] if kind == "modules" else listing["courses"][0]["id"]
    now = datetime.now(UTC)
    policy = {"max_hint_level": None, "tutor": None, "words": ""}
    exam = {"from": (now - timedelta(hours=1)).isoformat(), "until": (now + timedelta(hours=1)).isoformat()}
    response = await server.fetch(f"{kind}/{place}/policy", "PUT", {**policy, "exam": exam})
    assert response.code < 300, response.body
    for frames in await ask_everywhere(server, ids):
        assert [frame["type"] for frame in frames] == ["canned", "done"]
        assert (frames[0]["filter"], frames[1]["state"], frames[1]["cost_usd"]) == ("exam", "refused", "0")
    assert provider.journal == []
    await server.fetch(f"{kind}/{place}/policy", "PUT", {**policy, "exam": None})
    for frames in await ask_everywhere(server, ids):
        assert frames[0]["type"] == "start"


# req: P10
async def test_a_module_that_is_off_leaves_the_general_chat_alone(server):
    """Off is for its place; only an exam is for all."""
    (module_id,) = await publish(server, signals({"tutor": "off"}))
    in_chat, in_module, streamed = await ask_everywhere(server, [module_id])
    assert [frames[0]["type"] for frames in (in_chat, in_module, streamed)] == ["start", "canned", "start"]


# req: M4
async def test_given_hints_are_remembered_after_a_restart(tmp_path, monkeypatch):
    """Each comes once in a conversation, whichever process answers."""
    data, seen, session = tmp_path / "data", [], {}
    for _ in range(2):
        async with running_server(tmp_path, monkeypatch, data_dir=data) as server:
            (module_id,) = await publish(server, signals({"max_hint_level": 1}))
            socket = await server.socket(path=f"ws/tutor?module={module_id}")
            await send(socket, content="Why does it fail, please?", **IN_EXERCISE, **session)
            frames = await frames_until_end(socket)
            session = {"session_id": frames[-1]["session_id"]}
            seen.append(secrets_in(frames))
    assert seen == [{"hint 1"}, set()]


async def confined() -> None:
    """Skip where student code is not run."""
    try:
        await Sandbox().run("", Checks((Check("1", "1"),)))
    except CheckingUnavailable as refusal:
        pytest.skip(f"this system cannot confine processes: {refusal}")


# req: P1
async def test_a_mistake_that_shows_in_a_result_is_found_by_running_the_checks(server, provider):
    """The value that the failing check got is compared, before a model is asked."""
    await confined()
    (module_id,) = await publish(server, signals(mistake={"got": "[4]"}))
    wrong = SOLUTION.replace("sum(window) / width", "sum(window)")
    await climb(server, module_id, 2, cell_code=wrong)
    await climb(server, module_id, 1, cell_code=SOLUTION.replace("/ width", "* width"))
    assert [secrets_in(entry.body) for entry in provider.journal] == [{"mistake"}, {"hint 2"}, {"hint 3"}]


# req: L1 M4
async def test_after_the_authored_hint_the_coach_runs_the_modules_checks(offline):
    """It names the visible input that fails; hidden checks and the solution stay where they are."""
    await confined()
    (module_id,) = await publish(offline, signals({"max_hint_level": 2}))
    wrong = SOLUTION.replace("sum(window) / width", "sum(window)")
    answers = await climb(offline, module_id, 4, cell_code=wrong)
    assert [secrets_in(frames) for frames in answers] == [{"hint 1"}, {"hint 2"}, set(), set()]
    assert "moving_average([1, 3], 2)" in text_of(answers[2])
    assert "[2.0]" in text_of(answers[2])
