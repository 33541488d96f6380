"""``engineroom engines``: seen, installed, checked and removed, where nobody can be asked."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli.command import DONE, FAILED, NOT_CONFIRMED
from tests.app.cli.conftest import Shop
from tests.workers.installation.conftest import engine
from tests.workers.weights.conftest import CONFIG, MODEL
from workers.base.engine_code import EngineCode

Capture = pytest.CaptureFixture[str]
ACCEPTED = ("--yes", "--accept-license")


def test_list_prints_a_table(shop: Shop, capsys: Capture) -> None:
    assert shop.run("engines", "list") == DONE
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["ID", "lark", "wren"]
    assert lines[1].split("  ")[0] == "lark"
    for text in ("not installed", "Lark", "text to speech", "en de", "1.0 MB", "CC-BY-4.0"):
        assert text in lines[1]
    assert "speech to text" in lines[2]
    assert "Apache-2.0" in lines[2]
    assert (
        len({line.index("STATE") if "STATE" in line else line.index("not") for line in lines}) == 1
    )


def test_list_as_json_is_an_array(shop: Shop, capsys: Capture) -> None:
    assert shop.run("engines", "install", "wren", "--yes") == DONE
    capsys.readouterr()
    assert shop.run("engines", "list", "--json") == DONE
    output = json.loads(capsys.readouterr().out)
    assert [(engine["id"], engine["installed"]) for engine in output] == [
        ("lark", False),
        ("wren", True),
    ]
    assert output[0]["weights"][0]["size_bytes"] == len(MODEL) + len(CONFIG)
    assert shop.run("engines", "list", "--installed", "--json") == DONE
    assert [engine["id"] for engine in json.loads(capsys.readouterr().out)] == ["wren"]


def test_show_prints_all_facts(shop: Shop, capsys: Capture) -> None:
    assert shop.run("engines", "install", "lark", *ACCEPTED) == DONE
    capsys.readouterr()
    assert shop.run("engines", "show", "lark") == DONE
    output = capsys.readouterr().out
    for line in ("State         installed", "Languages     en, de", "owner/voice"):
        assert line in output
    assert shop.run("engines", "show", "lark", "--json") == DONE
    facts = json.loads(capsys.readouterr().out)
    assert facts["installed"]
    assert facts["has_weights"] == [True]
    assert facts["weights_bytes"] > len(MODEL)


@pytest.mark.parametrize("action", ["show", "install", "remove", "verify", "rollback"])
def test_unknown_engine_is_an_error(shop: Shop, capsys: Capture, action: str) -> None:
    assert shop.run("engines", action, "walker") == FAILED
    assert "Available: lark, wren" in capsys.readouterr().err


def test_install_prints_requirements_and_progress(shop: Shop, capsys: Capture) -> None:
    assert shop.run("engines", "install", "lark", *ACCEPTED) == DONE
    output = capsys.readouterr()
    assert "Requirements of Lark:" in output.out
    assert "1 package in environment core" in output.out
    assert "alpha 1.0" in output.out
    assert "weights  owner/voice, 1.0 MB, license CC-BY-4.0" in output.out
    lines = output.err.splitlines()
    assert lines[0] == "Checking requirements of Lark…"
    assert lines[-1] == "Lark installed."
    assert any(line.startswith("Downloading") for line in lines)
    assert len(lines) < 25, "a few lines where no terminal moves one along"
    assert shop.run("engines", "install", "lark") == DONE
    assert "already installed" in capsys.readouterr().out


def test_dry_run_changes_nothing(shop: Shop, capsys: Capture) -> None:
    assert shop.run("engines", "install", "wren", "--dry-run", "--json") == DONE
    plan = json.loads(capsys.readouterr().out)
    assert plan["environment"]["packages"][0]["name"] == "beta"
    assert plan["obstacles"] == []
    assert not plan["is_installed"]
    assert shop.run("engines", "install", "lark", "--dry-run") == NOT_CONFIRMED
    assert "First: The weights owner/voice are licensed under" in capsys.readouterr().out
    assert not (shop.world.root / "environments" / "core").exists()


def test_license_is_accepted_by_option_and_saved(shop: Shop, capsys: Capture) -> None:
    assert shop.run("engines", "install", "lark", "--yes") == NOT_CONFIRMED
    assert "To accept it here, pass --accept-license" in capsys.readouterr().err
    assert shop.world.bodies() == 0
    assert shop.run("engines", "install", "lark", *ACCEPTED) == DONE
    assert shop.world.licenses.is_accepted(shop.engines["lark"].weights[0])


def test_without_a_terminal_confirmation_is_required(shop: Shop, capsys: Capture) -> None:
    assert shop.run("engines", "install", "wren") == NOT_CONFIRMED
    assert "--yes" in capsys.readouterr().err
    assert shop.run("engines", "remove", "wren") == NOT_CONFIRMED
    assert "--yes" in capsys.readouterr().err


def test_token_from_stdin_is_never_printed(
    shop: Shop, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    monkeypatch.setattr("workers.weights.tokens.store_token", given.append)
    shop.add(engine("gated", weights=(shop.world.offer("owner/gated", gated=True),)))
    assert shop.run("engines", "install", "gated", "--yes") == NOT_CONFIRMED
    assert "To enter it here, pass --token-stdin" in capsys.readouterr().err
    shop.world.token = "hf_secret"
    shop.world.hub.let_in.add("hf_secret")
    monkeypatch.setattr("sys.stdin", io.StringIO("hf_secret\n"))
    assert shop.run("engines", "install", "gated", "--yes", "--token-stdin") == DONE
    assert given == ["hf_secret\n"]
    output = capsys.readouterr()
    assert "hf_secret" not in output.out + output.err


def test_weights_are_imported_from_a_folder_without_the_server(
    shop: Shop, tmp_path: Path, capsys: Capture
) -> None:
    stick = tmp_path / "stick" / "voice"
    stick.mkdir(parents=True)
    (stick / "config.json").write_bytes(CONFIG)
    (stick / "model.bin").write_bytes(MODEL)
    assert (
        shop.run("engines", "install", "lark", *ACCEPTED, "--from", str(tmp_path / "stick")) == DONE
    )
    assert shop.world.bodies() == 0
    assert shop.run("engines", "verify", "lark") == DONE


def test_unapproved_code_does_not_run_to_plan(shop: Shop) -> None:
    shop.world.wheels.add_slow()  # whose requirements are only known once its own code has run
    shop.world.wheels.let_go()
    shop.add(replace(shop.engines["wren"], id="slow", requirements=("slow",)))
    code = shop.codes["slow"] = EngineCode("slow", "catalog.toml", ("package slow",), "f" * 64)
    for further in ((), ("--dry-run",), ("--json", "--dry-run"), ("--yes",)):
        assert shop.run("engines", "install", "slow", *further) == NOT_CONFIRMED
    assert not shop.world.wheels.builds.exists()
    assert shop.run("engines", "install", "slow", "--yes", "--allow-code") == DONE
    assert shop.world.wheels.builds.exists()
    assert shop.approvals.is_approved(code)


def test_engine_that_needs_nothing_new_is_installed(shop: Shop, capsys: Capture) -> None:
    assert shop.run("engines", "install", "wren", "--yes") == DONE
    shop.add(replace(shop.engines["wren"], id="twin", requirements=("beta<2",)))
    assert shop.run("engines", "install", "twin", "--yes") == DONE
    capsys.readouterr()
    assert shop.run("engines", "list", "--installed", "--json") == DONE
    assert "twin" in {engine["id"] for engine in json.loads(capsys.readouterr().out)}


def test_code_is_allowed_by_option(shop: Shop, capsys: Capture) -> None:
    shop.codes["wren"] = EngineCode("wren", "catalog.toml", ("package beta==1.0",), "f" * 64)
    assert shop.run("engines", "install", "wren", "--yes") == NOT_CONFIRMED
    output = capsys.readouterr().err
    assert "package beta==1.0" in output
    assert "--allow-code" in output
    assert shop.run("prepare", "wren") == NOT_CONFIRMED
    assert shop.run("engines", "install", "wren", "--yes", "--allow-code") == DONE
    assert shop.approvals.is_approved(shop.codes["wren"])
    assert shop.run("prepare", "wren") == DONE


def test_prepare_installs_weights_and_names_the_command_to_review(
    shop: Shop, capsys: Capture
) -> None:
    assert shop.run("prepare", "lark") == FAILED
    output = capsys.readouterr().err
    assert "CC-BY-4.0" in output
    assert "engineroom engines install lark" in output
    shop.world.licenses.accept(shop.engines["lark"].weights[0])
    assert shop.run("prepare", "lark") == DONE
    assert "Lark is ready." in capsys.readouterr().out
    assert shop.world.weights.is_complete(shop.engines["lark"].weights[0])


def test_verify_lists_damage_and_again_repairs_it(shop: Shop, capsys: Capture) -> None:
    assert shop.run("engines", "install", "lark", *ACCEPTED) == DONE
    model = shop.world.weights.folder(shop.engines["lark"].weights[0]) / "model.bin"
    model.write_bytes(MODEL[::-1])
    capsys.readouterr()
    assert shop.run("engines", "verify", "lark") == FAILED
    output = capsys.readouterr()
    assert output.out == "owner/voice: model.bin is damaged.\n"
    assert "engineroom engines install lark --again" in output.err
    assert shop.run("engines", "install", "lark", "--again", *ACCEPTED) == DONE
    assert shop.run("engines", "verify", "lark") == DONE


def test_remove_keeps_what_other_engines_use(shop: Shop, capsys: Capture) -> None:
    for name in ("lark", "wren"):
        assert shop.run("engines", "install", name, *ACCEPTED) == DONE
    capsys.readouterr()
    assert shop.run("engines", "remove", "wren", "--yes") == DONE
    output = capsys.readouterr().out
    assert "Also used by Lark." in output
    assert "Wren removed" in output
    assert shop.run("engines", "remove", "lark", "--weights", "--yes") == DONE
    assert not shop.world.weights.is_complete(shop.engines["lark"].weights[0])
    assert shop.world.environments.is_complete("core", ["alpha==1.0"])


def test_rollback_restores_the_environment(shop: Shop, capsys: Capture) -> None:
    assert shop.run("engines", "install", "wren", "--yes") == DONE
    assert shop.run("engines", "rollback", "wren") == FAILED
    assert "no earlier version" in capsys.readouterr().err
    assert shop.run("engines", "install", "lark", *ACCEPTED) == DONE
    assert shop.run("engines", "rollback", "lark") == DONE
    assert not shop.world.environments.is_complete("core", ["alpha==1.0"])
    assert shop.world.environments.is_complete("core", ["beta==1.0"])


def test_failure_is_reported_without_a_traceback(shop: Shop, capsys: Capture) -> None:
    shop.add(replace(shop.engines["wren"], id="gone", requirements=("nowhere==1",)))
    assert shop.run("engines", "install", "gone", "--yes") == NOT_CONFIRMED
    output = capsys.readouterr().err
    assert "nowhere" in output
    assert "What to do" in output
    assert "Traceback" not in output
