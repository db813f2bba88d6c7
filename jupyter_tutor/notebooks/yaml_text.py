"""YAML in a notebook, read without making anything but plain values of it."""

from __future__ import annotations

from collections.abc import Mapping

LONGEST = 100_000


class YamlFault(Exception):
    """The text is no mapping of names to values; the message says where."""


def loaded(text: str) -> Mapping[str, object]:
    """The values of a YAML text by name, empty for an empty text. YamlFault for anything else."""
    import yaml

    if len(text) > LONGEST:
        raise YamlFault("it is too long")
    try:
        values = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise YamlFault(f"{error.problem or 'it cannot be read'}{line}") from error
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as error:
        raise YamlFault("it cannot be read") from error
    if values is None:
        return {}
    if not isinstance(values, dict) or not all(isinstance(key, str) for key in values):
        raise YamlFault("it is no list of names with their values")
    return values
