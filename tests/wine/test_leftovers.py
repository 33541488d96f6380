"""Processes that an earlier run left behind on Windows."""

from __future__ import annotations

from pathlib import Path

from tests.support.wine import Windows, WindowsProgram

#: Starts processes outside of a Job Object.
START = (
    "import os, subprocess, sys; from workers.process import leftovers\n"
    "def start(secret):\n"
    "    environment = {**os.environ, leftovers.TOKEN_VARIABLE: secret}\n"
    "    sleep = [sys.executable, '-c', 'import time; time.sleep(600)']\n"
    "    return subprocess.Popen(sleep, env=environment).pid\n"
)


def test_only_processes_with_the_token_are_ended(
    windows: Windows, watcher: WindowsProgram, tmp_path: Path
) -> None:
    with WindowsProgram(windows, tmp_path) as earlier:
        earlier.run(START)
        ours, foreign = earlier.value("[start('ours'), start('foreign')]")
        earlier.run(f"leftovers.remember({ours}, 'ours'); leftovers.remember({foreign}, 'ours')")
        watcher.run(f"ours, foreign = psutil.Process({ours}), psutil.Process({foreign})")
        earlier.kill()
        try:
            with WindowsProgram(windows, tmp_path) as later:
                later.run("from workers.process import leftovers")
                assert later.value("leftovers.end_leftovers()") == [ours]
                assert later.value("leftovers.end_leftovers()") == []
            assert watcher.value("not psutil.wait_procs([ours], timeout=5)[1]")
            assert watcher.value("foreign.is_running()")
        finally:
            watcher.run("foreign.kill()")
