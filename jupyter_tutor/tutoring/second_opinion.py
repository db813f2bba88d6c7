"""A second opinion before a message is refused as off-topic: its meaning, by an embedding model.

It can only let a message through. Whatever goes wrong (no provider, no money left, too slow, an answer
that cannot be read) lets it through as well.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import AnswerCorrupt, ProviderError
from jupyter_tutor.pedagogy.meaning import Anchors, anchor_texts, calibrated
from jupyter_tutor.pedagogy.redaction import redact
from jupyter_tutor.tutoring.attempts import Attempts
from jupyter_tutor.tutoring.metering.grant import MIN_OUTPUT_TOKENS
from jupyter_tutor.tutoring.metering.meter import Asking
from jupyter_tutor.tutoring.ports import AttemptEnded, AttemptStarted, Embedded, Embedder, Reported
from jupyter_tutor.tutoring.side_questions import SideQuestions

TIMEOUT_SECONDS = 2.0
PURPOSE = "embedding"
"""Of the call, in the ledger."""


@dataclass(slots=True)
class SecondOpinion:
    """Asks an embedding model, within the limits of the student; the known sentences go along once."""

    embedder: Embedder
    asides: SideQuestions
    private_names: tuple[str, ...] = ()
    timeout_seconds: float = TIMEOUT_SECONDS
    _anchors: Anchors | None = field(default=None)

    async def lets_through(self, request_id: str, user_id: str, text: str, module: str | None = None) -> bool:
        """Whether a message that the rules refuse, in a module or in none, is to be answered after all."""
        course, everyday = anchor_texts()
        known = () if self._anchors is not None else (*course, *everyday)
        texts = (redact(text, self.private_names), *known)
        asking = Asking(
            request_id,
            user_id,
            ((self.embedder.provider, self.embedder.model),),
            sum(map(self.asides.books.estimator.estimate, texts)),
            MIN_OUTPUT_TOKENS,  # nothing is written, but a hold for less is refused
            aside=PURPOSE,
            module=module,
        )
        judged = await self.asides.metered(
            asking, lambda _, attempts: self._everyday(texts, len(course), attempts, asking.input_tokens)
        )
        return not judged

    async def _everyday(
        self, texts: tuple[str, ...], courses: int, attempts: Attempts, estimated: int
    ) -> bool:
        """Whether the first text is everyday talk. Raises ProviderError or TimeoutError."""
        message, *known = (await self._embed(texts, attempts, estimated)).vectors
        try:
            if known:
                self._anchors = calibrated(known[:courses], known[courses:])
            return self._anchors is not None and self._anchors.everyday_talk(message)
        except ValueError:
            detail = f"{self.embedder.provider} sent vectors that do not fit each other"
        raise AnswerCorrupt(detail)

    async def _embed(self, texts: tuple[str, ...], attempts: Attempts, estimated: int) -> Embedded:
        """The vectors, with the attempt accounted for."""
        name = self.embedder.provider, self.embedder.model
        attempts.note(AttemptStarted(*name, 1))
        try:
            async with asyncio.timeout(self.timeout_seconds):
                found = await self.embedder.embed(texts)
        except ProviderError as error:
            attempts.note(AttemptEnded(*name, 1, 0.0, None, error))
            raise
        except BaseException as error:
            attempts.cut_short(error)
            raise
        counted = found.input_tokens
        usage = Usage(estimated if counted is None else counted, 0, 0, estimated=counted is None)
        attempts.note(Reported(usage))
        attempts.note(AttemptEnded(*name, 1, 0.0, usage, None))
        return found
