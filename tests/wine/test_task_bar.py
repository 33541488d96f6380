"""Progress in the task bar; Wine has the object, but doesn't draw."""

from __future__ import annotations

from tests.support.wine import WindowsProgram


def test_task_bar_methods_are_called(program: WindowsProgram) -> None:
    program.run(
        "import threading\n"
        "from app.gui.progress.windows import WindowsTaskBar\n"
        "results = []\n"
        "def attempt(do):\n"
        "    try: do(); results.append('taken')\n"
        "    except OSError as error: results.append(error.winerror)\n"
        "def work():\n"
        "    bar = WindowsTaskBar(0)\n"
        "    for do in (lambda: bar.show(0.5), lambda: bar.show(None), bar.hide): attempt(do)\n"
        "thread = threading.Thread(target=work)\n"
        "thread.start(); thread.join()\n"
    )
    not_implemented = -0x7FFFBFFF  # E_NOTIMPL, which Wine returns
    assert program.value("results") in (["taken"] * 3, [not_implemented] * 3)
