"""Messages as people have posted them, and what only looks like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.memory import out_of_memory
from workers.memory.out_of_memory import LAST_LINES, is_out_of_memory

TORCH_IS_OUT = (
    "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 29.76 GiB. GPU 0 has a total "
    "capacity of 10.74 GiB of which 3.69 GiB is free."
)

MESSAGES = [
    # torch, from its oldest words to its newest
    (
        "RuntimeError: CUDA out of memory. Tried to allocate 12.50 MiB (GPU 0; 10.92 GiB total "
        "capacity; 8.57 MiB already allocated; 9.28 GiB free; 4.68 MiB cached)"
    ),
    (
        "torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 1.70 GiB. GPU 0 has a "
        "total capacty of 6.00 GiB of which 0 bytes is free."
    ),
    TORCH_IS_OUT,
    "OutOfMemoryError: CUDA out of memory. Tried to allocate 1.71 GiB (GPU 0; 6.00 GiB total",
    "CUDA out of memory. Tried to allocate more than 1EB memory.",
    (
        "torch.OutOfMemoryError: HIP out of memory. Tried to allocate 1.88 GiB. GPU 0 has a total "
        "capacity of 23.98 GiB of which 1.70 GiB is free."
    ),
    "torch.OutOfMemoryError: XPU out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total",
    (
        "torch.cuda.OutOfMemoryError: Allocation on device 5 would exceed allowed memory. (out of "
        "memory)"
    ),
    (
        "RuntimeError: MPS backend out of memory (MPS allocated: 8.89 GB, other "
        "allocations: 172.98 "
        "MB, max allowed: 9.07 GB). Tried to allocate 6.25 MB on private pool."
    ),
    (
        "RuntimeError: [enforce fail at alloc_cpu.cpp:75] err == 0. DefaultCPUAllocator: can't "
        "allocate memory: you tried to allocate 132426121216 bytes. Error code 12 (Cannot allocate "
        "memory)"
    ),
    (
        r"RuntimeError: [enforce fail at C:\b\work\c10\core\impl\alloc_cpu.cpp:81] data. "
        "DefaultCPUAllocator: not enough memory: you tried to allocate 1981808640 bytes."
    ),
    "RuntimeError: CUDA error: out of memory",
    "torch.AcceleratorError: CUDA error: out of memory",
    "RuntimeError: HIP error: out of memory",
    "RuntimeError: CUDA driver error: out of memory",
    "CUDA error: out of memorySearch for `cudaErrorMemoryAllocation' in https://docs.nvidia.com",
    "RuntimeError: cuda runtime error (2) : out of memory at THC/generic/THCStorage.cu:58",
    (
        "THCudaCheck FAIL file=/pytorch/aten/src/THC/generic/THCStorage.cu line=58 "
        "error=2 : out of "
        "memory"
    ),
    (
        "RuntimeError: unable to mmap 23802932552 bytes from file "
        "<./flux1-dev.safetensors>: Cannot "
        "allocate memory (12)"
    ),
    # cuBLAS, cuDNN
    "RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
    "RuntimeError: CUDA error: HIPBLAS_STATUS_ALLOC_FAILED when calling `hipblasCreate(handle)`",
    "RuntimeError: cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
    "E cuda_dnn.cc:329] Could not create cudnn handle: CUDNN_STATUS_ALLOC_FAILED",
    "RuntimeError: cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED",
    "RuntimeError: cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_HOST_ALLOCATION_FAILED",
    "RuntimeError: cusolver error: CUSOLVER_STATUS_ALLOC_FAILED, when calling `cusolverDnCreate`",
    "RuntimeError: CUDA error: CUSPARSE_STATUS_ALLOC_FAILED when calling `cusparseCreate(handle)`",
    "cuda failed with error 2 out of memory. use CUDA_LAUNCH_BLOCKING=1 to get correct traceback.",
    "MIOpen Error: handlehip.cpp:12: hipErrorOutOfMemory",
    (
        "MIOpen Error: /data/repo/MIOpen/src/hip/handlehip.cpp:70: Memory not available "
        "to allocate "
        "buffer: 655360000"
    ),
    # onnxruntime
    (
        r"2024-09-05 15:15:49.9 [E:onnxruntime:, sequential_executor.cc:514 "
        r"onnxruntime::ExecuteKernel]"
        r" Non-zero status code returned while running FusedConv node. Name:'Conv_3' "
        r"Status Message: "
        r"D:\a\_work\1\s\onnxruntime\core\framework\bfc_arena.cc:376 "
        "onnxruntime::BFCArena::AllocateRawInternal Failed to allocate memory for "
        "requested buffer of "
        "size 643840"
    ),
    (
        "onnx runtime error 6: bfc_arena.cc:368 void* onnxruntime::BFCArena::AllocateRawInternal("
        "size_t, bool, onnxruntime::Stream*, bool, onnxruntime::WaitNotificationFn) "
        "Failed to allocate "
        "memory for requested buffer of size 2830172160"
    ),
    (
        "onnxruntime::CudaCall CUDA failure 2: out of memory ; GPU=0 ; hostname=DESKTOP "
        "; file=cuda_"
        "stream_handle.cc ; line=175 ; expr=cudaStreamCreateWithFlags(&stream, "
        "cudaStreamNonBlocking);"
    ),
    "onnxruntime::CudaCall CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0 ; hostname=TOBI ;",
    (
        "tensorrt_execution_provider.h:50 log] ../rtSafe/safeRuntime.cpp (25) - Cuda Error in "
        "allocate: 2 (out of memory)"
    ),
    (
        ""
        r"BucketizedBufferAllocator.cpp(122)\onnxruntime_pybind11_state.pyd!00007FFA82D145C8: "
        "(caller: "
        "00007FFA8336D326) Exception(3) tid(4304) 8007000E Not enough memory resources "
        "are available "
        "to complete this operation."
    ),
    # ctranslate2
    "RuntimeError: CUDA failed with error out of memory",
    "RuntimeError: mkl_malloc: failed to allocate memory",
    # ggml
    (
        "ggml_backend_cuda_buffer_type_alloc_buffer: allocating 144817.04 MiB on device "
        "0: cudaMalloc "
        "failed: out of memory"
    ),
    "alloc_tensor_range: failed to allocate CUDA0 buffer of size 151851674624",
    "llama_model_load: error loading model: unable to allocate CUDA0 buffer",
    "llama_model_load: error loading model: unable to allocate backend buffer",
    "ggml_gallocr_reserve_n: failed to allocate ROCm0 buffer of size 14822711296",
    "error: Insufficient Memory (00000008:kIOGPUCommandBufferCallbackErrorOutOfMemory)",
    "ggml_vulkan: vk::Device::allocateMemory: ErrorOutOfDeviceMemory",
    "MESA: error: ../src/intel/vulkan/anv_device.c:4237: VK_ERROR_OUT_OF_DEVICE_MEMORY",
    "ggml_aligned_malloc: insufficient memory (attempted to allocate 655521.35 MB)",
    "ggml_backend_cpu_buffer_type_alloc_buffer: failed to allocate buffer of size 687363958272",
    # TensorFlow, JAX, Paddle
    "ResourceExhaustedError: OOM when allocating tensor with shape[100,4096,32]",
    (
        "jaxlib.xla_extension.XlaRuntimeError: RESOURCE_EXHAUSTED: Out of memory while trying to "
        "allocate 6291456 bytes."
    ),
    (
        "E rocm_driver.cc:606] failed to allocate 127.99TiB (140729850295296 bytes) from device: "
        "HIP_ERROR_OutOfMemory"
    ),
    (
        "E cuda_driver.cc:806] failed to allocate 1.93G (2071068672 bytes) from device: "
        "CUDA_ERROR_OUT_OF_MEMORY: out of memory"
    ),
    "Out of memory error on GPU 0. Cannot allocate 400.000244MB memory on GPU 0, 7.288696GB memory",
    "XlaRuntimeError: RESOURCE_EXHAUSTED: Failed to allocate request for 2.0GiB (2147483648B)",
    "vk::SystemError: vk::Device::allocateMemory: ErrorOutOfHostMemory",
    "vkAllocateMemory: VK_ERROR_OUT_OF_HOST_MEMORY",
    # Languages and systems
    "MemoryError",
    "MemoryError: Unable to allocate 201. GiB for an array with shape (2999, 2999, 2999)",
    "numpy.core._exceptions.MemoryError: Unable to allocate 7.91 GiB for an array with shape",
    "numpy.core._exceptions._ArrayMemoryError: Unable to allocate 1.61 GiB for an array with shape",
    "numpy._core._exceptions._ArrayMemoryError: Unable to allocate 32.0 GiB for an array",
    "  what():  std::bad_alloc",
    "terminate called after throwing an instance of 'std::bad_alloc'",
    "memory allocation of 21474836480 bytes failed",
    "memory allocation of 150994960 bytes failedAborted",
    (
        "OSError: [WinError 1455] The paging file is too small for this operation to "
        "complete. Error "
        r'loading "C:\torch\lib\cudnn_adv_infer64_8.dll" or one of its dependencies.'
    ),
    "OSError: [WinError 1455] 页面文件太小，无法完成操作。",  # noqa: RUF001
    "The paging file is too small for this operation to complete. (os error 1455)",
    "OSError: [WinError 8] Not enough memory resources are available to process this command",
    "OSError: [WinError 14] Not enough memory resources are available to complete this operation",
    "OSError: [Errno 12] Cannot allocate memory",
    "Cannot allocate memory (os error 12)",
]

LOOK_ALIKES = [
    "",
    "loading memory mapped weights",
    "speaking: 'Sorry, I am out of memory today.'",
    'text="She said: CUDA is out of memory."',
    "text: 'MemoryError' is what Python calls it",
    "low memory mode is on",
    "UserWarning: memory_efficient_attention is not available",
    "RuntimeError: CUDA error: device-side assert triggered",
    "RuntimeError: CUDA error: an illegal memory access was encountered",
    "RuntimeError: CUDA error: no kernel image is available for execution on the device",
    "RuntimeError: CUDA failure 3: initialization error",
    "RuntimeError: cuDNN error: CUDNN_STATUS_INTERNAL_ERROR",
    "RuntimeError: CUDA error: CUBLAS_STATUS_EXECUTION_FAILED when calling `cublasSgemm`",
    "RuntimeError: CUDA error: CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate(handle)`",
    (
        "[I:onnxruntime:log, bfc_arena.cc:306 AllocateRawInternal] Extending BFCArena for Cuda. "
        "bin_num:9 (requested) num_bytes: 160000 (actual) rounded_bytes:160000"
    ),
    (
        "[I:onnxruntime:log, bfc_arena.cc:26 BFCArena] Creating BFCArena for Cuda with following "
        "configs: initial_chunk_size_bytes: 1048576 memory limit: 18446744073709551615"
    ),
    (
        "ggml_backend_metal_log_allocated_size: warning: current allocated size is "
        "greater than the "
        "recommended max working set size"
    ),
    "llama_new_context_with_model: CUDA0 compute buffer size = 1344.01 MiB",
    "See documentation for Memory Management and PYTORCH_CUDA_ALLOC_CONF",
    "If you encounter CUDA out of memory, try to set --tile with a smaller number.",
    "free(): invalid pointer",
    "Segmentation fault (core dumped)",
    "OSError: [WinError 126] The specified module could not be found",
    "OSError: [WinError 1450] Insufficient system resources exist",
    "OSError: [Errno 2] No such file or directory: 'memory.bin'",
    "FileNotFoundError: (os error 2)",
    "class MemoryErrorHandler loaded",
    "request 8007000 served",
    "ModuleNotFoundError: No module named 'torch'",
]


@pytest.mark.parametrize("line", MESSAGES)
def test_recognised(line: str) -> None:
    assert is_out_of_memory([line])


def test_every_phrase_stands_in_a_message() -> None:
    """A phrase that no message contains may be misspelt."""
    messages = [message.lower() for message in MESSAGES]
    parts = [part for part, _ in out_of_memory._PATTERNS]
    for phrase in (*out_of_memory._PHRASES, *parts):
        assert any(phrase in message for message in messages), phrase


@pytest.mark.parametrize("line", LOOK_ALIKES)
def test_only_looks_like_it(line: str) -> None:
    assert not is_out_of_memory([line])


def test_empty_stderr_is_not_out_of_memory() -> None:
    assert not is_out_of_memory(())


def test_native_stack_may_follow() -> None:
    stack = [f"frame #{number}: <unknown function> + 0xcfc185" for number in range(30)]
    assert is_out_of_memory([TORCH_IS_OUT, *stack])


@pytest.mark.parametrize(("later", "counts"), [(LAST_LINES - 1, True), (LAST_LINES, False)])
def test_what_was_survived_long_ago_is_not_the_cause(later: int, counts: bool) -> None:
    lines = [TORCH_IS_OUT, *["served a request"] * later]
    assert is_out_of_memory(lines) is counts
    assert is_out_of_memory(iter(lines)) is counts


def test_at_either_end_of_a_line_without_end() -> None:
    bar = "Processing:  99% " * 400
    assert is_out_of_memory([bar + TORCH_IS_OUT])
    assert is_out_of_memory([TORCH_IS_OUT + bar])
    assert not is_out_of_memory([bar])


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=200), max_size=60))
def test_any_text_at_all_is_read(lines: list[str]) -> None:
    assert is_out_of_memory([*lines, TORCH_IS_OUT])
