"""What everyone has used, for administrators, and for programs that hold the key."""

from __future__ import annotations

import asyncio
import hmac
import os

from jupyter_server.auth.decorator import allow_unauthenticated, authorized
from tornado import web

from jupyter_tutor.api.endpoint import RESOURCE, Endpoint
from jupyter_tutor.api.usage import page_of_calls
from jupyter_tutor.errors import AuthForbidden, AuthInvalid, NotFound

KEY_HEADER = "X-Admin-Key"
KEY_VARIABLE = "ADMIN_API_KEY"
PERIODS = ("today", "week", "month")


class AdminUsageEndpoint(Endpoint):
    """`admin/usage`: sums over everyone, by student, model, module and day."""

    @allow_unauthenticated
    async def get(self) -> None:
        """`period` chooses what the breakdowns are about; `format=csv` gives every row of it."""
        if not self._has_key():
            await self._check_person()
        from jupyter_tutor.api.metering_json import overview_json
        from jupyter_tutor.tutoring.metering.reports import ReportPeriod
        from jupyter_tutor.tutoring.metering.usage_sheet import write_usage_sheet

        period = ReportPeriod(self.choice("period", PERIODS, "month"))
        reports = (await self.tutor()).metering.reports
        if self.choice("format", ("json", "csv"), "json") == "csv":
            sheet = await asyncio.to_thread(write_usage_sheet, await reports.rows(period))
            self.reply_csv(sheet, f"usage-{period}")
        else:
            self.reply(overview_json(await reports.overview(period)))

    def _has_key(self) -> bool:
        """Whether the request shows the key; compared in constant time."""
        shown = self.request.headers.get(KEY_HEADER, "").encode("latin-1")
        key = admin_key()
        return key is not None and hmac.compare_digest(shown, key)

    async def _check_person(self) -> None:
        if self.current_user is None:
            if KEY_HEADER in self.request.headers:
                raise AuthForbidden("This is not the key.")
            raise AuthInvalid
        await self._check_admin()

    @authorized("read", RESOURCE)
    async def _check_admin(self) -> None:
        await self.require_role("admin")


class AdminCallsEndpoint(Endpoint):
    """`admin/usage/calls`: everybody's model calls, newest first."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """As `usage/calls`, and `user` for those of one student."""
        await self.require_role("admin")
        username = self.get_query_argument("user", None) or None
        user_id = None
        if username is not None:
            user_id = await (await self.tutor()).metering.reports.user_id(username)
            if user_id is None:
                raise NotFound(f"Nobody is called {username}.")
        self.reply(await page_of_calls(self, user_id))


def admin_key() -> bytes | None:
    """The key that opens `admin/usage` without a person; None when the site has set none."""
    return os.environ.get(KEY_VARIABLE, "").encode() or None
