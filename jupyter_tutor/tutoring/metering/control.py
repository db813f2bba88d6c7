"""Everything about usage, caps, prices and limits that people may see and change."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_tutor.tutoring.metering.breaker_control import BreakerControl
from jupyter_tutor.tutoring.metering.cap_book import CapBook
from jupyter_tutor.tutoring.metering.price_book import PriceBook
from jupyter_tutor.tutoring.metering.reports import Reports
from jupyter_tutor.tutoring.metering.roll_ups import RollUps
from jupyter_tutor.tutoring.metering.site_limits import SiteLimits


@dataclass(frozen=True, slots=True)
class Metering:
    """The use cases of metering beside asking itself."""

    site: SiteLimits
    caps: CapBook
    prices: PriceBook
    reports: Reports
    roll_ups: RollUps
    breaker: BreakerControl

    async def load(self) -> None:
        """Put what is stored into force: settings, caps, groups and prices.

        To be done before the first decision, and again and again where others change them too. Raises
        DatabaseUnavailable, and ConfigurationError for a stored setting that is not allowed.
        """
        await self.site.load()
        await self.caps.load()
        await self.prices.load()
