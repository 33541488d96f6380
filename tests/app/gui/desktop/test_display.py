"""Detection of a display, by real sockets."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from app.gui.desktop import display

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is always one")


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"DISPLAY": ":4071"},
        {"DISPLAY": "nonsense"},
        {"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": "/nowhere"},
        {"QT_QPA_PLATFORM": "xcb"},
    ],
)
def test_environment_without_a_display(environment: dict[str, str]) -> None:
    assert not display.is_there(environment, "linux")


@pytest.mark.parametrize(
    ("environment", "platform"),
    [
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux"),
        ({"QT_QPA_PLATFORM": "vnc:port=5901"}, "linux"),
        ({"DISPLAY": "elsewhere:10.0"}, "linux"),
        ({}, "win32"),
        ({}, "darwin"),
    ],
)
def test_platforms_without_a_display_server_always_have_a_display(
    environment: dict[str, str], platform: str
) -> None:
    assert display.is_there(environment, platform)


def test_wayland_compositor_is_a_display(tmp_path: Path) -> None:
    environment = {"WAYLAND_DISPLAY": "way", "XDG_RUNTIME_DIR": str(tmp_path)}
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "way"))
        compositor.listen()
        assert display.is_there(environment, "linux")
    assert not display.is_there(environment, "linux"), "a socket without a listener"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="abstract sockets are Linux's")
def test_x_server_is_a_display() -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0/tmp/.X11-unix/X4072")
        server.listen()
        assert display.is_there({"DISPLAY": ":4072.0"}, "linux")
