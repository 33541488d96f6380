"""Speaking a text into a WAV file through a tool, with one form of answer for all engines."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workers.base import paths

#: Characters that file names don't get.
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_BYTES = (bytes, bytearray, memoryview)


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """A text to speak, and where to write the audio.

    Attributes:
        text: The text.
        language: Language code.
        voice: A voice of the engine, or the path of a voice sample.
        output_path: Where to write; None makes a new file in the models folder.
        default_sample_rate: In Hz, for engines that don't report theirs.
        extra: Added to the request; overrides it.
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
    """Makes a tool speak a text into a file.

    Args:
        request: The text, and where to write.
        call: Sends a request to the tool; answers with ``error`` instead of raising.
        tool_name: For file names and errors.
        engine: For answers that don't name their engine.
        output_subdir: Folder below the models folder.
        device: Returns the tool's last device, for answers that don't name one.

    Returns:
        See :meth:`workers.ToolWorker.synthesize`.
    """
    if not request.text or not request.text.strip():
        return {"error": "Text is required"}
    parameters = {"language": request.language, "voice": request.voice, **request.extra}
    path = parameters.pop("output_path", request.output_path)
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
        answer = call({"text": request.text, "output_path": path, **parameters})
    finally:
        # No file stays without audio, or if the tool wrote another one.
        if made is not None and ("error" in answer or answer.get("path", path) != path):
            made.unlink(missing_ok=True)
    elapsed_s = time.perf_counter() - started
    if "error" in answer:
        # JSON has no bytes; all other keys are the tool's to choose.
        return {key: value for key, value in answer.items() if not isinstance(value, _BYTES)}
    reported = answer.get("duration")
    duration: float = reported if isinstance(reported, (int, float)) and reported > 0 else 0
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
    """Creates an empty file of our own, named after this millisecond."""
    folder.mkdir(parents=True, exist_ok=True)
    milliseconds = time.time_ns() // 1_000_000
    stem = _UNSAFE.sub("_", tool_name)
    while True:
        path = folder / f"{stem}_{milliseconds}.wav"
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except FileExistsError:
            milliseconds += 1
        else:
            return path
