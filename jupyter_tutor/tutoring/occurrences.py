"""What happened, for logs and metrics. No field ever holds message text or a key."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.pedagogy.identity_trace import Comparison


@dataclass(frozen=True, slots=True)
class ModelCalled:
    """One attempt at a provider has ended."""

    request_id: str
    provider: str
    model: str
    purpose: str
    usage: Usage
    cost_nano_usd: int | None
    latency_seconds: float
    success: bool
    error: str | None


@dataclass(frozen=True, slots=True)
class FirstToken:
    """The first text of an answer was passed on, so long after the message came in."""

    request_id: str
    provider: str
    seconds: float


@dataclass(frozen=True, slots=True)
class AnswerEnded:
    """An answer is over, whatever it ended in."""

    request_id: str
    user_id: str
    session_id: str
    state: str
    hint_level: int | None
    duration_seconds: float


@dataclass(frozen=True, slots=True)
class Refused:
    """A request was turned away before a model was asked; `reason` is an error code or filter."""

    request_id: str | None
    user_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class LimitDecided:
    """The limits admitted or refused a request.

    `kind` is the limit that refused, `all` when none did; `marker` tells of a cost throttle's marker.
    """

    request_id: str
    user_id: str
    kind: str
    admitted: bool
    marker: bool = False


@dataclass(frozen=True, slots=True)
class LimitStoreChanged:
    """The limit store was lost (`degraded`, with the `reason`), or is back."""

    degraded: bool
    reason: str


@dataclass(frozen=True, slots=True)
class BreakerChanged:
    """The breaker over everyone is now closed, open or half_open."""

    state: str


@dataclass(frozen=True, slots=True)
class TeachingDecided:
    """What kind a message is, which problem it is about, and which hint it gets.

    `rule` is what decided on the problem (`exercise`, `cell`, `code`, `words` …) with its `reason`
    in words, both None for small talk; `comparisons` are the scores it looked at. `problem_id` is
    None and `hint_level` 0 for a reply without a model.
    """

    request_id: str
    user_id: str
    kind: str
    problem_id: str | None
    is_new_problem: bool
    hint_level: int
    in_other_words: bool
    rule: str | None
    reason: str | None
    comparisons: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True)
class GuardHit:
    """The guard found something that gives too much away; `reason` is its kind (solution, code_at_level …).

    `outcome` says what became of it: `regenerated` (the answer was written anew from there), `redacted`
    (a sentence stands in its place), `counted` (a description in words, which is shown); `form` is how it
    stood there.
    """

    request_id: str
    reason: str
    hint_level: int
    outcome: str = "redacted"
    form: str = ""


@dataclass(frozen=True, slots=True)
class SocketOpened:
    """A panel connected."""

    user_id: str
    session_id: str


@dataclass(frozen=True, slots=True)
class SocketClosed:
    """A panel went away. `session_id` names the connection, not a conversation."""

    user_id: str
    session_id: str
    duration_seconds: float
    close_code: int | None


@dataclass(frozen=True, slots=True)
class Authenticated:
    """Somebody's identity was established or refused; `event_type` is login, register, refresh or logout."""

    event_type: str
    user_id: str | None
    success: bool


@dataclass(frozen=True, slots=True)
class Faulted:
    """Something broke. `where` is the use case; the traceback is taken from `error`."""

    where: str
    error: BaseException
    request_id: str | None = None


Occurrence = (
    ModelCalled
    | FirstToken
    | AnswerEnded
    | Refused
    | LimitDecided
    | LimitStoreChanged
    | BreakerChanged
    | TeachingDecided
    | GuardHit
    | SocketOpened
    | SocketClosed
    | Authenticated
    | Faulted
)
