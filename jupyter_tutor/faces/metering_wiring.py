"""Connects what metering needs: limits, caps, prices, reports, and the work in the background."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from jupyter_tutor.cost.limits import PastRequest
from jupyter_tutor.cost.prices import PriceTable
from jupyter_tutor.faces.limits_wiring import Sharing, alone, shared
from jupyter_tutor.limits.folder_lock import FolderLock
from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.bookkeeping import Bookkeeping
from jupyter_tutor.tutoring.metering.breaker_control import BreakerControl
from jupyter_tutor.tutoring.metering.breaker_resets import BreakerResets
from jupyter_tutor.tutoring.metering.cap_book import CapBook
from jupyter_tutor.tutoring.metering.control import Metering
from jupyter_tutor.tutoring.metering.default_grace import DefaultGrace
from jupyter_tutor.tutoring.metering.housekeeping import (
    LEASES_SECONDS,
    ORPHANS_SECONDS,
    SETTINGS_SECONDS,
    SUMMARIES_SECONDS,
    WATCH_SECONDS,
    BreakerWatch,
    Housekeeping,
    Job,
    Orphans,
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
    close: Callable[[], Awaitable[None]]


def wire_metering(
    site: SiteLimits,
    store: Store,
    chain: ModelChain,
    books: Bookkeeping,
    prices: PriceTable,
    *,
    configured_prices: frozenset[str],
    lock: FolderLock,
    sharing: Sharing | None,
) -> WiredMetering:
    """Limits decided in this process, or by those that share a Redis; the database has what was before."""
    clock = books.clock

    async def before() -> list[PastRequest]:
        return await recovery.past(shared=sharing is not None)

    wired = shared(sharing, books.observer, before) if sharing else alone(lock, clock, before)
    limits = wired.store

    async def ready() -> None:
        await meter.prepare()

    past = PastUse(limits, store.reservations, site, books.new_id, ready)
    caps = CapBook(store.caps, store.ledger, site, past, clock)
    price_book = PriceBook(store.prices, prices, configured_prices, lambda: chain.names, clock)

    async def load() -> None:
        await control.load()

    resets = BreakerResets(store.settings, clock)
    recovery = Recovery(
        store.reservations,
        caps.limits_of,
        clock,
        before=load,
        start=wired.start,
        calendar=lambda: site.calendar,
        resets=resets,
    )
    ease = DefaultGrace(limits, site, caps.caps_of).eased
    meter = Meter(limits, caps.limits_of, prices, clock, books.observer, books.new_id, recovery.ensure, ease)
    roll_ups = RollUps(store.ledger, clock)
    control = Metering(
        site,
        caps,
        price_book,
        Reports(meter, store.ledger, site),
        roll_ups,
        BreakerControl(meter, site, resets),
    )
    panels = Panels(limits, wired.places, lambda: site.policy, clock)
    jobs = [
        Job("leases", LEASES_SECONDS, Reconciler(meter, store.reservations).run),
        Job("summaries", SUMMARIES_SECONDS, Summariser(roll_ups, clock).run, SUMMARIES_SECONDS),
        Job("breaker", WATCH_SECONDS, BreakerWatch(meter, lambda: site.policy).run),
    ]
    if sharing:
        orphans = Orphans(meter, store.reservations)
        jobs += [
            Job("settings", SETTINGS_SECONDS, control.load),
            Job("panels", LEASES_SECONDS, panels.renew),
            Job("orphans", ORPHANS_SECONDS, orphans.run, ORPHANS_SECONDS),
        ]
    housekeeping = Housekeeping(tuple(jobs), books.observer.record)
    return WiredMetering(meter, control, panels, housekeeping, wired.close)
