r"""Detects whether a worker ran out of memory, from the last lines that it wrote to stderr.

Each phrase is a complete one of one library, because a worker may print the text that it
speaks, and that may be about memory. A process that the kernel kills (SIGKILL of Linux's OOM
killer, jetsam of macOS) writes nothing, so its lines say nothing.

Sources, by library; the tests hold the messages as users have posted them:

- PyTorch: c10/cuda/CUDACachingAllocator.cpp and its HIP, XPU and MPS kin; pytorch#16417,
  #138002; backend cudaMallocAsync: pytorch#110194; C10_CUDA_CHECK: AcceleratorError,
  deepbeepmeep/Wan2GP#1083; DefaultCPUAllocator: pytorch#20618 (Linux),
  MaximeVandegar/Papers-in-100-Lines-of-Code#10 (Windows); mmap: safetensors#528
- cuBLAS, cuDNN and their kin, by the names in their manuals: QwenLM/Qwen3#873, pytorch#20123;
  spconv, junjie18/CMT#15; MIOpen#17 and #47
- onnxruntime: its arena, onnxruntime#20038; CUDA_CALL, hacksider/Deep-Live-Cam#584;
  TensorRT, onnxruntime#10770; DirectML, huggingface/diffusers#791 (HRESULT 8007000E)
- ctranslate2: CTranslate2#1458; on the CPU: SYSTRAN/faster-whisper#797
- llama.cpp and other users of ggml: llama.cpp#20431 (CUDA), #16725 (ROCm), #9701 (Metal),
  #15256 (Vulkan), #10956 (CPU)
- TensorFlow and JAX: tensorflow#45238, jax#13428; Paddle: PaddleSeg#1723
- numpy: numpy#13306; C++: std::bad_alloc; Rust: huggingface/tokenizers#1847
- Windows: error 1455, the paging file is too small: pytorch#59904; its text is translated
  (zbf1991/WeCLIP#5), hence the number. 8 and 14 are ERROR_NOT_ENOUGH_MEMORY and
  ERROR_OUTOFMEMORY. POSIX: ENOMEM is 12
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: How many lines from the end may hold the cause: a traceback or a native stack follows it.
#: The process survived what is further back.
LAST_LINES = 40
#: Of longer lines, so many characters at each end are searched.
LONGEST_MESSAGE = 1000

#: In lower case. Plain substrings, because starts wait for the crashed worker's memory during
#: the search, and patterns take a hundred times as long.
_PHRASES = (
    # PyTorch
    "cuda out of memory. tried to allocate",
    "hip out of memory. tried to allocate",
    "xpu out of memory. tried to allocate",
    "mps backend out of memory (mps allocated",
    "would exceed allowed memory. (out of memory)",
    "defaultcpuallocator: can't allocate memory",
    "defaultcpuallocator: not enough memory",
    "torch.outofmemoryerror:",
    "torch.cuda.outofmemoryerror:",
    ">: cannot allocate memory",
    # The CUDA and HIP runtimes, as PyTorch, onnxruntime, ctranslate2, and others cite them
    "cuda error: out of memory",
    "cuda driver error: out of memory",
    "cuda failed with error out of memory",
    "cuda failed with error 2 out of memory",
    "cuda failure 2: out of memory",
    "cuda runtime error (2) : out of memory",
    "cuda error in allocate: 2 (out of memory)",
    "error=2 : out of memory",
    "malloc failed: out of memory",
    "cuda_error_out_of_memory",
    "cudaerrormemoryallocation",
    "hip error: out of memory",
    "hip_error_outofmemory",
    "hiperroroutofmemory",
    "memory not available to allocate buffer",
    "cublas_status_alloc_failed",
    "cudnn_status_alloc_failed",
    "cudnn_status_internal_error_device_allocation_failed",
    "cudnn_status_internal_error_host_allocation_failed",
    "cusolver_status_alloc_failed",
    "cusparse_status_alloc_failed",
    "hipblas_status_alloc_failed",
    # onnxruntime
    "failed to allocate memory for requested buffer of size",
    " 8007000e ",
    # ctranslate2
    "mkl_malloc: failed to allocate memory",
    # ggml
    "ggml_aligned_malloc: insufficient memory",
    "kiogpucommandbuffercallbackerroroutofmemory",
    "erroroutofdevicememory",
    "erroroutofhostmemory",
    "vk_error_out_of_device_memory",
    "vk_error_out_of_host_memory",
    # TensorFlow, JAX, Paddle
    "resource_exhausted: out of memory",
    "resource_exhausted: failed to allocate",
    "oom when allocating tensor with shape",
    "out of memory error on gpu",
    # Languages and systems
    "std::bad_alloc",
    "[winerror 8]",
    "[winerror 14]",
    "[winerror 1455]",
    "[errno 12]",
    "(os error 12)",
    "(os error 1455)",
)
#: A substring that a line must contain before its pattern is tried.
_PATTERNS = (
    ("memoryerror", re.compile(r"^(?:[\w.]+\.)?_?(?:array|outof)?memoryerror(?::|$)")),
    ("memory allocation of", re.compile(r"memory allocation of \d+ bytes failed")),
    ("unable to allocate", re.compile(r"unable to allocate \w+ buffer")),
    ("buffer of size", re.compile(r"failed to allocate (?:\w+ )?buffer of size \d")),
)


def is_out_of_memory(lines: Iterable[str]) -> bool:
    """Returns whether a process's last lines report a failed allocation.

    Args:
        lines: Lines of its stderr, oldest first; the last :data:`LAST_LINES` count. A
            worker's error message can be checked in the same way, as one line.
    """
    last = list(lines)[-LAST_LINES:]
    return any(_reports_failure(line) for line in last)


def _reports_failure(line: str) -> bool:
    if len(line) > 2 * LONGEST_MESSAGE:  # such as a progress bar
        line = f"{line[:LONGEST_MESSAGE]}\n{line[-LONGEST_MESSAGE:]}"
    line = line.lower()
    return any(phrase in line for phrase in _PHRASES) or any(
        part in line and pattern.search(line) is not None for part, pattern in _PATTERNS
    )
