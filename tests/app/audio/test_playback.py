"""Playback on a real PortAudio device in real time, compared with what the device received."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from tests.support.sound import PacedDevice, RemotePlayer, noise
from tests.support.sound.remote_player import RemoteError

#: Delay between player and FIFO: PortAudio, ALSA's plug-in, and the FIFO buffer 0.15 s; the rest
#: is for a busy machine.
ON_ITS_WAY_S = 0.6


def seconds(sound: bytes) -> float:
    """Returns the duration of 16-bit audio at 24 kHz."""
    return len(sound) / 48000


def test_samples_are_heard_once_and_in_order(
    paced_device: PacedDevice, player: RemotePlayer
) -> None:
    speech = noise(1.5)
    player.start()
    for begin in range(0, len(speech), 5002):  # no multiple of the device's block size
        player.feed(speech[begin : begin + 5002])
    player.finish()
    assert player.wait_for("FINISHED") == "FINISHED"
    paced_device.wait_for(speech)
    assert paced_device.sound() == speech
    report = player.report()
    assert report["frames_played"] == len(speech) // 2
    assert report["position_s"] == pytest.approx(1.5)
    assert (report["gaps"], report["message"]) == (0, None)
    assert player.states == ["READY", "PLAYING", "FINISHED"]


def test_float_speech_is_bit_exact(tmp_path: Path, portaudio: None) -> None:
    speech = noise(0.5, dtype="float32")
    with (
        PacedDevice(tmp_path / "sound", dtype="float32") as device,
        RemotePlayer(device.environment) as player,
    ):
        player.start(dtype="float32")
        player.feed(speech)
        player.finish()
        assert player.wait_for("FINISHED") == "FINISHED"
        device.wait_for(speech)
        assert device.sound() == speech
        assert not player.report()["numpy"], "NumPy was imported"


def test_float_speech_on_a_16_bit_device(paced_device: PacedDevice, player: RemotePlayer) -> None:
    player.start(dtype="float32")
    player.feed(noise(0.5, dtype="float32"))
    player.finish()
    assert player.wait_for("FINISHED") == "FINISHED"
    paced_device.wait_for_sound(0.49)
    expected, heard = array("h", noise(0.5)), array("h", paced_device.sound())
    assert len(heard) == pytest.approx(len(expected), abs=1)  # the last may round to silence
    assert max(abs(a - b) for a, b in zip(expected, heard, strict=False)) <= 1


def test_playback_starts_with_the_first_chunk(
    paced_device: PacedDevice, player: RemotePlayer
) -> None:
    speech = noise(0.3)
    player.start()
    assert player.wait_for("READY") == "READY"
    assert not paced_device.read(), "audio before the first chunk"
    player.feed(speech)
    paced_device.wait_for(speech)  # before the end is announced
    assert player.states[-1] == "PLAYING"
    taken_at = player.report()["first_sound_at"]
    assert 0 <= paced_device.first_sound_at() - taken_at < ON_ITS_WAY_S


def test_stop_silences_at_once(paced_device: PacedDevice, player: RemotePlayer) -> None:
    speech = noise(10)
    player.start()
    player.feed(speech)
    player.finish()
    paced_device.wait_for_sound(0.5)
    player.stop()
    heard_s = seconds(paced_device.sound())
    assert player.wait_for("STOPPED") == "STOPPED"
    assert player.close()  # nothing follows
    assert speech.startswith(paced_device.sound())
    assert seconds(paced_device.sound()) < heard_s + ON_ITS_WAY_S
    assert player.states == ["READY", "PLAYING", "STOPPED"]


def test_first_chunk_is_fed_within_20_ms(paced_device: PacedDevice, player: RemotePlayer) -> None:
    took_s: list[float] = []
    for _ in range(3):  # The best of three excludes the machine's load.
        player.start()
        assert player.wait_for("READY") == "READY"
        player.feed(noise(0.1))
        player.finish()
        assert player.wait_for("FINISHED") == "FINISHED"
        report = player.report()
        took_s.append(report["first_sound_at"] - report["first_fed_at"])
    assert min(took_s) < 0.02


def test_seek_in_both_directions_is_heard_at_once(
    paced_device: PacedDevice, player: RemotePlayer
) -> None:
    speech = noise(20)
    player.start()
    player.feed(speech)
    paced_device.wait_for_sound(0.2)
    player.seek(15)
    paced_device.wait_for(speech[15 * 48000 : 15 * 48000 + 4800])
    assert player.report()["position_s"] >= 15
    player.seek(1)
    paced_device.wait_for(speech[48000 : 48000 + 4800])
    assert 1 <= player.report()["position_s"] < 15
    player.seek(19.5)
    player.finish()
    assert player.wait_for("FINISHED") == "FINISHED"
    paced_device.wait_for(speech[-24000:])
    assert seconds(paced_device.sound()) < 0.2 + 0.1 + 0.1 + 0.5 + 3 * ON_ITS_WAY_S
    report = player.report()
    assert report["position_s"] == 20
    assert (report["gaps"], report["longest_call_s"] < 0.5) == (0, True)


def test_complete_speech_starts_at_any_position(
    paced_device: PacedDevice, player: RemotePlayer
) -> None:
    speech = noise(3)
    player.start()
    player.feed_all(speech[:50000], speech[50000:], from_s=2.5)
    assert player.wait_for("FINISHED") == "FINISHED"
    paced_device.wait_for(speech[-24000:])
    assert paced_device.sound() == speech[-24000:]


def test_stop_before_any_speech(paced_device: PacedDevice, player: RemotePlayer) -> None:
    player.start()
    player.stop()
    player.feed(noise(0.1))  # a chunk already in transit
    assert player.wait_for("STOPPED") == "STOPPED"
    assert player.close()
    assert not paced_device.sound()


def test_slow_engine_leaves_a_gap_and_loses_no_samples(
    paced_device: PacedDevice, player: RemotePlayer
) -> None:
    first, second = noise(0.3), noise(0.3, seed=2)
    player.start()
    player.feed(first)
    paced_device.wait_for_sound(0.3)
    paced_device.wait_for_silence(0.1)  # the player has no more samples
    player.feed(second)
    player.finish()
    assert player.wait_for("FINISHED") == "FINISHED"
    paced_device.wait_for(second)
    sound = paced_device.sound()
    assert sound.startswith(first)
    assert sound.endswith(second)
    assert set(sound[len(first) : -len(second)]) == {0}
    assert player.report()["gaps"] == 1
    assert player.report()["frames_played"] == len(first + second) // 2


def test_next_playback_takes_over_at_once(paced_device: PacedDevice, player: RemotePlayer) -> None:
    player.start()
    player.feed(noise(10))
    paced_device.wait_for_sound(0.2)
    following = noise(0.4, seed=2)
    player.start()
    player.feed(following)
    player.finish()
    assert player.wait_for("FINISHED") == "FINISHED"
    assert player.histories[0] == ["READY", "PLAYING", "STOPPED"]
    paced_device.wait_for(following)
    assert seconds(paced_device.sound()) < 0.2 + 0.4 + 2 * ON_ITS_WAY_S
    assert paced_device.sound().endswith(following)


def test_format_of_the_first_chunk_is_kept(paced_device: PacedDevice, player: RemotePlayer) -> None:
    speech = noise(0.4)
    player.start(sample_rate=22050, dtype="float32")
    player.feed(speech, sample_rate=24000, dtype="int16")
    player.feed(speech, sample_rate=24000, dtype="int16")
    player.finish()
    assert player.wait_for("FINISHED") == "FINISHED"
    paced_device.wait_for(speech + speech)
    assert paced_device.sound() == speech + speech
    player.start()
    player.feed(speech)
    with pytest.raises(RemoteError, match=r"ValueError: .*int16.*can't continue as.*float32"):
        player.feed(speech, dtype="float32")


def test_other_sample_rate_is_converted(paced_device: PacedDevice, player: RemotePlayer) -> None:
    player.start(sample_rate=16000)
    player.feed(noise(0.6))  # 0.6 s of samples at 24 kHz are 0.9 s at 16 kHz
    player.finish()
    assert player.wait_for("FINISHED") == "FINISHED"
    paced_device.wait_for_sound(0.88)
    assert seconds(paced_device.sound()) == pytest.approx(0.9, abs=0.05)


def test_empty_speech_ends_at_once(paced_device: PacedDevice, player: RemotePlayer) -> None:
    player.start()
    player.feed(b"")
    player.finish()
    assert player.wait_for("FINISHED") == "FINISHED"
    assert not paced_device.read()


def test_invalid_speech_is_refused(player: RemotePlayer) -> None:
    player.start()
    with pytest.raises(RemoteError, match="ValueError: 3 bytes don't divide into int16"):
        player.feed(b"\1\2\3")
    player.feed(noise(5))
    player.finish()
    with pytest.raises(RemoteError, match=r"ValueError: feed\(\) called after finish"):
        player.feed(noise(0.1))


def test_unplugged_device_is_reported(paced_device: PacedDevice, player: RemotePlayer) -> None:
    player.start()
    player.feed(noise(30))
    paced_device.wait_for_sound(0.2)
    paced_device.unplug()
    assert player.wait_for("FAILED") == "FAILED"
    report = player.report()
    assert report["problem"] == "LOST"
    assert "'default' was disconnected during playback. Reconnect it" in report["message"]
    # The device is back: the same player works again.
    paced_device.plug()
    again = noise(0.3, seed=2)
    player.start()
    player.feed(again)
    player.finish()
    assert player.wait_for("FINISHED") == "FINISHED"
    paced_device.wait_for(again)


def test_devices_are_listed_and_selected(paced_device: PacedDevice, player: RemotePlayer) -> None:
    found = player.devices()
    assert found == {
        "ids": ["sink, ALSA", "tap, ALSA", "default, ALSA"],
        "default": "default, ALSA",
        "error": None,
    }
    player.choose("sink, ALSA")
    player.start()
    player.feed(noise(0.2))
    player.finish()
    assert player.wait_for("FINISHED") == "FINISHED"
    assert not paced_device.read()
    assert player.report()["replaced_device"] is None


def test_missing_device_is_replaced_by_the_default(
    paced_device: PacedDevice, player: RemotePlayer
) -> None:
    player.choose("Headphones, ALSA")
    player.start()
    player.feed(noise(0.2))
    player.finish()
    assert player.wait_for("FINISHED") == "FINISHED"
    paced_device.wait_for(noise(0.2))
    report = player.report()
    assert report["replaced_device"] == "Headphones, ALSA"
    assert report["message"] is None


def test_closed_player_refuses_speech(player: RemotePlayer) -> None:
    assert player.close()
    with pytest.raises(RemoteError, match="RuntimeError: the player is closed"):
        player.start()
