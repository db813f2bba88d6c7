"""A real Python kernel in which the sample course is worked through."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

SECONDS = 60
_FORGET = """
for _name in [_name for _name in list(globals()) if not _name.startswith("_")]:
    if _name not in ("In", "Out", "get_ipython", "exit", "quit", "open"):
        del globals()[_name]
"""


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception in the kernel: its name and message."""

    name: str
    message: str


class Kernel:
    """Runs cells one after the other, as a notebook would."""

    def __init__(self, client: BlockingKernelClient) -> None:
        self._client = client

    def run(self, code: str) -> Raised | None:
        """Run a cell; what it raised, or None."""
        content = self._client.execute(code, reply=True, timeout=SECONDS, stop_on_error=False)["content"]
        return None if content["status"] == "ok" else Raised(content["ename"], content["evalue"])

    def representation(self, expression: str) -> str | None:
        """The `repr` of an expression's value, None where it has none."""
        wanted = {"value": f"repr({expression})"}
        reply = self._client.execute("", user_expressions=wanted, reply=True, timeout=SECONDS)
        answer = reply["content"]["user_expressions"]["value"]
        return ast.literal_eval(answer["data"]["text/plain"]) if answer["status"] == "ok" else None

    def forget(self) -> None:
        """Forget all names that cells have made; `%reset` takes ten times as long."""
        self.run(_FORGET)


@contextmanager
def kernel() -> Iterator[Kernel]:
    """A kernel of the notebooks' own kind, which is gone afterwards."""
    manager, client = start_new_kernel(kernel_name="python3", startup_timeout=SECONDS)
    try:
        yield Kernel(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
