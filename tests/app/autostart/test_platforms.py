"""Starting with the session, as the files of each platform have it; Windows is in tests/wine."""

from __future__ import annotations

import configparser
import os
import plistlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.autostart import Autostart, AutostartState, StartCommand, of_this_user
from app.autostart.freedesktop import DesktopEntry
from app.autostart.macos import LaunchAgent

COMMAND = StartCommand(("/opt/my room/.venv/bin/python", "-m", "app", "--hidden"), Path("/opt/r"))
OTHER = StartCommand(("/elsewhere/engineroom", "--hidden"))
ON, OFF, ANOTHER = AutostartState.ON, AutostartState.OFF, AutostartState.ANOTHER_COPY
KINDS = pytest.mark.parametrize("kind", [DesktopEntry, LaunchAgent])


@KINDS
def test_on_and_off_again(kind: type[DesktopEntry | LaunchAgent], tmp_path: Path) -> None:
    autostart: Autostart = kind(COMMAND, tmp_path / "not there yet")
    assert autostart.state() is OFF
    autostart.turn_off()
    autostart.turn_on()
    assert autostart.state() is ON
    assert kind(COMMAND, tmp_path / "not there yet").state() is ON
    autostart.turn_off()
    assert autostart.state() is OFF


@KINDS
def test_another_copy_is_recognized_and_replaced(
    kind: type[DesktopEntry | LaunchAgent], tmp_path: Path
) -> None:
    kind(OTHER, tmp_path).turn_on()
    autostart = kind(COMMAND, tmp_path)
    assert autostart.state() is ANOTHER
    autostart.turn_on()
    assert autostart.state() is ON
    assert kind(OTHER, tmp_path).state() is ANOTHER
    assert len(list(tmp_path.iterdir())) == 1


@KINDS
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"<plist>", b"[Desktop Entry]\n"])
def test_invalid_file_is_no_autostart(
    kind: type[DesktopEntry | LaunchAgent], content: bytes, tmp_path: Path
) -> None:
    autostart = kind(COMMAND, tmp_path)
    autostart.turn_on()
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert autostart.state() is OFF


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_entry_disabled_by_the_desktop_is_off(line: str, tmp_path: Path) -> None:
    autostart = DesktopEntry(COMMAND, tmp_path)
    autostart.turn_on()
    (file,) = tmp_path.iterdir()
    with file.open("a") as entry:
        entry.write(f"{line}\n")
    assert autostart.state() is OFF
    autostart.turn_on()
    assert autostart.state() is ON


def test_disabled_agent_is_off(tmp_path: Path) -> None:
    autostart = LaunchAgent(COMMAND, tmp_path)
    autostart.turn_on()
    (file,) = tmp_path.iterdir()
    file.write_bytes(plistlib.dumps({**plistlib.loads(file.read_bytes()), "Disabled": True}))
    assert autostart.state() is OFF


STRANGE = ('/opt/100 %/a "b" $HOME `id` \\ c/python', "-m", "app", "--hidden")


def test_desktop_entry_says_exactly_this_command(tmp_path: Path) -> None:
    DesktopEntry(StartCommand(STRANGE, Path("/opt/a\\b")), tmp_path).turn_on()
    parser = configparser.RawConfigParser(delimiters=("=",))
    parser.optionxform = str  # pyright: ignore[reportAttributeAccessIssue] - keeps the case
    parser.read(tmp_path / "engineroom.desktop")
    entry = parser["Desktop Entry"]
    # The file's own escapes first, then the quotes of Exec, then its field codes.
    output = entry["Exec"].replace("\\\\", "\\")
    quoted = re.findall(r'"((?:\\.|[^"\\])*)"', output)
    arguments = [re.sub(r"\\(.)", r"\1", argument).replace("%%", "%") for argument in quoted]
    assert arguments == list(STRANGE)
    assert entry["Path"] == "/opt/a\\\\b"
    assert entry["Type"] == "Application"


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="not installed here")
def test_desktop_entry_is_valid(tmp_path: Path) -> None:
    DesktopEntry(COMMAND, tmp_path).turn_on()
    file = tmp_path / "engineroom.desktop"
    subprocess.run(["desktop-file-validate", str(file)], check=True)


def test_launch_agent_says_exactly_this_command(tmp_path: Path) -> None:
    LaunchAgent(StartCommand(STRANGE, Path("/opt/a b")), tmp_path).turn_on()
    agent = plistlib.loads((tmp_path / "engineroom.plist").read_bytes())
    assert agent["ProgramArguments"] == list(STRANGE)
    assert agent["WorkingDirectory"] == "/opt/a b"
    assert agent["RunAtLoad"] is True


@pytest.mark.skipif(os.name == "nt", reason="no such folders there")
def test_autostart_folder_of_each_platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    for platform in ("linux", "darwin"):
        of_this_user(COMMAND, platform).turn_on()
    assert (tmp_path / "config/autostart/engineroom.desktop").exists()
    assert (tmp_path / "Library/LaunchAgents/engineroom.plist").exists()


@pytest.mark.skipif(os.getuid() == 0 if os.name != "nt" else True, reason="root may do anything")
def test_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OSError, match="Permission"):
        DesktopEntry(COMMAND, tmp_path).turn_on()
