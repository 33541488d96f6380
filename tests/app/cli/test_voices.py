"""Voices of the user's own in a terminal."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app import cli
from app.cli.say import _voice, own_voice
from app.voices.store import ClipStore
from tests.app.gui.conftest import entry
from tests.support.recordings import record


class Room(SimpleNamespace):
    """What these commands need of an engine room."""

    problems: tuple[str, ...] = ()
    voices: ClipStore

    def close(self) -> None:
        pass


@pytest.fixture
def room(tmp_path: Path) -> Any:
    return Room(voices=ClipStore(tmp_path / "voices"))


def run(room: Any, *arguments: str) -> int:
    return cli.run(cli.parser().parse_args(["voices", *arguments]), lambda: room)


def test_voice_is_added_listed_and_removed(
    room: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording = record(tmp_path / "me.wav", level=0.05)
    assert run(room, "add", "Anna", str(recording), "--text", "Hello.", "--language", "en") == 0
    output = capsys.readouterr()
    assert output.out == "Anna: 5.0 s\n"
    assert "Anna saved, but too quiet" in output.err
    assert run(room, "list") == 0
    heading, row = capsys.readouterr().out.splitlines()
    assert heading.split() == ["NAME", "SECONDS", "LANGUAGE", "FAULTS"]
    assert row.split() == ["Anna", "5.0", "en", "too", "quiet"]
    assert run(room, "list", "--json") == 0
    (described,) = json.loads(capsys.readouterr().out)
    assert (described["name"], described["text"], described["sample_rate"]) == (
        *("Anna", "Hello."),
        24_000,
    )
    assert run(room, "remove", "anna") == 0
    assert run(room, "remove", "anna") == 1
    assert "No voice 'anna'. Available: none" in capsys.readouterr().err


def test_recording_that_is_too_short_is_refused(
    room: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording = record(tmp_path / "short.wav", speech_s=0.3)
    assert run(room, "add", "Anna", str(recording)) == 1
    assert "short.wav can't be used as a voice: too little speech." in (capsys.readouterr().err)


def test_own_voices_are_for_engines_that_clone(room: Any, tmp_path: Path) -> None:
    clip = room.voices.add("Heart", record(tmp_path / "me.wav"), text="Hello.")
    plain = entry("talker")
    cloning = replace(plain, supports_cloning=True, voices=())
    assert own_voice(room, "heart") == (str(clip.path), {"clip_text": "Hello."})
    assert own_voice(room, "nobody") == ("nobody", {})
    assert own_voice(room, None) == (None, {})
    assert _voice(room, cloning, "heart") == (str(clip.path), {"clip_text": "Hello."})
    assert _voice(room, plain, "heart") == ("heart", {})
    assert _voice(room, replace(plain, supports_cloning=True), "heart") == ("heart", {})
