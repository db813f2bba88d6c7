"""The settings that decide how messages are answered, in the words of the rules."""

from __future__ import annotations

from jupyter_tutor.cost.policy import MeteringPolicy
from jupyter_tutor.cost.policy_values import with_values
from jupyter_tutor.cost.profiles import profile
from jupyter_tutor.faces.settings import TutorSettings
from jupyter_tutor.pedagogy.context_window import Budget
from jupyter_tutor.pedagogy.engine import TeachingPolicy
from jupyter_tutor.pedagogy.levels import DEFAULT_LEVEL_POLICY
from jupyter_tutor.tutoring.policy import AnsweringPolicy


def metering_policy(settings: TutorSettings) -> MeteringPolicy:
    """The limits of a site as configured. ConfigurationError names a value that is not allowed."""
    return with_values(profile(settings.limits_profile), settings.limits)


def answering_policy(settings: TutorSettings) -> AnsweringPolicy:
    """The policy of a site. ConfigurationError for a level policy that does not exist."""
    return AnsweringPolicy(
        teaching=TeachingPolicy(
            escalation=settings.hint_escalation,
            level_policy=settings.level_policy or DEFAULT_LEVEL_POLICY,
            max_hint_level=settings.max_hint_level,
            greetings=settings.greeting_filter,
            off_topic=settings.off_topic_filter,
        ),
        budget=Budget(
            total=settings.context_tokens,
            message=settings.message_tokens,
            notebook=settings.notebook_tokens,
        ),
        max_output_tokens=settings.max_output_tokens,
        judge_difficulty=settings.judge_difficulty,
        private_names=tuple(settings.private_names),
    )
