"""What `make run` does before JupyterLab starts: the course is published, its first module handed out."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest
from course_notebook import NOTEBOOKS, own

ROOT = Path(__file__).parents[2]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The tool, for a person who has nothing yet."""
    for name in [name for name in os.environ if name.startswith("JUPYTER")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    monkeypatch.delitem(sys.modules, "run_example", raising=False)
    import run_example

    monkeypatch.setattr(run_example, "NOTEBOOK", tmp_path / "work" / run_example.FIRST)
    return run_example


def test_the_first_start_needs_nothing_but_itself(start: ModuleType) -> None:
    """With an empty home the three modules are published, and the first lies there without its solutions."""
    published = start.publish()
    assert [Path(row["path"]).name for row in published["modules"]] == [path.name for path in NOTEBOOKS]
    start.hand_out(published)
    given = json.loads(start.NOTEBOOK.read_text(encoding="utf-8"))
    assert given["metadata"]["jupyter_tutor"]["module"]["release"] == 1
    assert {own(cell).get("role") for cell in given["cells"]} == {None, "check"}


def test_a_later_start_keeps_versions_and_work(start: ModuleType) -> None:
    """What has not changed is not published anew, and what the student has written stays."""
    start.hand_out(start.publish())
    start.NOTEBOOK.write_text("my work", encoding="utf-8")
    published = start.publish()
    start.hand_out(published)
    assert {row["version"] for row in published["modules"]} == {1}
    assert start.NOTEBOOK.read_text(encoding="utf-8") == "my work"
