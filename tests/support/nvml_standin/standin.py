"""What a test says to the stand-in library."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

GIB = 2**30
EVERY_DEVICE = -1
_NOT_AVAILABLE = 2**64 - 1
_NO_INSTANCE = 2**32 - 1


def build_library(folder: Path) -> Path:
    """Compile the stand-in.

    Args:
        folder: Gets the library, under the name that the loader looks for.

    Returns:
        The library's path.

    Raises:
        FileNotFoundError: No C compiler, or no Linux.
        subprocess.CalledProcessError: It does not compile.
    """
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None or sys.platform != "linux":
        message = "the stand-in for NVIDIA's driver needs Linux and a C compiler (cc)"
        raise FileNotFoundError(message)
    library = folder / "libnvidia-ml.so.1"
    source = Path(__file__).with_name("nvml.c")
    options = ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-pthread"]
    subprocess.run([compiler, *options, "-o", library, source], check=True)
    return library


@dataclass
class _Device:
    total_bytes: int
    reserved_bytes: int
    unlisted_bytes: int
    uuid: str
    name: str


@dataclass(frozen=True)
class _Process:
    device: int
    pid: int
    used_bytes: int | None
    computes: bool
    draws: bool
    instance: int


@dataclass
class _Room:
    devices: list[_Device] = field(default_factory=list[_Device])
    processes: list[_Process] = field(default_factory=list[_Process])
    failures: dict[tuple[str, int], int] = field(default_factory=dict[tuple[str, int], int])
    hangs: dict[tuple[str, int], int] = field(default_factory=dict[tuple[str, int], int])
    present: bool = True
    session: int = 1
    lag_ms: int = 0
    hides_shares: bool = False
    driver: str = "570.86.16"
    capability: tuple[int, int] = (8, 9)
    library: str = ""
    wide_v3: bool = False


class NvmlStandIn:
    """A machine with NVIDIA GPUs. Starts as one GPU of 8 GiB that nobody uses.

    What is set here counts from the next NVML call on, in every process that has loaded
    the library. Used memory is the sum of what is set as unlisted, what the listed
    processes hold, and what living children have declared with ``declare.hold``.
    """

    def __init__(self, library: Path, folder: Path) -> None:
        """Make a machine.

        Args:
            library: From :func:`build_library`.
            folder: Empty; for this machine's figures.
        """
        self._library = library
        self._folder = folder
        (folder / "held").mkdir()
        self._room = _Room()
        self.set_devices(8 * GIB)

    @property
    def environment(self) -> dict[str, str]:
        """What a child's environment must hold so that ``pynvml`` finds this machine there."""
        return {
            "LD_LIBRARY_PATH": str(self._library.parent),
            "NVML_STANDIN_DIR": str(self._folder),
        }

    def load(self) -> ctypes.CDLL:
        """Load the library into this process and let it show this machine.

        It has no SONAME on purpose: one who asks the loader for ``libnvidia-ml.so.1``
        afterwards does not get it by accident.
        """
        library = ctypes.CDLL(str(self._library))
        library.standin_use(str(self._folder).encode())
        return library

    def set_devices(self, *total_bytes: int, reserved_bytes: int = 0) -> None:
        """Put these GPUs in, instead of those that were there.

        Args:
            total_bytes: One a GPU.
            reserved_bytes: What the driver keeps for itself, on each.
        """
        self._room.devices = [
            _Device(total, reserved_bytes, 0, f"GPU-{index:08d}", f"Stand-in GPU {index}")
            for index, total in enumerate(total_bytes)
        ]
        self._write()

    def name_device(self, name: str, device: int = 0) -> None:
        """Give a GPU another name."""
        self._room.devices[device].name = name
        self._write()

    def set_capability(self, major: int, minor: int) -> None:
        """Set what of CUDA the GPUs can do."""
        self._room.capability = (major, minor)
        self._write()

    def bus_id(self, device: int = 0) -> str:
        """A GPU's PCI address, as the kernel writes it."""
        return f"0000:{device + 1:02x}:00.0"

    def set_unlisted(self, used_bytes: int, device: int = 0) -> None:
        """Use memory that no process is listed for, such as another program's."""
        self._room.devices[device].unlisted_bytes = used_bytes
        self._write()

    def set_process(
        self,
        pid: int,
        used_bytes: int | None,
        *,
        device: int = 0,
        computes: bool = True,
        draws: bool = False,
        instance: int = _NO_INSTANCE,
    ) -> None:
        """List a process with what it holds, or with None where the driver cannot tell.

        It is listed until it is removed, whether it lives or not. The same process can be
        listed in several instances of a divided GPU.
        """
        self._drop(pid, device, instance)
        self.add_duplicate(
            pid, used_bytes, device=device, computes=computes, draws=draws, instance=instance
        )

    def add_duplicate(
        self,
        pid: int,
        used_bytes: int | None,
        *,
        device: int = 0,
        computes: bool = True,
        draws: bool = False,
        instance: int = _NO_INSTANCE,
    ) -> None:
        """List a process once more, as some drivers do."""
        self._room.processes.append(_Process(device, pid, used_bytes, computes, draws, instance))
        self._write()

    def remove_process(self, pid: int) -> None:
        """Take a process off every device."""
        self._room.processes = [process for process in self._room.processes if process.pid != pid]
        self._write()

    def hide_shares(self, *, hidden: bool = True) -> None:
        """Tell of no process what it holds, as Windows' WDDM does."""
        self._room.hides_shares = hidden
        self._write()

    def set_driver(self, version: str, *, wide_v3: bool = False) -> None:
        """Set the driver's version, and whether its v3 lists have drivers 535's longer entries."""
        self._room.driver = version
        self._room.wide_v3 = wide_v3
        self._write()

    def update_driver(self, version: str) -> None:
        """Put another driver in: sessions end, and only its own library gets new ones.

        That library lies where the old one was; a process that has loaded the old one gets
        ``LIB_RM_VERSION_MISMATCH`` until it loads the new one.
        """
        library = self._library.with_name(f"libnvidia-ml.so.{version}")
        shutil.copyfile(self._library, library)
        link = self._library.with_name(".link")
        link.symlink_to(library.name)
        link.replace(self._library)
        self._room.driver = self._room.library = version
        self._room.session += 1
        self._write()

    def set_lag(self, lag_ms: int) -> None:
        """Go on counting what a child held for so long after its end was first noticed."""
        self._room.lag_ms = lag_ms
        self._write()

    def fail(self, function: str, code: int, device: int = EVERY_DEVICE) -> None:
        """Let a function answer an NVML return code; 0 lets it work again.

        Args:
            function: Its name in the library, such as ``nvmlDeviceGetMemoryInfo_v2``, or
                ``*`` for every one.
            code: ``pynvml.NVML_ERROR_…``; ``FUNCTION_NOT_FOUND`` looks like an old driver.
            device: Only for this one.
        """
        self._room.failures[function, device] = code
        self._write()

    def hang(self, function: str, duration_ms: int, device: int = EVERY_DEVICE) -> None:
        """Let calls of a function (``*``: of every one) take so long; 0 lets go at once."""
        self._room.hangs[function, device] = duration_ms
        self._write()

    def vanish(self) -> None:
        """Take the driver away: sessions are broken, and no new one can be opened."""
        self._room.present = False
        self._write()

    def reappear(self) -> None:
        """Bring the driver back; sessions from before stay broken."""
        self._room.present = True
        self._room.session += 1
        self._write()

    def calls(self, function: str) -> int:
        """How often this process has called a function of the library, in this test."""
        count = ctypes.CDLL(str(self._library)).standin_calls
        count.restype = ctypes.c_long
        return int(count(function.encode()))

    def open_sessions(self) -> int:
        """How many sessions this process has open: ``nvmlInit`` without ``nvmlShutdown``."""
        sessions = ctypes.CDLL(str(self._library)).standin_sessions
        sessions.restype = ctypes.c_long
        return int(sessions())

    def _drop(self, pid: int, device: int, instance: int) -> None:
        place = (pid, device, instance)
        self._room.processes = [
            process
            for process in self._room.processes
            if (process.pid, process.device, process.instance) != place
        ]

    def _write(self) -> None:
        room = self._room
        lines = [
            f"session {room.session}",
            f"present {room.present:d}",
            f"lag_ms {room.lag_ms}",
            f"hides_shares {room.hides_shares:d}",
            f"wide_v3 {room.wide_v3:d}",
            f"driver {room.driver}",
            f"capability {room.capability[0]} {room.capability[1]}",
        ]
        if room.library:
            lines.append(f"library {room.library}")
        lines += [
            f"device {device.total_bytes} {device.reserved_bytes} {device.unlisted_bytes} "
            f"{device.uuid} {device.name}"
            for device in room.devices
        ]
        for process in room.processes:
            used = _NOT_AVAILABLE if process.used_bytes is None else process.used_bytes
            lines.append(
                f"process {process.device} {process.pid} {used} {process.computes:d} "
                f"{process.draws:d} {process.instance}"
            )
        lines += [f"fail {name} {code} {device}" for (name, device), code in room.failures.items()]
        lines += [f"hang {name} {ms} {device}" for (name, device), ms in room.hangs.items()]
        new = self._folder / ".room"
        new.write_text("\n".join(lines) + "\n", encoding="utf-8")
        new.replace(self._folder / "room")
