"""An answer's log: order, followers, and how an answer is asked to end."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.tutoring.answer_log import AnswerLog
from jupyter_tutor.tutoring.events import Done, Failed, Started, Token
from jupyter_tutor.tutoring.records import AnswerState

STARTED = Started("s", "m", 1, "p", "Mean", 5)
DONE = Done("s", "m", AnswerState.COMPLETE, 1, Usage(), 0)


async def collect(log: AnswerLog, after: int = 0) -> list[object]:
    async with aclosing(log.follow(after)) as events:
        return [event async for event in events]


def full_log(tokens: int) -> AnswerLog:
    log = AnswerLog("r")
    log.append(STARTED)
    for seq in range(1, tokens + 1):
        log.append(Token(seq, f"t{seq}"))
    log.append(DONE)
    return log


# req: C2
async def test_a_follower_gets_every_event_in_order():
    """Who follows from the beginning sees the start, all tokens and the end."""
    assert await collect(full_log(3)) == [STARTED, Token(1, "t1"), Token(2, "t2"), Token(3, "t3"), DONE]


# req: C6
@given(tokens=st.integers(0, 20), after=st.integers(1, 20))
def test_resuming_gives_exactly_the_tokens_after_the_last_one_seen(tokens: int, after: int):
    """Nothing is missing and nothing doubled, wherever a follower resumes."""
    events = asyncio.run(collect(full_log(tokens), after))
    assert [e.seq for e in events if isinstance(e, Token)] == list(range(after + 1, tokens + 1))
    assert STARTED not in events
    assert events[-1] == DONE


async def test_followers_before_during_and_after_the_answer_see_the_same():
    """A second tab that comes late sees what the first one saw."""
    log = AnswerLog("r")
    early = asyncio.create_task(collect(log))
    await asyncio.sleep(0)
    log.append(STARTED)
    log.append(Token(1, "a"))
    middle = asyncio.create_task(collect(log))
    await asyncio.sleep(0)
    log.append(DONE)
    assert await early == await middle == await collect(log)


async def test_a_log_has_ended_after_done_or_failed():
    """Both ends stop every follower."""
    for end in (DONE, Failed("INTERNAL", "x")):
        log = AnswerLog("r")
        assert not log.ended
        log.append(end)
        assert log.ended
        assert await collect(log) == [end]


async def test_listeners_are_counted_while_they_listen():
    """A follower that is closed no longer counts as listening."""
    changes: list[int] = []
    log = AnswerLog("r", on_audience_change=lambda log: changes.append(log.listeners))
    follower = asyncio.create_task(collect(log))
    await asyncio.sleep(0)
    assert log.listeners == 1
    follower.cancel()
    await asyncio.gather(follower, return_exceptions=True)
    assert (log.listeners, changes) == (0, [1, 0])


# req: C5
async def test_ending_cancels_the_generation_and_not_its_caller():
    """The task that asks the model is cancelled; whoever waits for it goes on and stores the end."""
    log = AnswerLog("r")
    generation = asyncio.create_task(asyncio.sleep(60))
    waiting = asyncio.create_task(log.generate(generation))
    await asyncio.sleep(0)
    log.end(AnswerState.STOPPED)
    await waiting
    assert generation.cancelled()
    assert log.end_as is AnswerState.STOPPED


async def test_an_answer_told_to_end_before_it_generates_never_generates():
    """A stop that arrives while the question is still being stored is not lost."""
    log = AnswerLog("r")
    log.end(AnswerState.STOPPED)
    generation = asyncio.create_task(asyncio.sleep(60))
    await log.generate(generation)
    assert generation.cancelled()


async def test_the_first_reason_to_end_counts():
    """A shutdown after a stop does not turn the answer into an interrupted one."""
    log = AnswerLog("r")
    log.end(AnswerState.STOPPED)
    log.end(AnswerState.INTERRUPTED)
    assert log.end_as is AnswerState.STOPPED
