"""The coach's first hints, measured on the shared student programs."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from jupyter_tutor.quality.coach import measure
from jupyter_tutor.quality.coach_hints import Hint, hint_figures, names_exception
from jupyter_tutor.quality.figures import Section
from jupyter_tutor.quality.readability import grade, syllables
from jupyter_tutor.tutoring.checks import Check, CheckOutcome, CheckReport, Ending, Raised

BESIDE = Path(__file__).parents[2].parent / "shared" / "data"
POINTED = "The line pointed at differs from the nearest correct program"


@pytest.fixture(scope="module")
def measured() -> Section:
    folder = Path(os.environ.get("JUPYTER_TUTOR_DATA", BESIDE))
    section = measure(folder)
    if section.missing:
        pytest.skip(f"not here: {section.missing} (JUPYTER_TUTOR_DATA or ../shared/data)")
    return section


# req: L1
@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("An exception is named with its kind, line and variable", 0.98),
        ("A wrong answer is shown with an input that fails", 0.98),
        (POINTED, 0.70),
        (f"{POINTED}: only lines that it has", 0.70),
        (f"{POINTED}, the instructor's solution being known", 0.75),
        ("Hints of 15 to 80 words at levels 1 and 2, of at most 160 above", 1.0),
        ("Hints up to reading grade 9 (Flesch-Kincaid)", 1.0),
    ],
)
def test_the_first_hint_is_specific(measured: Section, name: str, floor: float):
    """Each number stays above a floor a little under what was reached."""
    figure = next(one for one in measured.figures if one.name == name)
    assert figure.count > 50
    assert figure.value >= floor
    assert figure.low <= figure.value <= figure.high + 1e-9


def test_pointing_beats_the_naive_ways(measured: Section):
    """The coach points better than at the last line, the first line that ran, or the last that ran."""
    shares = {one.name: one.value for one in measured.figures}
    naive = [value for name, value in shares.items() if "that ran" in name]
    figure = next(one for one in measured.figures if one.name == POINTED)
    assert figure.baseline is not None
    assert figure.value > max(*naive, figure.baseline)


def test_what_is_not_there_is_named(tmp_path: Path):
    """An empty folder gives no number and says which files are missing."""
    section = measure(tmp_path)
    assert section.figures == ()
    assert section.missing == ("student_programs/*.json",)


def test_a_folder_of_ones_own_is_measured(tmp_path: Path):
    """Any folder of that form will do: one exercise with one wrong program is enough."""
    (tmp_path / "student_programs").mkdir()
    parts = {
        "ans/input_001.txt": "double(3)\n",
        "ans/output_001.txt": "6\n",
        "code/reference/reference.py": "def double(x):\n    return x + x\n",
        "code/correct/one.py": "def double(n):\r\n    return 2 * n\r\n",
        "code/wrong/one.py": "def double(n):\n    return 3 * n\n",
    }
    (tmp_path / "student_programs" / "task.json").write_text(json.dumps(parts))
    section = measure(tmp_path)
    if "system" in "".join(section.missing):
        pytest.skip("this system cannot confine processes")
    figure = next(one for one in section.figures if one.name == POINTED)
    assert (figure.value, figure.count) == (1.0, 1)


def test_the_measures_can_fail():
    """Hints that are too long, too hard or about another line do not count."""
    hard = Hint(
        1, "Notwithstanding considerable organizational responsibilities, institutionalization continues."
    )
    figures = hint_figures([hard], [hard])
    shares = [figure.value for figure in figures]
    assert [figure.baseline for figure in figures] == shares
    assert shares[:2] == [0.0, 0.0]
    raised = Raised("NameError", "name 'x' is not defined", 3, "")
    outcome = CheckOutcome(Check("f()", "1"), Ending.ERROR, passed=False, raised=raised)
    report = CheckReport("", (outcome,))
    assert names_exception("NameError on line 3: where does x come from?", report)
    assert not names_exception("NameError on line 30: where does x come from?", report)
    assert not names_exception("NameError on line 3: where?", report)
    assert not names_exception("Fine.", CheckReport("", ()))


def test_the_reading_grade_is_kincaids():
    """Worked by hand: 6 words in one sentence, 7 syllables."""
    assert [syllables(word) for word in ("the", "table", "made", "rhythm", "area")] == [1, 2, 1, 1, 2]
    assert grade("The cat sat on the table.") == pytest.approx(0.39 * 6 + 11.8 * 7 / 6 - 15.59)
