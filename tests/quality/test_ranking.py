"""The area under the ROC curve."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.quality.ranking import auc

CASES = st.lists(st.tuples(st.integers(-3, 3).map(float), st.booleans()), max_size=30)


def test_worked_by_hand() -> None:
    """Of six pairs four are in order and one is tied."""
    assert auc([(1, False), (2, True), (2, False), (3, False), (4, True)]) == pytest.approx(4.5 / 6)


@given(CASES)
def test_it_is_the_share_of_pairs_in_order(cases) -> None:
    """Counting all pairs gives the same, ties a half."""
    pairs = [(one, other) for one, is_one in cases if is_one for other, is_other in cases if not is_other]
    share = sum((one > other) + (one == other) / 2 for one, other in pairs) / len(pairs) if pairs else 0.5
    assert auc(cases) == pytest.approx(share)
