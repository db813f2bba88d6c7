"""Metadata and attachments of other tools: which of them students get."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

# What students' own tools read: Jupyter, slides, text notebooks, dashboards, books, other front ends. Each
# holds settings, not content; what of it holds hidden text is left out all the same.
NOTEBOOK_KEYS = frozenset(
    {
        "accelerator", "authors", "celltoolbar_position", "colab", "deepnote",
        "deepnote_notebook_id", "description", "exports", "hide_input", "jekyll", "jupytext",
        "kaggle", "kernel_info", "kernelspec", "language_info", "latex_envs", "livereveal", "myst",
        "mystnb", "nbsphinx", "nbTranslate", "nteract", "orig_nbformat", "polyglot_notebook",
        "rise", "thebe", "thebe-settings", "title", "toc", "toc-autonumbering", "toc-showcode",
        "toc-showmarkdowntxt", "toc-showtags", "varInspector", "voici", "voila", "vscode",
    }
)  # fmt: skip
CELL_KEYS = frozenset(
    {
        "cell_marker", "citation-manager", "colab_type", "collapsed", "deletable", "editable",
        "eval", "format", "heading_collapsed", "hidden", "hide_input", "id",
        "jp-MarkdownHeadingCollapsed", "jupyter", "label", "lang", "language",
        "lines_to_end_of_cell_marker", "lines_to_next_cell", "mystnb", "name", "nbsphinx",
        "nbsphinx-toctree", "polyglot_notebook", "raw_mimetype", "rise", "run_control", "scrolled",
        "slideshow", "tags", "thebe", "title", "toc-hr-collapsed", "trusted", "user_expressions",
        "vscode",
    }
)  # fmt: skip
# What a run, an editor or a grader leaves behind, and nobody misses.
REMAINS = frozenset(
    {
        "_cell_guid", "_uuid", "celltoolbar", "colab", "ExecuteTime", "execution", "executionInfo",
        "ExecutionTime", "jupyter_tutor", "nbdime-conflicts", "nbgrader", "otter", "outputId",
        "papermill", "signature", "widgets",
    }
)  # fmt: skip
# Objects whose fields are known are taken field by field.
FIELDS = {
    "jupyter": frozenset({"source_hidden", "outputs_hidden"}),
    "slideshow": frozenset({"slide_type", "id_slide", "slide_start", "start_slide_fragment"}),
    "kernelspec": frozenset({"argv", "display_name", "env", "language", "name", "path"}),
}
MEDIA = ("image/", "audio/", "video/")

_ATTACHED = re.compile(r"attachment:([^\s)\"'>\]]+)")


def kept(metadata: Mapping[str, object], names: frozenset[str]) -> dict[str, object]:
    """The metadata of these names, in their order, values untouched."""
    return {name: _fields(name, value) for name, value in metadata.items() if name in names}


def unknown(metadata: Mapping[str, object], names: frozenset[str]) -> list[str]:
    """The names of metadata that students do not get although nobody knows that they need not."""
    return [name for name in metadata if name not in names and name not in REMAINS]


def attachments(cell: Mapping[str, object], source: str) -> dict[str, object]:
    """The pictures and sounds among a cell's attachments that this source shows."""
    attached = cell.get("attachments")
    if not isinstance(attached, Mapping):
        return {}
    shown = {unquote(name) for name in _ATTACHED.findall(source)}
    return {
        name: media
        for name, bundle in attached.items()
        if unquote(str(name)) in shown and isinstance(bundle, Mapping) and (media := _media(bundle))
    }


def strings(value: object) -> Iterator[str]:
    """Every text in a JSON value, names of fields included."""
    open_values = [value]
    while open_values:
        each = open_values.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, Mapping):
            open_values.extend(each.keys())
            open_values.extend(each.values())
        elif isinstance(each, list | tuple):
            open_values.extend(each)


def decoded(bundle: object) -> Iterator[str]:
    """The texts in an attachment that is written in base64, as drawings (SVG) may be."""
    for text in strings(bundle):
        try:
            yield b64decode(text, validate=True).decode()
        except ValueError:
            continue


def _fields(name: str, value: object) -> object:
    allowed = FIELDS.get(name)
    if allowed is None or not isinstance(value, Mapping) or allowed.issuperset(value):
        return value
    return {field: each for field, each in value.items() if field in allowed}


def _media(bundle: Mapping[str, object]) -> dict[str, object]:
    return {kind: data for kind, data in bundle.items() if isinstance(kind, str) and kind.startswith(MEDIA)}
