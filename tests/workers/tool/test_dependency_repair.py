"""Known failures of engines, each provoked in a real environment, and their remedies."""

from __future__ import annotations

import pytest

from tests.support.tool_room import Room
from tests.support.wheels import Wheels
from tests.workers.environments.conftest import wheels
from workers.base import paths
from workers.base.states import WorkerState
from workers.diagnosis.causes import Cause, Diagnosis, Remedy
from workers.environments.requirements import EnvironmentSpec
from workers.environments.store import EnvironmentStore
from workers.environments.system_libraries import how_to_get, library_of, this_system
from workers.tool.tool_worker import ToolWorker

__all__ = ["wheels"]

#: No system has that version, so the dynamic linker says what it says on a machine without it.
NEEDS_SNDFILE = """
import ctypes

def load():
    try:
        import soundfile_library
    except ImportError:
        ctypes.CDLL("libsndfile.so.99")
"""
NEEDS_ESPEAK = """
import os, sys

def load():
    try:
        import espeakng_data
    except ImportError:
        data = os.path.join(os.path.dirname(__file__), "espeakng_loader", "espeak-ng-data")
        print(f"Error processing file '{data}/phontab': No such file or directory.",
              file=sys.stderr, flush=True)
        os._exit(1)
"""
NEEDS_NUMPY_1 = """
import numpy

def load():
    return numpy.float_
"""
NUMPY_2 = """
def __getattr__(name):
    raise AttributeError(
        f"`np.{name}` was removed in the NumPy 2.0 release. Use `np.float64` instead."
    )
"""
FAILS = "def load():\n    {}\n"


class Place:
    """One environment, and the tool that runs in it."""

    def __init__(self, room: Room, wheels: Wheels) -> None:
        self._room = room
        self.wheels = wheels
        self.store = EnvironmentStore()

    def tool(self, code: str, *declared: str) -> ToolWorker:
        """Returns a tool whose package ``toy`` has this code, with declared requirements."""
        self.wheels.add("toy", code=code)
        requirements = ("toy", *declared)
        self.store.create("toys", requirements)
        return self._room.tool(
            "toy",
            tool_module="tests.support.tools.toy_engine",
            environment="toys",
            declared=EnvironmentSpec(requirements),
        )

    def lose(self, module: str) -> None:
        (lost,) = (paths.environments_dir() / "toys").rglob(f"{module}.py")
        lost.unlink()


@pytest.fixture
def place(room: Room, wheels: Wheels) -> Place:
    return Place(room, wheels)


def failed(tool: ToolWorker) -> tuple[Diagnosis, str]:
    """Returns the diagnosis of a failed start, and the advice."""
    assert "startup failed" in tool.call({})["error"]
    assert tool.state is WorkerState.CRASHED
    failure = tool.snapshot().failure
    assert failure is not None
    return failure.diagnosis, failure.advice


def test_library_whose_package_is_declared_comes_back(place: Place) -> None:
    place.wheels.add("soundfile", soundfile_library="")
    tool = place.tool(NEEDS_SNDFILE, "soundfile==1.0")
    place.lose("soundfile_library")
    assert "error" not in tool.call({})


def test_system_library_is_named_as_the_system_names_it(place: Place) -> None:
    diagnosis, advice = failed(place.tool(NEEDS_SNDFILE))
    assert (diagnosis.cause, diagnosis.subject) == (Cause.MISSING_LIBRARY, "libsndfile.so.99")
    assert diagnosis.remedy is Remedy.TRY_AGAIN
    library = library_of("libsndfile.so.99")
    assert library is not None
    assert how_to_get(library, this_system()) in advice
    assert "'soundfile' also provides it" in advice


def test_espeaks_data_come_back_with_their_package(place: Place) -> None:
    place.wheels.add("espeakng_loader", espeakng_data="")
    tool = place.tool(NEEDS_ESPEAK, "espeakng-loader==1.0")
    place.lose("espeakng_data")
    assert "error" not in tool.call({})


def test_espeaks_data_that_came_with_another_package(place: Place) -> None:
    place.wheels.add("espeakng_loader", espeakng_data="")
    place.wheels.add("speaker", requires="espeakng-loader")
    tool = place.tool(NEEDS_ESPEAK, "speaker")
    place.lose("espeakng_data")
    diagnosis, advice = failed(tool)
    assert (diagnosis.cause, diagnosis.remedy) == (Cause.ESPEAK_DATA_MISSING, Remedy.REINSTALL)
    assert "may be damaged: reinstall the engine" in advice
    place.store.reinstall("toys")
    tool.start()


def test_numpy_that_a_neighbour_has_raised_comes_down_again(place: Place) -> None:
    place.wheels.add("numpy", "1.26", code="float_ = 1.5\n")
    place.wheels.add("numpy", "2.0", code=NUMPY_2)
    tool = place.tool(NEEDS_NUMPY_1, "numpy<2")
    place.store.create("toys", ["numpy==2.0"])
    assert tool.call({})["model"] == 1.5


def test_numpy_of_which_the_entry_says_nothing(place: Place) -> None:
    place.wheels.add("numpy", "2.0", code=NUMPY_2)
    place.wheels.add("maker", requires="numpy")
    diagnosis, advice = failed(place.tool(NEEDS_NUMPY_1, "maker"))
    assert diagnosis.cause is Cause.NUMPY_TOO_NEW
    assert "add 'numpy<2' to the entry's 'requirements'" in advice


WEIGHTS_GONE = "the weights kyutai/pocket-tts of pocket are not installed: install it"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "raise AssertionError('Torch not compiled with CUDA enabled')",
            Diagnosis(Cause.NO_CUDA, remedy=Remedy.REINSTALL),
        ),
        (
            f"raise FileNotFoundError({WEIGHTS_GONE!r})",
            Diagnosis(Cause.WEIGHTS_MISSING, "kyutai/pocket-tts", remedy=Remedy.REINSTALL),
        ),
        (
            "open('/data/weights/kyutai--pocket-tts/model.bin')",
            Diagnosis(Cause.WEIGHTS_MISSING, "kyutai/pocket-tts", remedy=Remedy.REINSTALL),
        ),
        (
            "raise FileNotFoundError('the code of cosyvoice3 is not installed: install it')",
            Diagnosis(Cause.CODE_MISSING, "cosyvoice3", remedy=Remedy.REINSTALL),
        ),
        (
            "raise RuntimeError('Library libcublas.so.12 is not found or cannot be loaded')",
            Diagnosis(Cause.MISSING_LIBRARY, "libcublas.so.12", remedy=Remedy.REINSTALL),
        ),
        (
            (
                "raise RuntimeError('CUDA error: no kernel image is available for execution on the "
                "device')"
            ),
            Diagnosis(Cause.GPU_UNSUPPORTED, remedy=Remedy.CHOOSE_ANOTHER),
        ),
    ],
)
def test_real_child_reports_its_cause(place: Place, code: str, expected: Diagnosis) -> None:
    diagnosis, _ = failed(place.tool(FAILS.format(code)))
    assert diagnosis.detail
    assert Diagnosis(diagnosis.cause, diagnosis.subject, remedy=diagnosis.remedy) == expected
