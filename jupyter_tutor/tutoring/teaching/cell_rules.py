"""The policies of single cells among all that is published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from jupyter_tutor.notebooks.exercise import CellPolicy, Policy
from jupyter_tutor.pedagogy.situation import NotebookExcerpt

TELLING = 20
"""Characters from which on a cell is known by its source outside of its module, too."""


class CellRules:
    """Policies by module and cell. Made once; never changes."""

    def __init__(self, rules: Iterable[tuple[str, CellPolicy]]) -> None:
        self._by_id: dict[tuple[str, str], list[Policy]] = defaultdict(list)
        self._by_source: dict[str, list[tuple[str, Policy]]] = defaultdict(list)
        for module_id, rule in rules:
            if rule.cell_id is not None:
                self._by_id[module_id, rule.cell_id].append(rule.policy)
            if source := _plain(rule.source):
                self._by_source[source].append((module_id, rule.policy))

    def of(self, notebook: NotebookExcerpt, module_id: str | None) -> tuple[Policy, ...]:
        """What holds for the active cell in a module, or where the module is not known.

        An id counts in its own module alone, since ids are chosen freely; the source counts everywhere.
        """
        known = (module_id or "", notebook.cell_id or "")
        source = _plain(notebook.cell_code or "")
        written = [
            policy
            for module, policy in self._by_source.get(source, ())
            if module == module_id or len(source) >= TELLING
        ]
        return tuple(dict.fromkeys((*self._by_id.get(known, ()), *written)))


def _plain(source: str) -> str:
    return " ".join(source.split())
