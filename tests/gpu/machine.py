"""This machine's GPU, all but a few GB of which another program holds, and torch on it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.support.patience import until
from tests.support.tool_room import Room
from workers.devices.nvml import NvmlProbe
from workers.devices.probe import DeviceReading
from workers.supervisor import Supervisor
from workers.tool.tool_worker import ToolWorker

GIB = 2**30
#: Names the interpreter that has torch, where that is not the one that runs the tests.
INTERPRETER_VARIABLE = "ENGINEROOM_GPU_PYTHON"
#: What is left for the engines of a test, in GB: room for two of those below, and no third.
ROOM_GB = 4.0
#: What an engine's model takes, and what it is declared to need with its context, in GB.
MODEL_GB = 0.75
DECLARED_GB = 1.75

_ACTOR = "tests.support.tools.torch_actor"
_ANOTHER_PROGRAM = Path(__file__).with_name("another_program.py")
_ASK_TORCH = (
    "import sys, torch\n"
    "if not torch.cuda.is_available(): sys.exit('torch finds no CUDA there')\n"
    "print(torch.__version__, torch.version.cuda)"
)


def interpreter() -> str:
    """The interpreter that has torch, or should."""
    return os.environ.get(INTERPRETER_VARIABLE) or sys.executable


def why_not() -> str:
    """Why nothing can be tested on a GPU here; empty when it can."""
    probe = NvmlProbe()
    readings = probe.read()
    probe.close()
    if not readings:
        return "NVIDIA's driver shows no GPU here"
    if readings[0].free_bytes < (ROOM_GB + 1.0) * GIB:
        return f"{readings[0].name} has less than {ROOM_GB + 1:g} GB free"
    command = [interpreter(), "-c", _ASK_TORCH]
    try:
        asked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{interpreter()}: {error}"
    if asked.returncode:
        why = (asked.stderr.strip().splitlines() or ["it says nothing"])[-1]
        return f"{interpreter()}: {why}; name one that has torch in ${INTERPRETER_VARIABLE}"
    return ""


class GpuMachine:
    """Engines on a GPU with ``ROOM_GB`` free."""

    def __init__(self, room: Room, ledger_file: Path) -> None:
        """Have another program take all but that.

        Args:
            room: Ends what is made here.
            ledger_file: Where figures are learned.
        """
        self.room = room
        self.ledger_file = ledger_file
        self.supervisor: Supervisor = self.supervise()
        free = self.gpu().free_bytes
        command = [interpreter(), str(_ANOTHER_PROGRAM)]
        # Its own context takes some of it; what is too little comes off the next time.
        surplus = free - int((ROOM_GB + 0.6) * GIB)
        self.other = subprocess.Popen(
            [*command, str(surplus)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.other.stdout is not None
        assert self.other.stdout.readline() == b"holding\n"
        self.room_bytes = self.gpu().free_bytes

    def supervise(self, **options: Any) -> Supervisor:
        """Have a supervisor of these parts from now on."""
        options.setdefault("ledger_file", self.ledger_file)
        self.supervisor = self.room.supervise(probe=NvmlProbe(), **options)
        return self.supervisor

    def gpu(self) -> DeviceReading:
        """What the driver says of the first GPU."""
        return self.supervisor.snapshot().devices[0]

    def engine(
        self, name: str, gb: float = DECLARED_GB, model_gb: float = MODEL_GB, **options: Any
    ) -> ToolWorker:
        """An engine on the first GPU whose model takes so much; by default two fit, not three."""
        return self.room.tool(
            name,
            tool_module=_ACTOR,
            vram_budget=self.room.declare(f"{name}'s budget", gb),
            env={"TORCH_ACTOR": str(model_gb)},
            python_exe=interpreter(),
            device="cuda:0",
            supervisor=self.supervisor,
            startup_timeout=300.0,
            **options,
        )

    def close(self) -> None:
        """End it all, and see that it is given back."""
        self.room.close()
        assert self.other.stdin is not None
        assert self.other.stdout is not None
        self.other.stdin.close()
        self.other.wait(60)
        self.other.stdout.close()


def soon(is_so: Any, what: str) -> None:
    """Wait for what a driver takes its time to show."""
    until(is_so, what, timeout_s=30.0)
