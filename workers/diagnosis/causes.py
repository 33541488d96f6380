"""What a worker may die of, and what may be done about it: plain data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from workers.said import Said, said


class Cause(Enum):
    """What a worker died of."""

    OUT_OF_GPU_MEMORY = "out of GPU memory"
    OUT_OF_RAM = "out of RAM"
    OUT_OF_MEMORY = "out of memory"
    MISSING_PACKAGE = "missing package"
    MISSING_LIBRARY = "missing library"
    GPU_TOO_NEW = "GPU too new"
    GPU_TOO_OLD = "GPU too old"
    GPU_UNSUPPORTED = "GPU not supported"
    NO_CUDA = "no CUDA"
    DRIVER_TOO_OLD = "driver too old"
    GATED_MODEL = "gated model"
    NO_NETWORK = "no network"
    WEIGHTS_MISSING = "weights missing"
    CODE_MISSING = "code missing"
    DISK_FULL = "disk full"
    KILLED = "killed"
    NATIVE_FAULT = "native fault"
    NUMPY_TOO_NEW = "numpy too new"
    ESPEAK_DATA_MISSING = "espeak data missing"
    TIMED_OUT = "timed out"
    LOAD_FAILED = "load failed"
    UNKNOWN = "unknown"


class Remedy(Enum):
    """The one thing to offer."""

    TRY_AGAIN = "try again"
    MAKE_ROOM = "make room and try again"
    REINSTALL = "install again"
    RUN_ON_CPU = "run on the CPU"
    OPEN_LOG = "open the log"
    CHOOSE_ANOTHER = "choose another engine"
    ACCEPT_LICENCE = "accept the licence"
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
    Cause.OUT_OF_GPU_MEMORY: said("It ran out of GPU memory."),
    Cause.OUT_OF_RAM: said("It ran out of this computer's memory (RAM)."),
    Cause.OUT_OF_MEMORY: said("It ran out of memory."),
    Cause.MISSING_PACKAGE: said("The Python package {} is missing from its environment.", ""),
    Cause.MISSING_LIBRARY: said("The library {} is missing, or does not fit.", ""),
    Cause.GPU_TOO_NEW: said("The GPU is too new for its version of torch."),
    Cause.GPU_TOO_OLD: said("The GPU is too old for its version of torch."),
    Cause.GPU_UNSUPPORTED: said("Its libraries were not built for this model of GPU."),
    Cause.NO_CUDA: said("Its version of torch cannot use a GPU."),
    Cause.DRIVER_TOO_OLD: said("The GPU's driver is too old for it."),
    Cause.GATED_MODEL: said("The model {} is given only to those who accept its licence.", ""),
    Cause.NO_NETWORK: said("It needed the network, and could not reach it."),
    Cause.WEIGHTS_MISSING: said("Its model has not been downloaded completely."),
    Cause.CODE_MISSING: said("The code that it needs beside its packages is not installed."),
    Cause.DISK_FULL: said("The disk is full."),
    Cause.KILLED: said("Something outside ended it ({}).", ""),
    Cause.NATIVE_FAULT: said("Its native code made a fatal mistake ({}).", ""),
    Cause.NUMPY_TOO_NEW: said("Its libraries need an older version of numpy."),
    Cause.ESPEAK_DATA_MISSING: said(
        "The data of espeak, which turns text into sounds, is missing."
    ),
    Cause.TIMED_OUT: said("It gave no sign of life for too long."),
    Cause.LOAD_FAILED: said("Its model could not be loaded."),
    Cause.UNKNOWN: said("It ended without saying why."),
}
_WITHOUT_SUBJECT = {
    Cause.MISSING_PACKAGE: said("A Python package is missing from its environment."),
    Cause.MISSING_LIBRARY: said("A library that it needs is missing, or does not fit."),
    Cause.GATED_MODEL: said("Its model is given only to those who accept the licence."),
    Cause.KILLED: said("The system ended it, probably because memory (RAM) had run out."),
    Cause.NATIVE_FAULT: said("Its native code made a fatal mistake."),
}
