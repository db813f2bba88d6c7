"""The limits of a site by name, as people and programs write them: money in US dollars, times in seconds.

The same names and forms hold in configuration files, in the environment and at run time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from enum import StrEnum
from typing import Any

from jupyter_tutor.cost.caps import Cap, CapType
from jupyter_tutor.cost.money import format_usd, parse_usd
from jupyter_tutor.cost.policy import MeteringPolicy
from jupyter_tutor.errors import ConfigurationError, Invalid


class ValueKind(StrEnum):
    """How a value is written."""

    INT = "int"
    USD = "usd"
    SECONDS = "seconds"
    SHARE = "share"
    BOOL = "bool"
    TEXT = "text"
    CAPS = "caps"


_MONEY = frozenset({"session_budget", "breaker_cost", "throttle_cost", "throttle_daily_cost"})
_SECONDS = frozenset(
    {"session_idle", "session_longest", "breaker_cooldown", "cap_grace", "throttle_window", "throttle_marker"}
)
_CAP_FIELDS = frozenset({"cap_type", "requests", "tokens", "cost_usd"})


def _kind(name: str, annotation: str) -> ValueKind:
    if name in _MONEY:
        return ValueKind.USD
    if name in _SECONDS:
        return ValueKind.SECONDS
    return {
        "bool": ValueKind.BOOL,
        "int": ValueKind.INT,
        "float": ValueKind.SHARE,
        "str": ValueKind.TEXT,
    }.get(annotation, ValueKind.CAPS)


KINDS: Mapping[str, ValueKind] = {
    setting.name: _kind(setting.name, str(setting.type)) for setting in fields(MeteringPolicy)
}
"""How the value of each limit is written, by name, in the order of the policy."""


def with_values(policy: MeteringPolicy, values: Mapping[str, object]) -> MeteringPolicy:
    """The policy with some values in the place of its own. ConfigurationError names a value that is wrong."""
    unknown = sorted(set(values) - set(KINDS))
    if unknown:
        raise ConfigurationError(f"{unknown[0]} is no limit. There are {', '.join(KINDS)}.")
    read: dict[str, Any] = {name: _read(name, value) for name, value in values.items()}
    return replace(policy, **read)


def value_of(policy: MeteringPolicy, name: str) -> object:
    """A value of the policy as it is written: JSON, money as exact text."""
    value: Any = getattr(policy, name)
    kind = KINDS[name]
    if kind is ValueKind.USD:
        return format_usd(value)
    return [_written(cap) for cap in value] if kind is ValueKind.CAPS else value


def _read(name: str, value: object) -> Any:
    kind = KINDS[name]
    if kind is ValueKind.USD:
        return _nano(name, value)
    if kind is ValueKind.CAPS:
        return _caps(name, value)
    if kind is ValueKind.TEXT and not isinstance(value, str):
        raise ConfigurationError(f"{name}={value!r} is not allowed: a text.")
    return value


def _nano(name: str, value: object) -> int:
    try:
        if isinstance(value, bool):
            raise ValueError("not a number")  # noqa: TRY301, TRY004 - one sentence for every wrong amount
        return parse_usd(str(value))
    except ValueError as error:
        raise ConfigurationError(f"{name}={value!r} is not allowed: an amount in US dollars.") from error


def _caps(name: str, value: object) -> tuple[Cap, ...]:
    if not isinstance(value, list | tuple):
        raise ConfigurationError(f"{name}={value!r} is not allowed: a list of caps.")
    return tuple(_cap(name, item) for item in value)


def _cap(name: str, item: object) -> Cap:
    if not isinstance(item, Mapping) or not set(item) <= _CAP_FIELDS or "cap_type" not in item:
        raise ConfigurationError(
            f"{name}: {item!r} is not allowed: a cap has cap_type, and requests, tokens or cost_usd."
        )
    cost = item.get("cost_usd")
    try:
        cap_type = CapType(str(item["cap_type"]))
        nano = None if cost is None else _nano(f"{name}.cost_usd", cost)
        return Cap(cap_type, item.get("requests"), item.get("tokens"), nano)
    except Invalid as error:
        raise ConfigurationError(f"{name}: {error.message}") from error
    except ValueError as error:
        raise ConfigurationError(f"{name}: {error}: one of {', '.join(CapType)}.") from error


def _written(cap: Cap) -> dict[str, object]:
    cost = None if cap.cost is None else format_usd(cap.cost)
    return {"cap_type": cap.cap_type.value, "requests": cap.requests, "tokens": cap.tokens, "cost_usd": cost}
