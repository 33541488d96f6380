"""Speaking a text into a WAV file through a tool, with one form of answer for all engines."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workers.base import paths


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """What is to be spoken, and where to.

    Attributes:
        text: What to say.
        language: Language code.
        voice: The engine's own name for a voice, or a reference clip's path.
        output_path: Where to write; None makes a new file in the models folder.
        default_sample_rate: Hz, for engines that do not tell theirs.
        extra: Added to the request, and stronger than it.
    """

    text: str
    language: str = "en"
    voice: str | None = None
    output_path: str | None = None
    default_sample_rate: int = 24000
    extra: Mapping[str, Any] = field(default_factory=dict[str, Any])


def speak(
    request: SpeechRequest,
    call: Callable[[dict[str, Any]], dict[str, Any]],
    *,
    tool_name: str,
    engine: str,
    output_subdir: str,
    device: Callable[[], str | None],
) -> dict[str, Any]:
    """Have a tool speak.

    Args:
        request: What, and where to.
        call: Asks the tool; answers with ``error`` instead of raising.
        tool_name: Names files and errors.
        engine: For answers that do not name their engine.
        output_subdir: Below the models folder.
        device: The device the tool was last seen on, for answers that do not tell.

    Returns:
        See :meth:`workers.ToolWorker.synthesize`.
    """
    if not request.text or not request.text.strip():
        return {"error": "Text is required"}
    wanted = {"language": request.language, "voice": request.voice, **request.extra}
    path = wanted.pop("output_path", request.output_path)
    made: Path | None = None
    if path is None:
        try:
            made = _new_file(paths.models_dir() / output_subdir, tool_name)
        except OSError as error:
            return {"error": f"{tool_name} couldn't write the audio: {error}"}
        path = str(made)
    answer: dict[str, Any] = {"error": "interrupted"}
    started = time.perf_counter()
    try:
        answer = call({"text": request.text, "output_path": path, **wanted})
    finally:
        # Nothing is left of what was not spoken, or was spoken into another file.
        if made is not None and ("error" in answer or answer.get("path", path) != path):
            made.unlink(missing_ok=True)
    elapsed_s = time.perf_counter() - started
    if "error" in answer:
        return {key: answer[key] for key in ("error", "transient") if key in answer}
    told = answer.get("duration")
    duration: float = told if isinstance(told, (int, float)) and told > 0 else 0
    return {
        "path": answer.get("path", path),
        "duration": duration,
        "engine": answer.get("engine", engine),
        "device": answer.get("device") or device() or "cpu",
        "sample_rate": answer.get("sample_rate", request.default_sample_rate),
        "voice": request.voice or "default",
        "language": request.language,
        "latency_ms": round(elapsed_s * 1000, 1),
        "rtf": round(elapsed_s / duration, 4) if duration else 0,
    }


def _new_file(folder: Path, tool_name: str) -> Path:
    """Make an empty file that nobody else has, named after this millisecond."""
    folder.mkdir(parents=True, exist_ok=True)
    milliseconds = time.time_ns() // 1_000_000
    while True:
        path = folder / f"{tool_name}_{milliseconds}.wav"
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except FileExistsError:
            milliseconds += 1
        else:
            return path
