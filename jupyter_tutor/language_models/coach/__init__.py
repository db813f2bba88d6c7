"""The built-in coach: hints by rules, for when no language model is there."""

from __future__ import annotations

from jupyter_tutor.language_models.coach.coach import Coach

__all__ = ["Coach"]
