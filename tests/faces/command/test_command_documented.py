"""What the commands offer is what the instructor guide says."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from jupyter_tutor.faces.command import module

GUIDE = (Path(__file__).parents[3] / "docs" / "instructor-guide.md").read_text(encoding="utf-8")
SECTION = GUIDE.partition("## From the command line")[2].partition("\n## ")[0]


def actions() -> dict[str, argparse.ArgumentParser]:
    """The commands of the group by name."""
    groups = argparse.ArgumentParser().add_subparsers()
    module.add_to(groups)
    (group,) = groups.choices.values()
    (found,) = [action for action in group._actions if isinstance(action, argparse._SubParsersAction)]
    return found.choices


def test_the_guide_lists_the_commands_that_exist():
    """No more and no less."""
    assert set(re.findall(r"^\| `module (\w+)", SECTION, flags=re.MULTILINE)) == set(actions())


@pytest.mark.parametrize("name", sorted(actions()))
def test_the_guide_names_every_option(name: str):
    """An option nobody reads of is not there."""
    options = {
        max(action.option_strings, key=len) for action in actions()[name]._actions if action.option_strings
    }
    short = {"--output": "-o"}
    unnamed = [each for each in options - {"--help"} if f"{short.get(each, each)}" not in SECTION]
    assert unnamed == []


@pytest.mark.parametrize("name", sorted(actions()))
def test_help_and_guide_give_the_same_exit_codes(name: str):
    """A script relies on them."""
    told = re.findall(r"^\| (\d+) \|", SECTION, flags=re.MULTILINE)
    assert re.findall(r"^  (\d+) ", actions()[name].epilog or "", flags=re.MULTILINE) == told
