"""All use cases of one tutor, as a face wires them and endpoints use them."""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyter_tutor.tutoring.answering import Answering
from jupyter_tutor.tutoring.metering.control import Metering
from jupyter_tutor.tutoring.metering.panels import Panels
from jupyter_tutor.tutoring.modules.modules import Modules
from jupyter_tutor.tutoring.occurrences import Authenticated, Faulted, SocketClosed, SocketOpened
from jupyter_tutor.tutoring.ports import Conversations, Database, ModelChain, Observer, Students
from jupyter_tutor.tutoring.records import Student
from jupyter_tutor.tutoring.teaching.decision_log import Teaching


@dataclass(frozen=True, slots=True)
class Tutor:
    """What endpoints may use. Made once per server, on first use."""

    answering: Answering
    conversations: Conversations
    students: Students
    database: Database
    chain: ModelChain
    observer: Observer
    panels: Panels
    metering: Metering
    teaching: Teaching
    modules: Modules
    _known: dict[str, Student] = field(default_factory=dict)

    async def recognise(self, username: str, display_name: str) -> Student:
        """The student of that name; asked of the store, and noted as come in, once."""
        if username not in self._known:
            student = await self.students.recognise(username, display_name)
            if self._known.setdefault(username, student) is student:
                self.observer.record(Authenticated("login", student.id, success=True))
        return self._known[username]

    def turned_away(self) -> None:
        """Note that somebody without identity was refused."""
        self.observer.record(Authenticated("login", None, success=False))

    def report(self, where: str, error: BaseException, request_id: str | None = None) -> None:
        """Note a fault of our own, for the log."""
        self.observer.record(Faulted(where, error, request_id))

    async def panel_came(self, student: Student, connection_id: str) -> None:
        """Take a panel in. Raises TooManyConnections or BreakerOpen when it may not stay."""
        await self.panels.admit(student.id, connection_id)
        self.observer.record(SocketOpened(student.id, connection_id))

    async def panel_went(
        self, student: Student, connection_id: str, *, seconds: float, close_code: int | None
    ) -> None:
        """Note that a panel that had been taken in went away after so many seconds."""
        self.observer.record(SocketClosed(student.id, connection_id, seconds, close_code))
        await self.panels.leave(student.id, connection_id)
