"""What metering needs from the outside. Every method of a stored thing raises DatabaseUnavailable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from jupyter_tutor.cost.limits import (
    Admission,
    Amount,
    Breaker,
    BreakerState,
    Hold,
    Limit,
    LimitUsage,
    NearlyUsedUp,
    Refused,
)
from jupyter_tutor.cost.roll_ups import Call, Period, Subject, Totals
from jupyter_tutor.tutoring.metering.records import (
    CallFilter,
    CallPage,
    CapRow,
    Reservation,
    SettingChange,
    Settlement,
    StoredPrice,
    StoredSettings,
)
from jupyter_tutor.tutoring.records import ModelCall


@dataclass(frozen=True, slots=True)
class LostHold:
    """A hold whose lease ran out: its process died. It stays charged at its last known total."""

    request_id: str
    charged: Amount


class LimitStore(Protocol):
    """Who may spend. One instance over memory, or Redis for several processes; both obey one contract.

    Every admitted request ends in exactly one of settled, refunded, or charged by its lease's expiry.
    All times are seconds since the epoch.
    """

    async def reserve(
        self, request_id: str, hold: Hold, limits: Sequence[Limit], now: float
    ) -> Admission | Refused:
        """Check every limit, then add to every limit, atomically; `cost/limits.py` says how.

        An id that was admitted is given the same admission again, also after it has ended.
        """

    async def renew(self, request_id: str, so_far: Amount, now: float) -> None:
        """Extend the lease and note what was used so far. Unknown or ended ids are ignored."""

    async def settle(self, request_id: str, used: Amount, now: float) -> tuple[NearlyUsedUp, ...]:
        """Replace the hold by the truth, in the windows of the reservation; again changes nothing.

        A settle after the lease expired applies the difference to what was charged then. Returned are
        the sessions that this brought to their warning.
        """

    async def refund(self, request_id: str, now: float) -> None:
        """Give the whole hold back, requests included: nothing was spent. Again changes nothing.

        After the lease expired, what was charged then is given back.
        """

    async def sweep(self, now: float) -> tuple[LostHold, ...]:
        """End every hold whose lease has run out.

        Charged is the total it was last renewed with, else the whole hold.
        """

    async def usage(self, limits: Sequence[Limit], now: float) -> tuple[LimitUsage, ...]:
        """Where each limit stands. Changes nothing."""

    async def breaker(self, breaker: Breaker, now: float) -> tuple[BreakerState, LimitUsage]:
        """The breaker's state and sum. Changes nothing."""

    async def reset_breaker(self, breaker: Breaker, now: float) -> None:
        """Close it and forget its sum, and what the requests now running add to it."""

    @property
    def degraded(self) -> bool:
        """Whether Redis is away: it decides on its share of the last known state, or refuses."""

    @property
    def refusing(self) -> bool:
        """Whether it is degraded and refuses everything."""


class Places(Protocol):
    """Places for panels, counted over all processes that share a limit store."""

    async def take(self, user_id: str, connection_id: str, most: int, now: float) -> bool:
        """Whether there was a place among the `most` of a student."""

    async def leave(self, user_id: str, connection_id: str, now: float) -> None:
        """Give a place back. One that was never taken changes nothing."""

    async def renew(self, now: float) -> None:
        """Keep the places of this process; those of a process that died become free."""


class Reservations(Protocol):
    """Durable holds. Those of questions are written with the question and ended with its answer."""

    async def add(self, reservation: Reservation) -> None:
        """Store one on its own, before the tutor asks a model something itself."""

    async def end(self, settlement: Settlement, calls: Sequence[ModelCall]) -> None:
        """End one and append its ledger rows, all or nothing; again changes nothing.

        One that was lost meanwhile gets a further ledger row that takes the loss back.
        """

    async def lose(self, reservation_id: str, charged: Amount) -> None:
        """Mark an open one as lost and append a ledger row of that charge; no other is changed."""

    async def find(self, reservation_id: str) -> Reservation | None:
        """One of them."""

    async def since(self, moment: datetime) -> tuple[Reservation, ...]:
        """All from a moment on that were not refunded, and all open ones, oldest first."""

    async def totals(self, start: datetime, end: datetime) -> Mapping[str, Amount]:
        """The sums of those charged from `start` until before `end`, by user."""


class Caps(Protocol):
    """Usage caps and the groups they can be of. Few enough to be read whole."""

    async def caps(self) -> tuple[CapRow, ...]:
        """All of them."""

    async def put(self, row: CapRow) -> CapRow:
        """Store a cap in the place of one of the same owner and type, whose id it keeps.

        NotFound when the student does not exist.
        """

    async def delete(self, cap_id: str) -> None:
        """Remove one. NotFound when it is not there."""

    async def members(self) -> Mapping[str, frozenset[str]]:
        """The ids of the students in each group."""

    async def set_members(self, group: str, user_ids: Sequence[str]) -> None:
        """Replace a group's students; an empty group is gone. NotFound when a student does not exist."""


class OwnPrices(Protocol):
    """A site's own prices."""

    async def prices(self) -> tuple[StoredPrice, ...]:
        """All of them, by model."""

    async def put(self, prices: Sequence[StoredPrice]) -> None:
        """Store these in the place of those of the same models, all or nothing."""

    async def delete(self, model: str) -> None:
        """Remove one. NotFound when it is not there."""


class RunTimeSettings(Protocol):
    """Settings changed while the server runs, and the audit of who did what."""

    async def read(self) -> StoredSettings:
        """What is in force."""

    async def change(self, changes: Sequence[SettingChange], version: int) -> StoredSettings:
        """Apply and note changes made to `version`. Conflict when it is no longer the newest."""

    async def note(self, change: SettingChange) -> None:
        """Note what somebody did that changes no setting."""

    async def last(self, name: str) -> SettingChange | None:
        """The latest line of the audit of that name."""

    async def history(self, limit: int) -> tuple[SettingChange, ...]:
        """The latest lines of the audit, newest first."""


class Ledger(Protocol):
    """The append-only ledger of model calls and its summaries."""

    async def page(self, wanted: CallFilter, *, cursor: str | None, limit: int) -> CallPage:
        """Calls, newest first. Invalid for a cursor that is none."""

    async def calls_between(self, start: float, end: float) -> tuple[Call, ...]:
        """Every call that started from `start` until before `end`."""

    async def starts_after(self, number: int) -> tuple[int, tuple[float, ...]]:
        """The newest row's number, and when the calls with a higher number than the given one started."""

    async def totals(self, start: float, end: float, user_id: str | None = None) -> Mapping[Subject, Totals]:
        """The sums of the ledger itself over the calls of a time."""

    async def summary(self, period: Period) -> Mapping[Subject, Totals]:
        """A period's stored summary; empty when there is none."""

    async def replace_summary(self, period: Period, sums: Mapping[Subject, Totals]) -> None:
        """Store a period's summary in the place of any before it."""

    async def last_roll_up(self) -> tuple[float, int] | None:
        """When summaries were last brought up to date, and up to which row."""

    async def note_roll_up(self, at: float, number: int) -> None:
        """Note that they now are."""

    async def user_names(self, user_ids: Sequence[str]) -> Mapping[str, str]:
        """The names of students, by id."""

    async def user_id(self, username: str) -> str | None:
        """The id of a student of that name."""
