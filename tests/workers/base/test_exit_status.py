"""How a process ended, in words."""

from __future__ import annotations

import pytest

from workers.base.exit_status import Outcome


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome(0), "exited on its own with exit code 0"),
        (Outcome(1), "ended with exit code 1"),
        (Outcome(2), "ended with exit code 2: its model or its tool module could not be loaded"),
        (Outcome(3), "ended with exit code 3: its request loop failed"),
        (Outcome(-9), "was killed by SIGKILL"),
        (Outcome(-11), "was killed by SIGSEGV"),
        (Outcome(-6), "was killed by SIGABRT"),
        (Outcome(-200), "was killed by signal 200"),
        (Outcome(0, asked=True), "was stopped (exit=0)"),
        (Outcome(-9, asked=True), "was stopped (exit=-9)"),
    ],
)
def test_in_words(outcome: Outcome, words: str) -> None:
    assert str(outcome) == words


def test_only_signals_have_a_name() -> None:
    assert Outcome(9).signal_name is None
    assert Outcome(-9).signal_name == "SIGKILL"
