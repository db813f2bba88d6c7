"""The project itself: what its files may not say, and that its parts agree with each other."""

from __future__ import annotations

import json
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

import jupyter_tutor

ROOT = Path(__file__).parents[1]
LARGEST_TEXT = 2_000_000  # bytes; anything larger is data

# Spelt in pieces, so that this file does not contain what it looks for.
REGISTRIES = re.compile(
    "|".join(
        re.escape(host)
        for host in (
            "registry." + "npmjs.org",
            "registry." + "yarnpkg.com",
            "files." + "pythonhosted.org",
            "pypi." + "org/simple",
        )
    )
    + r"|(index-url|registry\w*|resolved)\W+https?://"
)
MACHINE_PATHS = re.compile(r"(^|[\s\"'=(])/(work|farm|root)/")


def project_files() -> list[Path]:
    """Every file that is, or is about to be, under version control."""
    listing = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode != 0:
        pytest.skip("not a git checkout: which files belong to the project is not known")
    paths = (ROOT / name for name in listing.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


def lines_matching(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in project_files():
        if path.stat().st_size > LARGEST_TEXT:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
            for number, line in enumerate(text.splitlines(), 1)
            if pattern.search(line)
        ]
    return found


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))


def pages() -> list[Path]:
    return [path for path in project_files() if path.suffix == ".md"]


def test_no_file_names_a_package_registry() -> None:
    """Whoever builds the project takes packages from wherever their own tools are told to."""
    assert lines_matching(REGISTRIES) == []


def test_no_file_names_a_path_of_one_machine() -> None:
    """Nothing here depends on where somebody keeps their checkout."""
    assert lines_matching(MACHINE_PATHS) == []


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ('"resolved": "https' + '://example.org/a.tgz"', REGISTRIES),
        ("see https://registry." + "npmjs.org/left-pad", REGISTRIES),
        ("cd /" + "root/project", MACHINE_PATHS),
    ],
)
def test_the_searches_would_find_what_they_look_for(text: str, pattern: re.Pattern[str]) -> None:
    """The two searches above are not empty because their patterns are broken."""
    assert pattern.search(text)


def test_the_panel_and_the_package_have_the_same_version() -> None:
    """One number, in labextension/package.json, is the version of both."""
    stated = json.loads((ROOT / "labextension" / "package.json").read_text())["version"]
    assert version("jupyter-tutor") == stated
    assert jupyter_tutor.__version__ == stated


def test_the_changelog_speaks_of_this_version() -> None:
    """Each version says what is new in it."""
    headings = re.findall(r"^## \[?([^\]\s]+)", (ROOT / "CHANGELOG.md").read_text(), flags=re.MULTILINE)
    assert jupyter_tutor.__version__ in headings or "Unreleased" in headings


def test_the_server_is_told_to_load_the_extension_that_exists() -> None:
    """The drop-in enables the package whose extension point is the tutor."""
    drop_in = json.loads((ROOT / "jupyter-config" / "server-config" / "jupyter_tutor.json").read_text())
    (point,) = jupyter_tutor._jupyter_server_extension_points()
    assert drop_in == {"ServerApp": {"jpserver_extensions": {point["module"]: True}}}
    assert point["app"].name == point["module"]


def test_no_module_is_named_after_nothing() -> None:
    """A module's name says what is in it; these names say only that there is something."""
    vague = {"utils", "util", "helpers", "helper", "common", "handlers", "misc"}
    assert [path for path in project_files() if path.stem.lower() in vague] == []


def test_every_make_command_in_the_documentation_exists() -> None:
    """What a page tells people to type is a target of the Makefile."""
    for page in pages():
        for target in re.findall(r"`make ([a-z-]+)", page.read_text()):
            assert target in make_targets(), f"{page.name} speaks of make {target}"


def test_pre_commit_runs_the_checks_of_the_makefile() -> None:
    """Before a commit and in CI the same commands decide."""
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    entries = [hook["entry"] for repository in config["repos"] for hook in repository["hooks"]]
    targets = [entry.removeprefix("make ").split()[0] for entry in entries if entry.startswith("make ")]
    assert len(targets) == len(entries)
    assert set(targets) <= make_targets()


def test_links_between_pages_lead_somewhere() -> None:
    """No page points at a file that is not there."""
    broken = [
        f"{page.relative_to(ROOT)} → {link}"
        for page in pages()
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
        if "://" not in link and not link.startswith("mailto:") and not (page.parent / link).exists()
    ]
    assert broken == []
