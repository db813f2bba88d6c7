"""Bodies of the REST endpoints. Loaded with the first of them, since pydantic is."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TitleBody(_Body):
    """A conversation's new title."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class FeedbackBody(_Body):
    """A rating of an answer."""

    rating: Literal[-1, 0, 1]
    comment: Annotated[str, StringConstraints(max_length=2_000)] | None = None


Level = Annotated[float, Field(ge=1.0, le=5.0, allow_inf_nan=False)]


class LevelsBody(_Body):
    """A student's rating of themselves, from 1.0 (novice) to 5.0 (expert)."""

    programming: Level
    mathematics: Level
