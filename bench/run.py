"""Measures the tutor beside the bare SDK and a plain Jupyter server, on this machine, in one run.

`python bench/run.py [--json FILE] [--quick]`; about five minutes. The fake model answers every question
with the same 200 tokens (0.9 kB of prose), 20 ms apart, the first after 50 ms. Everything is on loopback.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import footprint
import psutil
from report import Figure, as_json, table
from servers import ALL_LIMITS, NO_LIMITS, ROOT, FakeModel, JupyterServer

PROSE = (
    "Look closely at the last line of your cell. Which name did you create above it, and which name are "
    "you asking Python to print? Read both of them aloud, letter by letter, before you change anything. "
    "Python only knows a name after it has been given a value, so a name that is spelled differently is "
    "a different name to it. Now think about the loop as well. How many values are in your list, and "
    "how many times does the body run? You could add one line that shows the position on every turn and "
    "compare it with what you expected to see. What would the position be on the very last turn? If the "
    "two do not agree, ask yourself which part of the range decides where the loop ends, and what the "
    "smallest change would be that lets it reach the final value. Try that change, run the cell again, "
    "and tell me what you see. I am curious whether the total now agrees with what you get by hand."
)
TOKENS = 200
STOP_AT = 40


def cut_evenly(text: str, count: int) -> list[str]:
    """The text in `count` pieces of nearly the same length."""
    edges = [round(i * len(text) / count) for i in range(count + 1)]
    return [text[a:b] for a, b in pairwise(edges)]


SCRIPT: dict[str, Any] = {
    "tokens": cut_evenly(PROSE, TOKENS),
    "first_delay": 0.05,
    "token_delay": 0.02,
    "input_tokens": 400,
}


class Client:
    """A timed client in a process of its own; see clients.py for its commands."""

    def __init__(self, kind: str, url: str) -> None:
        command = [sys.executable, str(ROOT / "bench" / "clients.py"), kind, url]
        self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._child.stdin
        assert self._child.stdout
        self._commands, self._answers = self._child.stdin, self._child.stdout
        self._read()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._commands.close()
        self._child.wait(timeout=30)

    def tell(self, **command: Any) -> dict[str, Any]:
        """Send one command and wait for its answer."""
        self._commands.write(json.dumps(command) + "\n")
        self._commands.flush()
        return self._read()

    def _read(self) -> dict[str, Any]:
        line = self._answers.readline()
        if not line:
            msg = "A client process died; its own message is above."
            raise RuntimeError(msg)
        answer: dict[str, Any] = json.loads(line)
        return answer


def streams(model: FakeModel, rounds: dict[int, int]) -> list[Figure]:
    """Latency at several numbers of simultaneous answers, CPU, bytes and stopping, on one warm server."""
    figures = []
    with (
        JupyterServer(model.url, tutor=True) as server,
        Client("sdk", f"{model.url}/v1") as sdk,
        Client("socket", server.socket_url) as tutor,
    ):
        model.play(SCRIPT)
        _ask(sdk, 1)
        _ask(tutor, 1)
        for concurrent, times in rounds.items():
            figures += _compare(server, sdk, tutor, concurrent, times)
        figures.append(_stop(model, tutor))
    return figures


def metering(model: FakeModel, rounds: int) -> list[Figure]:
    """The same answers from a server with all limits and from one with none, in turn."""
    model.play(SCRIPT)
    answers: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
    cpu = {False: 0.0, True: 0.0}
    with (
        JupyterServer(model.url, tutor=True, limits=NO_LIMITS) as without,
        JupyterServer(model.url, tutor=True, limits=ALL_LIMITS) as limited,
        Client("socket", without.socket_url) as free,
        Client("socket", limited.socket_url) as metered,
    ):
        sides = {False: (without, free), True: (limited, metered)}
        for _, client in sides.values():
            _ask(client, 1)
        for turn in range(2 * rounds):
            on = bool(turn % 2)
            server, client = sides[on]
            before = server.cpu_seconds()
            answers[on] += _ask(client, 1)["answers"]
            cpu[on] += server.cpu_seconds() - before
    off, on_cpu = (cpu[side] / rounds * 1e3 for side in (False, True))
    return [
        _over(
            "first sentence, all limits on against all off",
            *(answers[False], answers[True], "first", "limits_first_token_over_ms"),
        ),
        Figure("CPU per answer, all limits on against all off", on_cpu - off, "ms", plain=off, tutor=on_cpu),
    ]


def _ask(client: Client, concurrent: int) -> dict[str, Any]:
    said = client.tell(do="ask", concurrent=concurrent)
    wrong = [one["characters"] for one in said["answers"] if one["characters"] != len(PROSE)]
    if wrong:
        msg = f"An answer has {wrong[0]} characters instead of {len(PROSE)}: nothing here may be compared."
        raise RuntimeError(msg)
    return said


def _compare(server: JupyterServer, sdk: Client, tutor: Client, concurrent: int, rounds: int) -> list[Figure]:
    bare: list[dict[str, Any]] = []
    ours: list[dict[str, Any]] = []
    bare_cpu = our_cpu = 0.0
    for _ in range(rounds):
        said = _ask(sdk, concurrent)
        bare += said["answers"]
        bare_cpu += said["cpu"]
        before = server.cpu_seconds()
        ours += _ask(tutor, concurrent)["answers"]
        our_cpu += server.cpu_seconds() - before
    count = f"{concurrent} at once" if concurrent > 1 else "alone"
    figures = [
        _over(f"first sentence, {count}", bare, ours, "first", "first_token_over_ms"),
        _over(f"whole stream, {count}", bare, ours, "whole", "whole_stream_over_ms"),
        Figure(
            f"CPU per answer, {count}",
            (our_cpu - bare_cpu) / len(ours) * 1e3,
            "ms",
            plain=bare_cpu / len(bare) * 1e3,
            tutor=our_cpu / len(ours) * 1e3,
        ),
    ]
    if concurrent == 1:
        size = statistics.median(one["bytes"] for one in ours)
        figures.append(
            Figure(f"bytes to the browser for {len(PROSE)} of text", size, "B", goal="bytes_to_browser")
        )
    return figures


def _over(name: str, bare: list[dict[str, Any]], ours: list[dict[str, Any]], key: str, goal: str) -> Figure:
    plain, tutor = (statistics.median(one[key] for one in side) * 1e3 for side in (bare, ours))
    return Figure(name, tutor - plain, "ms", plain=plain, tutor=tutor, goal=goal, note="")


def _stop(model: FakeModel, tutor: Client) -> Figure:
    ends = [0]
    for piece in SCRIPT["tokens"]:
        ends.append(ends[-1] + len(piece))
    after = []
    for _ in range(5):
        model.play(SCRIPT)
        seen = tutor.tell(do="stop", after=ends[STOP_AT])["characters"]
        time.sleep(0.3)
        seen_tokens = sum(1 for end in ends[1:] if end <= seen)
        after.append(model.journal()[0]["tokens"] - seen_tokens)
    note = "of five stops, the most tokens generated beyond those on the screen when stop was pressed."
    return Figure(
        f"tokens generated after Stop at {STOP_AT} of {TOKENS}",
        max(after),
        "tokens",
        goal="tokens_after_stop",
        note=note,
    )


def cold(model: FakeModel, runs: int) -> list[Figure]:
    """First token of the first answer after the server's start."""
    warmed = [_first(model, wait=2.0) for _ in range(runs)]
    at_once = [_first(model, wait=0.0) for _ in range(runs)]
    return [
        Figure(
            "cold first answer",
            statistics.median(warmed) * 1e3,
            "ms",
            goal="cold_first_token_ms",
            note="server ready, socket opened as the panel does on loading, 2 s, question; first sentence.",
        ),
        Figure(
            "cold first answer, asked at once",
            statistics.median(at_once) * 1e3,
            "ms",
            note="the same, with the question on the heels of the socket's opening.",
        ),
    ]


def _first(model: FakeModel, wait: float) -> float:
    model.play(SCRIPT)
    with JupyterServer(model.url, tutor=True) as server, Client("socket", server.socket_url) as tutor:
        tutor.tell(do="open")
        time.sleep(wait)
        return float(_ask(tutor, 1)["answers"][0]["first"])


def server_cost(model: FakeModel, pairs: int) -> list[Figure]:
    """Start-up time and memory beside a plain server, in alternating pairs."""
    ready: dict[bool, list[float]] = {False: [], True: []}
    idle: dict[bool, list[float]] = {False: [], True: []}
    answered: list[float] = []
    model.play(SCRIPT | {"first_delay": 0, "token_delay": 0})
    for pair in range(pairs):
        for tutor in (False, True) if pair % 2 else (True, False):
            with JupyterServer(model.url, tutor=tutor) as server:
                ready[tutor].append(server.ready_seconds * 1e3)
                time.sleep(1.5)
                idle[tutor].append(server.memory_mb())
                if tutor:
                    with Client("socket", server.socket_url) as client:
                        _ask(client, 1)
                        answered.append(server.memory_mb())
    middle = statistics.median
    plain = middle(idle[False])
    return [
        _paired("server ready", ready, "ms", "ready_over_ms"),
        _paired("memory before first use (PSS)", idle, "MB", "idle_memory_over_mb"),
        Figure(
            "memory after an answer (PSS)",
            middle(answered) - plain,
            "MB",
            plain=plain,
            tutor=middle(answered),
            goal="answered_memory_over_mb",
        ),
    ]


def _paired(name: str, sides: dict[bool, list[float]], unit: str, goal: str) -> Figure:
    """The median of the differences within pairs, so that a machine that slows down hits both sides."""
    over = statistics.median(b - a for a, b in zip(sides[False], sides[True], strict=True))
    plain, tutor = statistics.median(sides[False]), statistics.median(sides[True])
    return Figure(name, over, unit, plain=plain, tutor=tutor, goal=goal)


def sizes() -> list[Figure]:
    """Import time, the panel, packages and disk."""
    everything = footprint.packages_added(("anthropic", "openai", "google"))
    alone = footprint.packages_added(())
    figures = [
        Figure(
            "import of the extension, CPU", footprint.import_cpu_seconds() * 1e3, "ms", goal="import_cpu_ms"
        ),
        Figure("packages added, all three SDKs", len(everything), "", goal="packages_added"),
        Figure("disk added, all three SDKs", sum(everything.values()) / 1e6, "MB", goal="disk_added_mb"),
        Figure("packages added, coach only", len(alone), ""),
        Figure("disk added, coach only", sum(alone.values()) / 1e6, "MB"),
    ]
    panel = footprint.panel_gzip_bytes()
    if panel is None:
        print("The panel's size is left out: there is no finished build of it.", file=sys.stderr)
    else:
        figures.insert(1, Figure("panel JavaScript, gzip", panel / 1e3, "kB", goal="panel_gzip_kb"))
    return figures


def main() -> None:
    """Run every part, print the table, write the JSON that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--quick", action="store_true", help="few rounds: to see that it runs, not to quote")
    parser.add_argument("--only", choices=["streams", "metering", "cold", "server", "sizes"], help="one part")
    given = parser.parse_args()
    quick = given.quick
    parts: dict[str, Callable[[FakeModel], list[Figure]]] = {
        "streams": lambda model: streams(model, {1: 1, 10: 1} if quick else {1: 8, 10: 3, 50: 2}),
        "metering": lambda model: metering(model, 2 if quick else 20),
        "cold": lambda model: cold(model, 1 if quick else 3),
        "server": lambda model: server_cost(model, 1 if quick else 6),
        "sizes": lambda _: sizes(),
    }
    figures: list[Figure] = []
    with FakeModel() as model:
        for name, part in parts.items():
            if given.only in (None, name):
                print(f"measuring: {name} …", file=sys.stderr, flush=True)
                figures += part(model)
    print(f"\n{psutil.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}; medians\n")
    print(table(figures))
    if given.json:
        given.json.write_text(json.dumps(as_json(figures), indent=2) + "\n")


if __name__ == "__main__":
    main()
