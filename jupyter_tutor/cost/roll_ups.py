"""Summaries of the ledger by hour, day, week and month: which are due, and what they sum up to.

Hours are summed from the ledger, days from hours, weeks and months from days; all in UTC. A summary is
always computed as a whole and replaces the one before it, so that doing it twice changes nothing and a row
that comes late is only a reason to do it again. Sums are exact: nothing but integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jupyter_tutor.cost.windows import Calendar, WindowKind

HOUR = 3_600

LOST = "lost"
"""The purpose of the row that charges a hold whose end nobody knows."""

CORRECTION = "correction"
"""The purpose of the row that takes a loss back when its end becomes known after all."""

DELAYS = {
    WindowKind.HOUR: 5 * 60,
    WindowKind.DAY: 60,
    WindowKind.WEEK: 5 * 60,
    WindowKind.MONTH: 10 * 60,
}
"""Seconds after its end at which a period is summed: at :05; 00:01; Monday 00:05; the 1st 00:10."""

PARTS = {WindowKind.DAY: WindowKind.HOUR, WindowKind.WEEK: WindowKind.DAY, WindowKind.MONTH: WindowKind.DAY}
"""What a period is the sum of; an hour is the sum of its calls."""

ORDER = (WindowKind.HOUR, WindowKind.DAY, WindowKind.WEEK, WindowKind.MONTH)


@dataclass(frozen=True, slots=True)
class Period:
    """An hour, day, week or month, from `start` until before `end` (seconds since the epoch)."""

    kind: WindowKind
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose calls, at which model, in which module (None: in none)."""

    user_id: str
    provider: str
    model: str
    module: str | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over calls; `cost` in nano-USD over those whose price is known, `unpriced` counts the others."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: int = 0
    unpriced: int = 0

    def __add__(self, other: Totals) -> Totals:
        """Both together."""
        return Totals(
            self.requests + other.requests,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cost + other.cost,
            self.unpriced + other.unpriced,
        )


@dataclass(frozen=True, slots=True)
class Call:
    """A row of the ledger; `at` is when it started, `cost` None when its price is not known.

    `requests` are those that it counts as, by its purpose.
    """

    at: float
    subject: Subject
    input_tokens: int
    output_tokens: int
    cost: int | None
    requests: int = 1


Summary = Mapping[Subject, Totals]


def requests_of(purpose: str) -> int:
    """How many requests a row of the ledger counts as.

    An attempt is one, and so is a loss as long as nothing else is known of it. A correction takes that one
    back, as it does tokens and money: it has the time, student and model of the loss, so together they are
    none in every sum, and what was truly asked is counted by its own rows.
    """
    return -1 if purpose == CORRECTION else 1


def sum_of_calls(calls: Iterable[Call], period: Period) -> dict[Subject, Totals]:
    """The summary of a period from the ledger; calls outside it are left out."""
    return sum_of_summaries(
        {
            call.subject: Totals(
                call.requests,
                call.input_tokens,
                call.output_tokens,
                call.cost or 0,
                1 if call.cost is None else 0,
            )
        }
        for call in calls
        if period.start <= call.at < period.end
    )


def sum_of_summaries(parts: Iterable[Summary]) -> dict[Subject, Totals]:
    """The summary of a period from those of its parts."""
    sums: dict[Subject, Totals] = {}
    for part in parts:
        for subject, totals in part.items():
            sums[subject] = sums[subject] + totals if subject in sums else totals
    return sums


def period_of(kind: WindowKind, moment: float) -> Period:
    """The period of a kind that a moment is in."""
    window = Calendar().window(kind, moment)
    return Period(kind, window.start, window.end)


def parts_of(period: Period) -> tuple[Period, ...]:
    """The periods a period is the sum of, in order; none for an hour."""
    if period.kind not in PARTS:
        return ()
    return _periods(PARTS[period.kind], period.start, period.end)


def due(after: float, upto: float) -> tuple[Period, ...]:
    """The periods whose time to be summed came after one moment and up to another, parts first.

    With `after` the time of the last run that was completed, whatever a server missed while it was down
    is made up for. A day is summed before the time of its last hour has come: that hour is due with it.
    """
    found: set[Period] = set()
    for kind in ORDER:
        delay = DELAYS[kind]
        ended_after, ended_upto = after - delay, upto - delay
        candidates = _periods(kind, period_of(kind, ended_after).start, ended_upto)
        found.update(period for period in candidates if ended_after < period.end <= ended_upto)
    found.update(parts_of(period)[-1] for period in tuple(found) if period.kind is WindowKind.DAY)
    return _in_order(found)


def touched_by(moments: Iterable[float]) -> tuple[Period, ...]:
    """The periods to sum again when calls that started at these moments have come in, parts first."""
    hours = {moment // HOUR * HOUR for moment in moments}
    return _in_order({period_of(kind, hour) for hour in hours for kind in ORDER})


def _periods(kind: WindowKind, start: float, end: float) -> tuple[Period, ...]:
    """All of a kind that begin from `start` until before `end`."""
    periods = []
    while start < end:
        period = period_of(kind, start)
        periods.append(period)
        start = period.end
    return tuple(periods)


def _in_order(periods: Iterable[Period]) -> tuple[Period, ...]:
    return tuple(sorted(periods, key=lambda period: (ORDER.index(period.kind), period.start)))
