"""Messages that users posted, and similar lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.base.exit_status import ExitStatus
from workers.diagnosis.causes import Cause, Diagnosis, Remedy
from workers.diagnosis.diagnose import diagnose

FAILED = ExitStatus(2)
NOT_COMPATIBLE = (
    "NVIDIA GeForce RTX 5090 with CUDA capability sm_120 is not compatible with the current "
    "PyTorch installation."
)
SUPPORTS = (
    "The current PyTorch install supports CUDA capabilities sm_50 sm_60 sm_70 sm_75 sm_80 sm_86 "
    "sm_90."
)
NO_KERNEL = "RuntimeError: CUDA error: no kernel image is available for execution on the device"
OLD_DRIVER = "The NVIDIA driver on your system is too old (found version 11040). Please update your"
HUB_LOST = (
    "huggingface_hub.errors.LocalEntryNotFoundError: An error happened while trying to locate the "
    "file on the Hub and we cannot find the requested files in the local cache."
)
GATED = "Cannot access gated repo for url https://huggingface.co/kyutai/pocket-tts/resolve/main/a"

DIAGNOSED = [
    (
        "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2 GiB.",
        "OUT_OF_GPU_MEMORY",
        "",
    ),
    ("RuntimeError: CUDA failed with error out of memory", "OUT_OF_GPU_MEMORY", ""),
    ("RuntimeError: MPS backend out of memory (MPS allocated: 8.89 GB)", "OUT_OF_GPU_MEMORY", ""),
    ("RuntimeError: [enforce] DefaultCPUAllocator: can't allocate memory: you", "OUT_OF_RAM", ""),
    ("terminate called after throwing an instance of 'std::bad_alloc'", "OUT_OF_RAM", ""),
    ("OSError: [WinError 1455] The paging file is too small", "OUT_OF_RAM", ""),
    ("MemoryError", "OUT_OF_RAM", ""),
    ("Failed to allocate memory for requested buffer of size 1024", "OUT_OF_MEMORY", ""),
    ("ModuleNotFoundError: No module named 'kokoro_onnx'", "MISSING_PACKAGE", "kokoro_onnx"),
    (
        "ModuleNotFoundError: No module named 'google.protobuf'",
        "MISSING_PACKAGE",
        "google.protobuf",
    ),
    (
        "OSError: libcudart.so.13: cannot open shared object file: No such file or directory",
        "MISSING_LIBRARY",
        "libcudart.so.13",
    ),
    (
        "ImportError: libGL.so.1: cannot open shared object file: No such file or directory",
        "MISSING_LIBRARY",
        "libGL.so.1",
    ),
    (
        (
            "OSError: cannot load library 'libsndfile.so': libsndfile.so: cannot open shared "
            "object file: No such file or directory"
        ),
        "MISSING_LIBRARY",
        "libsndfile.so",
    ),
    (
        "OSError: cannot load library 'libsndfile.dll': error 0x7e",
        "MISSING_LIBRARY",
        "libsndfile.dll",
    ),
    (
        "OSError: sndfile library not found using ctypes.util.find_library",
        "MISSING_LIBRARY",
        "sndfile",
    ),
    (
        "Could not load library libcudnn_ops_infer.so.8. Error: libcudnn_ops_infer.so.8: cannot",
        "MISSING_LIBRARY",
        "libcudnn_ops_infer.so.8.",
    ),
    (
        "Unable to load any of {libcudnn_ops.so.9.1.0, libcudnn_ops.so.9.1, libcudnn_ops.so.9}",
        "MISSING_LIBRARY",
        "libcudnn_ops.so.9.1.0",
    ),
    (
        "Could not locate cudnn_ops64_9.dll. Please make sure it is in your library path!",
        "MISSING_LIBRARY",
        "cudnn_ops64_9.dll",
    ),
    (
        "RuntimeError: Library cublas64_12.dll is not found or cannot be loaded",
        "MISSING_LIBRARY",
        "cublas64_12.dll",
    ),
    (
        (
            r"OSError: [WinError 126] Le module spécifié est introuvable. Error loading "
            r'"C:\ai\venv\lib\site-packages\torch\lib\c10.dll" or one of its dependencies.'
        ),
        "MISSING_LIBRARY",
        "c10.dll",
    ),
    (
        "OSError: [WinError 193] %1 is not a valid Win32 application",
        "MISSING_LIBRARY",
        "",
    ),
    (
        "OSError: [WinError 127] The specified procedure could not be found",
        "MISSING_LIBRARY",
        "",
    ),
    (
        "ImportError: DLL load failed: The specified module could not be found.",
        "MISSING_LIBRARY",
        "",
    ),
    (
        "ImportError: DLL load failed while importing _sounddevice: The specified module could",
        "MISSING_LIBRARY",
        "_sounddevice",
    ),
    (
        (
            "ImportError: /lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.29' not found "
            "(required by /x/site-packages/_core.so)"
        ),
        "MISSING_LIBRARY",
        "GLIBCXX_3.4.29",
    ),
    (NO_KERNEL, "GPU_UNSUPPORTED", ""),
    ("THCudaCheck FAIL file=x.cu line=40 error=48 : no kernel image is", "GPU_UNSUPPORTED", ""),
    ("PyTorch no longer supports this GPU because it is too old.", "GPU_TOO_OLD", ""),
    ("AssertionError: Torch not compiled with CUDA enabled", "NO_CUDA", ""),
    (f"RuntimeError: {OLD_DRIVER}", "DRIVER_TOO_OLD", ""),
    (
        "RuntimeError: CUDA failed with error CUDA driver version is insufficient for CUDA runtime",
        "DRIVER_TOO_OLD",
        "",
    ),
    (
        "onnxruntime::CudaCall CUDA failure 35: CUDA driver version is insufficient for CUDA",
        "DRIVER_TOO_OLD",
        "",
    ),
    (GATED, "GATED_MODEL", "kyutai/pocket-tts"),
    (
        "Access to model ai4bharat/indic-parler-tts is restricted. You must be authenticated",
        "GATED_MODEL",
        "ai4bharat/indic-parler-tts",
    ),
    (
        (
            "requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: "
            "https://huggingface.co/a/b/resolve/main/c"
        ),
        "GATED_MODEL",
        "a/b",
    ),
    (
        (
            "LocalEntryNotFoundError: Cannot find an appropriate cached snapshot folder for the "
            "specified revision on the local disk and outgoing traffic has been disabled."
        ),
        "WEIGHTS_MISSING",
        "",
    ),
    (HUB_LOST, "NO_NETWORK", ""),
    (
        "OSError: We couldn't connect to 'https://huggingface.co' to load this file, couldn't find",
        "NO_NETWORK",
        "",
    ),
    (
        (
            "MaxRetryError: HTTPSConnectionPool(host='huggingface.co', port=443): Max retries "
            'exceeded with url: /a (Caused by NameResolutionError("<HTTPSConnection object>'
        ),
        "NO_NETWORK",
        "",
    ),
    ("OSError: [Errno 28] No space left on device", "DISK_FULL", ""),
    (
        "SafetensorError: Error while serializing: IoError(Os { code: 28, kind: StorageFull",
        "DISK_FULL",
        "",
    ),
    ("OSError: [WinError 112] Es steht nicht genug Speicherplatz zur Verfügung", "DISK_FULL", ""),
    (
        r"Error processing file 'piper\espeak-ng-data\phontab': No such file or directory.",
        "ESPEAK_DATA_MISSING",
        "",
    ),
    ("RuntimeError: espeak not installed on your system", "ESPEAK_DATA_MISSING", ""),
    (
        "AttributeError: `np.float_` was removed in the NumPy 2.0 release. Use `np.float64`",
        "NUMPY_TOO_NEW",
        "",
    ),
    ("ImportError: numpy.core.multiarray failed to import", "NUMPY_TOO_NEW", ""),
    (
        "FileNotFoundError: Could not find module 'C:\\x\\libespeak-ng.dll' (or one of its",
        "MISSING_LIBRARY",
        "libespeak-ng.dll",
    ),
    (
        (
            "FileNotFoundError: the weights Systran/faster-whisper-base of whisper-base are not "
            "whole, model.bin is missing: install it on the Engines page"
        ),
        "WEIGHTS_MISSING",
        "Systran/faster-whisper-base",
    ),
    (
        "RuntimeError: Unable to open file 'model.bin' in model '/d/weights/Systran--whisper-base'",
        "WEIGHTS_MISSING",
        "Systran/whisper-base",
    ),
    (
        (
            r"OSError: Error no file named model.safetensors found in directory "
            r"C:\data\weights\ai4bharat--indic-parler-tts."
        ),
        "WEIGHTS_MISSING",
        "ai4bharat/indic-parler-tts",
    ),
    (
        (
            "onnxruntime.capi.onnxruntime_pybind11_state.NoSuchFile: [ONNXRuntimeError] : 3 : "
            "NO_SUCHFILE : Load model from /x/weights/owner--kokoro/model.onnx failed"
        ),
        "WEIGHTS_MISSING",
        "owner/kokoro",
    ),
    (
        "FileNotFoundError: the code of cosyvoice is not installed: see",
        "CODE_MISSING",
        "cosyvoice",
    ),
]


@pytest.mark.parametrize(("line", "cause", "subject"), DIAGNOSED)
def test_messages_of_libraries_are_recognized(line: str, cause: str, subject: str) -> None:
    found = diagnose(FAILED, ["Traceback (most recent call last):", '  File "x.py"', line])
    assert (found.cause, found.subject.rstrip(".")) == (Cause[cause], subject.rstrip("."))
    assert found.detail == line


@pytest.mark.parametrize(
    "line",
    [
        "speaking: The disk is full, and no space left on device earth.",
        "speaking: the driver on your system is too old",
        "speaking: It ran out of memory.",
        "INFO loaded libfoo.so.1",
        "No module named 'x' was asked for",
        "speaking: a module that was compiled",
        "UserWarning: 5 files Couldn't open",
        "Torch was not compiled with flash attention. (Triggered internally at sdp_utils.cpp:555.)",
        "GET https://huggingface.co/kyutai/pocket-tts HTTP/1.1 200",
        "401 guests came to the gated repo",
        "espeak is fine",
        "ConnectionResetError: [Errno 104] Connection reset by peer",
        "FileNotFoundError: [Errno 2] No such file or directory: 'voice.onnx'",
        "speaking: the weights owner/name of lark are not installed",
        "INFO: no file named weights/owner--name was looked for",
        "the code of cosyvoice3 is not installed",
    ],
)
def test_similar_lines_are_not_recognized(line: str) -> None:
    assert diagnose(ExitStatus(7), [line]).cause is Cause.UNKNOWN


def test_last_matching_line_counts() -> None:
    tail = [
        "ModuleNotFoundError: No module named '_soundfile_data'",
        "During handling of the above exception, another exception occurred:",
        "OSError: cannot load library 'libsndfile.dll': error 0x7e",
    ]
    found = diagnose(FAILED, tail)
    assert (found.cause, found.subject) == (Cause.MISSING_LIBRARY, "libsndfile.dll")
    assert found.remedy is Remedy.TRY_AGAIN, "another copy of the engine brings no system library"


def test_gpu_is_too_new_or_too_old() -> None:
    new = diagnose(FAILED, [NOT_COMPATIBLE, SUPPORTS, NO_KERNEL])
    assert (new.cause, new.detail) == (Cause.GPU_TOO_NEW, NO_KERNEL)
    old = diagnose(FAILED, [NOT_COMPATIBLE.replace("sm_120", "sm_35"), SUPPORTS, NO_KERNEL])
    assert old.cause is Cause.GPU_TOO_OLD
    assert new.remedy is Remedy.CHOOSE_ANOTHER
    assert diagnose(FAILED, [NO_KERNEL], has_cpu_mode=True).remedy is Remedy.RUN_ON_CPU


NUMPY = "A module that was compiled using NumPy 1.x cannot be run in"
WEAK_DRIVER = f"x.py:100: UserWarning: CUDA initialization: {OLD_DRIVER}"


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        (NUMPY, Cause.NUMPY_TOO_NEW),
        (WEAK_DRIVER, Cause.DRIVER_TOO_OLD),
        (NOT_COMPATIBLE, Cause.GPU_TOO_NEW),
    ],
)
def test_warnings_count_only_without_another_cause(line: str, cause: Cause) -> None:
    assert diagnose(FAILED, [line]).cause is cause
    assert diagnose(ExitStatus(-11), [line]).cause is cause
    assert diagnose(ExitStatus(-9), [line]).cause is Cause.KILLED
    missing = "ModuleNotFoundError: No module named 'x'"
    assert diagnose(FAILED, [missing, line]).cause is Cause.MISSING_PACKAGE


@pytest.mark.parametrize(
    ("code", "cause", "subject", "remedy"),
    [
        (-9, Cause.KILLED, "", Remedy.MAKE_ROOM),
        (-15, Cause.KILLED, "SIGTERM", Remedy.TRY_AGAIN),
        (-11, Cause.NATIVE_FAULT, "SIGSEGV", Remedy.TRY_AGAIN),
        (-6, Cause.NATIVE_FAULT, "SIGABRT", Remedy.TRY_AGAIN),
        (-4, Cause.NATIVE_FAULT, "SIGILL", Remedy.TRY_AGAIN),
        (0xC0000005, Cause.NATIVE_FAULT, "0xC0000005", Remedy.TRY_AGAIN),
        (0xC0000135, Cause.MISSING_LIBRARY, "", Remedy.REINSTALL),
        (0xC000012D, Cause.OUT_OF_RAM, "", Remedy.MAKE_ROOM),
        (2, Cause.LOAD_FAILED, "", Remedy.OPEN_LOG),
        (7, Cause.UNKNOWN, "", Remedy.TRY_AGAIN),
    ],
)
def test_exit_codes_are_recognized(code: int, cause: Cause, subject: str, remedy: Remedy) -> None:
    assert diagnose(ExitStatus(code), []) == Diagnosis(cause, subject, remedy=remedy)


def test_missing_espeak_data_of_package_and_system() -> None:
    of_package = (
        "Error processing file '/e/lib/python3.11/site-packages/espeakng_loader/espeak-ng-data"
        "/phontab': No such file or directory."
    )
    assert diagnose(FAILED, [of_package]).remedy is Remedy.REINSTALL
    of_system = "RuntimeError: espeak not installed on your system"
    assert diagnose(FAILED, [of_system]).remedy is Remedy.TRY_AGAIN


def test_torch_without_cuda_is_reinstalled_even_with_cpu_mode() -> None:
    line = "AssertionError: Torch not compiled with CUDA enabled"
    assert diagnose(FAILED, [line], has_cpu_mode=True).remedy is Remedy.REINSTALL


def test_links_of_gated_models_and_drivers() -> None:
    tail = [
        "GatedRepoError: 401 Client Error. (Request ID: Root=1-66)",
        f"{GATED}.",
        "Please log in.",
    ]
    gated = diagnose(FAILED, tail)
    assert gated.link == "https://huggingface.co/kyutai/pocket-tts"
    assert gated.remedy is Remedy.ACCEPT_LICENSE
    assert diagnose(FAILED, ["RuntimeError: " + OLD_DRIVER]).link.startswith(
        "https://www.nvidia.com/"
    )


def test_timeout_and_unknown_cause() -> None:
    assert diagnose(ExitStatus(-9), [], timed_out=True).cause is Cause.TIMED_OUT
    assert diagnose(None, []).cause is Cause.UNKNOWN


def test_error_text_counts_like_output() -> None:
    error = "it could not be installed\nerror: No space left on device (os error 28)"
    assert diagnose(None, [], error).cause is Cause.DISK_FULL


@pytest.mark.parametrize("cause", Cause)
def test_every_cause_has_a_complete_sentence(cause: Cause) -> None:
    for subject in ("", "libfoo"):
        sentence = Diagnosis(cause, subject).sentence
        assert sentence.endswith(".")
        assert "{" not in sentence
        assert "()" not in sentence
        assert "  " not in sentence


@given(st.lists(st.text()), st.integers(-64, 2**32 - 1), st.text())
def test_any_input_has_a_diagnosis(tail: list[str], code: int, error: str) -> None:
    assert diagnose(ExitStatus(code), tail, error).sentence
