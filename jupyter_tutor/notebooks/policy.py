"""What holds at one place of a course: policies from the site inwards, of which none can give back."""

from __future__ import annotations

from collections.abc import Iterable

from jupyter_tutor.notebooks.exercise import Policy


def narrowed(policies: Iterable[Policy]) -> Policy:
    """The policies of one place, the widest first, as one.

    The highest step is the least of all that are set, off anywhere is off, and words are joined from
    the outside in. So a narrower place can only take away.
    """
    given = tuple(policies)
    steps = [policy.max_hint_level for policy in given if policy.max_hint_level is not None]
    switches = [policy.tutor_on for policy in given if policy.tutor_on is not None]
    words = [text for policy in given if (text := policy.words.strip())]
    return Policy(
        max_hint_level=min(steps, default=None),
        tutor_on=all(switches) if switches else None,
        words="\n".join(words),
    )
