"""Paths of weights and sources in workers, for all ways to run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import compose
from app.room import EngineRoom
from tests.support.users_catalog import write_users_catalog
from workers.base import paths

_CATALOG = """\
[engines.adapted]
name = "Adapted"
kind = "tts"
adapter = "tests.support.tools.surroundings"
weights = [
  { repository = "owner/voice", license = "MIT" },
  { repository = "other/codec.v2", license = "MIT", files = ["*.bin"] },
]

[engines.reflected]
name = "Reflected"
kind = "tts"
import_path = "tests.support.tools.surroundings:Teller"
synth_method = "speak"
output_format = "wav_bytes"
"""


@pytest.fixture
def room(engineroom_home: Path) -> Iterator[EngineRoom]:
    write_users_catalog(engineroom_home, _CATALOG)
    room = compose.engine_room()
    assert room.problems == ()
    yield room
    room.close()


def test_workers_know_their_folders_and_fetch_nothing(room: EngineRoom, tmp_path: Path) -> None:
    answer = room.workers["adapted"].call({"text": "hello"})
    output = answer["environment"]
    root = paths.weights_dir()
    assert json.loads(output["ENGINEROOM_WEIGHTS"]) == {
        "owner/voice": str(root / "owner--voice"),
        "other/codec.v2": str(root / "other--codec.v2"),
    }
    assert output["ENGINEROOM_SOURCES"] == str(paths.data_dir() / "sources" / "adapted")
    for variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        assert output[variable] == "1"


def test_so_do_those_that_run_by_reflection(room: EngineRoom, tmp_path: Path) -> None:
    file = tmp_path / "environment.json"
    answer = room.workers["reflected"].call({"text": str(file)})
    assert "error" not in answer
    output = json.loads(file.read_text(encoding="utf-8"))
    assert json.loads(output["ENGINEROOM_WEIGHTS"]) == {}
    assert output["ENGINEROOM_SOURCES"] == str(paths.data_dir() / "sources" / "reflected")
    assert output["HF_HUB_OFFLINE"] == "1"
    assert output["ENGINEROOM_CATALOG"]
