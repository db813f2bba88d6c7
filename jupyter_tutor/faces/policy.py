"""The settings that decide how messages are answered, in the words of the rules."""

from __future__ import annotations

from jupyter_tutor.errors import ConfigurationError
from jupyter_tutor.faces.settings import TutorSettings
from jupyter_tutor.pedagogy.context_window import Budget
from jupyter_tutor.pedagogy.engine import TeachingPolicy
from jupyter_tutor.pedagogy.levels import DEFAULT_LEVEL_POLICY
from jupyter_tutor.tutoring.policy import AnsweringPolicy


def answering_policy(settings: TutorSettings) -> AnsweringPolicy:
    """The policy of a site. ConfigurationError for values that contradict each other or do not exist."""
    for name in ("message_tokens", "notebook_tokens"):
        if getattr(settings, name) > settings.context_tokens:
            raise ConfigurationError(
                f"{name}={getattr(settings, name)} is not allowed: "
                f"at most context_tokens={settings.context_tokens}."
            )
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
