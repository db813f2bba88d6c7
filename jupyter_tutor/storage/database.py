"""Everything that is stored, behind one door."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite

from jupyter_tutor.storage import tables
from jupyter_tutor.storage.caps import StoredCaps
from jupyter_tutor.storage.connections import Connections
from jupyter_tutor.storage.conversations import StoredConversations
from jupyter_tutor.storage.exchanges import StoredExchanges
from jupyter_tutor.storage.ledger import StoredLedger
from jupyter_tutor.storage.modules import StoredModules
from jupyter_tutor.storage.own_prices import StoredPrices
from jupyter_tutor.storage.progress import StoredProgress
from jupyter_tutor.storage.reservations import StoredReservations
from jupyter_tutor.storage.run_time_settings import StoredRunTimeSettings
from jupyter_tutor.storage.students import StoredStudents
from jupyter_tutor.storage.teaching_records import StoredTeachingRecords
from jupyter_tutor.tutoring.ports import Clock


class Store:
    """The repositories over one database; each is the adapter of the port of its name.

    `url` is `sqlite:////path/to/file` or `postgresql://user:password@host/name`. Nothing is
    opened before the first use or `start`.
    """

    def __init__(self, url: str, clock: Clock) -> None:
        self._connections = Connections(url)
        self.exchanges = StoredExchanges(self._connections)
        self.conversations = StoredConversations(self._connections, clock)
        self.students = StoredStudents(self._connections, clock)
        self.caps = StoredCaps(self._connections)
        self.prices = StoredPrices(self._connections)
        self.ledger = StoredLedger(self._connections)
        self.settings = StoredRunTimeSettings(self._connections)
        self.reservations = StoredReservations(self._connections)
        self.teaching = StoredTeachingRecords(self._connections)
        self.modules = StoredModules(self._connections)
        self.progress = StoredProgress(self._connections)
        self.database = CheckedDatabase(self._connections, clock)

    async def start(self) -> None:
        """Open the database and bring its schema up to date. Raises DatabaseUnavailable."""
        await self._connections.start()

    async def close(self) -> None:
        """Close every connection; the next use opens the database again."""
        await self._connections.close()


class CheckedDatabase:
    """The store as a whole."""

    def __init__(self, connections: Connections, clock: Clock) -> None:
        self._connections = connections
        self._clock = clock

    async def check(self) -> None:
        """Read and write once, or raise DatabaseUnavailable saying what is wrong."""
        dialect = sqlite if self._connections.is_sqlite else postgresql
        now = self._clock.now()
        write = dialect.insert(tables.health_checks).values(id=1, checked_at=now)
        write = write.on_conflict_do_update(index_elements=["id"], set_={"checked_at": now})
        read_back = write.returning(tables.health_checks.c.checked_at)
        await self._connections.write(lambda connection: connection.execute(read_back).one())
