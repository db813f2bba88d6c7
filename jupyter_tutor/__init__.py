"""An AI tutor that lives beside the notebook and gives hints instead of answers."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

try:
    __version__ = version("jupyter-tutor")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0.0.0"


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Where JupyterLab finds the panel."""
    return [{"src": "labextension", "dest": "jupyter-tutor"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Where Jupyter Server finds the tutor; imported only when a server asks."""
    from jupyter_tutor.faces.embedded import TutorApp

    return [{"module": "jupyter_tutor", "app": TutorApp}]
