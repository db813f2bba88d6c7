"""Make this process's world small: no network, no other processes, no files but Python's own.

Linux namespaces (namespaces(7)) do it, through libc, as Python has no calls for them before 3.12:

- a user namespace, so that this needs no rights, and counts processes apart (Linux 5.14),
- a network namespace without any device, not even loopback,
- process, message and host name namespaces: nothing else can be seen, signalled or shared with,
- a mount namespace whose root is an empty folder in memory with Python's libraries, read-only
  (`mount_setattr`, Linux 5.12). There is no `/proc`, no `/home`, no program to start.

Then the rest of the ways out are closed: no capabilities, and no system calls that reach around this.
Root first becomes nobody, as limits on processes do not hold for root. Every step that fails raises
OSError: who cannot be confined does not run.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
import sysconfig
from pathlib import Path

from jupyter_tutor.sandbox.confined.system_calls import refuse_system_calls

NEW_MOUNTS, NEW_HOST_NAME, NEW_MESSAGES = 0x00020000, 0x04000000, 0x08000000
NEW_USER, NEW_PROCESSES, NEW_NETWORK = 0x10000000, 0x20000000, 0x40000000
_ALL_BUT_USER = NEW_MOUNTS | NEW_HOST_NAME | NEW_MESSAGES | NEW_PROCESSES | NEW_NETWORK

_MS_NOSUID, _MS_NODEV, _MS_BIND, _MS_REC, _MS_PRIVATE = 2, 4, 4096, 16384, 1 << 18
_MOUNT_SETATTR = 442
"""The call's number, the same on every processor since Linux 5.12; libc has no name for it yet."""
_AT_RECURSIVE, _AT_FDCWD, _READ_ONLY, _NO_SET_UID = 0x8000, -100, 1, 2
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_CAPABILITY_VERSION_3 = 0x20080522
_SIGKILL = 9
_NOBODY = 65534
_SYSTEM_LIBRARIES = ("/usr/lib", "/usr/lib64", "/lib", "/lib64")
_CACHE_OF_LIBRARIES = "/etc/ld.so.cache"


def confine(folder: str, folder_bytes: int) -> None:
    """Move this process, and for good, into a world whose files are in memory above `folder`.

    `folder` has to exist and stays empty for everybody else. At most `folder_bytes` can be written.
    Processes started from now on live in the new process namespace; this one does not.
    """
    user, group = os.geteuid(), os.getegid()
    os.umask(0o022)
    if user == 0:
        _call("unshare", ctypes.c_int(_ALL_BUT_USER))
        _build(folder, folder_bytes)
        user = group = _become_nobody()
        _call("unshare", ctypes.c_int(NEW_USER))
        _map_itself(user, group)
    else:
        _call("unshare", ctypes.c_int(NEW_USER | _ALL_BUT_USER))
        _map_itself(user, group)
        _build(folder, folder_bytes)
    os.chroot(folder)
    os.chdir("/work")
    _drop_all_rights()
    refuse_system_calls()


def die_with_parent() -> None:
    """Have the kernel kill this process when the one that started it is gone."""
    _call("prctl", ctypes.c_int(_PR_SET_PDEATHSIG), ctypes.c_ulong(_SIGKILL))


def close_to_others() -> None:
    """Let no other process of the same user trace this one or read its memory."""
    _call("prctl", ctypes.c_int(_PR_SET_DUMPABLE), ctypes.c_ulong(0))


def _become_nobody() -> int:
    os.setgroups([])
    os.setresgid(_NOBODY, _NOBODY, _NOBODY)
    os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    # Changing the user closes /proc/self to oneself, and the maps are written there.
    _call("prctl", ctypes.c_int(_PR_SET_DUMPABLE), ctypes.c_ulong(1))
    return _NOBODY


def _map_itself(user: int, group: int) -> None:
    Path("/proc/self/setgroups").write_bytes(b"deny")
    Path("/proc/self/uid_map").write_bytes(b"%d %d 1" % (user, user))
    Path("/proc/self/gid_map").write_bytes(b"%d %d 1" % (group, group))


def _build(folder: str, folder_bytes: int) -> None:
    """An empty root in memory, with Python's libraries in it read-only and a folder to work in."""
    sources = _libraries()
    _mount("none", "/", "", _MS_REC | _MS_PRIVATE)
    options = f"size={folder_bytes},nr_inodes=4096,mode=0755"
    _mount("tmpfs", folder, "tmpfs", _MS_NOSUID | _MS_NODEV, options)
    root = Path(folder)
    for source in sources:
        _bring_in(Path(source), root)
    work = root / "work"
    work.mkdir()
    work.chmod(0o777)


def _libraries() -> list[str]:
    """What Python reads while it runs: its own library, and the system's shared ones."""
    paths = sysconfig.get_paths()
    own = {paths["stdlib"], paths["platstdlib"], sysconfig.get_config_var("LIBDIR") or paths["stdlib"]}
    wanted = [*_SYSTEM_LIBRARIES, _CACHE_OF_LIBRARIES, *(os.path.realpath(path) for path in own)]
    chosen: list[str] = []
    for path in sorted({path for path in wanted if os.path.lexists(path)}, key=len):
        if not any(path.startswith(f"{above}/") for above in chosen):
            chosen.append(path)
    return chosen


def _bring_in(source: Path, root: Path) -> None:
    target = root / source.relative_to("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_symlink():
        target.symlink_to(source.readlink())
        return
    if source.is_dir():
        target.mkdir(exist_ok=True)
    else:
        target.touch()
    _mount(str(source), str(target), "", _MS_BIND | _MS_REC)
    attributes = struct.pack("QQQQ", _READ_ONLY | _NO_SET_UID, 0, 0, 0)
    number, size = ctypes.c_long(_MOUNT_SETATTR), ctypes.c_size_t(len(attributes))
    where, flags = ctypes.c_int(_AT_FDCWD), ctypes.c_uint(_AT_RECURSIVE)
    _call("syscall", number, where, os.fsencode(target), flags, attributes, size)


def _mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    texts = [os.fsencode(text) if text else None for text in (source, target, kind)]
    _call("mount", *texts, ctypes.c_ulong(flags), options.encode() or None)


def _drop_all_rights() -> None:
    """Give up every capability in the new namespaces, and the way to get any back."""
    _call("prctl", ctypes.c_int(_PR_SET_NO_NEW_PRIVS), ctypes.c_ulong(1), *[ctypes.c_ulong(0)] * 3)
    header = struct.pack("Ii", _CAPABILITY_VERSION_3, 0)
    _call("capset", header, struct.pack("6I", *[0] * 6))


def _call(name: str, *arguments: object) -> None:
    if not sys.platform.startswith("linux"):
        raise OSError("this system has no namespaces")
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, name)(*arguments) == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
