"""One multiplexed connection to Redis that never keeps anybody waiting.

Every caller writes into the same connection at once and waits for its own reply; Redis answers in the
order it was asked. A pool of 50 connections costs 50 % more per call alone and serves a quarter of the
calls per second at 50 callers at once; a small pool makes callers wait longer than the time they have.
Nothing is retried: what a call that got no reply did is found out by request id later.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from redis.asyncio.connection import AbstractConnection


class RedisAway(Exception):
    """No connection, or no reply in time. Whether the command was carried out is not known."""


class RedisConnection:
    """A connection to one Redis server (7 or later) that calls one function.

    `library` is the function's name and the text that defines it.

    `timeout` in seconds holds for connecting, with its handshake, and for each call as a whole. A connection
    that missed it once is given up for everybody: a late reply can then never be taken for another one.
    """

    def __init__(self, url: str, library: tuple[str, str], timeout: float) -> None:
        self._url = url
        self._name, self._library = library
        self._timeout = timeout
        self._line: AbstractConnection | None = None
        self._waiting: deque[asyncio.Future[Any]] = deque()
        self._reading: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether calls can be made."""
        return self._line is not None

    async def open(self) -> None:
        """Connect and load the function, or raise RedisAway."""
        from redis.asyncio import ConnectionPool
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff
        from redis.exceptions import RedisError, ResponseError

        await self.close()
        pool = ConnectionPool.from_url(self._url, retry=Retry(NoBackoff(), 0), socket_timeout=None)
        line: AbstractConnection = pool.make_connection()  # type: ignore[no-untyped-call]
        try:
            async with asyncio.timeout(self._timeout):
                await line.connect()  # type: ignore[no-untyped-call]
        except (RedisError, OSError, TimeoutError) as error:
            await line.disconnect(nowait=True)
            raise RedisAway(f"connecting: {type(error).__name__}") from error
        self._line = line
        self._reading = asyncio.create_task(self._read(line))
        try:
            await self._load(self._deadline())
        except ResponseError as error:
            raise RedisAway(f"it answers: {error}") from error

    def _deadline(self) -> float:
        return asyncio.get_running_loop().time() + self._timeout

    async def _load(self, by: float) -> None:
        await self._command(by, "FUNCTION", "LOAD", "REPLACE", self._library)

    async def run(self, *arguments: str) -> str:
        """What the function answers, or RedisAway: also when Redis answers that it cannot (BUSY, OOM …)."""
        from redis.exceptions import ResponseError

        by = self._deadline()
        try:
            try:
                reply = await self._command(by, "FCALL", self._name, "0", *arguments)
            except ResponseError as error:
                if "Function not found" not in str(error):
                    raise
                # Somebody flushed the functions: the call was not carried out and may be repeated.
                await self._load(by)
                reply = await self._command(by, "FCALL", self._name, "0", *arguments)
        except ResponseError as error:
            raise RedisAway(f"it answers: {error}") from error
        return str(reply.decode())

    async def _command(self, by: float, *words: str) -> Any:
        from redis.exceptions import ConnectionError as RedisConnectionError

        line = self._line
        if line is None:
            raise RedisAway("not connected")
        reply: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append(reply)
        try:
            async with asyncio.timeout_at(by):
                await line.send_packed_command(_packed(words), check_health=False)
                return await reply
        except (RedisConnectionError, TimeoutError, OSError) as error:
            if not reply.cancel() and not reply.cancelled():
                reply.exception()  # the same fault, seen by the reader first
            if self._line is line:
                self.drop(f"no reply: {type(error).__name__}")
            raise RedisAway(f"no reply: {type(error).__name__}") from error

    async def _read(self, line: AbstractConnection) -> None:
        from redis.exceptions import RedisError, ResponseError

        reason = "connection closed"
        try:
            while True:
                answer: Any
                try:
                    answer = await line.read_response(disable_decoding=True)
                except ResponseError as error:
                    answer = error
                waiting = self._waiting.popleft()
                if waiting.done():  # whoever asked has gone away
                    continue
                if isinstance(answer, ResponseError):
                    waiting.set_exception(answer)
                else:
                    waiting.set_result(answer)
        except (RedisError, OSError) as error:
            reason = f"connection lost: {type(error).__name__}"
        finally:
            if self._line is line:
                self._line = None
                self._fail_all(reason)
            await line.disconnect(nowait=True)

    def _fail_all(self, reason: str) -> None:
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_exception(RedisAway(reason))
        self._waiting.clear()

    def drop(self, reason: str) -> None:
        """Let go of the connection; whoever waits gets RedisAway."""
        self._line = None
        self._fail_all(reason)
        if self._reading is not None:
            self._reading.cancel()  # closes the socket

    async def close(self) -> None:
        """The same, and wait until it is closed."""
        self.drop("closed")
        if self._reading is not None:
            await asyncio.gather(self._reading, return_exceptions=True)
            self._reading = None


def _packed(words: Sequence[str]) -> bytes:
    """A command in the Redis protocol: redis-py's `pack_command`, for texts alone, in a third of the time."""
    parts = [b"*%d\r\n" % len(words)]
    for word in words:
        data = word.encode()
        parts.append(b"$%d\r\n%b\r\n" % (len(data), data))
    return b"".join(parts)
