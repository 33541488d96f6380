"""``engineroom transcribe``, over a listener without ears."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app import cli
from tests.app.gui.conftest import entry
from workers.catalog.entry import CatalogEntry
from workers.supervisor import Supervisor
from workers.testing import FakeProbe, gpu
from workers.tool.tool_worker import ToolWorker

Run = Callable[..., int]
WORDS = "Good morning.\nIt is late.\n"


@dataclass
class Room:
    """As much of an engine room as the command looks at."""

    engines: dict[str, CatalogEntry]
    workers: dict[str, ToolWorker]
    supervisor: Supervisor
    problems: tuple[str, ...] = ()

    def is_installed(self, engine: str) -> bool:
        return engine != "deaf"

    def close(self) -> None:
        self.supervisor.close()


@pytest.fixture
def run() -> Run:
    """Runs the command in an engine room whose only listener hears what a file's name says."""
    adapter = "tests.support.tools.listener"
    deaf = replace(entry("deaf"), kind="stt", adapter=adapter)
    entries = {"talker": entry("talker"), "deaf": deaf, "ear": replace(deaf, id="ear")}

    def build() -> Room:
        supervisor = Supervisor(probe=FakeProbe(gpu(8.0)))
        workers = {
            engine: ToolWorker(
                tool_name=engine,
                tool_module=one.adapter,
                vram_budget="none",
                output_subdir=engine,
                engine=engine,
                supervisor=supervisor,
            )
            for engine, one in entries.items()
        }
        return Room(entries, workers, supervisor)

    def run(*arguments: str) -> int:
        parsed = cli.parser().parse_args(["transcribe", *arguments])
        return cli.run(parsed, build)  # pyright: ignore[reportArgumentType]

    return run


def test_stdout_has_only_the_transcript(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("talk.wav") == 0
    assert capsys.readouterr().out == WORDS


def test_subtitles(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("talk.wav", "--srt") == 0
    assert "\n2\n00:01:01,500 --> 01:01:01,042\nIt is late.\n" in capsys.readouterr().out


def test_json_has_times_and_the_language(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("plain.wav", "--json", "--language", "de") == 0
    output = json.loads(capsys.readouterr().out)
    assert output["language"] == "de"
    assert output["segments"][1] == {"start": 61.5, "end": 3661.042, "text": "It is late."}


def test_suffix_of_the_file_decides_its_format(run: Run, tmp_path: Path) -> None:
    assert run("talk.wav", "--out", str(tmp_path / "it.srt")) == 0
    assert (tmp_path / "it.srt").read_text(encoding="utf-8").startswith("1\n00:00:00,000 -->")
    assert run("talk.wav", "--out", str(tmp_path / "it.txt")) == 0
    assert (tmp_path / "it.txt").read_text(encoding="utf-8") == WORDS


def test_progress_goes_to_stderr(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("far.wav") == 0
    assert "Listening 25%\nListening 100%\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (["refuse.wav"], "ValueError: this cannot be heard"),
        (["talk.wav", "--engine", "none"], "No engine 'none'. Available: talker"),
        (["talk.wav", "--engine", "talker"], "Talker can't transcribe."),
        (["talk.wav", "--engine", "deaf"], "isn't installed. Install it: engineroom"),
        (["talk.wav", "--out", "/nowhere/it.txt"], "Couldn't write /nowhere/it.txt: No such"),
    ],
)
def test_errors_are_printed(
    run: Run, capsys: pytest.CaptureFixture[str], arguments: list[str], output: str
) -> None:
    assert run(*arguments) == 1
    captured = capsys.readouterr()
    assert output in captured.err
    assert captured.out == ""


def test_silence_is_no_failure(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("silent.wav") == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "No speech found." in captured.err
