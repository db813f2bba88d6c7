"""Connects what metering needs: limits, caps, prices, reports, and the work in the background."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_tutor.cost.prices import PriceTable
from jupyter_tutor.limits.folder_lock import FolderLock
from jupyter_tutor.limits.memory import MemoryLimits
from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.bookkeeping import Bookkeeping
from jupyter_tutor.tutoring.metering.breaker_control import BreakerControl
from jupyter_tutor.tutoring.metering.cap_book import CapBook
from jupyter_tutor.tutoring.metering.control import Metering
from jupyter_tutor.tutoring.metering.housekeeping import (
    LEASES_SECONDS,
    SUMMARIES_SECONDS,
    WATCH_SECONDS,
    BreakerWatch,
    Housekeeping,
    Job,
    Reconciler,
    Summariser,
)
from jupyter_tutor.tutoring.metering.meter import Meter
from jupyter_tutor.tutoring.metering.panels import Panels
from jupyter_tutor.tutoring.metering.past_use import PastUse
from jupyter_tutor.tutoring.metering.price_book import PriceBook
from jupyter_tutor.tutoring.metering.recovery import Recovery
from jupyter_tutor.tutoring.metering.reports import Reports
from jupyter_tutor.tutoring.metering.roll_ups import RollUps
from jupyter_tutor.tutoring.metering.site_limits import SiteLimits
from jupyter_tutor.tutoring.ports import ModelChain


@dataclass(frozen=True, slots=True)
class WiredMetering:
    """Metering, and what has to be started and stopped with it."""

    meter: Meter
    control: Metering
    panels: Panels
    housekeeping: Housekeeping
    lock: FolderLock


def wire_metering(
    site: SiteLimits,
    store: Store,
    chain: ModelChain,
    books: Bookkeeping,
    prices: PriceTable,
    *,
    configured_prices: frozenset[str],
    lock: FolderLock,
) -> WiredMetering:
    """Limits decided in this process, which knows from the database what was before it."""
    limits, clock = MemoryLimits(), books.clock

    async def ready() -> None:
        await meter.prepare()

    past = PastUse(limits, store.reservations, site, books.new_id, ready)
    caps = CapBook(store.caps, store.ledger, site, past, clock)
    price_book = PriceBook(store.prices, prices, configured_prices, lambda: chain.names, clock)

    async def load() -> None:
        await control.load()

    recovery = Recovery(
        limits,
        store.reservations,
        caps.limits_of,
        clock,
        take=lock.take,
        before=load,
        calendar=lambda: site.calendar,
    )
    meter = Meter(limits, caps.limits_of, prices, clock, books.observer, books.new_id, recovery.ensure)
    roll_ups = RollUps(store.ledger, clock)
    control = Metering(
        site,
        caps,
        price_book,
        Reports(meter, store.ledger, site),
        roll_ups,
        BreakerControl(meter, site),
    )
    jobs = (
        Job("leases", LEASES_SECONDS, Reconciler(meter, store.reservations).run),
        Job("summaries", SUMMARIES_SECONDS, Summariser(roll_ups, clock).run, SUMMARIES_SECONDS),
        Job("breaker", WATCH_SECONDS, BreakerWatch(meter, lambda: site.policy).run),
    )
    panels = Panels(limits, lambda: site.policy, clock)
    return WiredMetering(meter, control, panels, Housekeeping(jobs, books.observer.record), lock)
