"""Recordings that become voices: checked, kept, found again."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import pytest

from app.voices.checks import ClipFacts, ClipFault, faults_for
from app.voices.store import ClipStore, VoiceProblem
from tests.support.recordings import record

RATE = 24_000


@pytest.fixture
def store(tmp_path: Path) -> ClipStore:
    return ClipStore(tmp_path / "voices")


def test_recording_is_kept_as_a_voice(store: ClipStore, tmp_path: Path) -> None:
    recording = record(tmp_path / "me.wav")
    clip = store.add("  Anna\tMaria ", recording, text=" Good\nmorning. ", language="en")
    recording.unlink()
    assert (clip.name, clip.text, clip.language, clip.faults) == (
        *("Anna Maria", "Good morning.", "en"),
        (),
    )
    assert clip.facts.duration_s == pytest.approx(5.0, abs=0.01)
    assert clip.facts.speech_s == pytest.approx(4.0, abs=0.1)
    assert clip.facts.peak == pytest.approx(0.5, abs=0.01)
    with wave.open(str(clip.path), "rb") as file:
        assert (file.getnchannels(), file.getframerate()) == (1, RATE)
    assert ClipStore(clip.path.parent).clips() == (clip,)
    assert store.get("anna maria") == clip
    assert store.get("Anna") is None


@pytest.mark.parametrize(
    ("speech_s", "silence_s", "fault"),
    [
        (0.0, 3.0, ClipFault.SILENT),
        (0.7, 5.0, ClipFault.TOO_SHORT),
        (61.0, 0.0, ClipFault.TOO_LONG),
    ],
)
def test_invalid_voice_is_refused(
    store: ClipStore, tmp_path: Path, speech_s: float, silence_s: float, fault: ClipFault
) -> None:
    recording = record(tmp_path / "bad.wav", speech_s=speech_s, silence_s=silence_s, rate=16_000)
    with pytest.raises(VoiceProblem, match=r"bad\.wav can't be used as a voice: .*\.") as caught:
        store.add("Anna", recording)
    assert caught.value.fault is fault
    assert store.clips() == ()
    assert not (tmp_path / "voices").exists()


@pytest.mark.parametrize(
    ("level", "rate", "fault"),
    [
        (1.5, RATE, ClipFault.CLIPPED),
        (0.05, RATE, ClipFault.TOO_SOFT),
        (0.5, 8_000, ClipFault.LOW_RATE),
    ],
)
def test_faults_are_reported_and_saved(
    store: ClipStore, tmp_path: Path, level: float, rate: int, fault: ClipFault
) -> None:
    clip = store.add("Anna", record(tmp_path / "a.wav", level=level, rate=rate))
    assert clip.faults == (fault,)
    assert not fault.is_fatal


def test_limits_of_the_engine_count() -> None:
    facts = ClipFacts(4.0, 3.5, RATE, 0.5, 0.0)
    assert faults_for(facts) == ()
    assert faults_for(facts, least_s=5.0) == (ClipFault.TOO_SHORT,)
    assert faults_for(facts, longest_s=3.0) == (ClipFault.TOO_LONG,)


def test_file_without_audio_is_no_voice(store: ClipStore, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a sound", encoding="utf-8")
    with pytest.raises(VoiceProblem, match=r"Couldn't read notes\.txt as an audio file"):
        store.add("Anna", text)


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\u0007b"])
def test_names_that_are_none(store: ClipStore, tmp_path: Path, name: str) -> None:
    with pytest.raises(VoiceProblem, match="name"):
        store.add(name, record(tmp_path / "a.wav"))


def test_names_are_unique_whatever_their_case(store: ClipStore, tmp_path: Path) -> None:
    recording = record(tmp_path / "a.wav")
    anna, zoe = store.add("Änna", recording), store.add("Zoë", recording)
    with pytest.raises(VoiceProblem, match="A voice named äNNA already exists"):
        store.add("äNNA", recording)
    with pytest.raises(VoiceProblem, match="already"):
        store.rename(zoe, "Änna")
    assert store.rename(anna, "ÄNNA").name == "ÄNNA"
    assert [clip.name for clip in store.clips()] == ["Zoë", "ÄNNA"]


def test_voice_is_described_and_removed(store: ClipStore, tmp_path: Path) -> None:
    clip = store.add("Anna", record(tmp_path / "a.wav"))
    output = store.describe(clip, text="Guten Morgen.", language="de")
    assert store.get("Anna") == output
    store.remove(output)
    store.remove(output)
    assert store.clips() == ()
    assert list(clip.path.parent.iterdir()) == []
    with pytest.raises(VoiceProblem, match="no longer exists"):
        store.describe(output, text="", language="")


@pytest.mark.parametrize("content", ["{", "[]", '{"name": "x"}', '{"name": 1, "facts": {"a": 1}}'])
def test_damaged_description_drops_only_its_voice(
    store: ClipStore, tmp_path: Path, content: str
) -> None:
    kept = store.add("Anna", record(tmp_path / "a.wav"))
    damaged = store.add("Bert", record(tmp_path / "b.wav"))
    damaged.path.with_suffix(".json").write_text(content, encoding="utf-8")
    orphan = kept.path.with_name("orphan.json")
    orphan.write_text(kept.path.with_suffix(".json").read_text(encoding="utf-8"), encoding="utf-8")
    assert store.clips() == (kept,)
    assert json.loads(orphan.read_text(encoding="utf-8"))["name"] == "Anna"
