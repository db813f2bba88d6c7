"""What a limit is: data that rules make and a store decides on.

A store knows these kinds and nothing else. Which limits a request has, and with which numbers, is
decided by `cost/policy.py` from the site's settings and the student's caps; a store checks all of them
and adds to all of them in one atomic step, or refuses and changes nothing.

Amounts are integers: requests, tokens, nano-USD. Times are seconds since the epoch (UTC, float); the
caller hands `now` in, so that tests and replays decide what time it is.

What every store does, whatever the kind of limit:

- Limits with the same `key` count the same requests, whatever their numbers are at the moment.
- Limits are asked in the order given; the first that leaves no room for the smallest form of the hold
  refuses. A limit refuses only what would add to it: what costs nothing passes every limit on cost.
- From reserve to the end a request is charged with its hold, then with what it used (settle), with its
  last known total (lease expired), or with nothing (refund). Changes go to the windows of the
  reservation, also after they are over; into a session that another one has followed, or a breaker
  that was reset, nothing is added any more.
- An admitted request keeps its answer: the same id again is given the same admission and adds nothing,
  whatever has become of it. A refusal is not kept; nothing was consumed, so asking again is a new question.
- Something that happened at `t` is out of a window of `seconds` from `t + seconds` on.
- Time does not run backwards: a `now` up to `CLOCK_SLACK_SECONDS` before the latest one seen counts as
  that one (clocks of several workers differ). If it is further back, the clock was set: it is believed,
  and what lies in the future then counts as present.
- What is over may be forgotten, but not before `KEPT_SECONDS`: ended requests count from their end,
  calendar windows from theirs, sessions from when they closed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

LEASE_SECONDS = 120
"""How long a hold lives without being renewed."""

KEPT_SECONDS = 3600
"""How long a store remembers at least what is over."""

STORE_AWAY = "limit_store"
"""The name in a refusal that no limit gave: the store of several processes is away, and this one may not
decide alone."""

CLOCK_SLACK_SECONDS = 300
"""How far clocks may differ, or be corrected, without being taken for set anew."""


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
        if resource is Resource.COST:
            return self.cost
        return self.tokens if resource is Resource.TOKENS else self.requests

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

    @property
    def is_model_call(self) -> bool:
        """Whether a model will be asked; a canned reply holds no output."""
        return self.max_output_tokens > 0

    @property
    def least_output_tokens(self) -> int:
        """The shortest answer worth having: `min_output_tokens`, or all when less was asked for."""
        return min(self.min_output_tokens, self.max_output_tokens)

    def amount(self, output_tokens: int) -> Amount:
        """What is held when the answer may be so long; `output_price` is nano-USD per token, rounded up."""
        return Amount(
            1, self.input_tokens + output_tokens, self.input_cost + output_tokens * self.output_price
        )


@dataclass(frozen=True, slots=True)
class SlidingLog:
    """At most `limit` admitted requests in any `seconds` long window, exactly, at any phase.

    It counts admissions: settling leaves them in, a refund takes them out. `counts_model_calls` neither
    counts nor refuses canned replies (holds without output).
    """

    name: str
    subject: str
    limit: int
    seconds: int
    counts_model_calls: bool = False
    key: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"log:{self.name}:{self.subject}")


@dataclass(frozen=True, slots=True)
class CalendarCounter:
    """At most `limit` of a resource from `start` until `end` (seconds since the epoch)."""

    name: str
    subject: str
    resource: Resource
    limit: int
    start: float
    end: float
    key: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"counter:{self.name}:{self.resource}:{self.start!r}:{self.subject}")


@dataclass(frozen=True, slots=True)
class SessionTotal:
    """At most `limit` nano-USD in a metering session.

    A session opens with its first admitted request, whatever that costs, and closes `idle_seconds`
    after the last one; a refund changes neither. From `longest_seconds` after it opened, if set,
    everything is refused until it closes. When what its requests have truly used (settled, or charged
    at expiry; no holds) reaches `warn_at`, a share of `limit`, that is reported once per session while it
    is open: by the settlement that reached it, or by the next admission or settlement.
    """

    name: str
    subject: str
    limit: int
    idle_seconds: int
    longest_seconds: int | None = None
    warn_at: float = 0.8
    key: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"session:{self.name}:{self.subject}")


@dataclass(frozen=True, slots=True)
class Breaker:
    """Opens when the true costs in the last `buckets` buckets, over everyone, reach `limit` nano-USD.

    A bucket holds what was reserved from n·`bucket_seconds` to (n+1)·`bucket_seconds`; the current one
    and the `buckets` − 1 before it count (and any in the future). Only true costs open it (settled, or
    charged at expiry): at the settlement or expiry that reaches the limit, or at the next request that
    costs something and finds it reached. While it is closed, such a request is refused as well when true
    costs and holds together reach the limit: so N at once go past it by one hold at most. It never
    lowers an answer's length.

    Open: everything that costs is refused until `cooldown_seconds` after it opened. Then half-open:
    exactly one probe, itself a reservation that costs something, is admitted; its settlement closes the
    breaker when the true costs are below the limit again, and opens it anew otherwise. A probe that is
    refunded or lost leaves the next one its turn; no other settlement moves an open or half-open breaker.
    Where waiting helps but nobody knows how long (for holds, for the probe), the answer is one bucket.
    """

    name: str
    limit: int
    cooldown_seconds: int
    bucket_seconds: int = 60
    buckets: int = 60
    key: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"breaker:{self.name}")


@dataclass(frozen=True, slots=True)
class CostThrottle:
    """When the true cost of one subject within `seconds` reaches `limit`, a marker refuses it for a while.

    The marker lasts `marker_seconds`. A cost (settled, or charged at expiry; no holds) counts from the
    time of its reservation. Whenever one is added that still counts, and the sum is at the limit or above,
    a marker is set from then; the later of two stays.
    """

    name: str
    subject: str
    limit: int
    seconds: int
    marker_seconds: int
    key: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"throttle:{self.name}:{self.subject}")


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

    `limit_type` is the resource for counters, `seconds` for the longest time of a session, and the
    limit's name otherwise; `current_usage` (holds included) and `limit` are in its unit (nano-USD for
    cost). `reset_time` and `retry_after_seconds` say when asking again may help: when the log has
    room, the calendar window ends, the session closes if nothing more is asked, the cool-down or the
    marker ends. None when time alone changes nothing: a hold beyond the whole budget of a session.
    """

    name: str
    limit_type: str
    current_usage: int
    limit: int
    reset_time: float | None
    retry_after_seconds: float | None


@dataclass(frozen=True, slots=True)
class PastRequest:
    """A request that was admitted before a store was started: from the ledger, or a hold left open.

    All attempts of a request are one row. `limits` are those it was, or would have been, decided under at
    `at`, as far as they can still matter. When `open`, `charged` is its
    hold, to be settled, or charged when its lease (counted from `at`) runs out. A row may stand for
    several requests when all of its limits are calendar counters.
    """

    request_id: str
    at: float
    limits: tuple[Limit, ...]
    charged: Amount
    open: bool = False


@dataclass(frozen=True, slots=True)
class LimitUsage:
    """Where a limit stands: for meters and status pages.

    `current_usage` includes holds, except for a throttle; `exceeded` means that a request that adds to
    it would be refused now. `reset_time`: when a calendar window ends, an open session would close, a
    full log has room, an open breaker may probe, a marker ends; None otherwise.
    """

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
