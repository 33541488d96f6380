"""Failures of a sound server, on a real PulseAudio."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.sound import PrivatePulse, RemotePlayer, noise

#: The last 50 ms: more than PulseAudio would drop, and short enough that a busy machine rarely
#: interrupts it.
END = 2400


@pytest.fixture
def player(private_pulse: PrivatePulse) -> Iterator[RemotePlayer]:
    """A player on the private server, with short timeouts."""
    with RemotePlayer(private_pulse.environment, patience_s=1.5) as player:
        yield player


def test_end_of_speech_is_not_cut_off(private_pulse: PrivatePulse, player: RemotePlayer) -> None:
    speech = noise(1)
    player.start()
    player.feed(speech)
    player.finish()
    assert player.wait_for("FINISHED") == "FINISHED"
    private_pulse.wait_for(speech[-END:])


def test_underflow_of_a_busy_program_is_counted(
    private_pulse: PrivatePulse, player: RemotePlayer
) -> None:
    speech = noise(2)
    player.start()
    player.feed(speech)
    player.finish()
    private_pulse.wait_for(speech[:400])
    player.hold_interpreter(0.5)
    assert player.wait_for("FINISHED") == "FINISHED"
    private_pulse.wait_for(speech[-END:])
    report = player.report()
    assert report["underruns"] >= 1
    assert report["gaps"] == 0, "an underflow of the program counted as a gap of the engine"


def test_dead_server_ends_the_playback(private_pulse: PrivatePulse, player: RemotePlayer) -> None:
    player.start()
    player.feed(noise(10))
    assert player.wait_for("PLAYING") == "PLAYING"
    private_pulse.kill()
    assert player.wait_for("FAILED") == "FAILED"
    assert player.report()["problem"] == "LOST"
    # The server doesn't return, so playback fails.
    player.start()
    player.feed(noise(0.1))
    assert player.wait_for("FAILED") == "FAILED"
    assert player.report()["problem"] in {"NO_DEVICE", "NOT_OPENED"}
    assert player.close()


def test_server_that_hangs_during_playback_is_reported(
    private_pulse: PrivatePulse, player: RemotePlayer
) -> None:
    player.start()
    player.feed(noise(10))
    assert player.wait_for("PLAYING") == "PLAYING"
    private_pulse.freeze()
    assert player.wait_for("FAILED") == "FAILED"
    report = player.report()
    assert report["problem"] == "NO_ANSWER"
    assert "hasn't responded for" in report["message"]
    assert "Restart Engine Room or the system's sound service" in report["message"]
    # The player's thread may hang in the server; its callers don't.
    player.start()
    player.feed(noise(0.1))
    player.finish()
    assert player.wait_for("FAILED") == "FAILED"
    assert player.report()["problem"] == "NO_ANSWER"
    assert not player.close(timeout_s=0.1)
    assert player.report()["longest_call_s"] < 0.5


def test_playback_works_after_the_server_recovers(
    private_pulse: PrivatePulse, player: RemotePlayer
) -> None:
    player.devices()  # the library is loaded and has seen the server
    private_pulse.freeze()
    player.start()
    player.feed(noise(0.5))
    assert player.wait_for("FAILED") == "FAILED"
    assert player.report()["problem"] == "NO_ANSWER"
    private_pulse.thaw()
    speech = noise(0.5, seed=2)
    player.start()
    player.feed(speech)
    player.finish()
    assert player.wait_for("FINISHED") == "FINISHED"
    private_pulse.wait_for(speech[-END:])


def test_recording_survives_a_hanging_server(
    private_pulse: PrivatePulse, player: RemotePlayer
) -> None:
    player.record(longest_s=60)
    assert player.wait_for("RECORDING") == "RECORDING"
    private_pulse.freeze()
    player.stop()
    assert player.wait_for("FINISHED") == "FINISHED"
    # Closing the microphone hangs now; the next recording reports that.
    player.record(longest_s=60)
    assert player.wait_for("FAILED") == "FAILED"
    recorded = player.recorded()
    assert "hasn't responded for" in recorded["message"]
    assert recorded["longest_call_s"] < 0.5
