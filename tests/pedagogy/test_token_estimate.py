"""Tokens without a tokenizer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.pedagogy.token_estimate import TokenEstimator, raw_estimate


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        ("word", 1),
        ("two words", 2),
        ("internationalisation", 4),
        ("12345", 2),
        ("x = y[0]", 6),
        ("    x\n", 3),
        ("====================", 5),
        ("你好世界", 4),
        ("привет", 3),
        ("👋", 2),
    ],
)
def test_the_documented_rules(text, tokens) -> None:
    """Words, digits, signs, layout, scripts without spaces, other letters and emoji."""
    assert raw_estimate(text) == tokens


# req: X1
@given(st.text(max_size=300), st.text(max_size=300))
def test_every_character_counts_and_nothing_is_lost_by_joining(one, other) -> None:
    """No text is free, longer texts cost no less, and two parts cost about what the whole does."""
    assert (raw_estimate(one) == 0) == (one == "")
    assert raw_estimate(one + other) >= raw_estimate(one) - 1
    assert abs(raw_estimate(one + other) - raw_estimate(one) - raw_estimate(other)) <= 2


# req: X1
def test_calibration_follows_the_reports_of_each_model() -> None:
    """A model that reports a quarter more is estimated a quarter higher; another one is not."""
    estimator = TokenEstimator()
    for _ in range(3):
        estimator.observe("large", 1000, 1250)
    text = "some words " * 100
    assert estimator.estimate(text, "large") == round(raw_estimate(text) * 1.25)
    assert estimator.estimate(text, "other") == estimator.estimate(text) == raw_estimate(text)


# req: X1
@given(st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 1_000_000)), max_size=20))
def test_the_correction_is_bounded(reports) -> None:
    """Whatever is reported, the estimate at most doubles or halves."""
    estimator = TokenEstimator()
    for estimated, reported in reports:
        estimator.observe("m", estimated, reported)
    assert 0.5 <= estimator.factor("m") <= 2.0


def test_tiny_requests_and_missing_reports_teach_nothing() -> None:
    """Ten tokens say more about the frame around them than about the tokenizer."""
    estimator = TokenEstimator()
    estimator.observe("m", 10, 60)
    estimator.observe("m", 1000, 0)
    assert estimator.factor("m") == 1.0


def test_new_reports_outweigh_old_ones() -> None:
    """A provider that changes its tokenizer is followed within some answers."""
    estimator = TokenEstimator()
    for reported in [1000] * 50 + [1500] * 30:
        estimator.observe("m", 1000, reported)
    assert estimator.factor("m") > 1.45
