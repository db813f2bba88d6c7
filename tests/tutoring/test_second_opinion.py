"""A second opinion before a message is refused."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

import pytest
from chain import ScriptedChain
from house import House, only, text_of

from jupyter_tutor.errors import ProviderUnreachable
from jupyter_tutor.pedagogy.meaning import anchor_texts
from jupyter_tutor.tutoring.events import Canned
from jupyter_tutor.tutoring.occurrences import Faulted
from jupyter_tutor.tutoring.ports import Embedded
from jupyter_tutor.tutoring.second_opinion import SecondOpinion

FLIGHT = "book me a flight to Boston"
COURSE, EVERYDAY = (1.0, 0.0), (0.0, 1.0)


@dataclass
class Compass:
    """Implements ports.Embedder: known sentences point where they belong, all others to `message`."""

    message: tuple[float, ...]
    error: Exception | None = None
    hold: bool = False
    asked: list[tuple[str, ...]] = field(default_factory=list)
    provider = "openai"
    model = "text-embedding-3-small"

    async def embed(self, texts):
        self.asked.append(texts)
        if self.hold:
            await asyncio.Event().wait()
        if self.error is not None:
            raise self.error
        course, everyday = anchor_texts()
        known = {**dict.fromkeys(course, COURSE), **dict.fromkeys(everyday, EVERYDAY)}
        return Embedded(tuple(known.get(text, self.message) for text in texts), 100)

    async def close(self):
        pass


def house_with(compass: Compass, **changes) -> House:
    house = House(ScriptedChain())
    opinion = SecondOpinion(compass, house.answering.asides, **changes)
    house.answering = replace(house.answering, second_opinion=opinion)
    return house


# req: P7
async def test_agreement_refuses():
    """Everyday by its words and by its meaning: refused, and the one call is in the ledger."""
    house = house_with(Compass(EVERYDAY))
    events = await house.ask(FLIGHT)
    assert only(events, Canned).filter == "off_topic"
    (call,) = house.reservations.calls
    assert (call.purpose, call.model, call.usage.input_tokens) == ("embedding", "text-embedding-3-small", 100)


# req: P7
async def test_disagreement_lets_through():
    """Course talk by its meaning: answered like any question."""
    house = house_with(Compass(COURSE))
    events = await house.ask(FLIGHT)
    assert text_of(events) == "Look at line 2."
    assert not [event for event in events if isinstance(event, Canned)]


# req: P7
@pytest.mark.parametrize(
    "compass",
    [
        Compass(EVERYDAY, error=ProviderUnreachable("down")),
        Compass(EVERYDAY, hold=True),
        Compass((1.0, 2.0, 3.0)),
    ],
)
async def test_whatever_goes_wrong_lets_through(compass):
    """Unreachable, too slow, or unreadable: answered, and the fault is recorded."""
    house = house_with(compass, timeout_seconds=0.01)
    assert text_of(await house.ask(FLIGHT)) == "Look at line 2."
    assert [fault.where for fault in house.witness.of(Faulted)] == ["embedding"]


async def test_known_sentences_go_along_once():
    """The second refusal sends its message alone; secrets and private names go nowhere."""
    compass = Compass(EVERYDAY)
    house = house_with(compass, private_names=("Zelda",))
    await house.ask(FLIGHT)
    await house.ask("order a pizza for my friend Zelda tonight", session_id=None)
    assert [len(texts) for texts in compass.asked] == [1 + sum(map(len, anchor_texts())), 1]
    assert "Zelda" not in compass.asked[1][0]


async def test_only_refusals_ask():
    """A question and a greeting cost nothing."""
    compass = Compass(EVERYDAY)
    house = house_with(compass)
    await house.ask("Why does my loop stop?")
    await house.ask("hello", session_id=None)
    assert compass.asked == []
