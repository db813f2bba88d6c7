"""Notebooks for the commands' tests, and the commands as a person runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jupyter_tutor.faces.command.modules.starter import starter

MAIN = (sys.executable, "-m", "jupyter_tutor.faces.command.main")
SECRETS = (
    "min(values)",
    "Find the largest",
    "negative numbers",
    "last number minus the first",
    "two numbers",
)

Notebook = dict[str, Any]


def notebook(slug: str = "", **module: object) -> Notebook:
    """The starter as the module of that name; with none it is named by its file."""
    made = starter(slug or "nameless", "A title")
    metadata = made["metadata"]["jupyter_tutor"]["module"]
    if not slug:
        del metadata["slug"]
    metadata.update(module)
    return made


def save(path: Path, content: Notebook | None = None) -> Path:
    """The notebook as a file, in folders that are made for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps(notebook() if content is None else content, ensure_ascii=False), encoding="utf-8"
    )
    return path


def of_version_3() -> Notebook:
    """A notebook as Jupyter wrote them until 2015."""
    cell = {"cell_type": "code", "language": "python", "input": ["1 + 1"], "outputs": [], "collapsed": False}
    worksheets = [{"cells": [cell], "metadata": {}}]
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": worksheets}


def faulty() -> Notebook:
    """A notebook with two hints of the same level."""
    made = notebook()
    hints = [
        cell for cell in made["cells"] if cell["metadata"].get("jupyter_tutor", {}).get("role") == "hint"
    ]
    hints[1]["metadata"]["jupyter_tutor"]["level"] = 1
    return made


def run(
    *arguments: object, environ: Mapping[str, str] | None = None, **more: Any
) -> subprocess.CompletedProcess[str]:
    """`jupyter tutor module …` in a process of its own."""
    return subprocess.run(
        [*MAIN, "module", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **(environ or {})},
        **more,
    )


def changed(path: Path, change: Callable[[Notebook], None]) -> None:
    """Edit the notebook in a file."""
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    save(path, content)
