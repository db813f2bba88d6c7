"""The limits of a site as people and programs write them."""

from __future__ import annotations

import json

import pytest

from jupyter_tutor.cost.policy import MeteringPolicy
from jupyter_tutor.cost.policy_values import KINDS, value_of, with_values
from jupyter_tutor.cost.profiles import PROFILES
from jupyter_tutor.errors import ConfigurationError


# req: R13
@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_every_value_is_read_as_it_is_written(profile: MeteringPolicy):
    """Writing all values as JSON and reading them gives the same policy, whatever it began with."""
    written = json.loads(json.dumps({name: value_of(profile, name) for name in KINDS}))
    assert with_values(MeteringPolicy(messages_per_minute=1), written) == profile


# req: R13
@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"mesages_per_minute": 5}, "mesages_per_minute"),
        ({"messages_per_minute": 0}, "messages_per_minute"),
        ({"messages_per_minute": "20"}, "messages_per_minute"),
        ({"messages_on": 1}, "messages_on"),
        ({"session_budget": "five"}, "session_budget"),
        ({"session_budget": True}, "session_budget"),
        ({"session_budget": "-1"}, "session_budget"),
        ({"session_warn_at": 80}, "session_warn_at"),
        ({"time_zone": 7}, "time_zone"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"default_caps": {"cap_type": "daily"}}, "default_caps"),
        ({"default_caps": [{"cap_type": "yearly", "requests": 5}]}, "yearly"),
        ({"default_caps": [{"cap_type": "daily"}]}, "default_caps"),
        ({"default_caps": [{"cap_type": "daily", "requests": 0}]}, "requests"),
        ({"default_caps": [{"cap_type": "daily", "cost": 5}]}, "cost_usd"),
    ],
)
def test_a_value_that_is_not_allowed_is_named(values: dict[str, object], named: str):
    """The sentence says which value is wrong, so that it can be mended."""
    with pytest.raises(ConfigurationError, match=named):
        with_values(MeteringPolicy(), values)
