"""Recognizes the cause of a worker's failure in its last lines of stderr.

Lines are matched from the last one back, since libraries name the cause at the end of a traceback;
the first match counts. Each pattern is a complete phrase of one library, since a worker may print
any text that it speaks. Warnings that are usually harmless count only if nothing else matches.

Sources of the messages, which the tests quote:

- torch: "no kernel image" pytorch#81883, pytorch#31285; sm_120 pytorch#150733 and
  IAHispano/Applio#1006 (printed as a warning, and often survived); too old a GPU
  pytorch#6515; "not compiled with CUDA" pytorch#28111; driver lllyasviel/Fooocus#1313 and,
  as a warning, ultralytics/yolov5#2389
- the CUDA runtime: error 35, CTranslate2#1842, hacksider/Deep-Live-Cam#642,
  nagadomi/nunif#702
- missing libraries: boson-ai/higgs-audio#177, bastibe/python-soundfile#352 and #468,
  SYSTRAN/faster-whisper#297, #1276 and #1279, daswer123/xtts-finetune-webui#18,
  Uberi/speech_recognition#835; Windows: pytorch#28363, #131662 (126), #37733 (127),
  #41585 (193; its text is translated, 2noise/ChatTTS#886, hence the number)
- Hugging Face: mattyamonaca/layerdivider#53, harry0703/MoneyPrinterTurbo#196,
  city96/ComfyUI_ExtraModels#99 (401), ariG23498/gemma3-object-detection#5 (403),
  mlx-examples#759; no network: yuh-zha/AlignScore#17, FiLo#10
- full disks: diffusers#4957, LlamaFactory#5155 (Rust). Windows' 112 is ERROR_DISK_FULL,
  POSIX' 28 and 122 are ENOSPC and EDQUOT
- numpy: jupyter/notebook#7522. espeak: rhasspy/piper#73, bootphon/phonemizer#44,
  puzzlet/espeak-japanese#2
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from workers.base.exit_status import ExitStatus
from workers.diagnosis.causes import Cause, Diagnosis
from workers.environments.missing_dependency import (
    is_espeak_data_missing,
    missing_library,
    needs_older_numpy,
)
from workers.memory.out_of_memory import LONGEST_MESSAGE, is_out_of_memory

_HUB = "https://huggingface.co/"

_MISSING_MODULE = re.compile(r"\bModuleNotFoundError: No module named '([\w.]{1,100})'")
_GATED = re.compile(
    r"Cannot access gated repo for url|GatedRepoError: 40[13]|Access to model \S+ is restricted"
    r"|You are trying to access a gated repo|40[13] Client Error[^:]*: \w+ for url: https://hugg"
)
_MODEL = re.compile(
    r"(?:Access to model |https://huggingface\.co/(?:api/models/)?)"
    r"([A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w-]{0,95}(?:\.[\w-]{1,60})*)"
)
#: From our own adapters (``workers/engines``).
_NO_WEIGHTS = re.compile(
    r"^FileNotFoundError: the weights ([\w.-]{1,96}/[\w.-]{1,96}) of [\w-]+ are not"
)
#: A library's error about a file in our weights folder, if one of the phrases below follows.
_IN_WEIGHTS = re.compile(
    r"^[\w.]*(?:Error|Exception|NoSuchFile): .*[\\/]weights[\\/]([\w.-]{1,96}--[\w.-]{1,96})"
)
_NOT_FOUND = (
    *("No such file", "not found", "does not exist", "doesn't exist", "NO_SUCHFILE"),
    *("no file named", "Unable to open file", "Incorrect path"),
)
_CODE = re.compile(r"^FileNotFoundError: the code of ([\w-]{1,64}) is not installed: ")
_NOT_COMPATIBLE = re.compile(
    r"with CUDA capability sm_(\d+) is not compatible with the current PyTorch installation"
)
_COMPATIBLE_WITH = re.compile(r"install supports CUDA capabilities((?: (?:sm|compute)_\d+)+)")
#: Cause -> phrases. Most include the exception's type, which spoken text doesn't.
_PHRASES: tuple[tuple[Cause, tuple[str, ...]], ...] = (
    (
        Cause.GPU_UNSUPPORTED,
        (
            "CUDA error: no kernel image is available for execution on the device",
            "cuda runtime error (48): no kernel image",
            "cuda runtime error (48) : no kernel image",
            "error=48 : no kernel image",
            "error = 48: no kernel image",
            "HIP error: no kernel image is available",
            "HIP error: invalid device function",
            "cudaErrorNoKernelImageForDevice",
        ),
    ),
    (Cause.GPU_TOO_OLD, ("no longer supports this GPU because it is too old",)),
    (Cause.NO_CUDA, ("AssertionError: Torch not compiled with CUDA enabled",)),
    (
        Cause.DRIVER_TOO_OLD,
        (
            "Error: The NVIDIA driver on your system is too old",
            "CUDA failed with error CUDA driver version is insufficient",
            "CUDA error: CUDA driver version is insufficient",
            "CUDA failure 35: CUDA driver version is insufficient",
            "cudaErrorInsufficientDriver",
        ),
    ),
    (
        Cause.DISK_FULL,
        (
            "[Errno 28]",
            "[Errno 122] Disk quota exceeded",
            "[WinError 112]",
            "(os error 28)",
            "(os error 112)",
            "code: 28, kind: StorageFull",
            "No space left on device (",
        ),
    ),
    (
        Cause.WEIGHTS_MISSING,
        (
            "outgoing traffic has been disabled",
            "OfflineModeIsEnabled: ",
            "and it looks like HF_HUB_OFFLINE",
        ),
    ),
    (
        Cause.NO_NETWORK,
        (
            "LocalEntryNotFoundError: ",
            "OSError: We couldn't connect to 'https://huggingface.co'",
            "(Caused by NameResolutionError(",
            "(Caused by NewConnectionError(",
            "(Caused by ConnectTimeoutError(",
            "URLError: <urlopen error [Errno -3] ",
            "URLError: <urlopen error [Errno -2] ",
            "URLError: <urlopen error [Errno 11001] ",
            "ConnectError: [Errno -3] ",
            "ConnectError: [Errno -2] ",
            "ConnectError: [Errno 11001] ",
        ),
    ),
)
_NUMPY = "A module that was compiled using NumPy 1.x cannot be run in"
_WEAK_DRIVER = "CUDA initialization: The NVIDIA driver on your system is too old"

_RAM = ("defaultcpuallocator", "bad_alloc", "winerror", "[errno 12]", "os error")
_GPU = ("cuda", "hip ", "hip_", "xpu", "mps ", "cublas", "cudnn", "cusolver", "cusparse", "vk_")


def shortened(line: str) -> str:
    """Returns a line, without the middle if it is very long, as progress bars are."""
    if len(line) <= 2 * LONGEST_MESSAGE:
        return line.strip()
    return f"{line[:LONGEST_MESSAGE]} … {line[-LONGEST_MESSAGE:]}".strip()


def by_lines(lines: Sequence[str]) -> Diagnosis | None:
    """Returns the cause that the last matching line names; None without a match."""
    for line in reversed(lines):
        found = _by_line(line)
        if found is not None and found.cause is Cause.GPU_UNSUPPORTED:
            return replace(_generation(lines) or found, detail=line)
        if found is not None and found.cause is Cause.GATED_MODEL:
            model = found.subject or next((name for name in map(_model, lines) if name), "")
            return replace(found, subject=model, link=_HUB + model)
        if found is not None:
            return found
    return None


def _by_line(line: str) -> Diagnosis | None:
    if is_out_of_memory([line]):
        return Diagnosis(_which_memory(line), detail=line)
    missing = _MISSING_MODULE.search(line)
    if missing is not None:
        return Diagnosis(Cause.MISSING_PACKAGE, missing[1], line)
    if _GATED.search(line) is not None:
        return Diagnosis(Cause.GATED_MODEL, _model(line), line)
    return _by_dependency(line) or _by_files(line) or _by_phrase(line)


def _by_dependency(line: str) -> Diagnosis | None:
    if is_espeak_data_missing(line):
        return Diagnosis(Cause.ESPEAK_DATA_MISSING, detail=line)
    if needs_older_numpy(line):
        return Diagnosis(Cause.NUMPY_TOO_NEW, detail=line)
    library = missing_library(line)
    return None if library is None else Diagnosis(Cause.MISSING_LIBRARY, library, line)


def _by_files(line: str) -> Diagnosis | None:
    weights = _NO_WEIGHTS.search(line)
    if weights is None and any(phrase in line for phrase in _NOT_FOUND):
        weights = _IN_WEIGHTS.search(line)
    if weights is not None:
        repository = weights[1].replace("--", "/", 1).rstrip(".")
        return Diagnosis(Cause.WEIGHTS_MISSING, repository, line)
    code = _CODE.search(line)
    return None if code is None else Diagnosis(Cause.CODE_MISSING, code[1], line)


def _by_phrase(line: str) -> Diagnosis | None:
    for cause, phrases in _PHRASES:
        if any(phrase in line for phrase in phrases):
            return Diagnosis(cause, detail=line)
    return None


def _which_memory(line: str) -> Cause:
    low = line.lower()
    if any(word in low for word in _RAM):
        return Cause.OUT_OF_RAM
    if "gpu" in low or any(word in low for word in _GPU):
        return Cause.OUT_OF_GPU_MEMORY
    return Cause.OUT_OF_RAM if "memoryerror" in low else Cause.OUT_OF_MEMORY


def _model(line: str) -> str:
    found = _MODEL.search(line)
    return found[1] if found is not None else ""


def by_warnings(lines: Sequence[str], outcome: ExitStatus | None) -> Diagnosis | None:
    """Returns the cause that a usually harmless warning names; None without a match."""
    if outcome is not None and outcome.signal_name == "SIGKILL":
        return None
    for line in reversed(lines):
        if line.startswith(_NUMPY):
            return Diagnosis(Cause.NUMPY_TOO_NEW, detail=line)
        if _WEAK_DRIVER in line:
            return Diagnosis(Cause.DRIVER_TOO_OLD, detail=line)
    return _generation(lines)


def _generation(lines: Sequence[str]) -> Diagnosis | None:
    """Returns whether PyTorch said that the GPU is newer or older than all that it supports."""
    for index, line in enumerate(lines):
        gpu = _NOT_COMPATIBLE.search(line)
        if gpu is None:
            continue
        supported = _COMPATIBLE_WITH.search(" ".join(lines[index : index + 3]))
        known = [
            int(number) for number in re.findall(r"sm_(\d+)", supported[1] if supported else "")
        ]
        is_old = bool(known) and int(gpu[1]) < min(known)
        return Diagnosis(Cause.GPU_TOO_OLD if is_old else Cause.GPU_TOO_NEW, detail=line)
    return None
