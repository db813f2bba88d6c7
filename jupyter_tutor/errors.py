"""Every error the tutor raises on purpose.

    TutorError                      a sentence for people, a code for programs
    ├── AuthInvalid                 AUTH_INVALID      we do not know who is asking
    ├── AuthForbidden               AUTH_FORBIDDEN    we know, and they may not
    ├── NotFound                    NOT_FOUND         no such thing, or not theirs to see
    ├── Conflict                    CONFLICT          it has changed in the meantime
    │   └── OutOfDate               CONFLICT          a save is based on what is no longer the newest
    ├── Invalid                     VALIDATION        the request cannot be understood
    │   └── NotPublishable          VALIDATION        a notebook has faults; `faults` lists them
    ├── LimitReached                                  a limit says no; `details` say which
    │   ├── RateLimited             RATE_LIMITED      too much in a short time
    │   ├── TooManyConnections      RATE_LIMITED      too many panels of one student at a time
    │   ├── DailyLimitReached       DAILY_LIMIT       no tokens left today
    │   ├── CapExceeded             CAP_EXCEEDED      no requests, tokens or money left of a cap
    │   ├── BudgetExceeded          BUDGET_EXCEEDED   the metering session is used up
    │   └── BreakerOpen             BREAKER_OPEN      everyone together has spent too much
    ├── ModelUnavailable            LLM_UNAVAILABLE   every language model failed
    ├── DatabaseUnavailable         DB_UNAVAILABLE    the conversation cannot be stored
    └── ConfigurationError          CONFIGURATION     stops start-up; never reaches a student

    ProviderError                   what one attempt at one provider ended in; the chain of
    │                               models turns the last of them into ModelUnavailable
    ├── ProviderRejectedKey         401, 403: the key is missing, wrong or not allowed
    ├── ProviderNotInstalled        the provider's SDK is missing on this machine
    ├── ProviderRejectedRequest     other 4xx: the same request would fail again
    ├── ProviderRateLimited         429, with the provider's own waiting time if it names one
    ├── ProviderOverloaded          5xx and 529
    ├── ProviderUnreachable         no connection, or no answer in time
    ├── AnswerCut                   the stream broke off
    ├── AnswerTruncated             the stream ended without a finish reason
    └── AnswerCorrupt               the stream carried something unreadable

    CheckingUnavailable             student code cannot be confined here, so it is not run; hints go without

`api/error_mapping.py` turns codes into HTTP statuses and socket frames, once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class TutorError(Exception):
    """Base of the errors that reach a person.

    `message` is one sentence that says what to do next where that helps; `retry_after`
    is in seconds, or None when waiting changes nothing.
    """

    code: ClassVar[str] = "INTERNAL"

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.retry_after = retry_after


class AuthInvalid(TutorError):
    """Nobody is signed in, or the token is not one of ours."""

    code = "AUTH_INVALID"

    def __init__(self, message: str = "Authentication required") -> None:
        super().__init__(message)


class AuthForbidden(TutorError):
    """The person is known and may not do this."""

    code = "AUTH_FORBIDDEN"


class NotFound(TutorError):
    """There is no such thing, or it belongs to somebody else."""

    code = "NOT_FOUND"


class Conflict(TutorError):
    """The thing was changed by somebody else since it was read."""

    code = "CONFLICT"


class OutOfDate(Conflict):
    """A save is based on something that is no longer the newest. `newer` is what is stored."""

    def __init__(self, message: str, newer: object) -> None:
        super().__init__(message)
        self.newer = newer


class Invalid(TutorError):
    """The request cannot be understood; the message names the field."""

    code = "VALIDATION"


class NotPublishable(Invalid):
    """The notebook of the module `slug` has errors among its `faults`; nothing was published."""

    def __init__(self, slug: str, faults: Sequence[Any]) -> None:
        super().__init__(
            f"{slug}: the notebook has faults. Mend them and publish again; nothing was published."
        )
        self.slug = slug
        self.faults = tuple(faults)


class LimitReached(TutorError):
    """A limit says no; nothing was consumed.

    `details` name it for programs: error, cap_type, limit_type, current_usage, limit, percentage_used,
    reset_time, retry_after_seconds. Empty where no single limit has said it.
    """

    code = "RATE_LIMITED"

    def __init__(
        self,
        message: str,
        *,
        retry_after: float | None = None,
        details: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message, retry_after=retry_after)
        self.details: Mapping[str, object] = details or {}


class RateLimited(LimitReached):
    """Too many messages, model calls or dollars in a short time."""

    code = "RATE_LIMITED"


class TooManyConnections(LimitReached):
    """The student has as many panels connected as are allowed."""

    code = "RATE_LIMITED"


class DailyLimitReached(LimitReached):
    """The student's tokens of the day are used up."""

    code = "DAILY_LIMIT"


class CapExceeded(LimitReached):
    """A usage cap of the student or of a group is reached."""

    code = "CAP_EXCEEDED"


class BudgetExceeded(LimitReached):
    """The metering session has no money, or no time, left."""

    code = "BUDGET_EXCEEDED"


class BreakerOpen(LimitReached):
    """Everyone together has spent so much that the tutor pauses."""

    code = "BREAKER_OPEN"


class ModelUnavailable(TutorError):
    """Every configured language model failed, after retries and fallback."""

    code = "LLM_UNAVAILABLE"

    def __init__(
        self,
        message: str = "The AI service is temporarily unavailable. Please try again in a moment.",
        *,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, retry_after=retry_after)


class DatabaseUnavailable(TutorError):
    """The conversation store cannot be read or written at the moment."""

    code = "DB_UNAVAILABLE"


class ConfigurationError(TutorError):
    """A setting has a value that is not allowed; the message names it and what is."""

    code = "CONFIGURATION"


class ProviderError(Exception):
    """One attempt at one provider failed.

    `retryable` says whether the same request may succeed a moment later; `retry_after`
    is the provider's own wish in seconds, when it stated one.
    """

    retryable: ClassVar[bool] = False

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ProviderRejectedKey(ProviderError):
    """401 or 403: the key is missing, wrong, or not allowed to use the model."""


class ProviderNotInstalled(ProviderError):
    """The provider's SDK is missing here; the message says how to install it."""


class ProviderRejectedRequest(ProviderError):
    """A 4xx about the request itself; the same request would fail again."""


class ProviderRateLimited(ProviderError):
    """429: too many requests at the provider."""

    retryable = True


class ProviderOverloaded(ProviderError):
    """5xx, or Anthropic's 529: the provider is in trouble."""

    retryable = True


class ProviderUnreachable(ProviderError):
    """No connection could be made, or nothing came back in time."""

    retryable = True


class AnswerCut(ProviderError):
    """The connection broke after the provider had begun to answer, be it before the first word."""

    retryable = True


class AnswerTruncated(ProviderError):
    """The stream ended without a finish reason: some of the answer is missing."""

    retryable = True


class AnswerCorrupt(ProviderError):
    """The stream carried a chunk that cannot be read."""

    retryable = True


class CheckingUnavailable(Exception):
    """Student code is not run on this system. The message says what stood in the way."""
