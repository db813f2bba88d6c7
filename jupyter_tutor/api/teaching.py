"""What the tutor decided on messages, for instructors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_tutor.api.endpoint import RESOURCE, Endpoint

if TYPE_CHECKING:
    from jupyter_tutor.tutoring.teaching.decision_log import DecisionRow

DEFAULT_DECISIONS = 50
MOST_DECISIONS = 200


class DecisionsEndpoint(Endpoint):
    """`teaching/decisions`: which problem, which hint level and why, newest first; no words of anybody."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """`user` narrows to one student; `cursor` and `limit` page."""
        actor = await self.require_role("admin", "instructor")
        page = await (await self.tutor()).teaching.decisions(
            actor,
            self.get_query_argument("user", None) or None,
            cursor=self.get_query_argument("cursor", None) or None,
            limit=self.page_size(DEFAULT_DECISIONS, MOST_DECISIONS),
        )
        self.reply({"decisions": [_json(row) for row in page.rows], "next_cursor": page.next_cursor})


def _json(row: DecisionRow) -> dict[str, Any]:
    decision = row.decision
    return {
        "request_id": decision.request_id,
        "at": row.at.isoformat(),
        "user": row.username,
        "exercise_id": row.exercise_id,
        "kind": decision.kind,
        "problem_id": decision.problem_id,
        "is_new_problem": decision.is_new_problem,
        "hint_level": decision.hint_level,
        "in_other_words": decision.in_other_words,
        "rule": decision.rule,
        "reason": decision.reason,
        "comparisons": [
            {
                "problem_id": each.problem_id,
                "measure": each.measure.value,
                "score": each.score,
                "threshold": each.threshold,
                "alike": each.alike,
            }
            for each in decision.comparisons
        ],
        "finds": [{"reason": find.reason, "form": find.form, "outcome": find.outcome} for find in row.finds],
    }
