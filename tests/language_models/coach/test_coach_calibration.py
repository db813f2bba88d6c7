from __future__ import annotations

import ast
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from failing_programs import run_programs

from jupyter_tutor.language_models.coach.coach import coach
from jupyter_tutor.language_models.coach.diagnosis import diagnose
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.quality.readability import words
from jupyter_tutor.tutoring.ports import Lesson

BESIDE = Path(__file__).parents[3].parent / "shared" / "data"
EVERY = 10
"""One program in so many is run; the whole collection takes some minutes."""
FAMILIES_OF = {
    "NameError": r"name-",
    "UnboundLocalError": r"local-without-value",
    "IndexError": r"index-",
    "TypeError": (
        r"none-|types-|not-|arguments-|index-of|value-cannot|whole-|no-length|key-can|only-text|type-does"
    ),
    "ValueError": r"nothing-to|value-|unpack|text-is-no",
    "AttributeError": r"attribute-|none-asked",
    "RecursionError": r"recursion",
    "KeyboardInterrupt": r"stopped",
    "ZeroDivisionError": r"division",
    "KeyError": r"key-missing",
}


def _programs() -> Iterator[str]:
    folder = Path(os.environ.get("JUPYTER_TUTOR_DATA", BESIDE)) / "student_programs"
    files = sorted(folder.glob("*.json"))
    if not files:
        pytest.skip("student programs are not here; set JUPYTER_TUTOR_DATA to the folder that holds them")
    for path in files:
        parts = json.loads(path.read_text(encoding="utf-8"))
        calls = [parts[name].strip() for name in sorted(parts) if name.startswith("ans/input")]
        known = {name for name in parts if name.startswith(("code/wrong", "code/fail"))}
        extra = _global_names(parts, calls)
        for name in sorted(known)[::EVERY]:
            yield "\n".join([parts[name].lstrip("\r\n").replace("\r\n", "\n"), *extra, *calls])


def _global_names(parts: dict[str, str], calls: list[str]) -> list[str]:
    """Data that the calls need and the programs do not define."""
    text = parts.get("code/global.py", "")
    return [text] if text and any("_" in call for call in calls) else []


def _names(told: dict[str, str]) -> list[str]:
    """What a hint on this error has to name besides the exception and the line."""
    if told["ename"] in {"NameError", "UnboundLocalError"}:
        return re.findall(r"'(\w+)'", told["evalue"])[:1]
    if told["ename"] == "AttributeError":
        return re.findall(r"attribute '(\w+)'", told["evalue"])
    return []


def _containers(text: str) -> list[str]:
    try:
        tree = ast.parse(text if not text.endswith(":") else re.sub(r"^elif", "if", text) + " pass")
    except SyntaxError:
        return []
    return [ast.unparse(node.value) for node in ast.walk(tree) if isinstance(node, ast.Subscript)]


def _is_right(program: str, told: dict[str, str], style: str, level: int) -> bool:
    lesson = Lesson(
        "What is wrong here?", level, NotebookExcerpt(cell_code=program, error_output=told[style])
    )
    hint = coach(lesson)
    family = re.match(FAMILIES_OF.get(told["ename"], "$^"), diagnose(lesson).key)
    right = f"`{told['ename']}" in hint and re.search(rf"[Ll]ine {told['line']}\b", hint)
    held = (
        _containers(program.splitlines()[told["line"] - 1].strip()) if told["ename"] == "IndexError" else []
    )
    named = all(name in hint for name in _names(told)) and (not held or any(one in hint for one in held))
    return bool(family and right and named) and words(hint) <= 80


# req: L1
def test_real_errors_of_students_are_named_rightly(capsys: pytest.CaptureFixture[str]):
    """On real failing programs the short hints name family, line and variable in at least 98 of 100."""
    programs = list(_programs())
    failing = [
        (program, told) for program, told in zip(programs, run_programs(programs), strict=True) if told
    ]
    assert len(failing) > 50
    cases = [
        _is_right(program, told, style, level)
        for program, told in failing
        for style in ("ipython", "plain")
        for level in (1, 2)
    ]
    told = f"{sum(cases)} of {len(cases)} hints right on {len(failing)} failing programs"
    with capsys.disabled():
        sys.stdout.write(f"\ncoach: {told}\n")
    assert sum(cases) >= 0.98 * len(cases), told
