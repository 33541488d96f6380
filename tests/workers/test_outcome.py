"""An outcome says what happened, in words for people."""

from __future__ import annotations

import pytest

from workers.outcome import FATAL, KILLED_ON_WINDOWS, LOAD_FAILED, Outcome


@pytest.mark.parametrize(
    ("exit_code", "words"),
    [
        (0, "ended by itself with exit code 0"),
        (1, "ended with exit code 1"),
        (LOAD_FAILED, "ended with exit code 2: its model or its tool module could not be loaded"),
        (FATAL, "ended with exit code 3: its request loop failed"),
        (-9, "was killed by SIGKILL; the system may have run out of memory"),
        (-11, "was killed by SIGSEGV"),
        (-200, "was killed by signal 200"),
        # Windows
        (0xC0000005, "ended with exit code 0xC0000005: access violation"),
        (0xC00000FD, "ended with exit code 0xC00000FD: stack overflow"),
        (0xC0000135, "ended with exit code 0xC0000135: a DLL that it needs was not found"),
        (0xC0000374, "ended with exit code 0xC0000374: heap corruption"),
        (0xFFFFFFFF, "ended with exit code 0xFFFFFFFF"),
        (KILLED_ON_WINDOWS, "ended with exit code 0xE0000009: it was killed"),
    ],
)
def test_it_speaks(exit_code: int, words: str) -> None:
    assert str(Outcome(exit_code)).startswith(words)


@pytest.mark.parametrize("exit_code", [0, -15, KILLED_ON_WINDOWS])
def test_what_we_asked_for_is_no_crash(exit_code: int) -> None:
    assert str(Outcome(exit_code, asked=True)) == f"was stopped (exit={exit_code})"


def test_an_exit_has_no_signal() -> None:
    assert Outcome(0).signal_name is None
    assert Outcome(0xC0000005).signal_name is None
    assert Outcome(-15).signal_name == "SIGTERM"
