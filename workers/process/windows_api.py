"""Windows functions that Python doesn't offer, with their prototypes.

Names are those of the Windows SDK (https://learn.microsoft.com/windows/win32/api).
Without a declared prototype ctypes would pass a handle as a 32-bit integer.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes
from typing import Any

if sys.platform != "win32":
    msg = "workers.process.windows_api is for Windows"
    raise ImportError(msg)

ULONG_PTR = ctypes.c_size_t

# CreateProcessW
CREATE_SUSPENDED = 0x00000004
# OpenProcess
PROCESS_TERMINATE = 0x0001
PROCESS_SET_QUOTA = 0x0100
PROCESS_SUSPEND_RESUME = 0x0800
# JOBOBJECTINFOCLASS
BASIC_ACCOUNTING_INFORMATION = 1
ASSOCIATE_COMPLETION_PORT_INFORMATION = 7
EXTENDED_LIMIT_INFORMATION = 9
# JOBOBJECT_BASIC_LIMIT_INFORMATION.LimitFlags
JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION = 0x00000400
JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE = 0x00002000

INVALID_HANDLE_VALUE = wintypes.HANDLE(-1).value


class BasicLimitInformation(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
        ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
        ("LimitFlags", wintypes.DWORD),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", wintypes.DWORD),
        ("Affinity", ULONG_PTR),
        ("PriorityClass", wintypes.DWORD),
        ("SchedulingClass", wintypes.DWORD),
    )


class ExtendedLimitInformation(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("BasicLimitInformation", BasicLimitInformation),
        ("IoInfo", ctypes.c_ulonglong * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


class BasicAccountingInformation(ctypes.Structure):
    """JOBOBJECT_BASIC_ACCOUNTING_INFORMATION."""

    _fields_ = (
        ("TotalUserTime", wintypes.LARGE_INTEGER),
        ("TotalKernelTime", wintypes.LARGE_INTEGER),
        ("ThisPeriodTotalUserTime", wintypes.LARGE_INTEGER),
        ("ThisPeriodTotalKernelTime", wintypes.LARGE_INTEGER),
        ("TotalPageFaultCount", wintypes.DWORD),
        ("TotalProcesses", wintypes.DWORD),
        ("ActiveProcesses", wintypes.DWORD),
        ("TotalTerminatedProcesses", wintypes.DWORD),
    )


class AssociateCompletionPort(ctypes.Structure):
    """JOBOBJECT_ASSOCIATE_COMPLETION_PORT."""

    _fields_ = (
        ("CompletionKey", wintypes.LPVOID),
        ("CompletionPort", wintypes.HANDLE),
    )


_kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
_ntdll = ctypes.WinDLL("ntdll")

_BOOL, _DWORD, _HANDLE, _LPVOID = wintypes.BOOL, wintypes.DWORD, wintypes.HANDLE, wintypes.LPVOID


def _check(result: Any, _function: Any, _arguments: Any) -> Any:
    """Turns a null handle or a FALSE into an OSError."""
    if not result:
        raise ctypes.WinError(ctypes.get_last_error())
    return result


def _prototype(name: str, result: Any, *arguments: Any, checked: bool = True) -> Any:
    function = getattr(_kernel32, name)
    function.restype, function.argtypes = result, arguments
    if checked:
        function.errcheck = _check
    return function


CloseHandle = _prototype("CloseHandle", _BOOL, _HANDLE)
OpenProcess = _prototype("OpenProcess", _HANDLE, _DWORD, _BOOL, _DWORD)
CreatePipe = _prototype(
    "CreatePipe", _BOOL, ctypes.POINTER(_HANDLE), ctypes.POINTER(_HANDLE), _LPVOID, _DWORD
)
CreateJobObject = _prototype("CreateJobObjectW", _HANDLE, _LPVOID, wintypes.LPCWSTR)
AssignProcessToJobObject = _prototype("AssignProcessToJobObject", _BOOL, _HANDLE, _HANDLE)
TerminateJobObject = _prototype("TerminateJobObject", _BOOL, _HANDLE, wintypes.UINT)
SetInformationJobObject = _prototype(
    "SetInformationJobObject", _BOOL, _HANDLE, ctypes.c_int, _LPVOID, _DWORD
)
QueryInformationJobObject = _prototype(
    "QueryInformationJobObject", _BOOL, _HANDLE, ctypes.c_int, _LPVOID, _DWORD, _LPVOID
)
CreateIoCompletionPort = _prototype(
    "CreateIoCompletionPort", _HANDLE, _HANDLE, _HANDLE, ULONG_PTR, _DWORD
)
#: FALSE is the time-out, too, and is left to the caller.
GetQueuedCompletionStatus = _prototype(
    "GetQueuedCompletionStatus",
    _BOOL,
    _HANDLE,
    ctypes.POINTER(_DWORD),
    ctypes.POINTER(ULONG_PTR),
    ctypes.POINTER(_LPVOID),
    _DWORD,
    checked=False,
)

#: Undocumented but as old as Windows XP; psutil and debuggers rest on it. The documented way
#: needs the handle of the main thread, which ``subprocess`` closes.
NtResumeProcess = _ntdll.NtResumeProcess
NtResumeProcess.restype, NtResumeProcess.argtypes = wintypes.LONG, (_HANDLE,)
