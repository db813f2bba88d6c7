from __future__ import annotations

import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_tutor.language_models.coach.source import LONGEST_CODE, read_code

HARD = {
    "attributes": "x" + ".a" * 25_000,
    "sums": "1" + "+1" * 25_000,
    "signs": "-" * 50_000 + "1",
    "brackets": "(" * 50_000,
    "calls": "f" + "()" * 25_000,
    "powers": "1" + "**1" * 15_000,
    "branches": "if a:\n pass\n" + "elif b:\n pass\n" * 4_000,
    "fewer branches": "if a:\n pass\n" + "elif b:\n pass\n" * 1_500,
    "null": "a = 1\0",
    "half a character": "x = '\ud800'",
    "digits": "9" * 50_000,
    "too long": "x = 1\n" * LONGEST_CODE,
}


@pytest.mark.parametrize("source", HARD.values(), ids=HARD)
def test_code_made_to_be_hard_is_left_alone(source: str):
    """Huge or deeply nested code is given up on instead of stopping the server."""
    code = read_code(source)
    assert code.tree is None
    assert code.source == source


def test_a_long_chain_of_branches_is_still_read():
    """What a student may write by hand is not too deep."""
    assert read_code("if a:\n pass\n" + "elif b:\n pass\n" * 200).tree is not None


# req: S3
def test_the_students_code_is_never_run(tmp_path):
    """Reading a cell has no effect, whatever the cell would do."""
    mark = tmp_path / "ran"
    read_code(f"open({str(mark)!r}, 'w').close()")
    read_code(f"raise SystemExit\nopen({str(mark)!r}, 'w')")
    assert not mark.exists()


def test_magics_and_shell_lines_are_no_faults():
    """Lines for IPython do not hide the Python around them, and line numbers stay."""
    code = read_code("%matplotlib inline\n!ls\nfiles = !ls\nx?\nif x:\n    %time y = 1\nz = 5 % 3")
    assert code.fault is None
    assert code.tree is not None
    assert code.tree.body[-1].lineno == 7


def test_a_cell_in_another_language_is_no_python():
    """A cell for bash or HTML is not judged; a timed one is."""
    assert read_code("%%bash\nfor i in 1; do echo; done").fault is None
    assert read_code("%%time\nx = = 1").fault is not None


def test_an_indented_cell_and_await_are_fine():
    """What IPython accepts is accepted: a common indentation, and await at the top."""
    assert read_code("  x = 1\n  y = 2").tree is not None
    assert read_code("await f()").tree is not None


def test_a_percent_sign_in_a_text_is_no_magic():
    """A line inside a longer text is left as it is."""
    code = read_code('s = """\n%time\n"""\nprint(s)')
    assert code.tree is not None
    assert "%time" in code.source


def test_warnings_about_the_students_code_stay_unseen():
    """An odd escape or comparison is no warning of ours, and the filters of others are kept."""
    before = [entry for entry in warnings.filters if entry[0] == "error"]
    assert read_code("x = '\\d'\nx is 5").tree is not None
    assert [entry for entry in warnings.filters if entry[0] == "error"] == before


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_code_can_be_read(source: str):
    """No text raises, and a fault has a name and a message."""
    fault = read_code(source).fault
    assert fault is None or (fault.ename and fault.evalue)
