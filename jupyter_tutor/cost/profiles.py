"""Named sets of limits to start from; every value of one can be set apart."""

from __future__ import annotations

from jupyter_tutor.cost.policy import MeteringPolicy
from jupyter_tutor.errors import ConfigurationError

RELAXED = MeteringPolicy()
"""What a site has that sets nothing: sessions as long as the student likes, no throttle."""

STRICT = MeteringPolicy(session_longest_on=True, throttle_on=True)
"""For open courses: a session ends after 30 minutes, and fast spending is slowed down."""

PROFILES = {"relaxed": RELAXED, "strict": STRICT}


def profile(name: str) -> MeteringPolicy:
    """The limits of that name; ConfigurationError when there are none."""
    if name not in PROFILES:
        raise ConfigurationError(f"profile={name!r} is not allowed: {' or '.join(sorted(PROFILES))}.")
    return PROFILES[name]
