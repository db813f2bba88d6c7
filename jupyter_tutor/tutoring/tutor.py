"""All use cases of one tutor, as a face wires them and endpoints use them."""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyter_tutor.tutoring.answering import Answering
from jupyter_tutor.tutoring.ports import Conversations, Database, ModelChain, Observer, Students
from jupyter_tutor.tutoring.records import Student


@dataclass(frozen=True, slots=True)
class Tutor:
    """What endpoints may use. Made once per server, on first use."""

    answering: Answering
    conversations: Conversations
    students: Students
    database: Database
    chain: ModelChain
    observer: Observer
    _known: dict[str, Student] = field(default_factory=dict)

    async def recognise(self, username: str, display_name: str) -> Student:
        """The student of that name; asked of the store once."""
        known = self._known.get(username)
        if known is None:
            known = self._known[username] = await self.students.recognise(username, display_name)
        return known
