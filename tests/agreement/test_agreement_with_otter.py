"""Otter Assign run on notebooks of its format, and our reading and release of them."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

otter = pytest.importorskip("otter", reason="`make test-agreement` installs otter-grader")

from notebook_samples import code, markdown, notebook, otter_module, raw  # noqa: E402
from otter.assign import main as assign  # noqa: E402
from otter.test_files.ok_test import OKTestFile  # noqa: E402

from jupyter_tutor.notebooks.reading import read  # noqa: E402
from jupyter_tutor.notebooks.release import release  # noqa: E402

# Otter's own examples are in its repository (test/test_assign/files), not in its package.
EXAMPLES = sorted(Path(os.environ.get("OTTER_EXAMPLES", "/nonexistent")).glob("*.ipynb"))

_OF_OTTER = re.compile(r"<!-- (?:BEGIN|END) QUESTION -->\n*|\n*_Points:_ [\d.]+$", re.MULTILINE)
_INSERTED = re.compile(
    r"# Initialize Otter|grader\.check|grader\.export|# Save your notebook first|## Submission"
)


def blocks(name: str, *cells: dict[str, Any]) -> list[dict[str, Any]]:
    return [raw(f"# BEGIN {name.upper()}"), *cells, raw(f"# END {name.upper()}")]


def question(config: str, *cells: dict[str, Any]) -> list[dict[str, Any]]:
    return [raw(f"# BEGIN QUESTION\n{config}"), *cells, raw("# END QUESTION")]


def a_test(config: str, source: str, **output: Any) -> dict[str, Any]:
    return code(f'""" # BEGIN TEST CONFIG\n{config}\n""" # END TEST CONFIG\n{source}', **output)


def every_feature() -> dict[str, Any]:
    """What Otter Assign's documentation describes of a notebook, in one."""
    plot = (
        'print("before")\ndraw(data); # SOLUTION NO PROMPT\n""" # BEGIN PROMPT\ndraw(...);\n""" # END PROMPT'
    )
    walk = (
        "steps = 10\nfor step in range(steps):\n    # BEGIN SOLUTION\n    place = place + step\n"
        "    # END SOLUTION\n    print(place)\n\n"
        "def back(n):\n    # BEGIN SOLUTION NO PROMPT\n    return -n\n"
        '    # END SOLUTION\n    """ # BEGIN PROMPT\n    # the way back\n    pass\n    """; # END PROMPT'
    )
    fib = (
        "def fib(n):\n    a, b = 0, 1 # SOLUTION\n    # BEGIN IGNORE\n    log(n)\n    # END IGNORE\n"
        "    # note to self # IGNORE\n    for _ in range(n): # SOLUTION\n        a, b = b, a + b # SOLUTION\n"
        "    return a # SOLUTION\n\nfib.cache['x'] = fib(3) # SOLUTION\nfib(5)"
    )
    return notebook(
        raw(
            "# ASSIGNMENT CONFIG\nname: walks\ninit_cell: true\nshow_question_points: true\n"
            "seed:\n    variable: rng_seed\n    autograder_value: 42\n    student_value: 713\n"
            "run_tests: false"
        ),
        markdown("# Walks"),
        code("import math\ndata = [1, 2]\nrng_seed = 42  # for every draw"),
        markdown("## ignore ##\nNote to the staff."),
        *question(
            "name: fib\nall_or_nothing: true\nexport: true",
            markdown("**1.** Write `fib`."),
            *blocks("solution", code(fib)),
            *blocks(
                "tests",
                a_test("points: 2\nname: five\nfailure_message: Not 5.", "fib(5)", value="5"),
                a_test("points: 3", "None"),
                a_test("points: 1\nhidden: true", "fib(20) == 6765", value="True"),
                code("# HIDDEN\nprint(fib(1))", printed="1\n"),
                code("assert fib(2) == 1"),
            ),
        ),
        *question(
            "name: plot\nmanual: true\npoints: 1.5", markdown("**2.** Plot."), *blocks("solution", code(plot))
        ),
        markdown("Between two questions."),
        *question(
            "name: words\nmanual: true",
            markdown("**3.** Why?"),
            *blocks("solution", markdown("**SOLUTION** So.")),
        ),
        *question("name: walk", markdown("**4.** Walk."), *blocks("solution", code(walk))),
        *question(
            "name: own-prompt\nmanual: true\npoints: 10",
            markdown("**5.** Write."),
            *blocks("prompt", markdown("_Write your text here._")),
            *blocks("solution", markdown("A text.")),
        ),
        *question(
            "name: random\npoints: [10, 2]",
            markdown("**6.** Draw."),
            *blocks("solution", code("seed(42) # SEED\nz = draw(10) # SOLUTION\nz")),
            *blocks("tests", code("len(z)", value="10"), code("# hidden\nmin(z) > 0", value="True")),
        ),
        *question(
            "name: included\npoints:\n    each: 2",
            markdown("**7.** Add."),
            *blocks(
                "solution",
                code("def add(a, b):\n    return a + b # SOLUTION"),
                markdown("Now call it.", tags=["otter_include"]),
                code("s = add(1, 2) # SOLUTION"),
                markdown("Not for students."),
            ),
            *blocks("tests", code("add(3, 4) == 7", value="True"), code("s", value="3")),
        ),
        markdown("The end."),
    )


def lecture() -> dict[str, Any]:
    """Solutions outside of questions, stripped everywhere."""
    return notebook(
        raw(
            "# ASSIGNMENT CONFIG\ninit_cell: false\nexport_cell: false\ngenerate: false\n"
            "strip_solutions_from_all_cells: true"
        ),
        markdown("# A lecture"),
        code("data = load(10) # SOLUTION"),
        code("show(data)"),
        *question(
            "name: q",
            markdown("Say."),
            *blocks("prompt", markdown("Here.")),
            *blocks("solution", markdown("So.")),
        ),
        *question("name: p", markdown("Do."), code("x = 3 # SOLUTION")),
    )


MADE = {"ours": otter_module, "every-feature": every_feature, "lecture": lecture}


def sources() -> Iterator[Any]:
    """The notebooks written here, and those of Otter's repository where they are given."""
    for name, make in MADE.items():
        yield pytest.param(make(), id=name)
    for path in EXAMPLES:
        yield pytest.param(json.loads(path.read_text()), id=path.stem)


def assigned(source: dict[str, Any], folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What Otter Assign makes of a notebook: the one for students and the one for the autograder."""
    path = folder / "master.ipynb"
    path.write_text(json.dumps(source))
    assign(str(path), str(folder / "dist"), no_pdfs=True, no_run_tests=True)
    student, autograder = (folder / "dist" / kind / path.name for kind in ("student", "autograder"))
    return json.loads(student.read_text()), json.loads(autograder.read_text())


def texts(cells: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Kinds and sources of cells, but for what Otter adds for its own client."""
    found = [(cell["cell_type"], _OF_OTTER.sub("", "".join(cell["source"])).strip()) for cell in cells]
    return [(kind, text) for kind, text in found if text and not _INSERTED.search(text)]


# req: M3
# req: M4
@pytest.mark.parametrize("source", sources())
def test_students_get_the_same_cells_from_otter_and_from_us(source: dict[str, Any], tmp_path: Path) -> None:
    """Every cell of Otter's student notebook is in our release, in order, with the same stubs."""
    student, _ = assigned(source, tmp_path)
    ours = release(source, read(source, slug="m"))
    no_checks = [
        cell for cell in ours["cells"] if cell["metadata"].get("jupyter_tutor", {}).get("role") != "check"
    ]
    assert texts(no_checks) == texts(student["cells"])


# req: M3
@pytest.mark.parametrize("source", sources())
def test_questions_have_the_same_tests_and_points_with_otter_and_with_us(
    source: dict[str, Any], tmp_path: Path
) -> None:
    """Names, points and hidden tests are as Otter's autograder notebook has them."""
    _, autograder = assigned(source, tmp_path)
    tests = autograder["metadata"].get("otter", {}).get("tests", {})
    theirs = {name: OKTestFile.from_metadata(test, "").test_cases for name, test in tests.items()}
    exercises = read(source, slug="m").module.exercises
    ours = {
        each.id: [(check.hidden, check.points) for check in each.checks] for each in exercises if each.checks
    }
    shared = {
        name: [(case.hidden, pytest.approx(case.points)) for case in cases] for name, cases in theirs.items()
    }
    assert ours == shared
