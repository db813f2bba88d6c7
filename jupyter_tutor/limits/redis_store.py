"""Who may spend, decided by Redis for several processes; by each alone while Redis is away.

Every operation is one call of one script (`redis_script/`), which Redis carries out in one step. The
time is the caller's: the script never lets it run backwards by less than CLOCK_SLACK_SECONDS, so that
workers whose clocks differ a little agree on one order of events.

Nobody waits for Redis longer than `timeout`: connecting happens in the background, and at the first call
without an answer Redis is left alone. From then this worker decides on its share (`degraded.py`), or
refuses, and keeps a journal: the requests whose state Redis may not have. A call that timed out may have
been carried out, even later; that is why the journal says by request id what became of each request,
and why that is absolute: it can be said twice, before or after the late call, and counts once.

Coming back to a Redis that lost its data, one worker brings the past, from where it is durable, and then
each its journal; Redis' word is trusted again when every worker that was alive has been heard since, or
was silent for too long. Everything is said by request id and counts once.
Redis must not evict keys (`maxmemory-policy noeviction`).
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from jupyter_tutor.cost.limits import (
    LEASE_SECONDS,
    Admission,
    Amount,
    Breaker,
    BreakerState,
    Hold,
    Limit,
    LimitUsage,
    NearlyUsedUp,
    PastRequest,
    Refused,
    SessionTotal,
)
from jupyter_tutor.errors import DatabaseUnavailable
from jupyter_tutor.limits.connection import RedisAway
from jupyter_tutor.limits.degraded import Alone, store_away
from jupyter_tutor.limits.knowledge import Knowledge
from jupyter_tutor.limits.known_state import OwnRequest, Phase, warning
from jupyter_tutor.limits.redis_encoding import (
    amount_fields,
    hold_fields,
    read_refusal,
    read_warnings,
)
from jupyter_tutor.limits.redis_places import RedisPlaces
from jupyter_tutor.limits.redis_session import Past, RedisSession, Timing
from jupyter_tutor.limits.redis_status import known_usage, read_usage
from jupyter_tutor.tutoring.metering.ports import LostHold

Change = Callable[[bool, str], None]

_CANNOT_RESET = "The breaker cannot be reset while the limit store is away. Please try again in a moment."
_MOST_LOST_AT_ONCE = 200


async def _no_past() -> Iterable[PastRequest]:
    return ()


class RedisLimits:
    """The limit store of several processes, one instance in each; `start` it before, `close` it after use.

    `refuse_when_away` refuses everything while Redis is away instead of deciding on shares; such a
    refusal has the name STORE_AWAY. `on_change` hears when it becomes degraded and when it is not any
    more, and why. `worker` is a name that no other process has. `past` is asked for when Redis has nothing,
    new or after it lost its data.
    """

    def __init__(
        self,
        url: str,
        *,
        prefix: str = "jupyter_tutor:",
        worker: str | None = None,
        refuse_when_away: bool = False,
        on_change: Change | None = None,
        timing: Timing | None = None,
        past: Past = _no_past,
    ) -> None:
        self._knowledge = Knowledge()
        self._timing = timing or Timing()
        self._refuse_when_away = refuse_when_away
        self._on_change = on_change
        self._alone: Alone | None = None
        self._redis = RedisSession(
            url,
            prefix=prefix,
            worker=worker or uuid.uuid4().hex,
            knowledge=self._knowledge,
            timing=self._timing,
            changed=self._changed,
            past=past,
        )
        self.places = RedisPlaces(self._redis)

    @property
    def degraded(self) -> bool:
        """Whether it decides on its share of the last known state because Redis is away."""
        return not self._redis.is_trusted

    @property
    def refusing(self) -> bool:
        """Whether everything is refused: by setting, or because Redis was never heard."""
        return self.degraded and (self._refuse_when_away or self._alone is None)

    @property
    def unsaid(self) -> int:
        """How many requests are in the journal."""
        return len(self._redis.journal)

    @property
    def workers(self) -> int:
        """How many workers are alive, this one included, as last heard."""
        return self._redis.workers

    @property
    def alone(self) -> Alone | None:
        """The outage that is going on, with this worker's shares; None before Redis was ever heard."""
        return self._alone

    async def start(self) -> None:
        """Connect. Without Redis it starts all the same, degraded, and refuses until it has heard it once."""
        await self._redis.start()

    async def close(self) -> None:
        """Say what is in the journal, if Redis is there, and leave."""
        await self._redis.close()

    def _changed(self, *, trusted: bool, reason: str) -> None:
        workers = self._redis.workers
        self._alone = None if trusted or workers == 0 else Alone(self._knowledge, workers)
        if self._on_change is not None:
            self._on_change(not trusted, reason)

    # ---- the life of a request -----------------------------------------------------------

    async def reserve(
        self, request_id: str, hold: Hold, limits: Sequence[Limit], now: float
    ) -> Admission | Refused:
        """Check every limit, then add to every limit."""
        own = self._knowledge.requests.get(request_id)
        if own is not None and own.admission is not None:
            await self._tell("touch", None, {}, now)  # asking again moves the clock all the same
            return own.admission
        fields = {"id": request_id, "hold": hold_fields(hold)}
        if not self._redis.is_trusted:
            return await self._reserve_alone(request_id, hold, limits, now)
        texts = self._redis.texts.of(limits)
        try:
            said = await self._redis.ask("reserve", now, fields, texts)
        except RedisAway:
            return await self._reserve_alone(request_id, hold, limits, now, was_asked=True)
        except asyncio.CancelledError:
            self._note_unknown(request_id, hold, now)
            raise
        if "known" in said:
            self._knowledge.learn(limits, said["known"] or (), now)
        if said.get("refused"):
            return read_refusal(said["refused"], limits)
        return self._admitted(request_id, hold, limits, said, now)

    def _admitted(
        self, request_id: str, hold: Hold, limits: Sequence[Limit], said: dict[str, Any], now: float
    ) -> Admission | Refused:
        if not said.get("answer"):  # this id was refused while Redis was away, and stays so
            return store_away(now, self._timing.leave_alone)
        output, at, warnings = said["answer"]
        held = hold.amount(int(output))
        admission = Admission(request_id, int(output), held, read_warnings(warnings))
        is_new = "known" in said
        if is_new or request_id in self._knowledge.requests:  # else another worker has admitted it before
            request = self._own(request_id, hold, limits, held=held, admission=admission, at=float(at))
            self._redis.journal.pop(request_id, None)
            self._knowledge.admitted(request, is_new=is_new)
        return admission

    async def _reserve_alone(
        self, request_id: str, hold: Hold, limits: Sequence[Limit], now: float, *, was_asked: bool = False
    ) -> Admission | Refused:
        answer: Admission | Refused
        if self._refuse_when_away or self._alone is None:
            answer = store_away(now, self._timing.leave_alone)
        else:
            answer = await self._alone.reserve(request_id, hold, limits, now)
        if isinstance(answer, Refused):
            if was_asked:
                self._note_unknown(request_id, hold, now)
            return answer
        request = self._own(request_id, hold, limits, held=answer.held, admission=answer, at=now)
        self._knowledge.admitted(request, is_new=True)
        warnings = self._warnings(limits, now)
        request.admission = replace(answer, warnings=warnings)
        request.warned = bool(warnings)
        self._redis.note(request)
        return request.admission

    def _warnings(self, limits: Sequence[Limit], now: float) -> tuple[NearlyUsedUp, ...]:
        sessions = [limit for limit in limits if isinstance(limit, SessionTotal)]
        due = [warning(limit, self._knowledge.state(limit, now), now) for limit in sessions]
        return tuple(found for found in due if found is not None)

    def _note_unknown(self, request_id: str, hold: Hold, now: float) -> None:
        """Redis may have admitted it, or may do so later: it is to be refunded then."""
        held = hold.amount(hold.max_output_tokens)
        request = self._own(request_id, hold, (), held=held, admission=None, at=now)
        request.phase, request.ended_at = "refunded", now
        self._knowledge.refused(request)
        self._redis.note(request)

    def _own(
        self,
        request_id: str,
        hold: Hold,
        limits: Sequence[Limit],
        *,
        held: Amount,
        admission: Admission | None,
        at: float,
    ) -> OwnRequest:
        return OwnRequest(
            id=request_id,
            at=at,
            is_model_call=hold.is_model_call,
            limits=tuple(limits),
            held=held,
            admission=admission,
            lease_until=at + LEASE_SECONDS,
            warned=bool(admission and admission.warnings),
        )

    async def renew(self, request_id: str, so_far: Amount, now: float) -> None:
        """Extend the lease and note what was used so far."""
        own = self._knowledge.requests.get(request_id)
        if own is not None and own.phase == "held":
            own.so_far, own.lease_until = so_far, now + LEASE_SECONDS
        await self._tell("renew", own, {"id": request_id, "amount": amount_fields(so_far)}, now)

    async def settle(self, request_id: str, used: Amount, now: float) -> tuple[NearlyUsedUp, ...]:
        """Replace the hold, or what was charged when the lease expired, by the truth."""
        own = self._knowledge.requests.get(request_id)
        fields = {"id": request_id, "amount": amount_fields(used)}
        warnings = self._end(own, "settled", used, now)
        if self._alone is not None:
            await self._alone.settle(request_id, used, now)
        said = await self._tell("settle", own, fields, now)
        return warnings if said is None else read_warnings(said.get("warnings"))

    async def refund(self, request_id: str, now: float) -> None:
        """Give the whole hold back, or what was charged when the lease expired."""
        own = self._knowledge.requests.get(request_id)
        self._end(own, "refunded", Amount(), now)
        if self._alone is not None:
            await self._alone.refund(request_id, now)
        await self._tell("refund", own, {"id": request_id}, now)

    def _end(
        self, own: OwnRequest | None, phase: Phase, used: Amount, now: float
    ) -> tuple[NearlyUsedUp, ...]:
        if own is None or own.phase not in ("held", "lost"):
            return ()
        return self._knowledge.ended(own, phase, used, now)

    async def _tell(
        self, op: str, own: OwnRequest | None, fields: dict[str, Any], now: float
    ) -> dict[str, Any] | None:
        """Ask, or None when Redis is away: then the journal has it."""
        if own is not None and own.id in self._redis.journal:
            self._redis.note(own)  # Redis does not have it yet, or not as it is now
        if self._redis.is_trusted:
            try:
                return await self._redis.ask(op, now, fields)
            except RedisAway:
                pass
            except asyncio.CancelledError:
                if own is not None:
                    self._redis.note(own)
                raise
        if own is not None:
            self._redis.note(own)
        return None

    async def sweep(self, now: float) -> tuple[LostHold, ...]:
        """End every hold whose lease has run out: of all workers, or of this one while Redis is away."""
        if self._redis.is_trusted:
            try:
                lost = await self._sweep_in_redis(now)
            except RedisAway:
                pass
            else:
                return lost
        expired = [
            own for own in self._knowledge.requests.values() if own.phase == "held" and own.lease_until <= now
        ]
        for own in expired:
            self._knowledge.ended(own, "lost", own.held if own.so_far is None else own.so_far, now)
            self._redis.note(own)
        return tuple(LostHold(own.id, own.used) for own in expired)

    async def _sweep_in_redis(self, now: float) -> tuple[LostHold, ...]:
        lost: list[LostHold] = []
        more = True
        while more:
            said = await self._redis.ask("sweep", now, {"most": _MOST_LOST_AT_ONCE})
            found = said.get("lost") or ()
            lost += [LostHold(id_, Amount(*map(int, charged))) for id_, *charged in found]
            more = len(found) == _MOST_LOST_AT_ONCE
        for hold in lost:
            own = self._knowledge.requests.get(hold.request_id)
            if own is not None and own.phase == "held":
                self._knowledge.ended(own, "lost", hold.charged, now)
        return tuple(lost)

    # ---- what is asked -------------------------------------------------------------------

    async def usage(self, limits: Sequence[Limit], now: float) -> tuple[LimitUsage, ...]:
        """Where each limit stands; by what is known here while Redis is away."""
        said = await self._look(limits, now)
        if said is None:
            return tuple(known_usage(limit, self._knowledge.state(limit, now), now)[1] for limit in limits)
        return tuple(read_usage(limit, words)[1] for limit, words in zip(limits, said, strict=True))

    async def breaker(self, breaker: Breaker, now: float) -> tuple[BreakerState, LimitUsage]:
        """The breaker's state and sum."""
        said = await self._look([breaker], now)
        if said is None:
            return known_usage(breaker, self._knowledge.state(breaker, now), now)
        return read_usage(breaker, said[0])

    async def _look(self, limits: Sequence[Limit], now: float) -> Sequence[Sequence[str]] | None:
        if not self._redis.is_trusted:
            return None
        texts = self._redis.texts.of(limits)
        try:
            said = await self._redis.ask("usage", now, {}, texts)
        except RedisAway:
            return None
        self._knowledge.learn(limits, said["known"] or (), now)
        found: Sequence[Sequence[str]] = said["usage"] or ()
        return found

    async def reset_breaker(self, breaker: Breaker, now: float) -> None:
        """Close it and forget its sum; DatabaseUnavailable while Redis is away: nobody would hear of it."""
        if not self._redis.is_trusted:
            raise DatabaseUnavailable(_CANNOT_RESET)
        try:
            await self._redis.ask("reset_breaker", now, {}, self._redis.texts.of([breaker]))
        except RedisAway as away:
            raise DatabaseUnavailable(_CANNOT_RESET) from away
        self._knowledge.forget_breaker(breaker.key)
