"""How a process ended, in words."""

from __future__ import annotations

import pytest

from workers.base.exit_status import ExitStatus


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (ExitStatus(0), "exited on its own with exit code 0"),
        (ExitStatus(1), "ended with exit code 1"),
        (ExitStatus(2), "ended with exit code 2: its model or its tool module could not be loaded"),
        (ExitStatus(3), "ended with exit code 3: its request loop failed"),
        (ExitStatus(-9), "was killed by SIGKILL"),
        (ExitStatus(-11), "was killed by SIGSEGV"),
        (ExitStatus(-6), "was killed by SIGABRT"),
        (ExitStatus(-200), "was killed by signal 200"),
        (ExitStatus(0, requested=True), "was stopped (exit=0)"),
        (ExitStatus(-9, requested=True), "was stopped (exit=-9)"),
    ],
)
def test_exit_status_in_words(outcome: ExitStatus, words: str) -> None:
    assert str(outcome) == words


def test_only_signals_have_a_name() -> None:
    assert ExitStatus(9).signal_name is None
    assert ExitStatus(-9).signal_name == "SIGKILL"
