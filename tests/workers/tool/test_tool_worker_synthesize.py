"""``ToolWorker.synthesize``: its JSON, its files, and its errors."""

from __future__ import annotations

import json
import re
import time
import wave
from pathlib import Path
from typing import Any

import pytest

from tests.support.tool_room import BackgroundCall, Room
from workers.base import paths
from workers.tool import synthesis
from workers.tool.tool_worker import ToolWorker

KEYS = {
    "path",
    "duration",
    "engine",
    "device",
    "sample_rate",
    "voice",
    "language",
    "latency_ms",
    "rtf",
}


def speak(tool: ToolWorker, answer: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
    extra = {**options.pop("extra_request", {}), "answer": answer or {}}
    text = tool.synthesize(text="hello", extra_request=extra, **options)
    assert isinstance(text, str)
    return json.loads(text)


def test_every_key_and_nothing_else(room: Room) -> None:
    tool = room.tool(engine="Lark")
    spoken = speak(tool)
    assert set(spoken) == KEYS
    assert spoken["duration"] == 1.0
    assert spoken["engine"] == "Lark"
    assert spoken["device"] == "cpu"
    assert spoken["sample_rate"] == 24000
    assert spoken["voice"] == "default"
    assert spoken["language"] == "en"
    assert spoken["latency_ms"] > 0
    with wave.open(spoken["path"]) as file:
        assert file.getnframes() == 8000


def test_report_of_the_engine_overrides_defaults(room: Room) -> None:
    reported = {"engine": "lark-2", "device": "cuda:0", "sample_rate": 8000, "duration": 0.5}
    spoken = speak(room.tool(), reported, voice="anna", language="de", default_sample_rate=16000)
    assert {key: spoken[key] for key in reported} == reported
    assert spoken["voice"] == "anna"
    assert spoken["language"] == "de"
    assert speak(room.tool(), default_sample_rate=16000)["sample_rate"] == 16000


def test_real_time_factor_is_elapsed_by_duration_in_four_places(room: Room) -> None:
    tool = room.tool()
    started = time.monotonic()
    spoken = speak(tool, {"duration": 4.0})
    elapsed_s = time.monotonic() - started
    assert spoken["rtf"] == round(spoken["rtf"], 4)
    assert spoken["rtf"] == pytest.approx(spoken["latency_ms"] / 4000, abs=2e-4)
    assert 0 < spoken["rtf"] * 4.0 <= elapsed_s + 1e-3


@pytest.mark.parametrize("nothing", [0, 0.0, None, -1.0, "long"])
def test_real_time_factor_of_no_audio_is_zero(room: Room, nothing: object) -> None:
    spoken = speak(room.tool(), {"duration": nothing})
    assert spoken["rtf"] == 0
    assert set(spoken) == KEYS


@pytest.mark.parametrize("blank", ["", " ", "\n\t ", "\u2003"])
def test_blank_text_starts_nothing(room: Room, blank: str) -> None:
    tool = room.tool()
    assert json.loads(tool.synthesize(text=blank)) == {"error": "Text is required"}
    assert not tool.is_alive()


def test_request_as_the_tool_sees_it(room: Room) -> None:
    tool = room.tool()
    seen: list[dict[str, Any]] = []
    ask = tool.call

    def call(request: dict[str, Any]) -> dict[str, Any]:
        seen.append(request)
        return ask(request)

    tool.call = call  # pyright: ignore[reportAttributeAccessIssue]
    tool.synthesize(text="hi", output_path="/x.wav", extra_request={"speed": 2, "language": "fr"})
    assert seen == [
        {"text": "hi", "language": "fr", "voice": None, "output_path": "/x.wav", "speed": 2}
    ]


def test_file_goes_to_the_output_path(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "speech.wav"
    assert speak(room.tool(), output_path=str(path))["path"] == str(path)
    assert path.exists()


def test_file_without_a_path_goes_to_the_models_folder(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEVOLVE_MODEL_DIR", str(tmp_path / "models"))
    before_ms = time.time_ns() // 1_000_000
    path = Path(speak(room.tool("lark", output_subdir="birds"))["path"])
    assert path.parent == tmp_path / "models" / "birds"
    name, _, milliseconds = path.stem.rpartition("_")
    assert (name, path.suffix) == ("lark", ".wav")
    assert before_ms <= int(milliseconds) <= time.time_ns() // 1_000_000


def test_models_folder_is_in_the_home_by_default(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HEVOLVE_MODEL_DIR")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    path = Path(speak(room.tool(output_subdir="birds"))["path"])
    assert path.parent == tmp_path / ".hevolve" / "models" / "birds"


def test_two_calls_in_one_millisecond_share_no_file(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 1_700_000_000_123_456_789)
    one, other = room.tool("lark"), room.tool("lark")
    paths = {speak(tool)["path"] for tool in (one, other, one)}
    assert len(paths) == 3
    assert min(Path(path).name for path in paths) == "lark_1700000000123.wav"


def test_many_threads_share_no_file(room: Room) -> None:
    tool = room.tool()
    speaking = [BackgroundCall(lambda: [speak(tool)["path"] for _ in range(4)]) for _ in range(16)]
    paths = [path for thread in speaking for path in thread.result()]
    assert len(set(paths)) == 64
    assert all(Path(path).stat().st_size > 44 for path in paths)


@pytest.mark.parametrize(
    ("request_", "message"),
    [({"do": "raise"}, "ValueError: not like this"), ({"do": "exit"}, "crashed: ")],
)
def test_failure_is_an_error_and_leaves_no_file(
    room: Room, request_: dict[str, Any], message: str, engineroom_home: Path
) -> None:
    spoken = speak(room.tool(), extra_request=request_)
    assert message in spoken["error"]
    assert set(spoken) <= {"error", "error_type", "transient"}
    assert not list(engineroom_home.rglob("*.wav"))


def test_failed_start_is_an_error(room: Room) -> None:
    spoken = speak(room.tool("lark", load={"raise": "no weights"}))
    assert spoken["error"].startswith("lark worker startup failed: ")
    assert set(spoken) == {"error"}


def test_bytes_beside_an_error_do_not_matter(room: Room) -> None:
    spoken = speak(room.tool(), extra_request={"do": "bytes_and_error"})
    assert spoken["error"] == "half of it"
    assert "payload" not in spoken


def test_error_keeps_the_keys_of_the_tool() -> None:
    answer = {"error": "busy", "code": 7, "fallback": ["wren"], "traceback": "…"}
    spoken = synthesis.speak(
        synthesis.SpeechRequest("hello"),
        lambda _: answer,
        tool_name="lark",
        engine="lark",
        output_subdir="speech",
        device=lambda: None,
    )
    assert spoken == answer


@pytest.mark.parametrize(
    ("tool_name", "stem"),
    [("lark", "lark"), ("a/b c", "a_b_c"), ("über-1.0", "_ber-1.0"), ("", "")],
)
def test_any_tool_name_makes_a_file_name(room: Room, tool_name: str, stem: str) -> None:
    spoken = speak(room.tool(tool_name), extra_request={"do": "speak"})
    assert re.fullmatch(re.escape(stem) + r"_\d+\.wav", Path(spoken["path"]).name)


@pytest.mark.parametrize("folder", ["~/models", " ~/models "])
def test_models_folder_may_be_below_the_home(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("HEVOLVE_MODEL_DIR", folder)
    assert paths.models_dir() == tmp_path / "models"
    monkeypatch.setenv("HEVOLVE_MODEL_DIR", "  ")
    assert paths.models_dir() == tmp_path / ".hevolve" / "models"


def test_folder_that_cannot_be_made_is_an_error(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("HEVOLVE_MODEL_DIR", str(tmp_path / "file"))
    tool = room.tool("lark")
    assert json.loads(tool.synthesize(text="hello"))["error"].startswith("lark couldn't write")
    assert not tool.is_alive()


def test_engine_that_wrote_elsewhere_leaves_no_empty_file(
    room: Room, tmp_path: Path, engineroom_home: Path
) -> None:
    elsewhere = str(tmp_path / "elsewhere.wav")
    spoken = speak(room.tool(), extra_request={"output_path": elsewhere})
    assert spoken["path"] == elsewhere
    assert Path(elsewhere).exists()
    spoken = speak(room.tool(), {"path": elsewhere})
    assert spoken["path"] == elsewhere
    assert not list(engineroom_home.rglob("*.wav"))
