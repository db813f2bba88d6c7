"""Bodies of the REST endpoints. Loaded with the first of them, since pydantic is."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictFloat,
    StrictInt,
    StringConstraints,
)

from jupyter_tutor.cost.caps import CapType


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


Name = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
Dollars = Annotated[str, StringConstraints(max_length=60)] | StrictInt | StrictFloat
"""An amount of US dollars: decimal text, or a JSON number."""


class CapBody(_Body):
    """A cap of a student (`user`) or of a group; for one that is there, its owner may be left out."""

    user: Name | None = None
    group: Name | None = None
    cap_type: CapType | None = None
    requests: StrictInt | None = None
    tokens: StrictInt | None = None
    cost_usd: Dollars | None = None


class GroupBody(_Body):
    """Everybody in a group, by name."""

    members: Annotated[list[Name], Field(max_length=10_000)]


class PriceBody(_Body):
    """What a model costs, in US dollars per million tokens; the model is in the path of one that is there."""

    model: Name | None = None
    input: Dollars
    output: Dollars
    cached_input: Dollars | None = None


class SettingsBody(_Body):
    """Limits to change, by name, from the version that was seen; None puts the configured value back."""

    version: StrictInt
    values: Annotated[dict[Name, Any], Field(max_length=200)]
