"""What the process that opens files may no longer do, once it has started.

Two walls, neither of which needs a right or a container: resource limits of the system, and a filter of
system calls (seccomp, through libseccomp, which every Debian has). The filter can never be taken off again,
and threads inherit it. Refused calls answer "not permitted", so a decoder that only tries goes on.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource

_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EPERM
_UNKNOWN = 0x00050000 | errno.ENOSYS
"""Actions of libseccomp (seccomp.h): allow, or answer with that error."""

_NOT_EQUAL, _MASKED_EQUAL = 1, 7
_CLONE_THREAD = 0x00010000
_WRITES = (os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_TRUNC)

NETWORK = (
    "socket socketpair bind listen accept accept4 connect sendto sendmsg sendmmsg recvfrom recvmsg recvmmsg"
    " io_uring_setup io_uring_enter io_uring_register"
)
PROCESSES = (
    "fork vfork execve execveat ptrace process_vm_readv process_vm_writev process_madvise kill tkill"
    " rt_sigqueueinfo rt_tgsigqueueinfo pidfd_open pidfd_getfd pidfd_send_signal prlimit64 setrlimit"
)
FILES = (
    "creat unlink unlinkat rename renameat renameat2 mkdir mkdirat rmdir link linkat symlink symlinkat mknod"
    " mknodat truncate ftruncate fallocate chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat"
    " setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr utime utimes utimensat futimesat"
    " memfd_create memfd_secret name_to_handle_at open_by_handle_at"
)
SYSTEM = (
    "mount umount2 move_mount open_tree fsopen fsmount pivot_root chroot setns unshare bpf perf_event_open"
    " userfaultfd keyctl add_key request_key init_module finit_module delete_module kexec_load reboot swapon"
    " swapoff acct personality shmget shmat msgget msgsnd semget mq_open"
)
"""Calls that are refused. What only reads a file stays: fonts and Python's own modules are loaded late."""


class _Argument(ctypes.Structure):
    """``struct scmp_arg_cmp`` of seccomp.h."""

    _fields_ = [
        ("number", ctypes.c_uint),
        ("how", ctypes.c_int),
        ("first", ctypes.c_uint64),
        ("second", ctypes.c_uint64),
    ]


def limit_resources(memory: int) -> None:
    """Bound memory (bytes of address space) and open files; let no file be written and no dump be left."""
    wanted = (
        (resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64), (resource.RLIMIT_MEMLOCK, 0), (resource.RLIMIT_MSGQUEUE, 0),
    )  # fmt: skip
    for what, most in wanted:
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def refuse_calls() -> None:
    """Shut this process off from network, other processes, and changes to files; for good.

    Raises:
        OSError: the system does not take the filter, or libseccomp is not there.
    """
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_init.argtypes = [ctypes.c_uint32]
    library.seccomp_load.argtypes = [ctypes.c_void_p]
    library.seccomp_rule_add_array.argtypes = [
        ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.POINTER(_Argument),
    ]  # fmt: skip
    rules = library.seccomp_init(_ALLOW)

    def refuse(name: str, action: int = _REFUSE, *arguments: _Argument) -> None:
        call = library.seccomp_syscall_resolve_name(name.encode())
        if call < 0:  # this processor has no such call, or this library is older than it
            return
        listed = (_Argument * len(arguments))(*arguments)
        _checked(library.seccomp_rule_add_array(rules, action, call, len(arguments), listed))

    for name in f"{NETWORK} {PROCESSES} {FILES} {SYSTEM}".split():
        refuse(name)
    for bit in _WRITES:
        refuse("open", _REFUSE, _Argument(1, _MASKED_EQUAL, bit, bit))
        refuse("openat", _REFUSE, _Argument(2, _MASKED_EQUAL, bit, bit))
    # these two hide their flags where no filter sees them; told "unknown", libraries take the older calls
    refuse("openat2", _UNKNOWN)
    refuse("clone3", _UNKNOWN)
    refuse("clone", _REFUSE, _Argument(0, _MASKED_EQUAL, _CLONE_THREAD, 0))
    refuse("tgkill", _REFUSE, _Argument(0, _NOT_EQUAL, os.getpid(), 0))  # abort() signals itself
    _checked(library.seccomp_load(rules))


def _checked(answer: int) -> None:
    if answer < 0:
        raise OSError(-answer, "the filter of system calls is refused")
