"""What one worker knows about limits that Redis decides on: enough to go on alone for a while.

`state` is that of each limit by the last answer of Redis, and what this worker did since. `requests` are
this worker's own, running or ended lately: what Redis may have to be told about again, by id.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from jupyter_tutor.cost.limits import (
    Amount,
    Limit,
    NearlyUsedUp,
    SessionTotal,
)
from jupyter_tutor.limits.known_state import (
    End,
    Heard,
    Known,
    OwnRequest,
    Phase,
    Words,
    enter,
    finish,
    is_over,
)
from jupyter_tutor.limits.redis_encoding import limit_fields

_ASKED_AGAIN_SECONDS = 900
"""How long after its end this worker knows a request by its id; Redis knows it for longer."""

_CHECKED_AT_ONCE = 1_000


class Knowledge:
    """Of one worker; nothing here waits or fails."""

    def __init__(self) -> None:
        self.requests: dict[str, OwnRequest] = {}
        self._known: dict[str, Known] = {}
        self._heard: dict[str, Heard] = {}
        self._limits: dict[str, tuple[Limit, float]] = {}
        self._ended: deque[OwnRequest] = deque()
        self._unchecked: Iterator[str] = iter(())

    # ---- what Redis says ---------------------------------------------------------------

    def learn(self, limits: Sequence[Limit], said: Sequence[Words], now: float) -> None:
        """Take over what Redis says about limits, in their order. Read when it is needed: it rarely is."""
        for limit, words in zip(limits, said, strict=True):
            self._limits[limit.key] = limit, now
            self._heard[limit.key] = Heard(limit, words, now)

    def _find(self, key: str) -> Known | None:
        heard = self._heard.pop(key, None)
        if heard is not None:
            self._known[key] = heard.read()
        return self._known.get(key)

    def state(self, limit: Limit, now: float) -> Known:
        """The last known state of a limit; nothing when it was never heard of, or is over since."""
        known = self._find(limit.key)
        return Known() if known is None or is_over(limit, known, now) else known

    def copy(self, key: str) -> Known:
        """The state of a limit as it is now, whatever becomes of it later; nothing when never heard of."""
        return replace(self._find(key) or Known())

    # ---- what this worker does ---------------------------------------------------------

    def admitted(self, request: OwnRequest, *, is_new: bool) -> None:
        """A request goes on; `is_new` when what is known is the state before it."""
        self.requests[request.id] = request
        for limit in request.counts_in():
            key = limit.key
            heard = self._heard.get(key)
            if isinstance(limit, SessionTotal):
                self._enter_session(key, limit, request, is_new=is_new)
            elif heard is not None:
                if is_new:
                    heard.entered = request
            elif is_new:
                known = self._find(key)
                if known is None or is_over(limit, known, request.at):
                    known = self._known[key] = Known()
                self._limits[key] = limit, request.at
                enter(limit, known, request)

    def _enter_session(self, key: str, limit: SessionTotal, request: OwnRequest, *, is_new: bool) -> None:
        known = self._find(key)
        if known is None or (is_new and is_over(limit, known, request.at)):
            known = self._known[key] = Known()
        if is_new:
            self._limits[key] = limit, request.at
            enter(limit, known, request)
        request.sessions[key] = known.opened

    def refused(self, request: OwnRequest) -> None:
        """A request does not go on, but Redis may have admitted it."""
        self.requests[request.id] = request
        self._ended.append(request)

    def ended(self, request: OwnRequest, phase: Phase, used: Amount, now: float) -> tuple[NearlyUsedUp, ...]:
        """A request is charged so much from now on; the warnings that this brings."""
        end = End(request, used - request.used, request.phase == "held", phase, now)
        warnings = []
        for limit in request.counts_in():
            key = limit.key
            heard = self._heard.get(key)
            if heard is not None:
                heard.ended.append(end)
            else:
                known = self._known.get(key)
                warning = None if known is None else finish(limit, key, known, end)
                if warning is not None:
                    warnings.append(warning)
        request.phase, request.used, request.ended_at = phase, used, now
        self._ended.append(request)
        request.warned = request.warned or bool(warnings)
        return tuple(warnings)

    def forget(self, now: float) -> None:
        """Drop a part of what can no longer matter; asked every second, it gets round to everything."""
        while self._ended and self._ended[0].ended_at + _ASKED_AGAIN_SECONDS < now:
            request = self._ended.popleft()
            if request.phase != "held" and self.requests.get(request.id) is request:
                del self.requests[request.id]
        keys = list(islice(self._unchecked, _CHECKED_AT_ONCE))
        if not keys:
            self._unchecked = iter(list(self._limits))
        for key in keys:
            limit, seen = self._limits[key]
            if seen + limit_fields(limit)["life"] < now:
                self._drop(key)

    def _drop(self, key: str) -> None:
        del self._limits[key]
        self._heard.pop(key, None)
        self._known.pop(key, None)

    def forget_breaker(self, key: str) -> None:
        """A breaker was reset: what was known of it does not count any more."""
        self._heard.pop(key, None)
        self._known.pop(key, None)
