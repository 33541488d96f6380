"""A machine with a GPU for the real program: a stand-in driver, and engines that take memory."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.nvml_standin import GIB, NvmlStandIn, build_library
from tests.support.users_catalog import write_users_catalog

#: By id, which no engine of the catalog has: name, variant of the tool, and GB.
ENGINES = {
    "like-kokoro": ("Kokoro", "small", 1.5),
    "like-f5": ("F5", "small", 1.5),
    "like-bark": ("Bark", "large", 4.0),
}
_ENTRY = """\
[engines.{id}]
name = "{name}"
kind = "tts"
adapter = "tests.support.tools.gpu_talker"
variant = "{variant}"
environment = "core"
languages = ["en"]
streaming = true
min_vram_gb = {gb}
model_size_gb = {gb}

"""


@contextmanager
def gpu_machine(folder: Path, home: Path, *totals_gb: float) -> Iterator[NvmlStandIn]:
    """Put GPUs in and engines into the catalog.

    Args:
        folder: Empty; for the driver.
        home: Of the program: its catalog is written there.
        totals_gb: The GPUs' sizes; one of 8 GB when none is given.
    """
    room = folder / "room"
    room.mkdir()
    gpus = NvmlStandIn(build_library(folder), room)
    gpus.set_devices(*(int(total * GIB) for total in totals_gb or (8.0,)))
    entries = (
        _ENTRY.format(id=engine, name=name, variant=variant, gb=gb)
        for engine, (name, variant, gb) in ENGINES.items()
    )
    write_users_catalog(home, "".join(entries))
    yield gpus


@contextmanager
def another_program(gpus: NvmlStandIn, folder: Path, name: str, gigabytes: float) -> Iterator[None]:
    """Have a program of this name hold so much of the first GPU."""
    program = folder / name
    shutil.copyfile(shutil.which("sleep") or "/bin/sleep", program)
    program.chmod(0o700)
    process = subprocess.Popen([program, "600"])
    try:
        gpus.set_process(process.pid, int(gigabytes * GIB))
        yield
    finally:
        gpus.remove_process(process.pid)
        process.kill()
        process.wait()
