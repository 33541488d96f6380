"""Sessions of onnxruntime that leave processors to other programs."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any

from workers.engines.support import inputs

_CPU, _GPU = "CPUExecutionProvider", "CUDAExecutionProvider"


def session(model: Path, threads: int, *, may_use_gpu: bool = False) -> Any:
    """Loads a model.

    Its threads sleep while idle. onnxruntime's default, spinning, beside other engines costs a
    third more processor time and makes both slower.

    Args:
        model: The ``.onnx`` file.
        threads: Number of threads.
        may_use_gpu: Use NVIDIA's GPUs, where onnxruntime's build for them is installed and the
            parent allows it.

    Raises:
        FileNotFoundError: There is no such file.
    """
    if not model.is_file():
        raise FileNotFoundError(f"{model} is missing: reinstall the engine")
    runtime: Any = importlib.import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    is_free = may_use_gpu and os.environ.get(inputs.DEVICE_VARIABLE) != "cpu"
    has_gpu = is_free and _GPU in runtime.get_available_providers()
    return runtime.InferenceSession(
        str(model), options, providers=[_GPU, _CPU] if has_gpu else [_CPU]
    )


def device_of(session: Any) -> str:
    """Returns the device of a session: ``cuda`` or ``cpu``."""
    return "cuda" if _GPU in session.get_providers() else "cpu"
