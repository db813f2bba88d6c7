"""How often a problem is known again, on the shared student programs and dialogues."""

from __future__ import annotations

import pytest

from jupyter_tutor.quality.problem_identity import balanced_accuracy, measure
from jupyter_tutor.quality.program_pairs import OTHER, RENAMED, pairs, renamed, same_function_name


def test_balanced_accuracy_by_hand() -> None:
    """Three of four of the same and one of two others; nothing at all is chance."""
    judged = [(True, True)] * 3 + [(True, False), (False, True), (False, False)]
    assert balanced_accuracy(judged) == pytest.approx((3 / 4 + 1 / 2) / 2)
    assert balanced_accuracy([]) == 0.5


def test_programs_are_renamed_but_keep_their_meaning() -> None:
    """Own names change, builtins and what follows a dot do not, and the result still runs alike."""
    code = "def add_all(xs):\n  total = sum(xs)\n  xs.append(total)\n  return total\n"
    names: dict[str, object] = {}
    exec(renamed(code), names)
    assert "add_all" not in names
    assert names["name_0"]([1, 2]) == 3
    assert same_function_name(code).startswith("def solve(xs):")


def test_pairs_come_from_one_exercise_or_from_two() -> None:
    """Every kind is there, the other exercise's program is never of one's own, and equal ones are no edit."""
    exercises = {
        name: {f"code/wrong/{name}{i}": f"def {name}(x):\n    return x + {i // 2}" for i in range(4)}
        | {f"code/correct/{name}": f"def {name}(x):\n    return x", "ans/input_001.txt": "no program"}
        for name in ("one", "two")
    }
    found = pairs(exercises)
    assert found == pairs(exercises)
    assert all((pair.exercise in pair.now) is (pair.kind != OTHER) for pair in found if pair.kind != RENAMED)
    assert all(pair.before != pair.now for pair in found)
    assert {pair.kind for pair in found} == {"next program", "nearest correct program", RENAMED, OTHER}


def test_without_data_the_section_says_what_is_missing(tmp_path) -> None:
    """No figures, and the names of both files."""
    section = measure(tmp_path)
    assert (section.figures, section.charts, len(section.missing)) == ((), (), 2)


def test_one_exercise_alone_has_nothing_to_be_told_apart_from(tmp_path) -> None:
    """Pairs need a second exercise; the section says so."""
    (tmp_path / "student_programs").mkdir()
    (tmp_path / "student_programs" / "one.json").write_text('{"code/wrong/1.py": "def one(): pass"}')
    section = measure(tmp_path)
    assert section.figures == ()
    assert "two exercises" in section.missing[0]


@pytest.fixture(scope="module")
def measured(data_folder):
    section = measure(data_folder)
    assert section.missing == ()
    return {figure.name: figure for figure in section.figures}


# req: P6
@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("Another cell, balanced accuracy", 0.987),
        ("Another cell, function names hidden, balanced accuracy", 0.87),
        ("Another cell, renamed and rewritten: the same", 0.98),
        ("Another cell, other: told apart", 0.99),
        ("Same cell, next program: the same", 0.98),
        ("Same cell, renamed and rewritten: the same", 0.98),
        ("Same cell, other: told apart", 0.97),
        ("Words alone, balanced accuracy", 0.81),
    ],
)
def test_problems_are_known_again(measured, name, floor) -> None:
    """Not below what was reached."""
    assert measured[name].value >= floor
    assert measured[name].meets_goal
