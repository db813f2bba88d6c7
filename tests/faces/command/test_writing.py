"""Files are written whole or not at all, and never over what is there."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_tutor.errors import Invalid
from jupyter_tutor.faces.command import writing
from jupyter_tutor.faces.command.writing import replace, write_new


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 kB."""
    place = tmp_path / "full"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("a small file system cannot be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_file_is_written_in_utf_8(tmp_path: Path):
    """With the line ends of the text, and nothing left beside it."""
    write_new(tmp_path / "Größe 1.ipynb", "ä\n")
    assert (tmp_path / "Größe 1.ipynb").read_bytes() == "ä\n".encode()
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path):
    """The sentence names it."""
    (tmp_path / "a").write_text("mine")
    with pytest.raises(Invalid, match="a exists already"):
        write_new(tmp_path / "a", "other")
    assert (tmp_path / "a").read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_system_without_hard_links_gets_its_file_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A memory stick, a network drive; and there too nothing is written over."""

    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(writing.os, "link", no_links)
    write_new(tmp_path / "a", "first")
    with pytest.raises(Invalid, match="exists already"):
        write_new(tmp_path / "a", "second")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["first"]


def test_a_replaced_file_keeps_its_rights_and_its_link(tmp_path: Path):
    """Who could read it still can, and a link still leads to it."""
    (tmp_path / "a").write_text("old")
    (tmp_path / "a").chmod(0o640)
    (tmp_path / "link").symlink_to("a")
    replace(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a").read_text() == "new"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_a_missing_folder_is_named(tmp_path: Path):
    """It is not made: a misspelt path would go unnoticed."""
    with pytest.raises(Invalid, match="folder does not exist"):
        write_new(tmp_path / "no" / "a", "text")


def test_a_full_disk_keeps_the_old_file(full_disk: Path):
    """Half a notebook is worse than an old one."""
    target = full_disk / "release.ipynb"
    target.write_text("the old one")
    with pytest.raises(Invalid, match="No space left"):
        replace(target, "x" * 100_000)
    assert target.read_text() == "the old one"
    assert list(full_disk.iterdir()) == [target]
    with pytest.raises(Invalid, match="No space left"):
        write_new(full_disk / "new.ipynb", "x" * 100_000)
    assert list(full_disk.iterdir()) == [target]
    shutil.copy(target, full_disk / "there is room again")
