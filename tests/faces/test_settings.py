"""Settings: documented, settable everywhere, and a bad value stops the server with a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tutor_server import json_of, running_server

from jupyter_tutor.errors import ConfigurationError
from jupyter_tutor.faces.environment import apply_environment, unknown_variables, variable_of
from jupyter_tutor.faces.settings import SETTING_NAMES, TutorSettings

GUIDE = Path(__file__).parents[2] / "docs" / "settings.md"


# req: H7
@pytest.mark.parametrize("name", sorted(SETTING_NAMES))
def test_every_setting_is_documented(name: str):
    """docs/settings.md has a row with its variable and with the words the setting explains itself in."""
    (row,) = [line for line in GUIDE.read_text().splitlines() if line.startswith(f"| `{name}` |")]
    assert f"`{variable_of(name)}`" in row
    assert " ".join(TutorSettings.class_traits()[name].help.split()) in row


def applied(**environ: str) -> TutorSettings:
    settings = TutorSettings()
    variables = {f"JUPYTER_TUTOR_{name}": value for name, value in environ.items()}
    apply_environment(settings, SETTING_NAMES, frozenset(), variables)
    return settings


# req: H7
def test_variables_set_every_kind_of_setting():
    """Text, numbers, switches, lists and mappings."""
    settings = applied(
        OPENAI_MODEL="llama3",
        MAX_HINT_LEVEL="3",
        ABANDON_AFTER="12.5",
        JUDGE_DIFFICULTY="true",
        PROVIDERS="openai, coach",
        PRICES='{"llama3": {"input": 0, "output": 0}}',
    )
    assert (settings.openai_model, settings.max_hint_level, settings.abandon_after) == ("llama3", 3, 12.5)
    assert (settings.judge_difficulty, settings.providers) == (True, ["openai", "coach"])
    assert settings.prices == {"llama3": {"input": 0, "output": 0}}


# req: H7
def test_configuration_files_come_before_variables():
    """A variable sets what a file or flag leaves open."""
    settings = TutorSettings(max_hint_level=2)
    variables = {"JUPYTER_TUTOR_MAX_HINT_LEVEL": "5", "JUPYTER_TUTOR_USERNAME": "ada"}
    apply_environment(settings, SETTING_NAMES, frozenset({"max_hint_level"}), variables)
    assert (settings.max_hint_level, settings.username) == (2, "ada")


# req: H7
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAX_HINT_LEVEL", "6"),
        ("MAX_HINT_LEVEL", "five"),
        ("HINT_ESCALATION", "never"),
        ("PROVIDERS", "openai,skynet"),
        ("PRICES", "{"),
        ("GREETING_FILTER", "perhaps"),
        ("ABANDON_AFTER", "-1"),
    ],
)
def test_a_bad_variable_is_named_with_its_value(name: str, value: str):
    """The sentence has the variable and what it was set to."""
    with pytest.raises(ConfigurationError) as caught:
        applied(**{name: value})
    assert f"JUPYTER_TUTOR_{name}" in caught.value.message
    assert repr(value) in caught.value.message


def test_a_misspelt_variable_is_pointed_out():
    """Nobody believes that a setting is in force that is not."""
    (warning,) = unknown_variables(SETTING_NAMES, {"JUPYTER_TUTOR_MAX_HINT_LEVLE": "3", "HOME": "/"})
    assert "Did you mean JUPYTER_TUTOR_MAX_HINT_LEVEL?" in warning


def start(tmp_path: Path, *flags: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Start a real server that ends by itself where a bad value does not end it first."""
    code = (
        "import sys; from jupyter_server.serverapp import ServerApp\n"
        "app = ServerApp(allow_root=True)\n"
        "app.initialize(sys.argv[1:], find_extensions=False)\n"
        "print('STARTED')"
    )
    return subprocess.run(
        [
            sys.executable,
            "-c",
            code,
            "--ServerApp.jpserver_extensions=jupyter_tutor=True",
            "--port=0",
            *flags,
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "HOME": str(tmp_path), "JUPYTER_CONFIG_DIR": str(tmp_path), **environ},
    )


# req: H7
@pytest.mark.parametrize(
    ("flags", "environ", "named"),
    [
        ((), {"JUPYTER_TUTOR_MAX_HINT_LEVEL": "9"}, "JUPYTER_TUTOR_MAX_HINT_LEVEL"),
        (("--TutorApp.max_hint_level=9",), {}, "max_hint_level"),
        (("--TutorApp.message_tokens=9000", "--TutorApp.context_tokens=5000"), {}, "message_tokens"),
        (("--TutorApp.level_policy=guess",), {}, "guess"),
        ((), {"JUPYTER_TUTOR_LIMITS": '{"session_budget": "five"}'}, "session_budget"),
    ],
    ids=["environment", "flag", "two settings that contradict", "unknown policy", "a limit"],
)
def test_a_bad_value_stops_the_whole_server(tmp_path: Path, flags, environ, named):
    """It does not start without the tutor, which nobody would notice."""
    result = start(tmp_path, *flags, **environ)
    assert "STARTED" not in result.stdout
    assert result.returncode != 0
    assert named in result.stderr


def test_good_values_start_the_server(tmp_path: Path):
    """The check above fails for the right reason."""
    result = start(tmp_path, "--TutorApp.max_hint_level=3", JUPYTER_TUTOR_USERNAME="ada")
    assert "STARTED" in result.stdout, result.stderr


async def test_the_configured_name_is_the_students(tmp_path, monkeypatch):
    """`username` names the one person of a single-user server."""
    config = {"TutorApp": {"username": "grace"}}
    async with running_server(tmp_path, monkeypatch, config=config) as server:
        assert json_of(await server.fetch("auth/me"))["username"] == "grace"


def test_loading_the_extension_loads_nothing_heavy():
    """No database, validation, logging or provider library is imported at start-up."""
    heavy = [
        "sqlalchemy",
        "alembic",
        "pydantic",
        "structlog",
        "anthropic",
        "openai",
        "google.genai",
        "genai_prices",
    ]
    code = (
        "import jupyter_server.serverapp, sys; before = set(sys.modules)\n"
        "import jupyter_tutor.faces.embedded\n"
        f"print([name for name in {heavy} if name in set(sys.modules) - before])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
