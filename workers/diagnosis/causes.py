"""What a worker may die of, and what may be done about it: plain data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from workers.base.messages import Said, said


class Cause(Enum):
    """What a worker died of."""

    OUT_OF_GPU_MEMORY = "out of GPU memory"
    OUT_OF_RAM = "out of RAM"
    OUT_OF_MEMORY = "out of memory"
    MISSING_PACKAGE = "missing package"
    MISSING_LIBRARY = "missing library"
    GPU_TOO_NEW = "GPU too new"
    GPU_TOO_OLD = "GPU too old"
    GPU_UNSUPPORTED = "GPU unsupported"
    NO_CUDA = "no CUDA support"
    DRIVER_TOO_OLD = "driver too old"
    GATED_MODEL = "gated model"
    NO_NETWORK = "no network"
    WEIGHTS_MISSING = "weights missing"
    CODE_MISSING = "code missing"
    DISK_FULL = "disk full"
    KILLED = "killed"
    NATIVE_FAULT = "native crash"
    NUMPY_TOO_NEW = "NumPy too new"
    ESPEAK_DATA_MISSING = "eSpeak data missing"
    TIMED_OUT = "timed out"
    LOAD_FAILED = "load failed"
    UNKNOWN = "unknown"


class Remedy(Enum):
    """The one thing to offer."""

    TRY_AGAIN = "restart"
    MAKE_ROOM = "free memory and restart"
    REINSTALL = "reinstall"
    RUN_ON_CPU = "run on the CPU"
    OPEN_LOG = "show the log"
    CHOOSE_ANOTHER = "choose another engine"
    ACCEPT_LICENCE = "accept the license"
    FREE_DISK = "free disk space"
    UPDATE_DRIVER = "update the driver"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why a worker died, as far as it can be told.

    Attributes:
        cause: What it died of.
        subject: What that was about: a module, a library, a model, a signal; or empty.
        detail: The line that told it; empty where the exit code did.
        remedy: What to offer.
        link: Where a remedy is carried out in the browser; empty for none.
    """

    cause: Cause
    subject: str = ""
    detail: str = ""
    remedy: Remedy = Remedy.TRY_AGAIN
    link: str = ""

    @property
    def says_more(self) -> bool:
        """False where the error itself says it better."""
        return self.cause not in (Cause.UNKNOWN, Cause.TIMED_OUT, Cause.LOAD_FAILED)

    @property
    def sentence(self) -> Said:
        """The cause in one sentence, whose subject is the engine."""
        sentence = _SENTENCES[self.cause]
        if not self.subject and self.cause in _WITHOUT_SUBJECT:
            sentence = _WITHOUT_SUBJECT[self.cause]
        return Said.of(sentence.template, (self.subject,), {})


_SENTENCES = {
    Cause.OUT_OF_GPU_MEMORY: said("The engine ran out of GPU memory."),
    Cause.OUT_OF_RAM: said("The engine ran out of RAM."),
    Cause.OUT_OF_MEMORY: said("The engine ran out of memory."),
    Cause.MISSING_PACKAGE: said("The Python package {} is missing.", ""),
    Cause.MISSING_LIBRARY: said("The library {} is missing or incompatible.", ""),
    Cause.GPU_TOO_NEW: said("The PyTorch version is too old for this GPU."),
    Cause.GPU_TOO_OLD: said("The PyTorch version no longer supports this GPU."),
    Cause.GPU_UNSUPPORTED: said("The engine doesn't support this GPU."),
    Cause.NO_CUDA: said("The installed PyTorch build has no GPU support."),
    Cause.DRIVER_TOO_OLD: said("The GPU driver is too old."),
    Cause.GATED_MODEL: said("The model {} requires accepting its license.", ""),
    Cause.NO_NETWORK: said("The engine couldn't reach the network."),
    Cause.WEIGHTS_MISSING: said("The weights are incomplete."),
    Cause.CODE_MISSING: said("The engine's code isn't installed."),
    Cause.DISK_FULL: said("The disk is full."),
    Cause.KILLED: said("Another program killed the engine ({}).", ""),
    Cause.NATIVE_FAULT: said("The engine crashed in native code ({}).", ""),
    Cause.NUMPY_TOO_NEW: said("The engine needs an older version of NumPy."),
    Cause.ESPEAK_DATA_MISSING: said("The eSpeak data for converting text to sounds is missing."),
    Cause.TIMED_OUT: said("The engine stopped responding."),
    Cause.LOAD_FAILED: said("The model failed to load."),
    Cause.UNKNOWN: said("The engine exited without an error message."),
}
_WITHOUT_SUBJECT = {
    Cause.MISSING_PACKAGE: said("A Python package is missing."),
    Cause.MISSING_LIBRARY: said("A library is missing or incompatible."),
    Cause.GATED_MODEL: said("The model requires accepting its license."),
    Cause.KILLED: said("The system killed the engine, possibly because RAM ran out."),
    Cause.NATIVE_FAULT: said("The engine crashed in native code."),
}
