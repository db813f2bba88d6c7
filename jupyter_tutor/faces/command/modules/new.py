"""`jupyter tutor module new`: a notebook to start from."""

from __future__ import annotations

import argparse
from pathlib import Path

from jupyter_tutor.errors import Invalid
from jupyter_tutor.faces.command.modules.faults import dumps
from jupyter_tutor.faces.command.modules.names import slug_of, title_of
from jupyter_tutor.faces.command.modules.release import notebook_text
from jupyter_tutor.faces.command.modules.starter import starter
from jupyter_tutor.faces.command.writing import write_new

_ENDING = ".ipynb"


def run(chosen: argparse.Namespace) -> int:
    """Write the notebook and say what comes next. Invalid where there is a file already."""
    path = _path(chosen.name)
    slug = slug_of(path.stem)
    title = (chosen.title or "").strip() or title_of(_name(chosen.name))
    write_new(path, notebook_text(starter(slug, title)))
    if chosen.json:
        print(dumps({"path": str(path), "slug": slug, "title": title}))
    else:
        print(f"{path} is the module {slug}, “{title}”.")
        print("Change its exercise, then find its faults with `jupyter tutor module check`.")
    return 0


def _path(name: str) -> Path:
    """The file that was meant: a name alone is one in this folder, with the name's slug."""
    if name.endswith(_ENDING):
        return Path(name)
    place = Path(name)
    if not place.name or place.is_dir():
        raise Invalid(f"{name!r} names no module: give it a name, or a file that ends in {_ENDING}.")
    return place.with_name(f"{slug_of(place.name)}{_ENDING}")


def _name(name: str) -> str:
    return Path(name).name.removesuffix(_ENDING)
