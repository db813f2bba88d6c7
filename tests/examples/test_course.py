"""The sample course: every program, check, hint and common mistake in it is what it says it is."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
import pytest
from course_alternatives import ALTERNATIVES
from course_kernel import Kernel, Raised, kernel
from course_mistakes import WRONG, Wrong
from course_notebook import NOTEBOOKS, exercises_of, load, own, reading_of, source

from jupyter_tutor.notebooks.exercise import Check, Exercise, Mistake
from jupyter_tutor.notebooks.release import release
from jupyter_tutor.pedagogy.guard.release import SolutionGuard
from jupyter_tutor.pedagogy.guard.task import Task
from jupyter_tutor.pedagogy.ladder import HintLevel
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.quality import readability
from jupyter_tutor.tutoring.teaching.authored_hints import Facts, made

FENCE = re.compile(r"```python\n(.*?)```", re.DOTALL)
STEP = re.compile(r"^(\d)\. ", re.MULTILINE)
MOST_GRADE = 9  # US school years
WIDEST_CODE = 79  # characters, which fit beside the panel
BLANK_LINES = "\n\n\n"

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
each_exercise = pytest.mark.parametrize(
    "name", [exercise.id for path in NOTEBOOKS for exercise in exercises_of(path)]
)


@dataclass(frozen=True, slots=True)
class Work:
    """One exercise, and what has run in the notebook before it once all earlier ones are solved."""

    exercise: Exercise
    before: str

    def program(self, solution: str) -> str:
        """The answer cell with another function in it; the call at its end stays."""
        *_, call = self.exercise.starter.split(BLANK_LINES)
        return f"{solution}{BLANK_LINES}{call}\n"


@cache
def works() -> dict[str, Work]:
    found = {}
    for path in NOTEBOOKS:
        solved = {exercise.cell: exercise for exercise in exercises_of(path)}
        before: list[str] = []
        for number, cell in enumerate(load(path)["cells"], 1):
            if number in solved:
                found[solved[number].id] = Work(solved[number], "\n".join(before))
                before.append(solved[number].solution)
            elif cell["cell_type"] == "code" and not own(cell):
                before.append(source(cell))
    return found


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        with kernel() as started:
            yield started


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a program: what its cell raised, and the checks that failed, in order."""

    raised: Raised | None
    failing: tuple[Check, ...]


def outcome(python: Kernel, work: Work, program: str) -> Result:
    python.forget()
    assert python.run(work.before) is None
    raised = python.run(program)
    return Result(raised, tuple(check for check in work.exercise.checks if python.run(check.code)))


def facts(python: Kernel, program: str, result: Result) -> Facts:
    """What the tutor knows once the cell and the checks were run."""
    error = f"{result.raised.name}: {result.raised.message}" if result.raised else None
    comparisons = [
        ast.unparse(node.test.left)
        for check in result.failing[:1]
        for node in ast.walk(ast.parse(check.code))
        if isinstance(node, ast.Assert) and isinstance(node.test, ast.Compare)
    ]
    got = python.representation(comparisons[0]) if comparisons else None
    return Facts.of(NotebookExcerpt(cell_code=program, error_output=error), got)


def asserts(check: Check) -> list[ast.Assert]:
    return [node for node in ast.walk(ast.parse(check.code)) if isinstance(node, ast.Assert)]


# ---- the notebooks ---------------------------------------------------------------------------


def test_the_course_has_three_modules_with_a_dozen_exercises() -> None:
    """Each module asks for the ones before it, and each exercise has wrong programs to be tried on."""
    modules = [reading_of(path).module for path in NOTEBOOKS]
    assert [module.order for module in modules] == [1, 2, 3]
    slugs = tuple(module.slug for module in modules)
    assert [module.requires for module in modules] == [(), slugs[:1], slugs[:2]]
    assert all(module.minutes and module.summary for module in modules)
    assert len(works()) == 12
    assert set(WRONG) == set(works())


# req: M3
@each_notebook
def test_a_notebook_has_no_faults(path: Path) -> None:
    """What instructors take for a template gives them not even a warning."""
    assert reading_of(path).faults == ()


@each_notebook
def test_a_notebook_is_valid_and_fresh(path: Path) -> None:
    """It has cell ids, no outputs and a kernel that is everywhere, and its code fits beside the panel."""
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert max(len(line) for cell in code for line in cell.source.splitlines()) <= WIDEST_CODE


# req: M4
@each_notebook
def test_students_get_no_hint_no_solution_and_no_hidden_check(path: Path) -> None:
    """A release has exactly the text, the starters and the visible checks, and a kernel to run them in."""
    released = release(load(path), reading_of(path))
    given = [
        cell
        for cell in load(path)["cells"]
        if own(cell).get("role") in (None, "check") and not own(cell).get("hidden")
    ]
    assert [(cell["id"], cell["source"]) for cell in released["cells"]] == [
        (cell["id"], cell["source"]) for cell in given
    ]
    written = json.dumps(released, ensure_ascii=False)
    for exercise in exercises_of(path):
        hidden = [check.code for check in exercise.checks if check.hidden]
        for text in (*exercise.hints.values(), *(mistake.text for mistake in exercise.mistakes), *hidden):
            assert json.dumps(text, ensure_ascii=False)[1:-1] not in written
    assert released["metadata"]["kernelspec"]["name"] == "python3"


@each_notebook
def test_a_fresh_notebook_runs_to_its_end(path: Path, python: Kernel) -> None:
    """With the starters alone nothing raises but the exercises and their checks, so nobody is cut off."""
    python.forget()
    code = [cell for cell in load(path)["cells"] if cell["cell_type"] == "code" and "role" not in own(cell)]
    raised = {cell["id"] for cell in code if python.run(source(cell))}
    assert raised <= set(works())


@each_exercise
def test_an_exercise_is_complete(name: str) -> None:
    """It has a text, five hints, checks of both kinds that say what they expect, mistakes, skills, points."""
    exercise = works()[name].exercise
    assert exercise.title in exercise.prompt
    assert list(exercise.hints) == [1, 2, 3, 4, 5]
    assert 2 <= len(exercise.visible_checks) < len(exercise.checks)
    assert exercise.points == sum(check.points for check in exercise.checks)
    assert len({check.name for check in exercise.checks}) == len(exercise.checks)
    assert all(asserts(check) and all(each.msg for each in asserts(check)) for check in exercise.checks)
    assert len(exercise.mistakes) >= 3
    assert exercise.skills
    assert exercise.difficulty is not None
    assert all(1 <= part <= 5 for part in exercise.difficulty)


# ---- programs --------------------------------------------------------------------------------


@each_exercise
def test_a_solution_passes_all_checks(name: str, python: Kernel) -> None:
    """The instructor's solution is right, and no common mistake is found in it."""
    work = works()[name]
    program = work.program(work.exercise.solution)
    result = outcome(python, work, program)
    assert result == Result(raised=None, failing=())
    assert not any(made(mistake, facts(python, program, result)) for mistake in work.exercise.mistakes)


@each_exercise
def test_other_ways_pass_all_checks_too(name: str, python: Kernel) -> None:
    """Checks ask what a program computes and not how: loops, lists and other formulas are right as well."""
    work = works()[name]
    for program in ALTERNATIVES[name]:
        assert outcome(python, work, work.program(program.strip())) == Result(raised=None, failing=())


@each_exercise
def test_a_starter_fails_a_check_that_students_see(name: str, python: Kernel) -> None:
    """What a student is given is no solution, and it says so."""
    work = works()[name]
    failing = outcome(python, work, work.exercise.starter).failing
    assert set(failing) & set(work.exercise.visible_checks)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        pytest.param(name, wrong, id=f"{name}-{number}")
        for name, all_wrong in WRONG.items()
        for number, wrong in enumerate(all_wrong, 1)
    ],
)
def test_a_wrong_program_fails_and_makes_its_mistake(name: str, wrong: Wrong, python: Kernel) -> None:
    """A check fails, and the first common mistake whose condition holds is the one this program makes."""
    work = works()[name]
    assert work.exercise.solution.count(wrong.right) == 1
    program = work.program(work.exercise.solution.replace(wrong.right, wrong.wrong))
    result = outcome(python, work, program)
    assert result.failing
    known = facts(python, program, result)
    numbers = [number for number, each in enumerate(work.exercise.mistakes, 1) if made(each, known)]
    assert numbers[:1] == ([wrong.mistake] if wrong.mistake else [])


@each_exercise
def test_each_mistake_is_made_by_a_wrong_program(name: str) -> None:
    """No text of the course speaks to a mistake that nobody was shown to make."""
    mistakes: tuple[Mistake, ...] = works()[name].exercise.mistakes
    assert {wrong.mistake for wrong in WRONG[name]} - {None} == set(range(1, len(mistakes) + 1))


# ---- hints -----------------------------------------------------------------------------------


@each_exercise
def test_each_hint_stands_at_its_step(name: str) -> None:
    """A question, a concept by name, a numbered plan without code, code with gaps, the solution."""
    question, concept, plan, partial, solution = works()[name].exercise.hints.values()
    assert question.rstrip().endswith("?")
    assert "**" in concept
    assert [int(number) for number in STEP.findall(plan)] == list(range(1, len(STEP.findall(plan)) + 1))
    assert len(STEP.findall(plan)) >= 4
    assert not any("```" in hint for hint in (question, concept, plan))
    constants = [
        node.value
        for code in FENCE.findall(partial)
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Constant)
    ]
    assert ... in constants
    assert len(FENCE.findall(solution)) == 1


@each_exercise
def test_the_last_hint_solves_the_exercise_and_the_one_before_does_not(name: str, python: Kernel) -> None:
    """The code of hint 5 passes all checks; that of hint 4, run as it stands, does not."""
    work = works()[name]
    (solution,) = FENCE.findall(work.exercise.hints[HintLevel.SOLUTION])
    assert outcome(python, work, work.program(solution)).failing == ()
    partial = "\n".join(FENCE.findall(work.exercise.hints[HintLevel.EXAMPLE]))
    assert outcome(python, work, f"{work.exercise.starter}\n{partial}").failing


@each_exercise
def test_hints_are_short_and_easy_to_read(name: str) -> None:
    """15 to 80 words at the first two steps, at most 160 later, and no harder than the ninth school year."""
    exercise = works()[name].exercise
    for level, hint in exercise.hints.items():
        assert 15 <= readability.words(hint) <= (80 if level <= HintLevel.CONCEPT else 160)
    assert all(10 <= readability.words(mistake.text) <= 80 for mistake in exercise.mistakes)
    texts = [*exercise.hints.values(), *(mistake.text for mistake in exercise.mistakes)]
    assert max(map(readability.grade, texts)) <= MOST_GRADE


@each_exercise
def test_no_hint_before_the_last_gives_the_solution_away(name: str) -> None:
    """The guard that watches language models has nothing against the authored words either."""
    exercise = works()[name].exercise
    task = Task(
        student_code=exercise.starter,
        solution=exercise.solution,
        text=exercise.prompt,
        neighbours=tuple(check.code for check in exercise.visible_checks),
    )
    texts = [(level, hint) for level, hint in exercise.hints.items() if level < HintLevel.SOLUTION]
    texts += [(HintLevel.CONCEPT, mistake.text) for mistake in exercise.mistakes]
    for level, text in texts:
        guard = SolutionGuard(level, task)
        assert guard.feed(text) + guard.finish() == text
        assert guard.hits == ()
