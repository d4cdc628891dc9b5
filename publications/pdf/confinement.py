"""What the child process may not do, beside its limits: read other files, reach a network or socket, start or touch
processes.

A PDF that takes over the program that reads it (PDFium, qpdf and the checker are large, in C++ and Rust) would else
find the secret key in the data folder, the settings of the parent in /proc, and the socket of the database. The child
gives its rights up for good before it reads a byte of the file:

files      Landlock (Linux 5.13, landlock(7)): code and fonts may be read, the file of the call as well; written only
           where the caller says
network    seccomp(2): no sockets at all, of no family; where there is no seccomp, a network namespace of its own
processes  seccomp(2): no programs, no other processes, no ways into the kernel that nobody needs here

A system may lack some of it; `missing` says so, and `manage.py check` repeats it to whoever runs the site.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

FILES, NETWORK, PROCESSES = "files", "network", "processes"
KINDS = (FILES, NETWORK, PROCESSES)

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_THREAD = 0x1000_0000, 0x4000_0000, 0x0001_0000

_held: tuple[str, ...] = ()


def held() -> tuple[str, ...]:
    """Which of KINDS hold in this process."""
    return _held


def confine(reads: Iterable[Path], writes: Iterable[Path]) -> None:
    """Give up all rights but to read code and `reads` and to write below `writes`. For the child only: it is for good.

    What the system lacks is left out, and `held` says what is there.
    """
    global _held  # noqa: PLW0603  a fact of the whole process, as are the rights
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return
    found = [FILES] if _restrict_files(libc, reads, writes) else []
    if _filter_calls(libc):
        found += [NETWORK, PROCESSES]
    elif _leave_network(libc):
        found.append(NETWORK)
    _held = tuple(found)


def available() -> tuple[str, ...]:
    """Which of KINDS this system can keep the child from, as far as it can be told without giving anything up."""
    if sys.platform != "linux":
        return ()
    libc = ctypes.CDLL(None, use_errno=True)
    found = [FILES] if _landlock_version(libc) else []
    # Asked for a filter without an address, the kernel complains of the address (EFAULT) only where it knows filters.
    libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, 0, 0, 0)
    if ctypes.get_errno() == errno.EFAULT and _machine() is not None:
        found += [NETWORK, PROCESSES]
    return tuple(found)


_MISSING = {
    FILES: "may read every file that the site may read, its secret key included (no Landlock: Linux before 5.13, or "
    "switched off)",
    NETWORK: "may reach the network and the socket of the database (no seccomp, or a processor that is not known here)",
    PROCESSES: "may start programs (no seccomp, or a processor that is not known here)",
}


def missing(kinds: Iterable[str]) -> str:
    """A sentence for who runs the site on what the child is not kept from; empty where all of KINDS are there."""
    there = set(kinds)
    lacking = [_MISSING[kind] for kind in KINDS if kind not in there]
    return f"The process that reads uploaded PDF files is not shut off completely: it {'; it '.join(lacking)}." * bool(
        lacking
    )


# --- Files: Landlock ------------------------------------------------------------

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every processor
_VERSION, _PATH_BENEATH = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_READ = _READ_FILE | _READ_DIR
_WRITE = _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many rights over files each version knows; later ones added other kinds."""


def _landlock_version(libc: ctypes.CDLL) -> int:
    """0 where there is none."""
    return max(0, libc.syscall(_CREATE_RULESET, None, 0, _VERSION))


def _restrict_files(libc: ctypes.CDLL, reads: Iterable[Path], writes: Iterable[Path]) -> bool:
    version = _landlock_version(libc)
    if not version:
        return False
    rights = (1 << _RIGHTS[min(version, max(_RIGHTS))]) - 1
    # From version 4 on TCP can be refused as well, from 6 on signals and abstract sockets beyond our own domain.
    attributes = struct.pack("=QQQ", rights, 0b11, 0b11)[: 8 if version < 4 else 16 if version < 6 else 24]
    ruleset = libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        return False
    try:
        for path in [*_code(), *reads]:
            _allow(libc, ruleset, path, _READ & rights)
        for path in writes:
            _allow(libc, ruleset, path, _WRITE & rights)
        return not libc.syscall(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    """A path that is not there, or may not be had, is left out: the step that wants it will say so."""
    try:
        beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        allowed = rights if path.is_dir() else rights & _OF_FILES
        libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", allowed, beneath), 0)
    finally:
        os.close(beneath)


def _code() -> list[Path]:
    """What the child imports: Python, packages, shared libraries, and the code of the site; and fonts."""
    own = Path(__file__).resolve()
    site = own.parents[2]
    # The folder of the site is on the path too, and often holds its data: of it, only the packages that are imported.
    imported = [folder for folder in map(Path, sys.path) if folder.is_dir() and folder.resolve() not in own.parents]
    packages = [site / "publications", site / "ogl_portal"]
    python = [Path(prefix, "lib") for prefix in (sys.prefix, sys.base_prefix)]
    system = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache", "/etc/localtime"]
    shared = ["/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/zoneinfo", "/dev/urandom", "/dev/null"]
    return [*packages, *imported, *python, *map(Path, [*system, *shared])]


# --- Calls: seccomp -------------------------------------------------------------

# Numbers of system calls by processor: its mark in <linux/audit.h>, and what is refused.
_X86_64 = {
    "socket": 41,
    "connect": 42,
    "accept": 43,
    "sendto": 44,
    "sendmsg": 46,
    "bind": 49,
    "listen": 50,
    "socketpair": 53,
    "accept4": 288,
    "sendmmsg": 307,
    "clone": 56,
    "fork": 57,
    "vfork": 58,
    "execve": 59,
    "execveat": 322,
    "clone3": 435,
    "kill": 62,
    "tkill": 200,
    "tgkill": 234,
    "rt_sigqueueinfo": 129,
    "rt_tgsigqueueinfo": 297,
    "ptrace": 101,
    "process_vm_readv": 310,
    "process_vm_writev": 311,
    "kcmp": 312,
    "prlimit64": 302,
    "pidfd_send_signal": 424,
    "pidfd_open": 434,
    "pidfd_getfd": 438,
    "unshare": 272,
    "setns": 308,
    "chroot": 161,
    "pivot_root": 155,
    "mount": 165,
    "umount2": 166,
    "name_to_handle_at": 303,
    "open_by_handle_at": 304,
    "bpf": 321,
    "perf_event_open": 298,
    "userfaultfd": 323,
    "add_key": 248,
    "request_key": 249,
    "keyctl": 250,
    "init_module": 175,
    "finit_module": 313,
    "kexec_load": 246,
    "shmget": 29,
    "shmat": 30,
    "semget": 64,
    "msgget": 68,
    "mq_open": 240,
}
_AARCH64 = {
    "socket": 198,
    "socketpair": 199,
    "bind": 200,
    "listen": 201,
    "accept": 202,
    "connect": 203,
    "sendto": 206,
    "sendmsg": 211,
    "accept4": 242,
    "sendmmsg": 269,
    "clone": 220,
    "execve": 221,
    "execveat": 281,
    "clone3": 435,
    "kill": 129,
    "tkill": 130,
    "tgkill": 131,
    "rt_sigqueueinfo": 138,
    "rt_tgsigqueueinfo": 240,
    "ptrace": 117,
    "process_vm_readv": 270,
    "process_vm_writev": 271,
    "kcmp": 272,
    "prlimit64": 261,
    "pidfd_send_signal": 424,
    "pidfd_open": 434,
    "pidfd_getfd": 438,
    "unshare": 97,
    "setns": 268,
    "chroot": 51,
    "pivot_root": 41,
    "mount": 40,
    "umount2": 39,
    "name_to_handle_at": 264,
    "open_by_handle_at": 265,
    "bpf": 280,
    "perf_event_open": 241,
    "userfaultfd": 282,
    "add_key": 217,
    "request_key": 218,
    "keyctl": 219,
    "init_module": 105,
    "finit_module": 273,
    "kexec_load": 104,
    "shmget": 194,
    "shmat": 196,
    "semget": 190,
    "msgget": 186,
    "mq_open": 180,
}
# io_uring opens files and sockets past the filter; the new calls for mounting came with one number everywhere.
_EVERYWHERE = {"io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "open_tree": 428,
               "move_mount": 429, "fsopen": 430, "fsmount": 432}  # fmt: skip
_MACHINES = {"x86_64": (0xC000_003E, _X86_64), "aarch64": (0xC000_00B7, _AARCH64)}

_OWN_PROCESS_ONLY = {"kill", "tgkill", "prlimit64"}
"""Their first argument names a process: our own (abort() sends itself a signal), or 0 for »myself«."""

# Classic BPF (linux/bpf_common.h) over struct seccomp_data: number at 0, processor at 4, first argument at 16.
_LOAD, _IF_EQUAL, _IF_SET, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_NUMBER, _MARK, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _REFUSE = 0x7FFF_0000, 0x0005_0000
_X32 = 0x4000_0000  # a second set of numbers on x86_64


def _machine() -> tuple[int, dict[str, int]] | None:
    return _MACHINES.get(platform.machine()) if sys.byteorder == "little" and sys.maxsize > 2**32 else None


def _program(mark: int, calls: dict[str, int], own: int) -> list[tuple[int, int, int, int]]:
    """The filter: what is named in `calls` is refused, but for threads and for what goes to the process `own`."""
    refuse = (_RETURN, 0, 0, _REFUSE | errno.EPERM)
    program = [(_LOAD, 0, 0, _MARK), (_IF_EQUAL, 1, 0, mark), refuse, (_LOAD, 0, 0, _NUMBER)]
    if calls is _X86_64:
        program += [(_IF_AT_LEAST, 0, 1, _X32), refuse]
    for name, number in (calls | _EVERYWHERE).items():
        if name == "clone":
            body = [(_LOAD, 0, 0, _FIRST_ARGUMENT), (_IF_SET, 0, 1, _CLONE_THREAD), (_RETURN, 0, 0, _ALLOW), refuse]
        elif name in _OWN_PROCESS_ONLY:
            body = [(_LOAD, 0, 0, _FIRST_ARGUMENT), (_IF_EQUAL, 1, 0, own), (_IF_EQUAL, 0, 1, 0)]
            body += [(_RETURN, 0, 0, _ALLOW), refuse]
        elif name == "clone3":  # its flags are out of reach of a filter; libraries go on with clone
            body = [(_RETURN, 0, 0, _REFUSE | errno.ENOSYS)]
        else:
            body = [refuse]
        program += [(_IF_EQUAL, 0, len(body), number), *body]
    return [*program, (_RETURN, 0, 0, _ALLOW)]


def _filter_calls(libc: ctypes.CDLL) -> bool:
    machine = _machine()
    if machine is None:
        return False
    program = _program(*machine, os.getpid())
    instructions = b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(instructions, len(instructions))
    # struct sock_fprog: the number of instructions, and where they are.
    description = struct.pack("@HP", len(program), ctypes.addressof(buffer))
    return not libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, description, 0, 0)


def _leave_network(libc: ctypes.CDLL) -> bool:
    """A network of our own with nothing in it. Sockets in the file system stay within reach."""
    return not libc.unshare(_CLONE_NEWNET) or not libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
