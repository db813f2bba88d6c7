"""The report: as a table, as JSON, as a page, and from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.errors import Invalid
from jupyter_tutor.faces.command.main import main
from jupyter_tutor.quality import report
from jupyter_tutor.quality.figures import Chart, Figure, Section, Series
from jupyter_tutor.quality.page import page
from jupyter_tutor.quality.report import as_json, as_text, measure_all
from jupyter_tutor.quality.svg import svg

SECTION = Section(
    "Kinds <of> message",
    "How often.\n\nAnd why.",
    (
        Figure("recall", 0.83, 0.8, 0.86, 1_200, baseline=0.5, baseline_name="rules", goal=0.8),
        Figure("refused", 0.02, 0.01, 0.03, 500, goal=0.01, higher_is_better=False),
        Figure("judged", 0.14, 0.1, 0.2, 100, unit="ms"),
    ),
    (Chart("Recall", "line", "refused", "recall", (Series("model", (0.0, 0.1, 1.0), (0.2, 0.8, 1.0)),)),),
    ("other_talk.jsonl",),
)


def test_the_table_has_every_number_with_interval_baseline_and_goal():
    """What is met and what is missed can be read off."""
    text = as_text([SECTION])
    assert "83.00 %  80.00 % to 86.00 %  1,200" in text
    assert "50.00 % rules" in text
    lines = {line.split("  ")[0]: line for line in text.splitlines()}
    assert lines["recall"].endswith("met")
    assert lines["refused"].endswith("missed")
    assert "missing: other_talk.jsonl" in text


def test_the_json_has_them_for_programs():
    """With whether each goal is met."""
    figures = json.loads(as_json([SECTION]))["sections"][0]["figures"]
    assert [figure["meets_goal"] for figure in figures] == [True, False, True]


def test_the_page_is_one_document_and_escapes_what_comes_from_data():
    """Names from data are text in it, not elements."""
    text = page([SECTION], "a<b>")
    assert "<h2>Kinds &lt;of&gt; message</h2>" in text
    assert "a&lt;b&gt;" in text
    assert text.count("<svg") == 1
    assert "http" not in text


numbers = st.floats(-1e6, 1e6)


@given(
    st.sampled_from(["line", "bar"]),
    st.lists(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=6), max_size=7),
)
def test_any_chart_can_be_drawn(kind, many):
    """Negative, equal, many or no points: it is well-formed and says in words what it shows."""
    series = tuple(
        Series(f"<{number}>", tuple(x for x, _ in points), tuple(y for _, y in points))
        for number, points in enumerate(many)
    )
    drawn = ET.fromstring(svg(Chart("t & u", kind, "x", "y", series)))
    assert (drawn.tag, "aria-label" in drawn.attrib) == (("svg", True) if many else ("p", False))


def test_a_folder_that_is_none_is_named(tmp_path: Path):
    """Instead of an empty report."""
    with pytest.raises(Invalid, match="nowhere"):
        measure_all(tmp_path / "nowhere", (), lambda _: None)


def test_the_command_prints_and_writes(tmp_path: Path, monkeypatch, capsys):
    """A table on the output, a page in the file, and a clear sentence when either path is wrong."""
    monkeypatch.setattr(report, "AREAS", (lambda _: SECTION,))
    written = tmp_path / "report.html"
    assert main(["quality", "--data", str(tmp_path), "--report", str(written)]) == 0
    assert "83.00 %" in capsys.readouterr().out
    assert "How well the tutor teaches" in written.read_text()
    assert main(["quality", "--data", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sections"]
    assert main(["quality", "--data", str(tmp_path / "none")]) == 2
    assert "is no folder" in capsys.readouterr().err
    assert main(["quality", "--data", str(tmp_path), "--report", str(tmp_path)]) == 2
    assert "cannot be written" in capsys.readouterr().err
