"""Checks and installation of system packages."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from installer import system_packages
from installer.system_packages import APP_NEEDS, TEST_NEEDS, Need, apt_commands, is_met, missing

if TYPE_CHECKING:
    from pathlib import Path

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="other systems need no packages")


@linux_only
@pytest.mark.parametrize(
    ("need", "expected"),
    [
        (Need("libc6", "library", "libc.so.6"), True),
        (Need("nothing", "library", "libengineroom-nothing.so.1"), False),
        (Need("dash", "program", "sh"), True),
        (Need("nothing", "program", "engineroom-nothing"), False),
        (Need("python3", "module", "json"), True),
        (Need("nothing", "module", "engineroom_nothing"), False),
        (Need("base-files", "file", "/etc/*-release"), True),
        (Need("nothing", "file", "/etc/engineroom-nothing*"), False),
    ],
    ids=lambda value: f"{value.kind}-{value.name}" if isinstance(value, Need) else str(value),
)
def test_need_is_checked_the_way_it_is_used(need: Need, expected: bool) -> None:
    assert is_met(need) is expected


def test_missing_needs_keep_their_order() -> None:
    needs = [Need(name, "program", name) for name in ("a", "b", "c")]
    assert missing(needs, met=lambda need: need.name == "b") == (needs[0], needs[2])


def test_needs_are_listed_once() -> None:
    needs = (*APP_NEEDS, *TEST_NEEDS)
    assert len({need.package for need in needs}) == len(needs)
    assert len({(need.kind, need.name) for need in needs}) == len(needs)


@pytest.mark.parametrize(
    ("is_root", "has_sudo", "has_terminal", "prefix"),
    [
        (True, False, False, ["env"]),
        (True, True, True, ["env"]),
        (False, True, True, ["sudo", "env"]),
        (False, True, False, ["sudo", "--non-interactive", "env"]),
    ],
)
def test_apt_runs_as_root_or_through_sudo(
    is_root: bool, has_sudo: bool, has_terminal: bool, prefix: list[str]
) -> None:
    update, install = apt_commands(
        ["gcc", "xvfb"], is_root=is_root, has_sudo=has_sudo, has_terminal=has_terminal
    )
    assert list(update[: len(prefix)]) == prefix
    assert update[-1] == "update"
    assert list(install[: len(prefix)]) == prefix
    assert install[-2:] == ("gcc", "xvfb")
    assert "--yes" in install


def test_apt_does_not_run_without_rights_or_packages() -> None:
    assert not apt_commands(["gcc"], is_root=False, has_sudo=False, has_terminal=True)
    assert not apt_commands([], is_root=True, has_sudo=True, has_terminal=True)


@pytest.fixture
def debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with an apt-get that "installs" a package by making a program of that name."""
    scripts = {
        "apt-get": '#!/bin/sh\necho "$@" >> "${0%/*}/log"\n'
        'for last; do :; done\n[ "$last" = thing ] && ln -s /bin/true "${0%/*}/thing" || true\n',
        "sudo": '#!/bin/sh\n[ "$1" = --non-interactive ] && shift\nexec "$@"\n',
    }
    for name, script in scripts.items():
        (tmp_path / name).write_text(script, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


@linux_only
def test_ensure_installs_only_missing_packages(
    debian: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    system_packages.ensure([Need("dash", "program", "sh"), Need("thing", "program", "thing")])
    calls = (debian / "log").read_text(encoding="utf-8").splitlines()
    words = [[word for word in call.split() if not word.startswith("-")] for call in calls]
    assert words == [["update"], ["install", "thing"]]
    assert "Still missing" not in capsys.readouterr().out


@linux_only
def test_ensure_prints_what_stays_missing_and_how_to_install_it(
    debian: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    system_packages.ensure([Need("other", "program", "engineroom-nothing")])
    output = capsys.readouterr().out
    assert "Still missing: engineroom-nothing" in output
    assert "apt-get install other" in output


@linux_only
def test_ensure_is_silent_if_nothing_is_missing(
    debian: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    system_packages.ensure([Need("dash", "program", "sh")])
    assert not (debian / "log").exists()
    assert not capsys.readouterr().out
