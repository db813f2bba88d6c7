"""`jupyter tutor module preview`: what students will get, and what will stay behind."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jupyter_tutor.errors import Invalid
from jupyter_tutor.faces.command.modules.faults import dumps, many
from jupyter_tutor.faces.command.modules.release import one_notebook, released_text
from jupyter_tutor.faces.command.writing import write_new
from jupyter_tutor.faces.environment import variable_of
from jupyter_tutor.notebooks.exercise import Exercise, Module


def run(chosen: argparse.Namespace) -> int:
    """Write the release into a folder of its own; 1 where there are faults. Invalid for a wrong path."""
    if chosen.open and find_spec("jupyterlab") is None:
        raise Invalid("JupyterLab is not installed here, so nothing can be opened: leave --open out.")
    source = one_notebook(chosen.source)
    released = released_text(source)
    if released is None or source.reading is None:
        return 1
    folder = Path(tempfile.mkdtemp(prefix="jupyter-tutor-preview-"))
    file = folder / source.path.name
    write_new(file, released)
    if chosen.json:
        print(dumps(_report(file, source.reading.module)))
    else:
        print(_told(file, source.reading.module))
    if chosen.open:
        print("It is removed when JupyterLab ends; Ctrl-C ends it.", file=sys.stderr)
        sys.stdout.flush()
        return _open(folder, file)
    return 0


def _open(folder: Path, file: Path) -> int:
    """Show it in a JupyterLab of its own until that ends; the folder goes with it.

    Its tutor keeps nothing either: what is tried here is no student's progress.
    """
    lab = subprocess.Popen(  # noqa: S603 - our own interpreter and a file that we have made
        [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}", file.name],
        cwd=folder,
        stdout=sys.stderr,
        env={**os.environ, variable_of("data_dir"): str(folder / ".tutor")},
    )
    try:
        return 1 if lab.wait() else 0
    except KeyboardInterrupt:
        return 0
    finally:
        _end(lab)
        shutil.rmtree(folder, ignore_errors=True)


def _end(lab: subprocess.Popen[bytes]) -> None:
    """The terminal has sent Ctrl-C to both; a server that asks whether it is meant is told so."""
    if lab.poll() is None:
        lab.terminate()
        lab.wait()


def _report(file: Path, module: Module) -> dict[str, Any]:
    return {
        "path": str(file),
        "slug": module.slug,
        "title": module.title,
        "exercises": [_exercise(each) for each in module.exercises],
    }


def _exercise(each: Exercise) -> dict[str, Any]:
    checks = len(each.visible_checks)
    return {"id": each.id, "title": each.title, "checks": checks, "withheld": _withheld(each)}


def _told(file: Path, module: Module) -> str:
    lines = [f"{module.title} ({module.slug}): {many(len(module.exercises), 'exercise')}"]
    for each in module.exercises:
        withheld = ", ".join(many(number, thing) for thing, number in _withheld(each).items() if number)
        lines.append(f"  {each.title or each.id}")
        lines.append(f"    students get: {many(len(each.visible_checks), 'check')}")
        lines.append(f"    stays with the tutor: {withheld or 'nothing'}")
    return "\n".join([*lines, f"The students' notebook is in {file}."])


def _withheld(exercise: Exercise) -> dict[str, int]:
    return {
        "solution": int(bool(exercise.solution)),
        "hidden check": len(exercise.checks) - len(exercise.visible_checks),
        "hint": len(exercise.hints),
        "common mistake": len(exercise.mistakes),
    }
