"""What metering and its ports hand to each other. Times are UTC, money is nano-USD."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jupyter_tutor.cost.caps import Cap
from jupyter_tutor.cost.limits import Amount
from jupyter_tutor.cost.price_sheet import PriceRow
from jupyter_tutor.cost.roll_ups import Period, Subject, Totals
from jupyter_tutor.tutoring.records import ModelCall


class HoldState(StrEnum):
    """What became of a hold."""

    OPEN = "open"
    SETTLED = "settled"
    REFUNDED = "refunded"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Reservation:
    """The durable copy of a hold.

    `id` is the request's id after the student's, so that nobody can end another's hold. `charged` is the
    whole hold while nothing more is known, then what was used so far, then the truth. `provider` and
    `model` are those first asked; None for a canned reply. `is_message` is false for what the tutor asks a
    model on its own.
    """

    id: str
    user_id: str
    at: datetime
    charged: Amount
    state: HoldState = HoldState.OPEN
    provider: str | None = None
    model: str | None = None
    is_message: bool = True


@dataclass(frozen=True, slots=True)
class Settlement:
    """The end of a hold: what it is charged with. `refunded` when nothing was spent."""

    reservation_id: str
    charged: Amount
    refunded: bool = False


@dataclass(frozen=True, slots=True)
class CapRow:
    """A cap as it is stored: of a student (`user_id`) or of a group (`cap.group`), never of both."""

    id: str
    user_id: str | None
    cap: Cap
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class StoredPrice:
    """A site's own price of a model."""

    row: PriceRow
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One line of the audit: who changed what, and when. None stands for the configured value."""

    name: str
    before: object | None
    after: object | None
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class StoredSettings:
    """Settings changed at run time; `version` grows with every change.

    `cap_changes` are the latest changes of `default_caps`, newest first: what was before can hold on.
    """

    version: int
    values: Mapping[str, object]
    cap_changes: tuple[SettingChange, ...] = ()


@dataclass(frozen=True, slots=True)
class CallFilter:
    """Which rows of the ledger are wanted; None asks for all. `until` is exclusive."""

    user_id: str | None = None
    provider: str | None = None
    model: str | None = None
    purpose: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    failed: bool | None = None


@dataclass(frozen=True, slots=True)
class CallPage:
    """Rows of the ledger, newest first, with the students' names; `next_cursor` is None on the last page."""

    calls: tuple[tuple[ModelCall, str], ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class DayTotals:
    """What one student used on one day (UTC, `date` as YYYY-MM-DD)."""

    user_id: str
    date: str
    totals: Totals


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """The sums of one subject in one period."""

    period: Period
    subject: Subject
    totals: Totals
