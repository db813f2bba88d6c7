"""The limits in force: those configured, with those changed while the server runs over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jupyter_tutor.cost.caps import Cap, CapType, DefaultsChange, cap_of_type, default_in_force
from jupyter_tutor.cost.limits import Amount
from jupyter_tutor.cost.policy import MeteringPolicy
from jupyter_tutor.cost.policy_values import KINDS, ValueKind, value_of, with_values
from jupyter_tutor.cost.windows import Calendar, time_zone
from jupyter_tutor.errors import ConfigurationError, Conflict, Invalid
from jupyter_tutor.tutoring.metering.ports import RunTimeSettings
from jupyter_tutor.tutoring.metering.records import SettingChange, StoredSettings
from jupyter_tutor.tutoring.ports import Clock

HISTORY = 100
"""How many of the latest changes are shown."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One limit as it is written: its value, the configured one, and whether it was changed."""

    name: str
    value: object
    configured: object
    kind: ValueKind
    is_changed: bool


@dataclass(frozen=True, slots=True)
class SettingsView:
    """Every limit, and who changed what, newest first."""

    version: int
    settings: tuple[Setting, ...]
    history: tuple[SettingChange, ...]


@dataclass(slots=True)
class SiteLimits:
    """The limits of a site. Those configured are in force until `load` was called."""

    configured: MeteringPolicy
    settings: RunTimeSettings
    clock: Clock
    _stored: StoredSettings = field(default_factory=lambda: StoredSettings(-1, {}))
    _policy: MeteringPolicy = field(init=False)
    _calendar: Calendar = field(init=False)
    _defaults_changes: tuple[DefaultsChange, ...] = ()

    def __post_init__(self) -> None:
        self._policy = self.configured
        self._calendar = Calendar(time_zone(self.configured.time_zone))

    @property
    def policy(self) -> MeteringPolicy:
        """The limits in force."""
        return self._policy

    @property
    def calendar(self) -> Calendar:
        """The windows of the time zone in force."""
        return self._calendar

    def defaults_wait(self, now: float) -> bool:
        """Whether default caps were changed so lately that they may not be in force for everyone yet."""
        changes = self._defaults_changes
        return bool(changes) and now < changes[-1].at + self._policy.cap_grace

    def default_cap(self, cap_type: CapType, used: Amount, now: float) -> Cap | None:
        """The default of a type at a moment for a student whose window stands at `used`."""
        if not self.defaults_wait(now):
            return cap_of_type(self._policy.default_caps, cap_type)
        return default_in_force(cap_type, self._defaults_changes, used, now, self._policy.cap_grace)

    async def load(self) -> None:
        """Put what is stored into force, if it has changed.

        Raises DatabaseUnavailable, and ConfigurationError for a stored value that is not allowed: limits
        that are not known let nobody spend.
        """
        self._take(await self.settings.read())

    async def change(self, values: Mapping[str, object], version: int, changed_by: str) -> None:
        """Change limits; None puts the configured value back.

        `version` is the one that whoever changes has seen. Raises Invalid, naming the limit, or Conflict;
        then nothing has changed.
        """
        unknown = sorted(set(values) - set(KINDS))
        if unknown:
            raise Invalid(f"{unknown[0]} is no limit. There are {', '.join(KINDS)}.")
        stored = await self.settings.read()
        if stored.version != version:
            raise Conflict("Somebody else has changed the limits. Look at them again before you change them.")
        changes = self._changes(stored, values, changed_by)
        self._take(await self.settings.change(changes, version) if changes else stored)

    async def view(self) -> SettingsView:
        """Every limit as it is written, with the latest changes."""
        await self.load()
        settings = (
            Setting(
                name, value_of(self._policy, name), value_of(self.configured, name), kind, name in self._own
            )
            for name, kind in KINDS.items()
        )
        return SettingsView(self._stored.version, tuple(settings), await self.settings.history(HISTORY))

    @property
    def _own(self) -> Mapping[str, object]:
        return _known(self._stored)

    def _changes(
        self, stored: StoredSettings, values: Mapping[str, object], changed_by: str
    ) -> tuple[SettingChange, ...]:
        """What is different then, in the form in which it is written."""
        before = _known(stored)
        wanted = {name: value for name, value in {**before, **values}.items() if value is not None}
        try:
            policy = with_values(self.configured, wanted)
        except ConfigurationError as error:
            raise Invalid(error.message) from error
        after = {name: value_of(policy, name) for name in wanted}
        now = self.clock.now()
        return tuple(
            SettingChange(name, before.get(name), after.get(name), changed_by, now)
            for name in values
            if before.get(name) != after.get(name)
        )

    def _take(self, stored: StoredSettings) -> None:
        if stored.version == self._stored.version:
            return
        policy = with_values(self.configured, _known(stored))
        if policy.time_zone != self._policy.time_zone:
            self._calendar = Calendar(time_zone(policy.time_zone))
        self._policy, self._stored = policy, stored
        self._defaults_changes = self._defaults_of(stored.cap_changes)

    def _defaults_of(self, changes: Iterable[SettingChange]) -> tuple[DefaultsChange, ...]:
        """Oldest first, out of those of the audit, newest first."""
        found: list[DefaultsChange] = []
        for change in changes:
            try:
                before, after = (self._default_caps(value) for value in (change.before, change.after))
            except ConfigurationError:
                break  # another version of the tutor allowed it; what came since can be read
            found.insert(0, DefaultsChange(change.changed_at.timestamp(), before, after))
        return tuple(found)

    def _default_caps(self, written: object | None) -> tuple[Cap, ...]:
        if written is None:
            return self.configured.default_caps
        return with_values(self.configured, {"default_caps": written}).default_caps


def _known(stored: StoredSettings) -> dict[str, object]:
    """Without those that another version of the tutor had."""
    return {name: value for name, value in stored.values.items() if name in KINDS}
