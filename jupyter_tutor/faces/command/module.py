"""`jupyter tutor module`: modules as notebooks, from the file to the students."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction

_EXIT_CODES = """\
exit codes:
  0    done; warnings do not count
  1    faults were found: nothing was released or published
  2    the command line, a file that it names or a setting is wrong
  3    the database cannot be used now, try again later
  130  stopped by Ctrl-C
"""

_DESCRIPTION = """\
Modules are notebooks. `new` makes one to start from, `check` finds its faults, `preview` and `release`
make what students get, `publish` hands it out.
"""

_SETTINGS = """\
Settings are those of the server: jupyter_tutor_config.py, jupyter_server_config.py and jupyter_config.py in
Jupyter's configuration folders, or the file of --config, then JUPYTER_TUTOR_… variables. A server that is
running sees the change at once.
"""


def add_to(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Add the group of commands to the command line."""
    group = _command(commands, "module", "check, release and publish modules", _DESCRIPTION)
    actions = group.add_subparsers(metavar="ACTION", required=True)
    for add in (_new, _check, _preview, _release, _publish, _unpublish, _list):
        add(actions)


def _new(actions: _SubParsersAction[ArgumentParser]) -> None:
    parser = _command(
        actions,
        "new",
        "make a notebook to start from",
        "Makes a notebook with one exercise that has everything: hints 1 to 5, a solution, a check that\n"
        "students see and one that they do not, a common mistake. No file is ever replaced.\n",
    )
    parser.add_argument("name", metavar="NAME", help="its name, or the file to make (ends in .ipynb)")
    parser.add_argument("--title", help="what students see as its title (default: from the name)")
    _json(parser)
    _run(parser, "new")


def _check(actions: _SubParsersAction[ArgumentParser]) -> None:
    parser = _command(
        actions,
        "check",
        "find every fault",
        "Finds every fault of the notebooks and says which cell it is in and how to mend it.\n",
    )
    _paths(parser)
    _json(parser)
    _run(parser, "check")


def _preview(actions: _SubParsersAction[ArgumentParser]) -> None:
    parser = _command(
        actions,
        "preview",
        "see what students get",
        "Writes what students get into a temporary folder and says what stays with you.\n",
    )
    _source(parser)
    parser.add_argument("--open", action="store_true", help="open it in JupyterLab; Ctrl-C ends that")
    _json(parser)
    _run(parser, "preview")


def _release(actions: _SubParsersAction[ArgumentParser]) -> None:
    parser = _command(
        actions,
        "release",
        "write the students' notebook",
        "Writes the notebook that students get: without solutions, hidden checks, hints and outputs.\n",
    )
    _source(parser)
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")
    parser.add_argument("--force", action="store_true", help="replace FILE where it exists")
    _run(parser, "release")


def _publish(actions: _SubParsersAction[ArgumentParser]) -> None:
    parser = _command(
        actions,
        "publish",
        "hand modules out to students",
        "Publishes notebooks, all of them or none. A folder becomes a course, in the order that its\n"
        "notebooks name, else in that of their file names. What has not changed keeps its version.\n\n"
        + _SETTINGS,
    )
    _paths(parser)
    parser.add_argument("--course", metavar="SLUG", help="default: the folder's name; none for files")
    parser.add_argument("--title", help="the course's title")
    _json(parser)
    _settings(parser)
    _run(parser, "publish")


def _unpublish(actions: _SubParsersAction[ArgumentParser]) -> None:
    parser = _command(
        actions,
        "unpublish",
        "take modules away from students",
        "Students no longer see the modules. Their progress is kept, and publishing again brings it back.\n\n"
        + _SETTINGS,
    )
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="MODULE, or COURSE/MODULE")
    parser.add_argument("--course", metavar="SLUG", help="the course they are in; alone: all of its modules")
    _json(parser)
    _settings(parser)
    _run(parser, "unpublish")


def _list(actions: _SubParsersAction[ArgumentParser]) -> None:
    parser = _command(
        actions, "list", "list what is published", "Lists the published modules.\n\n" + _SETTINGS
    )
    _json(parser)
    _settings(parser)
    _run(parser, "listing")


def _command(
    commands: _SubParsersAction[ArgumentParser], name: str, summary: str, description: str
) -> ArgumentParser:
    return commands.add_parser(
        name,
        help=summary,
        description=description,
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _paths(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="notebooks, or folders of them")


def _source(parser: ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="SOURCE", help="the notebook that you write")


def _json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON for a program")


def _settings(parser: ArgumentParser) -> None:
    parser.add_argument("--config", type=Path, metavar="FILE", help="configuration file, as for the server")


def _run(parser: ArgumentParser, name: str) -> None:
    """Run the command of that module, which is imported only then."""

    def run(chosen: argparse.Namespace) -> int:
        code: int = import_module(f"jupyter_tutor.faces.command.modules.{name}").run(chosen)
        return code

    parser.set_defaults(run=run)
