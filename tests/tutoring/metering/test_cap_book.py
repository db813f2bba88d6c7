"""Usage caps and groups: who may change which, and from when a change holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from metering import ADA, ADMIN, BOB, TEACHER, Office

from jupyter_tutor.cost.caps import Cap, CapType
from jupyter_tutor.cost.limits import Amount, Hold, Refused
from jupyter_tutor.errors import AuthForbidden, Invalid, NotFound
from jupyter_tutor.tutoring.metering.records import HoldState, Reservation

HOURLY = Cap(CapType.HOURLY, requests=3)
DAILY = Cap(CapType.DAILY, cost=2_000_000_000)


async def office_with_a_course(**fields) -> Office:
    """Tom teaches Ada in "physics"; Bob is in "chemistry"."""
    office = Office(**fields)
    office.caps.groups = {
        "physics": frozenset({TEACHER.user_id, ADA.user_id}),
        "chemistry": frozenset({BOB.user_id}),
    }
    await office.metering.load()
    return office


async def put(office, actor, cap=HOURLY, *, cap_id="cap-1", username=None):
    return await office.metering.caps.put(actor, cap, cap_id=cap_id, username=username)


# req: R7
async def test_a_cap_of_a_student_and_one_of_their_group_are_both_in_force():
    """And the cap of another student is not."""
    office = await office_with_a_course()
    await put(office, ADMIN, username="ada")
    group = Cap(CapType.DAILY, tokens=50, group="physics")
    await put(office, ADMIN, group, cap_id="cap-2")
    await put(office, ADMIN, DAILY, cap_id="cap-3", username="bob")
    assert office.metering.caps.caps_of(ADA.user_id) == (HOURLY, group)
    keys = {limit.key for limit in office.metering.caps.limits_of(ADA.user_id, office.now)}
    assert any(key.startswith("counter:daily:tokens:") and key.endswith("group:physics") for key in keys)


# req: R7
async def test_there_is_one_cap_per_owner_and_type():
    """A second one takes the place, and the id, of the first."""
    office = await office_with_a_course()
    await put(office, ADMIN, username="ada")
    second = await put(office, ADMIN, Cap(CapType.HOURLY, requests=9), cap_id="cap-2", username="ada")
    assert second.row.id == "cap-1"
    (listed,) = (await office.metering.caps.listing(ADMIN)).caps
    assert (listed.username, listed.row.cap.requests, listed.row.written_by) == ("ada", 9, "root")


# req: R7 A9
@pytest.mark.parametrize(
    ("actor", "username", "group", "allowed"),
    [
        (ADMIN, "bob", None, True),
        (ADMIN, None, "chemistry", True),
        (TEACHER, "ada", None, True),
        (TEACHER, None, "physics", True),
        (TEACHER, "bob", None, False),
        (TEACHER, "tom", None, False),
        (TEACHER, "nobody", None, False),
        (TEACHER, None, "chemistry", False),
        (TEACHER, None, "new", False),
        (ADA, "ada", None, False),
        (ADA, None, "physics", False),
    ],
)
async def test_who_may_write_whose_cap(actor, username, group, allowed):
    """Admins any; instructors their groups' and their students', not their own; students none."""
    office = await office_with_a_course()
    cap = Cap(CapType.HOURLY, requests=3, group=group)
    if allowed:
        written = await put(office, actor, cap, username=username)
        await office.metering.caps.change(actor, written.row.id, Cap(CapType.HOURLY, requests=4))
        await office.metering.caps.delete(actor, written.row.id)
        assert office.caps.rows == {}
        return
    with pytest.raises(AuthForbidden):
        await put(office, actor, cap, username=username)
    assert office.caps.rows == {}
    if username != "nobody":
        written = await put(office, ADMIN, cap, username=username)
        for change in (
            office.metering.caps.change(actor, written.row.id, Cap(CapType.HOURLY, requests=9)),
            office.metering.caps.delete(actor, written.row.id),
        ):
            with pytest.raises(AuthForbidden):
                await change
        assert office.caps.rows == {written.row.id: written.row}


async def test_what_is_not_there_is_not_found():
    """A student, a cap."""
    office = await office_with_a_course()
    with pytest.raises(NotFound, match="nobody"):
        await put(office, ADMIN, username="nobody")
    with pytest.raises(NotFound):
        await office.metering.caps.delete(ADMIN, "cap-9")
    with pytest.raises(NotFound, match="nobody"):
        await office.metering.caps.set_members(ADMIN, "physics", ["ada", "nobody"])
    assert office.caps.groups["physics"] == {TEACHER.user_id, ADA.user_id}


async def test_the_type_of_a_cap_stays():
    """Two caps of one type would be the alternative."""
    office = await office_with_a_course()
    await put(office, ADMIN, username="ada")
    with pytest.raises(Invalid, match="cap_type"):
        await office.metering.caps.change(ADMIN, "cap-1", DAILY)


# req: R7
async def test_a_cap_below_present_use_holds_after_the_grace_period():
    """Until then the one before it is in force: here the default."""
    office = await office_with_a_course()
    limits = office.metering.caps.limits_of(ADA.user_id, office.now)
    await office.limits.reserve("ada-id:r::1", Hold(), limits, office.now)
    await office.limits.settle("ada-id:r::1", Amount(1, 10, 3_000_000_000), office.now)
    await put(office, ADMIN, DAILY, username="ada")
    daily = {limit.resource: limit.limit for limit in office_counters(office, "daily")}
    assert daily == {"requests": 1_000, "tokens": 100_000, "cost": 10_000_000_000}
    office.clock.advance(299)
    assert len(office_counters(office, "daily")) == 3
    office.clock.advance(1)
    assert [limit.limit for limit in office_counters(office, "daily")] == [2_000_000_000]


def office_counters(office, name):
    return [limit for limit in office.metering.caps.limits_of(ADA.user_id, office.now) if limit.name == name]


# req: R7
@pytest.mark.parametrize("of_group", [False, True])
async def test_what_was_used_before_there_was_a_cap_of_the_type_counts(of_group):
    """Four requests of this hour, and a cap of three: grace first, then nothing more until the next hour."""
    office = await office_with_a_course()
    for number in range(4):
        user = (ADA, TEACHER)[number % 2].user_id if of_group else ADA.user_id
        at = office.clock.now() - timedelta(seconds=0)
        office.reservations.rows[str(number)] = Reservation(
            str(number), user, at, Amount(1, 10, 5), HoldState.SETTLED
        )
    cap = Cap(CapType.HOURLY, requests=3, group="physics" if of_group else None)
    written = await put(office, ADMIN, cap, username=None if of_group else "ada")
    assert written.row.cap.effective_from == office.now + 300
    book = office.metering.caps

    async def ask(request_id):
        now = office.now
        return await office.limits.reserve(
            f"ada-id:{request_id}::1", Hold(), book.limits_of(ADA.user_id, now), now
        )

    assert not isinstance(await ask("a"), Refused)
    office.clock.advance(300)
    refused = await ask("b")
    assert (refused.name, refused.current_usage, refused.limit) == ("hourly", 4, 3)
    office.clock.advance(3_300)
    assert not isinstance(await ask("c"), Refused)


# req: R7
async def test_a_cap_above_present_use_holds_at_once():
    """Also when what was used is added to what is counted."""
    office = await office_with_a_course()
    office.reservations.rows["1"] = Reservation(
        "1", ADA.user_id, office.clock.now(), Amount(2, 10, 5), HoldState.SETTLED
    )
    written = await put(office, ADMIN, username="ada")
    assert written.row.cap == HOURLY
    (status,) = [s for s in await office.metering.reports.statuses(ADA.user_id) if s.name == "hourly"]
    assert status.current_usage == 2
    await put(office, ADMIN, username="ada")  # what is counted is not added twice
    (status,) = [s for s in await office.metering.reports.statuses(ADA.user_id) if s.name == "hourly"]
    assert status.current_usage == 2


# req: R7 A9
async def test_instructors_see_their_own_course_and_students_nothing():
    """In lists and one by one; that there is somebody of a name is told to nobody else."""
    office = await office_with_a_course()
    book = office.metering.caps
    await put(office, ADMIN, username="ada")
    await put(office, ADMIN, cap_id="cap-2", username="bob")
    everything, own = await book.listing(ADMIN), await book.listing(TEACHER)
    assert {cap.username for cap in everything.caps} == {"ada", "bob"}
    assert dict(everything.groups) == {"physics": ("ada", "tom"), "chemistry": ("bob",)}
    assert {cap.username for cap in own.caps} == {"ada"}
    assert dict(own.groups) == {"physics": ("ada", "tom")}
    with pytest.raises(AuthForbidden):
        await book.listing(ADA)
    assert await book.may_see(TEACHER, "ada") == ADA.user_id
    assert await book.may_see(ADA, "ada") == ADA.user_id
    assert await book.may_see(ADMIN, "bob") == BOB.user_id
    for actor, username in ((ADA, "bob"), (ADA, "tom"), (TEACHER, "bob"), (TEACHER, "nobody")):
        with pytest.raises(AuthForbidden):
            await book.may_see(actor, username)
    with pytest.raises(NotFound):
        await book.may_see(ADMIN, "nobody")


# req: R7
async def test_groups_are_changed_by_those_who_are_in_them():
    """Empty ones are gone; a name must be one."""
    office = await office_with_a_course()
    book = office.metering.caps
    assert await book.set_members(TEACHER, "physics", ["tom", "ada", "bob"]) == ("ada", "bob", "tom")
    for actor, group in ((TEACHER, "chemistry"), (TEACHER, "new"), (ADA, "physics")):
        with pytest.raises(AuthForbidden):
            await book.set_members(actor, group, [])
    for name in ("", " physics", "a\nb", "x" * 101):
        with pytest.raises(Invalid, match="group"):
            await book.set_members(ADMIN, name, ["ada"])
    assert await book.set_members(ADMIN, "chemistry", []) == ()
    assert set(office.caps.groups) == {"physics"}
