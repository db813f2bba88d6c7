"""Calendar windows: the hour, day, week or month a moment is in, as seconds since the epoch.

Days begin at the site's midnight, in UTC unless a time zone is set. Every moment is in exactly one
window of a kind, and one begins where the other ends, on days with a change of clocks as well: a day
then has 23 or 25 hours, an hour that the clock repeats is one window, and one that it skips is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jupyter_tutor.errors import ConfigurationError

_HOUR = 3_600
_DAY = 86_400


class WindowKind(StrEnum):
    """How long a window is. Weeks begin on Monday."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` until before `end`."""

    start: float
    end: float

    def __contains__(self, moment: float) -> bool:
        """Whether a moment is in it."""
        return self.start <= moment < self.end


class Calendar:
    """The windows of one time zone; the last one of each kind, mostly the one asked for, is remembered."""

    def __init__(self, zone: tzinfo = UTC) -> None:
        self._zone = zone
        self._last: dict[WindowKind, Window] = {}

    def window(self, kind: WindowKind, now: float) -> Window:
        """The window that `now` (seconds since the epoch) is in."""
        last = self._last.get(kind)
        if last is None or now not in last:
            last = self._last[kind] = self._find(kind, now)
        return last

    def _find(self, kind: WindowKind, now: float) -> Window:
        if self._zone is UTC and kind in (WindowKind.HOUR, WindowKind.DAY):
            length = _HOUR if kind is WindowKind.HOUR else _DAY
            start = now // length * length
            return Window(start, start + length)
        name = _begin_of(kind, datetime.fromtimestamp(now, self._zone).replace(tzinfo=None, fold=0))
        following = _next(kind, name)
        # Where the clock goes back over the begin of a window, that window has begun already.
        while self._moment(following) <= now:
            name, following = following, _next(kind, following)
        return Window(self._moment(name), self._moment(following))

    def _moment(self, name: datetime) -> float:
        """When the clock first shows a time; when it skips it, the moment in which it does so."""
        late = name.replace(tzinfo=self._zone).timestamp()
        if datetime.fromtimestamp(late, self._zone).replace(tzinfo=None) == name:
            return late
        # In a gap, the two folds give the moments at a gap's length before and after.
        early = name.replace(tzinfo=self._zone, fold=1).timestamp()
        offset = datetime.fromtimestamp(early, self._zone).utcoffset()
        while late - early > 1:
            middle = (early + late) // 2
            if datetime.fromtimestamp(middle, self._zone).utcoffset() == offset:
                early = middle
            else:
                late = middle
        return late


def time_zone(name: str) -> tzinfo:
    """The zone of that name, such as "Europe/Berlin"; ConfigurationError when there is none."""
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigurationError(
            f"time_zone={name!r} is not allowed: UTC, or a name of the time zone database: Europe/Berlin."
        ) from error


def _begin_of(kind: WindowKind, clock: datetime) -> datetime:
    """What the clock shows when a window of the kind begins."""
    if kind is WindowKind.HOUR:
        return clock.replace(minute=0, second=0, microsecond=0)
    day = clock.replace(hour=0, minute=0, second=0, microsecond=0)
    if kind is WindowKind.DAY:
        return day
    return day - timedelta(days=day.weekday()) if kind is WindowKind.WEEK else day.replace(day=1)


def _next(kind: WindowKind, name: datetime) -> datetime:
    if kind is WindowKind.MONTH:
        return (name + timedelta(days=31)).replace(day=1)
    return (
        name
        + {
            WindowKind.HOUR: timedelta(hours=1),
            WindowKind.DAY: timedelta(days=1),
            WindowKind.WEEK: timedelta(days=7),
        }[kind]
    )
