"""What a student has used, and what is left."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_tutor.api.endpoint import RESOURCE, Endpoint
from jupyter_tutor.errors import Invalid

if TYPE_CHECKING:
    from jupyter_tutor.tutoring.metering.records import CallFilter

DEFAULT_CALLS = 50
MOST_CALLS = 200
FAILED = {"any": None, "true": True, "false": False}


class UsageEndpoint(Endpoint):
    """`usage/me`: today's money, the metering session's, and the caps of whoever asks."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """Used and left, and where each cap stands."""
        from jupyter_tutor.api.metering_json import standing_json
        from jupyter_tutor.cost.refusals import status_of

        tutor, student = await self.tutor(), await self.student()
        mine = await tutor.metering.reports.mine(student.id)
        self.reply(
            {
                "today": standing_json(mine.today),
                "session": None if mine.session is None else standing_json(mine.session),
                "caps": [status_of(usage) for usage in mine.counters],
                "time_zone": mine.time_zone,
            }
        )


class CapStatusEndpoint(Endpoint):
    """`usage/caps/status`: where the caps stand, one's own or those of `user`."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """Admins may ask about anybody, instructors about those in their groups."""
        from jupyter_tutor.cost.refusals import status_of

        metering, actor = (await self.tutor()).metering, await self.actor()
        username = self.get_query_argument("user", actor.username)
        user_id = await metering.caps.may_see(actor, username)
        self.reply({"caps": [status_of(usage) for usage in await metering.reports.statuses(user_id)]})


class CallsEndpoint(Endpoint):
    """`usage/calls`: one's own model calls, newest first."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """`since`, `until`, `provider`, `model`, `purpose`, `failed` narrow, `cursor` and `limit` page."""
        student = await self.student()
        self.reply(await page_of_calls(self, student.id))


async def page_of_calls(endpoint: Endpoint, user_id: str | None) -> dict[str, Any]:
    """The page of the ledger that a query asks for, of one student or of all."""
    from jupyter_tutor.api.metering_json import calls_json

    reports = (await endpoint.tutor()).metering.reports
    page = await reports.calls(
        _filter(endpoint, user_id),
        cursor=_text(endpoint, "cursor"),
        limit=endpoint.page_size(DEFAULT_CALLS, MOST_CALLS),
    )
    return calls_json(page)


def _filter(endpoint: Endpoint, user_id: str | None) -> CallFilter:
    from jupyter_tutor.tutoring.metering.records import CallFilter

    return CallFilter(
        user_id=user_id,
        provider=_text(endpoint, "provider"),
        model=_text(endpoint, "model"),
        purpose=_text(endpoint, "purpose"),
        since=_moment(endpoint, "since"),
        until=_moment(endpoint, "until"),
        failed=FAILED[endpoint.choice("failed", tuple(FAILED), "any")],
    )


def _text(endpoint: Endpoint, name: str) -> str | None:
    return endpoint.get_query_argument(name, None) or None


def _moment(endpoint: Endpoint, name: str) -> datetime | None:
    """A time in ISO 8601, in UTC where it does not say."""
    raw = _text(endpoint, name)
    if raw is None:
        return None
    try:
        moment = datetime.fromisoformat(raw)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid(f"{name}: must be a time such as 2026-11-02T09:00:00Z.") from error
