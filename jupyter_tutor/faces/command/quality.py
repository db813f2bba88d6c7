"""`jupyter tutor quality`: how good the teaching decisions are on a folder of labelled data."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_tutor.errors import Invalid

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_DESCRIPTION = """\
Measures the tutor's decisions on labelled data and prints every number with its 95 % interval, its
baseline and its goal. The folder holds any of: course_questions.jsonl, other_talk.jsonl,
tutor_replies_revealing.jsonl, attempt_log.csv, student_programs/*.json. What is not there is named.
"""


def add_to(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "quality",
        help="measure the teaching decisions on labelled data",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER", help="where the data is")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write a page with plots (HTML) too")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Measure, print, and write the page if one was asked for. Invalid when a path is wrong."""
    from jupyter_tutor.quality.page import page
    from jupyter_tutor.quality.report import AREAS, as_json, as_text, measure_all

    def begun(number: int) -> None:
        print(f"{number + 1} of {len(AREAS)} …", file=sys.stderr)

    sections = measure_all(chosen.data, AREAS, begun)
    print(as_json(sections) if chosen.json else as_text(sections))
    if chosen.report is not None:
        try:
            chosen.report.write_text(page(sections, chosen.data.resolve().name), encoding="utf-8")
        except OSError as error:
            raise Invalid(f"{chosen.report} cannot be written: {error.strerror}.") from error
        print(f"The report is in {chosen.report}.", file=sys.stderr)
    return 0
