"""An AI tutor that lives beside the notebook and gives hints instead of answers."""

from __future__ import annotations

from typing import Any


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Where JupyterLab finds the panel."""
    return [{"src": "labextension", "dest": "jupyter-tutor"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Where Jupyter Server finds the tutor; imported only when a server asks."""
    from jupyter_tutor.faces.embedded import TutorApp

    return [{"module": "jupyter_tutor", "app": TutorApp}]


def __getattr__(name: str) -> str:
    """`__version__`, looked up when it is asked for: reading metadata takes longer than loading the rest."""
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("jupyter-tutor")
        except PackageNotFoundError:
            pass  # a source tree that was never installed has no version
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
