"""Autostart in the registry, and its switch in the Task Manager."""

from __future__ import annotations

from tests.support.wine import WindowsProgram

_SET_UP = """
import subprocess, sys, winreg
from pathlib import Path
from app.autostart import StartCommand, of_this_user
root = Path(r'C:\\my room')
package = root / 'app'
package.mkdir(parents=True, exist_ok=True)
(package / '__init__.py').write_text('')
(package / '__main__.py').write_text('import sys; print(__name__, sys.argv[1:])')
command = StartCommand((sys.executable, '-m', 'app', '--hidden'), root)
autostart = of_this_user(command)
other = of_this_user(StartCommand((r'D:\\engineroom.exe', '--hidden')))
RUN = r'Software\\Microsoft\\Windows\\CurrentVersion\\Run'
APPROVED = r'Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\StartupApproved\\Run'
def line():
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, RUN) as key:
        return winreg.QueryValueEx(key, 'Engine Room')[0]
def switch(first):
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, APPROVED) as key:
        winreg.SetValueEx(key, 'Engine Room', 0, winreg.REG_BINARY, bytes([first] + [0] * 11))
"""


def test_run_key_is_written_read_and_removed(program: WindowsProgram) -> None:
    program.run(_SET_UP)

    def state() -> str:
        return program.value("autostart.state().value")

    program.run("autostart.turn_off()")
    assert state() == "off"
    program.run("other.turn_on()")
    assert program.value("line()") == r"D:\engineroom.exe --hidden"
    assert state() == "another copy"
    program.run("autostart.turn_on()")
    assert state() == "on"
    program.run("switch(3)")
    assert state() == "off", "the Task Manager has switched it off"
    program.run("switch(2)")
    assert state() == "on"
    program.run("switch(3); autostart.turn_on()")
    assert state() == "on", "switching it on here counts"
    # What Windows would run, from a folder that is not the program's.
    output = program.value(
        "subprocess.run(line(), cwd='C:\\\\', capture_output=True, text=True).stdout"
    )
    assert output.strip() == "__main__ ['--hidden']"
    program.run("autostart.turn_off()")
    assert state() == "off"
