"""What the tutor costs before anybody asks: packages, disk, import time, the panel's size."""

from __future__ import annotations

import gzip
import statistics
import subprocess
import sys
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from servers import ROOT

PLAIN = ("jupyterlab", "notebook")
IMPORT_PROBE = """
import time, jupyter_server.serverapp, jupyter_server.extension.application
begun = time.process_time()
import jupyter_tutor.faces.embedded
print(time.process_time() - begun)
"""


def import_cpu_seconds(runs: int = 7) -> float:
    """CPU time of importing the extension in a fresh process that has jupyter_server already; median."""
    command = [sys.executable, "-c", IMPORT_PROBE]
    one = [float(subprocess.check_output(command, text=True, cwd=ROOT)) for _ in range(runs)]
    return statistics.median(one)


def panel_gzip_bytes() -> int | None:
    """The built panel's JavaScript, gzipped file by file; None when there is no finished build.

    A build for development, which is known by its source maps, is several times as large and no figure.
    """
    folder = ROOT / "jupyter_tutor" / "labextension" / "static"
    files = list(folder.glob("*.js"))
    if not files or any(folder.glob("*.map")):
        return None
    return sum(len(gzip.compress(one.read_bytes(), 9)) for one in files)


def packages_added(extras: tuple[str, ...]) -> dict[str, int]:
    """Packages that `jupyter-tutor[extras]` brings to an environment that has JupyterLab and Notebook,
    with their bytes on disk, compiled files included. The tutor itself is counted.

    PackageNotFoundError when something of it is not installed here: a smaller sum would be a lie."""
    plain: set[str] = set()
    for name in PLAIN:
        plain |= _closure(name, ())
    ours = _closure("jupyter-tutor", extras) - plain
    return {name: _disk_bytes(distribution(name)) for name in sorted(ours)}


def _closure(name: str, extras: tuple[str, ...]) -> set[str]:
    seen: set[tuple[str, tuple[str, ...]]] = set()
    waiting = [(canonicalize_name(name), extras)]
    while waiting:
        package, wanted = waiting.pop()
        if (package, wanted) in seen:
            continue
        requires = distribution(package).requires or []
        seen.add((package, wanted))
        for text in requires:
            need = Requirement(text)
            environments = [{"extra": extra} for extra in ("", *wanted)]
            if need.marker is None or any(need.marker.evaluate(one) for one in environments):
                waiting.append((canonicalize_name(need.name), tuple(sorted(need.extras))))
    return {package for package, _ in seen}


def _disk_bytes(package: Distribution) -> int:
    """Blocks taken on disk; an editable install is counted where its source lies."""
    files = [Path(str(package.locate_file(one))) for one in package.files or []]
    if canonicalize_name(package.name) == "jupyter-tutor":
        files = [one for one in (ROOT / "jupyter_tutor").rglob("*") if one.is_file()]
    return sum(one.stat().st_blocks * 512 for one in files if one.is_file())
