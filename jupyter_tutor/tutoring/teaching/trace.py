"""A teaching decision as an occurrence: the numbers and names of rules, none of the student's words."""

from __future__ import annotations

from jupyter_tutor.pedagogy.engine import Decision
from jupyter_tutor.tutoring.occurrences import TeachingDecided


def taught(decision: Decision, request_id: str, user_id: str) -> TeachingDecided:
    """What of the decision may be logged, which is all but the problem's own texts."""
    identity = decision.identity
    return TeachingDecided(
        request_id=request_id,
        user_id=user_id,
        kind=decision.kind.value,
        problem_id=None if decision.problem is None else decision.problem.id,
        is_new_problem=decision.is_new_problem,
        hint_level=decision.hint_level,
        in_other_words=decision.in_other_words,
        rule=None if identity is None else identity.rule.value,
        reason=None if identity is None else identity.reason,
        comparisons=() if identity is None else identity.comparisons,
    )
