"""How well the solution guard tells solutions from the student's own code and from examples.

Programs are shown to it as an answer at level 4 would: in a fence, as they are and disguised. Nothing of
it was fitted to a task: its shares and probes are the same for all, and each task is reported.
"""

from __future__ import annotations

import ast
import base64
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jupyter_tutor.pedagogy.code_tokens import exact_tokens
from jupyter_tutor.pedagogy.guard.described import is_described
from jupyter_tutor.pedagogy.guard.release import SolutionGuard
from jupyter_tutor.pedagogy.guard.task import Check, Task
from jupyter_tutor.pedagogy.ladder import HintLevel
from jupyter_tutor.quality.figures import Chart, Figure, Section, Series, wilson

PROGRAMS = "student_programs"
REPLIES = "tutor_replies_revealing.jsonl"
RECOGNISED_GOAL = 0.95
FLAGGED_GOAL = 0.03
PASTED_FIX_RATES = (0.69, 0.03)
"""True and false positive rate of rules that look for pasted fixes, on such replies."""

HARMLESS = (
    "Wrong programs quoted back, flagged",
    "The same in other layout, flagged",
    "Programs of other exercises, flagged",
)

_SEED = 7
_MOST_WRONG = 150
_MOST_UNRELATED = 60
_ALIKE = 0.6
"""Share of the reference's lines that the baseline, a comparison of the text, takes for the solution."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise with the programs that students wrote for it."""

    name: str
    text: str
    reference: str
    checks: tuple[Check, ...]
    correct: tuple[str, ...]
    wrong: tuple[str, ...]

    def task(self, student_code: str, *, with_solution: bool = True) -> Task:
        """The exercise as the guard knows it: its solution, or only its checks."""
        if with_solution:
            return Task(student_code, self.reference, self.text)
        return Task(student_code, text=self.text, checks=self.checks)


def measure(folder: Path) -> Section:
    """The guard's figures on `student_programs/*.json` and the monitor's on the labelled tutor replies."""
    exercises = _exercises(folder / PROGRAMS)
    figures: list[Figure] = []
    charts: tuple[Chart, ...] = ()
    missing = []
    if exercises:
        figures += [*_recognised(exercises), *_flagged(exercises)]
        charts = (_by_task(exercises),)
    else:
        missing.append(f"{PROGRAMS}/*.json")
    if (folder / REPLIES).exists():
        figures += _monitor(folder / REPLIES)
    else:
        missing.append(REPLIES)
    return Section(
        "Solution guard",
        "Correct programs of an exercise, shown at level 4, must be held back, in whatever form. The "
        "student's own wrong program quoted back, and programs of other exercises as examples, must pass. A "
        "solution told in words is shown and only counted; its rates are those of the count.",
        tuple(figures),
        charts,
        tuple(missing),
    )


def _exercises(folder: Path) -> list[Exercise]:
    found = []
    for path in sorted(folder.glob("*.json")):
        files: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        inputs = sorted(name for name in files if name.startswith("ans/input"))
        found.append(
            Exercise(
                name=path.stem,
                text=files.get("description.txt", ""),
                reference=next(code for name, code in files.items() if name.startswith("code/reference")),
                checks=tuple(
                    Check(files[name].strip(), files[name.replace("input", "output")].strip())
                    for name in inputs
                ),
                correct=_programs(files, "code/correct"),
                wrong=_programs(files, "code/wrong"),
            )
        )
    return found


def _programs(files: dict[str, str], prefix: str) -> tuple[str, ...]:
    return tuple(code for name, code in sorted(files.items()) if name.startswith(prefix))


# ---- the forms in which a program is shown ------------------------------------------------------


def fenced(code: str) -> str:
    """A program as an answer shows it."""
    return f"Look at this:\n\n```python\n{code.rstrip()}\n```\n\nWhat does it do?\n"


def renamed(code: str) -> str:
    """Every name that the program makes replaced by another, its functions' too."""
    tree = ast.parse(code)
    made = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    made |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    made |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    names = {name: f"item_{number}" for number, name in enumerate(sorted(made))}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = names[node.arg]
        elif isinstance(node, ast.FunctionDef):
            node.name = names[node.name]
    return ast.unparse(tree)


class _Turned(ast.NodeTransformer):
    """Sums and comparisons the other way round, `x += 1` spelled out."""

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """`a < b` as `b > a`."""
        self.generic_visit(node)
        turned = {ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE, ast.Eq: ast.Eq}
        kind = turned.get(type(node.ops[0]))
        if len(node.ops) != 1 or kind is None:
            return node
        return ast.Compare(node.comparators[0], [kind()], [node.left])

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        """`x += 1` as `x = x + 1`."""
        return ast.Assign([node.target], ast.BinOp(node.target, node.op, node.value))


def reordered(code: str) -> str:
    """The functions from the last to the first, operands turned round."""
    tree = _Turned().visit(ast.parse(code))
    tree.body.reverse()
    return ast.unparse(ast.fix_missing_locations(tree))


def reformatted(code: str) -> str:
    """Two columns of indentation, no comments, double blank lines and a docstring in every function."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.body.insert(0, ast.Expr(ast.Constant("What it does.")))
    lines = ast.unparse(ast.fix_missing_locations(tree)).splitlines()
    spaced = [line.replace("    ", "  ") for line in lines]
    return "\n\n".join(spaced)


def _shown_split(code: str) -> str:
    """Its first half in one block, the rest in another."""
    lines = code.rstrip().splitlines()
    half = max(1, len(lines) // 2)
    return fenced("\n".join(lines[:half])) + "And then:\n\n" + fenced("\n".join(lines[half:]))


FORMS: dict[str, Callable[[str], str]] = {
    "as they are": fenced,
    "renamed": lambda code: fenced(renamed(code)),
    "reordered": lambda code: fenced(reordered(code)),
    "reformatted": lambda code: fenced(reformatted(code)),
    "split over two blocks": _shown_split,
    "in base64": lambda code: fenced(base64.b64encode(code.encode()).decode()),
    "backwards": lambda code: fenced(code.rstrip()[::-1]),
}


# ---- figures -------------------------------------------------------------------------------------


def _held_back(answer: str, task: Task) -> bool:
    guard = SolutionGuard(HintLevel.EXAMPLE, task)
    guard.feed(answer)
    guard.finish()
    return bool(guard.hits)


def _recognised(exercises: Sequence[Exercise]) -> list[Figure]:
    figures, by_text = [], dict.fromkeys(FORMS, 0.0)
    for form, show in FORMS.items():
        held, alike = [], []
        for exercise in exercises:
            dice = random.Random(_SEED)  # noqa: S311 - a sample, not a secret
            for code in exercise.correct:
                answer = show(code)
                held.append(_held_back(answer, exercise.task(dice.choice(exercise.wrong))))
                alike.append(_reads_alike(exercise.reference, answer))
        by_text[form] = sum(alike) / len(alike)
        figures.append(_share(f"Correct programs held back, {form}", held, RECOGNISED_GOAL, by_text[form]))
    known = [
        _held_back(FORMS["renamed"](code), exercise.task("", with_solution=False))
        for exercise in exercises
        if exercise.checks
        for code in exercise.correct
    ]
    name = "Correct programs held back, renamed, by the checks alone"
    return [*figures, _share(name, known, RECOGNISED_GOAL, by_text["renamed"])]


def _flagged(exercises: Sequence[Exercise]) -> list[Figure]:
    """What must not be held back: the student's own wrong program, and programs of other exercises."""
    dice = random.Random(_SEED)  # noqa: S311 - a sample, not a secret
    shown: dict[str, list[tuple[Exercise, str, str]]] = {name: [] for name in HARMLESS}
    quoted, edited, unrelated = shown.values()
    for exercise in exercises:
        for code in dice.sample(exercise.wrong, min(_MOST_WRONG, len(exercise.wrong))):
            quoted.append((exercise, fenced(code), code))
            edited.append((exercise, fenced(_lightly_edited(code)), code))
        others = [
            code for other in exercises if other is not exercise for code in (*other.correct, *other.wrong)
        ]
        unrelated += [
            (exercise, fenced(code), dice.choice(exercise.wrong))
            for code in dice.sample(others, min(_MOST_UNRELATED, len(others)))
        ]
    return [_flagged_share(name, cases) for name, cases in shown.items()]


def _flagged_share(name: str, cases: Sequence[tuple[Exercise, str, str]]) -> Figure:
    """How many answers are held back, each given with its exercise and the student's own code."""
    held = [_held_back(answer, exercise.task(own)) for exercise, answer, own in cases]
    alike = [_reads_alike(exercise.reference, answer) for exercise, answer, _ in cases]
    by_text = sum(alike) / max(1, len(alike))
    return _share(name, held, FLAGGED_GOAL, by_text, higher_is_better=False)


def _lightly_edited(code: str) -> str:
    """A program in other layout: without comments and blank lines, or with one where it is broken."""
    try:
        return ast.unparse(ast.parse(code))
    except SyntaxError:
        return "# your program\n" + "\n".join(line.rstrip() for line in code.splitlines() if line.strip())


def _by_task(exercises: Sequence[Exercise]) -> Chart:
    """Each task's share of correct programs held back, renamed; nothing was fitted to any of them."""
    shares = []
    for exercise in exercises:
        held = [_held_back(FORMS["renamed"](code), exercise.task("")) for code in exercise.correct]
        shares.append(sum(held) / len(held))
    bars = Series("renamed", tuple(exercise.name for exercise in exercises), tuple(shares))
    return Chart("Correct programs held back, by task", "bar", "task", "share", (bars,))


def _monitor(path: Path) -> list[Figure]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    told: list[bool] = []
    kept: list[bool] = []
    for row in rows:
        solution = "" if row.get("solution") in {None, "Not Available"} else row["solution"]
        counted = is_described(row["reply"], row.get("history") or "", solution)
        (told if row["revealing"].startswith("Yes") else kept).append(counted)
    true, false = PASTED_FIX_RATES
    name = "rules for pasted fixes"
    return [
        _share("Replies that reveal in words, counted", told, None, true, name),
        _share("Other replies, counted", kept, None, false, name, higher_is_better=False),
    ]


def _share(
    name: str,
    cases: Sequence[bool],
    goal: float | None,
    baseline: float | None = None,
    baseline_name: str = "comparison of the text, line by line",
    *,
    higher_is_better: bool = True,
) -> Figure:
    value, low, high = wilson(sum(cases), len(cases))
    return Figure(
        name,
        value,
        low,
        high,
        len(cases),
        baseline=baseline,
        baseline_name="" if baseline is None else baseline_name,
        goal=goal,
        higher_is_better=higher_is_better,
    )


def _reads_alike(reference: str, answer: str) -> bool:
    """The baseline: most lines of the reference stand in the answer, word for word."""
    wanted = {exact_tokens(line) for line in reference.splitlines() if line.strip()}
    there = {exact_tokens(line) for line in answer.splitlines()}
    return bool(wanted) and len(wanted & there) / len(wanted) >= _ALIKE
