"""Refuse the system calls that reach around namespaces and limits, with a seccomp filter.

Sockets are refused as a whole, since some families (`AF_VSOCK`) know no network namespace; shared
memory, queues and memory files, since no limit on address space counts them; and what is there to
trace, to hold keys, to watch or to program the kernel, as no beginner's exercise needs it. A refused
call fails with EPERM. The program of the filter is classic BPF (linux/filter.h), the numbers are the
kernel's, by processor.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Sequence

# socket shmget shmat msgget semget memfd_create ptrace add_key request_key keyctl bpf perf_event_open
# userfaultfd unshare setns io_uring_setup
_NUMBERS = {
    "x86_64": (0xC000003E, (41, 29, 30, 68, 64, 319, 101, 248, 249, 250, 321, 298, 323, 272, 308, 425)),
    "aarch64": (0xC00000B7, (198, 194, 196, 186, 190, 279, 117, 217, 218, 219, 280, 241, 282, 97, 268, 425)),
}
"""By processor: its mark in the kernel's audit interface, and the numbers of these calls in this order."""
_OTHER_NUMBERING = 0x40000000
"""From here on x86_64 counts the same calls in another way (x32)."""

_LOAD, _IF_EQUAL, _IF_AT_LEAST, _GIVE = 0x20, 0x15, 0x35, 0x06
_NUMBER_AT, _PROCESSOR_AT = 0, 4
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1
_PR_SET_SECCOMP, _FILTER = 22, 2


class _Program(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def refuse_system_calls() -> None:
    """Install the filter for this process and all it starts, for good. OSError when it cannot be."""
    machine = os.uname().machine
    if machine not in _NUMBERS:
        raise OSError(f"the system calls of {machine} are not known")
    instructions = _instructions(*_NUMBERS[machine])
    code = ctypes.create_string_buffer(b"".join(instructions))
    program = _Program(len(instructions), ctypes.cast(code, ctypes.c_void_p))
    library = ctypes.CDLL(None, use_errno=True)
    arguments = ctypes.c_ulong(_FILTER), ctypes.byref(program), ctypes.c_ulong(0), ctypes.c_ulong(0)
    if library.prctl(ctypes.c_int(_PR_SET_SECCOMP), *arguments) == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")


def _instructions(processor: int, numbers: Sequence[int]) -> list[bytes]:
    """Compare processor and number, one after the other; jumps count the instructions to leap over."""
    count = len(numbers)
    checks = [_instruction(_IF_EQUAL, number, count - place, 0) for place, number in enumerate(numbers)]
    return [
        _instruction(_LOAD, _PROCESSOR_AT),
        _instruction(_IF_EQUAL, processor, 0, count + 3),
        _instruction(_LOAD, _NUMBER_AT),
        _instruction(_IF_AT_LEAST, _OTHER_NUMBERING, count + 1, 0),
        *checks,
        _instruction(_GIVE, _ALLOW),
        _instruction(_GIVE, _REFUSE),
    ]


def _instruction(code: int, value: int, if_so: int = 0, if_not: int = 0) -> bytes:
    """`struct sock_filter`."""
    return struct.pack("HBBI", code, if_so, if_not, value)
