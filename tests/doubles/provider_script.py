"""What the provider double is told to answer: one script per request."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field, fields
from typing import Any

FAULTS = ("status", "cut", "truncate", "corrupt", "error_event", "hang")


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong.

    kind         | effect
    -------------|------------------------------------------------------------
    status       | the HTTP status `status` instead of an answer
    cut          | the connection breaks after `after` tokens
    truncate     | the stream ends after `after` tokens, without a finish reason
    corrupt      | token number `after` + 1 is half a JSON object
    error_event  | after `after` tokens the stream carries the provider's own error
    hang         | after `after` tokens nothing more comes

    `retry_after` (seconds) becomes the header of a `status` fault.
    """

    kind: str
    after: int = 0
    status: int = 503
    retry_after: float | None = None
    message: str = "The double was told to fail."

    def __post_init__(self) -> None:
        if self.kind not in FAULTS:
            msg = f"fault {self.kind!r} is not one of {', '.join(FAULTS)}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Script:
    """One answer: tokens, their pace, the usage to report and what goes wrong.

    `first_delay` is in seconds from the request to the first token, `token_delay` from one
    token to the next; both count from a fixed schedule, so delays do not add up. After `hold_after`
    tokens the answer waits for a release. `when` restricts the script to requests whose body
    contains that text. `echo` answers with the request's own `system` or `last` text instead.
    Usage counts follow OpenAI: the cached tokens are part of the input; `output_tokens` None
    means as many as were sent; without `report_usage` OpenAI's wire ends without any.
    """

    tokens: tuple[str, ...] = ("The ", "double ", "answers.")
    first_delay: float = 0.0
    token_delay: float = 0.0
    input_tokens: int = 100
    cached_input_tokens: int = 0
    output_tokens: int | None = None
    report_usage: bool = True
    hold_after: int | None = None
    when: str | None = None
    echo: str | None = None
    fault: Fault | None = None

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> Script:
        """Read a script as the control endpoint takes it: `text` may stand for `tokens`.

        Raises ValueError for a name that is not a field, so that a typo in a test is not silence.
        """
        values = dict(given)
        if "text" in values:
            values["tokens"] = words(values.pop("text"))
        unknown = set(values) - {one.name for one in fields(cls)}
        if unknown:
            msg = f"a script has no {', '.join(sorted(unknown))}"
            raise ValueError(msg)
        if "tokens" in values:
            values["tokens"] = tuple(values["tokens"])
        if values.get("fault") is not None:
            values["fault"] = Fault(**values["fault"])
        return cls(**values)


def words(text: str) -> tuple[str, ...]:
    """Split text into tokens of one word with the white space that follows it; joined they are the text."""
    tokens: list[str] = []
    for piece in text.replace("\n", "\n\0").replace(" ", " \0").split("\0"):
        if piece.strip() or not tokens:
            tokens.append(piece)
        else:
            tokens[-1] += piece
    return tuple(tokens)


@dataclass(slots=True)
class Playlist:
    """Scripts in the order in which requests will get them; `default` when none is left."""

    default: Script = field(default_factory=Script)
    queue: deque[Script] = field(default_factory=deque)

    def take(self, body: dict[str, Any]) -> Script:
        """Take the first queued script that fits this request off the queue."""
        text = json.dumps(body, ensure_ascii=False)
        for script in self.queue:
            if script.when is None or script.when in text:
                self.queue.remove(script)
                return script
        return self.default
