"""`jupyter tutor module release` and `preview`: what students get, never in the place of anything else."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from module_files import MAIN, SECRETS, faulty, notebook, run, save

from jupyter_tutor.faces.command.main import main


def release(*arguments: object) -> int:
    return main(["module", "release", *map(str, arguments)])


# req: M4
def test_the_release_goes_to_standard_output(tmp_path: Path, capsysbinary):
    """In UTF-8, and without what is not for students."""
    assert release(save(tmp_path / "Größe 1.ipynb", notebook(title="Größe"))) == 0
    text = capsysbinary.readouterr().out.decode()
    assert json.loads(text)["metadata"]["jupyter_tutor"]["module"]["slug"] == "grosse-1"
    assert "Größe" in text
    assert [secret for secret in SECRETS if secret in text] == []


def test_the_release_goes_into_a_file_with_usual_rights(tmp_path: Path, capsys):
    """Others may read it where they may read new files."""
    target = tmp_path / "for students.ipynb"
    assert release(save(tmp_path / "a.ipynb"), "-o", target) == 0
    captured = capsys.readouterr()
    assert (captured.out, str(target) in captured.err) == ("", True)
    assert json.loads(target.read_text(encoding="utf-8"))["nbformat"] == 4
    usual = tmp_path / "usual"
    usual.touch()
    assert stat.S_IMODE(target.stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)


def test_a_file_that_is_there_is_replaced_only_when_asked(tmp_path: Path, capsys):
    """The sentence names the option."""
    source, target = save(tmp_path / "a.ipynb"), tmp_path / "b.ipynb"
    target.write_text("old")
    assert release(source, "-o", target) == 2
    assert "--force" in capsys.readouterr().err
    assert target.read_text() == "old"
    assert release(source, "-o", target, "--force") == 0
    assert json.loads(target.read_text())["nbformat"] == 4


@pytest.mark.parametrize("way", ["same", "symbolic link", "hard link", "other path"])
def test_the_source_is_never_replaced(tmp_path: Path, capsys, way: str):
    """However it is named, and even when asked."""
    source = save(tmp_path / "folder" / "a.ipynb")
    before = source.read_bytes()
    targets = {
        "same": source,
        "symbolic link": tmp_path / "link.ipynb",
        "hard link": tmp_path / "hard.ipynb",
        "other path": tmp_path / "folder" / ".." / "folder" / "a.ipynb",
    }
    (tmp_path / "link.ipynb").symlink_to(source)
    (tmp_path / "hard.ipynb").hardlink_to(source)
    assert release(source, "-o", targets[way], "--force") == 2
    assert "the notebook that you write" in capsys.readouterr().err
    assert source.read_bytes() == before


def test_a_folder_is_no_source_and_no_target(tmp_path: Path, capsys):
    """The sentence says what to name."""
    source = save(tmp_path / "a.ipynb")
    assert release(tmp_path) == 2
    assert release(source, "-o", tmp_path, "--force") == 2
    assert release(tmp_path / "absent.ipynb") == 2
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_a_notebook_with_errors_is_not_released(tmp_path: Path, capsys):
    """Its faults are told, and there is no file."""
    assert release(save(tmp_path / "a.ipynb", faulty()), "-o", tmp_path / "b.ipynb") == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "error:" in captured.err
    assert "Nothing was released" in captured.err
    assert not (tmp_path / "b.ipynb").exists()


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path):
    """As in `… | head -1`: no traceback."""
    big = notebook()
    big["cells"][0]["source"] = ["word " * 500_000]
    source = save(tmp_path / "a.ipynb", big)
    read, write = os.pipe()
    os.close(read)
    ended = run_into(write, source)
    assert "Traceback" not in ended.stderr
    assert "Exception" not in ended.stderr


def test_a_full_disk_behind_standard_output_is_told(tmp_path: Path):
    """Otherwise the shell has half a notebook and nobody knows."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full here")
    with full.open("wb") as output:
        ended = run_into(output.fileno(), save(tmp_path / "a.ipynb"))
    assert ended.returncode == 2
    assert ended.stderr.splitlines() == ["The output: No space left on device."]


def run_into(output: int, source: Path):
    return subprocess.run(
        [*MAIN, "module", "release", str(source)],
        stdout=output,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_preview_says_what_stays_behind(tmp_path: Path, capsys, monkeypatch):
    """The file has the name that students will see, in a folder of its own."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    source = save(tmp_path / "Größe 1.ipynb")
    assert main(["module", "preview", str(source), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert Path(told["path"]).name == "Größe 1.ipynb"
    assert Path(told["path"]).parent.parent == tmp_path
    assert "min(values)" not in Path(told["path"]).read_text(encoding="utf-8")
    assert told["exercises"] == [
        {
            "id": "spread",
            "title": "How far apart?",
            "checks": 1,
            "withheld": {"solution": 1, "hidden check": 1, "hint": 5, "common mistake": 1},
        }
    ]
    assert main(["module", "preview", str(source)]) == 0
    out = capsys.readouterr().out
    assert "students get: 1 check" in out
    assert "stays with the tutor: 1 solution, 1 hidden check, 5 hints, 1 common mistake" in out


def test_a_preview_of_a_notebook_with_errors_is_none(tmp_path: Path, capsys, monkeypatch):
    """No folder is left behind."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    source = save(tmp_path / "a.ipynb", faulty())
    assert main(["module", "preview", str(source)]) == 1
    assert "error:" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize("end", ["closed", "Ctrl-C", "failed"])
def test_a_preview_can_be_opened_and_leaves_nothing(tmp_path: Path, end: str):
    """JupyterLab shows the folder of the release, which is gone when it ends; its tutor keeps nothing."""
    ending = {"closed": "", "Ctrl-C": "import time; time.sleep(60)", "failed": "sys.exit(3)"}[end]
    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "jupyterlab.py").write_text(
        "import os, sys, pathlib\n"
        "print(os.environ['JUPYTER_TUTOR_DATA_DIR'], *sys.argv[1:], sep='|')\n"
        f"print(pathlib.Path(sys.argv[-1]).exists(), flush=True)\n{ending}"
    )
    paths = os.pathsep.join([str(tmp_path / "path"), *filter(None, sys.path)])
    process = subprocess.Popen(
        [*MAIN, "module", "preview", "--open", str(save(tmp_path / "Größe 1.ipynb"))],
        env={**os.environ, "PYTHONPATH": paths, "TMPDIR": str(tmp_path / "path")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    assert "Ctrl-C" in process.stderr.readline()
    data, root, name = process.stderr.readline().strip().split("|")
    assert process.stderr.readline() == "True\n"
    if end == "Ctrl-C":
        os.killpg(process.pid, signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    folder = Path(root.partition("=")[2])
    assert process.returncode == (1 if end == "failed" else 0)
    assert (name, Path(data).parent, str(folder) in out) == ("Größe 1.ipynb", folder, True)
    assert not folder.exists()


def test_check_and_release_load_no_database_and_no_server(tmp_path: Path):
    """They begin at once."""
    source = save(tmp_path / "a.ipynb")
    heavy = ("sqlalchemy", "alembic", "jupyter_server", "tornado", "pydantic", "traitlets", "nbformat")
    code = (
        "import sys; from jupyter_tutor.faces.command.main import main\n"
        f"main(['module', 'check', {str(source)!r}]); main(['module', 'release', {str(source)!r}])\n"
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stderr.strip() == "[]"


def test_the_command_is_found_by_jupyter(tmp_path: Path):
    """`jupyter tutor module` is what the documentation says."""
    jupyter = Path(sys.executable).with_name("jupyter")
    environ = {**os.environ, "PATH": f"{jupyter.parent}{os.pathsep}{os.environ['PATH']}"}
    command = [str(jupyter), "tutor", "module", "check", str(save(tmp_path / "a b.ipynb"))]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=environ)
    assert (ended.returncode, ended.stdout) == (0, "1 notebook, 1 exercise: no faults.\n")
    assert run("--help").returncode == 0
