"""One worker's standing with Redis: connected and trusted, or away; the way back; the journal.

A worker trusts Redis' word when Redis has the past and this worker's journal, and there is reason to
think that it has the others' journals. Everything that waits (connecting, heartbeats, coming back)
happens in one background task.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from jupyter_tutor.cost.limits import CLOCK_SLACK_SECONDS, KEPT_SECONDS, LEASE_SECONDS, PastRequest
from jupyter_tutor.errors import TutorError
from jupyter_tutor.limits.connection import RedisAway, RedisConnection
from jupyter_tutor.limits.knowledge import Knowledge
from jupyter_tutor.limits.known_state import OwnRequest
from jupyter_tutor.limits.redis_encoding import LimitTexts, library
from jupyter_tutor.limits.redis_replay import own_in_words, past_in_words

_FORGET_SECONDS = 90 * 86_400
_REPLAYED_AT_ONCE = 20
_LAST_TRIES = 20


@dataclass(frozen=True, slots=True)
class Timing:
    """In seconds. `timeout`: for connecting and for each reply. `leave_alone`: after a failure.

    `heartbeat`: between two signs of life. `silence`: after it a worker counts as gone; `patience`: so long
    the others are waited for after an outage. `poll`: between two looks at whether everybody is back.
    `turn`: a worker that brings the past and is not heard for so long is taken for dead.
    """

    timeout: float = 0.05
    leave_alone: float = 1.0
    heartbeat: float = 1.0
    silence: float = 10.0
    patience: float = 3.0
    poll: float = 0.1
    turn: float = 10.0


Past = Callable[[], Awaitable[Iterable[PastRequest]]]
"""What happened before and still matters, from where it is durable; may raise TutorError."""


class Changed(Protocol):
    """Hears whenever trust in Redis changes."""

    def __call__(self, *, trusted: bool, reason: str) -> None:
        """`reason` is empty when it has come back."""


@dataclass(frozen=True, slots=True)
class _Contact:
    epoch: str
    time: float
    has_past: bool
    heard: dict[str, float]


class RedisSession:
    """Asks Redis on behalf of one worker."""

    def __init__(
        self,
        url: str,
        *,
        prefix: str,
        worker: str,
        knowledge: Knowledge,
        timing: Timing,
        changed: Changed,
        past: Past,
    ) -> None:
        self._connection = RedisConnection(url, library(), timing.timeout)
        always = {
            "prefix": prefix,
            "worker": worker,
            "slack": CLOCK_SLACK_SECONDS,
            "kept": KEPT_SECONDS,
            "lease": LEASE_SECONDS,
            "forget": _FORGET_SECONDS,
            "silence": timing.silence,
        }
        self._always = f"{json.dumps(always)[1:-1]},"
        self.texts = LimitTexts(prefix)
        self._worker = worker
        self._knowledge = knowledge
        self._timing = timing
        self._changed = changed
        self._past = past
        self._epoch: str | None = None
        self._latest = 0.0
        self._companions: frozenset[str] = frozenset()
        self._watching: asyncio.Task[None] | None = None
        self._failed = asyncio.Event()
        self.is_trusted = False
        self.workers = 0
        self.journal: dict[str, int] = {}

    async def start(self) -> None:
        """Connect once, and keep the connection from then on."""
        await self._come_back()
        self._watching = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Say what is left to say and leave."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        with suppress(RedisAway):
            if self.is_trusted:
                await self._say_journal()
                await self._call("leave", {"epoch": self._epoch})
        await self._connection.close()

    # ---- asking --------------------------------------------------------------------------

    async def ask(
        self, op: str, now: float, fields: dict[str, Any], limits: Sequence[str] = ()
    ) -> dict[str, Any]:
        """What the script answers, or RedisAway: from then on Redis is not trusted.

        `limits` are as `texts` gives them.
        """
        self._latest = max(self._latest, now)
        try:
            return await self._call(op, {"epoch": self._epoch, "now": now, **fields}, limits)
        except RedisAway as away:
            self._lose(str(away))
            raise

    async def _call(self, op: str, fields: dict[str, Any], limits: Sequence[str] = ()) -> dict[str, Any]:
        question = f'{{"op":"{op}",{self._always}{json.dumps(fields)[1:]}'
        said: dict[str, Any] = json.loads(await self._connection.run(question, *limits))
        if said.get("emptied"):
            raise RedisAway("it has lost its data")
        return said

    def _lose(self, reason: str) -> None:
        self._connection.drop(reason)
        if self.is_trusted:
            self.is_trusted = False
            self._changed(trusted=False, reason=reason)
            self._failed.set()

    def note(self, request: OwnRequest) -> None:
        """Put a request into the journal: Redis may not have it as it is now."""
        self.journal[request.id] = self.journal.get(request.id, 0) + 1
        self._latest = max(self._latest, request.at, request.ended_at)

    # ---- the background --------------------------------------------------------------------

    async def _watch(self) -> None:
        while True:
            try:
                await self._look_after()
            except Exception as error:  # noqa: BLE001 - whatever it was: without this task nobody comes back
                self._lose(f"{type(error).__name__}: {error}")

    async def _look_after(self) -> None:
        if not self.is_trusted:
            await asyncio.sleep(self._timing.leave_alone)
            await self._come_back()
            return
        self._failed.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._timing.heartbeat):
                await self._failed.wait()
        if self.is_trusted:
            await self._heartbeat()

    async def _heartbeat(self) -> None:
        try:
            contact = await self._contact(self._epoch)
            if contact.epoch == self._epoch:
                self._count(contact)
                await self._say_journal()
            else:
                self._lose("it has lost its data")
        except RedisAway as away:
            self._lose(str(away))
        self._knowledge.forget(self._latest)

    async def _contact(self, mine: str | None) -> _Contact:
        """Give a sign of life, unless the epoch is not the one in which everything has been said."""
        said = await self._call("contact", {"new_epoch": uuid.uuid4().hex, "mine": mine or ""})
        epoch, time, has_past = said["contact"]
        names = iter(said["workers"] or ())
        heard = {name: float(next(names)) for name in names}
        return _Contact(epoch, float(time), has_past == "1", heard)

    def _count(self, contact: _Contact) -> None:
        self.workers = len(contact.heard)
        self._companions = frozenset(contact.heard) - {self._worker}

    async def _come_back(self) -> None:
        try:
            await self._connection.open()
            await self._rejoin()
        except RedisAway as away:
            self._connection.drop(str(away))

    # ---- the way back ------------------------------------------------------------------------

    async def _rejoin(self) -> None:
        contact = await self._contact(None)
        began = contact.time
        if self._companions:
            names = sorted(self._companions)
            await self._call("expect", {"names": names, "patience": self._timing.patience})
        if contact.epoch != self._epoch:
            await self._bring_past(contact.epoch)
            self._note_again()
        epoch = self._epoch = contact.epoch
        while True:
            await self._say_journal()
            contact = await self._contact(epoch)
            if contact.epoch != epoch:
                raise RedisAway("it has lost its data again")
            others = [heard for name, heard in contact.heard.items() if name != self._worker]
            if all(heard > began for heard in others):
                break
            await asyncio.sleep(self._timing.poll)
        for _ in range(_LAST_TRIES):
            if self.journal:
                await self._say_journal()
        self._count(contact)
        self.is_trusted = True
        self._changed(trusted=True, reason="")

    async def _bring_past(self, epoch: str) -> None:
        """See to it that an epoch has the past in it: bring it, or wait until another worker has."""
        while True:
            contact = await self._contact(None)
            if contact.epoch != epoch:
                raise RedisAway("it has lost its data again")
            if contact.has_past:
                return
            turn = {"epoch": epoch, "seconds": self._timing.turn}
            if (await self._call("restoring", turn)).get("mine"):
                await self._replay_past(turn)
                await self._call("past_is_back", {"epoch": epoch})
            else:
                await asyncio.sleep(self._timing.poll)

    async def _replay_past(self, turn: dict[str, Any]) -> None:
        try:
            past = iter(sorted(await self._past(), key=lambda row: row.at))
        except TutorError as error:
            raise RedisAway(f"the past is not known: {error.message}") from error
        while some := list(islice(past, _REPLAYED_AT_ONCE)):
            words = [past_in_words(row, self.texts) for row in some]
            await self._call("replay", {"epoch": turn["epoch"], "now": some[-1].at, "requests": words})
            await self._call("restoring", turn)

    def _note_again(self) -> None:
        """Redis may have none of this worker's requests; those that the past had are not counted twice."""
        for request in self._knowledge.requests.values():
            if request.id in self.journal or request.phase != "refunded":
                version = self.journal.pop(request.id, 0)  # said in the order in which they were made
                self.journal[request.id] = version + 1

    async def _say_journal(self) -> None:
        """Tell Redis what became of the requests in the journal, and strike out what it has heard."""
        for _ in range(len(self.journal) // _REPLAYED_AT_ONCE + 1):
            said = dict(islice(self.journal.items(), _REPLAYED_AT_ONCE))
            if not said:
                return
            requests = [self._knowledge.requests.get(id_) for id_ in said]
            words = [own_in_words(request, self.texts) for request in requests if request is not None]
            await self._call("replay", {"epoch": self._epoch, "now": self._latest, "requests": words})
            for id_, version in said.items():
                if self.journal.get(id_) == version:
                    del self.journal[id_]
