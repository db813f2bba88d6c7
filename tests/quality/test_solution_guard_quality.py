"""The solution guard on real student programs and labelled tutor replies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jupyter_tutor.quality.figures import Section
from jupyter_tutor.quality.solution_guard import PROGRAMS, REPLIES, measure


def data_folder() -> Path:
    given = os.environ.get("JUPYTER_TUTOR_DATA")
    return Path(given) if given else Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="module")
def section() -> Section:
    folder = data_folder()
    if not (folder / PROGRAMS).exists() or not (folder / REPLIES).exists():
        pytest.skip("the calibration data is not here (JUPYTER_TUTOR_DATA or ../shared/data)")
    return measure(folder)


# req: P9
def test_solutions_are_held_back_and_everything_else_is_not(section) -> None:
    """Every figure that has a goal meets it, with hard floors a little under what was reached."""
    for figure in section.figures:
        assert figure.meets_goal, figure
        if figure.goal is not None:
            assert figure.value >= 0.98 if figure.higher_is_better else figure.value <= 0.01, figure
    assert all(share >= 0.98 for share in section.charts[0].series[0].y)
    assert section.missing == ()


# req: P9
def test_solutions_in_words_are_counted_about_as_well_as_rules_can(section) -> None:
    """Most replies that reveal are counted, few others are; nothing is held back on this ground."""
    told, others = (figure for figure in section.figures if figure.name.endswith("counted"))
    assert told.value >= 0.60
    assert others.value <= 0.04


def test_what_is_missing_is_named(tmp_path) -> None:
    """An empty folder gives an empty section that says so."""
    section = measure(tmp_path)
    assert section.figures == ()
    assert section.missing == (f"{PROGRAMS}/*.json", REPLIES)
