"""How fast a large course is listed and opened, and a notebook saved, on a real server over loopback.

Run `python bench/modules_bench.py`. The course has 200 modules with ten exercises each; 10,000 students have
begun ten of them, and whoever asks has begun them all and done half. The saved notebook is 1 MB of JSON, half
of it images. SQLite, and PostgreSQL where it is installed, in a cluster of its own. Times are those of whole
requests as a client on the same machine sees them; "in the server" is what the server says in the header
Server-Timing, from the request's first line to the answer's. Nothing is asserted: it prints.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import gzip
import http.client
import json
import random
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from servers import NO_LIMITS, TOKEN, JupyterServer

from jupyter_tutor.storage.database import Store
from jupyter_tutor.storage.module_tables import exercise_progress, user_module_progress
from jupyter_tutor.storage.tables import users
from jupyter_tutor.tutoring.clock import SystemClock
from jupyter_tutor.tutoring.modules.coursework import packed_state
from jupyter_tutor.tutoring.modules.records import CourseName, ExerciseOutline

TESTS = Path(__file__).resolve().parent.parent / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "doubles")]
import postgresql_server  # noqa: E402
from module_samples import code, edition, notebook, save, text  # noqa: E402

MODULES = 200
EXERCISES = 10
BEGUN_BY_EACH = 10
BATCH = 500
NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
SOMEBODY = "somebody"
WARM_UP_SECONDS = 5
"""The first request loads the tutor, which then goes on loading what its first answer will need."""

GOAL_MS = {"list": 50, "open": 50, "save": 20}


def course():
    """The modules, each with a title and ten exercises."""
    for number in range(1, MODULES + 1):
        outlines = tuple(
            ExerciseOutline(f"exercise-{each}", f"Exercise {each} of module {number}", 2.0, (3, 2), 3)
            for each in range(EXERCISES)
        )
        made = edition(f"module-{number}", body=f"print({number})\n" * 50)
        yield replace(
            made, title=f"Module {number}", order=number, exercises=outlines, summary="All about it. " * 10
        )


def rows_of(student, module_ids, chance):
    """One student's rows in some modules, each begun with three exercises."""
    modules, exercises = [], []
    for module_id in module_ids:
        key = {"user_id": student, "module_id": module_id}
        times = {"created_at": NOW, "updated_at": NOW}
        progress = {"status": "in_progress", "module_version": 1, "state_version": 0, "attempt_count": 3}
        modules.append(key | times | progress)
        for each in range(3):
            mark = {"exercise_id": f"exercise-{each}", "status": chance.choice(["in_progress", "done"])}
            counted = {"attempts": 2, "hint_level": chance.choice([None, 1, 2, 3]), "passed_at": None}
            exercises.append(key | mark | counted | {"updated_at": NOW})
    return modules, exercises


async def fill(url, students):
    """Publish the course, and let everybody work on it. The module ids."""
    store, chance = Store(url, SystemClock()), random.Random(1)
    published = await store.modules.publish(CourseName("large", "Large"), tuple(course()), "author", NOW)
    ids = [module.id for module in published]
    for start in range(0, students, BATCH):
        names = [(str(uuid4()), f"student-{number}") for number in range(start, min(start + BATCH, students))]
        people = [
            {
                "id": one,
                "email": None,
                "username": name,
                "display_name": name,
                "self_rated": False,
                "created_at": NOW,
            }
            for one, name in names
        ]
        made = [rows_of(one, chance.sample(ids, BEGUN_BY_EACH), chance) for one, _ in names]
        await insert(store, people, made)
    me = await store.students.recognise(SOMEBODY, SOMEBODY)
    await insert(store, [], [rows_of(me.id, ids, chance)])
    await store.close()
    return ids


async def insert(store, people, made):
    """Add students and their rows in one transaction."""

    def work(connection):
        if people:
            connection.execute(users.insert(), people)
        connection.execute(user_module_progress.insert(), [row for modules, _ in made for row in modules])
        connection.execute(exercise_progress.insert(), [row for _, marks in made for row in marks])

    await store._connections.write(work)  # noqa: SLF001 - no use case makes ten thousand students


def megabyte(seed):
    """A notebook of 1 MB of JSON: ten plots, and code with printed numbers."""
    chance, cells = random.Random(seed), []
    for number in range(10):
        image = base64.b64encode(chance.randbytes(37_500)).decode()
        shown = {
            "output_type": "display_data",
            "metadata": {},
            "data": {"image/png": image, "text/plain": "<Figure>"},
        }
        cells.append(code(f"plot({number})", cell_id=f"plot{number}", outputs=[shown]))
    number = 0
    while len(json.dumps(cells)) < 1_000_000:
        number += 1
        printed = "".join(f"{chance.random():.6f}\n" for _ in range(1_000))
        stream = {"output_type": "stream", "name": "stdout", "text": printed}
        body = "\n".join(
            f"value_{line} = compute({chance.random():.3f}, option={line})" for line in range(200)
        )
        cells += [text(f"## Part {number}\n" + "Some words about it. " * 50, cell_id=f"text{number}")]
        cells += [code(body, cell_id=f"code{number}", outputs=[stream])]
    return notebook(*cells)


class Client:
    """One connection that is kept open."""

    def __init__(self, url):
        where = urlsplit(url)
        self._connection = http.client.HTTPConnection(where.hostname, where.port, timeout=60)

    def timed(self, method, path, body=None, **headers):
        """Seconds of a request for the client and by the server's own clock, and its answer's JSON."""
        given = {"Authorization": f"token {TOKEN}", "Content-Type": "application/json", **headers}
        begin = time.perf_counter()
        self._connection.request(method, f"/tutor/api/{path}", body, given)
        response = self._connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - begin
        assert response.status == 200, (response.status, content[:500])
        own = float(response.headers["Server-Timing"].rpartition("=")[2]) / 1e3
        return seconds, own, json.loads(content)


def shown(name, seconds, goal=None):
    """One line: p50 and p99 in milliseconds, after the first few."""
    ordered = sorted(seconds[3:])
    p50, p99 = (1e3 * ordered[int(len(ordered) * share)] for share in (0.5, 0.99))
    met = {True: "met", False: "MISSED"}
    aim = "" if goal is None else f"   goal {goal} ms: p50 {met[p50 < goal]}, p99 {met[p99 < goal]}"
    print(f"{name:<44} p50 {p50:7.1f} ms   p99 {p99:7.1f} ms{aim}", flush=True)


def measure(name, url, ids, rounds):
    """The figures over one database."""
    environ = {"JUPYTER_TUTOR_DATABASE_URL": url, "JUPYTER_TUTOR_USERNAME": SOMEBODY}
    with JupyterServer("http://127.0.0.1:9", tutor=True, limits=NO_LIMITS, environ=environ) as server:
        client = Client(server.url)
        client.timed("GET", "modules")
        time.sleep(WARM_UP_SECONDS)
        listed = [client.timed("GET", "modules")[0] for _ in range(rounds)]
        shown(f"{name}: list {MODULES} modules", listed, GOAL_MS["list"])
        module = ids[len(ids) // 2]
        shown(
            f"{name}: open a module",
            [client.timed("GET", f"modules/{module}")[0] for _ in range(rounds)],
            GOAL_MS["open"],
        )
        path = f"modules/{module}/notebook"
        shown(f"{name}: its notebook", [client.timed("GET", path)[0] for _ in range(rounds)], GOAL_MS["open"])
        shown(f"{name}: all progress", [client.timed("GET", "progress")[0] for _ in range(rounds)])
        saves(name, server, client, ids, rounds)
        overview = [client.timed("GET", "modules/overview")[0] for _ in range(8)]
        shown(f"{name}: class overview", overview)


def saves(name, server, client, ids, rounds):
    """Saving and reading a notebook of 1 MB, as it is and packed; with the server's own time, all threads."""
    for module, kind in zip(ids, ("as JSON", "as gzip"), strict=False):
        seconds, in_server, version, cpu = [], [], None, server.cpu_seconds()
        for number in range(rounds):
            body = json.dumps({"notebook_state": megabyte(number % 5), "version": version}).encode()
            headers = {}
            if kind == "as gzip":
                body, headers = gzip.compress(body, 6), {"Content-Encoding": "gzip"}
            took, own, row = client.timed("PUT", f"progress/{module}", body, **headers)
            seconds.append(took)
            in_server.append(own)
            version = row["version"]
        shown(f"{name}: save 1 MB {kind}, for the client", seconds)
        shown(f"{name}: save 1 MB {kind}, in the server", in_server, GOAL_MS["save"])
        used = 1e3 * (server.cpu_seconds() - cpu) / rounds
        print(f"{name + ': CPU time of the server for each':<44} {used:11.1f} ms")
    read = [client.timed("GET", f"progress/{ids[0]}")[0] for _ in range(rounds)]
    shown(f"{name}: read it back", read)


async def store_alone(url, ids, rounds):
    """The same save without a server: preparing the notebook, and the transaction."""
    store = Store(url, SystemClock())
    me = await store.students.recognise("another", "another")
    preparing, writing = [], []
    for number in range(rounds):
        work = megabyte(number % 5)
        begin = time.perf_counter()
        state = packed_state(work)
        middle = time.perf_counter()
        saved = await store.progress.save(replace(save(me.id, ids[0], number), state=state))
        writing.append(time.perf_counter() - middle)
        preparing.append(middle - begin)
        assert saved.is_accepted
    await store.close()
    return preparing, writing


@contextmanager
def databases():
    """(name, url) of an empty database of each kind that there is."""
    with tempfile.TemporaryDirectory(prefix="tutor-bench-") as folder:
        found = [("SQLite", f"sqlite:///{folder}/tutor.sqlite")]
        programs = postgresql_server.programs()
        if programs is None:
            print("PostgreSQL: not measured, it is not installed")
            yield found
            return
        with postgresql_server.running(programs) as server:
            yield [*found, ("PostgreSQL", server.new_database())]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--students", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=100)
    chosen = options.parse_args()
    with databases() as found:
        for name, url in found:
            begin = time.perf_counter()
            ids = asyncio.run(fill(url, chosen.students))
            took = time.perf_counter() - begin
            print(f"{name}: {chosen.students:,} students in {MODULES} modules, made in {took:.0f} s")
            measure(name, url, ids, chosen.rounds)
            preparing, writing = asyncio.run(store_alone(url, ids, chosen.rounds))
            shown(f"{name}: 1 MB in the server, check and pack", preparing)
            shown(f"{name}: 1 MB in the server, transaction", writing)


if __name__ == "__main__":
    main()
