from __future__ import annotations

import sys
from pathlib import Path

import pytest

from workers.base.events import Progress
from workers.environments.uv_output import ProgressReader, UvFailed
from workers.environments.uv_process import find_uv, uv_environment
from workers.errors import EnvironmentFailed

#: Output of uv 0.13 to a pipe.
_LINES = """\
Using CPython 3.11.7 interpreter at: /usr/bin/python3
Creating virtual environment at: /home/me/core
Using Python 3.11.7 environment at: core
Resolved 6 packages in 465ms
Downloading onnxruntime (30.0MiB)
Downloading numpy (10.0MiB)
   Building slow==1.0
 Downloaded numpy
      Built slow==1.0
 Downloaded onnxruntime
Prepared 5 packages in 747ms
Installed 6 packages in 39ms
Bytecode compiled 1193 files in 1.92s
 + numpy==2.4.6
"""


def test_progress_follows_the_output_of_uv() -> None:
    reports: list[Progress] = []
    reader = ProgressReader(reports.append)
    for line in _LINES.splitlines():
        reader.line(line)
    assert [(step.stage, step.detail) for step in reports] == [
        ("Creating environment", ""),
        ("Found", "6 packages"),
        ("Downloading", "onnxruntime (30.0 MiB)"),
        ("Downloading", "numpy (10.0 MiB)"),
        ("Building", "slow==1.0"),
        ("Downloading", "downloaded numpy"),
        ("Downloading", "downloaded onnxruntime"),
        ("Downloaded", "5 packages"),
        ("Installed", "6 packages"),
        ("Compiled", ""),
    ]
    assert [round(step.fraction or 0, 4) for step in reports] == [
        *(0.02, 0.05, 0.05, 0.05, 0.05, 0.2375, 0.8, 0.8, 0.85, 0.99)
    ]
    mib = 2**20
    arrived = [step.done_bytes for step in reports]
    assert arrived == [None, None, 0, 0, None, 10 * mib, 40 * mib, None, None, None]


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("error: Failed to fetch: `https://x/`\n  Caused by: dns error", "network connection"),
        ("error: Request failed after 3 retries\n  cause: tcp connect error", "network connection"),
        (
            "error: Failed to write\n  Caused by: No space left on device (os error 28)",
            "disk space",
        ),
        (
            "error: Failed to fetch: `https://download.pytorch.org/whl/cpu/torch/`\n  dns error",
            "put the PyTorch wheel in a folder",
        ),
        ("error: failed to remove file\n  cause: Access is denied. (os error 5)", "stop the eng"),
        ("error: No solution found when resolving", "check the entry's requirements"),
        ("error: something nobody has seen before", "see the log"),
    ],
)
def test_failure_has_advice(line: str, advice: str) -> None:
    failure = UvFailed(["Using Python 3.11.7", *line.splitlines()])
    assert advice in failure.advice
    assert failure.cause.startswith(line.partition("\n")[0].removeprefix("error: "))


def test_cause_is_one_line() -> None:
    lines = [
        "Using Python 3",
        "error: No solution found",
        "  cause: Because a",
        "         needs b.",
    ]
    assert UvFailed(lines).cause == "No solution found: Because a needs b"
    assert UvFailed(["Killed"]).cause == "Killed"


def test_misleading_variables_are_removed() -> None:
    environment = uv_environment(
        {
            "PATH": "/bin",
            "UV_CACHE_DIR": "/cache",
            "UV_PYTHON": "3.8",
            "UV_SYSTEM_PYTHON": "1",
            "UV_PROJECT": "/project",
            "VIRTUAL_ENV": "/venv",
            "CONDA_PREFIX": "/conda",
            "PYTHONPATH": "/mine",
            "PYTHONHOME": "/usr",
            "FORCE_COLOR": "1",
            "LD_LIBRARY_PATH": "/frozen",
            "LD_LIBRARY_PATH_ORIG": "/before",
        },
        {"UV_INDEX": "https://a.test"},
    )
    assert environment == {
        "PATH": "/bin",
        "UV_CACHE_DIR": "/cache",
        "LD_LIBRARY_PATH": "/before",
        "NO_COLOR": "1",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_INDEX": "https://a.test",
    }


def test_frozen_app_uses_its_own_uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", str(tmp_path / "engineroom"))
    shipped = tmp_path / ("uv.exe" if sys.platform == "win32" else "uv")
    shipped.touch()
    assert find_uv() == shipped


def test_missing_uv_fails_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uv", None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EnvironmentFailed, match=r"python -m installer run"):
        find_uv()
