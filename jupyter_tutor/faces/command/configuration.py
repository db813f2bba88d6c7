"""The settings of the server, for a command that works on the same database."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

from jupyter_core.application import JupyterApp
from traitlets import TraitError
from traitlets.config import Config

from jupyter_tutor.errors import ConfigurationError
from jupyter_tutor.faces.environment import apply_environment, unknown_variables
from jupyter_tutor.faces.settings import CONFIG_FILE, SETTING_NAMES, TutorSettings, check

_SECTIONS = ("TutorSettings", "TutorApp")


def configured(file: Path | None) -> TutorSettings:
    """The settings of the server that the same person starts with `--config FILE`, or without.

    Flags of a server are its own. ConfigurationError names a file or a value that is wrong.
    """
    if file is not None and not file.is_file():
        raise ConfigurationError(f"There is no configuration file {file}.")
    found = _loaded(JupyterApp(config_file_name=CONFIG_FILE))
    # As in the server, whose own files come before those of its extensions.
    if file is None:
        found.merge(_loaded(JupyterApp(config_file_name="jupyter_server_config")))
    else:
        found.merge(_loaded(JupyterApp(config_file=str(file.resolve()))))
    set_there = {name: value for each in _SECTIONS for name, value in found[each].items()}
    values = {name: set_there[name] for name in SETTING_NAMES & set_there.keys()}
    try:
        settings = TutorSettings(config=Config(TutorSettings=values))
    except TraitError as error:
        raise ConfigurationError(f"The configuration cannot be used: {error}") from error
    apply_environment(settings, SETTING_NAMES, frozenset(values), os.environ)
    for warning in unknown_variables(SETTING_NAMES, os.environ):
        print(warning, file=sys.stderr)
    check(settings)
    return settings


def _loaded(reader: JupyterApp) -> Config:
    """What the files say. One with an error stops here: a server ignores it and uses another database."""
    reader.raise_config_file_errors = True
    reader.log_level = logging.CRITICAL
    try:
        reader.load_config_file(suppress_errors=False)
    except Exception as error:
        raise ConfigurationError(f"A configuration file of Jupyter cannot be read: {error}") from error
    return reader.config
