"""A stand-in GPU for the real program, with engines that use its memory."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.nvml_standin import GIB, NvmlStandIn, build_library
from tests.support.users_catalog import write_users_catalog

#: Name, variant of the tool, and GB, by IDs that the catalog doesn't use.
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
    """Sets up GPUs, and adds the engines to the user's catalog.

    Args:
        folder: Empty folder for the driver.
        home: The program's home.
        totals_gb: Sizes of the GPUs; one of 8 GB by default.
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
    """Runs a program that holds memory of the first GPU."""
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
