"""All modules of ``workers`` import on Windows, except those for other systems."""

from __future__ import annotations

from tests.support.wine import WindowsProgram

NOT_FOR_WINDOWS = [
    "workers.process.channel_sockets",
    "workers.child.guard",
    "workers.process.posix",
]


def test_modules_import_on_windows(program: WindowsProgram) -> None:
    program.run(
        "import importlib, pkgutil, workers\n"
        "refused, failed = [], {}\n"
        "for module in pkgutil.walk_packages(workers.__path__, 'workers.'):\n"
        "    if module.name.endswith('__main__'): continue\n"
        "    try: importlib.import_module(module.name)\n"
        "    except Exception as error:\n"
        "        if 'not for Windows' in str(error): refused.append(module.name)\n"
        "        else: failed[module.name] = repr(error)\n"
    )
    assert program.value("failed") == {}
    assert sorted(program.value("refused")) == NOT_FOR_WINDOWS
