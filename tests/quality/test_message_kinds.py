"""The section on message kinds."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from jupyter_tutor.quality import message_kinds
from jupyter_tutor.quality.message_kinds import measure


def written(folder: Path, name: str, *rows: tuple[str, str]) -> None:
    lines = [json.dumps({"label": label, "text": text}) for label, text in rows]
    (folder / name).write_text("\n".join([*lines, "not a row", "[]", ""]), encoding="utf-8")


# req: P7
def test_on_the_shared_data() -> None:
    """Goals are met cross-validated, with a little room; the folder's messages are known to be seen."""
    folder = Path(os.environ.get("JUPYTER_TUTOR_DATA") or Path(__file__).parents[3] / "shared" / "data")
    if not (folder / "other_talk.jsonl").exists():
        pytest.skip("the calibration data is not here (JUPYTER_TUTOR_DATA or ../shared/data)")
    section = measure(folder)
    value = {figure.name: figure.value for figure in section.figures}
    assert section.missing == ()
    assert value["Off-topic recall (cross-validated)"] >= 0.85
    assert value["Off-topic recall, intents never seen (cross-validated)"] >= 0.8
    assert value["Course questions refused (cross-validated)"] <= 0.007
    assert value["Greeting recall (cross-validated)"] >= 0.93
    assert value["Course questions taken for a greeting (cross-validated)"] <= 0.0005
    for part in ("new messages", "seen in training"):
        if f"Off-topic recall ({part})" in value:
            assert value[f"Off-topic recall ({part})"] >= 0.8
            assert value[f"Course questions refused ({part})"] <= 0.01
            assert value[f"Greeting recall ({part})"] >= 0.9


def test_a_folder_of_ones_own(tmp_path) -> None:
    """New messages are measured as new; rows without text or label are passed over."""
    written(tmp_path, "other_talk.jsonl", ("off_topic", "order a large pizza to my house tonight"))
    written(tmp_path, "course_questions.jsonl", ("on_topic", "why does my very own loop stop"))
    section = measure(tmp_path)
    found = {figure.name: figure for figure in section.figures}
    assert (section.missing, found["Off-topic recall (new messages)"].value) == ((), 1.0)
    assert found["Course questions refused (new messages)"].count == 1
    assert not any("seen in training" in name for name in found)
    assert [series.name for series in section.charts[0].series] == ["cross-validated", "new messages"]


def test_what_is_missing_is_said(tmp_path) -> None:
    """An empty folder: both files are named, what the training found out stays."""
    section = measure(tmp_path)
    assert section.missing == ("course_questions.jsonl", "other_talk.jsonl")
    assert all("cross-validated" in figure.name for figure in section.figures)


def test_without_weights_there_is_nothing_to_measure(tmp_path, monkeypatch) -> None:
    """The section says so."""
    monkeypatch.setattr(message_kinds, "shipped_model", lambda: None)
    assert measure(tmp_path).figures == ()
    assert "cannot be read" in measure(tmp_path).explanation


def test_every_figure_lies_in_its_interval(tmp_path) -> None:
    """Shares and their bounds, in order."""
    for figure in measure(tmp_path).figures:
        assert 0 <= figure.low <= figure.value <= figure.high <= 1
