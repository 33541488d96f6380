"""Causes of a worker's failure, and remedies, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from workers.base.messages import Translatable, translatable


class Cause(Enum):
    """Why a worker failed."""

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
    """What to offer the user."""

    TRY_AGAIN = "restart"
    MAKE_ROOM = "free memory and restart"
    REINSTALL = "reinstall"
    RUN_ON_CPU = "run on the CPU"
    OPEN_LOG = "show the log"
    CHOOSE_ANOTHER = "choose another engine"
    ACCEPT_LICENSE = "accept the license"
    FREE_DISK = "free disk space"
    UPDATE_DRIVER = "update the driver"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why a worker failed, as far as known.

    Attributes:
        cause: The cause.
        subject: The module, library, model, or signal that it is about; may be empty.
        detail: The line of output that names the cause; empty if the exit code does.
        remedy: What to offer.
        link: Web page of the remedy; empty for none.
    """

    cause: Cause
    subject: str = ""
    detail: str = ""
    remedy: Remedy = Remedy.TRY_AGAIN
    link: str = ""

    @property
    def says_more(self) -> bool:
        """Whether the sentence says more than the error itself."""
        return self.cause not in (Cause.UNKNOWN, Cause.TIMED_OUT, Cause.LOAD_FAILED)

    @property
    def sentence(self) -> Translatable:
        """The cause, in one sentence."""
        sentence = _SENTENCES[self.cause]
        if not self.subject and self.cause in _WITHOUT_SUBJECT:
            sentence = _WITHOUT_SUBJECT[self.cause]
        return Translatable.of(sentence.template, (self.subject,), {})


_SENTENCES = {
    Cause.OUT_OF_GPU_MEMORY: translatable("The engine ran out of GPU memory."),
    Cause.OUT_OF_RAM: translatable("The engine ran out of RAM."),
    Cause.OUT_OF_MEMORY: translatable("The engine ran out of memory."),
    Cause.MISSING_PACKAGE: translatable("The Python package {} is missing.", ""),
    Cause.MISSING_LIBRARY: translatable("The library {} is missing or incompatible.", ""),
    Cause.GPU_TOO_NEW: translatable("The PyTorch version is too old for this GPU."),
    Cause.GPU_TOO_OLD: translatable("The PyTorch version no longer supports this GPU."),
    Cause.GPU_UNSUPPORTED: translatable("The engine doesn't support this GPU."),
    Cause.NO_CUDA: translatable("The installed PyTorch build has no GPU support."),
    Cause.DRIVER_TOO_OLD: translatable("The GPU driver is too old."),
    Cause.GATED_MODEL: translatable("The model {} requires accepting its license.", ""),
    Cause.NO_NETWORK: translatable("The engine couldn't reach the network."),
    Cause.WEIGHTS_MISSING: translatable("The weights are incomplete."),
    Cause.CODE_MISSING: translatable("The engine's code isn't installed."),
    Cause.DISK_FULL: translatable("The disk is full."),
    Cause.KILLED: translatable("Another program killed the engine ({}).", ""),
    Cause.NATIVE_FAULT: translatable("The engine crashed in native code ({}).", ""),
    Cause.NUMPY_TOO_NEW: translatable("The engine needs an older version of NumPy."),
    Cause.ESPEAK_DATA_MISSING: translatable(
        "The eSpeak data for converting text to sounds is missing."
    ),
    Cause.TIMED_OUT: translatable("The engine stopped responding."),
    Cause.LOAD_FAILED: translatable("The model failed to load."),
    Cause.UNKNOWN: translatable("The engine exited without an error message."),
}
_WITHOUT_SUBJECT = {
    Cause.MISSING_PACKAGE: translatable("A Python package is missing."),
    Cause.MISSING_LIBRARY: translatable("A library is missing or incompatible."),
    Cause.GATED_MODEL: translatable("The model requires accepting its license."),
    Cause.KILLED: translatable("The system killed the engine, possibly because RAM ran out."),
    Cause.NATIVE_FAULT: translatable("The engine crashed in native code."),
}
