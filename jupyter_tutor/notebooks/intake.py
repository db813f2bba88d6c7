"""Reading a notebook file: any version of the format to nbformat 4 JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from jupyter_tutor.errors import Invalid
from jupyter_tutor.notebooks.cells import cells_of

LARGEST = 20_000_000  # characters


def load(text: str) -> dict[str, object]:
    """The notebook that a file's text holds, older formats upgraded. Invalid says what is wrong."""
    if len(text) > LARGEST:
        raise Invalid(f"The notebook is too large: {len(text)} characters, {LARGEST} at most.")
    try:
        notebook = json.loads(text.removeprefix("\ufeff"))
    except ValueError as error:
        raise Invalid(f"The file is no notebook: {error}.") from error
    except RecursionError as error:
        raise Invalid("The file is no notebook: it is nested too deeply.") from error
    if not isinstance(notebook, dict) or not isinstance(notebook.get("nbformat"), int):
        raise Invalid("The file is no notebook: it does not say which nbformat it is of.")
    if notebook["nbformat"] != 4:  # noqa: PLR2004 - the format's number
        notebook = _upgraded(text, notebook["nbformat"])
    _validate(notebook)
    cells_of(notebook)
    return cast("dict[str, object]", notebook)


def _upgraded(text: str, version: int) -> dict[str, Any]:
    import nbformat

    try:
        nodes = nbformat.reads(text, 4)  # type: ignore[no-untyped-call]
        return cast("dict[str, Any]", json.loads(json.dumps(nodes)))
    except Exception as error:  # nbformat raises whatever its converters stumble over
        raise Invalid(
            f"The notebook of nbformat {version} cannot be read: save it anew in JupyterLab."
        ) from error


def _validate(notebook: dict[str, Any]) -> None:
    if _is_valid(notebook):
        return
    from nbformat.validator import iter_validate

    try:
        errors = iter_validate(notebook, version=4, version_minor=_minor(notebook))  # type: ignore[no-untyped-call]
        error = next(iter(errors), None)
    except Exception as fault:  # nbformat raises whatever its description of an error stumbles over
        cells_of(notebook)
        raise Invalid("The notebook is broken, and nbformat cannot say where.") from fault
    if error is not None:
        place = " → ".join(
            str(each + 1) if isinstance(each, int) else str(each) for each in error.absolute_path
        )
        raise Invalid(f"The notebook is broken{f' at {place}' if place else ''}: {str(error.message)[:200]}")


def _is_valid(notebook: dict[str, Any]) -> bool:
    """Whether nbformat's own schema holds, without nbformat, which takes a second to import.

    False also where that cannot be told; nbformat knows better then, and what is wrong.
    """
    import fastjsonschema

    nbformat = find_spec("nbformat")
    if nbformat is None or nbformat.origin is None:
        return False
    schema = Path(nbformat.origin).with_name("v4") / f"nbformat.v4.{_minor(notebook)}.schema.json"
    if not schema.is_file():
        return False
    try:
        _validator(schema)(notebook)
    except (fastjsonschema.JsonSchemaException, RecursionError):
        return False
    return True


@cache
def _validator(schema: Path) -> Callable[[object], object]:
    import fastjsonschema

    return cast(
        "Callable[[object], object]", fastjsonschema.compile(json.loads(schema.read_text(encoding="utf-8")))
    )


def _minor(notebook: dict[str, Any]) -> int:
    minor = notebook.get("nbformat_minor")
    return minor if isinstance(minor, int) and not isinstance(minor, bool) else 0
