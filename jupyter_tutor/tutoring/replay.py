"""Tells a stored answer again, for a request that is no longer running."""

from __future__ import annotations

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.pedagogy.ladder import HIGHEST
from jupyter_tutor.tutoring.answer_log import AnswerLog
from jupyter_tutor.tutoring.events import Canned, Done, Started, Token
from jupyter_tutor.tutoring.records import AnswerState, ChatMessage


def replay(answer: ChatMessage, log: AnswerLog) -> None:
    """Write a stored answer to a log: its beginning, its text as token 1, its end."""
    log.session_id = answer.session_id
    log.replayed = True
    if answer.filter is not None:
        log.append(Canned(answer.session_id, answer.id, answer.filter, answer.text))
    else:
        log.append(
            Started(
                session_id=answer.session_id,
                message_id=answer.id,
                hint_level=answer.hint_level or 1,
                problem_id=answer.problem_id or "",
                problem_title="",
                max_hint_level=HIGHEST,
                provider=answer.provider or "",
                model=answer.model or "",
            )
        )
        if answer.text:
            log.append(Token(1, answer.text))
    log.append(
        Done(
            session_id=answer.session_id,
            message_id=answer.id,
            state=answer.state or AnswerState.INTERRUPTED,
            hint_level=answer.hint_level,
            usage=answer.usage or Usage(),
            cost_nano_usd=answer.cost_nano_usd,
        )
    )
