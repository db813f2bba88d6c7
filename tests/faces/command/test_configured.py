"""A command finds the database of the server that the same person starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_tutor.errors import ConfigurationError
from jupyter_tutor.faces.command.configuration import configured


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [
        name for name in os.environ if name.startswith(("JUPYTER", "ANTHROPIC", "OPENAI", "GEMINI"))
    ]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    (tmp_path / "config").mkdir()


def of_server(*flags: str) -> str:
    """The data folder that a real server of the same surroundings takes."""
    code = (
        "import sys; from jupyter_server.serverapp import ServerApp\n"
        "app = ServerApp(allow_root=True)\n"
        "app.initialize(sys.argv[1:], find_extensions=False)\n"
        "print('FOLDER', app.extension_manager.extension_points['jupyter_tutor'].app.data_dir)"
    )
    flags = ("--ServerApp.jpserver_extensions=jupyter_tutor=True", "--port=0", *flags)
    run = subprocess.run(
        [sys.executable, "-c", code, *flags], capture_output=True, text=True, timeout=60, check=True
    )
    return run.stdout.split("FOLDER ")[1].strip()


# req: H7
@pytest.mark.parametrize(
    ("files", "winner"),
    [
        ((), "environment"),
        (("jupyter_tutor_config",), "jupyter_tutor_config"),
        (("jupyter_tutor_config", "jupyter_config"), "jupyter_config"),
        (("jupyter_tutor_config", "jupyter_config", "jupyter_server_config"), "jupyter_server_config"),
    ],
)
def test_files_and_variables_mean_what_they_mean_to_the_server(tmp_path: Path, monkeypatch, files, winner):
    """Whichever of Jupyter's configuration files there are, the same one wins."""
    for name in files:
        (tmp_path / "config" / f"{name}.py").write_text(f"c.TutorApp.data_dir = '/{name}'")
    monkeypatch.setenv("JUPYTER_TUTOR_DATA_DIR", "/environment")
    assert configured(None).data_dir == of_server() == f"/{winner}"


# req: H7
def test_a_named_file_replaces_that_of_the_server(tmp_path: Path):
    """As `jupyter lab --config` does; JSON is read as well."""
    (tmp_path / "config" / "jupyter_server_config.py").write_text("c.TutorApp.data_dir = '/usual'")
    own = tmp_path / "own config.json"
    own.write_text(json.dumps({"TutorApp": {"data_dir": "/own", "max_hint_level": 4}}))
    assert configured(own).data_dir == of_server(f"--config={own}") == "/own"
    assert configured(own).max_hint_level == 4


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("c.TutorApp.max_hint_level = 9", "max_hint_level"),
        ("c.TutorApp.data_dir = ", "invalid syntax"),
        ("raise ValueError('on purpose')", "on purpose"),
    ],
)
def test_a_file_with_an_error_stops_the_command(tmp_path: Path, text: str, named: str):
    """It would publish into another database than the one that was meant."""
    (tmp_path / "config" / "jupyter_server_config.py").write_text(text)
    with pytest.raises(ConfigurationError, match=named):
        configured(None)


def test_a_bad_variable_and_a_missing_file_are_named(tmp_path: Path, monkeypatch):
    """In the words that the server uses."""
    with pytest.raises(ConfigurationError, match=r"no configuration file .*absent"):
        configured(tmp_path / "absent.py")
    monkeypatch.setenv("JUPYTER_TUTOR_MAX_HINT_LEVEL", "nine")
    with pytest.raises(ConfigurationError, match="JUPYTER_TUTOR_MAX_HINT_LEVEL='nine'"):
        configured(None)


def test_a_misspelt_variable_is_pointed_out(monkeypatch, capsys):
    """On standard error: the output stays what a program expects."""
    monkeypatch.setenv("JUPYTER_TUTOR_DATABASE_ULR", "sqlite://")
    configured(None)
    assert "Did you mean JUPYTER_TUTOR_DATABASE_URL?" in capsys.readouterr().err
