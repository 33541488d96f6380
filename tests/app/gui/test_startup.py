"""The imports before the tray icon appears."""

from __future__ import annotations

import os
import subprocess
import sys

#: Imported later, if at all, and off the main thread.
NOT_BEFORE_THE_ICON = {
    "app.audio",
    "app.gui.controller",
    "app.gui.main_window",
    "app.gui.state",
    "app.gui.style",
    "app.gui.text",
    "app.gui.tray.face",
    "app.gui.tray.status",
    "app.gui.vram_gauge",
    "app.gui.windows",
    "app.room",
    "app.settings",
    "hashlib",
    "numpy",
    "platformdirs",
    "psutil",
    "PySide6.QtNetwork",
    "pynvml",
    "sounddevice",
    "soundfile",
    "subprocess",
    "tomlkit",
    "uv",
    "workers.catalog",
    "workers.supervisor",
}
TO_THE_ICON = """
import sys
from app import __main__, compose
from app.gui import application
from app.gui.desktop import display
from app.gui.desktop import plain_imports
display.is_there()
plain_imports.restore()
shown = application.TrayIcon.show
def show(icon):
    print(*sys.modules)
    sys.stdout.flush()
    import os
    os._exit(0)
application.TrayIcon.show = show
sys.exit(__main__.main([]))
"""


def run(code: str) -> str:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", code]
    answer = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    return answer.stdout


def test_no_heavy_import_before_the_icon() -> None:
    imported = set(run(TO_THE_ICON).split())
    assert "app.gui.tray.icon" in imported
    assert not imported & NOT_BEFORE_THE_ICON


def test_imports_do_not_read_sources() -> None:
    code = (
        "import linecache\n"
        "from app.gui.desktop import plain_imports\n"
        "{restore}\n"
        "import colorsys\n"  # Not imported before.
        "print(colorsys.__file__ in linecache.cache)"
    )
    # Fails once PySide no longer reads sources; plain_imports can then be removed.
    assert run(code.format(restore="")).strip() == "True"
    assert run(code.format(restore="plain_imports.restore()")).strip() == "False"
