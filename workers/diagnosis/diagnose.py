"""Finds the cause of a worker's failure, and a remedy.

Output comes before exit codes, since libraries know more. NTSTATUS values are from [MS-ERREF]
section 2.3.1, as in :mod:`workers.base.exit_status`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workers.base.exit_status import LOAD_FAILED, ExitStatus
from workers.diagnosis.causes import Cause, Diagnosis, Remedy
from workers.diagnosis.error_patterns import by_lines, by_warnings, shortened
from workers.memory.out_of_memory import LAST_LINES

_DRIVERS = "https://www.nvidia.com/drivers"

_FAULTS = frozenset({"SIGSEGV", "SIGABRT", "SIGILL", "SIGBUS", "SIGFPE", "SIGTRAP", "SIGSYS"})
_WINDOWS_FAULTS = frozenset(
    {0xC0000005, 0xC0000006, 0xC000001D, 0xC0000094, 0xC00000FD, 0xC0000374, 0xC0000409}
    | {0xE06D7363}
)
_CAUSES = {
    LOAD_FAILED: Cause.LOAD_FAILED,
    0xC0000017: Cause.OUT_OF_RAM,
    0xC000012D: Cause.OUT_OF_RAM,
    0xC0000135: Cause.MISSING_LIBRARY,
    0xC0000138: Cause.MISSING_LIBRARY,
    0xC0000139: Cause.MISSING_LIBRARY,
    0xC0000142: Cause.MISSING_LIBRARY,
    0xC06D007E: Cause.MISSING_LIBRARY,
}

#: Libraries that Python packages contain, so that reinstalling helps. The user has to install
#: others.
_OF_PACKAGES = ("torch", "c10", "cud", "cublas", "nv", "fbgemm", "onnx", "ctranslate", "_", "shm")

#: In the path of a file that a Python package contains.
_PACKAGES = ("site-packages", "dist-packages", "espeakng_loader")

_GPU_CAUSES = frozenset({Cause.GPU_TOO_NEW, Cause.GPU_TOO_OLD, Cause.GPU_UNSUPPORTED})
_REMEDIES = {
    Cause.OUT_OF_GPU_MEMORY: Remedy.MAKE_ROOM,
    Cause.OUT_OF_RAM: Remedy.MAKE_ROOM,
    Cause.OUT_OF_MEMORY: Remedy.MAKE_ROOM,
    Cause.MISSING_PACKAGE: Remedy.REINSTALL,
    Cause.MISSING_LIBRARY: Remedy.REINSTALL,
    Cause.GPU_TOO_NEW: Remedy.CHOOSE_ANOTHER,
    Cause.GPU_TOO_OLD: Remedy.CHOOSE_ANOTHER,
    Cause.GPU_UNSUPPORTED: Remedy.CHOOSE_ANOTHER,
    Cause.NO_CUDA: Remedy.REINSTALL,  # Selects the PyTorch build again.
    Cause.DRIVER_TOO_OLD: Remedy.UPDATE_DRIVER,
    Cause.GATED_MODEL: Remedy.ACCEPT_LICENSE,
    Cause.WEIGHTS_MISSING: Remedy.REINSTALL,
    Cause.CODE_MISSING: Remedy.REINSTALL,
    Cause.DISK_FULL: Remedy.FREE_DISK,
    Cause.NUMPY_TOO_NEW: Remedy.REINSTALL,
    Cause.ESPEAK_DATA_MISSING: Remedy.REINSTALL,
    Cause.LOAD_FAILED: Remedy.OPEN_LOG,
}


def diagnose(
    outcome: ExitStatus | None,
    stderr_tail: Sequence[str],
    error_text: str = "",
    *,
    timed_out: bool = False,
    has_cpu_mode: bool = False,
) -> Diagnosis:
    """Returns why a worker failed.

    Args:
        outcome: How its process ended; None without a process.
        stderr_tail: Its last lines of stderr, oldest first.
        error_text: The error that its caller got.
        timed_out: It was killed after a timeout.
        has_cpu_mode: It can run without a GPU.
    """
    lines = [shortened(line) for line in (*stderr_tail, *error_text.splitlines())[-LAST_LINES:]]
    found = (
        (Diagnosis(Cause.TIMED_OUT) if timed_out else None)
        or by_lines(lines)
        or by_warnings(lines, outcome)
        or _by_outcome(outcome)
    )
    return _with_remedy(found, has_cpu_mode=has_cpu_mode)


def _by_outcome(outcome: ExitStatus | None) -> Diagnosis:
    if outcome is None or outcome.killed_by_us:
        return Diagnosis(Cause.UNKNOWN)
    if outcome.signal_name is not None:
        return _by_signal(outcome.signal_name)
    code = outcome.exit_code
    if code in _WINDOWS_FAULTS:
        return Diagnosis(Cause.NATIVE_FAULT, f"0x{code:08X}")
    return Diagnosis(_CAUSES.get(code, Cause.UNKNOWN))


def _by_signal(name: str) -> Diagnosis:
    if name == "SIGKILL":
        return Diagnosis(Cause.KILLED, remedy=Remedy.MAKE_ROOM)
    return Diagnosis(Cause.NATIVE_FAULT if name in _FAULTS else Cause.KILLED, name)


def _with_remedy(found: Diagnosis, *, has_cpu_mode: bool) -> Diagnosis:
    cause = found.cause
    if cause in _GPU_CAUSES and has_cpu_mode:
        return replace(found, remedy=Remedy.RUN_ON_CPU)
    if cause is Cause.DRIVER_TOO_OLD:
        return replace(found, remedy=Remedy.UPDATE_DRIVER, link=_DRIVERS)
    if cause is Cause.ESPEAK_DATA_MISSING and not any(part in found.detail for part in _PACKAGES):
        return found  # A system library, likewise.
    if cause is Cause.MISSING_LIBRARY and found.subject:
        bare = found.subject.lower().removeprefix("lib")
        if not bare.startswith(_OF_PACKAGES):
            return found  # A system library: reinstalling the engine doesn't help.
    return replace(found, remedy=_REMEDIES.get(cause, found.remedy))
