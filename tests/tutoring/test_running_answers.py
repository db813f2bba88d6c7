"""The register of running answers: once per request, abandoned ones end, shutdown stores all."""

from __future__ import annotations

import asyncio
import gc
import weakref
from contextlib import aclosing
from contextvars import ContextVar

import pytest

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.tutoring.answer_log import AnswerLog
from jupyter_tutor.tutoring.events import Done
from jupyter_tutor.tutoring.records import AnswerState
from jupyter_tutor.tutoring.running_answers import RunningAnswers


def done(state: AnswerState) -> Done:
    return Done("s", "m", state, 1, Usage(), 0)


class Answer:
    """Work that generates until it is let go, and says how it ended."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.begun = 0

    async def __call__(self, log: AnswerLog) -> None:
        self.begun += 1
        generation = asyncio.create_task(self._wait())
        await log.generate(generation)
        log.append(
            done((log.end_as or AnswerState.INTERRUPTED) if generation.cancelled() else AnswerState.COMPLETE)
        )

    async def _wait(self) -> None:
        await self.go.wait()


async def end_of(log: AnswerLog) -> AnswerState:
    async with aclosing(log.follow()) as events:
        last = [event async for event in events][-1]
    assert isinstance(last, Done)
    return last.state


async def test_the_same_request_is_worked_on_once():
    """Beginning it again returns the log of the first."""
    running, answer = RunningAnswers(), Answer()
    first = running.begin("ada", "r1", answer)
    assert running.begin("ada", "r1", answer) is first
    answer.go.set()
    assert await end_of(first) is AnswerState.COMPLETE
    assert running.begin("ada", "r1", answer) is first
    assert answer.begun == 1


async def test_what_lingers_does_not_keep_the_request_that_began_it():
    """A server finds its request through the context: neither the task nor its timers hold on to that."""

    class Request:
        pass

    current: ContextVar[Request] = ContextVar("current")
    running, answer = RunningAnswers(), Answer()

    async def receive() -> tuple[AnswerLog, weakref.ref[Request]]:
        request = Request()
        current.set(request)
        return running.begin("ada", "r1", answer), weakref.ref(request)

    log, request = await asyncio.create_task(receive())
    await asyncio.sleep(0)  # until then this step holds on to the task
    gc.collect()
    assert request() is None  # it runs, with nobody listening
    answer.go.set()
    await end_of(log)
    assert running.find("ada", "r1") is log


# req: A9
async def test_the_same_request_id_of_two_students_is_two_requests():
    """Nobody reaches another student's answer by its id."""
    running, answer = RunningAnswers(), Answer()
    mine = running.begin("ada", "r1", answer)
    assert running.find("bob", "r1") is None
    assert not running.stop("bob", "r1")
    assert running.begin("bob", "r1", answer) is not mine
    answer.go.set()
    await running.shutdown(grace=1)


# req: C5
async def test_stop_ends_a_running_answer_and_only_once():
    """A stopped answer says so; stopping what has ended is refused."""
    running, answer = RunningAnswers(), Answer()
    log = running.begin("ada", "r1", answer)
    assert running.stop("ada", "r1")
    assert await end_of(log) is AnswerState.STOPPED
    assert not running.stop("ada", "r1")
    assert not running.stop("ada", "never")


async def test_an_answer_that_nobody_hears_is_interrupted_after_the_grace_time():
    """No subscriber for longer than the grace time ends the upstream request."""
    running, answer = RunningAnswers(abandon_after=0.01), Answer()
    log = running.begin("ada", "r1", answer)
    for _ in range(200):
        if log.ended:
            break
        await asyncio.sleep(0.01)
    assert await end_of(log) is AnswerState.INTERRUPTED


async def test_an_answer_goes_on_while_somebody_listens_or_comes_back_in_time():
    """Leaving starts the grace time, coming back ends it."""
    running, answer = RunningAnswers(abandon_after=0.2), Answer()
    log = running.begin("ada", "r1", answer)
    for _ in range(3):
        listener = asyncio.create_task(end_of(log))
        await asyncio.sleep(0.1)
        listener.cancel()
        await asyncio.gather(listener, return_exceptions=True)
    listener = asyncio.create_task(end_of(log))
    await asyncio.sleep(0.3)
    assert not log.ended
    answer.go.set()
    assert await listener is AnswerState.COMPLETE


# req: H6
async def test_shutdown_gives_grace_and_then_interrupts():
    """An answer that can finish does; one that cannot is stored as interrupted."""
    running, quick, slow = RunningAnswers(), Answer(), Answer()
    finished, cut = running.begin("ada", "r1", quick), running.begin("ada", "r2", slow)
    asyncio.get_running_loop().call_later(0.02, quick.go.set)
    await running.shutdown(grace=0.2)
    assert await end_of(finished) is AnswerState.COMPLETE
    assert await end_of(cut) is AnswerState.INTERRUPTED
    assert not running.busy


# req: H6
async def test_a_question_that_comes_during_shutdown_is_recorded_as_interrupted():
    """It is not left without an answer record, and does not hold the shutdown up."""
    running, answer = RunningAnswers(), Answer()
    await running.shutdown(grace=0)
    assert await end_of(running.begin("ada", "r1", answer)) is AnswerState.INTERRUPTED


async def test_running_answers_of_a_conversation_are_known():
    """A page that reloads learns which answers it can resume."""
    running, answer = RunningAnswers(), Answer()
    log = running.begin("ada", "r1", answer)
    log.session_id = "s1"
    assert running.running_in("ada", "s1") == ("r1",)
    assert running.running_in("bob", "s1") == ()
    answer.go.set()
    await end_of(log)
    assert running.running_in("ada", "s1") == ()


async def test_ended_logs_are_forgotten_after_a_while_but_not_under_a_reader():
    """Memory does not grow with every answer."""
    running, answer = RunningAnswers(linger=0.01), Answer()
    log = running.begin("ada", "r1", answer)
    answer.go.set()
    assert await end_of(log) is AnswerState.COMPLETE
    for _ in range(200):
        if running.find("ada", "r1") is None:
            break
        await asyncio.sleep(0.01)
    assert running.find("ada", "r1") is None


@pytest.mark.parametrize("error", [RuntimeError("broken work")])
async def test_work_that_breaks_does_not_stay_registered_as_running(error: Exception):
    """The task is gone from the register even when it raises."""
    running = RunningAnswers()

    async def work(log: AnswerLog) -> None:
        log.append(done(AnswerState.INTERRUPTED))
        raise error

    log = running.begin("ada", "r1", work)
    await end_of(log)
    await asyncio.sleep(0)
    assert not running.busy
