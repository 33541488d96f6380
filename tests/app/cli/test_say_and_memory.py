"""The command line, over the shipped catalog and a talking stand-in."""

from __future__ import annotations

import json
import wave
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app import cli
from app.logs import ProgramLog
from app.room import EngineRoom, Lazy
from app.settings import SettingsStore
from app.voices.store import ClipStore
from tests.app.gui.conftest import ScriptedEnvironments, ScriptedPlayer, entry
from tests.support.preparing import Preparing
from workers.catalog.approvals import Approvals
from workers.devices.probe import ProcessMemory
from workers.memory.budgets import VRAM_BUDGETS
from workers.supervisor import Supervisor
from workers.testing import FakeProbe, gpu
from workers.tool.tool_worker import ToolWorker

Run = Callable[..., int]


@pytest.fixture
def environments() -> ScriptedEnvironments:
    environments = ScriptedEnvironments()
    environments.finish.set()
    return environments


@pytest.fixture
def run(environments: ScriptedEnvironments, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs one command line in an engine room of its own; answers the exit code."""
    entries = {
        "talker": entry("talker"),
        "mute": replace(entry("mute"), kind="stt"),
        "large": entry("large"),
    }
    monkeypatch.setitem(VRAM_BUDGETS, "tts_talker", (2.0, 2.0))
    monkeypatch.setitem(VRAM_BUDGETS, "tts_large", (9.0, 9.0))

    installation = Preparing(environments)

    def build() -> EngineRoom:
        browser = ProcessMemory(4711, 2**30, "browser")
        supervisor = Supervisor(probe=FakeProbe(replace(gpu(8.0, 1.0), processes=(browser,))))
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
            is_installed=installation.is_installed,
            installation=Lazy(lambda: installation),  # pyright: ignore[reportArgumentType]
            settings=SettingsStore(tmp_path / "settings.toml"),
            player=Lazy(ScriptedPlayer),  # pyright: ignore[reportArgumentType]
            voices=Lazy(lambda: ClipStore(tmp_path / "voices")),
            log=ProgramLog(lambda: tmp_path / "logs"),
            codes={},
            approvals=Lazy(lambda: Approvals(None)),
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
    assert "0.20 s, Talker" in capsys.readouterr().out


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
        (["--engine", "talker"], "engineroom engines install talker"),
        ([], "engineroom engines list"),
        (["--engine", "walker"], "No engine 'walker'"),
    ],
)
def test_say_names_the_command_to_run_first(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert run("say", "x", "--out", str(tmp_path / "x.wav"), *arguments) == 1
    assert says in capsys.readouterr().err


def test_say_prints_why_an_engine_failed(
    run: Run, environments: ScriptedEnvironments, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environments.complete.add("talker")
    assert run("say", "refuse", "--out", str(tmp_path / "x.wav")) == 1
    assert "cannot be spoken" in capsys.readouterr().err


def test_say_by_the_next_engine_when_one_cannot(
    run: Run, environments: ScriptedEnvironments, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environments.complete |= {"talker", "large"}
    out = tmp_path / "x.wav"
    chain = ("--engine", "large,talker", "--out", str(out), "--voice", "tove")
    assert run("say", "say 4", *chain) == 0
    output = capsys.readouterr()
    assert "0.20 s, Talker" in output.out
    assert "large failed: " in output.err
    assert "talker has no voice 'tove'; used the default voice." in output.err
    assert run("say", "say 4", *chain, "--json") == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["engine"] == "talker"
    assert [attempt["engine"] for attempt in figures["fallback"]] == ["large"]


def test_say_by_any_engine_that_can(
    run: Run, environments: ScriptedEnvironments, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ("--engine", "auto", "--out", str(tmp_path / "x.wav"))
    assert run("say", "say 4", *out) == 1
    assert "no installed engine speaks" in capsys.readouterr().err
    environments.complete |= {"talker", "large"}
    assert run("say", "say 4", *out) == 0
    output = capsys.readouterr()
    assert "0.20 s, Talker" in output.out
    assert not output.err


def test_list_and_prepare(
    run: Run, environments: ScriptedEnvironments, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("list") == 0
    assert "not installed" in capsys.readouterr().out.splitlines()[0]
    assert run("prepare") == 0
    output = capsys.readouterr()
    assert "Installing packages 50% talker==1.0" in output.err
    assert "Talker is ready" in output.out
    assert run("list") == 0
    assert "not" not in capsys.readouterr().out.splitlines()[0]
    assert run("prepare", "talker") == 0
    assert capsys.readouterr().err == ""


def test_prepare_of_nothing_known(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("prepare", "walker") == 1
    assert "Available: talker, mute, large" in capsys.readouterr().err


def test_plan_prints_what_a_start_would_do(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("plan", "talker") == 0
    assert capsys.readouterr().out == ("Talker: fits on Test GPU 0: needs 2.00 GB, 7.00 GB free\n")
    assert run("plan", "large") == 1
    output = capsys.readouterr().out
    assert output.startswith("Large: ")
    assert "9.00 GB" in output
    assert run("plan", "walker") == 1
    assert "No engine 'walker'" in capsys.readouterr().err


def test_memory_prints_use_per_device(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("memory") == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "GPU 0: Test GPU 0: 1.00 GB of 8.00 GB in use",
        "browser 1.00 GB (process 4711)",
        "reserved, not yet in use 0.00 GB",
        "available 7.00 GB",
    ]


def test_memory_as_json(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("memory", "--json") == 0
    output = json.loads(capsys.readouterr().out)
    (device,) = output["devices"]
    assert (device["name"], device["promisable_bytes"]) == ("Test GPU 0", 7 * 2**30)
    assert device["others"] == [{"pid": 4711, "used_bytes": 2**30, "name": "browser"}]
    assert [(engine["name"], engine["budget_bytes"]) for engine in output["engines"]] == [
        ("talker", 2 * 2**30),
        ("mute", 0),
        ("large", 9 * 2**30),
    ]
    assert output["gpu_is_released"] is False
