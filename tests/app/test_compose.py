"""Composition of the program: catalog and settings reach the workers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import compose
from app.room import EngineRoom
from tests.support.users_catalog import write_users_catalog
from workers.base import paths
from workers.errors import NotApproved
from workers.memory.budgets import VRAM_BUDGETS
from workers.text.rules import TextRules

_CATALOG = """\
[engines.large]
name = "Large"
kind = "tts"
adapter = "tests.support.tools.talker"
precision = "float16"
cpu_mode = true
device = "cuda:1"
min_vram_gb = 2.5
model_size_gb = 1.5
idle_timeout_s = 60

[engines.small]
name = "Small"
kind = "tts"
adapter = "tests.support.tools.talker"
device = "cuda:1"
"""
_SETTINGS = """\
[engines.large]
pinned = true
device = "GPU-7f31"
[engines.small]
device = "any"
idle_timeout_s = 5
[memory]
reserve_gb = 2
[sound]
output_device = "Headphones, ALSA"
latency = "low"
"""


@pytest.fixture
def room(engineroom_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EngineRoom]:
    monkeypatch.setitem(VRAM_BUDGETS, "tts_large", (0.0, 0.0))  # put back at the end
    folder = paths.config_dir()
    folder.mkdir(parents=True)
    (folder / "catalog.toml").write_text(_CATALOG, encoding="utf-8")
    (folder / "settings.toml").write_text(_SETTINGS, encoding="utf-8")
    room = compose.engine_room()
    yield room
    room.close()


def test_catalog_and_settings_reach_the_workers(room: EngineRoom) -> None:
    assert room.problems == ()
    large, small = room.workers["large"], room.workers["small"]
    assert (large.precision, large.cpu_mode, large.device) == ("float16", True, "GPU-7f31")
    assert (large.is_pinned, large.idle_timeout) == (True, 60.0)
    assert (small.precision, small.cpu_mode, small.device) == ("", False, None)
    assert (small.is_pinned, small.idle_timeout) == (False, 5.0)
    assert room.supervisor.reserve_bytes == 2 * 2**30
    assert (room.player.device_id, room.player.latency) == ("Headphones, ALSA", "low")


def test_repair_gets_all_environment_fields_of_the_entry(room: EngineRoom) -> None:
    declared, entry = room.workers["f5"].declared, room.engines["f5"]
    assert entry.overrides
    assert (declared.requirements, declared.overrides) == (entry.requirements, entry.overrides)
    assert declared.python_range == entry.python != ""
    assert declared.torch is not None
    build = declared.torch()
    assert build is not None
    assert build.backend


def test_sizes_in_the_catalog_are_budgets(room: EngineRoom) -> None:
    assert VRAM_BUDGETS["tts_large"] == (2.5, 1.5)
    assert "tts_small" not in VRAM_BUDGETS


def test_texts_are_checked_by_the_catalog(room: EngineRoom) -> None:
    hibari = room.workers["hibari"]
    assert hibari.text_rules == TextRules("Hibari", ("en",))
    answer = hibari.call({"text": "Guten Tag", "language": "de"})
    assert answer["error"].startswith("hibari: Hibari speaks en, not 'de': no installed engine")
    assert room.workers["large"].text_rules == TextRules("Large")
    assert answer["error"].endswith("install one that does")
    assert room.chain.order({"text": "x"}, "large") == ()  # it is not installed either


def test_defaults_come_from_the_catalog_with_half_a_gigabyte_reserved(
    engineroom_home: Path,
) -> None:
    room = compose.engine_room()
    hibari = room.workers["hibari"]
    assert (hibari.is_pinned, hibari.device, hibari.idle_timeout) == (False, None, 300.0)
    assert room.supervisor.reserve_bytes == 2**29
    room.close()


_MINE = """\
[engines.mine]
name = "Mine"
kind = "tts"
adapter = "tests.support.tools.talker"
"""


def test_code_of_the_user_catalog_needs_permission(engineroom_home: Path) -> None:
    write_users_catalog(engineroom_home, _MINE, is_allowed=False)
    room = compose.engine_room()
    try:
        worker = room.workers["mine"]
        answer = worker.call({"text": "hello"})["error"]
        assert "mine runs code that isn't part of Engine Room" in answer
        assert str(Path(__file__).parents[1] / "support" / "tools" / "talker") in answer
        with pytest.raises(NotApproved):
            worker.start()
        with pytest.raises(NotApproved):
            worker.stream({"text": "hello"})
        assert not worker.is_alive()
        code = room.unapproved("mine")
        assert code is not None
        room.approvals.approve(code)
        worker.start()
        assert worker.is_alive()
    finally:
        room.close()
    again = compose.engine_room()
    assert again.unapproved("mine") is None, "the permission wasn't saved"
    assert again.unapproved("hibari") is None, "bundled code needs no permission"
    again.close()


_REFLECTED = """\
[engines.mine]
name = "Mine"
kind = "tts"
import_path = "{}:Engine"
synth_method = "say"
output_format = "bytesio"
"""


def test_permitted_code_runs_despite_a_changed_catalog(
    engineroom_home: Path,
) -> None:
    write_users_catalog(engineroom_home, _REFLECTED.format("allowed"))
    room = compose.engine_room()
    snapshot = Path(room.workers["mine"].env["ENGINEROOM_CATALOG"])
    write_users_catalog(engineroom_home, _REFLECTED.format("strange"), is_allowed=False)
    beside = compose.engine_room()
    assert beside.unapproved("mine") is not None
    assert room.unapproved("mine") is None
    engines = json.loads(snapshot.read_text(encoding="utf-8"))["engines"]
    assert engines["mine"]["import_path"] == "allowed:Engine"
    beside.close()
    room.close()
