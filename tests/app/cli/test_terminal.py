"""How progress, tables and sizes read, in a terminal and elsewhere."""

from __future__ import annotations

import io

import pytest

from app.cli.terminal import ProgressLine, table
from workers.base.events import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_terminal_has_one_line_that_changes() -> None:
    out = Terminal()
    line = ProgressLine(out)
    line(Progress("Downloading", 0.1, "a long name.bin"))
    line(Progress("Downloading", 0.2, "b"))
    line.end()
    line.end()
    assert out.getvalue() == (
        "\rDownloading 10% a long name.bin\rDownloading 20% b              \n"
    )


def test_line_that_is_too_long_does_not_wrap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    out = Terminal()
    ProgressLine(out)(Progress("Downloading", None, "x" * 50))
    assert len(out.getvalue().removeprefix("\r")) < 20


def test_redirected_output_has_a_line_per_change() -> None:
    out = io.StringIO()
    line = ProgressLine(out)
    for percent in range(101):
        line(Progress("Downloading", percent / 100))
    line(Progress("Installed", 1.0))
    line(Progress("Building", None, "alpha"))
    line.end()
    lines = out.getvalue().splitlines()
    assert lines[0] == "Downloading 0%"
    assert lines[-2:] == ["Installed 100%", "Building alpha"]
    assert len(lines) == 13


def test_columns_fit_their_texts() -> None:
    assert list(table([("A", "LONG"), ("abc", "d")])) == ["A    LONG", "abc  d"]
