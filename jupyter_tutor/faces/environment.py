"""Settings from `JUPYTER_TUTOR_*` environment variables.

The command line and configuration files come first; a variable sets what they leave open.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from traitlets import Dict, HasTraits, List, TraitError, TraitType

from jupyter_tutor.errors import ConfigurationError

PREFIX = "JUPYTER_TUTOR_"


def variable_of(trait_name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + trait_name.upper()


def apply_environment(
    settings: HasTraits, names: frozenset[str], already_set: frozenset[str], environ: Mapping[str, str]
) -> None:
    """Set every trait of `names` that has a variable and is not already set.

    ConfigurationError names the variable, its value and what is allowed.
    """
    for name in sorted(names - already_set):
        variable = variable_of(name)
        if variable not in environ:
            continue
        raw = environ[variable]
        try:
            setattr(settings, name, _parsed(settings.traits()[name], raw))
        except (TraitError, ValueError, TypeError) as error:
            raise ConfigurationError(f"{variable}={raw!r} is not allowed: {error}") from error


def unknown_variables(names: frozenset[str], environ: Mapping[str, str]) -> list[str]:
    """A warning for every `JUPYTER_TUTOR_*` variable that is no setting, with the nearest one that is."""
    known = {variable_of(name) for name in names}
    warnings = []
    for variable in sorted(environ):
        if variable.startswith(PREFIX) and variable not in known:
            near = get_close_matches(variable, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            warnings.append(f"{variable} is no setting of the tutor and was ignored.{hint}")
    return warnings


def _parsed(trait: TraitType[Any, Any], raw: str) -> Any:
    """Lists are separated by commas, mappings are JSON, the rest is as on the command line."""
    if isinstance(trait, List):
        return [item.strip() for item in raw.split(",") if item.strip()]
    if isinstance(trait, Dict):
        return json.loads(raw)
    return trait.from_string(raw)
