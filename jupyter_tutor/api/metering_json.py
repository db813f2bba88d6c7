"""Usage, caps, prices and limits as JSON: money in US dollars as exact text, times in ISO 8601."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jupyter_tutor.cost.caps import Cap
from jupyter_tutor.cost.money import format_usd
from jupyter_tutor.cost.refusals import percentage, time_shown
from jupyter_tutor.cost.roll_ups import Totals
from jupyter_tutor.tutoring.metering.breaker_control import BreakerStanding
from jupyter_tutor.tutoring.metering.cap_book import CapList, NamedCap
from jupyter_tutor.tutoring.metering.price_book import PriceInUse
from jupyter_tutor.tutoring.metering.records import CallPage, SettingChange, StoredPrice
from jupyter_tutor.tutoring.metering.reports import Overview, Standing
from jupyter_tutor.tutoring.metering.site_limits import SettingsView
from jupyter_tutor.tutoring.records import ModelCall

ALL = 100.0
"""Percent."""


def standing_json(standing: Standing) -> dict[str, Any]:
    """How much of some money is used, and the calls that one made for it."""
    limit, totals = standing.limit, standing.totals
    return {
        "used_usd": format_usd(standing.used),
        "limit_usd": None if limit is None else format_usd(limit),
        "percent": 0.0 if limit is None else min(ALL, percentage(standing.used, limit)),
        "tokens": totals.input_tokens + totals.output_tokens,
        "requests": totals.requests,
        "resets_at": time_shown(standing.resets_at),
    }


def calls_json(page: CallPage) -> dict[str, Any]:
    """A page of the ledger."""
    calls = [_call(call, username) for call, username in page.calls]
    return {"calls": calls, "next_cursor": page.next_cursor}


def _call(call: ModelCall, username: str) -> dict[str, Any]:
    cost = call.cost_nano_usd
    return {
        "id": call.id,
        "request_id": call.request_id,
        "user": username or call.user_id,
        "purpose": call.purpose,
        "provider": call.provider,
        "model": call.model,
        "attempt": call.attempt,
        "started_at": call.started_at.isoformat(),
        "latency_ms": round(call.latency_seconds * 1_000),
        "input_tokens": call.usage.input_tokens,
        "cached_input_tokens": call.usage.cached_input_tokens,
        "output_tokens": call.usage.output_tokens,
        "estimated": call.usage.estimated,
        "cost_usd": None if cost is None else format_usd(cost),
        "error": call.error,
    }


def caps_json(caps: CapList) -> dict[str, Any]:
    """Caps, defaults and groups."""
    return {
        "caps": [cap_json(cap) for cap in caps.caps],
        "defaults": [_values(cap) for cap in caps.defaults],
        "groups": {group: list(names) for group, names in caps.groups.items()},
    }


def cap_json(named: NamedCap) -> dict[str, Any]:
    """A cap; `effective_from` is null when it was in force from the beginning."""
    row = named.row
    return {
        "id": row.id,
        "user": named.username,
        "group": row.cap.group,
        **_values(row.cap),
        "effective_from": time_shown(row.cap.effective_from or None),
        "written_by": row.written_by,
        "written_at": row.written_at.isoformat(),
    }


def _values(cap: Cap) -> dict[str, Any]:
    return {
        "cap_type": cap.cap_type.value,
        "requests": cap.requests,
        "tokens": cap.tokens,
        "cost_usd": None if cap.cost is None else format_usd(cap.cost),
    }


def overview_json(overview: Overview) -> dict[str, Any]:
    """What everyone used."""
    models, modules = overview.per_model.items(), overview.per_module.items()
    return {
        "today": _sum(overview.today),
        "this_week": _sum(overview.this_week),
        "this_month": _sum(overview.this_month),
        "per_user": [{"user": user, **_sum(totals)} for user, totals in overview.per_user.items()],
        "per_model": [
            {"provider": provider, "model": model, **_sum(totals)} for (provider, model), totals in models
        ],
        "per_module": [{"module": module, **_sum(totals)} for module, totals in modules],
        "per_day": [{"date": date, **_sum(totals)} for date, totals in overview.per_day.items()],
        "period": overview.period.value,
    }


def _sum(totals: Totals) -> dict[str, Any]:
    return {
        "requests": totals.requests,
        "input_tokens": totals.input_tokens,
        "output_tokens": totals.output_tokens,
        "estimated_cost_usd": format_usd(totals.cost),
        "unpriced_requests": totals.unpriced,
    }


def breaker_json(standing: BreakerStanding) -> dict[str, Any]:
    """The breaker's state and the money of the last hour."""
    usage, reset = standing.usage, standing.last_reset
    return {
        "state": standing.state.value,
        "spent_usd": format_usd(usage.current_usage),
        "limit_usd": format_usd(usage.limit),
        "percent": percentage(usage.current_usage, usage.limit),
        "reopens_at": time_shown(usage.reset_time),
        "enabled": standing.is_enabled,
        "last_reset_at": None if reset is None else reset.at.isoformat(),
        "last_reset_by": None if reset is None else reset.by,
    }


def prices_json(own: Iterable[StoredPrice], in_use: Iterable[PriceInUse]) -> dict[str, Any]:
    """The site's own prices, and those of the models that may be asked."""
    return {
        "prices": [price_json(price) for price in own],
        "in_use": [
            {
                "provider": price.provider,
                "model": price.model,
                "input": price.input,
                "cached_input": price.cached_input,
                "output": price.output,
                "source": price.source.value,
            }
            for price in in_use
        ],
    }


def price_json(price: StoredPrice) -> dict[str, Any]:
    """One of the site's own prices."""
    row = price.row
    return {
        "model": row.model,
        "input": row.input,
        "cached_input": row.cached_input,
        "output": row.output,
        "written_by": price.written_by,
        "written_at": price.written_at.isoformat(),
    }


def settings_json(view: SettingsView) -> dict[str, Any]:
    """Every limit with its value, and the latest changes."""
    return {
        "version": view.version,
        "settings": [
            {
                "name": setting.name,
                "value": setting.value,
                "configured": setting.configured,
                "kind": setting.kind.value,
                "changed": setting.is_changed,
            }
            for setting in view.settings
        ],
        "history": [_change(change) for change in view.history],
    }


def _change(change: SettingChange) -> dict[str, Any]:
    return {
        "name": change.name,
        "before": change.before,
        "after": change.after,
        "changed_by": change.changed_by,
        "changed_at": change.changed_at.isoformat(),
    }
