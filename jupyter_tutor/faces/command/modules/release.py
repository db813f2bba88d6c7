"""`jupyter tutor module release`: the notebook that students get."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from jupyter_tutor.errors import Invalid
from jupyter_tutor.faces.command.modules.faults import as_text
from jupyter_tutor.faces.command.modules.sources import Source, read
from jupyter_tutor.faces.command.writing import replace, write_new


def run(chosen: argparse.Namespace) -> int:
    """Write the release; 1 where the notebook has faults. Invalid where a file is wrong or in the way."""
    source = one_notebook(chosen.source)
    if chosen.output is not None:
        _check_target(chosen.output, source.path, force=chosen.force)
    released = released_text(source)
    if released is None:
        return 1
    if chosen.output is None:
        _print(released)
        return 0
    (replace if chosen.force else write_new)(chosen.output, released)
    print(f"The students' notebook is in {chosen.output}.", file=sys.stderr)
    return 0


def one_notebook(path: Path) -> Source:
    """Read the notebook that was named. Invalid where there is none."""
    if path.is_dir():
        raise Invalid(f"{path} is a folder; name one of the notebooks in it.")
    if not path.exists():
        raise Invalid(f"There is no file {path}.")
    return read(path)


def released_text(source: Source) -> str | None:
    """The students' notebook as the text of a file; its faults go to standard error, None with an error."""
    from jupyter_tutor.notebooks.release import release

    if source.faults:
        print(as_text(source), file=sys.stderr)
    if source.notebook is None or source.reading is None or not source.publishable:
        print("Nothing was released: mend the errors first.", file=sys.stderr)
        return None
    return notebook_text(release(source.notebook, source.reading))


def notebook_text(notebook: Mapping[str, object]) -> str:
    """The text of a notebook's file, laid out as Jupyter does."""
    text = json.dumps(notebook, indent=1, ensure_ascii=False)
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        text = json.dumps(notebook, indent=1)  # half a letter has no place in UTF-8
    return f"{text}\n"


def _check_target(target: Path, source: Path, *, force: bool) -> None:
    if not target.exists():
        return
    if target.samefile(source):
        raise Invalid(f"{target} is the notebook that you write; the release needs another file.")
    if not target.is_file():
        raise Invalid(f"{target} is no file; name the notebook to write.")
    if not force:
        raise Invalid(f"{target} exists already, and is left as it is. --force replaces it.")


def _print(text: str) -> None:
    """In UTF-8 whatever the terminal's letters are: this is a file."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
