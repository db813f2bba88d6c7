"""What a limit is: data that rules make and a store decides on.

A store knows these kinds and nothing else. Which limits a request has, and with which numbers, is
decided by `cost/policy.py` from the site's settings and the student's caps; a store checks all of them
and adds to all of them in one atomic step, or refuses and changes nothing.

Amounts are integers: requests, tokens, nano-USD. Times are seconds since the epoch (UTC, float); the
caller hands `now` in, so that tests and replays decide what time it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Resource(StrEnum):
    """What is counted."""

    REQUESTS = "requests"
    TOKENS = "tokens"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class Amount:
    """So much of everything; `cost` in nano-USD."""

    requests: int = 0
    tokens: int = 0
    cost: int = 0

    def of(self, resource: Resource) -> int:
        """The part of one resource."""
        return {Resource.REQUESTS: self.requests, Resource.TOKENS: self.tokens, Resource.COST: self.cost}[
            resource
        ]

    def __add__(self, other: Amount) -> Amount:
        """Both together."""
        return Amount(self.requests + other.requests, self.tokens + other.tokens, self.cost + other.cost)

    def __sub__(self, other: Amount) -> Amount:
        """What one is more than the other; parts can be negative."""
        return Amount(self.requests - other.requests, self.tokens - other.tokens, self.cost - other.cost)


@dataclass(frozen=True, slots=True)
class Hold:
    """The worst a request can use, and how it may be made smaller.

    Held are 1 request, `input_tokens + output_tokens` tokens and
    `input_cost + output_tokens · output_price` nano-USD, where `output_tokens` begins at
    `max_output_tokens` and may be lowered, not below `min_output_tokens`, to what every limit leaves.
    A canned reply holds only its message: all token figures and costs 0.
    """

    input_tokens: int = 0
    max_output_tokens: int = 0
    min_output_tokens: int = 0
    input_cost: int = 0
    output_price: int = 0

    def amount(self, output_tokens: int) -> Amount:
        """What is held when the answer may be so long; `output_price` is nano-USD per token, rounded up."""
        return Amount(
            1, self.input_tokens + output_tokens, self.input_cost + output_tokens * self.output_price
        )


@dataclass(frozen=True, slots=True)
class SlidingLog:
    """At most `limit` admitted requests in any `seconds` long window, exactly, at any phase.

    `counts_model_calls` leaves canned replies (holds without output) out of the count.
    """

    name: str
    subject: str
    limit: int
    seconds: int
    counts_model_calls: bool = False


@dataclass(frozen=True, slots=True)
class CalendarCounter:
    """At most `limit` of a resource from `start` until `end` (seconds since the epoch)."""

    name: str
    subject: str
    resource: Resource
    limit: int
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class SessionTotal:
    """At most `limit` nano-USD in a metering session.

    A session opens with its first request and closes `idle_seconds` after the last one, or, when
    `longest_seconds` is set, that long after it opened. `warn_at` (a share of `limit`) is
    reported once per session.
    """

    name: str
    subject: str
    limit: int
    idle_seconds: int
    longest_seconds: int | None = None
    warn_at: float = 0.8


@dataclass(frozen=True, slots=True)
class Breaker:
    """Opens when `buckets` one-minute sums over everyone reach `limit` nano-USD.

    Open: everything is refused until `cooldown_seconds` have passed. Then half-open: exactly one probe,
    itself a reservation, is admitted; its settlement closes the breaker when the sum is below the limit
    again (the sum is what true costs say; ended sessions count), and opens it anew otherwise. A probe
    that is refunded or lost leaves the next one its turn.
    """

    name: str
    limit: int
    cooldown_seconds: int
    bucket_seconds: int = 60
    buckets: int = 60


@dataclass(frozen=True, slots=True)
class CostThrottle:
    """When the true cost of one subject within `seconds` reaches `limit`, a marker refuses for `marker_seconds`."""

    name: str
    subject: str
    limit: int
    seconds: int
    marker_seconds: int


Limit = SlidingLog | CalendarCounter | SessionTotal | Breaker | CostThrottle


@dataclass(frozen=True, slots=True)
class NearlyUsedUp:
    """A limit that is nearly used up: what is spent and how much there is (nano-USD)."""

    name: str
    spent: int
    limit: int


@dataclass(frozen=True, slots=True)
class Admission:
    """The request may go on with so many output tokens; `warnings` are to be shown once."""

    request_id: str
    output_tokens: int
    held: Amount
    warnings: tuple[NearlyUsedUp, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A limit says no. Nothing was consumed.

    `limit_type` is the resource for counters and the limit's name otherwise; `current_usage` and
    `limit` are in its unit (nano-USD for cost); `reset_time` and `retry_after_seconds` say when
    asking again may help, None when time alone changes nothing.
    """

    name: str
    limit_type: str
    current_usage: int
    limit: int
    reset_time: float | None
    retry_after_seconds: float | None


@dataclass(frozen=True, slots=True)
class LimitUsage:
    """Where a limit stands: for meters and status pages."""

    name: str
    limit_type: str
    current_usage: int
    limit: int
    reset_time: float | None
    exceeded: bool


class BreakerState(StrEnum):
    """Of the breaker over everyone."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"
