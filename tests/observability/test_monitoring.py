"""The alert rules and the board that ship with the operator's guide ask for metrics that there are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml
from prometheus_client import REGISTRY

import jupyter_tutor.observability.metrics as _metrics  # noqa: F401 - registers them

MONITORING = Path(__file__).parents[2] / "docs" / "monitoring"
GUIDE = Path(__file__).parents[2] / "docs" / "operating.md"
NAME = re.compile(r"jupyter_tutor_\w+")


def _known() -> set[str]:
    """The names under which a server shows its metrics."""
    names = set()
    for metric in REGISTRY.collect():
        names |= {metric.name, f"{metric.name}_total", f"{metric.name}_bucket"}
    return names


def _board() -> dict:
    return json.loads((MONITORING / "grafana-dashboard.json").read_text())


# req: H3
def test_every_alert_asks_for_metrics_that_there_are_and_is_explained():
    """A rule that can never fire is worse than none; each has a row in the guide."""
    (group,) = yaml.safe_load((MONITORING / "alerts.yaml").read_text())["groups"]
    for rule in group["rules"]:
        asked = set(NAME.findall(rule["expr"]))
        assert asked
        assert asked <= _known()
        assert f"| {rule['alert']} |" in GUIDE.read_text()


# req: H3
def test_every_panel_of_the_board_asks_for_metrics_that_there_are():
    """Nothing on the board stays empty because of a name."""
    for panel in _board()["panels"]:
        for target in panel["targets"]:
            asked = set(NAME.findall(target["expr"]))
            assert asked
            assert asked <= _known()


def test_the_board_takes_its_data_source_from_whoever_imports_it():
    """No panel names a data source of ours, and no two have one id or place."""
    board = _board()
    (source,) = board["__inputs"]
    panels = board["panels"]
    assert {panel["datasource"]["uid"] for panel in panels} == {f"${{{source['name']}}}"}
    assert len({panel["id"] for panel in panels}) == len(panels)
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels]
    assert len(set(places)) == len(places)
