"""Windows' task bar takes progress; wine has the object, and does not draw."""

from __future__ import annotations

import pytest

from tests.support.wine import WindowsProgram

pytestmark = pytest.mark.timeout(300)


def test_task_bar_methods_are_called(program: WindowsProgram) -> None:
    program.run(
        "import threading\n"
        "from app.gui.progress.windows import WindowsTaskBar\n"
        "told = []\n"
        "def tell(do):\n"
        "    try: do(); told.append('taken')\n"
        "    except OSError as error: told.append(error.winerror)\n"
        "def work():\n"
        "    bar = WindowsTaskBar(0)\n"
        "    for do in (lambda: bar.show(0.5), lambda: bar.show(None), bar.hide): tell(do)\n"
        "thread = threading.Thread(target=work)\n"
        "thread.start(); thread.join()\n"
    )
    not_implemented = -0x7FFFBFFF  # E_NOTIMPL: wine's own answer to all of these
    assert program.value("told") in (["taken"] * 3, [not_implemented] * 3)
