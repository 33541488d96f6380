"""What an engine says, in one form whatever way it answers. No Qt."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.gui.speech.engine_request import EngineRequest
    from workers.catalog.entry import CatalogEntry
    from workers.tool.tool_worker import ToolWorker


def audio_chunks(
    asking: EngineRequest, worker: ToolWorker, entry: CatalogEntry, request: Mapping[str, Any]
) -> Iterator[Mapping[str, Any]]:
    """Ask, and give what comes: samples in ``payload``, their ``sample_rate`` and ``dtype``.

    An engine that does not stream answers with one piece of sound or with a file, which is read
    and, as nobody has asked for a file, not kept. Blocks.

    Raises:
        WorkerError: As :meth:`EngineRequest.chunks`.
        SoundFileProblem: The file cannot be read.
    """
    if entry.streaming:
        yield from asking.chunks(worker, request)
        return
    with tempfile.TemporaryDirectory(prefix="engineroom-preview-") as folder:
        yield from asking.chunks(
            worker, {**request, "output_path": str(Path(folder, "speech.wav"))}
        )
        result = asking.result
        if "payload" in result:
            yield result
        elif isinstance(result.get("path"), str):
            from app.audio.sound_file import read_speech

            samples, told = read_speech(Path(result["path"]))
            yield {"payload": samples, "sample_rate": told.sample_rate, "dtype": told.dtype}
