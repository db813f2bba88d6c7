"""Things in code that runs which often explain a wrong result."""

from __future__ import annotations

from jupyter_tutor.language_models.coach.smells.detectors import Smell, find_smells

__all__ = ["Smell", "find_smells"]
