"""Limits changed while the server runs: validated, noted, and in force for the next message."""

from __future__ import annotations

from dataclasses import replace

import pytest
from metering import Office

from jupyter_tutor.cost.caps import Cap, CapType
from jupyter_tutor.cost.policy import MeteringPolicy
from jupyter_tutor.errors import ConfigurationError, Conflict, Invalid
from jupyter_tutor.tutoring.metering.records import StoredSettings


# req: R13
async def test_a_change_is_in_force_at_once_and_noted():
    """Policy, view and history agree, with who did it and what it was before."""
    office = Office()
    site = office.metering.site
    await site.change({"messages_per_minute": 5, "session_budget": "2.50"}, 0, "root")
    assert (site.policy.messages_per_minute, site.policy.session_budget) == (5, 2_500_000_000)
    await site.change({"session_budget": "1"}, 1, "tom")
    view = await site.view()
    assert view.version == 2
    changed = {s.name: (s.value, s.configured) for s in view.settings if s.is_changed}
    assert changed == {"messages_per_minute": (5, 20), "session_budget": ("1", "5")}
    newest = view.history[0]
    assert (newest.name, newest.before, newest.after, newest.changed_by) == (
        "session_budget",
        "2.5",
        "1",
        "tom",
    )
    assert newest.changed_at == office.clock.now()


# req: R13
async def test_every_limit_and_switch_can_be_changed_and_put_back():
    """Whatever field the policy has; None leaves no trace but the history."""
    others = {
        "session_warn_at": 0.5,
        "time_zone": "Europe/Berlin",
        "default_caps": [{"cap_type": "hourly", "requests": 3, "cost_usd": "0.25"}],
    }
    office = Office()
    site = office.metering.site
    for setting in (await site.view()).settings:
        value = others.get(setting.name, (not setting.value) if setting.kind == "bool" else 7)
        await site.change({setting.name: value}, office.settings.stored.version, "root")
        assert site.policy != office.policy
        await site.change({setting.name: None}, office.settings.stored.version, "root")
        assert site.policy == office.policy
    assert office.settings.stored.values == {}


async def test_default_caps_are_written_as_a_list():
    """As the configuration has them."""
    office = Office()
    await office.metering.site.change(
        {"default_caps": [{"cap_type": "monthly", "tokens": 9, "cost_usd": 0.1}]}, 0, "root"
    )
    assert office.metering.site.policy.default_caps == (Cap(CapType.MONTHLY, tokens=9, cost=100_000_000),)


# req: R13 H4
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("messages_per_minute", 0),
        ("messages_per_minute", "20"),
        ("messages_per_minute", True),
        ("messages_on", 1),
        ("session_budget", "-1"),
        ("session_budget", "0.0000000001"),
        ("session_budget", "lots"),
        ("session_warn_at", 1.5),
        ("session_warn_at", float("nan")),
        ("time_zone", "Mars/Base"),
        ("time_zone", 1),
        ("default_caps", {}),
        ("default_caps", [{"cap_type": "yearly", "requests": 1}]),
        ("default_caps", [{"cap_type": "daily"}]),
        ("default_caps", [{"cap_type": "daily", "requests": 1}] * 2),
        ("bogus", 1),
    ],
)
async def test_a_wrong_value_is_refused_by_name_and_nothing_is_changed(name, value):
    """Not even the right ones that came along."""
    office = Office()
    with pytest.raises(Invalid, match=name):
        await office.metering.site.change({"messages_on": False, name: value}, 0, "root")
    assert office.settings.stored == StoredSettings(0, {})
    assert office.metering.site.policy == office.policy


# req: R13
async def test_of_two_who_change_what_they_have_seen_the_second_is_told():
    """Nobody undoes what they have not seen."""
    office = Office()
    await office.metering.site.change({"messages_on": False}, 0, "root")
    with pytest.raises(Conflict):
        await office.metering.site.change({"messages_on": True}, 0, "tom")
    assert office.metering.site.policy.messages_on is False


async def test_a_value_that_is_there_already_is_no_change():
    """No history, no new version."""
    office = Office()
    await office.metering.site.change({"messages_per_minute": 5}, 0, "root")
    await office.metering.site.change({"messages_per_minute": 5, "messages_on": None}, 1, "root")
    assert office.settings.stored.version == 1
    assert len(office.settings.changes) == 1


# req: R13
async def test_what_another_process_has_changed_is_taken_over():
    """With the windows of another time zone."""
    office = Office()
    site, before = office.metering.site, office.metering.site.calendar
    office.settings.stored = StoredSettings(3, {"time_zone": "Asia/Tokyo", "gone_since": 1})
    await site.load()
    assert site.policy == replace(MeteringPolicy(), time_zone="Asia/Tokyo")
    assert site.calendar is not before
    same = site.calendar
    await site.load()
    assert site.calendar is same


async def test_a_stored_value_that_is_not_allowed_stops_everything():
    """Rather than letting everybody spend under other limits than the site's."""
    office = Office(settings=office_settings(session_budget="none"))
    with pytest.raises(ConfigurationError, match="session_budget"):
        await office.metering.load()


def office_settings(**values):
    from metering import MemorySettings

    return MemorySettings(StoredSettings(1, values))
