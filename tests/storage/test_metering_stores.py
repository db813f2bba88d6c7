"""Caps, prices, settings, and the ledger as it is read."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import Connection, delete
from storage_samples import MORNING, at, call, closing, new_id, opening

from jupyter_tutor.cost.caps import Cap, CapType
from jupyter_tutor.cost.price_sheet import price_row
from jupyter_tutor.cost.roll_ups import Subject, Totals, period_of
from jupyter_tutor.cost.windows import WindowKind
from jupyter_tutor.errors import Conflict, Invalid, NotFound
from jupyter_tutor.storage import tables
from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.metering.records import CallFilter, CapRow, SettingChange, StoredPrice
from jupyter_tutor.tutoring.records import ModelCall, Student

HOURLY, DAILY = CapType.HOURLY, CapType.DAILY


def cap_row(user_id: str | None, cap: Cap) -> CapRow:
    return CapRow(new_id(), user_id, cap, "teacher", MORNING)


# req: R7
async def test_one_cap_per_owner_and_type(store: Store, ann: Student, bob: Student) -> None:
    """A second one takes the first one's place and id; other owners and types stay."""
    first = await store.caps.put(cap_row(ann.id, Cap(DAILY, requests=10)))
    others = [
        await store.caps.put(cap_row(ann.id, Cap(HOURLY, tokens=5))),
        await store.caps.put(cap_row(bob.id, Cap(DAILY, cost=7))),
        await store.caps.put(cap_row(None, Cap(DAILY, cost=9, group="course"))),
    ]
    before = Cap(DAILY, requests=10)
    lower = Cap(DAILY, requests=2, effective_from=5.5, until_then=before)
    second = await store.caps.put(cap_row(ann.id, lower))
    assert second.id == first.id
    assert second.cap.at(5.0) == before
    assert {row.id: row for row in await store.caps.caps()} == {row.id: row for row in (second, *others)}


# req: R7
async def test_caps_and_memberships_go_with_their_student(store: Store, ann: Student, bob: Student) -> None:
    """Deleting the student deletes their rows and nobody else's."""
    await store.caps.put(cap_row(ann.id, Cap(DAILY, requests=10)))
    kept = await store.caps.put(cap_row(bob.id, Cap(DAILY, requests=10)))
    await store.caps.set_members("course", [ann.id, bob.id])
    levels = delete(tables.student_levels).where(tables.student_levels.c.user_id == ann.id)
    student = delete(tables.users).where(tables.users.c.id == ann.id)
    for gone in (levels, student):
        await store._connections.write(partial(Connection.execute, statement=gone))
    assert await store.caps.caps() == (kept,)
    assert await store.caps.members() == {"course": frozenset([bob.id])}


async def test_caps_and_groups_of_nobody_are_refused(store: Store, ann: Student) -> None:
    """A student who does not exist is NotFound, and the group stays as it was."""
    await store.caps.set_members("course", [ann.id])
    with pytest.raises(NotFound):
        await store.caps.put(cap_row(new_id(), Cap(DAILY, requests=1)))
    with pytest.raises(NotFound):
        await store.caps.set_members("course", [ann.id, new_id()])
    with pytest.raises(NotFound):
        await store.caps.delete(new_id())
    assert await store.caps.members() == {"course": frozenset([ann.id])}
    await store.caps.set_members("course", [])
    assert await store.caps.members() == {}


# req: R4
async def test_prices_are_replaced_and_removed(store: Store) -> None:
    """By model; removing what is not there is told."""
    one, two = (StoredPrice(price_row(name, "1", "2"), "admin", MORNING) for name in ("a", "b"))
    await store.prices.put([two, one])
    changed = replace(one, row=price_row("a", "3", "4", "0.5"))
    await store.prices.put([changed])
    assert await store.prices.prices() == (changed, two)
    await store.prices.delete("b")
    with pytest.raises(NotFound):
        await store.prices.delete("b")
    assert await store.prices.prices() == (changed,)


# req: R13
async def test_settings_are_changed_by_one_at_a_time(store: Store) -> None:
    """Of several who change the same version one succeeds, the others are told; the audit has the one."""
    assert (await store.settings.read()).version == 0
    changes = [SettingChange("messages_per_minute", None, n, "admin", MORNING) for n in range(1, 6)]
    for version in (0, 1):
        answers = await asyncio.gather(
            *(store.settings.change([change], version) for change in changes), return_exceptions=True
        )
        (winner,) = [answer for answer in answers if not isinstance(answer, Exception)]
        assert all(isinstance(answer, Conflict | type(winner)) for answer in answers)
        assert await store.settings.read() == winner
        assert winner.version == version + 1
    history = await store.settings.history(10)
    assert history[0].after == winner.values["messages_per_minute"]
    assert len(history) == 2
    back = SettingChange("messages_per_minute", 3, None, "admin", MORNING)
    assert (await store.settings.change([back], 2)).values == {}


# req: R6 R13
async def test_the_audit_keeps_what_changes_no_setting(store: Store) -> None:
    """The latest of a name is found, to the microsecond; version and settings stay as they are."""
    moments = [at(n + 0.000_001) for n in range(3)]
    assert await store.settings.last("breaker_reset") is None
    for moment in moments:
        await store.settings.note(SettingChange("breaker_reset", "open", "closed", "root", moment))
    changed = SettingChange("messages_on", None, False, "root", MORNING)
    await store.settings.change([changed], 0)
    assert await store.settings.last("breaker_reset") == SettingChange(
        "breaker_reset", "open", "closed", "root", moments[-1]
    )
    assert [line.changed_at for line in await store.settings.history(2)] == [MORNING, moments[-1]]
    assert await store.settings.last("messages_on") == changed
    stored = await store.settings.read()
    assert (stored.version, dict(stored.values)) == (1, {"messages_on": False})


# req: R7 R13
async def test_settings_come_with_the_latest_changes_of_default_caps(store: Store) -> None:
    """Newest first, with what was before, and nothing else of the audit."""
    caps = [[{"cap_type": "daily", "requests": n}] for n in range(1, 30)]
    before = None
    for version, after in enumerate(caps):
        lines = [
            SettingChange("messages_per_minute", version or None, version + 1, "admin", MORNING),
            SettingChange("default_caps", before, after, "admin", at(version)),
        ]
        stored = await store.settings.change(lines, version)
        assert stored.cap_changes[0] == lines[1]
        before = after
    assert await store.settings.read() == stored
    assert [line.after for line in stored.cap_changes] == caps[:-21:-1]
    back = SettingChange("default_caps", before, None, "admin", MORNING)
    assert (await store.settings.change([back], 29)).cap_changes[0] == back


async def record(store: Store, student: Student, *seconds: float, **fields: object) -> list[ModelCall]:
    """Calls that started then, in the ledger."""
    calls = []
    for second in seconds:
        asked = opening(student)
        known = {"error": None, "cost_nano_usd": 5, **fields}
        made = replace(call(asked), started_at=at(second), **known)
        await store.exchanges.open(asked)
        await store.exchanges.close(replace(closing(asked), calls=(made,)))
        calls.append(made)
    return calls


# req: R12
async def test_the_ledger_is_paged_and_filtered(store: Store, ann: Student, bob: Student) -> None:
    """Newest first, each call once, equal times included; only what was asked for."""
    of_ann = await record(store, ann, 1, 1, 1, 2)
    of_bob = await record(store, bob, 3, error="ProviderDown", model="other")
    seen, cursor = [], None
    while True:
        page = await store.ledger.page(CallFilter(), cursor=cursor, limit=2)
        seen += page.calls
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [(call, "bob") for call in of_bob] + [(call, "ann") for call in reversed(of_ann)]
    for wanted, found in (
        (CallFilter(user_id=ann.id), 4),
        (CallFilter(model="other"), 1),
        (CallFilter(failed=True), 1),
        (CallFilter(failed=False, since=at(2)), 1),
        (CallFilter(until=at(2)), 3),
        (CallFilter(provider="nobody"), 0),
        (CallFilter(purpose="answer"), 5),
    ):
        assert len((await store.ledger.page(wanted, cursor=None, limit=10)).calls) == found
    with pytest.raises(Invalid, match="cursor"):
        await store.ledger.page(CallFilter(), cursor="-1", limit=10)


# req: R11 R12
async def test_sums_and_summaries(store: Store, ann: Student) -> None:
    """The ledger's sums are those of its calls; a summary replaces the one before it."""
    calls = await record(store, ann, 0, 10, module="numpy")
    start = at(0).timestamp()
    sums = await store.ledger.totals(start, start + 10)
    first = calls[0]
    subject = Subject(ann.id, first.provider, first.model, "numpy")
    usage, cost = first.usage, first.cost_nano_usd
    assert sums == {subject: Totals(1, usage.input_tokens, usage.output_tokens, cost, 0)}
    assert [one.subject for one in await store.ledger.calls_between(start, start + 11)] == [subject] * 2
    hour = period_of(WindowKind.HOUR, start)
    await store.ledger.replace_summary(hour, {Subject("x", "y", "z"): Totals(9, 9, 9, 9, 9)})
    for _ in range(2):
        await store.ledger.replace_summary(hour, sums)
        assert await store.ledger.summary(hour) == sums
    assert await store.ledger.summary(period_of(WindowKind.DAY, start)) == {}


# req: R11
async def test_late_rows_are_found_by_their_number(store: Store, ann: Student) -> None:
    """What came in after a roll-up is told with the time at which it started."""
    assert await store.ledger.last_roll_up() is None
    await record(store, ann, 0)
    number, starts = await store.ledger.starts_after(0)
    assert starts == (at(0).timestamp(),)
    await store.ledger.note_roll_up(12.5, number)
    await store.ledger.note_roll_up(13.5, number)
    assert await store.ledger.last_roll_up() == (13.5, number)
    await record(store, ann, -4_000)
    assert (await store.ledger.starts_after(number))[1] == (at(-4_000).timestamp(),)


async def test_students_are_found_by_name_and_id(store: Store, ann: Student, bob: Student) -> None:
    """Names by id, the id by name, nothing for those who are not there."""
    assert await store.ledger.user_names([ann.id, bob.id, new_id()]) == {ann.id: "ann", bob.id: "bob"}
    assert await store.ledger.user_id("bob") == bob.id
    assert await store.ledger.user_id("nobody") is None
