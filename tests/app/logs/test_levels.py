"""How serious a worker's line is, by what engines and their libraries really print."""

from __future__ import annotations

import logging

import pytest

from app.logs.lines import LevelGuess, level_of

INFO, WARNING, ERROR, CRITICAL = logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("loading weights", INFO),
        ("WARNING:root:old format", WARNING),
        ("[ERROR] no such voice", ERROR),
        ("2026-01-31 12:00:00,123 - transformers.models - WARNING - slow tokenizer", WARNING),
        ("12:00:00 root ERROR cannot", ERROR),
        ("transformers.models - ERROR - broken", ERROR),
        ("2026-01-31 12:00:00.123 [W:onnxruntime:, graph.cc:108] unused", WARNING),
        ("[W1124 00:00:00.1 ProcessGroup.cpp:12] Warning: x", WARNING),
        ("E0000 00:00:00.123 12 cuda.cc:12] cannot", ERROR),
        ("/lib/x.py:12: FutureWarning: will go", WARNING),
        ("UserWarning: hm", WARNING),
        ("torch.OutOfMemoryError: CUDA out of memory.", ERROR),
        ("error: no such file", ERROR),
        ("kokoro: load failed: KeyError: 'voice'", ERROR),
        ("Fatal Python error: Segmentation fault", CRITICAL),
        ("terminate called after throwing an instance of 'x'", CRITICAL),
        ("CRITICAL: done for", CRITICAL),
        ("INFO: the word ERROR stands here", INFO),
        ("the word ERROR stands here", INFO),
        ("3 files had no ERROR", INFO),
        ("ERRORS: 0", INFO),
        ("0 errors, 0 warnings", INFO),
        ("", INFO),
    ],
)
def test_level(line: str, level: int) -> None:
    assert level_of(line) == level


def test_traceback_has_one_level() -> None:
    guess = LevelGuess()
    lines = [
        "before",
        "Traceback (most recent call last):",
        '  File "x.py", line 1, in <module>',
        "    load()",
        "KeyError: 'voice'",
        "after",
    ]
    assert [guess.level_of(line) for line in lines] == [INFO, ERROR, ERROR, ERROR, ERROR, INFO]
