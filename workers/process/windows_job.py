"""A Job Object: Windows' group of a process and its descendants.

Processes that are started inside a job stay in it. The job ends, with all its processes, when its
last handle closes. The only handle is ours and not inherited, so whatever ends this process,
TerminateProcess included, ends its workers, too.
"""

from __future__ import annotations

import ctypes
import logging
import sys
import threading
import time
from ctypes import wintypes

from workers.base.exit_status import KILLED_ON_WINDOWS

if sys.platform != "win32":
    msg = "workers.process.windows_job is for Windows"
    raise ImportError(msg)

from workers.process import windows_api as api

logger = logging.getLogger(__name__)

#: Longest wait for a message about the job's processes before they are counted again:
#: Windows does not promise to deliver these messages.
_RECOUNT_MS = 50


class Job:
    """See :class:`workers.process.handle.ProcessGroup`."""

    def __init__(self) -> None:
        """Creates a job without processes.

        Raises:
            OSError: Windows refuses.
        """
        self._lock = threading.Lock()  # a closed handle's number is reused
        self._job: int | None = api.CreateJobObject(None, None)
        self._port: int | None = None
        try:
            self._limit()
            self._port = api.CreateIoCompletionPort(api.INVALID_HANDLE_VALUE, None, 0, 1)
            association = api.AssociateCompletionPort(None, self._port)
            self._set(api.ASSOCIATE_COMPLETION_PORT_INFORMATION, association)
        except BaseException:
            self.close()
            raise

    def _limit(self) -> None:
        limits = api.ExtendedLimitInformation()
        # A crash must end the process, not show a dialog.
        limits.BasicLimitInformation.LimitFlags = (
            api.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | api.JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION
        )
        self._set(api.EXTENDED_LIMIT_INFORMATION, limits)

    def _set(self, information: int, value: ctypes.Structure) -> None:
        api.SetInformationJobObject(
            self._job, information, ctypes.byref(value), ctypes.sizeof(value)
        )

    def release_into(self, pid: int) -> None:
        """Adds a process that was created suspended, and resumes it.

        Nothing can run before it is in: the ``python.exe`` of a virtual environment is
        a launcher whose first act is to start the real one.

        Raises:
            OSError: Windows refuses.
        """
        rights = api.PROCESS_SET_QUOTA | api.PROCESS_TERMINATE | api.PROCESS_SUSPEND_RESUME
        process = api.OpenProcess(rights, False, pid)  # noqa: FBT003 - a C function
        try:
            api.AssignProcessToJobObject(self._job, process)
            status = api.NtResumeProcess(process)
        finally:
            api.CloseHandle(process)
        if status < 0:
            message = f"can't resume process {pid} (NTSTATUS {status & 4294967295:#x})"
            raise OSError(message)

    def kill(self) -> None:
        """Kills all processes of the job."""
        with self._lock:
            if self._job is None:
                return
            try:
                api.TerminateJobObject(self._job, KILLED_ON_WINDOWS)
            except OSError as error:  # one process of it is on its way out, or protected
                logger.warning("couldn't terminate a Job Object: %s", error)

    def wait_gone(self, timeout_s: float) -> bool:
        """Waits until the job has no process; False when the time is up."""
        deadline = time.monotonic() + timeout_s
        while self._count():
            left_ms = (deadline - time.monotonic()) * 1000
            if left_ms <= 0:
                return False
            self._wait_for_message(min(left_ms, _RECOUNT_MS))
        return True

    def _count(self) -> int:
        accounting = api.BasicAccountingInformation()
        api.QueryInformationJobObject(
            self._job,
            api.BASIC_ACCOUNTING_INFORMATION,
            ctypes.byref(accounting),
            ctypes.sizeof(accounting),
            None,
        )
        return int(accounting.ActiveProcesses)

    def _wait_for_message(self, timeout_ms: float) -> None:
        """Waits for a message of the job, usually that a process has ended."""
        event, key, detail = wintypes.DWORD(), api.ULONG_PTR(), wintypes.LPVOID()
        api.GetQueuedCompletionStatus(
            self._port,
            ctypes.byref(event),
            ctypes.byref(key),
            ctypes.byref(detail),
            max(1, int(timeout_ms)),
        )

    def close(self) -> None:
        """Closes both handles; processes that are still in the job end."""
        with self._lock:
            for handle in (self._job, self._port):
                if handle is not None:
                    api.CloseHandle(handle)
            self._job = self._port = None
