"""Servers that are killed on the longest day of the year, by a clock that is put back and forward."""

from __future__ import annotations

import json
import signal
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from provider import ProviderDouble
from provider_script import Fault, Script
from shifted_clock import ShiftedClock
from test_killed_metering import LONGEST, NANO_PER_TOKEN, PRICED, SCRIPT, ask_until, books
from test_killed_server import get, server_process

SITE = {
    **PRICED,
    "JUPYTER_TUTOR_MODEL_RETRIES": "0",
    "JUPYTER_TUTOR_LIMITS": json.dumps({"time_zone": "Europe/Berlin", "session_idle": 172_800}),
}


def at(hour: int, minute: int) -> datetime:
    """UTC on the day that has 25 hours in Berlin: from 22:00 the day before until 23:00."""
    return datetime(2026, 10, 25, hour, minute, tzinfo=UTC)


async def spent(port: int) -> tuple[int, int]:
    """Tokens of today and of the metering session, as the student sees them."""
    usage = json.loads((await get(port, "usage/me")).body)
    today, session = (round(float(usage[part]["used_usd"]) * 1_000) for part in ("today", "session"))
    return today, session


# req: R2 R9
async def test_no_sum_is_wrong_after_refusals_kills_and_a_clock_that_jumps_on_a_day_of_25_hours(
    tmp_path: Path, database_url: str
):
    """What was refused costs nothing, and the rest counts in its own day, whenever it is looked at."""
    clock = ShiftedClock(tmp_path / "clock")
    site = {**SITE, "first": clock.code, "JUPYTER_TUTOR_DATABASE_URL": database_url}
    refused = [Script(fault=Fault("status", status=status)) for status in (429, 500, 401)]
    async with ProviderDouble() as provider:
        clock.show(at(0, 30))  # half past two in Berlin, for the first time
        async with server_process(tmp_path, provider.url, **site) as (process, port):
            provider.play(*refused[:2], Script(output_tokens=10), refused[2])
            ends = [(await ask_until(port, None))["type"] for _ in range(4)]
            assert ends == ["error", "error", "done", "error"]
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert await books(database_url) == {10 * NANO_PER_TOKEN}

        clock.show(at(0, 20))  # before all that
        async with server_process(tmp_path, provider.url, **site) as (process, port):
            assert await spent(port) == (10, 10)
            provider.play(Script(output_tokens=7), SCRIPT)
            await ask_until(port, None)
            clock.show(at(1, 30))  # half past two, again
            assert await spent(port) == (17, 17)
            last = str(uuid4())
            await ask_until(port, "word80", last)
            process.send_signal(signal.SIGKILL)
            process.wait()

        clock.show(at(22, 30))  # in the 25th hour
        async with server_process(tmp_path, provider.url, **site) as (process, port):
            today, session = await spent(port)
            assert today == session
            assert 17 + 30 <= today < 17 + LONGEST
            assert await books(database_url) == {today * NANO_PER_TOKEN}
            await ask_until(port, None, last)  # asks again, and gets what there is
            assert await spent(port) == (today, today)
            clock.show(at(23, 1))
            assert await spent(port) == (0, today)
            provider.play(Script(output_tokens=5))
            await ask_until(port, None)
            assert await spent(port) == (5, today + 5)
            clock.show(at(22, 31))
            assert await spent(port) == (today, today + 5)
            assert await books(database_url) == {(today + 5) * NANO_PER_TOKEN}
        assert len(provider.journal) == 7
