"""Teaching decisions and finds of the guard, written in batches and read by page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from jupyter_tutor.pedagogy.identity_trace import Comparison, Measure
from jupyter_tutor.storage.connections import Connections
from jupyter_tutor.storage.ledger import page_number
from jupyter_tutor.storage.tables import problems, users
from jupyter_tutor.storage.teaching_tables import guard_finds, teaching_decisions
from jupyter_tutor.tutoring.occurrences import GuardHit, TeachingDecided
from jupyter_tutor.tutoring.teaching.decision_log import DecisionPage, DecisionRow, Noted

_decision = teaching_decisions.c
_find = guard_finds.c

_PAGE = (
    select(teaching_decisions, users.c.username, problems.c.exercise_id)
    .select_from(
        teaching_decisions.join(users, users.c.id == _decision.user_id).outerjoin(
            problems, problems.c.id == _decision.problem_id
        )
    )
    .order_by(_decision.number.desc())
)


class StoredTeachingRecords:
    """The TeachingRecords port over a database."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def append(self, entries: Sequence[Noted]) -> None:
        """Keep entries, all or none. Decisions of students who are gone are left out."""

        def work(connection: Connection) -> None:
            decisions = [_decision_values(each, each.what) for each in entries if _is_decision(each)]
            asking = {each["user_id"] for each in decisions}
            present = set(connection.execute(select(users.c.id).where(users.c.id.in_(asking))).scalars())
            kept = [each for each in decisions if each["user_id"] in present]
            finds = [_find_values(each, each.what) for each in entries if not _is_decision(each)]
            if kept:
                connection.execute(insert(teaching_decisions), kept)
            if finds:
                connection.execute(insert(guard_finds), finds)

        await self._connections.write(work)

    async def page(self, user_ids: frozenset[str] | None, *, cursor: str | None, limit: int) -> DecisionPage:
        """Decisions on messages of these students, None for all. Invalid for a cursor that is none."""
        query = _PAGE.limit(limit + 1)
        if user_ids is not None:
            query = query.where(_decision.user_id.in_(sorted(user_ids)))
        if cursor is not None:
            query = query.where(_decision.number < page_number(cursor))

        def read(connection: Connection) -> tuple[Sequence[Any], Sequence[Any]]:
            found = connection.execute(query).all()
            asked = {row.request_id for row in found[:limit]}
            hits = select(guard_finds).where(_find.request_id.in_(asked)).order_by(_find.number)
            return found, connection.execute(hits).all()

        found, hits = await self._connections.read(read)
        shown = found[:limit]
        return DecisionPage(
            tuple(_row(row, hits) for row in shown), str(shown[-1].number) if len(found) > limit else None
        )


def _row(row: Any, hits: Iterable[Any]) -> DecisionRow:
    return DecisionRow(
        decision=TeachingDecided(
            request_id=row.request_id,
            user_id=row.user_id,
            kind=row.kind,
            problem_id=row.problem_id,
            is_new_problem=row.is_new_problem,
            hint_level=row.hint_level,
            in_other_words=row.rephrased,
            rule=row.rule,
            reason=row.reason,
            comparisons=tuple(_comparison(*each) for each in row.comparisons),
        ),
        at=row.decided_at,
        username=row.username,
        exercise_id=row.exercise_id,
        finds=tuple(
            GuardHit(hit.request_id, hit.reason, hit.hint_level, hit.outcome, hit.form)
            for hit in hits
            if hit.request_id == row.request_id
        ),
    )


def _comparison(problem_id: str, measure: str, score: float, threshold: float) -> Comparison:
    return Comparison(problem_id, Measure(measure), score, threshold)


def _is_decision(entry: Noted) -> bool:
    return isinstance(entry.what, TeachingDecided)


def _decision_values(entry: Noted, what: Any) -> dict[str, Any]:
    return {
        "user_id": what.user_id,
        "request_id": what.request_id,
        "decided_at": entry.at,
        "kind": what.kind,
        "problem_id": what.problem_id,
        "is_new_problem": what.is_new_problem,
        "hint_level": what.hint_level,
        "rephrased": what.in_other_words,
        "rule": what.rule,
        "reason": what.reason,
        "comparisons": [
            [each.problem_id, each.measure.value, each.score, each.threshold] for each in what.comparisons
        ],
    }


def _find_values(entry: Noted, what: Any) -> dict[str, Any]:
    return {
        "request_id": what.request_id,
        "found_at": entry.at,
        "reason": what.reason,
        "hint_level": what.hint_level,
        "outcome": what.outcome,
        "form": what.form,
    }
