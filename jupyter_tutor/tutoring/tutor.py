"""All use cases of one tutor, as a face wires them and endpoints use them."""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyter_tutor.tutoring.answering import Answering
from jupyter_tutor.tutoring.occurrences import Faulted, SocketClosed, SocketOpened
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

    def report(self, where: str, error: BaseException, request_id: str | None = None) -> None:
        """Note a fault of our own, for the log."""
        self.observer.record(Faulted(where, error, request_id))

    def panel_came(self, username: str, connection_id: str) -> None:
        """Note that a panel connected."""
        self.observer.record(SocketOpened(username, connection_id))

    def panel_went(
        self, username: str, connection_id: str, *, seconds: float, close_code: int | None
    ) -> None:
        """Note that a panel that had come went away after so many seconds."""
        self.observer.record(SocketClosed(username, connection_id, seconds, close_code))
