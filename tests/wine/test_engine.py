"""The default engine on Windows, in its own environment."""

from __future__ import annotations

import tomllib
import wave
from pathlib import Path

import pytest

from tests.support.wine import Windows, WindowsProgram
from tests.support.wine.windows import ROOT, windows_path

pytestmark = pytest.mark.timeout(600)

#: Later versions of NumPy don't load under Wine, and this one supports no later Python.
PYTHON_VERSION = "3.11"
CONSTRAINTS = ["numpy==2.0.2", "onnxruntime==1.32.0"]


def test_hibari_speaks(windows: Windows, program: WindowsProgram, tmp_path: Path) -> None:
    catalog = tomllib.loads((ROOT / "resources" / "catalog.toml").read_text(encoding="utf-8"))
    requirements = catalog["engines"]["hibari"]["requirements"]
    python = windows.engine_python(PYTHON_VERSION, [*requirements, *CONSTRAINTS])
    program.run(
        "import json\n"
        "from workers import ToolWorker\n"
        "tool = ToolWorker(tool_name='hibari', tool_module='workers.engines.hibari', "
        "vram_budget='tts_hibari', output_subdir='tts', engine='hibari', "
        f"python_exe={windows_path(python)!r})\n"
        "with tool.stream({'text': 'Good morning. How are you?'}) as stream:\n"
        "    chunks = list(stream)\n"
        "spoken = json.loads(tool.synthesize(text='Into a file.', output_path="
        f"{windows_path(tmp_path / 'speech.wav')!r}))\n"
        "tool.stop()\n"
    )
    assert program.value("[chunk['sample_rate'] for chunk in chunks]") == [24000, 24000]
    with wave.open(str(tmp_path / "speech.wav")) as speech:
        frames = speech.readframes(speech.getnframes())
        assert speech.getnframes() / 24000 == pytest.approx(
            program.value("spoken")["duration"], abs=0.01
        )
    samples = memoryview(frames).cast("h")
    assert max(samples) > 3000, "silence"
