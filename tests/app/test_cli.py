"""The command line, over the shipped catalog and a talking stand-in."""

from __future__ import annotations

import json
import wave
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app import cli
from app.room import EngineRoom
from app.settings import SettingsStore
from tests.app.gui.conftest import ScriptedEnvironments, ScriptedPlayer, entry
from workers.supervisor import Supervisor
from workers.testing import FakeProbe, gpu
from workers.tool_worker import ToolWorker

Run = Callable[..., int]


@pytest.fixture
def environments() -> ScriptedEnvironments:
    environments = ScriptedEnvironments()
    environments.finish.set()
    return environments


@pytest.fixture
def run(environments: ScriptedEnvironments, tmp_path: Path) -> Run:
    """Runs one command line in an engine room of its own; answers the exit code."""
    entries = {"talker": entry("talker"), "mute": replace(entry("mute"), kind="stt")}

    def build() -> EngineRoom:
        supervisor = Supervisor(probe=FakeProbe(gpu(8.0)))
        return EngineRoom(
            engines=entries,
            workers={
                engine: ToolWorker(
                    tool_name=engine,
                    tool_module=one.adapter,
                    vram_budget=one.vram_budget,
                    output_subdir=engine,
                    engine=engine,
                    supervisor=supervisor,
                )
                for engine, one in entries.items()
            },
            supervisor=supervisor,
            environments=environments,  # pyright: ignore[reportArgumentType]
            settings=SettingsStore(tmp_path / "settings.toml"),
            player=ScriptedPlayer(),  # pyright: ignore[reportArgumentType]
        )

    return lambda *arguments: cli.run(cli.parser().parse_args(arguments), build)


def test_say_writes_a_file(
    run: Run, environments: ScriptedEnvironments, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environments.complete.add("talker")
    out = tmp_path / "x.wav"
    assert run("say", "say 4", "--out", str(out), "--voice", "heart", "--speed", "1.5") == 0
    with wave.open(str(out)) as file:
        assert file.getnframes() == 4800
    assert "0.20 s of speech by Talker" in capsys.readouterr().out


def test_say_prints_its_figures_as_json(
    run: Run, environments: ScriptedEnvironments, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environments.complete.add("talker")
    assert run("say", "say 4", "--out", str(tmp_path / "x.wav"), "--json") == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["duration"] == 0.2
    assert figures["sample_rate"] == 24000


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--engine", "talker"], "engineroom prepare talker"),
        ([], "engineroom prepare"),
        (["--engine", "walker"], "no engine 'walker'"),
    ],
)
def test_say_tells_what_to_do_first(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert run("say", "x", "--out", str(tmp_path / "x.wav"), *arguments) == 1
    assert says in capsys.readouterr().err


def test_say_tells_why_an_engine_failed(
    run: Run, environments: ScriptedEnvironments, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environments.complete.add("talker")
    assert run("say", "refuse", "--out", str(tmp_path / "x.wav")) == 1
    assert "cannot be spoken" in capsys.readouterr().err


def test_list_and_prepare(
    run: Run, environments: ScriptedEnvironments, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("list") == 0
    assert "not installed" in capsys.readouterr().out.splitlines()[0]
    assert run("prepare") == 0
    told = capsys.readouterr()
    assert "Installing packages 50% talker==1.0" in told.err
    assert "Talker is ready" in told.out
    assert run("list") == 0
    assert "not" not in capsys.readouterr().out.splitlines()[0]
    assert run("prepare", "talker") == 0
    assert capsys.readouterr().err == ""


def test_prepare_of_nothing_known(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("prepare", "walker") == 1
    assert "There are: talker, mute" in capsys.readouterr().err
