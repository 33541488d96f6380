"""Recording from a real PortAudio device, and its failures."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.sound import RemotePlayer, noise
from tests.support.sound.microphone import microphone

DEAF = "pcm.!default { type hw card 99 }\n"


def test_recording_is_bit_exact(portaudio: None, tmp_path: Path) -> None:
    speech = noise(1.0)
    with RemotePlayer(microphone(tmp_path / "mic", speech)) as player:
        player.record(longest_s=1.0)
        assert player.wait_for("FINISHED") == "FINISHED"
        recorded = player.recorded()
        assert recorded["samples"] == speech
        assert (recorded["sample_rate"], recorded["duration_s"]) == (24000, 1.0)
        assert 0.1 < recorded["level"] <= 1
        assert player.states == ["RECORDING", "FINISHED"]
        assert recorded["longest_call_s"] < 0.5
        assert player.close()


@pytest.mark.parametrize("by", ["stop", "play"])
def test_recording_ends_at_stop_and_at_playback(portaudio: None, tmp_path: Path, by: str) -> None:
    with RemotePlayer(microphone(tmp_path / "mic", noise(1.0))) as player:
        player.record(longest_s=3600)
        assert player.wait_for("RECORDING") == "RECORDING"
        if by == "stop":
            player.stop()
            assert player.wait_for("FINISHED") == "FINISHED"
        else:
            player.start()
            player.feed(noise(0.1))
            player.finish()
            assert player.wait_for("FINISHED") == "FINISHED"
            assert player.histories[0] == ["RECORDING", "FINISHED"]
        assert player.close()


def test_recording_stops_playback(portaudio: None, tmp_path: Path) -> None:
    with RemotePlayer(microphone(tmp_path / "mic", noise(1.0))) as player:
        player.start()
        player.feed(noise(5.0))
        assert player.wait_for("PLAYING") == "PLAYING"
        player.record(longest_s=0.5)
        assert player.wait_for("FINISHED") == "FINISHED"
        assert player.histories[0][-1] in {"STOPPED", "FINISHED"}
        assert player.recorded()["samples"] == noise(1.0)[:24000]


def test_audio_system_that_hangs_is_reported(portaudio: None, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "asound.conf")  # opening a FIFO blocks until a writer comes
    environment = {"ALSA_CONFIG_PATH": str(tmp_path / "asound.conf")}
    with RemotePlayer(environment, patience_s=1) as player:
        player.record(longest_s=1)
        assert player.wait_for("FAILED") == "FAILED"
        assert "hasn't responded for 1 s" in player.recorded()["message"]
        assert player.recorded()["longest_call_s"] < 0.5
        assert not player.close(timeout_s=0.1)


def test_missing_microphone_is_reported(portaudio: None, tmp_path: Path) -> None:
    (tmp_path / "asound.conf").write_text(DEAF, encoding="utf-8")
    with RemotePlayer({"ALSA_CONFIG_PATH": str(tmp_path / "asound.conf")}) as player:
        found = player.microphone()
        assert found["name"] is None
        assert "No microphone found" in found["error"]
        player.record(longest_s=1)
        assert player.wait_for("FAILED") == "FAILED"
        assert player.recorded()["message"] == found["error"]
        assert player.close()


def test_microphone_is_found(portaudio: None, tmp_path: Path) -> None:
    with RemotePlayer(microphone(tmp_path / "mic", noise(0.1))) as player:
        assert player.microphone() == {"name": "default", "error": None}
